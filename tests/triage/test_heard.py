"""What the learned heads and the word lists hear together, and the file the heads come in."""

from array import array
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from desktop.domain.conversation import Said
from desktop.domain.kinds import Kind
from desktop.domain.sense import Sense
from desktop.domain.targets import Targets
from desktop.paths import resource
from desktop.triage import model, weights
from desktop.triage.features import SIZE, Where, alone, seen, situations, weight
from desktop.triage.heard import HeardTerms
from desktop.triage.lexicon import load
from desktop.triage.model import CLIP, Head, Hearing, dump, shipped
from desktop.triage.own import personal
from desktop.triage.personal import Personal
from desktop.triage.rank import Ranker, default_ranker, rank
from desktop.triage.words import WordTerms
from tests.triage.facts import mail, post
from tests.triage.test_personal import lesson

LEXICON = load(resource("lexicon"))
HEARD = HeardTerms(LEXICON, shipped(), weights.usual())
MAIL, POST, ANYWHERE = Where(Kind.MAIL), Where(Kind.POST), Where(Kind.POST, None)
UNHAPPY = ("never arrived", "very disappointed", "falsch", "kaputt", "en retard", "estropeado", "rude", "broken again")


def points(text: str, where: Where = MAIL) -> float:
    return sum(reason.points for reason in HEARD(text, where))


def test_what_no_list_knows_is_quoted_by_the_words_that_tell_it_within_one_clause() -> None:
    (told,) = [one for one in HEARD("Hello. The lid came off in my bag, regards, Ann", MAIL) if one.name == "complaint"]
    words = told.words.strip("“”")
    assert words in "The lid came off in my bag"
    assert 2 <= len(words.split()) <= 5


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
@example(["rude", "?"], "never arrived", ". ", MAIL)
@example(["very disappointed", "!", "broken again", "the cake", "thank you"], "very disappointed", ". ", MAIL)
@example(["I"], "never arrived", ", ", MAIL)
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
    in_a_mail, in_a_post = (set(alone("waiting", situations(where))) for where in (MAIL, POST))
    assert in_a_mail != in_a_post
    assert in_a_mail & in_a_post == set(alone("waiting"))
    assert situations(MAIL) == situations(Where(Kind.DIRECT))


def test_breaks_at_the_ends_and_doubled_ones_say_nothing() -> None:
    assert seen(["a", "b"], ()) == seen([".", "a", "b", ".", "."], ())
    assert seen(["a", ".", "b"], ()) == seen(["a", ".", ".", "b"], ())
    assert seen(["a", ".", "b"], ()) != seen(["a", "b"], ())


def test_what_is_denied_looks_different_until_the_clause_is_over() -> None:
    said = ["not", "on", "time", ".", "fine"]
    denied, plain = seen(said, {"not"}).others, seen(said, ()).others
    assert sum(denied.values()) == sum(plain.values()) + 2


def test_an_empty_text_says_nothing_that_could_not_be_asked() -> None:
    for where in (MAIL, POST, ANYWHERE):
        assert -CLIP * 4 <= points("", where) <= CLIP * 4


def test_no_head_is_louder_than_its_bound() -> None:
    said = seen(["late", "again"], ())
    for level, bound in ((127, CLIP), (-127, -CLIP)):
        assert Hearing(Head("some", array("b", [level] * SIZE), 50.0, 0.0))(said) == bound


@given(st.lists(st.sampled_from(["late", "again", ".", "never", "24", "2024", "came", "parcels"]), max_size=40))
def test_a_head_hears_the_sum_of_its_weights_for_all_that_is_seen_over_its_length(folded: list[str]) -> None:
    head = Head("some", array("b", [place % 7 - 3 for place in range(SIZE)]), 0.2, 0.1)
    said, where = seen(folded, {"never"}, [5, 5, 9]), situations(Where(Kind.MAIL, reply=True))
    found = [(feature, weight(times)) for feature, times in said.others.items()]
    for word, times in said.words.items():
        itself, *others = alone(word, where)
        found += [(itself, weight(times)), *((feature, 1.0) for feature in others)]
    length = sum(counts * counts for _, counts in found) ** 0.5
    expected = 0.2 * sum(head.weights[feature] * counts for feature, counts in found) / length + 0.1
    assert Hearing(head)(said, where) == pytest.approx(expected)


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
    # The same weights heard louder make other scores.
    file.write_bytes(dump(7, ("fr", "en"), (replace(heads[0], scale=0.75), heads[1])))
    assert 0 < read.mark != model.load(file).mark > 0


