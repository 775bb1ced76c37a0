"""What the learned heads and the word lists hear together, and the file the heads come in."""

from array import array
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.kinds import Kind
from desktop.paths import resource
from desktop.triage import model, weights
from desktop.triage.features import SIZE, Where, features, situated
from desktop.triage.heard import HeardTerms
from desktop.triage.lexicon import load
from desktop.triage.model import CLIP, Head, dump, shipped
from desktop.triage.rank import Ranker, rank
from desktop.triage.words import WordTerms
from tests.triage.facts import mail, post

LEXICON = load(resource("lexicon"))
HEARD = HeardTerms(LEXICON, shipped(), weights.usual())
MAIL, POST, ANYWHERE = Where(Kind.MAIL), Where(Kind.POST), Where(Kind.POST, None)
UNHAPPY = ("never arrived", "very disappointed", "falsch", "kaputt", "en retard", "estropeado", "rude", "broken again")


def points(text: str, where: Where = MAIL) -> float:
    return sum(reason.points for reason in HEARD(text, where))


def no_negation(_word: str) -> bool:
    return False


@pytest.mark.parametrize("where", [MAIL, POST, ANYWHERE, Where(Kind.REVIEW), Where(Kind.DIRECT, reply=True)])
@pytest.mark.parametrize(
    "calm_fault",
    [
        "The zip of the jacket you repaired came off on the second day.",
        "It is Thursday and I still have no confirmation of the appointment you promised on Monday.",
    ],
)
def test_a_fault_told_calmly_stands_above_thanks(calm_fault: str, where: Where) -> None:
    assert points(calm_fault, where) > points("Thank you so much, everything was wonderful!", where)


def test_a_fault_is_heard_that_no_list_knows() -> None:
    text = "The left trouser leg is 79 cm and the right one is 76.5. I let them measure before."
    assert not any(reason.name == "complaint" for reason in WordTerms(LEXICON)(text, MAIL))
    assert points(text) > points("Two trouser legs please, 79 cm each. I will pay by card.")


def test_the_customers_own_words_are_quoted() -> None:
    told = {reason.name: reason for reason in HEARD("Hello, the cake NEVER arrived and nobody called.", MAIL)}
    assert told["complaint"].words == "“never arrived”"


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from(("the cake", "lovely", "thank you", "not", "late", "I asked", "for Friday", "!", "?", ".", "rude", *UNHAPPY)), max_size=8),
    st.sampled_from(UNHAPPY),
    st.sampled_from((". ", ", ")),
    st.sampled_from((MAIL, POST, ANYWHERE, Where(Kind.REVIEW))),
)  # fmt: skip
def test_one_more_complaint_never_lowers_what_is_heard(words: list[str], more: str, between: str, where: Where) -> None:
    text = " ".join(words)
    assert points(f"{text}{between}{more}", where) >= points(text, where) - 1e-9


def test_what_is_denied_is_not_heard_as_a_complaint() -> None:
    denied, told = "There was nothing wrong with it, thank you.", "There was something wrong with it, thank you."
    assert points(denied) < points(told)


def test_what_is_settled_counts_less() -> None:
    assert points("The parcel was lost, you replaced it at once, all is well now.") < points("The parcel was lost.")


def test_the_same_words_weigh_differently_where_others_read_them() -> None:
    folded = ["still", "waiting"]
    assert set(situated(folded, MAIL)) != set(situated(folded, POST))
    assert set(situated(folded, MAIL)) == set(situated(folded, Where(Kind.DIRECT)))


def test_breaks_at_the_ends_and_doubled_ones_say_nothing() -> None:
    assert features(["a", "b"], no_negation) == features([".", "a", "b", ".", "."], no_negation)
    assert features(["a", ".", "b"], no_negation) != features(["a", "b"], no_negation)


def test_an_empty_text_says_nothing_that_could_not_be_asked() -> None:
    for where in (MAIL, POST, ANYWHERE):
        assert -CLIP * 4 <= points("", where) <= CLIP * 4


