"""Why is this here: the whole sum, what corrects it, what was learned and how it is taken back; by keys and by mouse."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot
from shiboken6 import isValid
from sqlite_utils import Database

from desktop.domain.act import Verb
from desktop.domain.conversation import Lane
from desktop.domain.sense import Sense
from desktop.store import ingest, triage
from desktop.store.sense import sense
from desktop.triage.rank import default_ranker
from desktop.ui.reads import Reads
from desktop.ui.views.conversation.name_card import NameCard
from desktop.ui.views.pickers.learned import Learned
from desktop.ui.views.pickers.why import TermLine, Why, points
from desktop.ui.widgets.toast import Toast
from tests.ui.test_triage import calm
from tests.ui.test_verbs import Whole, press, whole

__all__ = ["whole"]


def learned(whole: Whole) -> Sense:
    reads = Reads(whole.shop.path)
    try:
        return sense(reads.connection)
    finally:
        reads.close()


def card(whole: Whole) -> Why:
    (found,) = [one for one in whole.window.findChildren(Why) if not one.isHidden()]
    return found


def ranked_anew(whole: Whole) -> None:
    """What the engine does once it hears of another sense."""
    ranker = default_ranker()
    whole.shop.writer.submit(lambda db: ingest.rerank(db, whole.shop.clock.now(), ranker)).result()


def key(whole: Whole, key: Qt.Key) -> None:
    QTest.keyClick(whole.window.windowHandle(), key)


def opened(qtbot: QtBot, whole: Whole) -> Why:
    calm(qtbot, whole)
    whole.verbs.learning.rank = default_ranker()
    # What may harm somebody is never lowered.
    rows = [whole.window.inbox.model.row_at(n) for n in range(20)]
    safe = next(n for n, row in enumerate(rows) if row is not None and all(one.name != "safety" for one in row.reasons))
    whole.window.inbox.go(safe)
    there = rows[safe]
    assert there is not None
    qtbot.waitUntil(lambda: (found := whole.window.opened()) is not None and found.row.id == there.id)
    press(qtbot, whole, "i")
    qtbot.waitUntil(lambda: "Still learning" in card(whole).note)
    return card(whole)


def test_the_card_shows_the_whole_sum_to_two_decimals_and_it_adds_up(qtbot: QtBot, whole: Whole) -> None:
    shown = opened(qtbot, whole)
    assert [value for _, value in shown.terms] == [points(reason.points) for reason in shown.row.reasons]
    hundredths = sum(round(100 * reason.points) for reason in shown.row.reasons)
    assert round(100 * shown.total) == hundredths
    assert shown.lines[-1].accessibleName() == f"Together {points(hundredths / 100)}"
    assert shown.row.snippet[:40] in " ".join(label.text() for label in shown.findChildren(QLabel))
    assert "Still learning (0 of 25)" in shown.note
    assert "above the line of “Needs you”" in shown.note


def test_a_reason_is_corrected_by_key_and_taken_back(qtbot: QtBot, whole: Whole) -> None:
    shown = opened(qtbot, whole)
    before, total = shown.terms, shown.total
    for _ in shown.lines:
        key(whole, Qt.Key.Key_Up)
    focus = whole.window.focusWidget()
    assert isinstance(focus, TermLine)
    assert focus.reason == shown.row.reasons[0]
    key(whole, Qt.Key.Key_Minus)
    qtbot.waitUntil(lambda: len(learned(whole).lessons) == 1)
    (lesson,) = learned(whole).lessons
    assert (lesson.way, lesson.reason) == (-1, shown.row.reasons[0].name)
    qtbot.waitUntil(lambda: shown.total < total)
    assert shown.said.text().startswith("Counts for less: ")
    assert shown.undo.isVisible()
    key(whole, Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: not learned(whole).lessons)
    ranked_anew(whole)
    qtbot.waitUntil(lambda: shown.terms == before)


def test_the_conversation_as_a_whole_is_corrected_by_mouse(qtbot: QtBot, whole: Whole) -> None:
    shown = opened(qtbot, whole)
    total = shown.total
    less, more = shown.lines[-1].findChildren(QPushButton)
    qtbot.mouseClick(less, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: [lesson.way for lesson in learned(whole).lessons] == [-1])
    qtbot.waitUntil(lambda: shown.total < total)
    qtbot.waitUntil(lambda: "Still learning (1 of 25)" in shown.note)
    qtbot.mouseClick(shown.undo, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not learned(whole).lessons)
    less, more = shown.lines[-1].findChildren(QPushButton)
    qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: [lesson.way for lesson in learned(whole).lessons] == [1])


def test_the_card_that_takes_the_place_of_another_one_goes_on_telling(qtbot: QtBot, whole: Whole) -> None:
    first = opened(qtbot, whole)
    whole.verbs.commands["conversation.why"].run()
    shown = card(whole)
    assert shown is not first
    qtbot.waitUntil(lambda: "Still learning" in shown.note)
    total = shown.total
    less, _more = shown.lines[-1].findChildren(QPushButton)
    qtbot.mouseClick(less, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: shown.total < total)
    qtbot.waitUntil(lambda: shown.said.text().startswith("Counts for less: "))


def test_a_page_that_came_too_late_to_be_shown_is_let_go(qtbot: QtBot, whole: Whole) -> None:
    calm(qtbot, whole)
    whole.verbs.learning.rank = default_ranker()
    whole.verbs.commands["learned"].run()
    page = whole.verbs.lessons._page
    assert page is not None
    # Before it was read, something was begun that it must not cover.
    begun = NameCard(whole.theme, "Name this search", "")
    whole.verbs.show_card(begun)
    assert begun.first is not None
    QTest.keyClicks(begun.first, "Flour")
    qtbot.waitUntil(lambda: not isValid(page))
    assert begun.isVisible()
    whole.verbs.commands["conversation.less"].run()
    qtbot.waitUntil(lambda: len(learned(whole).lessons) == 1)
    qtbot.waitUntil(lambda: not whole.shop.tasks._waiting)


@pytest.mark.parametrize(("sign", "way", "words"), [("+", 1, "Counts for more: "), ("-", -1, "Counts for less: ")])
def test_more_and_less_like_this_on_the_row_say_what_was_learned_and_z_takes_it_back(
    qtbot: QtBot, whole: Whole, sign: str, way: int, words: str
) -> None:
    calm(qtbot, whole)
    whole.verbs.learning.rank = default_ranker()
    whole.window.inbox.go(1)
    qtbot.waitUntil(lambda: whole.window.opened() is not None)
    calm(qtbot, whole)
    qtbot.waitUntil(lambda: len(whole.window.inbox.model.further) == 2)
    here, before = whole.window.inbox.current, whole.window.inbox.model.order()
    press(qtbot, whole, sign)
    qtbot.waitUntil(lambda: [lesson.way for lesson in learned(whole).lessons] == [way])
    toast = whole.window.findChild(Toast)
    assert toast is not None
    qtbot.waitUntil(lambda: any(words in label.text() for label in toast.findChildren(QLabel)))
    assert whole.window.inbox.current == here
    assert whole.window.inbox.model.order() == before
    press(qtbot, whole, "z")
    qtbot.waitUntil(lambda: not learned(whole).lessons)


def test_of_several_nothing_is_learned(qtbot: QtBot, whole: Whole) -> None:
    calm(qtbot, whole)
    press(qtbot, whole, "x")
    whole.window.inbox.step(1)
    press(qtbot, whole, "x")
    calm(qtbot, whole)
    assert len(whole.window.inbox.selected()) == 2
    press(qtbot, whole, "+")
    toast = whole.window.findChild(Toast)
    assert toast is not None
    qtbot.waitUntil(lambda: any("nothing is learned" in label.text() for label in toast.findChildren(QLabel)))
    assert not learned(whole).lessons


def test_a_lane_below_tells_how_far_it_is_to_the_next(qtbot: QtBot, whole: Whole) -> None:
    whole.window.show_lane(Lane.THE_REST)
    shown = opened(qtbot, whole)
    assert "“Worth a look” begins at" in shown.note


def test_what_came_back_by_itself_says_why_it_stands_on_top(qtbot: QtBot, whole: Whole) -> None:
    whole.window.show_lane(Lane.THE_REST)
    calm(qtbot, whole)
    low = whole.window.inbox.model.row_at(0)
    assert low is not None
    now, shop = whole.shop.clock.now(), whole.shop
    until = now + timedelta(hours=1)
    shop.writer.submit(lambda db: triage.act(db, [low.id], Verb.SNOOZE, now=now, until=until)).result()
    shop.writer.submit(lambda db: triage.wake_due(db, until)).result()
    press(qtbot, whole, "gi")
    calm(qtbot, whole)
    whole.window.select(low.id)
    qtbot.waitUntil(lambda: (found := whole.window.opened()) is not None and found.row.id == low.id)
    press(qtbot, whole, "i")
    assert card(whole).note.startswith("It came back by itself: it stands on top of “Needs you”")


# What Shopbell has learned


def page(qtbot: QtBot, whole: Whole) -> Learned:
    calm(qtbot, whole)
    qtbot.waitUntil(lambda: whole.window.opened() is not None)
    press(qtbot, whole, "gl")
    qtbot.waitUntil(lambda: any(not one.isHidden() for one in whole.window.findChildren(Learned)))
    (found,) = [one for one in whole.window.findChildren(Learned) if not one.isHidden()]
    return found


def teach(qtbot: QtBot, whole: Whole, row: int, sign: str) -> None:
    before = len(learned(whole).lessons)
    whole.window.inbox.go(row)
    there = whole.window.inbox.current
    qtbot.waitUntil(lambda: (found := whole.window.opened()) is not None and found.row.id == there)
    calm(qtbot, whole)
    press(qtbot, whole, sign)
    qtbot.waitUntil(lambda: len(learned(whole).lessons) == before + 1)


def said(shown: Learned) -> list[str]:
    return [label.text() for label in shown.findChildren(QLabel) if not label.isHidden()]


def test_a_word_is_pinned_by_keys_and_taken_away_by_mouse(qtbot: QtBot, whole: Whole) -> None:
    shown = page(qtbot, whole)
    qtbot.keyClicks(shown.word, "birthday cake")
    QTest.keyClick(whole.window.windowHandle(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: learned(whole).pins == ("birthday cake",))
    qtbot.waitUntil(lambda: list(shown.pins) == ["birthday cake"])
    assert "the word “birthday cake”" in said(shown)
    (remove,) = shown.pins["birthday cake"].findChildren(QPushButton)
    qtbot.mouseClick(remove, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: learned(whole).pins == ())
    qtbot.waitUntil(lambda: shown.pins == {})
    qtbot.mouseClick(shown.undo, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: list(shown.pins) == ["birthday cake"])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("@priya@tidelands.example", "mastodon/priya@tidelands.example"),
        # Nobody wrote from there yet.
        ("Regular@Example.org", "mail/regular@example.org"),
    ],
)
def test_an_address_that_is_typed_is_somebody_to_show_always(
    qtbot: QtBot, whole: Whole, typed: str, meant: str
) -> None:
    shown = page(qtbot, whole)
    qtbot.keyClicks(shown.word, typed)
    QTest.keyClick(whole.window.windowHandle(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: learned(whole).pins == (f"from:{meant}",))


@pytest.mark.parametrize("nothing", ["!!!", "#"])
def test_what_is_no_word_is_not_swallowed_and_it_says_so(qtbot: QtBot, whole: Whole, nothing: str) -> None:
    shown = page(qtbot, whole)
    qtbot.keyClicks(shown.word, nothing)
    QTest.keyClick(whole.window.windowHandle(), Qt.Key.Key_Return)
    assert shown.word.text() == nothing
    assert shown.said.text() == f"There is no word in “{nothing}”."
    assert shown.undo.isHidden()


def test_what_is_shown_always_already_is_said_so(qtbot: QtBot, whole: Whole) -> None:
    shown = page(qtbot, whole)
    for _ in range(2):
        qtbot.keyClicks(shown.word, "Cake")
        QTest.keyClick(whole.window.windowHandle(), Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: list(shown.pins) == ["cake"])
    qtbot.waitUntil(lambda: shown.said.text() == "It is always shown already: Cake")
    assert shown.undo.isHidden()


def test_who_wrote_is_pinned_by_name(qtbot: QtBot, whole: Whole) -> None:
    shown = page(qtbot, whole)
    opened = whole.window.opened()
    assert opened is not None
    qtbot.mouseClick(shown.from_them, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(shown.pins) == 1)
    assert f"from {opened.row.who}" in said(shown)


def test_what_was_learned_is_said_in_plain_words_and_forgotten_and_brought_back(qtbot: QtBot, whole: Whole) -> None:
    for row, sign in ((4, "-"), (5, "-"), (6, "-")):
        teach(qtbot, whole, row, sign)
    shown = page(qtbot, whole)
    assert "Still learning (3 of 25)" in shown.progress.text()
    assert any(text.startswith("the word “") for text in said(shown))
    assert any(text.startswith("from ") for text in said(shown))
    qtbot.mouseClick(shown.unlearn, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "(2 of 25)" in shown.progress.text())
    qtbot.mouseClick(shown.undo, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "(3 of 25)" in shown.progress.text())
    qtbot.mouseClick(shown.reset, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "(0 of 25)" in shown.progress.text())
    assert not shown.reset.isEnabled()
    qtbot.mouseClick(shown.undo, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "(3 of 25)" in shown.progress.text())
    forget = next(one for one in shown.findChildren(QPushButton) if one.text() == "Forget" and not one.isHidden())
    qtbot.mouseClick(forget, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "(3 of 25)" not in shown.progress.text())


def test_all_of_it_is_saved_as_a_file(qtbot: QtBot, whole: Whole, tmp_path: Path) -> None:
    teach(qtbot, whole, 4, "+")
    target = tmp_path / "learned.json"
    whole.verbs.lessons.save(str(target))
    qtbot.waitUntil(target.exists)
    qtbot.waitUntil(lambda: bool(target.read_text(encoding="utf-8")))
    kept = json.loads(target.read_text(encoding="utf-8"))
    assert [lesson["way"] for lesson in kept["lessons"]] == ["more"]


def test_where_it_cannot_be_saved_the_owner_is_told_why_and_what_to_do(
    qtbot: QtBot, whole: Whole, tmp_path: Path
) -> None:
    with qtbot.waitSignal(whole.shop.desk.failed) as told:
        whole.verbs.lessons.save(str(tmp_path / "unplugged" / "learned.json"))
    assert told.args == [
        "“learned.json” could not be saved: No such file or directory. Choose another folder, or make room there."
    ]


def test_the_card_leads_to_all_that_was_learned(qtbot: QtBot, whole: Whole) -> None:
    shown = opened(qtbot, whole)
    qtbot.mouseClick(shown.learned, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: any(not one.isHidden() for one in whole.window.findChildren(Learned)))
    assert not isValid(shown) or shown.isHidden()


def test_what_a_moved_line_lets_through_is_in_the_list_at_once(qtbot: QtBot, whole: Whole) -> None:
    calm(qtbot, whole)
    model = whole.window.inbox.model
    ids = [row.id for row in whole.shop.reads.page(Lane.NEEDS_YOU, limit=3)]
    near, *others = ids

    def lower(db: Database) -> None:
        db.conn.execute("update sense set base = 120")
        db.conn.execute("update conversation set pinned = 0, band = 1, points = 0 where id in (?, ?)", others)
        db.conn.execute("update conversation set pinned = 0, band = 1, points = 110 where id = ?", (near,))

    whole.shop.writer.submit(lower).result()
    whole.window.show_lane(Lane.NEEDS_YOU)
    calm(qtbot, whole)
    assert not model.known(near)
    for one in others:
        whole.verbs.learning._correct(one, None, "somebody", more=True)
    qtbot.waitUntil(lambda: model.known(near))
