"""The owner's own files beside the shop's data: words and weights laid over the product's."""

from pathlib import Path

import pytest

from desktop.domain.conversation import Reason
from desktop.triage.own import WORDS, ranker
from desktop.triage.rank import default_ranker
from desktop.triage.weights import OWN
from tests.triage.facts import mail, post

USUAL = default_ranker()
GLUTEN = "The rolls on Saturday had flour dust on them."


def names(reasons: tuple[Reason, ...]) -> set[str]:
    return {reason.name for reason in reasons}


def test_without_files_everything_is_as_it_came(tmp_path: Path) -> None:
    mine = ranker(tmp_path)
    assert mine.told == ()
    assert mine.rank(mail(GLUTEN)) == USUAL.rank(mail(GLUTEN))
    assert mine.versions == USUAL.versions


def test_the_owners_own_words_are_found(tmp_path: Path) -> None:
    (tmp_path / WORDS).write_text("[safety]\nflour dust = 2.5\n", encoding="utf-8")
    mine = ranker(tmp_path)
    assert mine.told == ()
    assert "safety" in names(mine.rank(mail(GLUTEN)).reasons) - names(USUAL.rank(mail(GLUTEN)).reasons)


def test_other_files_make_another_version(tmp_path: Path) -> None:
    (tmp_path / OWN).write_text("[channel]\npassing = -2\n", encoding="utf-8")
    first = ranker(tmp_path)
    (tmp_path / OWN).write_text("[channel]\npassing = -3\n", encoding="utf-8")
    second = ranker(tmp_path)
    assert len({USUAL.versions, first.versions, second.versions}) == 3
    about = post("the shop again", addressed=False)
    assert first.rank(about).value > second.rank(about).value
    assert first.rank(about).version == first.versions[1]


def test_a_word_list_that_cannot_be_read_is_named_and_passed_over(tmp_path: Path) -> None:
    (tmp_path / WORDS).write_text("[nonsense]\nflour\n", encoding="utf-8")
    mine = ranker(tmp_path)
    assert len(mine.told) == 1
    assert "words.txt, line 1" in mine.told[0]
    assert mine.rank(mail(GLUTEN)).reasons == USUAL.rank(mail(GLUTEN)).reasons


def test_weights_that_are_none_are_named(tmp_path: Path) -> None:
    (tmp_path / OWN).write_text('[rating]\n1 = "x"\n', encoding="utf-8")
    assert "rating.1" in ranker(tmp_path).told[0]


@pytest.mark.parametrize("number", ["inf", "-inf", "nan", "1e300"])
def test_numbers_that_nothing_can_be_reckoned_with_count_as_usual(tmp_path: Path, number: str) -> None:
    (tmp_path / OWN).write_text(f"[channel]\ndirect = {number}\n", encoding="utf-8")
    (tmp_path / WORDS).write_text(f"[safety]\nflour dust = {number}\n", encoding="utf-8")
    mine = ranker(tmp_path)
    assert "channel.direct" in mine.told[0]
    assert "words.txt, line 2" in mine.told[1]
    assert mine.rank(mail(GLUTEN)).reasons == USUAL.rank(mail(GLUTEN)).reasons


def test_a_number_in_the_place_of_a_section_is_told_how_sections_are_written(tmp_path: Path) -> None:
    (tmp_path / OWN).write_text("channel = 3\n", encoding="utf-8")
    (said,) = ranker(tmp_path).told
    assert "[channel]" in said
