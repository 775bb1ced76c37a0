"""What every call that writes has in common: the words, the files and the time it is given, and what it says in the end."""

import argparse
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from desktop.cli.output import Failed, WrongUsage, decoded, iso, put, put_json
from desktop.cli.shop import Shop
from desktop.domain.draft import Draft, Enclosure
from desktop.domain.errors import Unaddressed


def read_text(name: str) -> str:
    """Return the text of a file, or of standard input for “-”; raises WrongUsage when there are no words in it, OSError."""
    from desktop.compose.checks import has_words

    text = decoded(sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes())
    if not has_words(text):
        raise WrongUsage("The reply is empty; there is nothing to send.")
    return text.rstrip("\n")


def read_time(words: str, now: datetime) -> datetime:
    """Return the moment that words such as “tomorrow 8” mean; raises WrongUsage."""
    from desktop.domain.wall_clock import NotATime
    from desktop.domain.when import parse as time_of

    try:
        return time_of(words, now)
    except NotATime as unclear:
        raise WrongUsage(str(unclear)) from None


def enclosed(names: Sequence[str]) -> tuple[Enclosure, ...]:
    """Return the files as they are now, to go along; raises what `compose.files.read_file` does."""
    from desktop.compose.files import read_file

    return tuple(read_file(Path(name)) for name in names)


def queued(shop: Shop, drafts: list[Draft], leave_at: datetime | None, *, at_once: bool) -> tuple[str, ...]:
    """Queue what was written and return the ids; raises Failed when nobody can be told whom it goes to."""
    from desktop.sync.reply import queue_replies

    try:
        # What lies with a draft in the window belongs to the words there.
        return queue_replies(
            shop.writer,
            shop.places.database,
            drafts,
            shop.clock,
            timedelta(seconds=shop.settings.hold_seconds),
            leave_at=leave_at,
            with_kept=False,
            at_once=at_once,
        ).result()
    except Unaddressed as wrong:
        raise Failed(f"{wrong} Name whom it goes to with: --to ADDRESSES") from None


def held_for(shop: Shop, reply_id: str) -> timedelta:
    """Return how long a reply can be taken back, which each channel may have its own time for."""
    from desktop.store.outbox import reply

    found = reply(shop.reader, reply_id)
    return timedelta(0) if found is None or found.leave_at else found.not_before - found.queued_at


def tell_queued(call: argparse.Namespace, ids: Sequence[str], hold: timedelta, leave_at: datetime | None) -> None:
    """Print under which ids it waits, and for how long or until when."""
    if call.json:
        put_json(
            {
                "reply": ids[0],
                "replies": list(ids),
                "state": "queued",
                "held_seconds": int(hold.total_seconds()),
                "leave_at": iso(leave_at),
            }
        )
    elif leave_at is not None:
        put(
            f"Scheduled as {' and '.join(ids)}: leaves at {clock(leave_at)} if Shopbell, or a sync, runs then. "
            "If nothing does for a quarter of an hour, it is not sent and you are asked."
        )
    else:
        first = f"Held for {round(hold.total_seconds())} s" if hold else "Queued"
        put(f"{first} as {' and '.join(ids)}. It leaves with the next: shopbell sync --once.")


def clock(moment: datetime) -> str:
    """Return a time to the minute, as this computer's clock shows it."""
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"
