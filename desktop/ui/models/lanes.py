"""Which lanes a conversation belongs to."""

from desktop.domain.begun import is_begun
from desktop.domain.row import Found, InboxRow, Lane, State

_STATES = {
    Lane.WAITING: State.WAITING,
    Lane.SNOOZED: State.SNOOZED,
    Lane.DONE: State.DONE,
    Lane.MUTED: State.MUTED,
    Lane.NOT_OURS: State.NOT_OURS,
    Lane.TRASH: State.TRASH,
}


def belongs(row: InboxRow, lane: Lane | Found) -> bool:
    """Return whether the lane shows the conversation. The outbox lists replies, not conversations: never."""
    if isinstance(lane, Found):
        # A row is read for a search only where there is a hit.
        return True
    if is_begun(row.id):
        return lane is Lane.DRAFTS and row.has_draft
    if lane is Lane.STARRED:
        return row.starred and row.state is not State.TRASH
    if lane is Lane.DRAFTS:
        return row.has_draft and row.state is not State.TRASH
    if lane in _STATES:
        return row.state is _STATES[lane]
    return row.state is State.OPEN and row.band.value == lane.value and not row.folded
