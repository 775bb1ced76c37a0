"""Notes: several to a conversation, beside its messages and never among them."""

from datetime import timedelta

from desktop.domain.act import Verb
from desktop.domain.conversation import Lane
from desktop.domain.item import Audience, Direction
from desktop.store import inbox, notes, triage
from desktop.store.search import everything, search
from tests.store.makers import NOW, Shop, mail
from tests.store.picture import index_is_true

LATER = NOW + timedelta(minutes=5)


def write(shop, text, now=NOW, conversation=None):
    return shop.write(notes.add, conversation or shop.only(), text, now=now)


def texts(shop, conversation=None):
    return [note.text for note in notes.notes(shop.reader, conversation or shop.only())]


def test_notes_stand_in_the_history_in_their_time_and_are_clearly_ours(shop):
    shop.ingest(mail("1", text="Can I?"))
    assert write(shop, "  Call her back\n").said == "Note kept: Marta"
    write(shop, "She did not answer", LATER)
    shop.ingest(mail("2", written_at=NOW + timedelta(minutes=2), received_at=LATER, parent_ids=("1@example.org",)))
    timeline = inbox.opened(shop.reader, shop.only()).timeline
    assert [(entry.text, entry.note) for entry in timeline] == [
        ("Can I?", False),
        ("Call her back", True),
        ("text of 2", False),
        ("She did not answer", True),
    ]
    note = timeline[1]
    assert (note.direction, note.audience, note.who, note.delivery) == (Direction.OUT, Audience.PRIVATE, "Note", None)
    assert (note.written_at, note.html, note.attachments) == (NOW, "", ())


def test_a_note_is_no_message(shop):
    shop.ingest(mail("1", text="Can I?"))
    before = shop.row()
    write(shop, "Call her back")
    assert shop.row() == before
    assert inbox.opened(shop.reader, shop.only()).earlier == 0
    assert shop.lane(Lane.OUTBOX) == []


def test_a_note_without_words_is_none(shop):
    shop.ingest(mail("1"))
    assert not write(shop, " \n ")
    assert triage.acts(shop.reader) == []


def test_a_note_is_taken_back_deleted_and_brought_back(shop):
    shop.ingest(mail("1"))
    write(shop, "one")
    write(shop, "two", LATER)
    shop.write(triage.undo, now=LATER)
    assert texts(shop) == ["one"]
    shop.write(triage.redo, now=LATER)
    first = notes.notes(shop.reader, shop.only())[0]
    assert notes.note(shop.reader, first.id) == first
    assert shop.write(notes.remove, first, now=LATER).said == "Note deleted: Marta"
    assert (texts(shop), notes.note(shop.reader, first.id)) == (["two"], None)
    shop.write(triage.undo, now=LATER)
    assert notes.notes(shop.reader, shop.only())[0] == first


def test_notes_are_found_by_their_words_as_hits_among_the_messages(shop):
    shop.ingest(mail("1"), mail("2", who="Ole", subject="Bread"))
    write(shop, "Allergic to hazelnuts", conversation=shop.home("2"))
    write(shop, "Hazelnut torte on the 5th", LATER, conversation=shop.home("1"))
    write(shop, "hazelnuts again", LATER, conversation=shop.home("1"))
    shop.write(triage.undo, now=LATER)
    hits = notes.search(shop.reader, "hazelnut*")
    assert [(hit.conversation, hit.who) for hit in hits] == [(shop.home("1"), "Marta"), (shop.home("2"), "Ole")]
    assert hits[1].snippet == "Allergic to \x02hazelnuts\x03"
    assert (hits[1].subject, hits[1].written_at) == ("Bread", NOW)
    assert notes.search(shop.reader, "hazelnut*", limit=1) == hits[:1]
    assert notes.search(shop.reader, "hazelnut* is:open") == [], "that is no question about words alone"
    assert notes.note(shop.reader, hits[1].message).text == "Allergic to hazelnuts"
    assert index_is_true(shop.db)


def test_conversations_that_become_one_keep_the_notes_of_both(shop):
    shop.ingest(mail("1", minutes=1), mail("2", minutes=2, subject="Bread"))
    write(shop, "of the first", conversation=shop.home("1"))
    write(shop, "of the second", LATER, conversation=shop.home("2"))
    shop.ingest(mail("3", minutes=3, parent_ids=("1@example.org", "2@example.org")))
    assert texts(shop) == ["of the first", "of the second"]
    shop.write(triage.undo, now=LATER)
    assert texts(shop) == ["of the first"]


def test_notes_of_two_seats_come_together_with_their_times(tmp_path):
    one, two = Shop(tmp_path, "1.db", "one"), Shop(tmp_path, "2.db", "two")
    for shop in (one, two):
        shop.ingest(mail("1"))
    write(one, "from the shop")
    write(two, "from home", LATER)
    write(two, "a slip", LATER)
    two.write(triage.undo, now=LATER)
    ours, theirs = triage.acts(one.reader), triage.acts(two.reader)
    one.write(triage.merge, theirs)
    two.write(triage.merge, ours)
    found = [[(note.key, note.text, note.written_at) for note in notes.notes(s.reader, s.only())] for s in (one, two)]
    assert found[0] == found[1]
    assert [text for _, text, _ in found[0]] == ["from the shop", "from home"]
    one.close()
    two.close()


def test_a_note_over_several_conversations_is_one_gesture(shop):
    shop.ingest(mail("1"), mail("2", who="Ole"))
    done = shop.write(triage.act, shop.ids(), Verb.NOTE, now=NOW, about="Fair on Sunday")
    assert done.said == "Note kept: 2 conversations"
    assert [texts(shop, one) for one in shop.ids()] == [["Fair on Sunday"], ["Fair on Sunday"]]
    shop.write(triage.undo, now=NOW)
    assert [texts(shop, one) for one in shop.ids()] == [[], []]


def test_conversations_are_found_by_what_was_noted_beside_them(shop):
    said = {"Marta": "A cake", "Ole": "Bread", "Ida": "Cake"}
    shop.ingest(*(mail(str(n), who=who, text=text, subject="Hello") for n, (who, text) in enumerate(said.items(), 1)))
    write(shop, "Allergic to hazelnuts", conversation=shop.home("2"))
    write(shop, "Pays in cash", conversation=shop.home("3"))

    def found(query):
        return {hit.conversation for hit in search(shop.reader, query)}

    assert (
        found("note:hazelnuts") == found("note:(allergic hazel*)") == found('note:"to hazelnuts"') == {shop.home("2")}
    )
    assert found("has:note") == {shop.home("2"), shop.home("3")}
    assert found("cake has:note") == found("cake -note:hazelnuts note:cash") == {shop.home("3")}
    assert found("cake -has:note") == {shop.home("1")}
    assert found("note:hazelnuts OR cake") == set(shop.ids())
    assert [hit.note for hit in everything(shop.reader, "hazelnuts OR cake")] == [False, False], "more than words"
    assert [hit.note for hit in everything(shop.reader, "hello", limit=9)] == [False] * 3
    assert [(hit.note, hit.who) for hit in everything(shop.reader, "hazelnuts")] == [(True, "Ole")]
