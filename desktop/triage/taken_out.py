"""All that was learned, as values for a file that people can read."""

import json
from collections.abc import Mapping

from desktop.domain.clock import from_ms
from desktop.domain.sense import Lesson
from desktop.triage.personal import Personal, Weight


def strongest(weights: Mapping[str, Weight]) -> list[tuple[str, Weight]]:
    """Return the weights by name, what counts most first."""
    return sorted(weights.items(), key=_by_strength)


def everything(mine: Personal) -> dict[str, object]:
    """Return lessons, weights, pins and the line, by names that only ever grow."""
    done, needed = mine.progress
    return {
        "learned": done,
        "needed": needed,
        "line": {"own": mine.sense.own_line, "crowded": mine.sense.crowded},
        "pins": list(mine.sense.pins),
        "weights": [
            {"feature": name, "points": round(weight.points, 4), "lessons": weight.count}
            for name, weight in strongest(mine.weights)
        ],
        "lessons": [_lesson(lesson) for lesson in mine.sense.lessons],
    }


def text(mine: Personal) -> str:
    """Return the same as the text of a file."""
    return json.dumps(everything(mine), ensure_ascii=False, indent=2) + "\n"


def _by_strength(named: tuple[str, Weight]) -> tuple[float, str]:
    name, weight = named
    return -abs(weight.points), name


def _lesson(lesson: Lesson) -> dict[str, object]:
    return {
        "at": from_ms(lesson.stamp.ms).isoformat(timespec="seconds"),
        "cause": lesson.cause.value,
        "way": "more" if lesson.way > 0 else "less",
        "weight": lesson.weight,
        "sender": lesson.sender,
        "reason": lesson.reason,
        "points_before": lesson.prior,
        "features": list(lesson.features),
    }
