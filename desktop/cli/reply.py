"""Answering: `ways reply templates`."""

import argparse
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.cli.inbox import conversation
from desktop.cli.output import Failed, WrongUsage, put_json, put_table, say
from desktop.cli.shop import Shop, opened
from desktop.cli.writing import enclosed, held_for, queued, read_text, read_time, tell_queued
from desktop.domain.address import listed
from desktop.domain.conversation import Opened
from desktop.domain.draft import Draft
from desktop.domain.item import Audience, Kind

if TYPE_CHECKING:
    from desktop.compose.templates import Template
    from desktop.sync.ways import Way


def ways(call: argparse.Namespace) -> int:
    """Print every way a conversation can be answered, the usual one first."""
    with opened(call) as shop:
        found = _ways(shop, conversation(shop, call.id))
    if call.json:
        put_json([_way(way) for way in found])
        return 0
    put_table(
        ("BY", "ACCOUNT", "WHO CAN READ IT", "TO", "ROOM", ""),
        [
            (
                _name(way),
                way.account_name,
                _audience(way),
                ", ".join(way.recipients) or way.handle,
                _room(way),
                way.refusal,
            )
            for way in found
        ],
    )
    return 0


def _ways(shop: Shop, found: Opened) -> "tuple[Way, ...]":
    from desktop.connectors.registry import open_connector
    from desktop.sync.ways import ways as every_way

    return every_way(shop.reader, found, open_connector, shop.clock)


def _name(way: "Way") -> str:
    return f"{way.channel}:{way.audience}"


def _audience(way: "Way") -> str:
    return "everyone" if way.audience is Audience.PUBLIC else "they alone"


def _room(way: "Way") -> str:
    return "" if way.limits.max_units is None else str(way.limits.max_units)


def _way(way: "Way") -> dict[str, object]:
    return {
        "by": _name(way),
        "account": way.account_name,
        "channel": way.channel,
        "audience": way.audience.value,
        "kind": way.kind.value,
        "to": list(way.recipients),
        "others": list(way.others),
        "limit": way.limits.max_units,
        "files": way.limits.files is not None,
        "subject": way.subject,
        "refusal": way.refusal,
    }


def reply(call: argparse.Namespace) -> int:
    """Queue a reply, by default to the newest message of a conversation where that was said."""
    if call.private_text_file and call.by:
        raise WrongUsage("--by means nothing with --private-text-file, which answers both ways.")
    if call.text_file == call.private_text_file == "-":
        raise WrongUsage("Only one of the two texts can come from standard input. Name a file for the other.")
    text = read_text(call.text_file) if call.text_file else ""
    in_private = read_text(call.private_text_file) if call.private_text_file else ""
    if not text and not call.template:
        raise WrongUsage("A reply needs words: --text-file FILE, or - for standard input, or --template NAME.")
    with opened(call) as shop:
        found = conversation(shop, call.id)
        now = shop.clock.now()
        leave_at = read_time(call.at, now) if call.at else None
        way, private = _chosen(_ways(shop, found), call.by, both=bool(in_private))
        if call.template:
            text = _from_template(shop, found, way, call.template, beside=text)
        if call.quote:
            text = _with_quote(shop, way, text)
        drafts = [_draft(call, way, text)] if private is None else [way.draft(text), _draft(call, private, in_private)]
        if not call.confirmed:
            _look_for_private(shop, drafts)
        drafts[-1] = replace(drafts[-1], enclosures=enclosed(call.attach or ()))
        ids = queued(shop, drafts, leave_at, at_once=call.now)
        hold = held_for(shop, ids[0])
    tell_queued(call, ids, hold, leave_at)
    return 0


