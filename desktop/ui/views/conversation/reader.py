"""The conversation: who it is, what can be done with it, everything that was said, and the place of the answer."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPoint, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.clock import Clock
from desktop.domain.conversation import ConversationId, Entry, Opened, Persona
from desktop.domain.draft import ReplyState
from desktop.domain.item import Audience, MessageId
from desktop.domain.text import plain
from desktop.ui.conversation.recalls import Recalls
from desktop.ui.theme import Theme
from desktop.ui.views.conversation.find import FindBar
from desktop.ui.views.conversation.pages import Load, PageStack
from desktop.ui.views.conversation.strip import Strip
from desktop.ui.widgets import safe
from desktop.ui.widgets.avatar import Avatar
from desktop.ui.widgets.elided import Elided
from desktop.ui.widgets.empty import Empty
from desktop.ui.widgets.flow import Flow
from desktop.ui.widgets.label_line import LabelLine
from desktop.ui.widgets.verb_button import VerbButton
from desktop.ui.wording import words

if TYPE_CHECKING:
    from desktop.ui.tasks import Tasks

_DWELL = 1200
"""Milliseconds after which a conversation shown counts as read."""
_NARROW = 600
_HIGH = 78
_LOW = 420
"""Pixels of the window below which the verbs leave their place to the reply; every one has a key and is in the menu."""
_COLUMN = 1280
"""Pixels that conversation and reply take at most: the eye finds no beginning of a line as wide as a screen."""
_ALL = 1_000_000
"""Of the room up to that, next to what lies beside it."""
_PERSONAS_SHOWN = 3
_SEEKS = 520
"""Pixels below which a conversation in which words are sought has no room beside the reply."""

HomeOf = Callable[[Sequence[MessageId]], ConversationId | None]


@dataclass(frozen=True, slots=True)
class VerbLine:
    """A verb as the head offers it: words, key, what to do, and the command it stands for."""

    title: str
    keys: str
    run: Callable[[], object]
    command: str


class ReaderHead(QFrame):
    """Name, personas and the verbs; the verbs go to a line of their own when there is little room."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("head")
        self._avatar = Avatar(theme, 40)
        self._name = Elided(look="person")
        self._personas = Elided(look="meta")
        self._place = Elided(look="meta")
        px = theme.look.px
        who = QVBoxLayout()
        who.setSpacing(px(2))
        who.addStretch(1)
        who.addWidget(self._name)
        who.addWidget(self._personas)
        who.addWidget(self._place)
        self._labels = LabelLine(theme)
        who.addWidget(self._labels)
        who.addStretch(1)
        top = QHBoxLayout()
        top.setSpacing(px(14))
        top.addWidget(self._avatar)
        top.addLayout(who, 1)
        self._verbs = Flow()
        self._verbs.setSpacing(px(6))
        self._verbs.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self._buttons: list[VerbButton] = []
        self._open_menu: Callable[[QPoint], object] | None = None
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(px(22), px(10), px(22), px(10))
        self.setMinimumHeight(px(_HIGH))
        self._box.setSpacing(px(10))
        self._box.addLayout(top, 1)
        self._box.addLayout(self._verbs)

    def show_person(self, opened: Opened) -> None:
        """Show whose conversation it is."""
        row = opened.row
        name = plain(row.who, 200) or plain(row.handle, 200) or words.nameless()
        self._avatar.say(name)
        self._name.say(name)
        line = personas_line(opened.personas, opened.row.handle)
        self._personas.say(line)
        safe.tooltip(self._personas, personas_tip(opened.personas) or line)
        self._place.say(place_line(opened))
        self._labels.show_labels(opened.row.labels)

    def set_verbs(self, verbs: Sequence[VerbLine]) -> None:
        """Offer these verbs, and the further ones behind one more button where there are any."""
        for button in self._buttons:
            self._verbs.removeWidget(button)
            button.deleteLater()
        self._buttons = [self._button(verb.title, verb.keys, verb.run) for verb in verbs]
        if self._open_menu is not None:
            more = self._button(QCoreApplication.translate("ReaderHead", "More"), "", self._open_more)
            more.setAccessibleDescription(QCoreApplication.translate("ReaderHead", "Further verbs, in a menu"))
            self._buttons.append(more)

    def set_more(self, open_menu: Callable[[QPoint], object]) -> None:
        """Have `open_menu` open a menu of further verbs at a place of the screen; with the next `set_verbs`."""
        self._open_menu = open_menu

    def _button(self, title: str, keys: str, run: Callable[[], object]) -> VerbButton:
        button = VerbButton(title, keys, self._theme, self)
        button.clicked.connect(run)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.make_room(self.width())
        self._verbs.addWidget(button)
        return button

    def _open_more(self) -> None:
        if self._open_menu is not None:
            button = self._buttons[-1]
            self._open_menu(button.mapToGlobal(QPoint(0, button.height())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break into two lines when there is little room; where that would take the room of the reply, leave verbs out."""
        narrow = self.width() < self._theme.look.px(_NARROW)
        low = narrow and self.window().height() < self._theme.look.px(_LOW)
        for button in self._buttons:
            button.make_room(self.width())
            button.setHidden(low and button is not self._buttons[-1])
        narrow = narrow and not low
        wanted = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._box.direction() != wanted:
            self._box.setDirection(wanted)
            # Two lines are as high as they are; a height set by hand would let one lie over the other.
            self.setMinimumHeight(0 if narrow else self._theme.look.px(_HIGH))
        super().resizeEvent(event)


class ReaderPane(QFrame):
    """Shows one conversation at a time; the next and the previous one are ready before they are asked for."""

    opened_changed = Signal(object)
    """The Opened that is shown now, or None."""
    dwelt = Signal(object)
    """The owner has looked at this conversation long enough to have read it."""
    link_chosen = Signal(QUrl, str)
    link_pointed = Signal(QUrl)
    save_wished = Signal(object, int)
    note_wished = Signal(object)
    """The owner wants to change a note in the conversation on show: its id."""
    joined = Signal(object, object)
    """The conversation on show has become part of another, which is shown from now on: its id, and the other's."""

    def __init__(
        self,
        theme: Theme,
        clock: Clock,
        load: Load,
        home_of: HomeOf | None = None,
        parent: QWidget | None = None,
        *,
        give_tasks: "Callable[[], Tasks | None] | None" = None,
    ) -> None:
        """`home_of` tells in which conversation messages are now, `give_tasks` what works off the GUI thread."""
        super().__init__(parent)
        self.setObjectName("reader")
        self._opened: Opened | None = None
        self._home_of = home_of
        self._clock = clock
        self.head = ReaderHead(theme)
        self.strip = Strip(theme)
        self._recalls = Recalls(give_tasks or _no_tasks, clock, self)
        self._recalls.known.connect(self._recalled)
        self.pages = PageStack(theme, clock, load, f"own{secrets.token_hex(8)}")
        self.pages.link_chosen.connect(self.link_chosen)
        self.pages.link_pointed.connect(self.link_pointed)
        self.pages.save_wished.connect(self.save_wished)
        self.pages.note_wished.connect(self.note_wished)
        self.pages.refreshed.connect(self._reread)
        self.pages.read_in.connect(self._recalls.want)
        self.pages.resized.connect(self._share_room)
        self.strip.chosen.connect(self.pages.go_to)
        self._theme = theme
        self._find = FindBar(theme, self.pages)
        self._find.ended.connect(self.focus_page)
        self._empty = Empty()
        whole = QWidget()
        self._column = QVBoxLayout(whole)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.head)
        self._column.addWidget(self.strip)
        self._column.addWidget(self._find)
        self._column.addWidget(self.pages, 1)
        self._composer: QWidget | None = None
        self._stack = QStackedWidget()
        self._stack.addWidget(whole)
        self._stack.addWidget(self._empty)
        self._lay_out()
        self._dwell = QTimer(self)
        self._dwell.setSingleShot(True)
        self._dwell.setInterval(_DWELL)
        self._dwell.timeout.connect(self._read)
        self.show_nothing()

    def _lay_out(self) -> None:
        self._stack.setMaximumWidth(self._theme.look.px(_COLUMN))
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._stack, _ALL)
        outer.addStretch(1)

    @property
    def opened(self) -> Opened | None:
        """What is shown, None when nothing is."""
        return self._opened

    def show_conversation(self, id_: ConversationId) -> None:
        """Show a conversation; the one that is shown stays as it is."""
        if self._opened is not None and self._opened.row.id == id_:
            return
        opened = self.pages.show_conversation(id_)
        if opened is None:
            self.show_nothing()
            return
        self._take(opened)
        self._dwell.start()

    def show_nothing(self, *, to_choose: bool = True) -> None:
        """Show that nothing is chosen; nothing at all where there is nothing `to_choose`."""
        self._dwell.stop()
        had = self._opened is not None
        if self._find.isVisible():
            self._find.end()
        self._opened = None
        if to_choose:
            self._empty.say(self.tr("Nothing chosen"), self.tr("Choose a conversation on the left."))
        else:
            self._empty.say("")
        self._stack.setCurrentWidget(self._empty)
        if had:
            self.opened_changed.emit(None)

    def prepare(self, following: ConversationId | None, previous: ConversationId | None) -> None:
        """Make the neighbours ready, and what is known of the conversation on show."""
        if self._opened is not None:
            self._recalls.want(self._opened)
        self.pages.prepare(following, previous)

    def news(self, ids: frozenset[ConversationId]) -> None:
        """Read again what these conversations show."""
        self.pages.forget(ids)
        if self._opened is None:
            return
        shown = {entry.conversation for entry in self._opened.timeline} | {self._opened.row.id}
        if shown & ids:
            self._refreshed(self.pages.refresh())

    def set_composer(self, widget: QWidget) -> None:
        """Put the composer under the conversation."""
        if self._composer is not None:
            self._column.removeWidget(self._composer)
            self._composer.setParent(None)
        self._composer = widget
        self._column.addWidget(widget)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._make_room)

    def _make_room(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Leave the room of the reply to the conversation of a low window while words are sought in it."""
        if self._composer is None or now is None:
            return
        seeks = self._find.isAncestorOf(now) and self.height() < self._theme.look.px(_SEEKS)
        shown = self._opened is not None and not seeks
        if self._composer.isHidden() == shown:
            self._composer.setVisible(shown)

    def set_verbs(self, verbs: Sequence[tuple[str, str, Callable[[], object], str]]) -> None:
        """Offer verbs in the head: (title, key, what to do, command id)."""
        self.head.set_verbs([VerbLine(*verb) for verb in verbs])

    def announce(self) -> None:
        """Tell again what is shown, for those who listen only since now."""
        self.opened_changed.emit(self._opened)

    def seek(self) -> None:
        """Let the owner find words in the conversation."""
        if self._opened is not None:
            self._find.begin()

    def focus_page(self) -> None:
        """Give the keys for scrolling to the conversation."""
        self.pages.browser.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _reread(self, opened: Opened | None) -> None:
        if opened != self._opened:
            self._refreshed(opened)

    def _refreshed(self, opened: Opened | None) -> None:
        """Take in what was read anew; where the conversation has become part of another, go on with that."""
        before = self._opened
        if before is None:
            return
        if opened is None and self._home_of is not None:
            own = [entry.id for entry in before.timeline if entry.conversation == before.row.id]
            home = self._home_of(own)
            opened = None if home is None else self.pages.go_on_with(home)
        if opened is None:
            self.show_nothing()
            return
        self._take(opened)
        if opened.row.id != before.row.id:
            self.joined.emit(before.row.id, opened.row.id)

    def _take(self, opened: Opened) -> None:
        self._opened = opened
        self.head.show_person(opened)
        self._recalls.want(opened)
        self.strip.show_recall(self._recalls.of(opened), self._clock.now())
        self._stack.setCurrentIndex(0)
        self.opened_changed.emit(opened)

    def _share_room(self) -> None:
        strip = self.strip.height() if self.strip.isVisibleTo(self) else 0
        self.strip.give_room(self.pages.height() + strip)

    def _recalled(self, id_: ConversationId) -> None:
        if self._opened is not None and self._opened.row.id == id_:
            self.strip.show_recall(self._recalls.of(self._opened), self._clock.now())

    def _read(self) -> None:
        if self._opened is not None and self._opened.row.unread:
            self.dwelt.emit(self._opened.row.id)


def _no_tasks() -> None:
    """Stands where nothing works off the GUI thread."""


def place_line(opened: Opened) -> str:
    """Return where the conversation is held, who can read it, and how much was said in others before."""
    row = opened.row
    audience = (
        QCoreApplication.translate("ReaderHead", "public")
        if row.audience is Audience.PUBLIC
        else QCoreApplication.translate("ReaderHead", "private")
    )
    parts = [f"{words.channel_title(row.channel)}, {audience}"]
    said = sum(not entry.note and _has_left(entry) for entry in opened.timeline)
    earlier = opened.earlier + said - row.messages
    if earlier > 0:
        parts.append(words.many(_tr("{n} earlier", "", earlier), earlier))
    return " · ".join(parts)


def _tr(text: str, note: str, count: int) -> str:
    return QCoreApplication.translate("", text, note, count)


def _has_left(entry: Entry) -> bool:
    return entry.delivery is None or entry.delivery.state is ReplyState.SENT


def personas_tip(personas: Sequence[Persona]) -> str:
    """Return every name of a person with its channel."""
    return ", ".join(
        f"{words.channel_title(persona.channel)}: {plain(persona.handle or persona.key, 120)}" for persona in personas
    )


def personas_line(personas: Sequence[Persona], handle: str) -> str:
    """Return a person's names on the channels, always with the address beside a name anybody may claim."""
    shown: list[str] = []
    for persona in personas:
        text = persona.handle or persona.key
        if text and text not in shown:
            shown.append(text)
    if not shown and handle:
        shown = [handle]
    rest = len(shown) - _PERSONAS_SHOWN
    line = " · ".join(plain(text, 120) for text in shown[:_PERSONAS_SHOWN])
    return f"{line} · +{rest}" if rest > 0 else line
