"""How much everything counts: read from a file that people can read and edit, the owner's own on top of the product's."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from desktop.domain.wording import worded
from desktop.paths import resource
from desktop.triage import lines

OWN = "ranking.toml"
"""The owner's own file, in the folder of the shop's data."""
_LARGEST = 1_000_000
_PLACE = re.compile(r"\s*\(at (?:line \d+, column \d+|end of document)\)$")


@dataclass(frozen=True, slots=True)
class Loudness:
    """How much each voice counts in one situation: points for a standard deviation of a head, and for a list's point."""

    shop: float
    anywhere: float
    lists: float


@dataclass(frozen=True, slots=True)
class Weights:
    """Every number of the file, by section and name; points are log-odds."""

    words: Mapping[str, Loudness]
    lists: Mapping[str, float]
    plainly: float
    channel: Mapping[str, float]
    rating: Mapping[int, float]
    reach: Mapping[str, float]
    person: Mapping[str, float]
    wait: Mapping[str, float]
    spread: Mapping[str, float]
    learned: Mapping[str, float]


@cache
def usual() -> Weights:
    """Return the weights that came with the product, read once."""
    return load()[0]


def load(own: Path | None = None) -> tuple[Weights, list[str]]:
    """Return the weights, and one sentence for each line of the owner's own file that cannot be used. Never raises."""
    told = tomllib.loads(resource("ranking", "weights.toml").read_text(encoding="utf-8"))
    sentences: list[str] = []
    if own is not None and own.exists():
        try:
            found, faulty = lines.understood(lines.read(own), tomllib.loads)
        except (OSError, ValueError) as error:
            sentences = [worded(f"{own.name} cannot be read ({_why(error)}); everything counts as usual.")]
        else:
            sentences = [worded(f"{own.name}, line {n}: {_why(error)}; it is passed over.") for n, error in faulty]
            sentences += _lay_over(told, found, own.name, ())
    return _understood(told), sentences


def _why(error: object) -> str:
    """Return what is wrong in a few words, without the place."""
    return getattr(error, "strerror", None) or _PLACE.sub("", str(error))


def _lay_over(told: dict[str, Any], own: Mapping[str, Any], file: str, where: tuple[str, ...]) -> list[str]:
    sentences: list[str] = []
    for name, value in own.items():
        usual = told.get(name)
        path = ".".join((*where, name))
        if isinstance(usual, dict) and isinstance(value, Mapping):
            sentences += _lay_over(usual, value, file, (*where, name))
        elif isinstance(usual, int | float) and _is_number(value):
            told[name] = value
        elif usual is None:
            sentences.append(worded(f"{file}: there is nothing called “{path}”; it is passed over."))
        elif isinstance(usual, dict):
            sentences.append(worded(f"{file}: “{path}” is a section; write [{path}] above its lines."))
        else:
            sentences.append(worded(f"{file}: “{path}” must be a number; it counts {usual} as usual."))
    return sentences


def _is_number(value: object) -> bool:
    """Whether it can be reckoned with: neither endless nor so large that no sum of it could be kept."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= _LARGEST


def _understood(told: Mapping[str, Any]) -> Weights:
    words = dict(told["words"])
    lists, plainly = words.pop("lists"), words.pop("plainly")
    return Weights(
        words={name: Loudness(**{key: float(value) for key, value in one.items()}) for name, one in words.items()},
        lists=_numbers(lists),
        plainly=float(plainly),
        channel=_numbers(told["channel"]),
        rating={int(stars): float(points) for stars, points in told["rating"].items()},
        reach=_numbers(told["reach"]),
        person=_numbers(told["person"]),
        wait=_numbers(told["wait"]),
        spread=_numbers(told["spread"]),
        learned=_numbers(told["learned"]),
    )


def _numbers(told: Mapping[str, Any]) -> dict[str, float]:
    return {name: float(value) for name, value in told.items()}
