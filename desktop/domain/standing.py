"""How far a reply has come, in the one word that is used for it everywhere: window, timeline, outbox, command line."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop.domain.draft import Phase, Reply, ReplyState
from desktop.domain.wording import worded

BY_OWNER = worded("You said that it arrived.")
"""Stands where the server's proof would: nobody but the owner knew that the reply arrived."""


class Stage(StrEnum):
    """What the owner is told of a reply. The values are the words in English; `desktop.ui.reply.standing` translates them."""

    HELD = "held"
    SCHEDULED = "scheduled"
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    UNSURE = "not sure"
    NOT_SENT = "not sent"
    TAKEN_BACK = "taken back"
    OVERDUE = "not sent in time"


_STAGES = {
    ReplyState.QUEUED: Stage.QUEUED,
    ReplyState.CLAIMED: Stage.SENDING,
    ReplyState.SENDING: Stage.SENDING,
    ReplyState.COMMITTING: Stage.SENDING,
    ReplyState.SENT: Stage.SENT,
    ReplyState.REFUSED: Stage.NOT_SENT,
    ReplyState.UNKNOWN: Stage.UNSURE,
    ReplyState.WITHDRAWN: Stage.TAKEN_BACK,
    ReplyState.OVERDUE: Stage.OVERDUE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """All that is told of how far a reply has come.

    `not_before` is the end of the hold, `due_at` when it is tried next, `sentence` what the owner should know.
    `by_owner` is True when the owner, not the server, has said that it arrived. `leave_at` is the moment the owner chose
    for it to leave, None for at once; replies of one `gesture` were written as one ("" for none).
    """

    state: ReplyState
    not_before: datetime | None = None
    due_at: datetime | None = None
    attempts: int = 0
    phase: Phase | None = None
    sentence: str = ""
    sent_at: datetime | None = None
    by_owner: bool = False
    leave_at: datetime | None = None
    gesture: str = ""

    def stage(self, now: datetime) -> Stage:
        """Return the stage: a queued reply is held while it waits only so that the owner can take it back.

        One for which the owner chose a later time is scheduled until then.
        """
        if self.state is ReplyState.QUEUED and self.leave_at is not None and self.leave_at > now:
            return Stage.SCHEDULED
        waits = self.state is ReplyState.QUEUED and self.attempts == 0
        if waits and self.not_before is not None and self.not_before > now:
            return Stage.HELD
        return _STAGES[self.state]

    def words(self, now: datetime) -> str:
        """Return the English words for it, with the sentence where there is one."""
        stage = self.stage(now)
        if stage is Stage.SENT:
            return f"{stage}, as you said" if self.by_owner else f"{stage}, the server accepted it"
        if self.state is ReplyState.COMMITTING:
            return f"{stage}, waiting for the server to accept it"
        return f"{stage}: {self.sentence}" if self.sentence else stage.value


def standing(reply: Reply) -> Standing:
    """Return how far a reply of the outbox has come."""
    return Standing(
        state=reply.state,
        not_before=reply.not_before,
        due_at=reply.due_at,
        attempts=reply.attempts,
        phase=reply.phase,
        sentence=reply.sentence,
        sent_at=reply.sent_at,
        by_owner=reply.by_owner,
        leave_at=reply.leave_at,
        gesture=reply.gesture,
    )
