"""The time, handed in: nothing else in the product asks the machine what time it is."""

import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time. May be asked on any thread."""

    def now(self) -> datetime:
        """Return the present moment, with its time zone (UTC)."""
        ...

    def monotonic(self) -> float:
        """Return seconds that never run backwards; only differences mean something."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the present moment in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Return the machine's monotonic seconds."""
        return time.monotonic()


def to_ms(moment: datetime) -> int:
    """Return milliseconds since 1970-01-01 UTC, the form in which the store keeps every time.

    Raises ValueError for a moment without a time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a time without a zone cannot be stored")
    return round(moment.timestamp() * 1000)


def from_ms(ms: int) -> datetime:
    """Return the UTC moment that `to_ms` turned into milliseconds."""
    return datetime.fromtimestamp(ms / 1000, UTC)
