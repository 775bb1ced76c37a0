"""`shopbell new`: a mail to somebody who has not written, queued from a script."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import Said


@pytest.fixture
def write(demo: Callable[..., Said]) -> Callable[..., Said]:
    def call(*more: str, text: str = "Good morning, Ada\n") -> Said:
        return demo("--demo", "new", "--to", "ada@example.org", "--text-file", "-", *more, stdin=text)

    return call


def test_it_is_queued_and_stands_in_the_outbox(demo: Callable[..., Said], write: Callable[..., Said]) -> None:
    said = write("--subject", "Rye", "--cc", "tom@example.org", "--json")
    assert said.code == 0
    (entry,) = [one for one in demo("--demo", "outbox", "--json").json if one["id"] == said.json["reply"]]
    assert entry["conversation"] is None
    assert (entry["to"], entry["channel"], entry["text"]) == (
        "ada@example.org, tom@example.org",
        "mail",
        "Good morning, Ada",
    )


def test_sent_it_is_a_conversation_of_its_own(demo: Callable[..., Said], write: Callable[..., Said]) -> None:
    said = write("--subject", "Rye", "--now", "--json")
    demo("--demo", "sync", "--once")
    (entry,) = [one for one in demo("--demo", "outbox", "--json").json if one["id"] == said.json["reply"]]
    assert entry["state"] == "sent"
    shown = demo("--demo", "show", str(entry["conversation"]), "--json").json
    assert shown["customer"] == "ada@example.org"


@pytest.mark.parametrize(
    "call", [("rank", "--explain"), ("learned", "more"), ("ways",), ("reply", "--text-file", "-")], ids=" ".join
)
def test_before_it_is_sent_nobody_can_answer_or_rank_it(
    demo: Callable[..., Said], write: Callable[..., Said], call: tuple[str, ...]
) -> None:
    write("--subject", "Rye")
    with closing(sqlite3.connect(Path(demo.home) / "demo" / "shopbell.db")) as store:  # type: ignore[attr-defined]
        ((place,),) = store.execute("select conversation from outbox where conversation < 0 limit 1").fetchall()
    assert demo("--demo", "show", str(place)).code == 0
    said = demo("--demo", *call, str(place), stdin="Good morning\n")
    assert (said.code, said.err) == (
        1,
        f"shopbell: There is no conversation {place}. The ids are in the first column of: shopbell inbox.\n",
    )


@pytest.mark.parametrize(
    ("more", "code", "why"),
    [
        (("--account", "nobody"), 1, "There is no account called “nobody”. There are: “Mail”, "),
        (("--account", "Mastodon"), 1, "No mail can leave by “Mastodon”."),
        (("--to", "ada"), 1, "“ada” is not an address mail can be sent to."),
        (("--to", " , "), 2, "Name whom it goes to"),
        (("--at", "yesterday"), 2, ""),
    ],
)
def test_what_cannot_be_is_one_sentence(write: Callable[..., Said], more: tuple[str, ...], code: int, why: str) -> None:
    said = write(*more)
    assert (said.code, why in said.err) == (code, True)


def test_words_are_needed(demo: Callable[..., Said]) -> None:
    assert demo("--demo", "new", "--to", "ada@example.org").code == 2
    assert demo("--demo", "new", "--to", "ada@example.org", "--text-file", "-", stdin=" \n").code == 2


def test_a_file_goes_with_it(write: Callable[..., Said], tmp_path: Path, demo: Callable[..., Said]) -> None:
    (tmp_path / "rye.txt").write_text("rye")
    said = write("--attach", str(tmp_path / "rye.txt"), "--json")
    (entry,) = [one for one in demo("--demo", "outbox", "--json").json if one["id"] == said.json["reply"]]
    assert [file["name"] for file in entry["files"]] == ["rye.txt"]
