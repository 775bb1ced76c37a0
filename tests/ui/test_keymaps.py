"""The shipped keymaps: each of them reaches every command, and none of them clashes or uses Alt."""

from itertools import combinations
from pathlib import Path

import pytest

from desktop.settings import KEYMAPS
from desktop.ui.commands import TABLE, Context
from desktop.ui.keymap import Keymap, choose
from desktop.ui.keys.strokes import clash, is_bare, uses_alt, writes
from desktop.ui.widgets.verb_button import key_words
from tests.ui.workshop import RESOURCES

FOLDER = RESOURCES / "keymaps"


@pytest.fixture(params=KEYMAPS)
def keymap(request: pytest.FixtureRequest) -> Keymap:
    return choose(FOLDER, request.param)


def test_every_file_is_offered_and_every_offer_is_a_file() -> None:
    assert {file.stem for file in FOLDER.glob("*.toml")} == set(KEYMAPS)


def test_it_names_itself_and_has_no_problem(keymap: Keymap) -> None:
    assert keymap.problems == ()
    assert keymap.name


def test_every_command_has_a_key(keymap: Keymap) -> None:
    assert [entry.id for entry in TABLE if not any(keymap.keys.get(entry.id, {}).values())] == []


def test_no_two_commands_share_a_key_where_both_are_heard(keymap: Keymap) -> None:
    assert shared(keymap) == []


def shared(keymap: Keymap) -> list[tuple[tuple[str, Context, str], ...]]:
    """Return the pairs of keys of different commands that would reach both."""
    bound = [(id_, place, key) for id_, places in keymap.keys.items() for place, keys in places.items() for key in keys]
    return [
        (one, other)
        for one, other in combinations(bound, 2)
        if one[0] != other[0]
        and (one[1] is other[1] or Context.WINDOW in (one[1], other[1]))
        and clash(one[2], other[2])
    ]


def test_nothing_uses_alt_and_nothing_bare_is_heard_while_one_types(keymap: Keymap) -> None:
    for places in keymap.keys.values():
        for place, keys in places.items():
            assert not any(uses_alt(key) for key in keys)
            assert place is not Context.WINDOW or not any(is_bare(key) for key in keys)
            assert place is not Context.COMPOSER or not any(writes(key) for key in keys)


def test_ctrl_only_has_no_single_keys() -> None:
    keys = [key for places in choose(FOLDER, "ctrl-only").keys.values() for row in places.values() for key in row]
    assert not any(writes(key) for key in keys)


def test_single_keys_can_be_left_out_of_any_preset() -> None:
    keymap = choose(FOLDER, "vi", single_keys=False)
    assert keymap.keys["conversation.finish"][Context.TRIAGE] == ("Ctrl+E",)
    assert keymap.keys["palette"][Context.WINDOW] == ("Ctrl+K",)
    assert keymap.keys["list.next"][Context.TRIAGE] == ("Down",)


@pytest.mark.parametrize("preset", [id_ for id_ in KEYMAPS if id_ != "vi"])
def test_without_single_keys_every_command_keeps_or_gets_a_key_of_its_own(preset: str) -> None:
    keymap = choose(FOLDER, preset, single_keys=False)
    assert [entry.id for entry in TABLE if not any(keymap.keys.get(entry.id, {}).values())] == []
    assert shared(keymap) == []


def test_what_the_owner_gave_no_key_gets_none_without_single_keys_either(tmp_path: Path) -> None:
    own = tmp_path / "keys.toml"
    own.write_text('[triage]\n"conversation.finish" = []\n"conversation.star" = ["Ctrl+H"]\n', encoding="utf-8")
    keys = choose(FOLDER, "shopbell", own, single_keys=False).keys
    assert keys["conversation.finish"][Context.TRIAGE] == ()
    assert keys["conversation.star"][Context.TRIAGE] == ("Ctrl+H",)
    assert keys["conversation.snooze"][Context.TRIAGE] == ()


@pytest.mark.parametrize(
    ("key", "cap"),
    [("E", "e"), ("+", "+"), ("g i", "g i"), ("Ctrl++", "Ctrl +"), ("Ctrl+-", "Ctrl -"), ("Ctrl+Return", "Ctrl ↵")],
)
def test_a_cap_shows_the_whole_key(key: str, cap: str) -> None:
    assert key_words(key) == cap


def test_a_preset_changes_what_it_names_and_keeps_the_rest() -> None:
    thunderbird = choose(FOLDER, "thunderbird")
    assert thunderbird.keys["conversation.finish"][Context.TRIAGE] == ("a",)
    assert thunderbird.keys["reply.write-to-all"][Context.TRIAGE] == ("Ctrl+Shift+R",)
    assert thunderbird.keys["conversation.star"][Context.TRIAGE] == ("s",)
    assert choose(FOLDER, "no-such").name == "Shopbell"


@pytest.mark.parametrize(
    ("preset", "keys"),
    [
        (
            "thunderbird",
            {
                "a": "conversation.finish", "f": "list.next", "b": "list.previous", "n": "list.next-needing",
                "p": "list.previous", "t": "list.next-needing", "Ctrl+R": "reply.write", "1": "label.1",
                "Ctrl+L": "reply.forward", "Shift+C": "conversation.person",
                "Shift+P": "conversation.pictures",
            },
        ),
        (
            "mastodon",
            {
                "f": "conversation.star", "s": "search", "r": "reply.write", ".": "list.show-new", "n": "reply.new",
                "c": "reply.new", "Ctrl+L": "reply.forward", "p": "conversation.person",
            },
        ),
        (
            "vi",
            {
                "d": "conversation.trash", "a": "conversation.finish", ":": "palette", "j": "list.next",
                "v": "list.select", "Shift+V": "conversation.original", "c": "reply.new", "f": "reply.forward",
                "p": "conversation.person",
            },
        ),
        (
            "ctrl-only",
            {
                "Ctrl+E": "conversation.finish", "Down": "list.next", "Ctrl+R": "reply.write",
                "Ctrl+B": "conversation.person",
            },
        ),
    ],
)  # fmt: skip
def test_who_comes_from_another_program_finds_its_keys(preset: str, keys: dict[str, str]) -> None:
    places = choose(FOLDER, preset).keys
    assert {key: id_ for key, id_ in keys.items() if key not in places[id_][Context.TRIAGE]} == {}


def test_the_owners_keys_win_over_the_presets(tmp_path: Path) -> None:
    own = tmp_path / "keys.toml"
    own.write_text('[triage]\n"conversation.star" = ["a", "g i"]\n')
    keymap = choose(FOLDER, "thunderbird", own)
    assert keymap.keys["conversation.star"][Context.TRIAGE] == ("a", "g i")
    assert keymap.keys["conversation.finish"][Context.TRIAGE] == ()
    assert keymap.problems == ("“a” is now “Star or unstar”; “Done” has no key left.",)
