"""How fast the ranking learns what one owner cares about: python -m tests.bench.learning FILE.jsonl.gz.

An owner with one narrow interest handles the first eight of each hundred messages and two drawn at random, as the
exploration rows would show them: what is of interest is answered, the rest put away unread. Printed is nDCG@50 of that
interest on messages never handled, after so many acts, the mean of some seeds, with the shipped ranker as what it starts
from; and the same with one word pinned.

The file names what people complain about, an object a line: `text`, `reason`, `sent`, `author`.
"""

import argparse
import gzip
import json
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import fmean

from desktop.domain.act import Stamp
from desktop.domain.conversation import ConversationId, Facts
from desktop.domain.item import Audience, Kind
from desktop.domain.row import Band
from desktop.domain.sense import Cause, Lesson, Sense
from desktop.triage.personal import Personal, feature_of_word, features
from desktop.triage.rank import default_ranker
from desktop.triage.weights import usual

POINTS = (0, 10, 25, 50, 100, 200, 400)
SEEDS = 5
BATCH, TOP, RANDOM = 100, 8, 2
STREAM, HELD = 2000, 2000
_ON_TOP = 1000.0
"""Points that no other conversation has."""
NOW = datetime(2026, 5, 12, 10, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Told:
    """A message, what it is about, what the ranking makes of it alone, and by what it is known."""

    facts: Facts
    topic: str
    prior: float
    found: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody who cares about some topics, and what they would pin."""

    name: str
    topics: frozenset[str]
    pins: tuple[str, ...] = ()


AIRLINE = (
    Persona("baggage", frozenset(("Lost Luggage", "Damaged Luggage")), ("bag",)),
    Persona("cancelled, late", frozenset(("Cancelled Flight", "Late Flight")), ("cancelled",)),
    Persona("service, attendants", frozenset(("Customer Service Issue", "Flight Attendant Complaints")), ("rude",)),
    Persona("booking", frozenset(("Flight Booking Problems",)), ("booking",)),
    Persona("praise", frozenset(("praise",)), ("great",)),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--seeds", type=int, default=SEEDS)
    given = parser.parse_args(arguments)
    messages = read(given.file)
    print(f"{'persona':28}{'share':>7}" + "".join(f"{points:>7}" for points in POINTS))
    for persona in AIRLINE:
        for name, pins in ((persona.name, ()), (f"{persona.name} + a pin", persona.pins)):
            runs = [simulate(messages, persona, pins, seed) for seed in range(given.seeds)]
            means = [fmean(run[at] for run in runs) for at in range(len(POINTS))]
            share = fmean(message.topic in persona.topics for message in messages)
            print(f"{name:28}{share:7.2f}" + "".join(f"{mean:7.2f}" for mean in means), flush=True)
    return 0


def read(file: Path) -> list[Told]:
    """Return the messages of a file with what the ranking makes of them."""
    rank = default_ranker()
    found = []
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            row = json.loads(line)
            facts = facts_of(row, number)
            points = sum(reason.points for reason in rank(facts).reasons)
            topic = row.get("reason") or {"pos": "praise"}.get(row["sent"], "")
            found.append(Told(facts, topic, round(points, 2), features(facts)))
    return found


def facts_of(row: dict[str, str], number: int) -> Facts:
    """Return a post that names the shop."""
    return Facts(
        conversation=ConversationId(number),
        channel="x",
        kind=Kind.POST,
        audience=Audience.PUBLIC,
        addressed=True,
        subject="",
        text=row["text"],
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
        sender=f"x/{row['author']}",
        who=row["author"],
    )


def simulate(messages: Sequence[Told], persona: Persona, pins: Sequence[str], seed: int) -> list[float]:
    """Return nDCG@50 on the held messages at each of the points."""
    drawn = random.Random(seed).sample(messages, STREAM + HELD)
    stream, held = drawn[:STREAM], drawn[STREAM:]
    chance = random.Random(f"explored {seed}")
    pinned = tuple(feature_of_word(word) for word in pins)
    lessons: list[Lesson] = []
    reached: list[float] = []
    while len(reached) < len(POINTS):
        for start in range(0, STREAM, BATCH):
            for message in handled(
                stream[start : start + BATCH], Personal(Sense(lessons=tuple(lessons), pins=pinned)), chance
            ):
                if len(lessons) == POINTS[len(reached)]:
                    reached.append(quality(held, persona, Personal(Sense(lessons=tuple(lessons), pins=pinned))))
                    if len(reached) == len(POINTS):
                        return reached
                lessons.append(lesson(message, len(lessons), cares=message.topic in persona.topics))
    return reached


def lesson(message: Told, number: int, *, cares: bool) -> Lesson:
    """Return what handling a message teaches."""
    return Lesson(
        stamp=Stamp(number * 60_000, 0, ""),
        cause=Cause.ANSWERED if cares else Cause.PASSED,
        way=1 if cares else -1,
        weight=1,
        prior=message.prior,
        features=message.found,
        conversation_key=str(number),
        sender=message.facts.sender,
        band=Band.WORTH_A_LOOK,
    )


def handled(batch: Sequence[Told], mine: Personal, chance: random.Random) -> list[Told]:
    """Return the first of a batch and two others."""
    order = sorted(batch, key=lambda told: -points(told, mine))
    return order[:TOP] + chance.sample(order[TOP:], min(RANDOM, max(0, len(order) - TOP)))


def points(told: Told, mine: Personal) -> float:
    """Return what a message is worth with the owner's sense."""
    most = usual().learned["most"]
    learned = max(-most, min(most, sum(mine.shares(told.found).values())))
    return told.prior + learned + (_ON_TOP if mine.pin(told.facts) else 0.0)


def quality(held: Sequence[Told], persona: Persona, mine: Personal, most: int = 50) -> float:
    """Return nDCG of the first fifty."""
    order = sorted(held, key=lambda told: -points(told, mine))
    gained = [message.topic in persona.topics for message in order[:most]]
    best = min(most, sum(message.topic in persona.topics for message in held))
    return sum(hit / math.log2(place + 2) for place, hit in enumerate(gained)) / sum(
        1 / math.log2(place + 2) for place in range(best)
    )


if __name__ == "__main__":
    raise SystemExit(main())
