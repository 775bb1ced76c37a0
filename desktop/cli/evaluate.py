"""`shopbell rank --evaluate`: how good the order of the ranker is on labelled messages, next to simpler orders."""

import gzip
import json
import random
import zlib
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from desktop.cli.facts import facts
from desktop.cli.output import WrongUsage, put
from desktop.domain.row import Band
from desktop.paths import resource
from desktop.triage.lexicon import load
from desktop.triage.measure import Measured, mean, measured
from desktop.triage.rank import Ranker, default_ranker
from desktop.triage.words import WordTerms

Row = dict[str, Any]
Order = Callable[[Sequence[Row]], list[float]]
_LABELS = ("first", "need", "unhappy", "label")
_DRAWS, _SHARE, _OTHERS = 40, 0.16, 437
"""How many inboxes are drawn from the messages held out, and how large they are: 520 with 16 in 100 that come first."""


def evaluate(files: Iterable[str], *, held_out: bool) -> int:
    """Print the figures of every order for each file, and their mean over the files."""
    inboxes = [(Path(name).name, [_read(Path(name))]) for name in files]
    if held_out:
        inboxes = [("messages held out", _drawn(_held_out()))]
    orders = _orders()
    put(f"{'order':<16}{'nDCG@50':>9}{'P@10':>7}{'first':>7}{'fifth':>7}{'read90':>8}{'AUC':>6}{'false/100':>11}")
    totals: dict[str, list[Measured]] = {}
    for name, draws in inboxes:
        put(f"{name}: {len(draws[0]):,} messages, {sum(map(_needed, draws[0])):,} of them first")
        for order, score in orders.items():
            found = [_judged(rows, score(rows)) for rows in draws]
            figures = mean([one for one, _ in found])
            totals.setdefault(order, []).append(figures)
            put(_line(order, figures, sum(false for _, false in found) / len(found) if order == "shopbell" else None))
    if len(inboxes) > 1:
        put("mean of all")
        for order, each in totals.items():
            put(_line(order, mean(each), None))
        ours = mean(totals["shopbell"])
        put(f"shopbell, mean of nDCG@50 and the first fifth: {(ours.ndcg + ours.fifth) / 2:.3f}")
    return 0


def _line(order: str, of: Measured, false: float | None) -> str:
    flags = "" if false is None else f"{false:>11.1f}"
    return f"  {order:<14}{of.ndcg:>9.2f}{of.early:>7.2f}{of.first:>7}{of.fifth:>7.2f}{of.read90:>8.2f}{of.auc:>6.2f}{flags}"


def _judged(rows: Sequence[Row], scores: Sequence[float]) -> tuple[Measured, float]:
    """Return the figures of an order, ties as they stand, and how many in a hundred are taken for first and are not."""
    order = sorted(range(len(rows)), key=lambda place: (-scores[place], place))
    needed = [_needed(rows[place]) for place in order]
    false = sum(rows[place].get("_band") is Band.NEEDS_YOU and not _needed(rows[place]) for place in order)
    return measured(needed, [scores[place] for place in order]), 100 * false / len(rows)


def _orders() -> dict[str, Order]:
    lists = Ranker(load(resource("lexicon")), text_terms=WordTerms(load(resource("lexicon"))))
    orders: dict[str, Order] = {"newest first": _newest, "word lists": lambda rows: _ranked(rows, lists)}
    try:
        judge = import_module("vaderSentiment.vaderSentiment").SentimentIntensityAnalyzer()
    except ImportError:
        put("VADER is not installed; “pip install vaderSentiment” puts it beside.")
    else:
        orders["VADER"] = lambda rows: [-judge.polarity_scores(row["text"])["compound"] for row in rows]
    orders["shopbell"] = lambda rows: _ranked(rows, default_ranker())
    return orders


def _ranked(rows: Sequence[Row], ranker: Ranker) -> list[float]:
    scores = []
    for number, row in enumerate(rows, start=1):
        score = ranker.rank(facts({**row, "received_at": None}, number, None))
        row["_band"] = score.band
        scores.append(sum(reason.points for reason in score.reasons))
    return scores


def _newest(rows: Sequence[Row]) -> list[float]:
    arrived = [row.get("arrived") for row in rows]
    return [float(at) if at and isinstance(at, int | float) else float(place) for place, at in enumerate(arrived)]


def _needed(row: Row) -> int:
    return int(any(bool(row.get(label)) for label in _LABELS))


def _read(path: Path) -> list[Row]:
    """Return the messages of a file; raises WrongUsage when it is no file of labelled messages."""
    try:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines if line.strip()]
    except (OSError, EOFError, zlib.error, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise WrongUsage(f"{path} cannot be read as JSON lines ({why}).") from None
    if not all(isinstance(row, dict) and isinstance(row.get("text"), str) for row in rows):
        raise WrongUsage(f"{path}: every line must be an object with a “text”.")
    if not 0 < sum(map(_needed, rows)) < len(rows):
        raise WrongUsage(f"{path}: some of the messages, and not all, must be marked with “need” or “first”.")
    return rows


def _held_out() -> list[Row]:
    folder = resource("ranking", "messages")
    trades = (folder / "held-out.txt").read_text(encoding="utf-8").split()
    return [row for trade in trades for file in sorted(folder.glob(f"*/{trade}.jsonl")) for row in _read(file)]


def _drawn(rows: list[Row]) -> list[list[Row]]:
    """Return inboxes as they come in life, drawn from messages of which nearly half come first."""
    first, others = [row for row in rows if _needed(row)], [row for row in rows if not _needed(row)]
    inboxes = []
    for draw in range(_DRAWS):
        rng = random.Random(draw)  # noqa: S311 - the same draws every time
        chosen = rng.sample(others, min(len(others), _OTHERS))
        chosen += rng.sample(first, min(len(first), round(len(chosen) * _SHARE / (1 - _SHARE))))
        rng.shuffle(chosen)
        inboxes.append(chosen)
    return inboxes
