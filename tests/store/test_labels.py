"""Labels: put on, taken off, made, renamed, removed; by their names on every seat."""

import pytest

from desktop.domain.act import Verb
from desktop.domain.label import COLOURS, LONGEST, BadLabel
from desktop.store import inbox, labels, triage
from tests.store.makers import NOW, Shop, mail


@pytest.fixture
def three(shop):
    shop.ingest(*(mail(str(n), who=f"P{n}", minutes=n) for n in range(3)))
    return shop


def put(shop, name, *which, verb=Verb.LABEL):
    return shop.write(triage.act, [shop.home(str(n)) for n in which], verb, now=NOW, about=name)


def on(shop, number):
    return [label.name for label in shop.row(shop.home(str(number))).labels]


def names(shop):
    return [label.name for label in labels.labels(shop.reader)]


def undo(shop):
    return shop.write(triage.undo, now=NOW)


def test_a_row_bears_its_labels_in_their_order(three):
    for name in ("Wholesale", "Fair", "Press"):
        three.write(labels.make, name, now=NOW)
    put(three, "Press", 0)
    put(three, "wholesale", 0)
    assert on(three, 0) == ["Wholesale", "Press"]
    page = inbox.page(three.reader, inbox.lane_of(three.row(three.home("0"))))
    assert {row.id: len(row.labels) for row in page} == {
        three.home("0"): 2,
        three.home("1"): 0,
        three.home("2"): 0,
    }


def test_the_gesture_says_which_label_and_on_whom(three):
    done = put(three, "Wholesale", 0)
    assert (done.said, done.verb, done.about) == ("Labelled “Wholesale”: P0", "label", "Wholesale")
    assert done.labels
    assert put(three, "WHOLESALE", 1, 2).said == "Labelled “WHOLESALE”: 2 conversations"
    assert put(three, "Wholesale", 1, verb=Verb.UNLABEL).said == "Label “Wholesale” taken off: P1"
    assert not put(three, "Wholesale", 1, verb=Verb.UNLABEL)


def test_zero_takes_all_labels_off_at_once_and_undo_puts_them_back(three):
    put(three, "Wholesale", 0, 1)
    put(three, "Press", 0)
    assert put(three, "", 0, 1, verb=Verb.UNLABEL).said == "Labels taken off: 2 conversations"
    assert on(three, 0) == on(three, 1) == []
    undo(three)
    assert (on(three, 0), on(three, 1)) == (["Wholesale", "Press"], ["Wholesale"])


def test_a_label_made_by_a_slip_goes_with_the_slip(three):
    put(three, "Whosale", 0)
    undo(three)
    assert names(three) == []
    three.write(triage.redo, now=NOW)
    assert (names(three), on(three, 0)) == (["Whosale"], ["Whosale"])


def test_a_new_name_stands_on_all_conversations_and_can_be_taken_back(three):
    put(three, "VIP", 0, 1)
    label = labels.by_name(three.reader, "vip")
    assert three.write(labels.rename, label, "Gold", now=NOW).said == "Label “VIP” is called “Gold” now"
    assert on(three, 0) == on(three, 1) == ["Gold"]
    put(three, "gold", 2)
    undo(three)
    assert undo(three).said == "Taken back: the label “Gold”"
    assert (on(three, 0), on(three, 2)) == (["VIP"], [])


def test_a_removed_label_comes_back_with_its_conversations_colour_and_place(three):
    three.write(labels.make, "First", now=NOW)
    three.write(labels.make, "Wholesale", now=NOW, colour="violet")
    three.write(labels.make, "Last", now=NOW)
    put(three, "Wholesale", 0, 2)
    before = labels.labels(three.reader)
    removed = three.write(labels.remove, labels.by_name(three.reader, "Wholesale"), now=NOW)
    assert removed.said == "Removed the label “Wholesale”, which was on 2 conversations"
    assert removed.conversations == {three.home("0"), three.home("2")}
    assert (names(three), on(three, 0)) == (["First", "Last"], [])
    undo(three)
    assert labels.labels(three.reader) == before
    assert (on(three, 0), on(three, 1), on(three, 2)) == (["Wholesale"], [], ["Wholesale"])


