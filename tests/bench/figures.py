"""One measured ratio, and how a run of them is printed."""

import json
import resource
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """`ratio` compares ours with the peer in the same run; `good` says whether it meets `target`."""

    name: str
    ours: float
    peer: float
    unit: str
    ratio: float
    target: str
    good: bool
    note: str = ""


def at_least(name: str, ours: float, peer: float, unit: str, target: float, note: str = "") -> Figure:
    """Return a figure whose ratio ours/peer must reach `target` (rates)."""
    ratio = ours / peer if peer else float("inf")
    return Figure(
        name=name,
        ours=ours,
        peer=peer,
        unit=unit,
        ratio=ratio,
        target=f">= {target:g}",
        good=ratio >= target,
        note=note,
    )


def at_most(name: str, ours: float, peer: float, unit: str, target: float, note: str = "") -> Figure:
    """Return a figure whose ratio ours/peer may not pass `target` (times)."""
    ratio = ours / peer if peer else float("inf")
    return Figure(
        name=name,
        ours=ours,
        peer=peer,
        unit=unit,
        ratio=ratio,
        target=f"<= {target:g}",
        good=ratio <= target,
        note=note,
    )


def table(figures: Sequence[Figure]) -> str:
    """Return the figures as a table."""
    head = ("what", "ours", "peer", "unit", "ratio", "target", "", "note")
    rows = [head]
    for f in figures:
        rows.append(
            (
                f.name,
                f"{f.ours:,.4g}",
                f"{f.peer:,.4g}",
                f.unit,
                f"{f.ratio:.3g}",
                f.target,
                "ok" if f.good else "SHORT",
                f.note,
            )
        )
    widths = [max(len(row[i]) for row in rows) for i in range(len(head))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def as_json(figures: Sequence[Figure]) -> str:
    """Return the figures as one JSON document."""
    return json.dumps([asdict(figure) for figure in figures], indent=1)


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the value below which `percent` of the values lie (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(percent / 100 * len(ordered)) - 1))]


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Return the wall and the CPU seconds (this process and finished children) that `work` took."""
    before, start = _cpu(), time.perf_counter()
    work()
    return time.perf_counter() - start, _cpu() - before


def _cpu() -> float:
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in usage)


def median(values: Sequence[float]) -> float:
    """Return the median."""
    return statistics.median(values)
