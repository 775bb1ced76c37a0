"""The first ranking: named reasons that add up, and what can never happen."""

import math
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from desktop.domain.answering import parse_holidays, parse_targets, parse_week
from desktop.domain.conversation import Band, Facts, Reason, Said, Tone
from desktop.domain.hours import Hours
from desktop.domain.item import Audience, Kind
from desktop.domain.row import chips
from desktop.domain.targets import Targets
from desktop.paths import resource
from desktop.triage import lexicon
from desktop.triage.explain import explain
from desktop.triage.features import Where
from desktop.triage.lexicon import load
from desktop.triage.rank import Ranker, default_ranker, logistic, next_change, opening_terms, rank
from desktop.triage.words import Read, WordTerms
from tests.triage.facts import mail, post, review, waited

LEXICON = load(resource("lexicon"))
COMPLAINTS = [
    " ".join(word.strip("*").replace("~", "really").replace("#", "40") for word in phrase.words)
    for phrase in LEXICON.phrases
    if phrase.section == "complaint"
]
OTHERS = [" ".join(phrase.words).replace("*", "").replace("~", "").replace("#", "3") for phrase in LEXICON.phrases]


def names(facts: Facts) -> dict[str, Reason]:
    return {reason.name: reason for reason in rank(facts).reasons}


texts = st.lists(
    st.one_of(
        st.sampled_from(OTHERS), st.sampled_from([".", ",", "?", "!", "\n", "the bread", "Tom"]), st.text(max_size=8)
    ),
    max_size=10,
).map(" ".join)
anything = st.builds(
    replace,
    st.sampled_from([mail(), post(), review()]),
    text=texts,
    subject=st.one_of(st.just(""), texts),
    automatic=st.sampled_from(["", "", "", "mailing list"]),
    addressed=st.booleans(),
    matched=st.sampled_from(["", "Hazel & Rye"]),
    rating=st.one_of(st.none(), st.integers(0, 6)),
    followers=st.one_of(st.none(), st.integers(0, 10**8)),
    waiting_since=st.one_of(
        st.none(), st.timedeltas(timedelta(seconds=-90), timedelta(days=90)).map(lambda gone: mail().now - gone)
    ),
    messages_in=st.integers(1, 9),
    unanswered=st.integers(0, 9),
    earlier_conversations=st.integers(0, 40),
    answered_before=st.booleans(),
)


@settings(max_examples=300)
@given(anything)
def test_the_reasons_add_up_to_the_score(facts: Facts) -> None:
    score = rank(facts)
    total = sum(reason.points for reason in score.reasons)
    assert score.value == pytest.approx(logistic(total), abs=1e-6)
    assert 0 <= score.value <= 1
    assert all(reason.words and reason.name for reason in score.reasons)
    assert len({reason.name for reason in score.reasons}) == len(score.reasons)
    strengths = [abs(reason.points) for reason in score.reasons]
    assert strengths == sorted(strengths, reverse=True)


@settings(max_examples=300)
@given(anything)
def test_the_same_facts_give_the_same_score_also_from_a_ranker_made_anew(facts: Facts) -> None:
    assert rank(facts) == rank(facts) == _FRESH.rank(facts)


_FRESH = default_ranker()


@settings(max_examples=500)
@given(anything, st.sampled_from(COMPLAINTS), st.sampled_from([" ", ". ", "\n", ", "]))
def test_adding_a_complaint_never_lowers_the_score(facts: Facts, words: str, between: str) -> None:
    more = replace(facts, text=facts.text + between + words)
    # After a "not" it would be the contrary of a complaint.
    assume(len(Read(LEXICON, more.text).denied) == len(Read(LEXICON, facts.text).denied))
    before = sum(reason.points for reason in rank(facts).reasons)
    after = sum(reason.points for reason in rank(more).reasons)
    assert after >= before - 1e-9


def test_every_complaint_of_the_lists_is_found_and_quoted() -> None:
    for words in COMPLAINTS:
        told = WordTerms(LEXICON)(f"Hello. {words}. Yours", Where(Kind.MAIL))
        found = next((reason for reason in told if reason.name == "complaint"), None)
        assert found is not None, words
        assert found.points > 0, words
        assert found.tone is Tone.HURRY
        assert found.words.startswith("“")


