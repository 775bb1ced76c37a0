"""A post that many answer in a short time rises, says why, and fades by the hour."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.conversation import Facts, Reason
from desktop.triage.rank import next_change, rank
from tests.triage.facts import NOW, mail, post


def spreading(answers: int, minutes: float, **changes: object) -> Facts:
    return post("Look at this", answers=answers, began_at=NOW - timedelta(minutes=minutes), last_at=NOW, **changes)


def reason(facts: Facts) -> Reason | None:
    return next((one for one in rank(facts).reasons if one.name == "velocity"), None)


def test_it_says_how_many_have_answered_in_which_time() -> None:
    found = reason(spreading(18, 40))
    assert found is not None
    assert (found.words, found.points) == ("spreading: 18 answers in 40 min", 0.74)
    late = reason(spreading(400, 300))
    assert late is not None
    assert late.words == "spreading: 400 answers in 5 h"


def test_few_answers_and_answers_in_private_are_no_spreading() -> None:
    assert reason(spreading(4, 10)) is None
    assert reason(mail("Hello", answers=30, began_at=NOW - timedelta(minutes=5))) is None
    assert reason(spreading(30, 5, automatic="list")) is None


def test_it_is_never_worth_more_than_one_and_a_half() -> None:
    found = reason(spreading(10**6, 1))
    assert found is not None
    assert found.points == 1.5


def test_it_fades_by_the_hour_and_says_when() -> None:
    began = NOW - timedelta(minutes=40)
    assert next_change(spreading(18, 40, waiting_since=None)) == began + timedelta(hours=1)
    faded = reason(spreading(18, 200))
    assert faded is not None
    assert faded.points < 0.74
    assert reason(spreading(18, 60 * 24)) is None
    assert next_change(spreading(18, 60 * 24, waiting_since=None)) is None


@given(st.integers(0, 5000), st.floats(0, 5000), st.integers(1, 500))
def test_more_answers_never_count_for_less(answers: int, minutes: float, more: int) -> None:
    fewer, larger = reason(spreading(answers, minutes)), reason(spreading(answers + more, minutes))
    assert (fewer.points if fewer else 0.0) <= (larger.points if larger else 0.0)
