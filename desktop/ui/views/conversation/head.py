"""The head of a conversation: who it is with, where it is held, and the verbs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.begun import is_begun
from desktop.domain.conversation import Entry, Opened, Persona
from desktop.domain.draft import ReplyState
from desktop.domain.item import Audience
from desktop.domain.text import plain
from desktop.ui.theme import Theme
from desktop.ui.widgets import safe
from desktop.ui.widgets.avatar import Avatar
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.elided import Elided
from desktop.ui.widgets.flow import Flow
from desktop.ui.widgets.label_line import LabelLine
from desktop.ui.widgets.verb_button import VerbButton
from desktop.ui.wording import words

_NARROW = 600
_HIGH = 78
_LOW = 480
"""Pixels of the window below which the verbs leave their place to the reply; every one has a key and is in the menu."""
_PERSONAS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class VerbLine:
    """A verb as the head offers it: words, key, and what to do."""

    title: str
    keys: str
    run: Callable[[], object]


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
        where = QHBoxLayout()
        where.setSpacing(px(8))
        self._language = Chip()
        self._language.hide()
        where.addWidget(self._language)
        where.addWidget(self._place, 1)
        who.addLayout(where)
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
        self._is_new = False
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
        self._is_new = is_begun(row.id)
        name = plain(row.who, 200) or plain(row.handle, 200) or words.nameless()
        if self._is_new:
            name = words.new_message(row.subject)
        self._avatar.say(name)
        self._name.say(name)
        line = personas_line(opened.personas, opened.row.handle)
        self._personas.say("" if self._is_new else line)
        safe.tooltip(self._personas, personas_tip(opened.personas) or line)
        self._place.say("" if self._is_new else place_line(opened))
        language = language_line(opened)
        self._language.setVisible(bool(language))
        self._language.say(language)
        self._language.setAccessibleDescription(_says_language(opened) if language else "")
        self._labels.show_labels(opened.row.labels)
        self._avatar.setHidden(self._is_new)
        self._personas.setHidden(self._is_new)
        self.make_room()

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
        if self._is_low or self._is_new:
            self.make_room()

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

    @property
    def _is_narrow(self) -> bool:
        return self.width() < self._theme.look.px(_NARROW)

    @property
    def _is_low(self) -> bool:
        return self._is_narrow and self._is_short

    @property
    def _is_short(self) -> bool:
        return self.window().height() < self._theme.look.px(_LOW)

    def make_room(self) -> None:
        """Break into two lines when there is little room; where that would take the room of the reply, leave verbs out."""
        low = self._is_low
        for button in self._buttons:
            button.make_room(self.width())
            button.setHidden(self._is_new or (low and button is not self._buttons[-1]))
        narrow = self._is_narrow and not low and not self._is_new
        wanted = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._box.direction() != wanted:
            self._box.setDirection(wanted)
        # Two lines are as high as they are; a height set by hand would let one lie over the other.
        least = 0 if narrow or (self._is_new and self._is_short) else self._theme.look.px(_HIGH)
        if self.minimumHeight() != least:
            self.setMinimumHeight(least)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Look again how much room there is."""
        self.make_room()
        super().resizeEvent(event)


def language_line(opened: Opened) -> str:
    """Return what the language they write in is called by its speakers, "" for the usual one and where it is not known."""
    usual = opened.language == words.usual_language()
    return words.language_name(opened.language) if opened.language and (opened.by_owner or not usual) else ""


def _says_language(opened: Opened) -> str:
    if opened.by_owner:
        return QCoreApplication.translate("ReaderHead", "The language they write in, as you said")
    return QCoreApplication.translate("ReaderHead", "The language they write in, as their words tell")


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
