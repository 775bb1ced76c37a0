"""The language a customer writes in, in the whole window: shown where it is not the usual one, corrected, taken back."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.domain.conversation import ConversationId
from desktop.store.heard import told
from desktop.ui.views.conversation.head import ReaderHead
from desktop.ui.views.pickers.languages import Languages
from desktop.ui.views.pickers.why import Why
from tests.ui.test_triage import SHIFT, enter, strike, type_in
from tests.ui.test_verbs import Whole, overlays, press, whole

__all__ = ["whole"]


def chip(whole: Whole) -> str:
    shown = whole.window.reader.findChild(ReaderHead)
    assert shown is not None
    return shown._language.words if shown._language.isVisible() else ""


def write(whole: Whole, statement: str, values: tuple[int, ...] = ()) -> None:
    whole.shop.writer.submit(lambda db: db.conn.execute(statement, values)).result()


def pick(qtbot: QtBot, whole: Whole) -> Languages:
    strike(qtbot, whole, Qt.Key.Key_L, SHIFT)
    (picker,) = overlays(whole)
    assert isinstance(picker, Languages)
    return picker


def held(whole: Whole, id_: ConversationId) -> tuple[str, bool]:
    return told(whole.shop.reads.connection, id_)


def test_a_language_is_told_by_its_name_shown_and_taken_back(qtbot: QtBot, whole: Whole) -> None:
    id_ = whole.ids()[0]
    assert chip(whole) == ""
    pick(qtbot, whole)
    type_in(qtbot, whole, "polish")
    enter(qtbot)
    qtbot.waitUntil(lambda: held(whole, id_) == ("pl", True))
    qtbot.waitUntil(lambda: chip(whole) == "Polski")
    assert not overlays(whole)
    assert list(whole.window.current_conversations()) == [id_]
    press(qtbot, whole, "i")
    (why,) = overlays(whole)
    assert isinstance(why, Why)
    assert "They write in this language: Polski." in why.note
    qtbot.keyClick(why, Qt.Key.Key_Escape)
    press(qtbot, whole, "z")
    qtbot.waitUntil(lambda: held(whole, id_) == ("", False))
    qtbot.waitUntil(lambda: chip(whole) == "")


def test_the_usual_language_goes_without_saying_unless_the_owner_said_it(qtbot: QtBot, whole: Whole) -> None:
    id_ = whole.ids()[0]
    write(whole, "update message set language = 'en'")
    picker = pick(qtbot, whole)
    assert picker.offered()[0].title == "As their words tell"
    type_in(qtbot, whole, "english")
    enter(qtbot)
    qtbot.waitUntil(lambda: held(whole, id_) == ("en", True))
    qtbot.waitUntil(lambda: chip(whole) == "English")
    pick(qtbot, whole)
    enter(qtbot)
    qtbot.waitUntil(lambda: held(whole, id_) == ("en", False))
    qtbot.waitUntil(lambda: chip(whole) == "")


def test_it_is_found_by_its_own_name_its_english_one_and_its_code(qtbot: QtBot, whole: Whole) -> None:
    picker = pick(qtbot, whole)
    for typed in ("deutsch", "german", "de"):
        picker._ask.setText(typed)
        assert ("de", False) in [one.value for one in picker.offered()]
    picker._ask.setText("klingon")
    assert not picker.offered()


def test_it_can_be_told_of_all_that_a_person_wrote_at_one_stroke(qtbot: QtBot, whole: Whole) -> None:
    first, second = whole.ids()[:2]
    person = "(select person from conversation where id = ?)"
    write(whole, f"update conversation set person = {person} where id = ?", (first, second))
    before = held(whole, first), held(whole, second)
    picker = pick(qtbot, whole)
    qtbot.waitUntil(lambda: bool(picker.theirs))
    type_in(qtbot, whole, "suomi")
    here, everywhere = picker.offered()
    assert (here.value, everywhere.value) == (("fi", False), ("fi", True))
    assert everywhere.detail.startswith("in all their conversations: ")
    picker._take(everywhere.value)
    qtbot.waitUntil(lambda: held(whole, first) == held(whole, second) == ("fi", True))
    press(qtbot, whole, "z")
    qtbot.waitUntil(lambda: (held(whole, first), held(whole, second)) == before)