def test_no_head_is_louder_than_its_bound() -> None:
    loud = Head("loud", array("b", [127] * SIZE), 50.0, 0.0)
    assert loud.hear({1: 1.0, 2: 3.0}) == CLIP
    assert Head("soft", array("b", [-127] * SIZE), 50.0, 0.0).hear({1: 1.0}) == -CLIP
    assert loud.hear({}) == 0.0


def test_what_counts_besides_is_added_as_if_it_had_been_there() -> None:
    head = Head("some", array("b", [place % 7 - 3 for place in range(SIZE)]), 0.2, 0.1)
    assert head.hear({5: 1.0, 9: 2.0}, (5, 12)) == pytest.approx(head.hear({5: 2.0, 9: 2.0, 12: 1.0}))


def test_a_model_is_read_as_it_was_written(tmp_path: Path) -> None:
    heads = (Head("a", array("b", [1, -1] * (SIZE // 2)), 0.5, -0.25), Head("b", array("b", [0] * SIZE), 1.0, 0.0))
    file = tmp_path / "model.bin"
    file.write_bytes(dump(7, ("fr", "en"), heads))
    read = model.load(file)
    assert (read.version, read.languages) == (7, {"en", "fr"})
    assert list(read.heads.values()) == list(heads)
    assert dump(7, ("en", "fr"), heads) == file.read_bytes()
    file.write_bytes(dump(7, ("fr", "en"), heads[::-1]))
    assert 0 < read.mark != model.load(file).mark > 0


@pytest.mark.parametrize("broken", [b"", b"no model", b"{}\n", b'{"version":1}\nxx'])
def test_what_is_no_model_is_named(tmp_path: Path, broken: bytes) -> None:
    file = tmp_path / "model.bin"
    file.write_bytes(broken)
    with pytest.raises(ValueError, match="is no model"):
        model.load(file)


def test_a_model_that_was_cut_off_is_named(tmp_path: Path) -> None:
    file = tmp_path / "model.bin"
    file.write_bytes(dump(1, ("en",), [Head("a", array("b", [1] * 8), 1.0, 0.0)]))
    with pytest.raises(ValueError, match="is no model"):
        model.load(file)


def test_the_shipped_model_is_small() -> None:
    assert resource("ranking", "model.bin").stat().st_size < 1_000_000


def test_the_owners_own_weights_lie_over_the_products(tmp_path: Path) -> None:
    own = tmp_path / weights.OWN
    own.write_text('[channel]\npassing = 2\nnonsense = 1\n[rating]\n1 = "much"\n[words.private]\nshop = 0\n')
    mine, sentences = weights.load(own)
    assert mine.channel["passing"] == 2.0
    assert mine.channel["direct"] == weights.usual().channel["direct"]
    assert mine.words["private"].shop == 0.0
    assert [sentence.split(":")[0] for sentence in sentences] == [weights.OWN, weights.OWN]
    assert "channel.nonsense" in sentences[0]
    assert "rating.1" in sentences[1]
    about = post("the shop again", addressed=False)
    assert Ranker(LEXICON, weights=mine).rank(about).value > rank(about).value


def test_weights_that_cannot_be_read_leave_everything_as_usual(tmp_path: Path) -> None:
    own = tmp_path / weights.OWN
    own.write_text("[channel\n")
    assert weights.load(own)[0] == weights.usual()
    assert len(weights.load(own)[1]) == 1


def test_terms_found_with_the_usual_weights_are_not_those_of_the_owners_own() -> None:
    usual = weights.usual()
    louder = replace(usual, words={**usual.words, "private": weights.Loudness(3.2, 0.0, 0.15)})
    ranker = Ranker(LEXICON, weights=louder)
    said = mail("The zip of the jacket you repaired came off on the second day.")
    found = replace(said, terms=HEARD(said.text, MAIL))
    assert ranker.rank(found) == ranker.rank(said) != rank(said)
