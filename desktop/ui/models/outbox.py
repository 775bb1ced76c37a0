"""The outbox as rows: what is held, queued, on its way, refused or unsure, in true words."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.domain.conversation import ConversationId, Tone
from desktop.domain.draft import Phase, Reply, ReplyState
from desktop.domain.text import plain
from desktop.ui import words

translate = QCoreApplication.translate

_AnyIndex = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
SHOW_SENT = timedelta(days=1)
"""How long a reply that was sent stays in sight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """What is true about a reply: a few words, how loudly, and a sentence of more ("" when there is none)."""

    words: str
    tone: Tone = Tone.FACT
    sentence: str = ""


def is_held(reply: Reply, now: datetime) -> bool:
    """Return whether the reply waits only so that the owner can take it back."""
    return reply.state is ReplyState.QUEUED and reply.not_before > now and reply.attempts == 0


def seconds_left(reply: Reply, now: datetime) -> int:
    """Return the whole seconds until the hold ends, at least 0."""
    return max(0, math.ceil((reply.not_before - now).total_seconds()))


def saying(reply: Reply, now: datetime) -> Saying:
    """Return the true words for a reply. Nothing is called sent before the server has said so."""
    match reply.state:
        case ReplyState.QUEUED:
            return _queued(reply, now)
        case ReplyState.CLAIMED | ReplyState.SENDING:
            return Saying(words=_phase(reply.phase), sentence=reply.sentence)
        case ReplyState.COMMITTING:
            return Saying(
                words=translate("Outbox", "Sending, waiting for the server to accept it"), sentence=reply.sentence
            )
        case ReplyState.SENT:
            at = words.stamp(reply.sent_at, now) if reply.sent_at is not None else ""
            return Saying(words=translate("Outbox", "Sent, the server accepted it {at}").format(at=at).rstrip())
        case ReplyState.REFUSED:
            return Saying(words=translate("Outbox", "Not sent"), tone=Tone.HURRY, sentence=reply.sentence)
        case ReplyState.UNKNOWN:
            return Saying(
                words=translate("Outbox", "Not sure: check"), tone=Tone.HURRY, sentence=reply.sentence or _unsure()
            )
        case ReplyState.WITHDRAWN:
            return Saying(words=translate("Outbox", "Taken back"))


def _queued(reply: Reply, now: datetime) -> Saying:
    if is_held(reply, now):
        return Saying(
            words=translate("Outbox", "Held, sends in {n} s").format(n=seconds_left(reply, now)), tone=Tone.NOTICE
        )
    if reply.attempts or reply.sentence:
        wait = (reply.due_at or reply.not_before) - now
        again = (
            translate("Outbox", "Queued, tries again in {span}")
            if wait > timedelta(minutes=1)
            else translate("Outbox", "Queued, tries again soon")
        )
        return Saying(words=again.format(span=words.span(wait)), tone=Tone.NOTICE, sentence=reply.sentence)
    return Saying(words=translate("Outbox", "Queued, leaves as soon as there is a connection"))


def _phase(phase: Phase | None) -> str:
    if phase is Phase.CONNECT or phase is None:
        return translate("Outbox", "Sending, connecting")
    return translate("Outbox", "Sending")


def _unsure() -> str:
    return translate("Outbox", "The connection broke while the server was taking your reply. It may have been sent.")


def summary(replies: Sequence[Reply], now: datetime) -> str:
    """Return what is on its way in one line, what needs the owner first; "" when nothing is."""
    counts = {
        translate("Outbox", "{n} not sure"): [r for r in replies if r.state is ReplyState.UNKNOWN],
        translate("Outbox", "{n} not sent"): [r for r in replies if r.state is ReplyState.REFUSED],
        translate("Outbox", "{n} sending"): [r for r in replies if r.state in _MOVING],
        translate("Outbox", "{n} queued"): [r for r in replies if r.state is ReplyState.QUEUED and not is_held(r, now)],
    }
    parts = [text.format(n=words.number(len(found))) for text, found in counts.items() if found]
    held = [r for r in replies if is_held(r, now)]
    if held:
        text = translate("Outbox", "{n} held, sends in {s} s")
        soonest = min(seconds_left(r, now) for r in held)
        parts.append(text.format(n=words.number(len(held)), s=soonest))
    return ", ".join(parts)


