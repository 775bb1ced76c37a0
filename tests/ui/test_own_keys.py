"""The owner's file of keys: lines come and go, everything he wrote himself stays."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.ui.commands import TABLE, Context
from desktop.ui.keys.own_keys import Line, lines_of, write

MINE = """# my own keys
name = "Mine"

[triage]
# done, as at work
"conversation.finish" = ["y", "Del"]
"conversation.wait" = [
  "v",
]

[window]
palette = ["Ctrl+P"] # like the editor
"""
LINES = st.tuples(st.sampled_from(list(Context)), st.sampled_from([entry.id for entry in TABLE]))
KEYS = st.one_of(st.none(), st.lists(st.sampled_from(["e", "g i", '"', "\\", "#", "[", "]", "Ctrl+K"]), max_size=3))


@pytest.fixture
def own(tmp_path: Path) -> Path:
    file = tmp_path / "keys.toml"
    file.write_text(MINE)
    return file


def test_a_line_is_changed_where_it_stands(own: Path) -> None:
    write(own, {(Context.TRIAGE, "conversation.wait"): ["b"], (Context.WINDOW, "palette"): ["Ctrl+J"]})
    assert own.read_text() == MINE.replace('[\n  "v",\n]', '["b"]').replace(
        'palette = ["Ctrl+P"] # like the editor', '"palette" = ["Ctrl+J"]'
    )


def test_a_new_line_goes_to_the_end_of_its_part_and_a_new_part_to_the_end_of_the_file(own: Path) -> None:
    write(own, {(Context.TRIAGE, "undo"): ["u"], (Context.COMPOSER, "back"): []})
    text = own.read_text()
    assert '  "v",\n]\n"undo" = ["u"]\n\n[window]' in text
    assert text.endswith('[composer]\n"back" = []\n')


def test_a_line_is_taken_out_and_the_rest_stays(own: Path) -> None:
    write(own, {(Context.TRIAGE, "conversation.wait"): None, (Context.TRIAGE, "undo"): None})
    assert own.read_text() == MINE.replace('"conversation.wait" = [\n  "v",\n]\n', "")


def test_a_file_that_is_not_there_is_made_and_one_that_cannot_be_read_is_kept_aside(tmp_path: Path) -> None:
    own = tmp_path / "home" / "keys.toml"
    write(own, {(Context.TRIAGE, "undo"): ["u"]})
    assert own.read_text() == '[triage]\n"undo" = ["u"]\n'
    own.write_text("[triage\n")
    write(own, {(Context.TRIAGE, "undo"): ["u"]})
    assert lines_of(own) == {(Context.TRIAGE, "undo"): ("u",)}
    assert own.with_name("keys.toml.broken").read_text() == "[triage\n"
    own.write_bytes(b'[triage]\n"undo" = ["\xe9"]\n')
    write(own, {(Context.TRIAGE, "undo"): ["u"]})
    assert own.with_name("keys.toml.broken").read_bytes() == b'[triage]\n"undo" = ["\xe9"]\n'


def test_the_mark_that_some_editors_put_first_is_no_mistake(own: Path) -> None:
    before = lines_of(own)
    own.write_bytes(b"\xef\xbb\xbf" + own.read_bytes())
    assert lines_of(own) == before
    write(own, {(Context.TRIAGE, "undo"): ["u"]})
    assert lines_of(own) == before | {(Context.TRIAGE, "undo"): ("u",)}
    assert not own.with_name("keys.toml.broken").exists()


@given(changes=st.lists(st.dictionaries(LINES, KEYS, max_size=4), max_size=4))
def test_what_was_written_is_what_is_read(
    tmp_path_factory: pytest.TempPathFactory, changes: list[dict[Line, list[str] | None]]
) -> None:
    own = tmp_path_factory.mktemp("keys") / "keys.toml"
    own.write_text(MINE)
    expected = lines_of(own)
    for change in changes:
        write(own, change)
        for line, keys in change.items():
            if keys is None:
                expected.pop(line, None)
            else:
                expected[line] = tuple(keys)
        assert lines_of(own) == expected
        assert tomllib.loads(own.read_text())["name"] == "Mine"
        assert own.read_text().startswith("# my own keys\n")
