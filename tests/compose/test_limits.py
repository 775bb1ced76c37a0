"""Lengths as the networks count them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.compose.limits import graphemes, measure, units
from desktop.connectors.base import Counting, Limits

MASTODON = Limits(counting=Counting.GRAPHEMES_URL23, max_units=500)
BLUESKY = Limits(counting=Counting.GRAPHEMES_BYTES, max_units=300, max_bytes=3000)
X = Limits(counting=Counting.WEIGHTED_280, max_units=280)
FAMILY = "👩‍👩‍👧‍👦"
LONG_URL = "https://hazelrye.example/" + "a" * 80


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ("", 0),
        ("hello", 5),
        ("café", 4),
        ("cafe\u0301", 4),
        (FAMILY, 1),
        ("🇩🇪🇫🇷", 2),
        ("naïve 🍞", 7),
        ("https://a.example", 23),
        (LONG_URL, 23),
        (f"See {LONG_URL}.", 4 + 23 + 1),
        (f"({LONG_URL})", 25),
        (f"{LONG_URL} {LONG_URL}", 47),
        ("https://en.example/Rye_(bread)", 23),
        ("@marta@social.example hello", 12),
        ("@marta hello", 12),
        ("write to marta@post.example", 27),
        ("@a@b.example @long.name@very-long-server.example!", 2 + 1 + 10 + 1),
        ("www.hazelrye.example", 20),
        ("a\r\nb", 3),
        ("ftp://x.example", 15),
        ("日本語", 3),
    ],
)
def test_mastodon_counts_signs_and_23_for_an_address(text: str, used: int) -> None:
    assert measure(text, MASTODON).used == used


@pytest.mark.parametrize(
    ("text", "used", "left"),
    [
        ("hello", 5, 295),
        (LONG_URL, 105, 195),
        ("x" * 300, 300, 0),
        ("x" * 301, 301, -1),
        (FAMILY * 120, 120, 180),
        (FAMILY * 121, 121, -(121 * 25 - 3000)),
        ("é" * 300, 300, 0),
    ],
)
def test_bluesky_counts_signs_and_bytes(text: str, used: int, left: int) -> None:
    found = measure(text, BLUESKY)
    assert (found.used, found.left) == (used, left)


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ("hello", 5),
        ("café", 4),
        ("cafe\u0301", 4),
        ("日本語", 6),
        ("한국", 4),
        ("🍞", 2),
        (FAMILY, 2),
        ("🇩🇪", 2),
        ("👍🏽", 2),
        ("1️⃣", 2),
        ("Привет", 6),
        ("مرحبا", 5),
        ("“quoted” – yes", 14),
        ("…", 2),
        ("€", 2),
        ("©", 1),
        (LONG_URL, 23),
        ("look: hazelrye.com/menu now", 6 + 23 + 4),
        ("end.Then", 8),
        ("@hazelrye @tom hello", 5),
        ("hello @tom", 10),
        ("a@post.com", 10),
    ],
)
def test_x_weighs_signs(text: str, used: int) -> None:
    assert measure(text, X).used == used


@pytest.mark.parametrize(
    ("limits", "text", "sentence"),
    [
        (Limits(), "as long as you like", ""),
        (MASTODON, "x" * 139, "361 left of 500"),
        (MASTODON, "x" * 500, "0 left of 500"),
        (MASTODON, "x" * 503, "3 too long"),
        (BLUESKY, FAMILY * 121, "25 bytes too long: some signs, like emoji, take many"),
        (Limits(counting=Counting.CODEPOINTS, max_units=10), "cafe\u0301", "5 left of 10"),
    ],
)
def test_the_counter_says_it_in_words(limits: Limits, text: str, sentence: str) -> None:
    assert measure(text, limits).sentence == sentence


def test_no_limit_is_no_number() -> None:
    found = measure("x" * 10_000, Limits())
    assert (found.used, found.limit, found.left) == (10_000, None, None)


@given(st.text(), st.sampled_from(list(Counting)))
def test_any_text_has_a_length(text: str, counting: Counting) -> None:
    assert units(text, counting) >= 0


@given(st.text(alphabet="abc ", max_size=50))
def test_plain_letters_count_the_same_everywhere(text: str) -> None:
    assert {units(text, counting) for counting in Counting} == {len(text)}


@given(st.text())
def test_signs_are_never_more_than_code_points(text: str) -> None:
    assert graphemes(text) <= len(text)


def test_a_very_long_text_is_counted_while_one_types() -> None:
    began = time.process_time()
    for limits in (MASTODON, BLUESKY, X):
        measure("http://a@b." + "a." * 20_000 + "@" * 20_000 + "é👩‍👩‍👧‍👦" * 5_000, limits)
    assert time.process_time() - began < 2
