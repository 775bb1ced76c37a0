"""A clock that stands still until it is moved, and a secret that needs no keyring."""

import time
from datetime import UTC, datetime, timedelta


class SteadyClock:
    """Tells the moment it was given; its monotonic seconds are the machine's own."""

    def __init__(self, moment: datetime = datetime(2026, 10, 1, 12, tzinfo=UTC)) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return time.monotonic()

    def move(self, **ahead: float) -> None:
        """Move on, by days, hours, minutes or seconds."""
        self.moment += timedelta(**ahead)


class PlainSecret:
    """A secret in memory."""

    def __init__(self, text: str = "") -> None:
        self.text = text

    def get(self) -> str:
        return self.text
