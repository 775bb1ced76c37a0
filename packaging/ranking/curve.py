#!/usr/bin/env python3
"""Prints how well the ranking does that learned from less: the learning curve over written messages and over trades.

  python packaging/ranking/curve.py --sets FOLDER FILE…      FILEs are labelled inboxes, as `shopbell rank --evaluate` reads them

Each model is trained with the same seeds as the shipped one (see train.py, whose FOLDER it is) and judged by the messages
of the trades that are held out, and by the mean over the FILEs. Word lists, weights and rules are today's: what is shown
is what the heads learned. About a minute a line.
"""

import argparse
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]

import train  # noqa: E402 - the checkout this script stands in comes first

from desktop.cli import evaluate  # noqa: E402
from desktop.paths import resource  # noqa: E402
from desktop.triage import rank  # noqa: E402
from desktop.triage.lexicon import load  # noqa: E402
from desktop.triage.model import load as load_model  # noqa: E402

SHARES = (0.125, 0.25, 0.5)
TRADES = (10, 20, 40, 80)


def main() -> int:
    """Train each, and print its line at once."""
    call = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    call.add_argument("--sets", type=Path, required=True, help="the folder with the free sets")
    call.add_argument("files", nargs="*", type=Path, help="labelled inboxes")
    given = call.parse_args()
    inboxes = [[evaluate._read(file)] for file in given.files]  # noqa: SLF001 - the very judge of the command line
    held = evaluate._drawn(evaluate._held_out())  # noqa: SLF001
    sys.stdout.write(f"{'learned from':<28}{'messages':>9}{'held out':>13}{'false':>7}{'files':>7}\n")
    for share in SHARES:
        _line(f"{share:.3g} of the messages", given.sets, held, inboxes, share=share)
    for trades in TRADES:
        _line(f"{trades} trades", given.sets, held, inboxes, trades=trades)
    _line("all but GoEmotions", given.sets, held, inboxes, without="goemotions")
    _line("all", given.sets, held, inboxes)
    return 0


def _line(
    name: str,
    sets: Path,
    held: list[list[train.Row]],
    inboxes: list[list[list[train.Row]]],
    *,
    without: str = "",
    share: float = 1.0,
    trades: int = 0,
) -> None:
    count = len(train.some(train.written(), share, trades))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "model.bin"
        file.write_bytes(train.train(sets, without=without, share=share, trades=trades))
        made = load_model(file)
    rank.shipped = lambda: made  # type: ignore[assignment]
    ranker = rank.Ranker(load(resource("lexicon")))
    ndcg, fifth, false = _figures(held, ranker)
    sums = [sum(_figures(draws, ranker)[:2]) / 2 for draws in inboxes]
    mean = f"{sum(sums) / len(sums):>7.3f}" if sums else ""
    sys.stdout.write(f"{name:<28}{count:>9,}{f'{ndcg:.3f}/{fifth:.3f}':>13}{false:>7.2f}{mean}\n")
    sys.stdout.flush()


def _figures(draws: list[list[train.Row]], ranker: rank.Ranker) -> tuple[float, float, float]:
    judged = [evaluate._judged(rows, evaluate._ranked(rows, ranker)) for rows in draws]  # noqa: SLF001
    of = evaluate.mean([measured for measured, _ in judged])
    return of.ndcg, of.fifth, sum(false for _, false in judged) / len(judged)


if __name__ == "__main__":
    raise SystemExit(main())
