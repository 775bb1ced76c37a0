"""What need not be asked again, in four languages, with the message it comes from."""

import tomllib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from desktop.compose.recall import LONGEST, Found, recall, sentences
from desktop.domain.conversation import Entry
from desktop.domain.draft import ReplyState
from desktop.domain.item import Audience, Direction, MessageId
from desktop.domain.standing import Standing
from tests.ui.values import NOW, an_entry

TABLE = tomllib.loads((Path(__file__).parent / "recalled.toml").read_text(encoding="utf-8"))


def ours(n: int, text: str, **changes: object) -> Entry:
    return an_entry(n, text, direction=Direction.OUT, **changes)


@pytest.mark.parametrize("case", TABLE["asked"], ids=lambda case: case["text"][:40])
def test_the_last_question_or_request_is_found(case: dict[str, Any]) -> None:
    found = recall([an_entry(1, case["text"])], NOW).asked
    assert (found.words if found else "") == case["asked"]


@pytest.mark.parametrize("case", TABLE["promised"], ids=lambda case: case["text"][:40])
def test_a_promise_is_found(case: dict[str, Any]) -> None:
    found = recall([ours(1, case["text"])], NOW).promised
    assert (found.words if found else "") == case["promised"]


@pytest.mark.parametrize("case", TABLE["given"], ids=lambda case: case["text"][:40])
def test_what_was_given_is_found(case: dict[str, Any]) -> None:
    assert [f"{one.kind} {one.words}" for one in recall([an_entry(1, case["text"])], NOW).given] == case["given"]


def test_the_newest_message_that_asks_is_told_with_its_channel() -> None:
    found = recall(
        [
            an_entry(1, "Is it ready?"),
            an_entry(2, "Where is it?", channel="mastodon", audience=Audience.PUBLIC),
            an_entry(3, "Thank you."),
        ],
        NOW,
    ).asked
    assert found == Found(
        kind="question",
        words="Where is it?",
        message=MessageId(2),
        channel="mastodon",
        written_at=NOW - timedelta(hours=28),
        private=False,
    )


def test_quoted_words_are_nobodys_question() -> None:
    entry = an_entry(1, "Thank you.\n> Where is my cake?", fresh="Thank you.")
    assert recall([entry], NOW).asked is None
    assert recall([an_entry(1, "Thank you.\n> Where is my cake?")], NOW).asked is None


def test_what_others_machines_and_the_owner_themselves_wrote_is_left_out() -> None:
    text = "Where is order 4471? It will be ready Saturday."
    entry = an_entry(1, text)
    assert not recall([replace(entry, other=True), replace(entry, automatic="Precedence")], NOW)
    assert not recall([replace(entry, note=True), ours(2, text, note=True)], NOW)


@pytest.mark.parametrize("state", [ReplyState.QUEUED, ReplyState.REFUSED, ReplyState.UNKNOWN])
def test_what_has_not_left_is_no_promise(state: ReplyState) -> None:
    text = "It will be ready Saturday at 10."
    assert recall([ours(1, text, delivery=Standing(state=state))], NOW).promised is None
    assert recall([ours(1, text, delivery=Standing(state=ReplyState.SENT))], NOW).promised is not None


def test_the_address_by_which_they_write_was_not_given() -> None:
    entry = an_entry(1, "I am marta.o@posteo.example, or marta@work.example.")
    assert [one.words for one in recall([entry], NOW).given] == ["marta@work.example"]


def test_a_detail_given_twice_is_told_once_from_where_it_was_said_last() -> None:
    given = recall([an_entry(1, "Order 4471!"), an_entry(2, "order no. 4471, again")], NOW).given
    assert [(one.words, one.message) for one in given] == [("4471", 2)]


def test_what_was_given_in_private_is_known_to_be_private() -> None:
    private, public = an_entry(1, "Order 4471"), an_entry(1, "Order 4471", audience=Audience.PUBLIC)
    assert recall([private], NOW).given[0].private
    assert not recall([public], NOW).given[0].private


def test_nothing_is_told_of_nothing() -> None:
    assert not recall([], NOW)
    assert not recall([an_entry(1, "")], NOW)


@pytest.mark.parametrize(
    "text", ["a" * 10**6, "order " * 10**5, "1" * 10**6, "? " * 10**5, "x.\n" * 10**5, "in 1 " * 10**5]
)
def test_no_text_takes_long(text: str) -> None:
    entries = [an_entry(n, text) for n in range(20)] + [ours(30, text)]
    started = process_time()
    recall(entries, NOW)
    assert process_time() - started < 2
    assert sum(map(len, sentences(text))) <= 2 * LONGEST