_MOVING = frozenset({ReplyState.CLAIMED, ReplyState.SENDING, ReplyState.COMMITTING})
_ORDER = {ReplyState.UNKNOWN: 0, ReplyState.REFUSED: 1, ReplyState.SENT: 3, ReplyState.WITHDRAWN: 4}


def in_order(replies: Sequence[Reply], now: datetime) -> list[Reply]:
    """Return what is shown: what needs the owner first, then what is on its way, then what was sent of late."""
    shown = [r for r in replies if r.state is not ReplyState.WITHDRAWN and not _is_old(r, now)]
    return sorted(shown, key=lambda r: (_ORDER.get(r.state, 2), -r.queued_at.timestamp(), r.id))


def _is_old(reply: Reply, now: datetime) -> bool:
    return reply.state is ReplyState.SENT and (reply.sent_at is None or now - reply.sent_at > SHOW_SENT)


class OutboxModel(QAbstractTableModel):
    """One column of replies. A change of one reply changes one row; the row the owner stands on stays."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._replies: list[Reply] = []
        self._now: datetime | None = None

    def show_replies(self, replies: Sequence[Reply], now: datetime) -> None:
        """Bring the rows up to date."""
        self._now = now
        wanted = in_order(replies, now)
        kept = {reply.id for reply in wanted}
        for row in range(len(self._replies) - 1, -1, -1):
            if self._replies[row].id not in kept:
                self.beginRemoveRows(_ROOT, row, row)
                del self._replies[row]
                self.endRemoveRows()
        for row, reply in enumerate(wanted):
            self._put(row, reply)

    def _put(self, row: int, reply: Reply) -> None:
        here = next((i for i, known in enumerate(self._replies) if known.id == reply.id), None)
        if here is None:
            self.beginInsertRows(_ROOT, row, row)
            self._replies.insert(row, reply)
            self.endInsertRows()
            return
        if here != row:
            self.beginMoveRows(_ROOT, here, here, _ROOT, row)
            self._replies.insert(row, self._replies.pop(here))
            self.endMoveRows()
        if self._replies[row] != reply:
            self._replies[row] = reply
            self._changed(row)

    def tick(self, now: datetime) -> bool:
        """Let the countdowns go on; return whether there is one."""
        before, self._now = self._now or now, now
        held = [row for row, r in enumerate(self._replies) if is_held(r, before) or is_held(r, now)]
        for row in held:
            self._changed(row)
        return any(is_held(self._replies[row], now) for row in held)

    def replies(self) -> tuple[Reply, ...]:
        """Return the replies in the order of the rows."""
        return tuple(self._replies)

    def at(self, row: int) -> Reply | None:
        """Return the reply of a row, None outside."""
        return self._replies[row] if 0 <= row < len(self._replies) else None

    def pending(self, conversation: ConversationId) -> Reply | None:
        """Return what is on its way, or needs the owner, in one conversation."""
        return next(
            (r for r in self._replies if r.conversation == conversation and r.state is not ReplyState.SENT), None
        )

    def saying(self, reply: Reply) -> Saying:
        """Return the true words for a reply at the time of the last tick."""
        return saying(reply, self._now or reply.queued_at)

    def rowCount(self, parent: _AnyIndex = _ROOT) -> int:
        """Return how many replies there are."""
        return 0 if parent.isValid() else len(self._replies)

    def columnCount(self, parent: _AnyIndex = _ROOT) -> int:
        """Return one."""
        return 0 if parent.isValid() else 1

    def data(self, index: _AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the reply (`UserRole`) or a row as a sentence."""
        reply = self.at(index.row())
        if reply is None:
            return None
        if role == Qt.ItemDataRole.UserRole:
            return reply
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            said = self.saying(reply)
            return plain(f"{said.words}: {reply.summary}. {reply.text} {said.sentence}")
        return None

    def _changed(self, row: int) -> None:
        index = self.index(row, 0)
        self.dataChanged.emit(index, index)