@settings(max_examples=200)
@given(anything)
def test_when_the_shop_spoke_last_nobody_needs_it(facts: Facts) -> None:
    assert rank(replace(facts, waiting_since=None)).band is not Band.NEEDS_YOU


@settings(max_examples=200)
@given(anything)
def test_what_is_automatic_is_never_on_top(facts: Facts) -> None:
    assert rank(replace(facts, automatic="mailing list")).band is not Band.NEEDS_YOU


@settings(max_examples=300)
@given(anything, st.floats(0, 0.999))
def test_time_alone_changes_nothing_before_the_moment_foretold(facts: Facts, share: float) -> None:
    then = next_change(facts)
    if then is None:
        assert rank(replace(facts, now=facts.now + timedelta(days=4000))).reasons == rank(facts).reasons
        return
    assert then > facts.now
    between = facts.now + (then - facts.now) * share
    assert rank(replace(facts, now=between)) == rank(facts)


def test_the_score_rises_when_the_foretold_moment_comes() -> None:
    asked = mail("Do you have rye on Sundays?")
    value, moments = rank(asked).value, 0
    while (then := next_change(asked)) and then < asked.now + timedelta(days=1):
        asked = replace(asked, now=then)
        assert rank(asked).value > value
        value, moments = rank(asked).value, moments + 1
    assert moments >= 4


def test_a_question_becomes_urgent_as_its_target_comes_near() -> None:
    question = mail("Do you deliver to the harbour on Sundays?")
    assert rank(question).band is Band.WORTH_A_LOOK
    assert names(waited(question, timedelta(minutes=40)))["waiting"].words == "due soon"
    late = rank(waited(question, timedelta(minutes=61)))
    assert late.band is Band.NEEDS_YOU
    assert any(reason.words == "overdue" and reason.tone is Tone.HURRY for reason in late.reasons)


def test_a_longer_target_gives_more_time() -> None:
    patient = default_ranker(Targets(usual=timedelta(hours=24)))
    question = waited(mail("Do you deliver to the harbour on Sundays?"), timedelta(hours=3))
    assert rank(question).band is Band.NEEDS_YOU
    assert patient.rank(question).band is Band.WORTH_A_LOOK


SHOP_HOURS = Targets(
    chosen=parse_targets("mail 4 h; public 30 min"),
    hours=Hours(parse_week("Mo-Fr 9-12:30, 13:30-18; Sa 8-13"), parse_holidays("05-14"), "Europe/Berlin"),  # type: ignore[arg-type]
)


@settings(max_examples=300)
@given(anything, st.floats(0, 0.999))
def test_time_alone_changes_nothing_before_the_moment_foretold_where_the_shop_closes_either(
    facts: Facts, share: float
) -> None:
    ranker = default_ranker(SHOP_HOURS)
    then = ranker.next_change(facts)
    if then is None:
        return
    assert then > facts.now
    between = facts.now + (then - facts.now) * share
    assert ranker.rank(replace(facts, now=between)) == ranker.rank(facts)


def test_nobody_grows_more_urgent_while_the_shop_is_closed() -> None:
    ranker = default_ranker(Targets(hours=SHOP_HOURS.hours))
    friday = datetime(2026, 5, 15, 15, 40, tzinfo=UTC)
    question = mail("Do you deliver to the harbour on Sundays?", waiting_since=friday, last_at=friday)

    def waiting(now: datetime) -> str:
        reasons = ranker.rank(replace(question, now=now)).reasons
        return next((reason.words for reason in reasons if reason.name == "waiting"), "")

    assert waiting(datetime(2026, 5, 15, 15, 59, tzinfo=UTC)) == "waiting"
    assert waiting(datetime(2026, 5, 16, 5, 59, tzinfo=UTC)) == "waiting"
    assert waiting(datetime(2026, 5, 16, 6, 20, tzinfo=UTC)) == "due soon"
    assert waiting(datetime(2026, 5, 16, 6, 40, tzinfo=UTC)) == "overdue"


