"""What the owner edits by hand is looked over by `doctor`, and each line that cannot be used is named there."""

from pathlib import Path

from desktop.compose import own_words
from tests.cli.conftest import Shopbell


def findings(shopbell: Shopbell) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    for one in shopbell("doctor", "--json").json:
        told.setdefault(one["name"], []).append(f"{'ok' if one['ok'] else 'LOOK'} {one['sentence']}")
    return told


def test_of_files_that_are_not_there_nothing_is_said(shopbell: Shopbell) -> None:
    assert not {"ranking", "settings"} & findings(shopbell).keys()


def test_each_faulty_line_is_named_and_what_is_right_is_said_too(shopbell: Shopbell) -> None:
    home = Path(shopbell.home)
    home.mkdir(parents=True, exist_ok=True)
    own_words.add(home / own_words.NAME, "Brötli")
    (home / "ranking.toml").write_text("[channel]\ndirect = 0.9\nfaraway = 2\n", encoding="utf-8")
    (home / "ranking-words.txt").write_text("[safety]\nflour dust = many\n", encoding="utf-8")
    (home / "settings.toml").write_text('response_targets = "mial 2 h"\n', encoding="utf-8")
    told = findings(shopbell)
    assert [line.split()[0] for line in told["ranking"]] == ["LOOK", "LOOK"]
    assert "channel.faraway" in told["ranking"][0]
    assert "ranking-words.txt, line 2" in told["ranking"][1]
    assert "mial" in told["settings"][0]
    (home / "ranking.toml").write_text("[channel]\ndirect = 0.9\n", encoding="utf-8")
    (home / "ranking-words.txt").unlink()
    (home / "settings.toml").write_text('response_targets = "mail 2 h"\n', encoding="utf-8")
    told = findings(shopbell)
    assert [line.split()[0] for line in (*told["ranking"], *told["settings"])] == ["ok", "ok"]
