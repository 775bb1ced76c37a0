"""The owner's own files beside the shop's data: words and weights laid over the product's."""

from pathlib import Path

import pytest

from desktop.compose import own_words
from desktop.domain.conversation import Reason
from desktop.triage.own import WORDS, OwnFiles, ranker
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
    assert "ranking-words.txt, line 1" in mine.told[0]
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
    assert "ranking-words.txt, line 2" in mine.told[1]
    assert mine.rank(mail(GLUTEN)).reasons == USUAL.rank(mail(GLUTEN)).reasons


def test_a_number_in_the_place_of_a_section_is_told_how_sections_are_written(tmp_path: Path) -> None:
    (tmp_path / OWN).write_text("channel = 3\n", encoding="utf-8")
    (said,) = ranker(tmp_path).told
    assert "[channel]" in said


def test_words_for_the_spelling_are_none_of_the_rankings(tmp_path: Path) -> None:
    own_words.add(tmp_path / own_words.NAME, "Brötli")
    assert own_words.NAME != WORDS
    assert ranker(tmp_path).told == ()
    assert ranker(tmp_path).versions == USUAL.versions


def test_a_mistake_costs_its_line_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / OWN).write_text("[channel]\npassing = -3\ndirect = = 2\n", encoding="utf-8")
    (tmp_path / WORDS).write_text("[safety]\nflour dust = 2.5\nseeds = many\n", encoding="utf-8")
    mine = ranker(tmp_path)
    assert [sentence.split(":")[0] for sentence in mine.told] == ["ranking.toml, line 3", "ranking-words.txt, line 3"]
    about = post("the shop again", addressed=False)
    assert mine.rank(about).value < USUAL.rank(about).value
    assert "safety" in names(mine.rank(mail(GLUTEN)).reasons)


def test_lines_below_a_section_that_cannot_be_read_never_count_in_the_one_above(tmp_path: Path) -> None:
    (tmp_path / WORDS).write_text("[safety]\nflour dust\n[praised]\nlovely\n[praise]\nyummy\n", encoding="utf-8")
    mine = ranker(tmp_path)
    assert len(mine.told) == 1
    assert "line 3" in mine.told[0]
    assert "safety" not in names(mine.rank(mail("A lovely day")).reasons)
    assert "safety" in names(mine.rank(mail(GLUTEN)).reasons)


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"wrong\n" * 50, b"# \n" * 400_000])
def test_a_file_of_another_kind_is_passed_over_whole(tmp_path: Path, data: bytes) -> None:
    (tmp_path / OWN).write_bytes(data)
    (tmp_path / WORDS).write_bytes(data)
    mine = ranker(tmp_path)
    assert [sentence.split(" cannot be read")[0] for sentence in mine.told] == [OWN, WORDS]
    assert mine.versions == USUAL.versions


def test_comments_make_no_other_version(tmp_path: Path) -> None:
    (tmp_path / OWN).write_text("[channel]\npassing = -2\n", encoding="utf-8")
    before = ranker(tmp_path).versions
    (tmp_path / OWN).write_text("\ufeff# mine\r\n[channel]\r\npassing = -2.0\r\n", encoding="utf-8")
    assert ranker(tmp_path).versions == before


def test_an_edit_holds_for_a_ranker_at_work_as_for_one_made_afterwards(tmp_path: Path) -> None:
    at_work, said = ranker(tmp_path), []
    follow = OwnFiles(tmp_path, at_work, said.append)
    assert not follow()
    for text in ("[channel]\npassing = -2\n", "[channel]\npassing = -3\nnothing = 1\n", "[channel\n"):
        (tmp_path / OWN).write_text(text, encoding="utf-8")
        assert follow()
        assert not follow()
        afterwards = ranker(tmp_path)
        assert at_work.versions == afterwards.versions
        about = post("the shop again", addressed=False)
        assert at_work.rank(about) == afterwards.rank(about)
    assert [len(sentences) for sentences in said] == [1, 1, 1]
    assert "read anew" in said[0][0]
    assert "channel.nothing" in said[1][0]
    assert "line 1" in said[2][0]
    (tmp_path / OWN).unlink()
    assert not follow()
    assert at_work.versions == USUAL.versions


def test_what_was_edited_while_the_ranker_was_made_is_seen(tmp_path: Path) -> None:
    at_work = ranker(tmp_path)
    (tmp_path / OWN).write_text("[channel]\npassing = -2\n", encoding="utf-8")
    assert OwnFiles(tmp_path, at_work)()
    assert at_work.versions == ranker(tmp_path).versions


@pytest.mark.parametrize("line", ["*", "** = 2", "'*", "´", "late *"])
def test_a_line_that_says_no_word_is_named_and_passed_over(tmp_path: Path, line: str) -> None:
    (tmp_path / WORDS).write_text(f"[complaint]\n{line}\n[safety]\nflour dust = 2.5\n", encoding="utf-8")
    mine = ranker(tmp_path)
    assert len(mine.told) == 1
    assert "ranking-words.txt, line 2" in mine.told[0]
    assert "safety" in names(mine.rank(mail(GLUTEN)).reasons)
