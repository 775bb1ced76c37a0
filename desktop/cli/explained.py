"""`shopbell rank --explain ID`: what the ranker says of one conversation now, term by term, and what it went by."""

import argparse

from desktop.cli.facts import moment, reasons
from desktop.cli.inbox import conversation
from desktop.cli.output import iso, put, put_json, say
from desktop.cli.shop import opened
from desktop.domain.languages import name


def explain(call: argparse.Namespace) -> int:
    """Rank a conversation anew and print the sum; unlike `show --why`, which tells what was kept when it was ranked.

    With --now as at that moment, so that it tells how waiting will count, or did.
    """
    from desktop.store.sense import sense
    from desktop.store.summary import facts
    from desktop.triage.explain import explain as lines
    from desktop.triage.model import shipped
    from desktop.triage.own import ranker as own_ranker
    from desktop.triage.rank import VERSION

    at = moment(call.now, 0)
    with opened(call) as shop:
        found = conversation(shop, call.explain).row.id
        now, targets = at or shop.clock.now(), shop.settings.targets
        given, own = facts(shop.reader, [found], now)[found], sense(shop.reader)
        ranker = own_ranker(shop.places.home, targets)
    for sentence in ranker.told:
        say(sentence)
    ranker.heed(own)
    score = ranker.rank(given)
    went_by = {"at": iso(now), "ranker": VERSION, "model": shipped().version, "language": given.language}
    if call.json:
        total = {"score": round(score.value, 9), "points": score.points / 100, "lane": score.band.value}
        put_json({"id": found, **total, "reasons": reasons(score), **went_by})
        return 0
    put(lines(score.reasons, score.band))
    spoken = name(given.language) if given.language else "not known"
    put(f"ranker {VERSION}, model {shipped().version}, language: {spoken}")
    return 0
