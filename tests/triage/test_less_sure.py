"""In a language that the learned model does not know, the ranking is less sure, and says so."""

import pytest

from desktop.cli.facts import facts
from desktop.triage.language import halved
from desktop.triage.rank import default_ranker, logistic
from desktop.triage.term import term
from tests.triage.facts import mail


def test_a_conversation_in_a_language_that_the_model_does_not_know_says_so_and_its_reasons_add_up():
    text = "Gdzie jest moje zamówienie? Czekam od tygodnia, to jest okropne, nikt nie odpowiada!"
    known, weak = (default_ranker().rank(mail(text, language=code)) for code in ("", "pl"))
    assert not any(one.name == "language" for one in known.reasons)
    (said,) = (one for one in weak.reasons if one.name == "language")
    assert said.words == "Language: Polish (less sure)"
    own = sum(one.points for one in weak.reasons if one.name in ("complaint", "calm", "faint"))
    assert said.points == pytest.approx(-own / 2, abs=0.006)
    for score in (known, weak):
        assert logistic(sum(one.points for one in score.reasons)) == pytest.approx(score.value, abs=1e-6)


def test_in_a_language_that_it_knows_nothing_is_taken_back():
    for code in ("en", "de", "fr", "es"):
        reasons = default_ranker().rank(mail("The cake is ruined, I am furious", language=code)).reasons
        assert not any(one.name == "language" for one in reasons)


def test_the_command_line_goes_by_the_language_that_is_said_else_by_what_the_words_tell():
    text = "Gdzie jest moje zamówienie? Czekam od tygodnia i nikt nie odpowiada!"
    assert facts({"text": text}, 1, None).language == "pl"
    assert facts({"text": text, "lang": "cs"}, 1, None).language == "cs"
    assert facts({"text": "ok"}, 1, None).language == ""


def test_what_may_be_a_complaint_is_halved_as_a_complaint_is_so_that_one_word_more_never_lowers_the_score():
    faint, plain = (
        sum(one.points for one in halved((term(name, "said", points),), "it", {"en"}))
        for name, points in (("faint", 0.48), ("complaint", 0.52))
    )
    assert plain > faint
