"""The line at the bottom: who needs you, what is on its way, and the key that helps here."""

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop.domain.conversation import Counts, Lane
from desktop.domain.progress import Progress
from desktop.ui.theme import Theme, mark
from desktop.ui.widgets.aloud import Aloud
from desktop.ui.widgets.elided import Elided
from desktop.ui.wording import words

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

_MINUTE = timedelta(minutes=1)
_LEAST = 60
"""Pixels that what is cut has at least: less would say nothing."""
_ANY = 16_777_215


class StatusLine(QFrame):
    """Figures at the left, a hint at the right; a passing message (a link's true host) covers the hint."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        # What counts most is cut last.
        self._needs = Elided(look="meta", own_width=True, keeps=True)
        self._answers = Elided(look="meta", own_width=True)
        self._offline = Elided(look="meta", own_width=True)
        self._outbox = Elided(look="meta", own_width=True)
        self._warning = Elided(look="meta", own_width=True)
        self._warning.setProperty("tone", "hurry")
        self._work = Elided(look="meta", own_width=True)
        self._hint = Elided(look="meta", own_width=True)
        self._message = Elided(look="meta")
        self._aloud = {label: Aloud(label) for label in (self._offline, self._warning)}
        self._needing = 0
        self._sure = True
        self._told = ""
        self._while = QTimer(self)
        self._while.setSingleShot(True)
        self._while.timeout.connect(self._forget)
        self._usual = ""
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.look.px(14), 0, theme.look.px(14), 0)
        row.setSpacing(theme.look.px(18))
        for label in (self._needs, self._warning, self._offline, self._answers, self._work, self._outbox):
            row.addWidget(label)
        row.addWidget(self._message, 1)
        row.addWidget(self._hint)
        self.setFixedHeight(theme.look.px(26))
        for label in (self._warning, self._offline, self._answers, self._work, self._outbox):
            label.hide()
        self._row = row
        self._least = theme.look.px(_LEAST)
        self.set_hint("")

    def set_key(self, key: str) -> None:
        """Name the key that shows all others, "" where there is none."""
        was_usual = self._hint.text() == self._usual
        text = QCoreApplication.translate("StatusLine", "Press {key} for the keys that work here")
        self._usual = text.format(key=key) if key else ""
        if was_usual:
            self.set_hint("")

    def set_counts(self, counts: Counts) -> None:
        """Say how many conversations need the owner."""
        self._needing = counts.total.get(Lane.NEEDS_YOU, 0)
        self._say_needs()

    def set_sure(self, *, sure: bool) -> None:
        """Say whether it is known that nobody waits where nobody does."""
        self._sure = sure
        self._say_needs()

    def _say_needs(self) -> None:
        needs = self._needing
        some = words.many(self.tr("{n} need you", "", needs), needs)
        nobody = self.tr("Nobody waits") if self._sure else self.tr("Nobody waits, as far as is known")
        self._needs.say(some if needs else nobody)
        self._share()

    def set_answers(self, median: timedelta | None, target: timedelta) -> None:
        """Say how long those waited who were answered today, beside the owner's target; None while nobody was."""
        if median is None:
            self._answers.say("")
            self._share()
            return
        text = QCoreApplication.translate("StatusLine", "median answer today {median}, target {target}")
        shown = words.span(median) if median >= _MINUTE else words.span(_MINUTE)
        self._answers.say(text.format(median=shown, target=words.span(target)))
        self._share()

    def set_offline(self, *, offline: bool) -> None:
        """Say that no channel can be reached, for as long as that is so."""
        text = QCoreApplication.translate("StatusLine", "Offline: replies leave when there is a connection again")
        self._show(self._offline, text if offline else "")

    def set_warning(self, text: str) -> None:
        """Say what endangers the shop's data, "" while nothing does."""
        self._show(self._warning, text)

    def set_outbox(self, text: str) -> None:
        """Say what is on its way, "" for nothing."""
        self._show(self._outbox, text)

    def set_progress(self, progress: Progress | None) -> None:
        """Say how far a first sync is, None when there is none."""
        if progress is None or not progress.total or progress.done >= progress.total:
            self._show(self._work, "")
            return
        text = QCoreApplication.translate("StatusLine", "Fetching {done} of {total} messages, {rate} a second").format(
            done=words.number(progress.done),
            total=words.number(progress.total),
            rate=words.number(round(progress.rate)),
        )
        if progress.remaining is not None:
            left = QCoreApplication.translate("StatusLine", "about {minutes} min left")
            text = f"{text}, {left.format(minutes=max(1, round(progress.remaining / 60)))}"
        self._show(self._work, text)

    def set_hint(self, text: str) -> None:
        """Say which key helps here; "" is the usual hint."""
        self._hint.say(text or self._usual)
        self._share()

    @property
    def message(self) -> str:
        """The passing message."""
        return self._message.text()

    def tell(self, text: str, *, milliseconds: int) -> None:
        """Show a message for a while; what passes over it meanwhile does not end it."""
        self._told = text
        self._while.start(milliseconds)
        self.say("")

    def _forget(self) -> None:
        before, self._told = self._told, ""
        if self.message == before:
            self.say("")

    def say(self, text: str, *, warning: bool = False) -> None:
        """Show a passing message, "" takes it away."""
        self._message.say(text or self._told)
        self._share()
        mark(self._message, "tone", "hurry" if warning else "")

    def _show(self, label: Elided, text: str) -> None:
        label.say(text)
        if label in self._aloud:
            self._aloud[label].tell(text)
        self._share()

    def _share(self) -> None:
        """Give each what it needs as long as there is room, what counts most first.

        What comes to the end of the room is cut there; the hint and the median are shown whole or not at all.
        """
        edges = self._row.contentsMargins()
        room = self.width() - edges.left() - edges.right()
        for label in (self._needs, self._warning, self._offline, self._outbox, self._work):
            room -= self._give(label, room, least=self._least)
        room -= self._width(self._message)
        for label in (self._hint, self._answers):
            room -= self._give(label, room, least=_ANY)

    def _give(self, label: Elided, room: int, *, least: int) -> int:
        """Show a label where it fits, or has `least` pixels; return how many it takes."""
        width = self._width(label)
        label.setVisible(width > 0 and min(width, least) <= room)
        label.setMaximumWidth(_ANY if width <= room else max(0, room - self._row.spacing()))
        return 0 if label.isHidden() else min(width, room)

    def _width(self, label: Elided) -> int:
        return label.sizeHint().width() + self._row.spacing() if label.text() else 0

    def resizeEvent(self, event: "QResizeEvent") -> None:
        """Look again what there is room for."""
        super().resizeEvent(event)
        self._share()
