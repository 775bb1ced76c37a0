"""Facts about made-up conversations, for the tests of the ranking."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from desktop.domain.conversation import ConversationId, Facts
from desktop.domain.item import Audience, Kind

NOW = datetime(2026, 5, 12, 10, 0, tzinfo=UTC)

_MAIL = Facts(
    conversation=ConversationId(1),
    channel="mail",
    kind=Kind.MAIL,
    audience=Audience.PRIVATE,
    addressed=True,
    subject="",
    text="",
    automatic="",
    matched="",
    rating=None,
    followers=None,
    waiting_since=NOW - timedelta(minutes=5),
    last_at=NOW - timedelta(minutes=5),
    messages_in=1,
    unanswered=1,
    earlier_conversations=0,
    answered_before=False,
    now=NOW,
)


def mail(text: str = "", **changes: Any) -> Facts:
    """Return a mail to the shop that came five minutes ago."""
    return replace(_MAIL, text=text, **changes)


def post(text: str = "", **changes: Any) -> Facts:
    """Return a public post that names the shop with an @, five minutes ago."""
    public = {"channel": "mastodon", "kind": Kind.POST, "audience": Audience.PUBLIC}
    return replace(_MAIL, text=text, **(public | changes))


def review(text: str = "", rating: int = 3, **changes: Any) -> Facts:
    """Return a public review with stars, five minutes ago."""
    public = {"channel": "review", "kind": Kind.REVIEW, "audience": Audience.PUBLIC, "rating": rating}
    return replace(_MAIL, text=text, **(public | changes))


def waited(facts: Facts, time: timedelta) -> Facts:
    """Return the same conversation, waiting for `time`."""
    return replace(facts, waiting_since=facts.now - time, last_at=facts.now - time)
