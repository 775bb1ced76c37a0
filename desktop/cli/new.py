"""Writing to somebody first: `new`."""

import argparse
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from desktop.cli.output import Failed, WrongUsage
from desktop.cli.shop import Shop, opened
from desktop.cli.writing import enclosed, held_for, queued, read_text, read_time, tell_queued
from desktop.domain.address import bare, listed
from desktop.domain.begun import new_place
from desktop.domain.text import plain

if TYPE_CHECKING:
    from desktop.sync.ways import Way


def new(call: argparse.Namespace) -> int:
    """Queue a mail that begins a conversation of its own."""
    if not call.text_file:
        raise WrongUsage("A message needs words: --text-file FILE, or - for standard input.")
    to, cc = _whom(call.to), _whom(call.cc)
    if not to:
        raise WrongUsage("Name whom it goes to with: --to ADDRESSES")
    text = read_text(call.text_file)
    with opened(call) as shop:
        now = shop.clock.now()
        leave_at = read_time(call.at, now) if call.at else None
        draft = _way(shop, call.account, now).draft(text)
        draft = replace(
            draft,
            to=to,
            cc=cc,
            subject=call.subject,
            enclosures=enclosed(call.attach or ()),
        )
        ids = queued(shop, [draft], leave_at, at_once=call.now)
        hold = held_for(shop, ids[0])
    tell_queued(call, ids, hold, leave_at)
    return 0


def _whom(words: str) -> tuple[str, ...]:
    for address in (found := listed(words)):
        if bare(address) is None:
            raise Failed(f"“{plain(address, 80)}” is not an address mail can be sent to.")
    return found


def _way(shop: Shop, account: str, now: datetime) -> "Way":
    from desktop.connectors.registry import open_connector
    from desktop.sync.beginnings import beginnings

    found = beginnings(shop.reader, new_place(now), open_connector, shop.clock)
    if not account:
        way = found[0]
    else:
        known = shop.account(account)
        chosen = next((way for way in found if way.account == known.id), None)
        if chosen is None:
            raise Failed(f"No mail can leave by “{account}”.")
        way = chosen
    if not way.is_open:
        raise Failed(way.refusal)
    return way
