"""Labels, notes, and what is set aside, by the command line: the same words as in the window."""

import pytest

from tests.cli.conftest import Shopbell


@pytest.fixture
def number(demo: Shopbell) -> str:
    """A conversation of the sample shop that nothing was done with."""
    return str(demo("--demo", "inbox", "--json", "--limit", "500").json[-1]["id"])


def row(demo: Shopbell, number: str) -> dict[str, object]:
    return demo("--demo", "show", number, "--json").json


def lane(demo: Shopbell, name: str) -> list[str]:
    return [str(found["id"]) for found in demo("--demo", "inbox", "--lane", name, "--json").json]


def done(demo: Shopbell, *words: str, stdin: str = "") -> str:
    said = demo("--demo", *words, stdin=stdin)
    assert said.code == 0, said.err
    return said.out.strip()


def test_a_label_is_made_by_being_used_and_taken_off_by_undo(demo: Shopbell, number) -> None:
    assert done(demo, "triage", number, "label", "--label", "Fair 2026").startswith("Labelled “Fair 2026”: ")
    assert row(demo, number)["labels"] == ["Fair 2026"]
    listed = {one["name"]: one for one in demo("--demo", "labels", "list", "--json").json}
    assert listed["Fair 2026"]["conversations"] == 1
    done(demo, "undo")
    assert row(demo, number)["labels"] == []
    assert "Fair 2026" not in {one["name"] for one in demo("--demo", "labels", "list", "--json").json}


def test_labels_are_made_renamed_removed_and_brought_back(demo: Shopbell, number) -> None:
    assert done(demo, "labels", "add", "Press", "--colour", "violet") == "New label: “Press”"
    again = demo("--demo", "labels", "add", "PRESS")
    assert (again.code, again.err.strip()) == (1, "shopbell: There is a label “Press” already.")
    done(demo, "triage", number, "label", "--label", "press")
    assert done(demo, "labels", "rename", "Press", "Newspapers") == "Label “Press” is called “Newspapers” now"
    assert row(demo, number)["labels"] == ["Newspapers"]
    removed = done(demo, "labels", "remove", "newspapers")
    assert removed.startswith("Removed the label “Newspapers”, which was on 1 conversation.")
    assert row(demo, number)["labels"] == []
    done(demo, "undo")
    assert row(demo, number)["labels"] == ["Newspapers"]
    done(demo, "triage", number, "unlabel")
    assert row(demo, number)["labels"] == []
    unknown = demo("--demo", "labels", "remove", "Nothing")
    assert unknown.code == 1
    assert "There is no label called “Nothing”" in unknown.err


@pytest.mark.parametrize(
    ("verb", "back", "said"),
    [("mute", "unmute", "Muted: "), ("not-ours", "restore", "Not about you: "), ("trash", "restore", "In the trash: ")],
)
def test_what_is_set_aside_has_a_list_of_its_own_and_a_way_back(demo: Shopbell, number, verb, back, said) -> None:
    name = {"mute": "muted"}.get(verb, verb)
    before = row(demo, number)["state"]
    assert done(demo, "triage", number, verb).startswith(said)
    assert lane(demo, name) == [number]
    assert row(demo, number)["state"] == name
    assert number not in [str(one["id"]) for one in demo("--demo", "inbox", "--json", "--limit", "500").json]
    done(demo, "triage", number, back)
    assert lane(demo, name) == []
    assert row(demo, number)["state"] == before


def test_a_note_stands_in_the_history_and_is_no_message_of_ours(demo: Shopbell, number) -> None:
    assert done(demo, "triage", number, "note", "--text-file", "-", stdin="Call her back\n").startswith("Note kept: ")
    (note,) = [entry for entry in row(demo, number)["messages"] if entry["note"]]
    assert (note["text"], note["who"]) == ("Call her back", "Note")
    assert "Call her back" in demo("--demo", "show", number).out
    assert demo("--demo", "outbox").out.count("Call her back") == 0
    done(demo, "undo")
    assert not any(entry["note"] for entry in row(demo, number)["messages"])


def test_a_snooze_can_outlast_an_answer(demo: Shopbell, number) -> None:
    done(demo, "triage", number, "snooze", "--until", "tomorrow 8", "--keep-asleep")
    assert row(demo, number)["wakes_on_reply"] is False
    done(demo, "undo")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("label",), "label needs --label NAME."),
        (("note",), "note needs --text-file"),
        (("done", "--label", "X"), "--label means nothing with done."),
        (("trash", "--exclude", "X"), "--exclude means nothing with trash."),
        (("wait", "--keep-asleep"), "--keep-asleep means nothing with wait."),
        (("mute", "--until", "fri 9"), "--until means nothing with mute."),
    ],
)
def test_what_a_verb_cannot_use_is_named(demo: Shopbell, number, words, why) -> None:
    said = demo("--demo", "triage", number, *words)
    assert said.code == 2
    assert why in said.err
