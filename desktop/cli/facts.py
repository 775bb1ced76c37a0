"""What the ranker may look at of a message that is given as an object, and what it said of it as one."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from desktop.cli.output import WrongUsage
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


def facts(given: Mapping[str, Any], number: int, now: datetime | None) -> Facts:
    """Return what the ranker may look at of one object; raises WrongUsage naming the line and what is wrong there."""
    from desktop.triage.language import detect

    text = given.get("text", "")
    if not isinstance(text, str):
        raise WrongUsage(f"Line {number}: “text” must be a string.")
    channel = str(given.get("channel") or "post")
    kind = _KINDS.get(channel.lower(), Kind.POST)
    addressed = given.get("addressed")
    at = moment(given.get("received_at"), number) or now or SystemClock().now()
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


def moment(given: object, number: int) -> datetime | None:
    """Return a moment given as ISO 8601 in a line, or by --now for line 0; raises WrongUsage."""
    if given is None:
        return None
    try:
        found = datetime.fromisoformat(str(given))
    except ValueError:
        where = f"Line {number}: “received_at”" if number else "“--now”"
        raise WrongUsage(f"{where} is not an ISO 8601 time.") from None
    if found.year > _LAST_YEAR:
        where = f"Line {number}: “received_at”" if number else "“--now”"
        raise WrongUsage(f"{where} is too far ahead to reckon with.")
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def _whole(given: object) -> int | None:
    if isinstance(given, bool) or not isinstance(given, int | float) or not abs(given) < _ENDLESS:
        return None
    return int(given)


def _yes(given: object) -> bool:
    return given.strip().lower() not in _NO if isinstance(given, str) else bool(given)


def reasons(score: Score) -> list[dict[str, object]]:
    """Return the terms of a score, strongest first, as the JSON of every call shows them."""
    return [{"name": reason.name, "words": reason.words, "points": round(reason.points, 6)} for reason in score.reasons]
