"""Figures on the command line: how soon customers were answered, and who waits too long."""

import json
from pathlib import Path

from tests.cli.conftest import Shopbell


def test_the_figures_of_the_sample_shop(demo: Shopbell) -> None:
    said = demo("--demo", "figures", "--json").json
    assert [part["days"] for part in said["answered"]] == [7, 30]
    everything, *channels = said["answered"][1]["channels"]
    assert everything["channel"] == ""
    assert everything["answered"] == sum(channel["answered"] for channel in channels) > 0
    assert 0 < everything["median_minutes"] <= everything["p90_minutes"]
    assert 0 <= everything["within_target"] <= everything["answered"]
    waiting = said["waiting"][0]
    assert waiting["waiting"] == sum(channel["waiting"] for channel in said["waiting"][1:])
    assert waiting["waiting"] >= waiting["due_soon"] + waiting["overdue"]
    rows = demo("--demo", "inbox", "--lane", "needs-you", "--json", "--limit", "5000").json
    assert waiting["waiting"] == sum(row["waiting_since"] is not None for row in rows)
    assert all((row["due_at"] is None) == (row["waiting_since"] is None) for row in rows)


def test_the_figures_in_words_name_the_hours_they_count(demo: Shopbell) -> None:
    said = demo("--demo", "figures", "--days", "30").out
    assert said.startswith("Target: 1 h.\nOpen: round the clock.\n")
    assert "Answered in the last 30 days:" in said
    config = Path(demo.home) / "demo" / "settings.toml"
    before = config.read_text(encoding="utf-8")
    hours = {"opening_hours": "mo-fr 09:00-12.30", "response_targets": "public 30"}
    config.write_text(
        before + "".join(f"{key} = {json.dumps(text)}\n" for key, text in hours.items()), encoding="utf-8"
    )
    try:
        again = demo("--demo", "figures").out
        assert again.startswith("Target: 1 h; public 30 min.\nOpen: Mo-Fr 9-12:30.\n")
    finally:
        config.write_text(before, encoding="utf-8")


def test_a_shop_without_a_message_has_no_figures(shopbell: Shopbell) -> None:
    said = shopbell("figures")
    assert (said.code, "Nobody was answered" in said.out, "Nobody is waiting." in said.out) == (0, True, True)
    assert shopbell("figures", "--json").json["waiting"] == []
    assert shopbell("figures", "--days", "0").code == 2


def test_more_days_than_there_were_are_all_of_them(shopbell: Shopbell) -> None:
    assert "Nobody was answered" in shopbell("figures", "--days", "100000000").out
