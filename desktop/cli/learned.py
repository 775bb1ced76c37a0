"""What was learned of the owner's own sense of what matters: `shopbell learned`."""

import argparse
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.cli.inbox import conversation
from desktop.cli.output import Failed, put, put_json, put_table
from desktop.cli.shop import Shop, opened
from desktop.domain.change import ChangeSet

if TYPE_CHECKING:
    from sqlite_utils import Database

    from desktop.triage.personal import Personal

_SHOWN = 20
"""So many weights are listed; all of them are in the JSON."""


def show(call: argparse.Namespace) -> int:
    """Say how far it is, what is pinned, where the line lies and what counts most."""
    from desktop.triage.personal import said
    from desktop.triage.taken_out import everything, strongest

    with opened(call) as shop:
        mine = _personal(shop)
    if call.json:
        put_json(everything(mine))
        return 0
    done, needed = mine.progress
    count = len(mine.sense.lessons)
    put(f"Still learning ({done} of {needed})." if done < needed else f"Learned from {count} lessons.")
    if mine.sense.pins:
        put(f"Always shown: {', '.join(map(said, mine.sense.pins))}.")
    for line in mine.lines():
        put(f"{line}.")
    counting = strongest(mine.weights)[:_SHOWN]
    if counting:
        rows = [(f"{weight.points:+.2f}", str(weight.count), said(name)) for name, weight in counting]
        put_table(("COUNTS", "LESSONS", "WHAT"), rows)
    return 0


def pin(call: argparse.Namespace) -> int:
    """Always show what has a word, comes from a sender, or is about a topic."""
    from desktop.store import learned

    with opened(call) as shop:
        feature = _feature(shop, call.what)
        change = _write(shop, lambda db, now: learned.pin(db, feature, now=now))
    put(f"{change.said}." if change else "It is always shown already.")
    return 0


def unpin(call: argparse.Namespace) -> int:
    """Show it no more than the rest."""
    from desktop.store import learned
    from desktop.triage.personal import feature_of_word

    with opened(call) as shop:
        features = {_feature(shop, call.what), feature_of_word(call.what)} & set(_personal(shop).sense.pins)
        if not features:
            raise Failed(f"“{call.what}” is not among what is always shown.")
        change = _write(shop, lambda db, now: learned.unpin(db, min(features), now=now))
    put(f"{change.said}.")
    return 0


def forget(call: argparse.Namespace) -> int:
    """Forget all that was learned from a sender."""
    from desktop.store import learned

    with opened(call) as shop:
        known = {lesson.sender for lesson in _personal(shop).sense.lessons}
        found = sorted(known.intersection(learned.senders(shop.reader, call.sender)))
        if not found:
            raise Failed(f"Nothing was learned from “{call.sender}”.")
        for sender in found:
            change = _write(shop, lambda db, now, sender=sender: learned.forget(db, sender, now=now))  # type: ignore[misc]
            put(f"{change.said}. Take it back with: shopbell undo")
    return 0


def undo(call: argparse.Namespace) -> int:
    """Forget the last lesson."""
    from desktop.store import learned

    with opened(call) as shop:
        change = _write(shop, lambda db, now: learned.unlearn(db, now=now))
    put(f"{change.said}." if change else "Nothing was learned yet.")
    return 0


def reset(call: argparse.Namespace) -> int:
    """Forget all lessons; what is pinned stays."""
    from desktop.store import learned

    with opened(call) as shop:
        change = _write(shop, lambda db, now: learned.reset(db, now=now))
    put(f"{change.said}. Take it back with: shopbell undo" if change else "Nothing was learned yet.")
    return 0


def correct(call: argparse.Namespace) -> int:
    """Say that a conversation matters more, or less, or that one of its reasons does."""
    from desktop.store import learned
    from desktop.triage.own import ranker
    from desktop.triage.personal import features, features_of_reason

    with opened(call) as shop:
        row = conversation(shop, call.id).row
        names = [reason.name for reason in row.reasons if reason.points]
        reason = next((one for one in row.reasons if one.name == call.reason), None)
        if call.reason and reason is None:
            raise Failed(f"There is no reason “{call.reason}”; there are: {', '.join(names)}.")
        rank, more = ranker(shop.places.home, shop.settings.targets), call.way == "more"
        change = _write(
            shop,
            lambda db, now: learned.correct(
                db,
                row.id,
                more=more,
                now=now,
                teach=features if reason is None else lambda _: features_of_reason(reason),
                reason=reason,
                rank=rank,
            ),
        )
    put(f"{change.said}.")
    return 0


def take_out(call: argparse.Namespace) -> int:
    """Write all that was learned to a file that people can read."""
    from desktop.triage.taken_out import text

    target = Path(call.file)
    if target.exists():
        raise Failed(f"{target} exists already. Name a file that does not, so that nothing is overwritten.")
    with opened(call) as shop:
        mine = _personal(shop)
    target.write_text(text(mine), encoding="utf-8")
    put(f"In {target}: {len(mine.sense.lessons)} lessons, {len(mine.weights)} weights, {len(mine.sense.pins)} pins.")
    return 0


def _personal(shop: Shop) -> "Personal":
    from desktop.store.sense import sense
    from desktop.triage.own import personal

    return personal(shop.places.home, sense(shop.reader))


def _write(shop: Shop, write: "Callable[[Database, datetime], ChangeSet]") -> ChangeSet:
    now = shop.clock.now()
    return shop.writer.submit(lambda db: write(db, now)).result()


def _feature(shop: Shop, what: str) -> str:
    """Return what the owner means: somebody who wrote, else a topic, else words; raises Failed."""
    from desktop.store import learned
    from desktop.triage.personal import feature_of_sender, feature_of_word

    senders = learned.senders(shop.reader, what)
    feature = feature_of_sender(senders[0]) if senders else feature_of_word(what)
    if not feature:
        raise Failed(f"There is no word in “{what}”.")
    return feature
