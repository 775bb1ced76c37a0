"""What floats over the window: snooze, palette, keys, why and search."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMainWindow, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from desktop.connectors import registry
from desktop.domain.conversation import Band, ConversationId, Hit, InboxRow, PersonId, Reason, State, Tone
from desktop.domain.item import Audience, Kind, MessageId
from desktop.ui.also import ALSO
from desktop.ui.commands import TABLE, Commands, Context
from desktop.ui.keymap import load
from desktop.ui.keys.keyboard import Keyboard
from desktop.ui.search.completing import MOST_HITS
from desktop.ui.theme import Theme
from desktop.ui.views.channel_settings import ChannelSettings
from desktop.ui.views.conversation.name_card import NameCard
from desktop.ui.views.overlay import Overlay
from desktop.ui.views.pickers.choices import bare, pieces
from desktop.ui.views.pickers.keys_sheet import KeysSheet
from desktop.ui.views.pickers.palette import Palette, match
from desktop.ui.views.pickers.snooze import Snooze
from desktop.ui.views.pickers.why import Why, _to_a_word
from desktop.ui.views.reply.save_card import SaveCard
from desktop.ui.views.search.page import Search
from desktop.ui.views.sign_in import Need, SignIn
from desktop.ui.widgets.scrolled import Scrolled

RESOURCES = Path(__file__).parents[2] / "resources"
NOW = datetime(2026, 11, 18, 8, 0, tzinfo=UTC)
ESCAPE, RETURN = Qt.Key.Key_Escape, Qt.Key.Key_Return


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return Theme(qapp, RESOURCES, "light")


class Window(QMainWindow):
    """A window with a button that has the focus, and a key of its own."""

    def __init__(self) -> None:
        super().__init__()
        panel = QWidget()
        self.button = QPushButton("Behind")
        QVBoxLayout(panel).addWidget(self.button)
        self.setCentralWidget(panel)
        self.resize(1000, 700)
        self.ran: list[str] = []
        keymap = load(RESOURCES / "keymaps" / "shopbell.toml")
        runs: dict[str, Callable[[], object]] = {entry.id: self._noting(entry.id) for entry in TABLE}
        self.commands = Commands(runs, keymap.keys)
        self.keyboard = Keyboard(self, {Context.TRIAGE: self}, self.commands)

    def _noting(self, id_: str) -> Callable[[], object]:
        return lambda: self.ran.append(id_)


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    window = Window()
    qtbot.addWidget(window)
    window.show()
    handle = window.windowHandle()
    assert handle is not None
    window.keyboard.watch(handle)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.button.setFocus()
    return window


def focus() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def test_esc_puts_an_overlay_away_and_gives_the_focus_back(qtbot: QtBot, window: Window, theme: Theme) -> None:
    overlay = Palette(theme, window.commands)
    overlay.open_over(window)
    assert focus() is not window.button
    qtbot.keyClick(focus(), ESCAPE)
    qtbot.waitUntil(lambda: not isValid(overlay))
    assert focus() is window.button


def test_a_click_beside_the_card_puts_it_away_and_one_on_it_does_not(
    qtbot: QtBot, window: Window, theme: Theme
) -> None:
    overlay = Palette(theme, window.commands)
    overlay.open_over(window)
    qtbot.mouseClick(overlay, Qt.MouseButton.LeftButton, pos=overlay.card.geometry().center())
    assert overlay.isVisible()
    with qtbot.waitSignal(overlay.closed):
        qtbot.mouseClick(overlay, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))


def a_saved_reply(theme: Theme) -> tuple[Overlay, QWidget]:
    card = SaveCard(theme, "Save this text as a reply", title="", text="We open at seven.")
    return card, card.title


def a_text_of_it(theme: Theme) -> tuple[Overlay, QWidget]:
    card = SaveCard(theme, "Change a saved reply", title="Hours", text="We open at seven.")
    return card, card.text


def a_name(theme: Theme) -> tuple[Overlay, QWidget]:
    card = NameCard(theme, "Save this search", "is:open")
    return card, card._field


def a_password(theme: Theme) -> tuple[Overlay, QWidget]:
    card = SignIn(theme, "Mail", "The password is wrong.", Need.PASSWORD)
    return card, card.password


@pytest.mark.parametrize("make", [a_saved_reply, a_text_of_it, a_name, a_password])
def test_a_click_beside_a_card_never_throws_away_what_is_typed_on_it(
    qtbot: QtBot, window: Window, theme: Theme, make: Callable[[Theme], tuple[Overlay, QWidget]]
) -> None:
    beside = QPoint(5, 5)
    untouched, _ = make(theme)
    untouched.open_over(window)
    qtbot.mouseClick(untouched, Qt.MouseButton.LeftButton, pos=beside)
    assert untouched.isHidden()
    card, field = make(theme)
    card.open_over(window)
    qtbot.keyClicks(field, "Opening")
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton, pos=beside)
    assert card.isVisible()
    assert card.isAncestorOf(focus())
    qtbot.keyClick(field, ESCAPE)
    assert card.isHidden()


def test_another_try_never_throws_away_the_settings_that_are_typed(qtbot: QtBot, window: Window, theme: Theme) -> None:
    form = ChannelSettings(theme, registry.channel("mail").settings, {"imap_host": "imap.old.test"}, "")
    card = SignIn(theme, "Mail", "No such server.", Need.ANOTHER_TRY, form)
    card.open_over(window)
    line = form.lines["imap_host"]
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, "imap.new.test")
    qtbot.mouseClick(card._again, Qt.MouseButton.LeftButton)
    assert card.isVisible()
    assert line.text() == "imap.new.test"
    card._again.setFocus()
    with qtbot.waitSignal(card.corrected) as corrected:
        qtbot.keyClick(focus(), Qt.Key.Key_Return)
    assert corrected.args == [{"imap_host": "imap.new.test"}]


@pytest.mark.parametrize("other", ["_again", "_others"])
def test_a_typed_password_is_taken_or_kept_by_every_button(
    qtbot: QtBot, window: Window, theme: Theme, other: str
) -> None:
    card = SignIn(theme, "Mail", "The password is wrong.", Need.PASSWORD)
    card.open_over(window)
    qtbot.keyClicks(card.password, "new one")
    button = getattr(card, other)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert card.isVisible()
    assert card.password.text() == "new one"
    card.password.clear()
    assert button.isEnabled()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert card.isHidden()


def test_no_verb_behind_an_overlay_is_triggered_by_its_keys(qtbot: QtBot, window: Window, theme: Theme) -> None:
    row = a_row()
    overlay = Why(theme, row)
    overlay.open_over(window)
    for key in (Qt.Key.Key_E, Qt.Key.Key_J, Qt.Key.Key_Down, RETURN, Qt.Key.Key_Z, Qt.Key.Key_Slash):
        qtbot.keyClick(window.windowHandle(), key)
    assert window.ran == []
    qtbot.keyClick(window.windowHandle(), Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert window.ran == ["palette"]


def test_tab_stays_inside_the_card(qtbot: QtBot, window: Window, theme: Theme) -> None:
    overlay = Palette(theme, window.commands)
    overlay.open_over(window)
    for _ in range(5):
        qtbot.keyClick(focus(), Qt.Key.Key_Tab)
        assert overlay.isAncestorOf(focus())


def test_the_card_stays_inside_a_small_window(qtbot: QtBot, window: Window, theme: Theme) -> None:
    overlay = KeysSheet(theme, window.commands, Context.TRIAGE)
    overlay.open_over(window)
    window.resize(420, 300)
    qtbot.waitUntil(lambda: overlay.rect().contains(overlay.card.geometry()))


# Snooze


def test_presets_are_offered_and_enter_takes_the_first(qtbot: QtBot, window: Window, theme: Theme) -> None:
    overlay = Snooze(theme, "Snooze Marta", lambda: NOW)
    overlay.open_over(window)
    first = overlay.offered()[0]
    assert first.title == "Later today"
    with qtbot.waitSignal(overlay.picked) as picked:
        qtbot.keyClick(focus(), RETURN)
    assert picked.args == [first.value]
    assert focus() is window.button


def test_plain_words_show_the_date_they_mean_before_they_are_taken(qtbot: QtBot, window: Window, theme: Theme) -> None:
    overlay = Snooze(theme, "Snooze Marta", lambda: NOW)
    overlay.open_over(window)
    qtbot.keyClicks(focus(), "in 3 h")
    assert overlay.offered()[0].title.startswith("Today")
    with qtbot.waitSignal(overlay.picked) as picked:
        qtbot.keyClick(focus(), RETURN)
    assert picked.args == [NOW + timedelta(hours=3)]


def test_words_that_are_no_time_say_so_and_enter_takes_nothing(qtbot: QtBot, window: Window, theme: Theme) -> None:
    overlay = Snooze(theme, "Snooze Marta", lambda: NOW)
    overlay.open_over(window)
    qtbot.keyClicks(focus(), "soonish")
    assert overlay.offered() == []
    assert "soonish" in overlay.note()
    with qtbot.assertNotEmitted(overlay.picked):
        qtbot.keyClick(focus(), RETURN)
    assert overlay.isVisible()


def test_an_arrow_moves_to_the_next_preset(qtbot: QtBot, window: Window, theme: Theme) -> None:
    overlay = Snooze(theme, "Snooze Marta", lambda: NOW)
    overlay.open_over(window)
    second = overlay.offered()[1]
    qtbot.keyClick(focus(), Qt.Key.Key_Down)
    with qtbot.waitSignal(overlay.picked) as picked:
        qtbot.keyClick(focus(), RETURN)
    assert picked.args == [second.value]


def test_the_line_under_the_arrow_keys_is_told_to_those_who_hear_it(qtbot: QtBot, window: Window, theme: Theme) -> None:
    overlay = Snooze(theme, "Snooze Marta", lambda: NOW)
    overlay.open_over(window)
    qtbot.keyClick(focus(), Qt.Key.Key_Down)
    assert focus().accessibleDescription().startswith(overlay.offered()[1].title)


# Palette

_SHADOW = 16
"""Pixels beside a card that its shadow takes at least."""


def test_no_shadow_stays_where_the_card_was(qtbot: QtBot, window: Window, theme: Theme) -> None:
    painted: list[QRect] = []

    class Watched(Palette):
        def paintEvent(self, event: QPaintEvent) -> None:
            painted.append(event.rect())
            super().paintEvent(event)

    palette = Watched(theme, window.commands)
    palette.open_over(window)
    qtbot.waitUntil(lambda: bool(painted))
    painted.clear()
    before = palette.card.geometry()
    qtbot.keyClicks(palette.first, "qqqq")
    assert palette.card.height() < before.height()
    shadowed = before.adjusted(-_SHADOW, -_SHADOW, _SHADOW, _SHADOW)
    qtbot.waitUntil(lambda: any(ground.contains(shadowed) for ground in painted))
    assert not any(ground.contains(palette.rect()) for ground in painted)


def test_the_palette_offers_every_command_with_its_keys(window: Window, theme: Theme) -> None:
    overlay = Palette(theme, window.commands)
    offered = {bare(choice.title): choice for choice in overlay.offered()}
    assert set(offered) == {command.title for command in window.commands} - {"All commands"}
    assert offered["Done"].keys == ("e",)


def test_a_few_letters_find_a_command_and_enter_runs_it_with_the_focus_back(
    qtbot: QtBot, window: Window, theme: Theme
) -> None:
    overlay = Palette(theme, window.commands)
    overlay.open_over(window)
    qtbot.keyClicks(focus(), "sndone")
    assert bare(overlay.offered()[0].title) == "Send and Done"
    qtbot.keyClick(focus(), RETURN)
    assert window.ran == ["reply.send-and-finish"]
    assert focus() is window.button


CALLED = {
    "answering": "settings.answering", "holidays": "settings.answering", "notifications": "settings.answering",
    "hours": "settings.answering", "opening hours": "settings.answering", "vacation": "settings.answering",
    "time zone": "settings.answering", "sla": "settings.answering", "response time": "settings.answering",
    "dark": "settings.appearance", "dark mode": "settings.appearance", "font": "settings.appearance",
    "zoom": "settings.appearance", "text size": "settings.appearance", "density": "settings.appearance",
    "name of the shop": "settings.appearance", "theme": "settings.appearance", "compact": "settings.appearance",
    "shortcuts": "keys", "help": "keys", "keymap": "settings.keys", "gmail": "settings.keys",
    "accounts": "settings.channels", "add an account": "settings.channels", "password": "settings.channels",
    "imap": "settings.channels", "mastodon": "settings.channels", "signature": "settings.channels",
    "preferences": "settings", "options": "settings", "setup": "settings",
    "importance": "conversation.why", "score": "conversation.why", "reasons": "conversation.why",
    "vip": "learned", "rules": "learned", "topics": "learned",
    "archive": "conversation.finish", "resolve": "conversation.finish", "remind me": "conversation.snooze",
    "postpone": "conversation.snooze", "tag": "label.pick", "flag": "conversation.star", "pin": "conversation.star",
    "spam": "conversation.not-ours", "junk": "conversation.not-ours", "delete": "conversation.trash",
    "answer": "reply.write", "respond": "reply.write", "compose": "reply.new", "email": "reply.new",
    "templates": "reply.saved", "canned": "reply.saved", "schedule": "reply.later", "attachment": "reply.attach",
    "contact": "conversation.person", "merge": "conversation.person", "customer": "conversation.person",
    "sort": "list.order", "refresh": "list.show-new", "check mail": "sync", "inbox": "go.needs-you",
    "demo": "shop.sample", "exit": "quit", "find": "conversation.find", "filter": "search", "images": "conversation.pictures",
    "viral": "storm.show", "spell check": "spelling.next", "dictionary": "spelling.language", "unsend": "undo",
    "follow up": "conversation.wait", "comment": "conversation.note", "block": "conversation.mute",
}  # fmt: skip


@pytest.mark.parametrize("words", CALLED)
def test_a_command_is_found_by_what_an_owner_would_call_it(window: Window, theme: Theme, words: str) -> None:
    overlay = Palette(theme, window.commands)
    overlay.open_over(window)
    overlay.first.setText(words)  # type: ignore[attr-defined]
    first = [choice.value.id for choice in overlay.offered()][:4]  # type: ignore[attr-defined]
    assert CALLED[words] in first


def test_what_it_is_called_elsewhere_stands_beside_it(window: Window, theme: Theme) -> None:
    overlay = Palette(theme, window.commands)
    overlay.open_over(window)
    overlay.first.setText("holid")  # type: ignore[attr-defined]
    assert [(choice.title, choice.detail) for choice in overlay.offered()][:1] == [("Settings: answering", "holidays")]


def test_every_command_is_called_something_else_too() -> None:
    assert {entry.id for entry in TABLE} == set(ALSO)


def test_its_own_name_finds_a_command_before_what_others_are_called(window: Window, theme: Theme) -> None:
    overlay = Palette(theme, window.commands)
    overlay.open_over(window)
    for command in window.commands:
        if command.id == "palette":
            continue
        overlay.first.setText(command.title)  # type: ignore[attr-defined]
        assert bare(overlay.offered()[0].title) == command.title


@pytest.mark.parametrize(
    ("wanted", "text", "hit"),
    [("", "Done", True), ("dn", "Done", True), ("nd", "Done", False), ("ST", "Star", True), ("x", "", False)],
)
def test_letters_are_found_in_order(wanted: str, text: str, hit: bool) -> None:
    assert (match(wanted, text) is not None) is hit


def test_the_start_of_words_counts_more_than_letters_in_the_middle() -> None:
    initials, middle = match("nc", "Next conversation"), match("nc", "Unclear ancient")
    assert initials is not None
    assert middle is not None
    assert initials[0] > middle[0]


def test_a_whole_word_counts_more_than_the_beginning_of_a_longer_one() -> None:
    whole, longer = match("wait", "Wait for their answer"), match("wait", "Waiting for them")
    assert whole is not None
    assert longer is not None
    assert whole[0] > longer[0]


# Keys


def test_the_sheet_shows_the_keys_of_the_place_and_of_the_window(window: Window, theme: Theme) -> None:
    triage = KeysSheet(theme, window.commands, Context.TRIAGE)
    assert triage.lines["conversation.finish"] == ("e",)
    assert triage.lines["search"] == ("/", "Ctrl+Shift+F")
    composer = KeysSheet(theme, window.commands, Context.COMPOSER)
    assert "conversation.finish" not in composer.lines
    assert composer.lines["reply.send"] == ("Ctrl+↵",)


# Why


@pytest.mark.parametrize(
    ("cut", "said"),
    [("before Mo…", "before …"), ("before Monday.", "before Monday."), ("Monday…", "Monday…"), ("", "")],
)
def test_what_they_said_is_not_cut_within_a_word(cut: str, said: str) -> None:
    assert _to_a_word(cut) == said


def a_row(reasons: Sequence[Reason] = ()) -> InboxRow:
    return InboxRow(
        id=ConversationId(1),
        place=(0, 0, 1),
        channel="mail",
        kind=Kind.MAIL,
        audience=Audience.PRIVATE,
        person=PersonId(1),
        who="Marta Oduya",
        handle="marta@posteo.example",
        subject="Cake",
        snippet="It never arrived",
        state=State.OPEN,
        unread=True,
        starred=False,
        messages=2,
        last_at=NOW,
        waiting_since=NOW,
        due_at=None,
        until=None,
        score=0.9,
        band=Band.NEEDS_YOU,
        reasons=tuple(reasons),
    )


def test_the_terms_of_a_score_are_all_shown_and_add_up(window: Window, theme: Theme) -> None:
    reasons = [
        Reason(name="complaint", words="“never arrived”", points=2.4, tone=Tone.HURRY),
        Reason(name="direct", words="sent to you directly", points=0.8),
        Reason(name="old", words="older than ten days", points=-0.6),
    ]
    why = Why(theme, a_row(reasons))
    assert why.terms == [
        ("“never arrived”", "+2.40"),
        ("sent to you directly", "+0.80"),
        ("older than ten days", "−0.60"),
    ]
    assert why.total == pytest.approx(2.6)
    assert "Needs you" in why.note
    assert "what may harm somebody stands on top, then whoever most needs an answer" in why.note


def test_many_terms_add_up_on_the_card_to_the_last_hundredth(window: Window, theme: Theme) -> None:
    worth = [0.1, 0.2, 0.7, -1.15, 2.675, 1.005, -0.35, 0.29, -0.01, 0.57, 0.58, -0.06, 0.03]
    why = Why(theme, a_row([Reason(name=f"term{n}", words="w", points=round(one, 2)) for n, one in enumerate(worth)]))
    shown = [float(value.replace("\u2212", "-")) for _, value in why.terms]
    assert len(shown) == len(worth)
    up, down = (sum(round(100 * one) for one in shown if (one > 0) is above) for above in (True, False))
    assert why.lines[-1].accessibleName() == f"Together +{(up + down) / 100:.2f}"
    said = [label.text() for label in why.findChildren(QLabel)]
    assert f"Up +{up / 100:.2f}" in said
    assert f"Down \u2212{-down / 100:.2f}" in said


def test_the_card_of_the_terms_is_as_high_as_what_it_shows_now(qtbot: QtBot, window: Window, theme: Theme) -> None:
    reasons = [Reason(name=f"term{n}", words=f"reason {n}", points=0.5) for n in range(7)]
    why = Why(theme, a_row(reasons[:2]))
    why.open_over(window)
    (scroll,) = why.findChildren(Scrolled)
    inner = scroll.widget()
    for shown in (reasons, reasons[:1]):
        why.show_row(a_row(shown))
        assert scroll.heightForWidth(scroll.width()) == inner.heightForWidth(inner.width()) > 0
        qtbot.waitUntil(lambda: inner.height() == scroll.viewport().height() == inner.heightForWidth(inner.width()))


def test_a_conversation_without_reasons_says_so(window: Window, theme: Theme) -> None:
    why = Why(theme, a_row())
    assert why.total == 0
    assert why.terms == []


# Search


def a_hit(number: int, snippet: str = "the \u0002cake\u0003 never came") -> Hit:
    return Hit(
        message=MessageId(number),
        conversation=ConversationId(number),
        who="Marta",
        subject="Cake",
        snippet=snippet,
        channel="mail",
        written_at=NOW,
    )


class Asked:
    """Keeps questions until the test answers them."""

    def __init__(self) -> None:
        self.queries: list[tuple[str, Callable[[Sequence[Hit], str], None], Callable[[str], None]]] = []

    def __call__(self, query: str, found: Callable[[Sequence[Hit], str], None], failed: Callable[[str], None]) -> None:
        self.queries.append((query, found, failed))


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
def search(qtbot: QtBot, window: Window, theme: Theme, asked: Asked) -> Search:
    search = Search(theme, asked, lambda: NOW)
    search.open_over(window)
    return search


class Painted(QObject):
    """Which widgets were painted."""

    def __init__(self, *watched: QWidget) -> None:
        super().__init__()
        self.seen: set[QObject] = set()
        for widget in watched:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.seen.add(watched)
        return False


def test_where_there_may_be_more_than_is_shown_the_search_says_so(search: Search, asked: Asked) -> None:
    paste("cake")
    asked.queries[-1][1]([a_hit(number) for number in range(1, MOST_HITS)], "")
    assert search.note() == "49 found, newest first. Enter opens, Esc closes."
    paste("s")
    asked.queries[-1][1]([a_hit(number) for number in range(1, MOST_HITS + 1)], "")
    assert search.note() == "The newest 50 found. Enter lists all, Esc closes."
    paste("t")
    asked.queries[-1][1]([a_hit(number) for number in range(1, MOST_HITS + 1)], "cakest*")
    assert search.note() == "Found with words that begin so, the newest 50. Enter lists all, Esc closes."


def test_what_is_typed_and_found_is_painted_without_the_window_behind(
    qtbot: QtBot, window: Window, theme: Theme, search: Search, asked: Asked
) -> None:
    theme.dress()
    line, hits = focus(), search._list.viewport()
    painted = Painted(window, line, hits)
    for letters in ("cak", "e", "s"):
        painted.seen.clear()
        paste(letters)
        asked.queries[-1][1]([a_hit(number) for number in range(1, 10)], "")
        qtbot.waitUntil(lambda: painted.seen >= {line, hits})
    assert window not in painted.seen


def paste(text: str) -> None:
    """Put all of a query into the search at one stroke."""
    line = focus()
    assert isinstance(line, QLineEdit)
    line.insert(text)


def test_the_first_key_asks_at_once_and_what_follows_before_the_answer_when_it_pauses(
    qtbot: QtBot, search: Search, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.ui.views.search.page._PAUSE_MS", 1_000_000)
    qtbot.keyClicks(focus(), "c")
    assert [query for query, *_ in asked.queries] == ["c"]
    qtbot.keyClicks(focus(), "a")
    assert search._pause.remainingTime() > 0
    asked.queries[0][1]([], "")
    qtbot.keyClicks(focus(), "k")
    qtbot.waitUntil(lambda: len(asked.queries) == 2)
    assert asked.queries[1][0] == "cak"
    asked.queries[1][2]("Not now.")
    qtbot.keyClicks(focus(), "e")
    qtbot.waitUntil(lambda: len(asked.queries) == 3)


def test_what_is_pasted_is_asked_for_and_its_answer_shown(qtbot: QtBot, search: Search, asked: Asked) -> None:
    assert "from:" in search.note()
    paste("cake")
    qtbot.waitUntil(lambda: len(asked.queries) == 1)
    query, found, _ = asked.queries[0]
    assert query == "cake"
    found([a_hit(1), a_hit(2)], "")
    assert [choice.value for choice in search.offered()] == [a_hit(1), a_hit(2)]


def test_a_late_answer_to_an_older_question_is_dropped(qtbot: QtBot, search: Search, asked: Asked) -> None:
    paste("ca")
    qtbot.waitUntil(lambda: len(asked.queries) == 1)
    paste("ke")
    qtbot.waitUntil(lambda: len(asked.queries) == 2)
    asked.queries[1][1]([a_hit(2)], "")
    asked.queries[0][1]([a_hit(1)], "")
    assert [choice.value for choice in search.offered()] == [a_hit(2)]


def test_enter_opens_the_conversation(qtbot: QtBot, search: Search, asked: Asked) -> None:
    paste("cake")
    qtbot.waitUntil(lambda: bool(asked.queries))
    asked.queries[0][1]([a_hit(7)], "")
    with qtbot.waitSignal(search.opened) as opened:
        qtbot.keyClick(focus(), RETURN)
    assert opened.args == [ConversationId(7), "cake"]


def test_enter_before_the_answer_opens_the_first_hit_when_it_comes(qtbot: QtBot, search: Search, asked: Asked) -> None:
    paste("cake")
    qtbot.keyClick(focus(), RETURN)
    assert len(asked.queries) == 1
    with qtbot.waitSignal(search.opened) as opened:
        asked.queries[0][1]([a_hit(7)], "")
    assert opened.args == [ConversationId(7), "cake"]


def test_a_bad_query_and_no_hits_each_say_so_in_one_sentence(qtbot: QtBot, search: Search, asked: Asked) -> None:
    qtbot.keyClicks(focus(), "before:never")
    assert search._pause.isActive(), "the first letter is still being looked for"
    qtbot.keyClick(focus(), RETURN)
    assert search.note().startswith("“before:never” is not a date.")
    # What is answered now was asked before.
    asked.queries[-1][1]([a_hit(7)], "")
    qtbot.waitUntil(lambda: not search._pause.isActive())
    assert search.note().startswith("“before:never” is not a date.")
    assert search.offered() == []
    qtbot.keyClicks(focus(), "s")
    qtbot.waitUntil(lambda: len(asked.queries) == 2)
    asked.queries[-1][1]([], "")
    assert search.note().startswith("Nothing was found.")


def test_nobody_is_scolded_for_an_operator_that_is_still_being_typed(
    qtbot: QtBot, search: Search, asked: Asked
) -> None:
    hint = search.note()
    paste("from:")
    qtbot.waitUntil(lambda: len(asked.queries) == 1)
    asked.queries[0][2]("Type what to look for.")
    assert search.note() == hint
    qtbot.keyClick(focus(), RETURN)
    assert search.note() == "After “from:” there should be something to look for."


def test_a_half_typed_operator_is_complained_of_only_when_it_is_meant(
    qtbot: QtBot, search: Search, asked: Asked
) -> None:
    paste("cake is:unre")
    qtbot.waitUntil(lambda: len(asked.queries) == 1)
    asked.queries[0][1]([a_hit(7)], "")
    assert "is not known" not in search.note()
    # Enter takes nothing that was not asked for: these are all cakes.
    with qtbot.assertNotEmitted(search.opened):
        qtbot.keyClick(focus(), RETURN)
    assert search.note().startswith("“is:unre” is not known.")
    assert search.offered() == []


@pytest.mark.parametrize("query", ["cake is:unre", "from:", "cake OR"])
def test_what_is_kept_must_be_whole(search: Search, asked: Asked, query: str) -> None:
    paste(query)
    asked.queries[0][1]([a_hit(7)], "")
    search.save()
    assert search.isVisible()
    assert query.rsplit(maxsplit=1)[-1] in search.note()


@pytest.mark.parametrize(
    ("query", "meant"),
    [('"rye cake', '"rye cake"'), ("(cake OR bread", "(cake OR bread)"), ('(a (b "c', '(a (b "c"))')],
)
def test_what_is_still_open_is_closed_when_it_is_meant(
    qtbot: QtBot, search: Search, asked: Asked, query: str, meant: str
) -> None:
    paste(query)
    asked.queries[0][1]([a_hit(7)], "")
    with qtbot.waitSignal(search.opened) as opened:
        qtbot.keyClick(focus(), RETURN)
    assert opened.args[1] == meant


def test_an_operator_that_another_word_follows_is_complained_of_at_once(
    qtbot: QtBot, search: Search, asked: Asked
) -> None:
    paste("is:unre cake")
    qtbot.waitUntil(lambda: len(asked.queries) == 1)
    asked.queries[0][2]("“is:unre” is not known.")
    assert search.note() == "“is:unre” is not known."


def test_an_answer_after_the_search_was_closed_is_harmless(qtbot: QtBot, search: Search, asked: Asked) -> None:
    paste("cake")
    qtbot.waitUntil(lambda: bool(asked.queries))
    with qtbot.waitSignal(search.destroyed):
        qtbot.keyClick(focus(), ESCAPE)
    asked.queries[0][1]([a_hit(1)], "")
    asked.queries[0][2]("Too late.")


def test_hits_are_marked_and_nothing_from_outside_is_markup() -> None:
    assert pieces("the \u0002cake\u0003 <b>never</b> \u202ecame") == [
        ("the ", False),
        ("cake", True),
        (" <b>never</b> came", False),
    ]
    assert bare("\u0002a\u0003b") == "ab"