def test_every_channel_and_audience_has_its_own_target() -> None:
    ranker = default_ranker(Targets(chosen=SHOP_HOURS.chosen))
    ago = timedelta(minutes=35)
    words = {
        reason.words
        for one in (waited(post("Do you open on Sunday?"), ago), waited(mail("Do you open on Sunday?"), ago))
        for reason in ranker.rank(one).reasons
        if reason.name == "waiting"
    }
    assert words == {"overdue"}


def test_other_targets_make_another_version_of_those_who_wait_alone() -> None:
    ranker = default_ranker(SHOP_HOURS)
    answered = replace(mail("x"), waiting_since=None)
    assert ranker.rank(answered).version == _FRESH.versions[0]
    assert (
        ranker.rank(replace(answered, automatic="newsletter", waiting_since=answered.now)).version == _FRESH.versions[0]
    )
    others = {default_ranker(other).rank(mail("x")).version for other in (Targets(), Targets(hours=SHOP_HOURS.hours))}
    assert len({_FRESH.versions[0], ranker.rank(mail("x")).version, *others}) == 4
    ranker.aim(Targets())
    assert ranker.rank(mail("x")) == rank(mail("x"))


def test_the_customers_own_words_stand_on_the_chip() -> None:
    assert names(mail("Hi. The cake NEVER\n  arrived!"))["complaint"].words == "“never arrived”"
    assert names(mail("Ich bin sehr ENTTÄUSCHT."))["complaint"].words == "“enttäuscht”"
    assert names(mail("C’est toujours pas réglé"))["complaint"].words == "“toujours pas”"


def test_health_is_pinned_high_even_in_polite_words() -> None:
    polite = mail("Lovely cake, thank you! My son came out in hives, allergic to something in it perhaps.")
    assert rank(polite).band is Band.NEEDS_YOU
    assert rank(polite).reasons[0].words.startswith("mentions: ")


@pytest.mark.parametrize(
    "fine",
    [
        "No problem at all!",
        "never had a single problem with you",
        "It was not bad at all, thank you",
        "nothing wrong with it, really",
        "Kein Problem, bis später!",
        "pas de problème, à demain",
        "ningún problema, hasta mañana",
        "not disappointed!",
        "I cannot wait. Those buns are to die for",
    ],
)
def test_a_complaint_denied_is_none(fine: str) -> None:
    assert "complaint" not in names(mail(fine))


@pytest.mark.parametrize(
    "word", ["not happy", "not very friendly", "isn’t good", "nicht gut", "pas bon", "no es bueno"]
)
def test_praise_denied_is_a_complaint(word: str) -> None:
    assert names(mail(f"The bread was {word}."))["complaint"].words == f"“{word}”"


def test_not_only_does_not_deny() -> None:
    assert "complaint" in names(mail("The man was not only rude to my mother"))


def test_praise_that_names_a_past_problem_stays_low() -> None:
    grateful = mail("My order went missing last week and you fixed it the same day. Wonderful service, thank you!")
    assert rank(grateful).band is not Band.NEEDS_YOU
    assert rank(mail("My order went missing last week and nobody has fixed it.")).band is Band.NEEDS_YOU


def test_low_stars_raise_and_high_stars_lower() -> None:
    values = [rank(review("Bread.", stars)).value for stars in (1, 2, 3, 4, 5)]
    assert values == sorted(values, reverse=True)
    assert rank(review("It is what it is.", 1)).band is Band.NEEDS_YOU
    assert rank(review("Lovely bread", 5)).band is Band.THE_REST


def test_who_is_heard_by_many_ranks_higher_but_reach_alone_is_no_need() -> None:
    small, large = post("They were out of rye again, bad."), post("They were out of rye again, bad.", followers=12_400)
    assert rank(large).value > rank(small).value
    assert names(large)["reach"].words == "12,400 followers"
    assert names(replace(large, followers=10**9))["reach"].points == 1.25
    assert rank(post("A walk through town", followers=10**7, addressed=False)).band is not Band.NEEDS_YOU