def test_a_label_that_nothing_bears_is_removed_and_brought_back_as_well(three):
    three.write(labels.make, "Wholesale", now=NOW)
    three.write(labels.remove, labels.by_name(three.reader, "Wholesale"), now=NOW)
    assert names(three) == []
    undo(three)
    assert names(three) == ["Wholesale"]


def test_a_label_of_a_name_that_was_removed_begins_without_conversations(three):
    put(three, "Wholesale", 0)
    three.write(labels.remove, labels.by_name(three.reader, "Wholesale"), now=NOW)
    three.write(labels.make, "WholeSale", now=NOW)
    assert (names(three), on(three, 0)) == (["WholeSale"], [])


@pytest.mark.parametrize("name", ["", "  ", "\u200b", "x" * (LONGEST + 1)])
def test_a_name_that_cannot_be_is_refused(three, name):
    with pytest.raises(BadLabel):
        three.write(labels.make, name, now=NOW)
    with pytest.raises(BadLabel):
        put(three, name, 0)


@pytest.mark.parametrize(("one", "same"), [("Größe", "GRÖSSE"), ("Ｆair", "fair"), ("Café", "cafe\u0301")])
def test_two_spellings_of_one_name_are_one_label(three, one, same):
    three.write(labels.make, one, now=NOW)
    with pytest.raises(BadLabel, match="already"):
        three.write(labels.make, same, now=NOW)
    put(three, same, 0)
    assert len(names(three)) == 1
    other = three.write(labels.make, "Other", now=NOW)
    with pytest.raises(BadLabel, match="already"):
        three.write(labels.rename, labels.by_name(three.reader, "Other"), same, now=NOW)
    assert other.labels


def test_the_first_labels_have_colours_of_their_own_and_the_owner_can_choose(three):
    for number in range(len(COLOURS)):
        three.write(labels.make, f"L{number}", now=NOW)
    assert {label.colour for label in labels.labels(three.reader)} == set(COLOURS)
    three.write(labels.recolour, labels.by_name(three.reader, "L0"), "grey")
    assert labels.by_name(three.reader, "L0").colour == "grey"
    with pytest.raises(BadLabel, match="no colour"):
        three.write(labels.recolour, labels.by_name(three.reader, "L0"), "mauve")


def test_labels_change_places(three):
    for name in ("A", "B", "C", "D"):
        three.write(labels.make, name, now=NOW)
    for name, place, order in (("D", 1, "DABC"), ("D", 3, "ABDC"), ("A", 9, "BDCA"), ("C", 0, "CBDA")):
        three.write(labels.move, labels.by_name(three.reader, name), place)
        assert "".join(names(three)) == order


def test_how_often_a_label_is_used_is_counted(three):
    put(three, "Wholesale", 0, 1)
    put(three, "Press", 1)
    used = labels.used(three.reader)
    assert [used[label.id] for label in labels.labels(three.reader)] == [2, 1]


def test_conversations_that_become_one_bear_the_labels_of_both(shop):
    shop.ingest(mail("1", minutes=1), mail("2", minutes=2, subject="Bread"))
    put(shop, "Wholesale", 1)
    put(shop, "Press", 2)
    put(shop, "Wholesale", 2)
    shop.ingest(mail("3", minutes=3, parent_ids=("1@example.org", "2@example.org")))
    assert [label.name for label in shop.row().labels] == ["Wholesale", "Press"]


def test_a_label_put_on_by_one_seat_outlives_its_removal_by_the_other(tmp_path):
    one, two = Shop(tmp_path, "1.db", "one"), Shop(tmp_path, "2.db", "two")
    for shop in (one, two):
        shop.ingest(mail("1", who="A"), mail("2", who="B"))
    put(one, "Wholesale", 1)
    two.write(triage.merge, triage.acts(one.reader))
    assert on(two, 1) == ["Wholesale"]
    put(two, "wholesale", 2)
    one.write(labels.remove, labels.by_name(one.reader, "Wholesale"), now=NOW)
    ours, theirs = triage.acts(one.reader), triage.acts(two.reader)
    one.write(triage.merge, theirs)
    two.write(triage.merge, ours)
    for shop in (one, two):
        assert (on(shop, 1), on(shop, 2), names(shop)) == ([], ["Wholesale"], ["Wholesale"])
        shop.close()
