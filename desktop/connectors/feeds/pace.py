"""How soon a feed may be asked again: not before its server, or the feed itself, wants it."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

POLL = timedelta(minutes=10)
LONGEST = timedelta(hours=6)
"""A shop cannot wait a week for a mention, however seldom a feed says it changes."""

_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*(\d{1,9})", re.IGNORECASE)


def not_before(headers: Mapping[str, str], every: int, now: datetime) -> datetime | None:
    """Return when to ask again by Cache-Control and by the feed's own interval (minutes); None for the usual time."""
    cached = _MAX_AGE.search(headers.get("cache-control", ""))
    wait = max(timedelta(minutes=min(every, 10**6)), timedelta(seconds=int(cached.group(1)) if cached else 0))
    return None if wait <= POLL else now + min(wait, LONGEST)
