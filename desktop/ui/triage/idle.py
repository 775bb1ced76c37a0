"""Which verbs would change nothing just now, so that no menu offers them."""

from desktop.domain.conversation import State
from desktop.domain.row import InboxRow
from desktop.store.chosen import Common

_DONE_ALREADY = {State.OPEN: "conversation.reopen", State.DONE: "conversation.finish"}


def idle(common: Common, row: InboxRow | None, *, snoozed_before: bool) -> frozenset[str]:
    """Return the commands that would change nothing of what they mean.

    `row` is the one conversation that is meant, None for several; of several only what is true of all of them counts.
    """
    found = {_DONE_ALREADY[state] for state in common.states if len(common.states) == 1 and state in _DONE_ALREADY}
    if not common.labels:
        found.add("label.none")
    if row is not None:
        # What is on show counts as read in a moment, so that marking it as unread always means something.
        found |= set() if row.unread else {"conversation.read"}
        if not snoozed_before:
            found.add("conversation.snooze-again")
    return frozenset(found)
