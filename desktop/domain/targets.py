"""How soon a customer should have an answer: by channel and audience, in the time in which the shop is open."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from desktop.domain.lean import dataclass

if TYPE_CHECKING:
    from desktop.domain.hours import Hours

_MINUTE = timedelta(minutes=1)
_SOON = timedelta(minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """When an answer is due, and from when on it is due soon."""

    at: datetime
    soon: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Targets:
    """The owner's targets. Pure; any thread.

    `chosen` holds (channel, audience, target), where "" is any channel or any audience; what names more holds before
    what names less, and a channel before an audience. `usual` holds where nothing does. Without `hours` the shop is
    open round the clock.
    """

    usual: timedelta = timedelta(minutes=60)
    chosen: tuple[tuple[str, str, timedelta], ...] = ()
    hours: "Hours | None" = None

    def of(self, channel: str, audience: str) -> timedelta:
        """Return the target of what is said in a channel before an audience, a minute at least."""
        if not self.chosen:
            return max(self.usual, _MINUTE)
        named = {(one, who): target for one, who, target in self.chosen}
        places = ((channel, str(audience)), (channel, ""), ("", str(audience)))
        return max(next((named[place] for place in places if place in named), self.usual), _MINUTE)

    def due(self, since: datetime, channel: str, audience: str) -> Due:
        """Return when somebody who waits since a moment should have an answer."""
        target = self.of(channel, audience)
        return Due(at=self.after(since, target), soon=self.after(since, target - min(_SOON, target / 2)))

    def after(self, since: datetime, time: timedelta) -> datetime:
        """Return when the shop will have been open for some time since a moment."""
        return since + time if self.hours is None else self.hours.after(since, time)

    def between(self, earlier: datetime, later: datetime) -> timedelta:
        """Return how long the shop was open between two moments; never less than nothing."""
        if self.hours is None:
            return max(later - earlier, timedelta(0))
        return self.hours.between(earlier, later)

    def is_open(self, moment: datetime) -> bool:
        """Return whether the shop is open at a moment."""
        return self.hours is None or self.hours.is_open(moment)

    @property
    def mark(self) -> int:
        """A number by which scores reckoned with other targets are known, from 1 to 65,535."""
        from zlib import crc32

        hours = self.hours and (self.hours.week, self.hours.holidays, self.hours.zone)
        return 1 + crc32(repr((self.usual, sorted(self.chosen), hours)).encode()) % 0xFFFF


USUAL = Targets()
"""Those of a shop that has chosen none: an hour, round the clock."""
