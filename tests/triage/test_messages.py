"""The messages that the ranking learns from: enough of them, of many trades, each whole, and none twice."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[2] / "resources" / "ranking" / "messages"
KINDS = {"complaint", "question", "order", "praise", "thanks", "passing", "quote", "spam", "supplier", "chatter", "withdrawn"}  # fmt: skip
CHANNELS = {"mail", "dm", "post", "comment", "review", "blog"}
ADDRESSED = {"direct", "mention", "passing"}
FIELDS = {
    "kind",
    "first",
    "needs_answer",
    "channel",
    "addressed",
    "subject",
    "text",
    "rating",
    "followers",
    "reply",
    "known",
    "hard",
}


def read() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for file in sorted(FOLDER.glob("*/*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            yield file.parent.name, file.stem, json.loads(line)


@pytest.fixture(scope="module")
def examples() -> list[tuple[str, str, dict[str, Any]]]:
    return list(read())


def test_every_message_is_whole(examples: list[tuple[str, str, dict[str, Any]]]) -> None:
    for language, trade, one in examples:
        where = f"{language}/{trade}: {one}"
        assert set(one) <= FIELDS, where
        assert one["kind"] in KINDS, where
        assert one["channel"] in CHANNELS, where
        assert one["addressed"] in ADDRESSED, where
        assert one["text"].strip(), where
        assert ("subject" in one) == (one["channel"] == "mail"), where
        assert one["channel"] != "review" or one["rating"] in range(1, 6), where
        assert one["needs_answer"] or not one["first"], where


def test_there_are_enough_of_many_trades_and_in_four_languages(examples: list[tuple[str, str, dict[str, Any]]]) -> None:
    languages = Counter(language for language, _, _ in examples)
    assert languages["en"] >= 4000
    assert min(languages[language] for language in ("de", "fr", "es")) >= 500
    assert len(examples) >= 6000
    assert len({trade for _, trade, _ in examples}) >= 60
    for language in languages:
        assert {one["channel"] for has, _, one in examples if has == language} == CHANNELS
        assert {one["kind"] for has, _, one in examples if has == language} == KINDS


def test_twelve_whole_trades_are_held_out(examples: list[tuple[str, str, dict[str, Any]]]) -> None:
    held = (FOLDER / "held-out.txt").read_text(encoding="utf-8").split()
    assert len(set(held)) == 12
    assert set(held) <= {trade for _, trade, _ in examples}
    for language in ("en", "de", "fr", "es"):
        assert any(trade in held for has, trade, _ in examples if has == language)


def test_no_two_messages_are_nearly_the_same(examples: list[tuple[str, str, dict[str, Any]]]) -> None:
    runs = [_runs(one["text"]) for _, _, one in examples]
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for number, mine in enumerate(runs):
        shared = Counter(other for run in mine for other in holders[run])
        for other, count in shared.items():
            alike = count / len(mine | runs[other])
            assert alike < 0.5, (examples[number], examples[other])
        for run in mine:
            holders[run].append(number)


def _runs(text: str) -> set[str]:
    """Every three words in a row; of a shorter text all words, of one without words all signs."""
    found = re.findall(r"\w+", text.lower()) or [text]
    return {" ".join(found[at : at + 3]) for at in range(max(1, len(found) - 2))}
