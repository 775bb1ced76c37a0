"""The storms there were: `storms`."""

import argparse
from datetime import timedelta
from typing import TYPE_CHECKING

from desktop.cli.output import put, put_json, put_table
from desktop.cli.shop import opened

if TYPE_CHECKING:
    from desktop.store.storms import Storm

_SINCE = timedelta(days=90)


def list_storms(call: argparse.Namespace) -> int:
    """List the storms of the last three months, the newest first: what about, how far, and what is left of it."""
    from desktop.domain.clock import SystemClock
    from desktop.store import storms

    with opened(call) as shop:
        found = storms.storms(shop.reader, since=SystemClock().now() - _SINCE)
    if call.json:
        put_json([_told(one) for one in found])
    elif found:
        rows = [
            (str(one.id), _when(one), _what(one), str(one.people), f"{one.peak}/h", _course(one), _left(one))
            for one in found
        ]
        put_table(("ID", "BEGAN", "WHAT", "PEOPLE", "PEAK", "COURSE", "LEFT"), rows)
        put("shopbell search storm:ID lists who is in it.")
    else:
        put("There was no storm in the last three months.")
    return 0


def _told(storm: "Storm") -> dict[str, object]:
    return {
        "id": storm.id,
        "account": storm.name,
        "title": storm.title,
        "began": storm.began.isoformat(),
        "found": storm.found.isoformat(),
        "peak_at": storm.peak_at.isoformat(),
        "ended": None if storm.ended is None else storm.ended.isoformat(),
        "phase": storm.phase,
        "half_minutes": None if storm.half is None else round(storm.half / timedelta(minutes=1)),
        "people": storm.people,
        "peak": storm.peak,
        "rate": storm.rate,
        "usual": round(storm.usual, 2),
        "hours": list(storm.hours),
        "unhappy": storm.unhappy,
        "conversations": storm.members,
        "folded": storm.folded,
        "alone": storm.alone,
    }


def _when(storm: "Storm") -> str:
    return f"{storm.began.astimezone():%Y-%m-%d %H:%M}"


def _what(storm: "Storm") -> str:
    what = storm.title or storm.name or "all channels"
    return f"complaints: {what}" if storm.unhappy else what


def _course(storm: "Storm") -> str:
    if storm.phase != "fading" or storm.half is None:
        return storm.phase
    minutes = round(storm.half / timedelta(minutes=1))
    return f"fading, half of peak in {minutes // 60} h {minutes % 60} min"


def _left(storm: "Storm") -> str:
    return f"{storm.folded} folded, {storm.alone} alone" if storm.folded or storm.alone else "nothing"
