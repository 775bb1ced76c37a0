"""What is on its way: `outbox settle`."""

import argparse
from datetime import datetime

from desktop.cli.output import Failed, WrongUsage, iso, put, put_json, put_table
from desktop.cli.shop import Shop, opened
from desktop.cli.writing import clock, read_time
from desktop.domain.begun import is_begun
from desktop.domain.draft import Reply, ReplyState
from desktop.domain.standing import Stage, standing

_WAITS = (ReplyState.QUEUED, ReplyState.OVERDUE)


def outbox(call: argparse.Namespace) -> int:
    """Print the replies that are on their way, unsure, refused, or sent lately."""
    from desktop.store import outbox as box

    with opened(call) as shop:
        now = shop.clock.now()
        shop.writer.submit(lambda db: box.ask_overdue(db, now)).result()
        found = box.outbox(shop.reader)
    if call.json:
        put_json([_reply(entry, now) for entry in found])
    elif found:
        put_table(
            ("REPLY", "STATE", "LEAVES", "TO", "TRIES", "SAYS", ""),
            [
                (r.id, standing(r).stage(now), _leaves(r, now), r.summary, str(r.attempts), r.text, r.sentence)
                for r in found
            ],
        )
    else:
        put("The outbox is empty.")
    return 0


def _leaves(entry: Reply, now: datetime) -> str:
    waits = standing(entry).stage(now) in (Stage.SCHEDULED, Stage.OVERDUE)
    return clock(entry.leave_at) if waits and entry.leave_at is not None else ""


def _reply(entry: Reply, now: datetime) -> dict[str, object]:
    return {
        "id": entry.id,
        "conversation": None if is_begun(entry.conversation) else entry.conversation,
        "state": entry.state.value,
        "standing": standing(entry).stage(now).value,
        "phase": entry.phase.value if entry.phase else None,
        "to": entry.summary,
        "channel": entry.channel,
        "audience": entry.audience.value,
        "text": entry.text,
        "files": [{"name": file.name, "media_type": file.media_type, "size": file.size} for file in entry.files],
        "queued_at": iso(entry.queued_at),
        "not_before": iso(entry.not_before),
        "leave_at": iso(entry.leave_at),
        "gesture": entry.gesture,
        "sent_at": iso(entry.sent_at),
        "attempts": entry.attempts,
        "sentence": entry.sentence,
        "message_id": entry.plan.remote_key,
    }


def settle(call: argparse.Namespace) -> int:
    """Decide about an unsure reply, take one back, or choose another time for one that waits."""
    from desktop.store import outbox as box

    if (call.choice == "later") != bool(call.at):
        raise WrongUsage("“later” needs --at, such as --at “tomorrow 8”, and nothing else does.")
    with opened(call) as shop:
        now = shop.clock.now()
        entry = next((entry for entry in box.outbox(shop.reader) if entry.id == call.reply), None)
        if entry is None:
            raise Failed(f"There is no reply {call.reply} in the outbox.")
        if call.choice in ("now", "later"):
            put(_move(shop, entry, read_time(call.at, now) if call.at else None))
        elif call.choice == "withdraw":
            shop.writer.submit(lambda db: box.withdraw(db, call.reply, now=now)).result()
            put("Taken back; its text is a draft again.")
        else:
            shop.writer.submit(lambda db: box.answer_unknown(db, call.reply, call.choice, now=now)).result()
            put("Noted: it arrived." if call.choice == "arrived" else "It will be sent again with the next sync.")
    return 0


def _move(shop: Shop, entry: Reply, leave_at: datetime | None) -> str:
    from desktop.sync.reply import reschedule

    if entry.state not in _WAITS:
        raise Failed("This reply does not wait for its time, so that cannot be changed.")
    reschedule(shop.writer, shop.places.database, entry.id, shop.clock, leave_at=leave_at).result()
    return "It leaves with the next sync." if leave_at is None else f"It leaves at {clock(leave_at)}."
