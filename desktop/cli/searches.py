"""The searches that are kept: `searches list add remove`."""

import argparse
from typing import TYPE_CHECKING

from desktop.cli.output import WrongUsage, put, put_json, put_table, unknown
from desktop.cli.shop import Shop, opened
from desktop.domain.row import Found

if TYPE_CHECKING:
    from collections.abc import Mapping


def list_searches(call: argparse.Namespace) -> int:
    """List the saved searches in their order, with how many conversations each finds ("99+" for a hundred and more)."""
    from desktop.store import saved

    with opened(call) as shop:
        found, counts = saved.saved(shop.reader), saved.counts(shop.reader)
    if call.json:
        put_json([{"name": one.name, "query": one.query, "conversations": counts[one.name]} for one in found])
    elif found:
        put_table(("NAME", "CONVERSATIONS", "QUERY"), [(one.name, _figure(counts, one), one.query) for one in found])
    else:
        put("No search is saved yet. Save one with: shopbell searches add NAME QUERY")
    return 0


def _figure(counts: "Mapping[str, int | None]", found: Found) -> str:
    from desktop.store.saved import MANY

    count = counts[found.name]
    if count is None:
        return ""
    return f"{MANY - 1}+" if count >= MANY else str(count)


def add_search(call: argparse.Namespace) -> int:
    """Keep a search under a name."""
    from desktop.domain.query import BadQuery
    from desktop.store import saved

    query = " ".join(call.query)
    with opened(call) as shop:
        try:
            shop.writer.submit(lambda db: saved.add(db, call.name, query)).result()
        except BadQuery as unclear:
            raise WrongUsage(str(unclear)) from None
    put(f"Saved “{call.name}”: {query}")
    return 0


def remove_search(call: argparse.Namespace) -> int:
    """Keep a search no longer; what it finds stays as it is."""
    from desktop.store import saved

    with opened(call) as shop:
        found = named(shop, call.name)
        shop.writer.submit(lambda db: saved.remove(db, found.name)).result()
    put(f"Not saved any more: “{found.name}”")
    return 0


def named(shop: Shop, name: str) -> Found:
    """Return the saved search of that name; raises Failed."""
    from desktop.store import saved

    found = saved.by_name(shop.reader, name)
    if found is None:
        raise unknown("saved search", name, saved.saved(shop.reader))
    return found
