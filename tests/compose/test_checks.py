"""What is noticed before a reply leaves."""

import time
import tomllib
from pathlib import Path

import pytest

from desktop.compose.checks import Weight, check, obstacle
from desktop.connectors.base import Counting, Limits
from desktop.domain.item import Audience

PUBLIC, PRIVATE = Audience.PUBLIC, Audience.PRIVATE


def names(text: str, audience: Audience = PUBLIC) -> set[str]:
    return {notice.name for notice in check(text, audience)}


@pytest.mark.parametrize("text", ["", "   ", "\n\n\t", "\u200b \u2060"])
def test_nothing_written_stops(text: str) -> None:
    (notice,) = check(text, PRIVATE)
    assert notice.weight is Weight.STOP


@pytest.mark.parametrize("text", ["Dear {{name}},", "Hi {{ first name }}!", "Hi {%customer.firstName%}"])
def test_what_is_not_filled_in_stops_and_is_pointed_at(text: str) -> None:
    (notice,) = check(text, PRIVATE)
    assert notice.weight is Weight.STOP
    assert text[notice.start : notice.end] in notice.sentence


def test_one_pair_of_braces_is_only_text() -> None:
    assert names("We write {flour} so") == set()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("We have written to marta.o@posteo.example", "mail"),
        ("we reached you at ÄRGER@büro.example, right?", "mail"),
        ("I called you on 0171 234 5678", "phone"),
        ("I called +49 (30) 1234-5678 twice", "phone"),
        ("your number 020 7946 0123 was busy", "phone"),
        ("ring 00353 1 555 0123", "phone"),
        ("Your order 4471 is on its way", "order"),
        ("Order no. 4471 is on its way", "order"),
        ("order number: HR-20931", "order"),
        ("about #4471", "order"),
        ("Ihre Bestellung 88123 ist da", "order"),
        ("votre commande n° 5512", "order"),
        ("su pedido 5512", "order"),
        ("invoice 2026-118 was wrong", "order"),
        ("we refund to DE89 3704 0044 0532 0130 00", "account"),
    ],
)
def test_private_details_in_public_are_warned_of(text: str, name: str) -> None:
    notices = check(text, PUBLIC)
    assert [notice.name for notice in notices] == [name]
    assert notices[0].weight is Weight.WARN
    assert check(text, PRIVATE) == ()


@pytest.mark.parametrize(
    "text",
    [
        "@marta@social.example we are so sorry. We have written to you by mail.",
        "Open 7:30-18:00, and on 24.12.2026 until noon.",
        "That is 12.50 for a loaf, 38 for the cake",
        "in order to bake 1000 loaves we need 3 ovens",
        "Order by Friday and it is ready on Saturday at 10",
        "We are 37 people in 2 shops since 1998",
        "#sourdough is our love",
        "Come by at 14:20 on 12-05-2026",
        "Saturday 10.30 - 12.30 works",
        "https://hazelrye.example/menu/2026",
    ],
)
def test_ordinary_words_in_public_are_left_alone(text: str) -> None:
    assert check(text, PUBLIC) == ()


def test_the_shops_own_address_and_number_may_be_said() -> None:
    text = "Write to hello@hazelrye.example or ring 030 555 0199"
    assert names(text) == {"mail", "phone"}
    assert check(text, PUBLIC, own=("hello@hazelrye.example", "030/5550199")) == ()


def test_what_stops_comes_first() -> None:
    found = check("marta@post.example, dear {{name}}", PUBLIC)
    assert [notice.weight for notice in found] == [Weight.STOP, Weight.WARN]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("\u200b", "write a reply first"),
        ("Dear {{name}}", "still to be filled in"),
        ("x" * 11, "1 too long; shorten it."),
        ("x" * 10, ""),
    ],
)
def test_what_keeps_a_reply_from_going_out_is_one_sentence(text: str, sentence: str) -> None:
    found = obstacle(text, PRIVATE, Limits(counting=Counting.CODEPOINTS, max_units=10))
    assert sentence in found
    assert bool(found) is bool(sentence)


def test_of_fifty_leaks_none_passes_and_of_fifty_clean_replies_at_most_one_is_doubted() -> None:
    replies = tomllib.loads((Path(__file__).parent / "replies.toml").read_text(encoding="utf-8"))
    assert len(replies["leaks"]) >= 50
    assert len(replies["clean"]) >= 50
    assert [text for text in replies["leaks"] if not check(text, PUBLIC)] == []
    doubted = [text for text in replies["clean"] if check(text, PUBLIC)]
    assert len(doubted) <= 1, doubted


@pytest.mark.parametrize("piece", ["a", "1", "1 ", "a.", "@", "a@", "order ", "#1", "{{", "AB12 ", "(0", "https://"])
def test_a_long_text_is_checked_while_one_types(piece: str) -> None:
    began = time.process_time()
    check(piece * 20_000, PUBLIC)
    assert time.process_time() - began < 1