def test_with_another_model_no_score_of_the_old_one_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    before = default_ranker()
    other = replace(shipped(), mark=shipped().mark % 255 + 1)
    monkeypatch.setattr("desktop.triage.rank.shipped", lambda: other)
    after = default_ranker()
    assert not set(before.versions) & set(after.versions)
    after.aim(Targets(usual=timedelta(hours=4)))
    assert not set(before.versions) & set(after.versions)
    assert after.rank(mail("Hello")).version in after.versions


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


def test_how_fast_a_post_spreads_and_how_fast_is_learned_are_among_the_owners_own_weights(tmp_path: Path) -> None:
    own = tmp_path / weights.OWN
    own.write_text(
        "[spread]\ntenfold = 0.6\nmost = 3\n[learned]\nrate = 3.0\nmost = 1.0\na_day_later = 7\nsender = 0\n"
    )
    mine, sentences = weights.load(own)
    assert sentences == []
    ranker = Ranker(LEXICON, weights=mine)
    busy = post("Our loaf was green", answers=40, began_at=mail().now)
    (usually,) = [one.points for one in rank(busy).reasons if one.name == "velocity"]
    (now,) = [one.points for one in ranker.rank(busy).reasons if one.name == "velocity"]
    assert now == pytest.approx(2 * usually, abs=0.011)
    lessons = tuple(lesson(n, "delivery", sender="mail/a@b.example") for n in range(30))
    ranker.heed(Sense(lessons=lessons))
    assert ranker.personal.weights["delivery"].points > Personal(Sense(lessons=lessons)).weights["delivery"].points
    assert {one.points for one in ranker.rank(mail("A delivery")).reasons if one.name == "personal"} == {1.0}
    ranker.go_by(LEXICON, weights.usual(), 0)
    assert ranker.personal.weights == Personal(Sense(lessons=lessons)).weights
    assert personal(tmp_path, Sense(lessons=lessons)).weights != ranker.personal.weights


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
    found = replace(said, said=(Said("", said.text, HEARD(said.text, MAIL)),))
    assert ranker.rank(found) == ranker.rank(said) != rank(said)


REFERENCES = (
    "Order 4711", "ORDER NO. 4711", "#4711", "4711", "Re: my invoice INV-2026-113", "Hi, tracking number 00 340 434 161",
    "Bestellung 4711", "Meine Bestellung Nr. 4711", "Rechnung 2231/2026", "commande n° 4711", "Ma réservation 88-12",
    "pedido 4711", "zamówienie nr 4711", "sipariş numarası 4711",
)  # fmt: skip


@pytest.mark.parametrize("where", [MAIL, POST, ANYWHERE, Where(Kind.DIRECT, reply=True)])
@pytest.mark.parametrize("text", REFERENCES)
def test_a_bare_number_says_neither_that_they_are_unhappy_nor_that_they_are_not(text: str, where: Where) -> None:
    assert HEARD(text, where) == ()


@pytest.mark.parametrize("more", ["cancel", "refund", "still waiting", "storniert", "remboursement", "devolución"])
def test_what_is_wanted_with_a_number_is_heard(more: str) -> None:
    assert HEARD(f"{more} order 4711", MAIL) != ()
    assert HEARD("Order 4711?", MAIL) != ()


@pytest.mark.parametrize("where", [MAIL, POST, ANYWHERE])
@pytest.mark.parametrize("complaint", UNHAPPY)
@pytest.mark.parametrize("text", REFERENCES)
def test_a_complaint_beside_a_bare_number_never_lowers_it(text: str, complaint: str, where: Where) -> None:
    assert points(f"{text} {complaint}", where) >= points(text, where)
    assert points(f"{complaint}, {text}", where) >= points(text, where)
