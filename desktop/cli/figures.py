"""How soon customers are answered: `figures`."""

import argparse
from datetime import timedelta
from typing import TYPE_CHECKING

from desktop.cli.output import put, put_json, put_table
from desktop.cli.shop import opened
from desktop.domain.answering import print_length, print_targets, print_week

if TYPE_CHECKING:
    from desktop.store.answers import Pace, Waiting

_DAYS = (7, 30)
_MINUTE = timedelta(minutes=1)


def figures(call: argparse.Namespace) -> int:
    """Print the times to an answer of the last days, and who waits too long now."""
    from desktop.store.answers import answers, paces, waiting

    with opened(call) as shop:
        now, targets = shop.clock.now(), shop.settings.targets
        spans = (call.days,) if call.days else _DAYS
        found = {days: paces(answers(shop.reader, now - timedelta(days=days)), targets) for days in spans}
        left = waiting(shop.reader, now, targets)

    if call.json:
        rows = [{"days": days, "channels": [_told(pace) for pace in lines]} for days, lines in found.items()]
        put_json({"answered": rows, "waiting": [_count(one) for one in left]})
        return 0
    hours = targets.hours
    put(f"Target: {'; '.join(filter(None, (print_length(targets.usual), print_targets(targets.chosen))))}.")
    put(f"Open: {print_week(hours.week)}." if hours else "Open: round the clock.")
    for days, lines in found.items():
        put("")
        put(f"Answered in the last {days} days:" if lines else f"Nobody was answered in the last {days} days.")
        if lines:
            put_table(("CHANNEL", "ANSWERED", "MEDIAN", "90 % WITHIN", "BY TARGET"), map(_line, lines))
    put("")
    put("Waiting for you now:" if left else "Nobody is waiting.")
    if left:
        head = ("CHANNEL", "WAITING", "DUE SOON", "OVERDUE")
        put_table(head, ((w.channel or "all", str(w.waiting), str(w.soon), str(w.overdue)) for w in left))
    return 0


def _line(pace: "Pace") -> tuple[str, ...]:
    share = round(100 * pace.within / pace.answered)
    times = (print_length(max(time, _MINUTE)) for time in (pace.median, pace.p90))
    return (pace.channel or "all", str(pace.answered), *times, f"{share} %")


def _told(pace: "Pace") -> dict[str, object]:
    return {
        "channel": pace.channel,
        "answered": pace.answered,
        "median_minutes": round(pace.median / _MINUTE, 2),
        "p90_minutes": round(pace.p90 / _MINUTE, 2),
        "within_target": pace.within,
    }


def _count(one: "Waiting") -> dict[str, object]:
    return {"channel": one.channel, "waiting": one.waiting, "due_soon": one.soon, "overdue": one.overdue}
