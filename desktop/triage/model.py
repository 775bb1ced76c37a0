"""The learned part of the ranking: linear heads over hashed features, one signed byte a feature.

`resources/ranking/model.bin` is a line of JSON and the zlib-packed weights of every head. `packaging/ranking/train.py`
makes it; `resources/ranking/MODEL.md` says from what. Pure; any thread.
"""

import json
import zlib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import sqrt
from pathlib import Path

from desktop.paths import resource
from desktop.triage.features import SIZE, Seen, alone, weight

_MOST_KEPT = 10_000
CLIP = 4.0
"""No head is heard louder than this, in its own standard deviations."""


@dataclass(frozen=True, slots=True)
class Head:
    """One linear head: `weights` are one signed byte a feature, each worth `scale`.

    What it says of a text is in standard deviations of what it said of the messages it was made with.
    """

    name: str
    weights: "array[int]"
    scale: float
    bias: float


class Hearing:
    """A head at work: what it says of texts. Any thread; it remembers what words are worth by themselves."""

    def __init__(self, head: Head) -> None:
        self._head = head
        self._worth: dict[tuple[int, ...], _Worth] = {}

    def __call__(self, text: Seen, situations: tuple[int, ...] = ()) -> float:
        """Return what the head says of a text: of it alone, or also of each of its words in the situations it is in."""
        weights = self._head.weights
        known = [*map(self._in(situations).__getitem__, text.words)]
        total = sum([points for points, _ in known]) + sum(map(weights.__getitem__, text.others))
        square = sum([features for _, features in known]) + len(text.others)
        again = [(alone(word)[0], weight(times)) for word, times in text.words.items() if times > 1]
        again += [(feature, weight(times)) for feature, times in text.others.items() if times > 1]
        more = sum([weights[feature] * (counts - 1.0) for feature, counts in again])
        length = sqrt(square + sum([counts * counts - 1.0 for _, counts in again]))
        said = self._head.scale * (total + more) / length + self._head.bias if length else 0.0
        return max(-CLIP, min(CLIP, said))

    def of_words(self, folded: Sequence[str]) -> list[float]:
        """Return what each word is worth by itself, wherever it stands."""
        scale = self._head.scale
        return [scale * points for points, _ in map(self._in(()).__getitem__, folded)]

    def of_features(self, features: Iterable[int]) -> list[float]:
        """Return what each feature is worth, 0.0 for number 0."""
        scale, weights = self._head.scale, self._head.weights
        return [scale * weights[feature] if feature else 0.0 for feature in features]

    def _in(self, situations: tuple[int, ...]) -> "_Worth":
        worth = self._worth.get(situations)
        if worth is None:
            worth = self._worth[situations] = _Worth(self._head.weights, situations)
        return worth


class _Worth(dict[str, tuple[int, int]]):
    """What words are worth by themselves to a head in some situations, and of how many features that is the sum."""

    def __init__(self, weights: "array[int]", situations: tuple[int, ...]) -> None:
        super().__init__()
        self._weights = weights
        self._situations = situations

    def __missing__(self, word: str) -> tuple[int, int]:
        features = alone(word, self._situations)
        worth = (sum([self._weights[feature] for feature in features]), len(features))
        if len(self) < _MOST_KEPT:
            self[word] = worth
        return worth


@dataclass(frozen=True, slots=True)
class Model:
    """All heads by name, the version that scores made with them carry, and the languages they were made for."""

    version: int
    heads: Mapping[str, Head]
    languages: frozenset[str]
    mark: int = 0
    """A number by which scores made with other weights, or heard at another loudness, are known, from 1 to 255."""


@cache
def shipped() -> Model:
    """Return the model that came with the product, read once."""
    return load(resource("ranking", "model.bin"))


def load(path: Path) -> Model:
    """Return the model in a file. Raises OSError, and ValueError for what is no model."""
    head, _, packed = path.read_bytes().partition(b"\n")
    try:
        told = json.loads(head)
        raw = zlib.decompress(packed)
        names = told["heads"]
        heads = {}
        for place, one in enumerate(names):
            weights: array[int] = array("b", raw[place * SIZE : (place + 1) * SIZE])
            heads[one["name"]] = Head(one["name"], weights, float(one["scale"]), float(one["bias"]))
        if any(len(head.weights) != SIZE for head in heads.values()):
            told = {}
        mark = 1 + zlib.crc32(raw, zlib.crc32(head)) % 255
        return Model(int(told["version"]), heads, frozenset(told["languages"]), mark)
    except (zlib.error, KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path.name} is no model that can be read here ({error}).") from error


def dump(version: int, languages: Iterable[str], heads: Iterable[Head]) -> bytes:
    """Return a model as its file holds it; the same model gives the same bytes."""
    heads = list(heads)
    told = {
        "version": version,
        "languages": sorted(languages),
        "heads": [{"name": head.name, "scale": head.scale, "bias": head.bias} for head in heads],
    }
    packed = zlib.compress(b"".join(head.weights.tobytes() for head in heads), 9)
    return json.dumps(told, separators=(",", ":")).encode() + b"\n" + packed
