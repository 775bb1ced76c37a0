"""Storms: how many of the marked ones are noticed, at how many false alarms a week, on weeks that nobody tuned for."""

import argparse
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from desktop.triage import spikes
from tests.bench import weeks
from tests.bench.figures import Figure

VOLUMES = (0.3, 1.0, 5.0, 50.0)
"""People an hour."""
SHOPS = 30
UNSEEN = 13000
"""The first seed measured here; other numbers were set by seeds below a hundred."""
MOST_FALSE = 0.5
LEAST_FOUND = 0.70


@dataclass(slots=True)
class Tally:
    """What was found over some shops."""

    windows: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    false: int = 0
    weeks: float = 0.0
    alerts_inside: int = 0

    @property
    def recall(self) -> float:
        """The share of storms that were noticed."""
        return self.found.total() / max(1, self.windows.total())

    @property
    def false_a_week(self) -> float:
        """False alarms a week."""
        return self.false / max(1e-9, self.weeks)


def alerts(shop: weeks.Shop, easing: float = 1.0) -> list[int]:
    """Return the hours in which an alert is given: for all who write, and for the unhappy apart, one for both."""
    found = {storm.found for storm in spikes.storms(0, shop.people, easing=easing).storms}
    for storm in spikes.storms(0, shop.unhappy, easing=easing).storms:
        if not any(abs(storm.found - other) < spikes.COOL_DOWN for other in found):
            found.add(storm.found)
    return sorted(found)


def tally(seeds: Iterable[int], an_hour: float, easing: float = 1.0) -> Tally:
    """Return how the alerts compare with the marked storms; the weeks without any are for learning and count too."""
    result = Tally()
    for seed in seeds:
        shop = weeks.make(seed, an_hour=an_hour)
        result.weeks += len(shop.people) / weeks.WEEK
        given = alerts(shop, easing)
        for window in shop.windows:
            inside = [hour for hour in given if window.start <= hour < window.stop + 2]
            result.windows[window.shape] += 1
            result.found[window.shape] += bool(inside)
            result.alerts_inside += len(inside)
            given = [hour for hour in given if hour not in inside]
        result.false += len(given)
    return result


def measure(_options: argparse.Namespace) -> list[Figure]:
    """Return the share noticed and the false alarms a week, by how many write; and what a look takes."""
    figures = []
    for an_hour in VOLUMES:
        found = tally(range(UNSEEN, UNSEEN + SHOPS), an_hour)
        shapes = ", ".join(f"{shape} {found.found[shape]}/{found.windows[shape]}" for shape in weeks.SHAPES)
        figures.append(
            Figure(
                name=f"storms noticed, {an_hour:g} an hour",
                ours=found.recall,
                peer=LEAST_FOUND,
                unit="share",
                ratio=found.recall,
                target=f">= {LEAST_FOUND:g}",
                good=found.recall >= LEAST_FOUND,
                note=shapes,
            )
        )
        figures.append(
            Figure(
                name=f"false alarms, {an_hour:g} an hour",
                ours=found.false_a_week,
                peer=MOST_FALSE,
                unit="a week",
                ratio=found.false_a_week,
                target=f"<= {MOST_FALSE:g}",
                good=found.false_a_week <= MOST_FALSE,
                note=f"{found.alerts_inside / max(1, found.found.total()):.2f} alerts a storm noticed",
            )
        )
    shop = weeks.make(UNSEEN, an_hour=5.0, weeks=8)
    before = time.process_time()
    spikes.storms(0, shop.people)
    took = 1000 * (time.process_time() - before)
    figures.append(
        Figure(
            name="looking through eight weeks of a channel",
            ours=took,
            peer=20,
            unit="ms CPU",
            ratio=took,
            target="<= 20",
            good=took <= 20,
        )
    )
    return figures
