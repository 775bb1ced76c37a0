"""What was learned of the owner's own sense, by the command line: shown, corrected, pinned, forgotten, taken out."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Shopbell


@pytest.fixture
def demo(tmp_path: Path) -> Shopbell:
    """A sample shop of its own for each test: what one has taught is nothing to the next."""
    return Shopbell(tmp_path)


def inbox(demo: Shopbell) -> Any:
    return demo("--demo", "inbox", "--json", "--limit", "500").json


def test_nothing_was_learned_yet(demo: Shopbell) -> None:
    assert demo("--demo", "learned").out == "Still learning (0 of 25).\n"
    assert demo("--demo", "learned", "undo").out == "Nothing was learned yet.\n"
    assert demo("--demo", "learned", "reset").out == "Nothing was learned yet.\n"
    none = demo("--demo", "learned", "forget", "nobody@example.org")
    assert (none.code, none.err) == (1, "shopbell: Nothing was learned from “nobody@example.org”.\n")


def test_a_conversation_is_corrected_and_stands_elsewhere_at_once(demo: Shopbell) -> None:
    row = next(row for row in reversed(inbox(demo)) if row["waiting_since"] and row["lane"] == "worth-a-look")
    said = demo("--demo", "learned", "more", str(row["id"]))
    assert said.out.startswith("Matters more: ")
    after = next(one for one in inbox(demo) if one["id"] == row["id"])
    assert after["score"] > row["score"]
    assert any(reason["name"] == "personal" for reason in after["reasons"])
    assert demo("--demo", "learned", "--json").json["lessons"][0]["way"] == "more"
    assert demo("--demo", "undo").code == 0
    assert demo("--demo", "learned", "--json").json["lessons"] == []


def test_a_single_reason_is_corrected_and_one_that_is_not_there_named(demo: Shopbell) -> None:
    row = inbox(demo)[0]
    name = row["reasons"][0]["name"]
    assert demo("--demo", "learned", "less", str(row["id"]), "--reason", name).code == 0
    (lesson,) = demo("--demo", "learned", "--json").json["lessons"]
    assert (lesson["reason"], lesson["way"], lesson["weight"]) == (name, "less", 3)
    wrong = demo("--demo", "learned", "less", str(row["id"]), "--reason", "moonlight")
    assert (wrong.code, "There is no reason “moonlight”; there are: " in wrong.err) == (1, True)
    assert demo("--demo", "learned", "undo").out == "The last lesson is forgotten.\n"


def test_words_topics_and_senders_are_pinned_and_unpinned(demo: Shopbell) -> None:
    who = str(inbox(demo)[0]["handle"])
    assert demo("--demo", "learned", "pin", "Sourdough").out == "Always shown: “sourdough”.\n"
    assert demo("--demo", "learned", "pin", "Sourdough").out == "It is always shown already.\n"
    assert demo("--demo", "learned", "pin", "#Market").out == "Always shown: “#market”.\n"
    assert demo("--demo", "learned", "pin", who).out.startswith("Always shown: ")
    pins = demo("--demo", "learned", "--json").json["pins"]
    assert [pin.partition(":")[0] for pin in pins] == ["sourdough", "about", "from"]
    assert "Always shown: sourdough, #market, " in demo("--demo", "learned").out
    assert demo("--demo", "learned", "unpin", "sourdough").out == "No longer always shown: “sourdough”.\n"
    missing = demo("--demo", "learned", "unpin", "sourdough")
    assert (missing.code, missing.err) == (1, "shopbell: “sourdough” is not among what is always shown.\n")
    wordless = demo("--demo", "learned", "pin", "!!")
    assert (wordless.code, wordless.err) == (1, "shopbell: There is no word in “!!”.\n")


def test_a_sender_is_forgotten_and_all_is_reset(demo: Shopbell) -> None:
    one, two = (row for row in inbox(demo)[:2])
    for row in (one, two):
        demo("--demo", "learned", "more", str(row["id"]))
    assert demo("--demo", "learned", "forget", str(one["handle"])).out.startswith("Forgotten: ")
    assert len(demo("--demo", "learned", "--json").json["lessons"]) == 1
    assert demo("--demo", "learned", "reset").out.startswith("All lessons are forgotten.")
    assert demo("--demo", "learned", "--json").json["lessons"] == []


def test_all_of_it_is_taken_out_to_a_file_once(demo: Shopbell, tmp_path: Path) -> None:
    demo("--demo", "learned", "more", str(inbox(demo)[0]["id"]))
    target = tmp_path / "learned.json"
    assert demo("--demo", "learned", "export", str(target)).out.startswith(f"In {target}: 1 lessons")
    kept = json.loads(target.read_text(encoding="utf-8"))
    assert kept["weights"]
    assert kept["lessons"][0]["cause"] == "corrected"
    again = demo("--demo", "learned", "export", str(target))
    assert (again.code, "exists already" in again.err) == (1, True)


def test_the_line_says_where_it_lies_and_why(demo: Shopbell) -> None:
    rows = [row for row in inbox(demo) if row["waiting_since"] and row["lane"] == "worth-a-look"][:2]
    demo("--demo", "learned", "reset")
    for row in rows:
        demo("--demo", "learned", "more", str(row["id"]))
    assert "Your own line: -0.3" in demo("--demo", "learned").out
    assert "Your own line: -0.3" in demo("--demo", "show", str(rows[0]["id"]), "--why").out


def test_no_words_pin_nobody(demo: Shopbell) -> None:
    for nothing in ("", "  "):
        said = demo("--demo", "learned", "pin", nothing)
        assert (said.code, said.out) == (1, "")
        assert "There is no word in" in said.err
