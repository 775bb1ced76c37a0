"""The owner's folder and the owner's choices."""

import dataclasses
import os
import stat
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop import paths
from desktop.domain.targets import USUAL, Targets
from desktop.paths import places, resource
from desktop.settings import Settings, load, save


def test_the_flag_wins_over_the_environment_and_the_environment_over_the_platform(tmp_path: Path) -> None:
    environ = {"SHOPBELL_HOME": str(tmp_path / "env")}
    assert places(str(tmp_path / "flag"), environ).home == tmp_path / "flag"
    assert places(None, environ).home == tmp_path / "env"
    assert "shopbell" in str(places(None, {}).home)


def test_a_relative_home_does_not_move_when_the_process_changes_folder(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    there = places("data", {})
    monkeypatch.chdir("/")
    assert there.database == tmp_path / "data" / "shopbell.db"


def test_asking_creates_nothing_and_making_creates_folders_only_the_owner_can_read(tmp_path: Path) -> None:
    there = places(str(tmp_path / "deep" / "home"), {})
    assert not there.home.exists()
    there.make()
    there.make()
    for folder in (there.home, there.backups, there.logs, there.attachments):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_resources_lie_beside_the_package_in_a_checkout_and_inside_it_when_installed(
    tmp_path: Path, monkeypatch
) -> None:
    assert resource("keymaps") == Path(paths.__file__).resolve().parent.parent / "resources" / "keymaps"
    (tmp_path / "_resources").mkdir()
    monkeypatch.setattr(paths, "_PACKAGE", tmp_path)
    assert resource("a", "b.svg") == tmp_path / "_resources" / "a" / "b.svg"


def test_no_file_means_the_usual_settings_and_no_complaint(tmp_path: Path) -> None:
    assert load(tmp_path / "none.toml") == (Settings(), [])


def test_unknown_keys_are_named_and_survive_a_save_with_the_comments(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('# mine\ntheme = "dark" # night\nfuture = [1, 2]\n\n[extra]\ntheme = "pink"\n')
    found, sentences = load(file)
    assert found == Settings(theme="dark")
    assert len(sentences) == 2
    assert "future" in sentences[0]
    save(file, dataclasses.replace(found, theme="light", shop_name='Hazel "&" Rye'))
    text = file.read_text()
    assert text.startswith("# mine\n")
    assert tomllib.loads(text)["future"] == [1, 2]
    assert tomllib.loads(text)["extra"] == {"theme": "pink"}
    assert load(file)[0] == Settings(theme="light", shop_name='Hazel "&" Rye')


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("hold_seconds = -1", "between"),
        ("hold_seconds = true", "whole number"),
        ('hold_seconds = "10"', "whole number"),
        ('theme = "pink"', "system, light, dark"),
        ("theme = 3", "in quotes"),
        ("theme = ", "not understood"),
    ],
)
def test_a_value_that_makes_no_sense_is_named_and_the_usual_one_used(tmp_path: Path, line: str, word: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(line + "\n")
    found, sentences = load(file)
    assert found == Settings()
    assert len(sentences) == 1
    assert word in sentences[0]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('theme = "dark"\nhold_seconds = = 4\n', "Line 2 of "),
        ('theme = "dark"\n\nhold_seconds = -1\n', "Line 3 of "),
        ("shop_name = 1", "Line 1 of "),
        ('signature = """open', "The end of "),
    ],
)
def test_what_is_wrong_is_said_with_its_file_and_line(tmp_path: Path, text: str, place: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(text)
    (sentence,) = load(file)[1]
    assert sentence.startswith(place)
    assert str(file) in sentence


def test_a_file_that_is_not_text_gives_the_usual_settings(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_bytes(b"\xff\xfe\x00")
    found, sentences = load(file)
    assert found == Settings()
    assert len(sentences) == 1


def test_a_broken_file_is_kept_aside_when_settings_are_saved(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("theme = dark\nmore = {{{\n")
    save(file, Settings(seat="till-1"))
    assert load(file) == (Settings(seat="till-1"), [])
    assert "more = {{{" in (tmp_path / "settings.toml.broken").read_text()


def test_a_file_in_another_encoding_is_kept_aside_as_it_was(tmp_path: Path) -> None:
    file, old = tmp_path / "settings.toml", 'shop_name = "Bäckerei"\nresponse_targets = "mail 6 h"\n'.encode("latin-1")
    file.write_bytes(old)
    save(file, dataclasses.replace(load(file)[0], theme="dark"))
    assert load(file) == (Settings(theme="dark"), [])
    assert (tmp_path / "settings.toml.broken").read_bytes() == old


def test_the_mark_that_some_editors_put_first_is_no_mistake(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_bytes(b'\xef\xbb\xbfshop_name = "Hazel"\n# mine\nother = 1\n')
    assert load(file)[0].shop_name == "Hazel"
    save(file, dataclasses.replace(load(file)[0], theme="dark"))
    assert file.read_text(encoding="utf-8") == 'shop_name = "Hazel"\n# mine\nother = 1\ntheme = "dark"\n'
    assert not (tmp_path / "settings.toml.broken").exists()


def test_a_name_over_several_lines_is_replaced_whole(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('shop_name = """\nWarmly\nthe shop"""\nother = 1\n')
    found, _ = load(file)
    assert found.shop_name == "Warmly\nthe shop"
    save(file, dataclasses.replace(found, shop_name="Bye\nall"))
    assert load(file)[0].shop_name == "Bye\nall"
    assert tomllib.loads(file.read_text())["other"] == 1


def test_nothing_is_left_behind_when_the_disk_refuses(tmp_path: Path, monkeypatch) -> None:
    file = tmp_path / "settings.toml"
    save(file, Settings(theme="dark"))

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        save(file, Settings(theme="light"))
    assert [p.name for p in tmp_path.iterdir()] == ["settings.toml"]
    assert load(file)[0].theme == "dark"


@given(st.text(max_size=60), st.text(max_size=60))
@example("a\u2028b", "c\x85theme = 3")
@example("\x7f\x00", '\'"""')
def test_any_words_come_back_as_they_were(tmp_path_factory: pytest.TempPathFactory, name: str, languages: str) -> None:
    file = tmp_path_factory.mktemp("any") / "settings.toml"
    wanted = Settings(shop_name=name, spelling_languages=languages)
    save(file, wanted)
    assert load(file) == (wanted, [])
    save(file, dataclasses.replace(wanted, theme="dark"))
    assert load(file)[0].spelling_languages == languages


def test_an_old_file_with_a_signature_loads_and_says_where_it_is_chosen_now(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('theme = "dark"\nsignature = "Warmly"\n')
    found, (sentence,) = load(file)
    assert found == Settings(theme="dark")
    assert sentence == f"Line 2 of {file}: The setting “signature” belongs to each mail account; here it does nothing."
    save(file, found)
    assert tomllib.loads(file.read_text())["signature"] == "Warmly"


def test_hours_and_targets_in_words_are_the_owners_targets(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(
        'response_target_minutes = 120\nresponse_targets = "public 1 h; mail 6 h"\n'
        'opening_hours = "Mo-Fr 9-12:30, 13:30-18; Sa 8-13"\n'
        'holidays = """\n2026-12-24 to 2026-12-26 Christmas\n01-01 New Year\n"""\ntime_zone = "Europe/Berlin"\n'
    )
    found, sentences = load(file)
    assert sentences == []
    targets = found.targets
    assert targets.of("review", "private") == timedelta(hours=2)
    friday = datetime(2026, 11, 20, 16, 40, tzinfo=UTC)
    assert targets.due(friday, "review", "public").at == datetime(2026, 11, 21, 7, 40, tzinfo=UTC)
    save(file, dataclasses.replace(found, theme="dark"))
    assert load(file)[0].targets == targets


def test_without_a_word_of_hours_or_targets_it_is_an_hour_round_the_clock(tmp_path: Path) -> None:
    assert Settings().targets == USUAL
    assert Settings(theme="dark", shop_name="Hazel").targets == USUAL
    assert Settings(response_target_minutes=90).targets == Targets(usual=timedelta(minutes=90))
    assert Settings(time_zone="Europe/Berlin").targets == USUAL


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ('response_targets = "public soon"', "public soon"),
        ('opening_hours = "Mo-Fr 9-25"', "25"),
        ('holidays = "Christmas"', "Christmas"),
        ('holidays = "01-01 to 12-31"', "no day of the year"),
        ('time_zone = "Europe/Nowhere"', "Europe/Nowhere"),
        ("opening_hours = 9", "text in quotes"),
    ],
)
def test_hours_and_targets_that_are_not_understood_are_told_in_one_sentence_with_their_line(
    tmp_path: Path, line: str, named: str
) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(f'# mine\n{line}\ntheme = "dark"\n')
    found, (sentence,) = load(file)
    assert found == Settings(theme="dark")
    assert sentence.startswith("Line 2 of ")
    assert named in sentence
    assert sentence.endswith(".")