def test_writing_again_and_being_known_raise() -> None:
    asked = mail("Could you tell me the price?")
    again = replace(asked, unanswered=2, messages_in=2)
    known = replace(asked, earlier_conversations=3)
    assert rank(again).value > rank(asked).value
    assert names(again)["again"].words == "wrote twice"
    assert rank(known).value > rank(asked).value
    assert names(known)["known"].words == "3 earlier conversations"
    assert names(replace(asked, messages_in=3))["open"].words == "replied to you"


def test_speaking_about_the_shop_is_less_than_speaking_to_it() -> None:
    to_us = post("Is the rye any good?")
    about_us = replace(to_us, addressed=False, matched="Hazel & Rye")
    assert rank(about_us).value < rank(to_us).value
    assert "Hazel & Rye" in names(about_us)["matched"].words


def test_advertising_ends_in_the_rest_and_gains_nothing_by_waiting() -> None:
    spam = mail("Dear Sir, we rank you on the first page of Google. Cheap backlinks! Can we hop on a call today?")
    assert rank(spam).band is Band.THE_REST
    assert rank(waited(spam, timedelta(days=1))).band is Band.THE_REST


def test_what_waits_for_months_sinks() -> None:
    old = waited(mail("Do you bake gluten free?"), timedelta(days=90))
    assert rank(old).band is not Band.NEEDS_YOU


def test_a_subject_speaks_too_but_not_one_repeated_from_before() -> None:
    assert "complaint" in names(mail("See below.", subject="Broken jar"))
    assert "complaint" not in names(mail("Thank you!", subject="Re: Broken jar"))


def test_an_address_or_a_name_is_not_read_as_words() -> None:
    assert "complaint" not in names(post("@terrible@awful.example look https://x.example/late?refund=1"))
    assert "ask" not in names(post("see https://x.example/?q=1 now"))


def test_the_chips_leave_out_what_the_row_says_anyway() -> None:
    facts = replace(waited(post("@shop my cake never arrived", followers=12_400), timedelta(hours=2)), unanswered=2)
    shown = chips(rank(facts).reasons)
    assert [reason.name for reason in shown] == ["complaint", "reach", "again"]
    assert [reason.words for reason in chips(rank(mail("x", automatic="newsletter")).reasons)] == [
        "automatic: newsletter"
    ]
    assert len(chips(rank(mail("Hello")).reasons)) == 1


def test_what_a_machine_wrote_is_not_heard() -> None:
    angry = "Where is my parcel? It never arrived, I want my money back! Peanuts, allergic, urgent."
    assert {"complaint", "safety"} < names(mail(angry)).keys()
    assert names(mail(angry, automatic="newsletter")).keys() == {"automatic"}


def test_a_learned_model_can_take_the_place_of_the_words() -> None:
    def learned(text: str, where: Where, language: str = "") -> tuple[Reason, ...]:
        return (Reason(name="complaint", words="sounds like a complaint", points=float(len(text))),)

    ranker = Ranker(LEXICON, text_terms=learned)
    assert ranker.rank(mail("xxx")).reasons[0].points == 3.0
    found = opening_terms(Where(Kind.MAIL), "", "Where is it?")
    assert ranker.rank(mail("xxx", said=(Said("", "xxx", found),))).reasons[0].points == 3.0


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("subject", ["", "Broken", " Re: Broken", "Re:", "Where is my cake?"])
def test_terms_found_while_the_message_was_read_are_those_that_the_ranker_finds(subject: str, kind: Kind) -> None:
    facts = mail("It arrived late. Can I have my money back?", subject=subject, kind=kind)
    found = opening_terms(Where(kind), subject, facts.text)
    assert found
    assert rank(replace(facts, said=(Said(subject, facts.text, found),))) == rank(facts)
    assert rank(replace(facts, said=(Said(subject, facts.text, ()),))) != rank(facts)


def test_terms_of_a_text_come_without_facts() -> None:
    terms = WordTerms(LEXICON)("My parcel was damaged. Where is my refund?", Where(Kind.MAIL), "en")
    assert {reason.name for reason in terms} == {"complaint", "ask"}


