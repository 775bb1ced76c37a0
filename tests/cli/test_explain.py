"""`rank --explain`: the ranker's own word on one conversation, in terms that add up."""

import math
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.conftest import Shopbell


def first(demo: Shopbell) -> dict[str, object]:
    found: dict[str, object] = demo("--demo", "inbox", "--lane", "needs-you", "--json").json[0]
    return found


def test_every_term_is_told_and_they_add_up_to_the_score(demo: Shopbell) -> None:
    row = first(demo)
    told = demo("--demo", "rank", "--explain", str(row["id"]), "--json").json
    assert {"id", "at", "score", "points", "lane", "reasons", "ranker", "model", "language"} == told.keys()
    total = sum(one["points"] for one in told["reasons"])
    assert total == pytest.approx(told["points"], abs=1e-6)
    assert 1 / (1 + math.exp(-total)) == pytest.approx(told["score"], abs=1e-6)
    assert {one["name"] for one in row["reasons"]} - {"waiting"} <= {one["name"] for one in told["reasons"]}  # type: ignore[attr-defined]
    assert told["language"] == "en"


def test_as_text_the_column_adds_up_too_with_what_it_went_by_below(demo: Shopbell) -> None:
    said = demo("--demo", "rank", "--explain", str(first(demo)["id"]))
    *terms, together, went_by = said.out.splitlines()
    points = [float(line.split()[0]) for line in terms]
    assert sum(points) == pytest.approx(float(together.split()[0]), abs=1e-6)
    assert together.endswith("together: Needs you")
    assert went_by.startswith("ranker ")
    assert went_by.endswith("language: English")
    assert any("“" in line for line in terms)


def test_it_is_ranked_as_at_the_moment_that_is_given(demo: Shopbell) -> None:
    row = first(demo)
    since = datetime.fromisoformat(str(row["waiting_since"]))
    told = {}
    for hours in (0.1, 30):
        at = since + timedelta(hours=hours)
        told[hours] = demo("--demo", "rank", "--explain", str(row["id"]), "--json", "--now", at.isoformat()).json
        assert datetime.fromisoformat(told[hours]["at"]) == at
    early, late = (sum(one["points"] for one in each["reasons"] if one["name"] == "waiting") for each in told.values())
    assert early < late
    said = demo("--demo", "rank", "--explain", str(row["id"]), "--now", "tomorrow")
    assert said.code == 2
    assert "--now" in said.err


def test_a_conversation_that_is_not_there_is_named(demo: Shopbell) -> None:
    said = demo("--demo", "rank", "--explain", "999999")
    assert said.code == 1
    assert "999999" in said.err


def test_what_of_the_owners_own_weights_cannot_be_used_is_told(demo: Shopbell) -> None:
    number = str(first(demo)["id"])
    own = Path(demo.home) / "demo" / "ranking.toml"
    own.write_text('[channel]\ndirect = "much"\n', encoding="utf-8")
    try:
        said = demo("--demo", "rank", "--explain", number)
    finally:
        own.unlink()
    assert said.code == 0
    assert "channel.direct" in said.err
