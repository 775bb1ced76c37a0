"""Plain cases of many trades and languages, each in its place."""

import tomllib
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.domain.conversation import Band
from desktop.triage.explain import explain
from desktop.triage.rank import rank
from tests.triage.facts import mail, post, waited

EXAMPLES: dict[str, list[str]] = tomllib.loads((Path(__file__).parent / "examples.toml").read_text(encoding="utf-8"))
DAY = timedelta(days=1)


def why(text: str) -> str:
    score = rank(mail(text))
    return f"{text}\n{explain(score.reasons, score.band)}"


def test_there_are_enough_and_no_two_are_alike() -> None:
    every = [text for texts in EXAMPLES.values() for text in texts]
    assert len(set(every)) == len(every) >= 120


@pytest.mark.parametrize("text", EXAMPLES["unhappy"] + EXAMPLES["danger"])
def test_the_unhappy_need_the_owner_at_once(text: str) -> None:
    assert rank(mail(text)).band is Band.NEEDS_YOU, why(text)


@pytest.mark.parametrize("text", EXAMPLES["danger"])
def test_danger_needs_the_owner_wherever_it_is_said(text: str) -> None:
    assert rank(post(text)).band is Band.NEEDS_YOU, why(text)


@pytest.mark.parametrize("text", EXAMPLES["asks"])
def test_a_question_is_worth_a_look_and_needs_the_owner_after_its_hour(text: str) -> None:
    assert rank(mail(text)).band is Band.WORTH_A_LOOK, why(text)
    assert rank(waited(mail(text), timedelta(minutes=61))).band is Band.NEEDS_YOU, why(text)


@pytest.mark.parametrize("text", EXAMPLES["pleased"])
def test_the_pleased_never_need_the_owner(text: str) -> None:
    assert rank(mail(text)).band is not Band.NEEDS_YOU, why(text)
    assert rank(waited(mail(text), DAY)).band is not Band.NEEDS_YOU, why(text)
    assert rank(post(text)).band is Band.THE_REST, why(text)


@pytest.mark.parametrize("text", EXAMPLES["idle"])
def test_talk_in_public_is_the_rest(text: str) -> None:
    assert rank(waited(post(text, addressed=False, matched="the shop"), DAY)).band is Band.THE_REST, why(text)


@pytest.mark.parametrize("text", EXAMPLES["selling"])
def test_sellers_are_the_rest(text: str) -> None:
    assert rank(mail(text)).band is Band.THE_REST, why(text)
    assert rank(waited(mail(text), DAY)).band is Band.THE_REST, why(text)