def test_the_explanation_adds_up_to_the_last_decimal() -> None:
    score = rank(waited(mail("Where is my cake? Still no answer!", earlier_conversations=2), timedelta(hours=3)))
    *lines, last = explain(score.reasons, score.band).splitlines()
    assert len(lines) == len(score.reasons)
    assert round(sum(float(line.split()[0]) for line in lines), 2) == float(last.split()[0])
    assert last.endswith("Needs you")


def test_a_hostile_text_takes_no_longer() -> None:
    began = time.process_time()
    rank(mail("never ~ " * 20_000 + "!?" * 20_000 + "a" * 100_000))
    assert time.process_time() - began < 1


def test_the_logistic_holds_at_both_ends() -> None:
    assert logistic(800) == 1.0
    assert logistic(-800) == 0.0
    assert math.isclose(logistic(0.3) + logistic(-0.3), 1.0)


def test_kinds_and_audiences_give_their_own_reasons() -> None:
    assert "direct" in names(mail("x"))
    assert "addressed" in names(post("x"))
    assert "direct" in names(post("x", audience=Audience.PRIVATE, kind=Kind.DIRECT))
    assert names(post("x", kind=Kind.COMMENT))["addressed"].words == "on your page"
    assert rank(mail("x", waiting_since=None)).version == _FRESH.versions[0]


def test_what_touches_health_is_pinned_while_somebody_waits_for_an_answer():
    ill = mail("My son came out in hives, allergic to something in the cake.")
    assert rank(ill).pinned
    assert rank(waited(ill, timedelta(hours=20))).pinned
    assert not rank(replace(ill, waiting_since=None)).pinned
    assert not rank(replace(ill, automatic="mailing list")).pinned
    assert not rank(mail("This is the worst cake I ever had, I want my money back!")).pinned


@given(
    st.lists(
        st.sampled_from([*"aBZ.,!\u061f'\u2019\u00e9\u00df1_-", "but", "Aber", "l'", "\u2121"]), min_size=1, max_size=5
    ).map("".join)
)
def test_a_piece_of_text_is_folded_at_once_as_it_is_folded_token_by_token(piece: str) -> None:
    slowly = [word for token in lexicon._TOKEN.findall(piece) for _, word in lexicon._pieces(token)]
    assert list(lexicon._folded(piece)) == slowly


@pytest.mark.parametrize(
    "text",
    [
        "The best buns in town are from Hazel & Rye.",
        "Ten of the best croissants in town: Hazel & Rye takes third place, after a long queue.",
        "Hazel & Rye opens a second branch on Harbour Street.",
    ],
)
def test_what_a_blog_writes_about_the_shop_is_worth_a_look_however_pleased_it_is(text: str) -> None:
    blog = {"channel": "blog", "kind": Kind.BLOG, "audience": Audience.PUBLIC, "addressed": False, "subject": "Notes"}
    assert rank(mail(text, **blog, matched="hazel & rye")).band is Band.WORTH_A_LOOK
    assert rank(mail(text, **blog)).band is Band.THE_REST
    assert rank(mail(text, **blog, matched="hazel & rye", automatic="bulk mail")).band is Band.THE_REST


def test_the_loudest_of_many_in_a_thread_is_heard_and_the_pleased_take_nothing_from_it() -> None:
    broken = "My order never arrived and nobody answers. I want my money back."
    pleased = post("What a lovely oven", messages_in=9, unanswered=9)
    among = replace(pleased, others=tuple((Said("", text),) for text in ("So nice!", broken, "Well done")))
    assert (
        rank(replace(pleased, others=((Said("", "So nice!"),), (Said("", "Well done"),)))).points
        >= rank(pleased).points
    )
    assert rank(among).points > rank(pleased).points + 100
    assert "complaint" in {reason.name for reason in rank(among).reasons}
    total = sum(reason.points for reason in rank(among).reasons)
    assert logistic(total) == pytest.approx(rank(among).value, abs=1e-6)


def test_several_people_in_one_conversation_are_not_one_who_writes_again_and_again() -> None:
    several = post("What a lovely oven", messages_in=9, unanswered=9, people=7)
    assert names(several)["again"].words == "7 people wrote"
    assert names(replace(several, people=1))["again"].words == "wrote 9 times"
