"""`shopbell rank` and `shopbell clean`: the ranker and the sanitiser alone, without a store."""

import argparse
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from desktop.cli.output import WrongUsage, put_object, read_objects
from desktop.domain.clock import SystemClock
from desktop.domain.conversation import ConversationId, Facts, Score
from desktop.domain.item import Audience, Kind

_KINDS = {
    "mail": Kind.MAIL,
    "review": Kind.REVIEW,
    "blog": Kind.BLOG,
    "feed": Kind.BLOG,
    "comment": Kind.COMMENT,
    "direct": Kind.DIRECT,
    "dm": Kind.DIRECT,
}
_PRIVATE = frozenset({Kind.MAIL, Kind.DIRECT})
_NO = frozenset({"", "0", "no", "false"})


def rank(_call: argparse.Namespace) -> int:
    """Read objects with `id`, `text`, `channel` …; print `id`, `score` (0..1) and `reasons` in input order."""
    from desktop.triage.rank import default_ranker

    score_of = default_ranker()
    now = SystemClock().now()
    for number, given in enumerate(read_objects(sys.stdin.buffer), 1):
        score = score_of(_facts(given, number, now))
        put_object(
            {"id": given.get("id"), "score": round(score.value, 6), "lane": score.band.value, "reasons": reasons(score)}
        )
    return 0


def reasons(score: Score) -> list[dict[str, object]]:
    """Return the terms of a score, strongest first, as the JSON of every call shows them."""
    return [{"name": reason.name, "words": reason.words, "points": round(reason.points, 6)} for reason in score.reasons]


def _facts(given: Mapping[str, Any], number: int, now: datetime) -> Facts:
    text = given.get("text", "")
    if not isinstance(text, str):
        raise WrongUsage(f"Line {number}: “text” must be a string.")
    channel = str(given.get("channel") or "mail")
    kind = _KINDS.get(channel.lower(), Kind.POST)
    at = _moment(given.get("received_at"), number) or now
    addressed = given.get("addressed")
    return Facts(
        conversation=ConversationId(number),
        channel=channel,
        kind=kind,
        audience=Audience.PRIVATE if kind in _PRIVATE else Audience.PUBLIC,
        addressed=kind is not Kind.BLOG if addressed is None else _yes(addressed),
        subject=str(given.get("subject") or ""),
        text=text,
        automatic="",
        matched="",
        rating=_whole(given.get("rating")),
        followers=_whole(given.get("followers")),
        waiting_since=at,
        last_at=at,
        messages_in=1,
        unanswered=1,
        earlier_conversations=0,
        answered_before=False,
        now=max(now, at),
    )


def _moment(given: object, number: int) -> datetime | None:
    if given is None:
        return None
    try:
        moment = datetime.fromisoformat(str(given))
    except ValueError:
        raise WrongUsage(f"Line {number}: “received_at” is not an ISO 8601 time.") from None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _whole(given: object) -> int | None:
    return int(given) if isinstance(given, int | float) and not isinstance(given, bool) else None


def _yes(given: object) -> bool:
    return given.strip().lower() not in _NO if isinstance(given, str) else bool(given)


def clean(call: argparse.Namespace) -> int:
    """Sanitise HTML from standard input, or the `html`/`payload` of each object with --jsonl."""
    from desktop.render import clean as clean_html
    from desktop.render import without_pictures

    if call.html:
        raw = sys.stdin.buffer.read()
        page = without_pictures(clean_html(raw.decode("utf-8", "replace")).html)
        sys.stdout.buffer.write(page.encode("utf-8", "replace"))
        return 0
    for number, given in enumerate(read_objects(sys.stdin.buffer), 1):
        html = given.get("html", given.get("payload"))
        if not isinstance(html, str | None):
            raise WrongUsage(f"Line {number}: “html” must be a string.")
        put_object({"id": given.get("id"), "html": without_pictures(clean_html(html or "").html)})
    return 0
