"""Spelling in the whole window: by keys, by the menu of the text, with the dictionaries of this system, and without any."""

import threading
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QInputMethodEvent, QKeyEvent, QShortcut, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from desktop.compose.dictionaries import Dictionaries, open_dictionaries
from desktop.compose.own_words import NAME
from desktop.compose.spelling import Spot
from desktop.domain.conversation import Opened
from desktop.domain.row import Lane
from desktop.settings import Settings
from desktop.ui.reads import Reads
from desktop.ui.reply import proofs
from desktop.ui.reply.spelling import COMMANDS, Spelling
from desktop.ui.views.reply.spelling_languages import SpellingLanguages, name_of
from desktop.ui.views.reply.spelling_picker import SpellingPicker
from desktop.ui.widgets.reply_text import ReplyText
from tests.ui.test_verbs import Whole, overlays, press, whole

__all__ = ["whole"]

BOTH = ("de_DE", "en_US")
WAVE = QTextCharFormat.UnderlineStyle.WaveUnderline


class Desk:
    """The whole window with its spelling, in a home of its own, for an owner who speaks English."""

    def __init__(self, whole: Whole, folder: Path, settings: str = "", home: str = "en_US") -> None:
        self.whole = whole
        self.config = folder / "settings.toml"
        self.config.write_text(settings)
        self.text = whole.verbs.composer.text
        self.spelling = Spelling(
            whole.window, whole.theme, whole.verbs, lambda: Reads(whole.shop.path), self.config, home=home
        )
        self.chosen: list[str] = []
        self.spelling.chosen.connect(self.chosen.append)

    def close(self) -> None:
        self.spelling.close()

    @property
    def picker(self) -> SpellingPicker:
        assert self.spelling.picker is not None
        return self.spelling.picker

    def words(self) -> list[str]:
        """Return the words under which a wavy line is drawn, as the screen has them."""
        found = []
        block = self.text.document().begin()
        while block.isValid():
            for one in block.layout().formats():
                if one.format.underlineStyle() == WAVE:
                    raw = block.text().encode("utf-16-le")
                    found.append(raw[2 * one.start : 2 * (one.start + one.length)].decode("utf-16-le"))
            block = block.next()
        return found

    def caret(self) -> int:
        return self.text.textCursor().position()

    def put_caret(self, place: int) -> None:
        cursor = self.text.textCursor()
        cursor.setPosition(place)
        self.text.setTextCursor(cursor)


@pytest.fixture
def make(qtbot: QtBot, whole: Whole, tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    found = open_dictionaries()
    missing = [tag for tag in BOTH if found is None or tag not in found.installed]
    if missing:
        pytest.skip(f"SPELLING TESTS DID NOT RUN: no dictionary {', '.join(missing)} (see packaging/test.sh)")
    made: list[Desk] = []

    def make(settings: str = "", home: str = "en_US") -> Desk:
        desk = Desk(whole, tmp_path, settings, home)
        made.append(desk)
        qtbot.waitUntil(lambda: desk.spelling.is_there)
        return desk

    yield make
    for desk in made:
        desk.close()


@pytest.fixture
def desk(make: Callable[..., Desk]) -> Desk:
    return make()


def write(qtbot: QtBot, desk: Desk, text: str) -> None:
    """Begin a reply and type."""
    if not desk.text.hasFocus():
        press(qtbot, desk.whole, "r")
        qtbot.waitUntil(desk.text.hasFocus)
        qtbot.waitUntil(lambda: not desk.whole.verbs.turns.is_busy)
    for letter in text:
        if letter == "\n":
            qtbot.keyClick(desk.whole.window.windowHandle(), Qt.Key.Key_Return)
        else:
            type_letter(desk.text, letter)


def type_letter(text: ReplyText, letter: str) -> None:
    """Type what no key of a test's keyboard writes."""
    for kind in (QKeyEvent.Type.KeyPress, QKeyEvent.Type.KeyRelease):
        QApplication.sendEvent(text, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))


def key(qtbot: QtBot, desk: Desk, *keys: Qt.Key) -> None:
    for one in keys:
        qtbot.keyClick(desk.whole.window.windowHandle(), one)


