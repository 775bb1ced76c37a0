"""The outbox as rows: what is held, queued, on its way, refused or unsure, in true words."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.domain.conversation import ConversationId
from desktop.domain.draft import Reply, ReplyState
from desktop.domain.text import plain
from desktop.ui.reply.standing import Saying, is_held, saying
from desktop.ui.wording.language import retell

_AnyIndex = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
SHOW_SENT = timedelta(days=1)
"""How long a reply that was sent stays in sight."""


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

    def tick(self, now: datetime) -> frozenset[ConversationId]:
        """Let the countdowns go on; return the conversations with one that has ended."""
        before, self._now = self._now or now, now
        held = [row for row, r in enumerate(self._replies) if is_held(r, before)]
        for row in held:
            self._changed(row)
        return frozenset(self._replies[row].conversation for row in held if not is_held(self._replies[row], now))

    def counts_down(self, now: datetime) -> bool:
        """Return whether a reply is held."""
        return any(is_held(reply, now) for reply in self._replies)

    def replies(self) -> tuple[Reply, ...]:
        """Return the replies in the order of the rows."""
        return tuple(self._replies)

    def at(self, row: int) -> Reply | None:
        """Return the reply of a row, None outside."""
        return self._replies[row] if 0 <= row < len(self._replies) else None

    def known(self, reply: Reply) -> Reply:
        """Return a reply as it is by now: its conversation may have become part of another."""
        return next((r for r in self._replies if r.id == reply.id), reply)

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

    def headerData(
        self, _section: int, _orientation: Qt.Orientation, _role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return nothing: what is hidden has no words, not even for a screen reader."""
        return None

    def data(self, index: _AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the reply (`UserRole`) or a row as a sentence."""
        reply = self.at(index.row())
        if reply is None:
            return None
        if role == Qt.ItemDataRole.UserRole:
            return reply
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            said = self.saying(reply)
            return plain(f"{said.words}: {retell(reply.summary)}. {reply.text} {said.sentence}")
        return None

    def _changed(self, row: int) -> None:
        index = self.index(row, 0)
        self.dataChanged.emit(index, index)
