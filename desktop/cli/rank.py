"""`shopbell rank`: the ranker alone, without a store, and how good its order is on messages whose need is known."""

import argparse
import sys

from desktop.cli.facts import facts, moment, reasons
from desktop.cli.output import put_object, read_objects


def rank(call: argparse.Namespace) -> int:
    """Read objects with `id`, `text`, `channel` …; print `id`, `score` (0..1) and `reasons` in input order.

    Each is ranked as at the moment it came; with --now as at that moment, so that waiting counts.
    """
    if call.evaluate is not None or call.held_out:
        from desktop.cli.evaluate import evaluate

        return evaluate(call.evaluate or (), held_out=call.held_out)
    if call.explain is not None:
        from desktop.cli.explained import explain

        return explain(call)
    from desktop.triage.rank import default_ranker

    score_of = default_ranker()
    now = moment(call.now, 0)
    for number, given in enumerate(read_objects(sys.stdin.buffer), 1):
        score = score_of(facts(given, number, now))
        shown = {"score": round(score.value, 9), "lane": score.band.value, "reasons": reasons(score)}
        put_object({"id": given.get("id"), **shown})
    return 0
