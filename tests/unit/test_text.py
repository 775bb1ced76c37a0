"""Text from outside on one line, with nothing in it that turns, hides or overflows."""

import json
import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop.domain.text import LONGEST, plain

_BESIDE = Path(__file__).resolve().parents[3] / "shared" / "data" / "hostile"
NAUGHTY = Path(os.environ.get("SHOPBELL_HOSTILE", _BESIDE)) / "unicode" / "blns" / "blns.json"

_ANYTHING = st.text(st.characters(), max_size=80) | st.text(
    st.sampled_from(
        "a \n\t\u0301\u0302\u200d\u200c\u202e\u2066\ufeff\u00ad\ud83d\ude00\ufe0f\U0001f469\U000e0041\u034f\x00\x85"
    ),
    max_size=400,
)


@pytest.mark.parametrize(
    ("given_text", "shown"),
    [
        ("Hazel & Rye <b>", "Hazel & Rye <b>"),
        ("two\r\nlines\tand\u2028more\x85", "two lines and more"),
        ("  \n ", ""),
        ("evil\u202egpj.exe", "evilgpj.exe"),
        ("a\x00b\x1b[31mc\x7f", "ab[31mc"),
        ("\ufeffzero\u2060width\u00ad", "zerowidth"),
        ("👩‍👩‍👧‍👦 family", "👩‍👩‍👧‍👦 family"),
        ("❤️ ☎︎ 1️⃣", "❤️ ☎︎ 1️⃣"),
        ("👋🏽 🇩🇪", "👋🏽 🇩🇪"),
        ("\U0001fae8 \U0001fadc new", "\U0001fae8 \U0001fadc new"),
        ("می‌خواهم", "می‌خواهم"),
        ("क्‍ष", "क्‍ष"),
        ("שלום עולם", "שלום עולם"),
        ("e" + "\u0301" * 40 + "x", "e" + "\u0301" * 4 + "x"),
        ("half \ud83d of one", "half \ufffd of one"),
        ("\ud83d\ude00 whole again", "😀 whole again"),
        ("\ufffe\uffff\ufdd0x", "x"),
        ("hi\U000e0068\U000e0069", "hi"),
        ("\u3164\u115f", ""),
        ("a\u200d\u200d\u200d\u200db", "a\u200db"),
        ("\n" * 2_000 + "late", "late"),
    ],
)
def test_what_is_shown_of_it(given_text: str, shown: str) -> None:
    assert plain(given_text) == shown


def test_long_text_is_cut_with_a_sign() -> None:
    assert plain("x" * 400) == "x" * 299 + "…"
    assert plain("x" * 300) == "x" * 300
    assert plain("word " * 5, 10) == "word word…"
    assert plain("👩‍👩 and", 3) == "👩…"


@given(_ANYTHING, st.integers(1, 60))
@example("a \u202e b", 5)
@example("\u200d" * 9, 3)
def test_whatever_comes_in_one_short_visible_line_comes_out_and_stays(text: str, limit: int) -> None:
    once = plain(text, limit)
    assert len(once) <= limit
    assert plain(once, limit) == once
    assert "  " not in once
    assert once == once.strip()
    once.encode("utf-8")
    for char in once:
        assert unicodedata.category(char) not in ("Cc", "Cs", "Zl", "Zp", "Co")
        assert unicodedata.bidirectional(char) not in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")


def test_naughty_strings_become_one_short_line_each() -> None:
    if not NAUGHTY.is_file():
        pytest.skip("no list of naughty strings beside the checkout")
    for text in json.loads(NAUGHTY.read_text(encoding="utf-8")):
        once = plain(text)
        assert len(once) <= LONGEST
        assert "\n" not in once
        assert plain(once) == once


def test_a_very_long_text_costs_no_more_than_a_short_one() -> None:
    assert plain("x" * 50_000_000) == "x" * 299 + "…"
