"""What a lane says while there is nothing in it."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from PySide6.QtCore import QCoreApplication

from desktop.domain.account import ChannelStatus, Health, is_offline
from desktop.domain.row import Found, Lane
from desktop.ui.wording import words
from desktop.ui.wording.language import retell

_FILLED_BY: Final = {
    Lane.WAITING: "conversation.wait",
    Lane.SNOOZED: "conversation.snooze",
    Lane.STARRED: "conversation.star",
    Lane.DONE: "conversation.finish",
    Lane.MUTED: "conversation.mute",
    Lane.NOT_OURS: "conversation.not-ours",
    Lane.TRASH: "conversation.trash",
}
"""The commands that put conversations into a lane."""


def no_key(_command: str) -> str:
    """Return "": keys are not known yet."""
    return ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("", text)


def empty_lane(lane: Lane | Found, key: Callable[[str], str] = no_key) -> tuple[str, str]:
    """Return a title and a line, which may name the `key` of the command that puts conversations there."""
    if isinstance(lane, Found):
        return _tr("Nothing was found."), _tr("Fewer words find more; a word may be cut short with *.")
    title, line = {
        Lane.NEEDS_YOU: (_tr("Nobody is waiting."), _tr("New messages that need you appear here by themselves.")),
        Lane.WORTH_A_LOOK: (_tr("Nothing to look at."), _tr("What may interest you but can wait appears here.")),
        Lane.THE_REST: (_tr("Nothing else."), _tr("Newsletters, notices and passing mentions end up here.")),
        Lane.WAITING: (_tr("You wait for nobody."), _tr("Press {key} on a conversation to wait for the answer.")),
        Lane.SNOOZED: (_tr("Nothing is put off."), _tr("Press {key} on a conversation to see it again later.")),
        Lane.STARRED: (_tr("Nothing is starred."), _tr("Press {key} on a conversation to keep it at hand.")),
        Lane.DONE: (_tr("Nothing is done yet."), _tr("Press {key} on a conversation when it needs you no more.")),
        Lane.DRAFTS: (_tr("No drafts."), _tr("What you begin to write is kept here until it is sent.")),
        Lane.OUTBOX: (_tr("Nothing on its way."), _tr("Replies wait here until the server has them.")),
        Lane.MUTED: (_tr("Nothing is muted."), _tr("Press {key} on a conversation to hear no more of it.")),
        Lane.NOT_OURS: (_tr("Nothing here."), _tr("Press {key} on what is about somebody else of your name.")),
        Lane.TRASH: (_tr("The trash is empty."), _tr("Press {key} on a conversation to put it here.")),
    }[lane]
    pressed = key(_FILLED_BY[lane]) if lane in _FILLED_BY else ""
    return title, line.format(key=pressed) if pressed or lane not in _FILLED_BY else ""


def nobody_waits(
    statuses: Sequence[ChannelStatus], last_answer: datetime | None, now: datetime, *, is_fetching: bool = False
) -> tuple[str, str]:
    """Return what an empty "Needs you" says: that nobody waits and when the shop wrote last, or why that is not known.

    `is_fetching` tells that a long first sync is under way.
    """
    if doubt := _doubt(statuses) or (
        _tr("Your messages are being fetched; who needs you appears here.") if is_fetching else ""
    ):
        return _tr("Nobody is waiting, as far as is known."), doubt
    title, line = empty_lane(Lane.NEEDS_YOU)
    if last_answer is None:
        return title, line
    return title, _tr("Last answered {when}.").format(when=words.stamp(last_answer, now))


def _doubt(statuses: Sequence[ChannelStatus]) -> str:
    """Return why it cannot be known that nobody waits, "" where every channel is heard."""
    stuck = next((status for status in statuses if status.health is Health.NEEDS_OWNER), None)
    if stuck is not None:
        text = _tr("{channel} is not heard: {sentence}")
        return text.format(channel=stuck.account.name, sentence=retell(stuck.sentence))
    return _tr("Offline: what is written now comes in later.") if is_offline(statuses) else ""
