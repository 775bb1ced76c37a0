"""Answering: `ways reply templates outbox settle`."""

import argparse
import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.cli.inbox import conversation
from desktop.cli.output import Failed, WrongUsage, decoded, iso, put, put_json, put_table, say
from desktop.cli.shop import Shop, opened
from desktop.domain.address import listed
from desktop.domain.begun import is_begun
from desktop.domain.conversation import Opened
from desktop.domain.draft import Draft, Enclosure, Reply, ReplyState
from desktop.domain.errors import Unaddressed
from desktop.domain.item import Audience
from desktop.domain.standing import Stage, standing

if TYPE_CHECKING:
    from desktop.compose.templates import Template
    from desktop.sync.ways import Way

_WAITS = (ReplyState.QUEUED, ReplyState.OVERDUE)


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
        drafts = [_draft(call, way, text)]
        if private is not None:
            drafts.append(private.draft(in_private))
        if not call.confirmed:
            _look_for_private(shop, drafts)
        drafts[-1] = replace(drafts[-1], enclosures=enclosed(call.attach or ()))
        ids = queued(shop, drafts, leave_at, at_once=call.now)
        hold = held_for(shop, ids[0])
    tell_queued(call, ids, hold, leave_at)
    return 0


def read_text(name: str) -> str:
    from desktop.compose.checks import has_words

    text = decoded(sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes())
    if not has_words(text):
        raise WrongUsage("The reply is empty; there is nothing to send.")
    return text.rstrip("\n")


def read_time(words: str, now: datetime) -> datetime:
    from desktop.domain.when import NotATime
    from desktop.domain.when import parse as time_of

    try:
        return time_of(words, now)
    except NotATime as unclear:
        raise WrongUsage(str(unclear)) from None


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


def enclosed(names: Sequence[str]) -> tuple[Enclosure, ...]:
    from desktop.compose.files import read_file

    return tuple(read_file(Path(name)) for name in names)


def queued(shop: Shop, drafts: list[Draft], leave_at: datetime | None, *, at_once: bool) -> tuple[str, ...]:
    from desktop.sync.reply import queue_replies

    try:
        # What lies with a draft in the window belongs to the words there.
        return queue_replies(
            shop.writer,
            shop.places.database,
            drafts,
            shop.clock,
            timedelta(seconds=shop.settings.hold_seconds),
            leave_at=leave_at,
            with_kept=False,
            at_once=at_once,
        ).result()
    except Unaddressed as wrong:
        raise Failed(f"{wrong} Name whom it goes to with: --to ADDRESSES") from None


def held_for(shop: Shop, reply_id: str) -> timedelta:
    """Return how long a reply can be taken back, which each channel may have its own time for."""
    from desktop.store.outbox import reply

    found = reply(shop.reader, reply_id)
    return timedelta(0) if found is None or found.leave_at else found.not_before - found.queued_at


def tell_queued(call: argparse.Namespace, ids: Sequence[str], hold: timedelta, leave_at: datetime | None) -> None:
    if call.json:
        put_json(
            {
                "reply": ids[0],
                "replies": list(ids),
                "state": "queued",
                "held_seconds": int(hold.total_seconds()),
                "leave_at": iso(leave_at),
            }
        )
    elif leave_at is not None:
        put(
            f"Scheduled as {' and '.join(ids)}: leaves at {_clock(leave_at)} if Shopbell, or a sync, runs then. "
            "If nothing does for a quarter of an hour, it is not sent and you are asked."
        )
    else:
        first = f"Held for {round(hold.total_seconds())} s" if hold else "Queued"
        put(f"{first} as {' and '.join(ids)}. It leaves with the next: shopbell sync --once.")


def _clock(moment: datetime) -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"


# ------------------------------------------------------------------------------------------------------- templates


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


# ---------------------------------------------------------------------------------------------------------- outbox


def outbox(call: argparse.Namespace) -> int:
    """Print the replies that are on their way, unsure, refused, or sent lately."""
    from desktop.store import outbox as box

    with opened(call) as shop:
        now = shop.clock.now()
        shop.writer.submit(lambda db: box.ask_overdue(db, now)).result()
        found = box.outbox(shop.reader)
    if call.json:
        put_json([_reply(entry, now) for entry in found])
    elif found:
        put_table(
            ("REPLY", "STATE", "LEAVES", "TO", "TRIES", "SAYS", ""),
            [
                (r.id, standing(r).stage(now), _leaves(r, now), r.summary, str(r.attempts), r.text, r.sentence)
                for r in found
            ],
        )
    else:
        put("The outbox is empty.")
    return 0


def _leaves(entry: Reply, now: datetime) -> str:
    waits = standing(entry).stage(now) in (Stage.SCHEDULED, Stage.OVERDUE)
    return _clock(entry.leave_at) if waits and entry.leave_at is not None else ""


def _reply(entry: Reply, now: datetime) -> dict[str, object]:
    return {
        "id": entry.id,
        "conversation": None if is_begun(entry.conversation) else entry.conversation,
        "state": entry.state.value,
        "standing": standing(entry).stage(now).value,
        "phase": entry.phase.value if entry.phase else None,
        "to": entry.summary,
        "channel": entry.channel,
        "audience": entry.audience.value,
        "text": entry.text,
        "files": [{"name": file.name, "media_type": file.media_type, "size": file.size} for file in entry.files],
        "queued_at": iso(entry.queued_at),
        "not_before": iso(entry.not_before),
        "leave_at": iso(entry.leave_at),
        "gesture": entry.gesture,
        "sent_at": iso(entry.sent_at),
        "attempts": entry.attempts,
        "sentence": entry.sentence,
        "message_id": entry.plan.remote_key,
    }


def settle(call: argparse.Namespace) -> int:
    """Decide about an unsure reply, take one back, or choose another time for one that waits."""
    from desktop.store import outbox as box

    if (call.choice == "later") != bool(call.at):
        raise WrongUsage("“later” needs --at, such as --at “tomorrow 8”, and nothing else does.")
    with opened(call) as shop:
        now = shop.clock.now()
        entry = next((entry for entry in box.outbox(shop.reader) if entry.id == call.reply), None)
        if entry is None:
            raise Failed(f"There is no reply {call.reply} in the outbox.")
        if call.choice in ("now", "later"):
            put(_move(shop, entry, read_time(call.at, now) if call.at else None))
        elif call.choice == "withdraw":
            shop.writer.submit(lambda db: box.withdraw(db, call.reply, now=now)).result()
            put("Taken back; its text is a draft again.")
        else:
            shop.writer.submit(lambda db: box.answer_unknown(db, call.reply, call.choice, now=now)).result()
            put("Noted: it arrived." if call.choice == "arrived" else "It will be sent again with the next sync.")
    return 0


def _move(shop: Shop, entry: Reply, leave_at: datetime | None) -> str:
    from desktop.sync.reply import reschedule

    if entry.state not in _WAITS:
        raise Failed("This reply does not wait for its time, so that cannot be changed.")
    reschedule(shop.writer, shop.places.database, entry.id, shop.clock, leave_at=leave_at).result()
    return "It leaves with the next sync." if leave_at is None else f"It leaves at {_clock(leave_at)}."