def next_word(qtbot: QtBot, desk: Desk) -> SpellingPicker:
    before = desk.spelling.picker
    key(qtbot, desk, Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: desk.spelling.picker is not None and desk.spelling.picker is not before)
    return desk.picker


def test_misspelt_words_of_our_own_are_underlined_and_nothing_else_is(qtbot: QtBot, desk: Desk) -> None:
    write(
        qtbot, desk, "Dear Sir, you will recieve it 😀 tomorow at http://recieve.example from @recieve #tomorow NASAA "
    )
    qtbot.waitUntil(lambda: desk.words() == ["recieve", "tomorow"])


def test_the_word_being_typed_is_left_alone_until_the_caret_leaves_it(qtbot: QtBot, desk: Desk) -> None:
    write(qtbot, desk, "a wrogn cake is recieve")
    qtbot.waitUntil(lambda: desk.words() == ["wrogn"])
    lines = desk.spelling.lines(desk.text)
    assert lines is not None
    assert [spot.word for spot in lines.spots] == ["wrogn", "recieve"]
    key(qtbot, desk, Qt.Key.Key_Home)
    assert desk.words() == ["wrogn", "recieve"]


def test_a_suggestion_replaces_the_word_in_one_step_of_undo_and_the_caret_stays(qtbot: QtBot, desk: Desk) -> None:
    write(qtbot, desk, "You will recieve it soon")
    here = desk.whole.verbs.composer.conversation
    next_word(qtbot, desk)
    assert desk.text.hasFocus()
    assert desk.caret() == len("You will recieve it soon")
    offered = [choice.title for choice in desk.picker.offered()]
    assert offered[0] == "receive"
    assert offered[-2:] == ["Add to my words", "Ignore here"]
    assert len(offered) <= 8
    key(qtbot, desk, Qt.Key.Key_Return)
    assert desk.text.toPlainText() == "You will receive it soon"
    assert desk.spelling.picker is None
    assert desk.caret() == len("You will receive it soon")
    assert here is not None
    qtbot.waitUntil(lambda: desk.whole.shop.draft_text(here) == "You will receive it soon")
    qtbot.waitUntil(lambda: desk.words() == [])
    qtbot.keyClick(desk.whole.window.windowHandle(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert desk.text.toPlainText() == "You will recieve it soon"
    qtbot.waitUntil(lambda: desk.words() == ["recieve"])


@pytest.mark.parametrize(("place", "after"), [(0, 0), (4, 4), (6, 3), (8, 3), (11, 3), (12, 4), (14, 6)])
def test_the_caret_stays_between_the_same_letters_wherever_it_is(
    qtbot: QtBot, desk: Desk, place: int, after: int
) -> None:
    # In the word it goes to its end: there is no same place in another word.
    write(qtbot, desk, "and zzzzzzz x ")
    qtbot.waitUntil(lambda: desk.words() == ["zzzzzzz"])
    lines = desk.spelling.lines(desk.text)
    assert lines is not None
    desk.put_caret(place)
    assert lines.replace(lines.spots[0], "the")
    before = place <= 4
    assert desk.text.toPlainText() == "and the x "
    assert desk.caret() == (place if before else 7 if place <= 11 else after + 4)


def test_what_is_drawn_stays_while_the_draft_is_saved(qtbot: QtBot, desk: Desk) -> None:
    write(qtbot, desk, "You will recieve it ")
    qtbot.waitUntil(lambda: desk.words() == ["recieve"])
    composer, seen = desk.whole.verbs.composer, set()
    composer.ready.connect(lambda: seen.add(tuple(desk.words())))
    desk.text.insertPlainText("x ")
    with qtbot.waitSignal(composer.ready):
        composer.save()
    assert seen == {("recieve",)}
    assert desk.spelling._bearings is not None


def test_digits_and_arrows_choose_and_esc_goes_back_to_writing(qtbot: QtBot, desk: Desk) -> None:
    write(qtbot, desk, "thier cake ")
    picker = next_word(qtbot, desk)
    second = picker.offered()[1].title
    key(qtbot, desk, Qt.Key.Key_Escape)
    assert desk.spelling.picker is None
    assert desk.text.hasFocus()
    assert desk.text.accessibleDescription() == ""
    next_word(qtbot, desk)
    key(qtbot, desk, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert desk.text.toPlainText() == f"{second} cake "
    desk.text.undo()
    next_word(qtbot, desk)
    key(qtbot, desk, Qt.Key.Key_2)
    assert desk.text.toPlainText() == f"{second} cake "


def test_who_types_on_writes_and_the_list_goes(qtbot: QtBot, desk: Desk) -> None:
    write(qtbot, desk, "thier cake")
    next_word(qtbot, desk)
    write(qtbot, desk, "s")
    assert desk.text.toPlainText() == "thier cakes"
    assert desk.spelling.picker is None


def test_what_is_pressed_before_the_list_is_there_is_meant_for_it(qtbot: QtBot, desk: Desk) -> None:
    write(qtbot, desk, "you recieve it ")
    key(qtbot, desk, Qt.Key.Key_F7, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.text.toPlainText() == "you receive it ")


def test_the_key_goes_from_one_word_to_the_next_and_round(qtbot: QtBot, desk: Desk) -> None:
    write(qtbot, desk, "recieve tomorow wrogn ")
    seen = [next_word(qtbot, desk).spot.word for _ in range(4)]
    assert seen == ["recieve", "tomorow", "wrogn", "recieve"]
    key(qtbot, desk, Qt.Key.Key_Escape)
    desk.put_caret(10)
    assert next_word(qtbot, desk).spot.word == "tomorow"


def test_what_was_asked_in_a_conversation_that_was_left_is_offered_in_no_other(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on, bearings = threading.Event(), proofs._bearings
    first, second = desk.whole.ids()[:2]

    def slowly(opened: Opened, *more: object) -> proofs.Bearings:
        if opened.row.id == first:
            goes_on.wait(60)
        return bearings(opened, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(proofs, "_bearings", slowly)
    press(qtbot, desk.whole, "r")
    qtbot.waitUntil(lambda: desk.text.hasFocus() and not desk.whole.verbs.turns.is_busy)
    key(qtbot, desk, Qt.Key.Key_F7)
    assert desk.whole.verbs.turns.is_busy
    desk.whole.window.select(second)
    composer = desk.whole.verbs.composer
    qtbot.waitUntil(lambda: composer.conversation == second and composer.is_ready)
    assert not desk.whole.verbs.turns.is_busy
    goes_on.set()
    write(qtbot, desk, "you recieve it ")
    qtbot.waitUntil(lambda: desk.words() == ["recieve"])
    assert desk.spelling.picker is None


def test_what_could_not_be_learnt_of_a_conversation_is_learnt_at_the_next_key(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong, bearings = [OSError("The disk is away.")], proofs._bearings

    def once_not(*given: object) -> proofs.Bearings:
        if wrong:
            raise wrong.pop()
        return bearings(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(proofs, "_bearings", once_not)
    press(qtbot, desk.whole, "r")
    qtbot.waitUntil(lambda: desk.text.hasFocus() and not desk.whole.verbs.turns.is_busy)
    key(qtbot, desk, Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: not wrong and not desk.whole.verbs.turns.is_busy)
    write(qtbot, desk, "you recieve it ")
    qtbot.waitUntil(lambda: desk.words() == ["recieve"])


def test_a_screen_reader_is_told_the_word_and_what_may_be_meant(qtbot: QtBot, desk: Desk) -> None:
    write(qtbot, desk, "you recieve it ")
    picker = next_word(qtbot, desk)
    assert picker.accessibleName() == "“recieve” is in no dictionary"
    assert desk.text.accessibleDescription() == "receive; 1"
    key(qtbot, desk, Qt.Key.Key_Up)
    assert desk.text.accessibleDescription() == "Ignore here"


def test_without_a_misspelt_word_it_says_so(qtbot: QtBot, desk: Desk) -> None:
    write(qtbot, desk, "the cake ")
    key(qtbot, desk, Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: desk.whole.toast.words == "No misspelt word was found.")
    assert not desk.whole.verbs.turns.is_busy


def test_a_word_ignored_is_right_in_this_conversation_only(qtbot: QtBot, desk: Desk) -> None:
    write(qtbot, desk, "our wrogn cake and recieve ")
    next_word(qtbot, desk)
    key(qtbot, desk, Qt.Key.Key_Up, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.words() == ["recieve"])
    key(qtbot, desk, Qt.Key.Key_Escape)
    press(qtbot, desk.whole, "j")
    qtbot.waitUntil(lambda: desk.text.toPlainText() == "")
    write(qtbot, desk, "our wrogn cake ")
    qtbot.waitUntil(lambda: desk.words() == ["wrogn"])


def test_a_word_of_ones_own_is_right_everywhere_and_can_be_taken_back(qtbot: QtBot, desk: Desk) -> None:
    write(qtbot, desk, "our kremsnite cake ")
    next_word(qtbot, desk)
    key(qtbot, desk, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.whole.toast.words == "“kremsnite” is one of your words now.")
    qtbot.waitUntil(lambda: desk.words() == [])
    own = desk.config.with_name(NAME)
    assert "kremsnite" in own.read_text(encoding="utf-8").split()
    qtbot.mouseClick(desk.whole.toast._action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "kremsnite" not in own.read_text(encoding="utf-8").split())
    qtbot.waitUntil(lambda: desk.words() == ["kremsnite"])


def test_the_names_and_the_words_of_the_customer_are_right(qtbot: QtBot, make: Callable[..., Desk]) -> None:
    desk = make('shop_name = "Hazelrye Brotbackstuube"\n')
    who = desk.whole.window.opened()
    assert who is not None
    last = who.row.who.split()[-1]
    write(qtbot, desk, f"Dear {last}, Brotbackstuube recieve ")
    qtbot.waitUntil(lambda: desk.words() == ["recieve"])


def test_a_word_is_right_that_one_of_the_chosen_dictionaries_has(qtbot: QtBot, make: Callable[..., Desk]) -> None:
    desk = make('spelling_languages = "de_DE, en_US"\n')
    write(qtbot, desk, "Guten Morgen, your Käsekuchen is ready, bestetigt ")
    qtbot.waitUntil(lambda: desk.words() == ["bestetigt"])


def test_a_reply_is_looked_up_in_the_language_of_the_conversation_and_in_the_owners_own(
    qtbot: QtBot, desk: Desk
) -> None:
    german = next(row for row in desk.whole.shop.rows() if "Anfrage" in row.subject)
    desk.whole.window.select(german.id)
    qtbot.waitUntil(lambda: desk.whole.verbs.composer.conversation == german.id)
    write(qtbot, desk, "Liebe Grüße, your Käsekuchen ist bestetigt ")
    qtbot.waitUntil(lambda: desk.words() == ["bestetigt"])


def test_the_dictionaries_are_chosen_by_a_command(qtbot: QtBot, make: Callable[..., Desk]) -> None:
    desk = make('spelling_languages = "en_US"\n')
    write(qtbot, desk, "Der Blumenkohl recieve ")
    qtbot.waitUntil(lambda: "Blumenkohl" in desk.words())
    desk.spelling.pick_languages()
    card = desk.whole.window.findChild(SpellingLanguages)
    assert card is not None
    titles = [choice.title for choice in card.offered()]
    assert titles[0] == "As the conversation"
    assert name_of("de_DE", with_country=True) in titles
    assert [choice.value for choice in card.offered() if choice.detail == "on"] == ["en_US"]
    german = next(n for n, choice in enumerate(card.offered()) if choice.value == "de_DE")
    key(qtbot, desk, *[Qt.Key.Key_Down] * german, Qt.Key.Key_Return)
    assert desk.chosen == ["en_US, de_DE"]
    key(qtbot, desk, Qt.Key.Key_Escape)
    assert overlays(desk.whole) == []
    assert desk.text.hasFocus()
    desk.spelling.choose(Settings(spelling_languages=desk.chosen[-1]))
    qtbot.waitUntil(lambda: desk.words() == ["recieve"])


@pytest.mark.qt_log_ignore("does not support raise", "does not support grabbing", extend=True)
def test_a_right_click_offers_the_same(qtbot: QtBot, desk: Desk) -> None:
    write(qtbot, desk, "you recieve it ")
    qtbot.waitUntil(lambda: desk.words() == ["recieve"])
    cursor = QTextCursor(desk.text.document())
    cursor.setPosition(6)
    desk.text.customContextMenuRequested.emit(desk.text.cursorRect(cursor).center())
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    words = [action.text() for action in menu.actions()]
    assert words[0] == "receive"
    assert words.index("Add to my words") + 1 == words.index("Ignore here")
    assert any("Paste" in one for one in words)
    menu.actions()[0].trigger()
    menu.close()
    assert desk.text.toPlainText() == "you receive it "


@pytest.mark.qt_log_ignore("does not support raise", "does not support grabbing", extend=True)
def test_a_right_click_beside_a_misspelt_word_is_the_usual_menu(qtbot: QtBot, desk: Desk) -> None:
    write(qtbot, desk, "you recieve it ")
    qtbot.waitUntil(lambda: desk.words() == ["recieve"])
    desk.text.customContextMenuRequested.emit(QPoint(2, 8))
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert "Add to my words" not in [action.text() for action in menu.actions()]
    menu.close()


def test_switched_off_there_are_neither_lines_nor_commands(qtbot: QtBot, desk: Desk) -> None:
    write(qtbot, desk, "you recieve it ")
    qtbot.waitUntil(lambda: desk.words() == ["recieve"])
    assert all(id_ in desk.whole.verbs.commands for id_ in COMMANDS)
    desk.spelling.choose(Settings(spelling=False))
    assert desk.words() == []
    assert not [id_ for id_ in COMMANDS if id_ in desk.whole.verbs.commands]
    write(qtbot, desk, "tomorow ")
    key(qtbot, desk, Qt.Key.Key_F7)
    assert not desk.whole.verbs.turns.is_busy
    desk.spelling.choose(Settings())
    qtbot.waitUntil(lambda: desk.words() == ["recieve", "tomorow"])


def test_switched_off_and_on_while_a_text_is_looked_at_nothing_breaks(qtbot: QtBot, desk: Desk) -> None:
    write(qtbot, desk, "you recieve it ")
    qtbot.waitUntil(lambda: desk.words() == ["recieve"])
    lines = desk.spelling.lines(desk.text)
    assert lines is not None
    lines.stale.emit(lines)
    desk.spelling.choose(Settings(spelling=False))
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    desk.spelling.choose(Settings())
    qtbot.waitUntil(lambda: desk.words() == ["recieve"])


def test_what_an_input_method_puts_together_keeps_its_own_look(qtbot: QtBot, desk: Desk) -> None:
    write(qtbot, desk, "you recieve it ")
    look = QTextCharFormat()
    look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
    half_done = [QInputMethodEvent.Attribute(QInputMethodEvent.AttributeType.TextFormat, 0, 2, look)]
    QApplication.sendEvent(desk.text, QInputMethodEvent("か", half_done))
    lines = desk.spelling.lines(desk.text)
    assert lines is not None
    qtbot.waitUntil(lambda: bool(lines.spots))
    assert desk.words() == []
    done = QInputMethodEvent("", [])
    done.setCommitString("か ")
    QApplication.sendEvent(desk.text, done)
    assert desk.text.toPlainText() == "you recieve it か "
    qtbot.waitUntil(lambda: desk.words() == ["recieve"])


def test_the_line_has_the_colour_of_the_theme_also_after_it_changed(qtbot: QtBot, desk: Desk) -> None:
    write(qtbot, desk, "you recieve it ")
    qtbot.waitUntil(lambda: desk.words() == ["recieve"])

    def colour() -> QColor:
        formats = desk.text.document().begin().layout().formats()
        return QColor(formats[0].format.underlineColor())

    light = colour()
    assert light == desk.whole.theme.look.color("hurry")
    desk.whole.theme.choose("dark")
    assert colour() == desk.whole.theme.look.color("hurry") != light


def test_lines_are_neither_undone_nor_saved_nor_typing(qtbot: QtBot, desk: Desk) -> None:
    write(qtbot, desk, "you recieve it ")
    said: list[str] = []
    desk.text.textChanged.connect(lambda: said.append("changed"))
    before = desk.text.document().availableUndoSteps()
    qtbot.waitUntil(lambda: desk.words() == ["recieve"])
    assert said == []
    assert desk.text.document().availableUndoSteps() == before


def test_nothing_is_looked_up_for_who_only_reads(qtbot: QtBot, desk: Desk) -> None:
    press(qtbot, desk.whole, "j")
    qtbot.waitUntil(lambda: desk.whole.verbs.composer.is_ready)
    assert desk.spelling._bearings is None
    assert desk.spelling._learnt_from is None


def test_a_row_of_presses_that_has_begun_goes_on_when_dictionaries_are_found(
    qtbot: QtBot, whole: Whole, tmp_path: Path
) -> None:
    press(qtbot, whole, "g")
    whole.verbs.offer({"spelling.next": whole.window.select_next})
    press(qtbot, whole, "s")
    assert whole.window.lane is Lane.STARRED
    qtbot.waitUntil(lambda: whole.window.findChild(QShortcut, "F7") is not None)


def test_no_key_waits_for_a_dictionary(qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    goes_on, real = threading.Event(), Dictionaries.misspelt

    def slow(self: Dictionaries, *asked: object) -> list[Spot]:
        assert threading.current_thread() is not threading.main_thread()
        goes_on.wait(60)
        return real(self, *asked)  # type: ignore[arg-type]

    monkeypatch.setattr(Dictionaries, "misspelt", slow)
    text = "you recieve it 😀 and "
    write(qtbot, desk, text)
    qtbot.waitUntil(lambda: bool(desk.spelling._checking))
    write(qtbot, desk, "tomorow x ")
    desk.text.textCursor().insertText("so ")
    assert desk.text.toPlainText() == f"{text}tomorow x so "
    assert desk.words() == []
    goes_on.set()
    qtbot.waitUntil(lambda: desk.words() == ["recieve", "tomorow"])


def test_without_dictionaries_there_is_nothing_of_it(
    qtbot: QtBot, whole: Whole, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A system in which the library does not find what it reads dictionaries with.
    monkeypatch.setattr("desktop.compose.dictionaries.open_dictionaries", lambda: None)
    desk = Desk(whole, tmp_path)
    looked: list[object] = []
    desk.spelling._proofs._tasks.run(lambda _reads: None, looked.append)
    qtbot.waitUntil(lambda: looked == [None])
    assert not desk.spelling.is_there
    assert not [id_ for id_ in COMMANDS if id_ in whole.verbs.commands]
    write(qtbot, desk, "you recieve it ")
    key(qtbot, desk, Qt.Key.Key_F7)
    assert desk.words() == []
    assert desk.text.contextMenuPolicy() == Qt.ContextMenuPolicy.DefaultContextMenu
    desk.close()


def test_settings_that_name_dictionaries_are_kept_as_they_are(tmp_path: Path) -> None:
    from desktop import settings

    path = tmp_path / "settings.toml"
    settings.save(path, Settings(spelling=False, spelling_languages="de_DE, en_GB"))
    assert tomllib.loads(path.read_text()) == {"spelling": False, "spelling_languages": "de_DE, en_GB"}
    assert settings.load(path) == (Settings(spelling=False, spelling_languages="de_DE, en_GB"), [])


def test_another_language_of_the_conversation_is_followed_at_once(qtbot: QtBot, desk: Desk) -> None:
    whole = desk.whole
    write(qtbot, desk, "Liebe Bäckerei, bestetigt ")
    qtbot.waitUntil(lambda: desk.words() == ["Liebe", "Bäckerei", "bestetigt"])
    opened = whole.window.opened()
    assert opened is not None
    whole.shop.desk.language([opened.row.id], "de")
    qtbot.waitUntil(lambda: desk.words() == ["bestetigt"])
    whole.shop.desk.undo()
    qtbot.waitUntil(lambda: desk.words() == ["Liebe", "Bäckerei", "bestetigt"])
