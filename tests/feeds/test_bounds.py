"""Each bound on an answer holds by itself."""

import gzip
import random
from collections.abc import Iterator

import pytest

from desktop.connectors.body import Bounds, whole
from desktop.domain.errors import Malformed


def untouched() -> Iterator[bytes]:
    raise AssertionError("something was read of an answer that said it is too large")
    yield b""


def test_an_answer_that_says_it_is_too_large_is_not_read_at_all() -> None:
    with pytest.raises(Malformed):
        whole(untouched(), {"content-length": "11"}, Bounds(wire=10), "x.test")


def test_what_is_packed_loosely_is_bounded_too() -> None:
    body = bytes(random.Random(1).choices(b"abcdefgh", k=200_000))
    packed = gzip.compress(body)
    assert len(body) < 5 * len(packed)
    headers = {"content-encoding": "gzip"}
    assert whole(iter([packed]), headers, Bounds(), "x.test") == body
    with pytest.raises(Malformed, match="swells"):
        whole(iter([packed]), headers, Bounds(inflated=100_000), "x.test")