def _chosen(found: "Sequence[Way]", by: str, *, both: bool) -> "tuple[Way, Way | None]":
    """Return the way that was named, or the usual one; with `both` a public and a private one."""
    from desktop.sync.ways import both as pair_of

    if both:
        pair = pair_of(found)
        if pair is None:
            raise Failed("There are not both a public and a private way to answer here. See: shopbell ways ID")
        return pair
    wanted = by.strip().lower()
    way = next((way for way in found if wanted in ("", _name(way), way.channel, way.audience.value)), None)
    if way is None:
        raise Failed(f"There is no way to answer called “{by}” here. There are: {', '.join(map(_name, found))}.")
    if not way.is_open:
        raise Failed(way.refusal)
    return way, None


def _draft(call: argparse.Namespace, way: "Way", text: str) -> Draft:
    """Return what is written by a way, to those who are named; raises WrongUsage where nobody can be."""
    if (call.to or call.cc) and way.kind is not Kind.MAIL:
        raise WrongUsage(
            f"--to and --cc name addresses of mail, and this leaves by {way.channel}. See: shopbell ways ID"
        )
    draft = way.draft(text)
    return replace(draft, to=listed(call.to) or draft.to, cc=listed(call.cc))


def _look_for_private(shop: Shop, drafts: Sequence[Draft]) -> None:
    """Stop what would say somebody's private details where everyone can read them."""
    from desktop.compose.checks import to_confirm
    from desktop.store import accounts

    own = [account.settings.get("address", "") for account in accounts.accounts(shop.reader)]
    for draft in drafts:
        notices = to_confirm(draft.text, draft.audience, own=own)
        if notices:
            raise Failed(f"{notices[0].sentence}. If that is meant, add: --confirmed")


def templates(call: argparse.Namespace) -> int:
    """Print the saved replies: the owner's own, and those that come with the product."""
    with opened(call) as shop:
        found = _templates(shop)
    if call.json:
        put_json(
            [
                {
                    "name": one.name,
                    "title": one.title(),
                    "audience": one.audience.value if one.audience else "any",
                    "tone": one.tone,
                    "languages": sorted(one.bodies),
                    "own": one.own,
                }
                for one in found
            ]
        )
    else:
        put_table(
            ("NAME", "TITLE", "FOR", "LANGUAGES", ""),
            [
                (one.name, one.title(), one.audience or "any", " ".join(sorted(one.bodies)), "yours" if one.own else "")
                for one in found
            ],
        )
    return 0


def _templates(shop: Shop) -> "list[Template]":
    from desktop.compose.templates import load_all
    from desktop.paths import resource

    found, problems = load_all(resource("templates"), shop.places.home / "templates")
    for problem in problems:
        say(problem)
    return found


def _from_template(shop: Shop, found: Opened, way: "Way", name: str, *, beside: str) -> str:
    """Return a saved reply filled in for a way; what else was written stands where its caret is."""
    from desktop.compose.templates import facts, fill, find

    known = _templates(shop)
    template = find(known, name)
    if template is None:
        raise Failed(f"There is no saved reply called “{name}”. There are: {', '.join(one.name for one in known)}.")
    if not template.is_for(way.audience):
        raise Failed(f"The saved reply “{template.name}” is not to be said in {way.audience}.")
    filled = fill(
        template,
        facts(customer=found.row.who, shop=shop.settings.shop_name, language=found.language),
        way.limits,
    )
    text = f"{filled.text[: filled.caret]}{beside}{filled.text[filled.caret :]}"
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _with_quote(shop: Shop, way: "Way", text: str) -> str:
    from desktop.compose.quote import quoted, with_quote
    from desktop.store import inbox
    from desktop.store.heard import language_of

    parent = inbox.parent(shop.reader, way.in_reply_to) if way.in_reply_to is not None and not way.given else None
    if parent is None or way.in_reply_to is None:
        return text
    who = parent.author_name or parent.author_handle or parent.author_key
    spoken = language_of(shop.reader, way.in_reply_to)
    return with_quote(text, quoted(who, parent.written_at, parent.quote, language=spoken))
