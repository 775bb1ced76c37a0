"""The learned part of the ranking: linear heads over hashed features, one signed byte a feature.

`resources/ranking/model.bin` is a line of JSON and the zlib-packed weights of every head. `packaging/ranking/train.py`
makes it; `resources/ranking/MODEL.md` says from what. Pure; any thread.
"""

import json
import math
import zlib
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from desktop.paths import resource
from desktop.triage.features import SIZE

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

    def hear(self, features: Mapping[int, float], besides: Iterable[int] = ()) -> float:
        """Return what the head says of features and their weights; those `besides` count once more each."""
        weights = self.weights
        total = square = 0.0
        for feature, weight in features.items():
            total += weights[feature] * weight
            square += weight * weight
        for feature in besides:
            total += weights[feature]
            square += 2.0 * features.get(feature, 0.0) + 1.0
        if not square:
            return 0.0
        return max(-CLIP, min(CLIP, self.scale * total / math.sqrt(square) + self.bias))


@dataclass(frozen=True, slots=True)
class Model:
    """All heads by name, the version that scores made with them carry, and the languages they were made for."""

    version: int
    heads: Mapping[str, Head]
    languages: frozenset[str]
    mark: int = 0
    """A number by which scores made with other weights are known, from 1 to 255."""


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
        mark = 1 + zlib.crc32(raw) % 255
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
