"""What is left of the composer in a low window: always the text, and the way out of a question."""

from itertools import pairwise, product

import pytest

from desktop.ui.views.reply.room import Case, Height, room, texts

CASES = [
    Case(two=two, new=new, one_way=new, asks=asks, long=long, rests=rests and not (two or new or asks))
    for two, new, asks, long, rests in product((False, True), repeat=5)
]


@pytest.mark.parametrize("case", CASES)
def test_a_lower_window_never_shows_more(case):
    shown = [room(height, case) for height in Height]
    for lower, higher in pairwise(shown):
        assert lower.help <= higher.help
        assert lower.head <= higher.head
        assert lower.foot <= higher.foot
        assert lower.ways <= higher.ways


@pytest.mark.parametrize(("height", "case"), list(product(Height, CASES)))
@pytest.mark.parametrize("at_second", [False, True])
def test_one_text_is_always_there_and_two_only_where_both_are_written(height, case, at_second):
    seen = texts(height, case, at_second=at_second)
    assert seen.first or seen.second
    assert case.two or not (seen.second or seen.caption or seen.turn_to_second)
    if not seen.second and case.two and not case.asks:
        assert seen.turn_to_second, "there is a way to the other one"
    if not seen.first:
        assert seen.turn_to_first


@pytest.mark.parametrize("case", CASES)
def test_the_buttons_that_send_are_away_only_while_nobody_writes_or_a_question_has_its_own(case):
    for height in Height:
        assert room(height, case).foot or case.rests or case.asks


def test_everything_is_there_where_there_is_room():
    shown = room(Height.FULL, Case())
    assert (shown.help, shown.head, shown.foot, shown.ways) == (True,) * 4
    assert (shown.closely, shown.quietly) == (False, False)


@pytest.mark.parametrize(
    ("height", "expected"),
    [
        (Height.FULL, (True, True, True)),
        (Height.FLAT, (True, True, False)),
        (Height.RESTING, (True, True, False)),
        (Height.ONE, (True, False, False)),
        (Height.LOW, (True, False, False)),
    ],
)
def test_of_two_texts_the_public_one_stands_alone_while_it_is_decided_about_or_the_window_is_low(height, expected):
    plain, asked = (texts(height, Case(two=True, asks=asks), at_second=False) for asks in (False, True))
    assert (plain.first, plain.second, asked.second) == expected


def test_a_question_that_is_long_takes_the_room_of_the_other_buttons():
    assert room(Height.FLAT, Case(two=True, asks=True)).foot
    assert not room(Height.FLAT, Case(two=True, asks=True, long=True)).foot
    assert room(Height.FULL, Case(two=True, asks=True, long=True)).foot
    assert not room(Height.ONE, Case(asks=True)).foot
    assert not room(Height.ONE, Case(asks=True)).ways
