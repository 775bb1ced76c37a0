"""How far a reply has come, in the owner's language: the only place in the window with words for it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication

from desktop.domain.draft import Phase, Reply, ReplyState
from desktop.domain.row import Tone
from desktop.domain.standing import Stage, Standing, standing
from desktop.ui.wording import words
from desktop.ui.wording.language import retell

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """What is true about a reply: a few words, how loudly, and a sentence of more ("" when there is none)."""

    words: str
    tone: Tone = Tone.FACT
    sentence: str = ""


def word(stage: Stage) -> str:
    """Return the one word, or two, for a stage."""
    return {
        Stage.HELD: translate("Standing", "Held"),
        Stage.QUEUED: translate("Standing", "Queued"),
        Stage.SENDING: translate("Standing", "Sending"),
        Stage.SENT: translate("Standing", "Sent"),
        Stage.UNSURE: translate("Standing", "Not sure: check"),
        Stage.NOT_SENT: translate("Standing", "Not sent"),
        Stage.TAKEN_BACK: translate("Standing", "Taken back"),
        Stage.SCHEDULED: translate("Standing", "Scheduled"),
        Stage.OVERDUE: translate("Standing", "Not sent in time"),
    }[stage]


def brief(here: Standing, now: datetime) -> str:
    """Return what stands beside our message in the timeline: it does not count down."""
    stage = here.stage(now)
    if stage is Stage.SENT:
        return _sent(here)
    if stage is Stage.SCHEDULED:
        return _scheduled(here, now)
    return f"{word(stage)}: {retell(here.sentence)}" if here.sentence and stage is not Stage.UNSURE else word(stage)


def saying(reply: Reply, now: datetime) -> Saying:
    """Return the true words for a reply. Nothing is called sent before the server, or the owner, has said so."""
    here = standing(reply)
    match here.stage(now):
        case Stage.HELD:
            return Saying(words=held_words().format(left=words.countdown(seconds_left(reply, now))), tone=Tone.NOTICE)
        case Stage.QUEUED:
            return _queued(here, now)
        case Stage.SENDING:
            return Saying(words=_sending(here), sentence=retell(here.sentence))
        case Stage.SENT:
            at = words.stamp(here.sent_at, now) if here.sent_at is not None else ""
            return Saying(words=f"{_sent(here)} {at}".rstrip())
        case Stage.NOT_SENT | Stage.OVERDUE as stage:
            return Saying(words=word(stage), tone=Tone.HURRY, sentence=retell(here.sentence))
        case Stage.UNSURE:
            return Saying(words=word(Stage.UNSURE), tone=Tone.HURRY, sentence=retell(here.sentence) or _unsure())
        case Stage.TAKEN_BACK:
            return Saying(words=word(Stage.TAKEN_BACK))
        case Stage.SCHEDULED:
            return Saying(words=_scheduled(here, now), sentence=retell(here.sentence))


def is_held(reply: Reply, now: datetime) -> bool:
    """Return whether the reply waits only so that the owner can take it back."""
    return standing(reply).stage(now) is Stage.HELD


def seconds_left(reply: Reply, now: datetime) -> int:
    """Return the whole seconds until the hold ends, at least 0."""
    return max(0, math.ceil((reply.not_before - now).total_seconds()))


def held_words() -> str:
    """Return the words of the countdown, with "{left}" for the time that is left."""
    return translate("Standing", "Held, sends in {left}")


def summary(replies: Sequence[Reply], now: datetime) -> str:
    """Return what is on its way in one line, what needs the owner first; "" when nothing is."""
    stages = [standing(reply).stage(now) for reply in replies]
    there = stages.count
    counts = (
        (_tr("{n} not sure", "", there(Stage.UNSURE)), there(Stage.UNSURE)),
        (_tr("{n} not sent in time", "", there(Stage.OVERDUE)), there(Stage.OVERDUE)),
        (_tr("{n} not sent", "", there(Stage.NOT_SENT)), there(Stage.NOT_SENT)),
        (_tr("{n} sending", "", there(Stage.SENDING)), there(Stage.SENDING)),
        (_tr("{n} queued", "", there(Stage.QUEUED)), there(Stage.QUEUED)),
        (_tr("{n} scheduled", "", there(Stage.SCHEDULED)), there(Stage.SCHEDULED)),
    )
    parts = [words.many(text, count) for text, count in counts if count]
    held = [seconds_left(reply, now) for reply, stage in zip(replies, stages, strict=True) if stage is Stage.HELD]
    if held:
        parts.append(
            words.many(_tr("{n} held, sends in {left}", "", len(held)), len(held), left=words.countdown(min(held)))
        )
    return ", ".join(parts)


def _tr(text: str, note: str, count: int) -> str:
    return QCoreApplication.translate("", text, note, count)


def _queued(here: Standing, now: datetime) -> Saying:
    if here.attempts or here.sentence:
        wait = (here.due_at or here.not_before or now) - now
        again = (
            translate("Standing", "Queued, tries again in {span}")
            if wait > timedelta(minutes=1)
            else translate("Standing", "Queued, tries again soon")
        )
        return Saying(words=again.format(span=words.span(wait)), tone=Tone.NOTICE, sentence=retell(here.sentence))
    return Saying(words=translate("Standing", "Queued, leaves as soon as there is a connection"))


def _scheduled(here: Standing, now: datetime) -> str:
    when = words.stamp(here.leave_at, now) if here.leave_at is not None else ""
    return translate("Standing", "Scheduled: leaves {when} if Shopbell is open then").format(when=when)


def _sending(here: Standing) -> str:
    if here.state is ReplyState.COMMITTING:
        return translate("Standing", "Sending, waiting for the server to accept it")
    if here.phase is Phase.CONNECT or here.phase is None:
        return translate("Standing", "Sending, connecting")
    return word(Stage.SENDING)


def _sent(here: Standing) -> str:
    if here.by_owner:
        return translate("Standing", "Sent, as you said")
    return translate("Standing", "Sent, the server accepted it")


def _unsure() -> str:
    return translate("Standing", "The connection broke while the server was taking your reply. It may have been sent.")
