"""The card of a person: every name and channel, since when, how much was said, and their conversations to go to."""

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel

from desktop.domain.address import bare
from desktop.domain.clock import Clock
from desktop.domain.conversation import Opened, Persona
from desktop.domain.row import InboxRow
from desktop.domain.text import plain
from desktop.store.inbox import lane_of
from desktop.ui.theme import Theme
from desktop.ui.views.overlay import Overlay
from desktop.ui.views.pickers.choices import Choice, Choices
from desktop.ui.widgets import safe
from desktop.ui.widgets.elided import Elided
from desktop.ui.widgets.label_line import LabelLine
from desktop.ui.wording import words

if TYPE_CHECKING:
    from desktop.store.acquaintance import Acquaintance

translate = QCoreApplication.translate
_NOTE = 300


class PersonCard(Overlay):
    """Shown at once with what the conversation on show tells; `show_known` tells the rest when it was read."""

    opened = Signal(object)
    """A ConversationId to go to."""
    written = Signal(str)
    """A mail address to write to."""
    browsed = Signal(str)
    """The address of a page of theirs."""

    def __init__(self, theme: Theme, opened: Opened, clock: Clock) -> None:
        row = opened.row
        name = plain(row.who, 200) or plain(row.handle, 200) or words.nameless()
        super().__init__(theme, name, width=600)
        self._clock = clock
        self._here = row.id
        self._personas = opened.personas
        self.box.addWidget(Elided(name, look="card-title"))
        self._facts = safe.label(look="card-body")
        self._facts.setWordWrap(True)
        self._labels = LabelLine(theme)
        self._labels.setContentsMargins(theme.look.px(16), 0, theme.look.px(16), 0)
        self._notes = safe.label(look="card-body")
        self._notes.setWordWrap(True)
        self._list = Choices(theme, self.tr("What can be opened"), two_lines=True, most=8)
        self._list.chosen.connect(self._take)
        note = safe.label(self.tr("Enter opens what is marked, Esc closes."), look="card-note")
        for part in (self._facts, self._labels, self._notes, self._list, note):
            self.box.addWidget(part)
        self.first = self._list
        for part in (self._facts, self._labels, self._notes):
            part.hide()
        self._list.offer(self._ways_to_them())

    def show_known(self, known: "Acquaintance") -> None:
        """Show what was read."""
        now = self._clock.now()
        self._personas = known.personas
        self._say(self._facts, "  ·  ".join(_facts(known, now)))
        self._labels.show_labels(known.labels)
        self._labels.setVisible(bool(known.labels))
        self._say(self._notes, "\n".join(self.tr("Note: {words}").format(words=plain(n, _NOTE)) for n in known.notes))
        at = self._list.currentIndex().row()
        self._list.offer([*self._ways_to_them(), *(_conversation(row, now) for row in known.rows)])
        self._list.setCurrentIndex(self._list.model().index(max(0, at), 0))
        self.setAccessibleDescription("; ".join(part for part in (self._facts.text(), self._notes.text()) if part))
        self.arrange()

    def lines(self) -> list[str]:
        """Return every line that can be opened, as it is read out."""
        return [choice.sentence() for choice in self._list.choices()]

    def _say(self, label: QLabel, text: str) -> None:
        safe.say(label, text)
        label.setVisible(bool(text))

    def _ways_to_them(self) -> list[Choice]:
        mails = [persona for persona in self._personas if _has_address(persona)]
        others = [persona for persona in self._personas if not _has_address(persona)]
        return [*map(self._mail, mails), *map(_persona, others)]

    def _mail(self, persona: Persona) -> Choice:
        name = plain(persona.name, 120)
        return Choice(
            title=self.tr("Write a mail to {address}").format(address=plain(persona.key, 120)),
            below=" · ".join(filter(None, (words.channel_title(persona.channel), name))),
            value=("mail", persona.key),
        )

    def _take(self, value: object) -> None:
        kind, what = value if isinstance(value, tuple) else ("", "")
        if not what:
            return
        self.put_away()
        {"mail": self.written, "page": self.browsed, "conversation": self.opened}[kind].emit(what)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with the key that opened it, too."""
        if event.key() == Qt.Key.Key_P and not event.modifiers():
            self.put_away()
            event.accept()
        else:
            super().keyPressEvent(event)


def _has_address(persona: Persona) -> bool:
    return persona.channel == "mail" and bare(persona.key) is not None


def _facts(known: "Acquaintance", now: datetime) -> list[str]:
    """Return how long and how well they are known, in a few words each."""
    facts = []
    if known.since is not None:
        month = QLocale().toString(words.day_of(known.since), "MMMM yyyy")
        facts.append(translate("PersonCard", "Known since {month}").format(month=month))
    many = words.many(_tr("{n} conversations", "", known.conversations), known.conversations)
    messages = words.many(_tr("{n} messages", "", known.messages), known.messages)
    facts.append(f"{many}, {messages}")
    if known.heard_at is not None:
        facts.append(translate("PersonCard", "last heard {when}").format(when=words.stamp(known.heard_at, now)))
    return facts


def _persona(persona: Persona) -> Choice:
    """Return one of their names with its channel; where it has a page, that can be opened."""
    below = [words.channel_title(persona.channel)]
    if persona.followers is not None:
        below.append(words.many(_tr("{n} followers", "", persona.followers), persona.followers))
    if persona.url:
        below.append(translate("PersonCard", "opens their page in the browser"))
    name, handle = plain(persona.name, 120), plain(persona.handle or persona.key, 120)
    title = f"{name}  ·  {handle}" if name and name != handle else handle
    return Choice(title=title, below=" · ".join(below), value=("page", persona.url) if persona.url else ("", ""))


def _conversation(row: InboxRow, now: datetime) -> Choice:
    what = plain(row.subject, 160) or plain(row.snippet, 160)
    state = words.lane_title(lane_of(row))
    return Choice(
        title=what,
        detail=words.stamp(row.last_at, now),
        below=f"{words.channel_title(row.channel)} · {state}",
        value=("conversation", row.id),
    )


def _tr(text: str, note: str, count: int) -> str:
    return QCoreApplication.translate("", text, note, count)
