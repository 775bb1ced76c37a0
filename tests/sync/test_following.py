"""Targets are those of the settings file, whoever changes it, and who waits is ranked by them soon after."""

from datetime import timedelta

from desktop.domain.targets import USUAL, Targets
from desktop.settings import Settings, save
from desktop.sync.following import Following
from desktop.triage.rank import default_ranker
from tests.sync.shop import until


def test_a_file_that_says_the_same_changes_nothing(tmp_path) -> None:
    file, told = tmp_path / "settings.toml", []
    following = Following(file, USUAL, told.append)
    assert not following()
    save(file, Settings(theme="dark"))
    assert not following()
    assert told == []


def test_other_targets_are_told_once(tmp_path) -> None:
    file, told = tmp_path / "settings.toml", []
    following = Following(file, USUAL, told.append)
    save(file, Settings(response_target_minutes=90))
    assert following()
    assert not following()
    assert told == [Targets(usual=timedelta(minutes=90))]
    file.unlink()
    assert following()
    assert told[-1] == USUAL


def test_whoever_waits_is_ranked_by_the_targets_in_the_file_while_the_engine_runs(shop, network, tmp_path) -> None:
    network.say("hello", "Do you open on Sunday?")
    shop.account()
    file, ranker = tmp_path / "settings.toml", default_ranker()
    engine = shop.engine(rank=ranker, follow=Following(file, USUAL, ranker.aim))
    engine.start()
    assert until(lambda: shop.read("select 1 from conversation where rank_version = ?", ranker.versions[1]))
    save(file, Settings(response_target_minutes=90))
    engine.wake()
    aimed = default_ranker(Targets(usual=timedelta(minutes=90))).versions[1]
    assert until(lambda: shop.read("select 1 from conversation where rank_version = ?", aimed))
