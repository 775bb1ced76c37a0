"""The list and what is said in it: `inbox show search reply outbox settle`."""

import argparse
import sys
from datetime import datetime, timedelta
from pathlib import Path

from desktop.cli.output import Failed, WrongUsage, decoded, iso, put, put_json, put_table
from desktop.cli.shop import Shop, opened
from desktop.domain.address import listed
from desktop.domain.conversation import ConversationId, Entry, InboxRow, Lane, Opened
from desktop.domain.draft import Draft, Reply
from desktop.domain.errors import Unaddressed
from desktop.domain.row import chips
from desktop.domain.standing import standing

_OPEN_LANES = (Lane.NEEDS_YOU, Lane.WORTH_A_LOOK, Lane.THE_REST)


def inbox(call: argparse.Namespace) -> int:
    """Print the list: one lane, or all open conversations in ranked order."""
    from desktop.store.inbox import page

    with opened(call) as shop:
        lanes = (Lane(call.lane),) if call.lane else _OPEN_LANES
        rows: list[InboxRow] = []
        for lane in lanes:
            rows += page(shop.reader, lane, limit=call.limit - len(rows))
            if len(rows) >= call.limit:
                break
        now = shop.clock.now()
    if call.json:
        put_json([_row(row) for row in rows])
    elif rows:
        put_table(("ID", "LANE", "WAITING", "WHO", "CHANNEL", "SAYS", "WHY"), (_line(row, now) for row in rows))
    else:
        put("Nobody is waiting.")
    return 0


def _row(row: InboxRow) -> dict[str, object]:
    return {
        "id": row.id,
        "channel": row.channel,
        "customer": row.who,
        "handle": row.handle,
        "subject": row.subject,
        "snippet": row.snippet,
        "received_at": iso(row.last_at),
        "waiting_since": iso(row.waiting_since),
        "score": round(row.score, 6),
        "reasons": [{"name": r.name, "words": r.words, "points": round(r.points, 6)} for r in row.reasons],
        "state": row.state.value,
        "lane": row.band.value,
        "kind": row.kind.value,
        "audience": row.audience.value,
        "unread": row.unread,
        "starred": row.starred,
        "messages": row.messages,
        "until": iso(row.until),
        "labels": [label.name for label in row.labels],
        "wakes_on_reply": row.wakes_on_reply,
    }


def _line(row: InboxRow, now: datetime) -> tuple[str, ...]:
    waiting = _span(now - row.waiting_since) if row.waiting_since else ""
    says = row.snippet or row.subject
    return (
        str(row.id),
        row.band.value,
        waiting,
        row.who,
        row.channel,
        says,
        ", ".join(r.words for r in chips(row.reasons)),
    )


