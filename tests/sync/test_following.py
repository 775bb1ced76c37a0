"""Targets are those of the settings file, whoever changes it, and who waits is ranked by them soon after."""

from datetime import timedelta

from desktop.domain.targets import USUAL, Targets
from desktop.settings import Settings, save
from desktop.sync.following import Following, together
from desktop.triage.own import OwnFiles, ranker
from desktop.triage.rank import default_ranker
from desktop.triage.weights import OWN
from tests.sync.shop import until
from tests.triage.facts import mail

WAITS = mail("My rolls never came and nobody answers.")


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


def test_what_was_edited_before_it_looked_for_the_first_time_is_seen(tmp_path) -> None:
    file, told = tmp_path / "settings.toml", []
    following = Following(file, Targets(usual=timedelta(minutes=90)), told.append)
    save(file, Settings(response_target_minutes=30))
    assert following()
    assert told == [Targets(usual=timedelta(minutes=30))]


def test_what_cannot_be_used_of_an_edited_file_is_said_once(tmp_path) -> None:
    file, said = tmp_path / "settings.toml", []
    following = Following(file, USUAL, tell=said.append)
    following()
    file.write_text('theme = "pink"\n', encoding="utf-8")
    following()
    following()
    assert len(said) == 1
    assert "theme" in said[0][0]
    file.write_text('# mine\ntheme = "pink"\n', encoding="utf-8")
    following()
    assert len(said) == 1
    file.write_text('theme = "pink"\nresponse_targets = "mial 2 h"\n', encoding="utf-8")
    following()
    ((sentence,),) = said[1:]
    assert "mial" in sentence
    file.write_text("theme =\n", encoding="utf-8")
    following()
    assert "not understood" in said[2][0]


def test_two_programs_on_the_same_data_agree_after_an_edit_and_then_rank_nothing_anew(
    shop, network, tmp_path, monkeypatch
) -> None:
    """One was started before the edit and one after it: each would rank for ever what the other has ranked."""
    monkeypatch.setattr("desktop.sync.chores.PAUSE", 0.0)
    network.say("hello", "Do you open on Sunday?")
    network.say("again", "My rolls never came and nobody answers.")
    shop.account()
    older = ranker(tmp_path)
    followed = together(Following(tmp_path / "settings.toml", USUAL, older.aim), OwnFiles(tmp_path, older))
    window = shop.engine(rank=older, follow=followed)
    window.run_once()
    for text in ("[channel]\ndirect = 0.3\n", "[person]\nknown = 0.9\nnonsense\n", ""):
        (tmp_path / OWN).write_text(text, encoding="utf-8")
        newer = ranker(tmp_path)
        call = shop.engine(rank=newer, follow=OwnFiles(tmp_path, newer))
        for engine in (call, window, call, window):
            engine.run_once()
        for engine in (window, call) * 3:
            # Both have a reason to look.
            shop.writer.submit(lambda db: db.execute("update conversation set next_rank_at = 0 where id = 1")).result()
            engine.run_once()
            assert {row[0] for row in shop.read("select rank_version from conversation")} == set(newer.versions[1:])
        assert older.versions == newer.versions
        assert older.rank(WAITS) == newer.rank(WAITS)
