"""The list and what is said in it: `inbox show search`."""

import argparse
from collections.abc import Collection
from datetime import datetime, timedelta

from desktop.cli.output import Failed, WrongUsage, iso, put, put_json, put_table
from desktop.cli.shop import Shop, opened
from desktop.domain.conversation import ConversationId, Entry, InboxRow, Lane, Opened
from desktop.domain.row import chips
from desktop.render.pictures import without_pictures
from desktop.triage.explain import explain

_OPEN_LANES = (Lane.NEEDS_YOU, Lane.WORTH_A_LOOK, Lane.THE_REST)


def inbox(call: argparse.Namespace) -> int:
    """Print the list: one lane, or all open conversations in ranked order."""
    from desktop.store.inbox import page

    with opened(call) as shop:
        lanes = (Lane(call.lane),) if call.lane else _OPEN_LANES
        rows: list[InboxRow] = [] if call.search is None else _found(shop, call.search, call.limit)
        for lane in lanes if call.search is None else ():
            rows += page(shop.reader, lane, limit=call.limit - len(rows), targets=shop.settings.targets, folding=False)
            if len(rows) >= call.limit:
                break
        now = shop.clock.now()
    if call.json:
        put_json([_row(row) for row in rows])
    elif rows:
        put_table(("ID", "LANE", "WAITING", "WHO", "CHANNEL", "SAYS", "WHY"), (_line(row, now) for row in rows))
    else:
        put(_nobody(lanes) if call.search is None else "Nothing found.")
    return 0


def _nobody(lanes: Collection[Lane]) -> str:
    return "Nobody is waiting." if set(lanes) <= set(_OPEN_LANES) else "There is nothing in this list."


def _found(shop: Shop, name: str, limit: int) -> list[InboxRow]:
    from desktop.cli.searches import named
    from desktop.store import found

    rows = found.page(shop.reader, named(shop, name), limit=limit, targets=shop.settings.targets)
    return [found.bare(row) for row in rows]


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
        "due_at": iso(row.due_at),
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
    """Print one conversation with the person's whole timeline, or why it stands where it stands."""
    with opened(call) as shop:
        found, now = conversation(shop, call.id, also_begun=True), shop.clock.now()
        lines = _lines(shop) if call.why else ()
    if call.json:
        put_json(_opened(found, now))
        return 0
    row = found.row
    put(f"{row.who}  {row.handle}  {row.subject}")
    if call.why:
        put(explain(row.reasons, row.band))
        for line in lines:
            put(line)
        return 0
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


def _lines(shop: Shop) -> tuple[str, ...]:
    """Return what moved the line of “Needs you”, a sentence each."""
    from desktop.store.sense import sense
    from desktop.triage.personal import Personal

    return Personal(sense(shop.reader)).lines()


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
            "html": without_pictures(entry.html),
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
    told = {"language": found.language, "language_by_owner": found.by_owner}
    return {**_row(found.row), **told, "personas": personas, "earlier": found.earlier, "messages": messages}


def conversation(shop: Shop, number: int, *, also_begun: bool = False) -> Opened:
    """Return the conversation of that number, with `also_begun` also a new message that has not left; raises Failed."""
    from desktop.domain.begun import is_begun
    from desktop.store import begun
    from desktop.store.inbox import opened as opened_conversation

    found = opened_conversation(shop.reader, ConversationId(number), targets=shop.settings.targets)
    place = ConversationId(number)
    is_new = is_begun(place) and bool(begun.rows(shop.reader, [place], Lane.DRAFTS))
    if found is None or (is_begun(place) and not (also_begun and is_new)):
        raise Failed(f"There is no conversation {number}. The ids are in the first column of: shopbell inbox.")
    return found


def find(call: argparse.Namespace) -> int:
    """Search, newest first."""
    from desktop.domain.query import BadQuery
    from desktop.store.search import everything

    with opened(call) as shop:
        try:
            hits = everything(shop.reader, " ".join(call.query), limit=call.limit)
        except BadQuery as unclear:
            raise WrongUsage(str(unclear)) from None
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
                    "note": hit.note,
                }
                for hit in hits
            ]
        )
    elif hits:
        rows = [
            (str(h.conversation), iso(h.written_at) or "", h.who, "note" if h.note else h.channel, h.subject, h.snippet)
            for h in hits
        ]
        put_table(("ID", "WHEN", "WHO", "CHANNEL", "SUBJECT", "SAYS"), rows)
    else:
        put("Nothing found. Try fewer words, or check from: and channel:.")
    return 0
