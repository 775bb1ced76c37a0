"""`shopbell rank`: the ranker alone, without a store, and how good its order is on messages whose need is known."""

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
    "email": Kind.MAIL,
    "post": Kind.POST,
    "review": Kind.REVIEW,
    "blog": Kind.BLOG,
    "feed": Kind.BLOG,
    "comment": Kind.COMMENT,
    "direct": Kind.DIRECT,
    "dm": Kind.DIRECT,
}
_PRIVATE = frozenset({Kind.MAIL, Kind.DIRECT})
_ANYWHERE = frozenset({Kind.POST, Kind.COMMENT})
"""What is said there may be said to the shop or only about it."""
_ENDLESS = 1e15
_LAST_YEAR = 9000
_NO = frozenset({"", "0", "no", "false", "passing"})


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
    now = _moment(call.now, 0)
    for number, given in enumerate(read_objects(sys.stdin.buffer), 1):
        score = score_of(facts(given, number, now))
        shown = {"score": round(score.value, 9), "lane": score.band.value, "reasons": reasons(score)}
        put_object({"id": given.get("id"), **shown})
    return 0


def reasons(score: Score) -> list[dict[str, object]]:
    """Return the terms of a score, strongest first, as the JSON of every call shows them."""
    return [{"name": reason.name, "words": reason.words, "points": round(reason.points, 6)} for reason in score.reasons]


def facts(given: Mapping[str, Any], number: int, now: datetime | None) -> Facts:
    """Return what the ranker may look at of one object; raises WrongUsage naming the line and what is wrong there."""
    from desktop.triage.language import detect

    text = given.get("text", "")
    if not isinstance(text, str):
        raise WrongUsage(f"Line {number}: “text” must be a string.")
    channel = str(given.get("channel") or "post")
    kind = _KINDS.get(channel.lower(), Kind.POST)
    addressed = given.get("addressed")
    at = _moment(given.get("received_at"), number) or now or SystemClock().now()
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
        messages_in=2 if _yes(given.get("reply") or False) else 1,
        unanswered=1,
        earlier_conversations=1 if _yes(given.get("known") or False) else 0,
        answered_before=_yes(given.get("known") or False),
        now=max(now or at, at),
        known_where=addressed is not None or kind not in _ANYWHERE,
        language=str(given.get("lang") or given.get("language") or detect(text)),
    )


def _moment(given: object, number: int) -> datetime | None:
    if given is None:
        return None
    try:
        moment = datetime.fromisoformat(str(given))
    except ValueError:
        where = f"Line {number}: “received_at”" if number else "“--now”"
        raise WrongUsage(f"{where} is not an ISO 8601 time.") from None
    if moment.year > _LAST_YEAR:
        where = f"Line {number}: “received_at”" if number else "“--now”"
        raise WrongUsage(f"{where} is too far ahead to reckon with.")
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _whole(given: object) -> int | None:
    if isinstance(given, bool) or not isinstance(given, int | float) or not abs(given) < _ENDLESS:
        return None
    return int(given)


def _yes(given: object) -> bool:
    return given.strip().lower() not in _NO if isinstance(given, str) else bool(given)
