"""The window's call is understood without the parser, and never otherwise than the parser understands it."""

from itertools import product

import pytest

from desktop.cli.calls import _parsed, _plain_open

WORDS = ("open", "--demo", "--home", "--size", "--theme", "--screenshot", "dark", "x", "", " ", "-x", "--", "--home=x")
CALLS = [list(words) for count in range(4) for words in product(WORDS, repeat=count)]


def shown(call):
    return {name: value for name, value in vars(call).items() if name not in ("run", "demo_here")}


@pytest.mark.parametrize(
    "words",
    [
        "",
        "open",
        "--demo",
        "open --demo",
        "--home DIR open --size 1360x850",
        "--home DIR --demo open --screenshot FILE --theme dark --size 1360x850",
    ],
)
def test_a_call_of_the_window_needs_no_parser(words):
    call = _plain_open(words.split())
    assert call is not None
    assert shown(call) == shown(_parsed(words.split()))


def test_no_call_means_something_else_than_the_parser_makes_of_it():
    understood = 0
    for words in CALLS:
        call = _plain_open(words)
        if call is not None:
            understood += 1
            assert shown(call) == shown(_parsed(words)), words
    assert understood > 20


@pytest.mark.parametrize(
    "words", ["inbox", "open --help", "--version", "open --size", "open --theme blue", "open open"]
)
def test_all_else_is_left_to_the_parser(words):
    assert _plain_open(words.split()) is None