def _span(span: timedelta) -> str:
    minutes = max(0, int(span.total_seconds() // 60))
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // 1440} d"


def show(call: argparse.Namespace) -> int:
    """Print one conversation with the person's whole timeline."""
    with opened(call) as shop:
        found, now = conversation(shop, call.id), shop.clock.now()
    if call.json:
        put_json(_opened(found, now))
        return 0
    row = found.row
    put(f"{row.who}  {row.handle}  {row.subject}")
    put(f"{row.state.value}, {row.band.value}: {', '.join(r.words for r in row.reasons)}")
    for entry in found.timeline:
        put("")
        mine = "You" if entry.direction.value == "out" and not entry.note else entry.who
        mine = f"{mine} <{entry.handle}>" if entry.other else mine
        facts = [entry.channel, entry.audience.value, iso(entry.written_at) or "", _delivery(entry, now)]
        put(f"{mine} ({', '.join(fact for fact in facts if fact)})")
        put(entry.unreadable or entry.fresh or entry.text)
        for attachment in entry.attachments:
            put(f"  [attachment: {attachment.name}, {attachment.media_type}, {attachment.size} bytes]")
    return 0


def _delivery(entry: Entry, now: datetime) -> str:
    return "" if entry.delivery is None else entry.delivery.words(now)


def _opened(found: Opened, now: datetime) -> dict[str, object]:
    messages = [
        {
            "id": entry.id,
            "conversation": entry.conversation,
            "direction": entry.direction.value,
            "channel": entry.channel,
            "kind": entry.kind.value,
            "audience": entry.audience.value,
            "who": entry.who,
            "handle": entry.handle,
            "written_at": iso(entry.written_at),
            "subject": entry.subject,
            "text": entry.text,
            "html": entry.html,
            "url": entry.url,
            "rating": entry.rating,
            "automatic": entry.automatic,
            "unreadable": entry.unreadable,
            "delivery": _delivery(entry, now),
            "note": entry.note,
            "attachments": [{"name": a.name, "media_type": a.media_type, "size": a.size} for a in entry.attachments],
        }
        for entry in found.timeline
    ]
    personas = [
        {"channel": p.channel, "handle": p.handle, "name": p.name, "followers": p.followers} for p in found.personas
    ]
    return {**_row(found.row), "personas": personas, "earlier": found.earlier, "messages": messages}


def conversation(shop: Shop, number: int) -> Opened:
    """Return the conversation of that number; raises Failed."""
    from desktop.store.inbox import opened as opened_conversation

    found = opened_conversation(shop.reader, ConversationId(number))
    if found is None:
        raise Failed(f"There is no conversation {number}. The ids are in the first column of: shopbell inbox.")
    return found


def find(call: argparse.Namespace) -> int:
    """Search, newest first."""
    from desktop.store.search import search

    with opened(call) as shop:
        hits = search(shop.reader, " ".join(call.query), limit=call.limit)
    if call.json:
        put_json(
            [
                {
                    "id": hit.conversation,
                    "message": hit.message,
                    "customer": hit.who,
                    "subject": hit.subject,
                    "snippet": hit.snippet.replace("\x02", "").replace("\x03", ""),
                    "channel": hit.channel,
                    "received_at": iso(hit.written_at),
                }
                for hit in hits
            ]
        )
    elif hits:
        rows = [(str(h.conversation), iso(h.written_at) or "", h.who, h.channel, h.subject, h.snippet) for h in hits]
        put_table(("ID", "WHEN", "WHO", "CHANNEL", "SUBJECT", "SAYS"), rows)
    else:
        put("Nothing found. Try fewer words, or check from: and channel:.")
    return 0


def reply(call: argparse.Namespace) -> int:
    """Queue a reply to the newest message of a conversation."""
    from desktop.compose.checks import has_words
    from desktop.sync.reply import queue_reply

    text = decoded(sys.stdin.buffer.read() if call.text_file == "-" else Path(call.text_file).read_bytes())
    if not has_words(text):
        raise WrongUsage("The reply is empty; there is nothing to send.")
    with opened(call) as shop:
        found = conversation(shop, call.id)
        draft = Draft(
            conversation=found.row.id,
            account=found.account,
            text=text.rstrip("\n"),
            audience=found.row.audience,
            in_reply_to=found.reply_to,
            to=listed(call.to),
            cc=listed(call.cc),
        )
        hold = timedelta(0) if call.now else timedelta(seconds=shop.settings.hold_seconds)
        try:
            reply_id = queue_reply(shop.writer, shop.places.database, draft, shop.clock, hold).result()
        except Unaddressed as wrong:
            raise Failed(f"{wrong} Name whom it goes to with: --to ADDRESSES") from None
    if call.json:
        put_json({"reply": reply_id, "state": "queued", "held_seconds": int(hold.total_seconds())})
    else:
        first = f"Held for {round(hold.total_seconds())} s" if hold else "Queued"
        put(f"{first} as {reply_id}. It leaves with the next: shopbell sync --once.")
    return 0


def outbox(call: argparse.Namespace) -> int:
    """Print the replies that are on their way, unsure, refused, or sent lately."""
    from desktop.store.outbox import outbox as replies

    with opened(call) as shop:
        found, now = replies(shop.reader), shop.clock.now()
    if call.json:
        put_json([_reply(entry, now) for entry in found])
    elif found:
        put_table(
            ("REPLY", "STATE", "TO", "TRIES", "SAYS", ""),
            [(r.id, standing(r).stage(now), r.summary, str(r.attempts), r.text, r.sentence) for r in found],
        )
    else:
        put("The outbox is empty.")
    return 0


def _reply(entry: Reply, now: datetime) -> dict[str, object]:
    return {
        "id": entry.id,
        "conversation": entry.conversation,
        "state": entry.state.value,
        "standing": standing(entry).stage(now).value,
        "phase": entry.phase.value if entry.phase else None,
        "to": entry.summary,
        "text": entry.text,
        "queued_at": iso(entry.queued_at),
        "not_before": iso(entry.not_before),
        "sent_at": iso(entry.sent_at),
        "attempts": entry.attempts,
        "sentence": entry.sentence,
        "message_id": entry.plan.remote_key,
    }


def settle(call: argparse.Namespace) -> int:
    """Decide about an unsure reply, or take one back."""
    from desktop.store import outbox as box

    with opened(call) as shop:
        now = shop.clock.now()
        if all(entry.id != call.reply for entry in box.outbox(shop.reader)):
            raise Failed(f"There is no reply {call.reply} in the outbox.")
        if call.choice == "withdraw":
            shop.writer.submit(lambda db: box.withdraw(db, call.reply, now=now)).result()
            put("Taken back; its text is a draft again.")
        else:
            shop.writer.submit(lambda db: box.answer_unknown(db, call.reply, call.choice, now=now)).result()
            put("Noted: it arrived." if call.choice == "arrived" else "It will be sent again with the next sync.")
    return 0
