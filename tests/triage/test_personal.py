"""The owner's own sense: by what it knows a conversation again, how lessons weigh, and what it says."""

import random
import timeit
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.act import Stamp
from desktop.domain.conversation import Band, Facts, Reason
from desktop.domain.item import Kind
from desktop.domain.sense import (
    FARTHEST,
    SPEAKS_FROM,
    Cause,
    Lesson,
    Sense,
    Wish,
    Wished,
    gather,
    named,
    own_line,
)
from desktop.triage.personal import (
    PERSONAL,
    PINNED,
    Personal,
    feature_of_sender,
    feature_of_word,
    features,
    features_of_reason,
    said,
    trunk,
    weigh,
)
from desktop.triage.rank import NEEDS_YOU, default_ranker, logistic
from desktop.triage.weights import usual
from tests.triage.facts import mail, post

MARTA = {"sender": "mail/marta@example.org", "who": "Marta Oduya"}


def lesson(number: int, text: str = "", *, way: int = 1, cause: Cause = Cause.ANSWERED, **more: object) -> Lesson:
    """Return a lesson of that minute about a mail of that text."""
    plain = Lesson(
        stamp=Stamp(60_000 * number, 0, "a"),
        cause=cause,
        way=way,
        weight=3 if cause is Cause.CORRECTED else 1,
        prior=0.0,
        features=features(mail(text)),
        conversation_key=f"m{number}",
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def taught(*more: Lesson) -> Personal:
    """Return the sense after enough lessons that say nothing of words, and these."""
    others = [lesson(number, features=(f"in:{number}",)) for number in range(SPEAKS_FROM)]
    return Personal(Sense(lessons=(*others, *more)))


# -- features ------------------------------------------------------------------------------------------------------------


def test_a_conversation_is_known_by_its_words_who_wrote_and_where() -> None:
    found = features(mail("My delivery came. The cake was squashed!", subject="Order", **MARTA))
    assert found == ("order", "delivery", "cake", "squashed", "from:mail/marta@example.org", "in:mail")


def test_words_are_folded_as_everywhere_and_negated_ones_told_apart() -> None:
    found = features(mail("Die LIEFERUNG ist nicht angekommen. Crème brûlée!"))
    assert {"lieferung", "not angekommen", "creme", "brulee"} <= set(found)
    assert "angekommen" not in found


@pytest.mark.parametrize(
    "text",
    [
        "Dear Theo,\ncake\nKind regards\nMarta Oduya",
        "hi Theo! cake https://example.org/delivery @theo",
        "Hallo Frau Berger,\ncake\n\n- Marta",
        "cake 12345 24.12. ab",
    ],
)
def test_greetings_names_addresses_numbers_and_little_words_say_nothing(text: str) -> None:
    assert [one for one in features(mail(text, who="Marta Oduya")) if ":" not in one] in (["cake"], ["cake", "kind"])


def test_topics_are_tags_the_title_commented_on_and_the_phrase_that_was_watched_for() -> None:
    assert "about:#market" in features(post("See you at the #Market"))
    commented = features(post("lovely", kind=Kind.COMMENT, subject="Sourdough Saturday"))
    assert "about:sourdough saturday" in commented
    assert "sourdough" not in commented, "those are our own words"
    assert "about:hazel rye" in features(post("so good", matched="Hazel & Rye"))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300), st.text(max_size=40))
def test_any_text_has_features_few_and_each_once(text: str, who: str) -> None:
    found = features(mail(text, who=who, sender="mail/x"))
    assert len(found) == len(set(found)) <= 80
    assert features(mail(text, who=who, sender="mail/x")) == found


def test_a_long_text_without_an_end_is_read_quickly() -> None:
    assert features(mail("\n" + "a" * 100_000 + "!"))
    assert features(mail("dear " * 50_000))


# -- weights -------------------------------------------------------------------------------------------------------------


def test_nothing_is_said_before_enough_was_seen_but_what_was_said_outright_counts_at_once() -> None:
    watched = tuple(lesson(number, "delivery") for number in range(SPEAKS_FROM - 1))
    still = Personal(Sense(lessons=watched))
    assert still.progress == (SPEAKS_FROM - 1, SPEAKS_FROM)
    assert still.term(mail("a delivery")) is None
    told = Personal(Sense(lessons=(*watched[:3], lesson(50, "delivery", cause=Cause.CORRECTED))))
    term = told.term(mail("a delivery"))
    assert term is not None
    assert term.words == "You usually answer “delivery” first"
    now = Personal(Sense(lessons=(*watched, lesson(99, "delivery"))))
    assert now.progress == (SPEAKS_FROM, SPEAKS_FROM)
    assert now.term(mail("a delivery")) is not None


def test_it_says_what_it_goes_by_in_words() -> None:
    mine = taught(
        *(lesson(100 + n, "delivery") for n in range(5)),
        *(lesson(200 + n, "newsletter", way=-1, cause=Cause.PASSED) for n in range(5)),
        *(lesson(300 + n, features=("from:mail/marta@example.org",)) for n in range(3)),
    )
    up, down = mine.term(mail("Your delivery")), mine.term(mail("Our newsletter"))
    assert up is not None
    assert down is not None
    assert (up.name, up.words) == (PERSONAL, "You usually answer “delivery” first")
    assert down.words == "You usually pass over “newsletter”"
    assert up.points > 0 > down.points
    who = mine.term(mail("Hello there", **MARTA))
    assert who is not None
    assert who.words == "You usually answer Marta Oduya first"


def test_a_reason_that_was_corrected_counts_less_from_then_on() -> None:
    reach = Reason(name="reach", words="12,400 followers", points=1.0)
    mine = taught(lesson(100, cause=Cause.CORRECTED, way=-1, features=features_of_reason(reach), reason="reach"))
    term = mine.term(post("hello"), [reach])
    assert term is not None
    assert term.points < 0
    assert term.words == "Counts less for you: 12,400 followers"
    assert mine.term(post("hello")) is None


def test_a_reason_that_quotes_words_means_the_words() -> None:
    complaint = Reason(name="complaint", words="“never arrived”", points=1.0)
    assert features_of_reason(complaint) == ("not arrived",)
    assert features_of_reason(Reason(name="ask", words="asks a question", points=0.9)) == ("term:ask",)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["cake", "delivery late", "bread not fresh"]), st.sampled_from([1, -1])), max_size=60
    )
)
def test_it_never_adds_or_takes_more_than_its_cap(told: list[tuple[str, int]]) -> None:
    mine = taught(*(lesson(100 + n, text, way=way, cause=Cause.CORRECTED) for n, (text, way) in enumerate(told)))
    for text in ("cake", "delivery late", "bread not fresh cake"):
        term = mine.term(mail(text))
        assert term is None or 0 < abs(term.points) <= usual().learned["most"]


def test_a_weight_fades_with_the_days() -> None:
    first = lesson(1, "delivery")
    soon, late = (lesson(60 * 24 * days, "bread") for days in (1, 365))
    assert weigh([first, late])["delivery"].points < weigh([first, soon])["delivery"].points
    assert weigh([first, soon])["delivery"].count == 1


def test_how_few_are_answered_at_all_does_not_weigh_on_every_word() -> None:
    """The owner answers one in five; words that stand in all messages say nothing, and do not drown the one that does."""
    drawn = random.Random(5)
    many = []
    for number in range(200):
        cares = number % 5 == 0
        words = ["order", "shop", "delivery" if cares else drawn.choice(["bread", "cake", "rolls"])]
        cause = Cause.ANSWERED if cares else Cause.PASSED
        many.append(lesson(number, " ".join(words), way=1 if cares else -1, cause=cause, prior=2.0))
    weights = weigh(many)
    assert weights["delivery"].points > 1
    assert weights["bread"].points < 0
    assert abs(weights["shop"].points) < weights["delivery"].points / 2


# -- what counts, of what stands in the log ------------------------------------------------------------------------------------


def test_of_one_cause_a_conversation_teaches_once_the_last_time() -> None:
    one, two = lesson(1, "cake", conversation_key="m"), lesson(2, "bread", conversation_key="m")
    back = lesson(3, conversation_key="s", cause=Cause.STARRED, way=0)
    star = lesson(0, "cake", conversation_key="s", cause=Cause.STARRED)
    lessons, _ = gather([back, two, one, star], [])
    assert lessons == (two,)


def test_a_word_about_the_sense_holds_for_what_was_learned_before_it() -> None:
    one, two, three = (lesson(n, "cake", sender=f"mail/{n}") for n in (1, 3, 5))
    forget = Wished(stamp=Stamp(4 * 60_000, 0, "a"), wish=Wish.FORGET, about="mail/3")
    assert gather([three, two, one], [forget])[0] == (one, three)
    late = replace(two, stamp=Stamp(6 * 60_000, 0, "a"))
    assert gather([late, three, one], [forget])[0] == (one, three, late)
    reset = Wished(stamp=Stamp(4 * 60_000, 0, "b"), wish=Wish.RESET)
    assert gather([three, two, one], [reset])[0] == (three,)
    unlearn = Wished(stamp=Stamp(9 * 60_000, 0, "a"), wish=Wish.UNLEARN, about=named(three.stamp))
    assert gather([three, two, one], [unlearn])[0] == (one, two)


# -- the line ------------------------------------------------------------------------------------------------------------


def corrections(*ways: int, band: Band | None = None) -> list[Lesson]:
    """Return corrections of conversations that stood on the wrong side of the line."""
    return [
        lesson(n, way=way, cause=Cause.CORRECTED, band=band or (Band.WORTH_A_LOOK if way > 0 else Band.NEEDS_YOU))
        for n, way in enumerate(ways)
    ]


@pytest.mark.parametrize(
    ("ways", "line"),
    [((), 0), ((1,), 0), ((1, 1), -0.3), ((1, 1, 1), -0.6), ((-1, -1), 0.3), ((1, -1, 1, -1), 0), ((1, 1, -1, -1), 0)],
)
def test_each_correction_of_a_run_moves_the_line(ways: tuple[int, ...], line: float) -> None:
    assert own_line(corrections(*ways)) == pytest.approx(line)


def test_the_line_moves_only_so_far_and_not_for_what_stood_right_or_for_single_reasons() -> None:
    assert own_line(corrections(*[1] * 40)) == -FARTHEST
    assert own_line(corrections(*[-1] * 40)) == FARTHEST
    assert own_line(corrections(1, 1, 1, band=Band.NEEDS_YOU)) == 0
    assert own_line([replace(one, reason="reach") for one in corrections(1, 1, 1)]) == 0


def test_the_line_explains_itself() -> None:
    assert Personal().lines() == ()
    mine = Personal(Sense(lessons=tuple(corrections(-1, -1, -1)), crowded=0.2))
    assert mine.lines() == ("Your own line: +0.6", "Raised, as more than a fifth came to stand there: +0.2")
    assert mine.line(1.2) == 2.0
    assert mine.line(1.2, on_top=True) == 1.2


# -- pins ----------------------------------------------------------------------------------------------------------------


def pinned(*what: str) -> Personal:
    """Return a sense that knows nothing but what is pinned."""
    return Personal(Sense(pins=what))


def test_what_is_pinned_is_found_by_word_in_its_forms_by_sender_and_by_topic() -> None:
    word = pinned(feature_of_word("Allergy"))
    assert word.pin(mail("she has allergies")) == "allergy"
    assert word.pin(mail("is it for allergic people")) == "allergy"
    assert word.pin(mail("all are gone")) == ""
    assert pinned(feature_of_word("gift  Card")).pin(mail("two gift cards")) == "gift card"
    assert pinned(feature_of_word("gift card")).pin(mail("a card as a gift")) == ""
    assert pinned(feature_of_sender(MARTA["sender"])).pin(mail("hi", **MARTA)) == "Marta Oduya"
    assert pinned(feature_of_word("#Market")).pin(post("at the #market")) == "#market"


def test_an_answer_tells_more_than_a_star() -> None:
    """Nobody answers by mistake."""
    answered, starred = (
        weigh([lesson(1, "the delivery", cause=cause)])["delivery"].points for cause in (Cause.ANSWERED, Cause.STARRED)
    )
    assert answered == pytest.approx(3 * starred)


def test_an_address_that_is_pinned_is_somebody_and_no_words() -> None:
    address = pinned(feature_of_word(f" {MARTA['sender'].partition('/')[2].upper()} "))
    assert address.pin(mail("hi", **MARTA)) == "Marta Oduya"
    assert address.pin(mail("hi")) == ""
    assert feature_of_word("!?") == ""


def test_words_are_alike_without_their_endings_and_short_ones_stay_whole() -> None:
    assert len({trunk(word) for word in ("booking", "booked", "bookings", "book", "books")}) == 1
    assert len({trunk(word) for word in ("lieferung", "lieferungen")}) == 1
    assert trunk("cake") == "cake"
    assert trunk("") == ""


def test_a_feature_is_said_in_words() -> None:
    assert said("delivery") == "delivery"
    assert said("from:mail/a@b.example") == "a@b.example"
    assert said("about:#market") == "#market"


# -- within the score ------------------------------------------------------------------------------------------------------


def test_with_the_owners_sense_the_reasons_still_add_up() -> None:
    rank = default_ranker()
    rank.heed(Sense(lessons=tuple(lesson(n, "delivery", cause=Cause.CORRECTED) for n in range(9)), pins=("allergy",)))
    for text in ("my delivery", "allergy and delivery?", "thank you", "she is allergic, the delivery never arrived!"):
        score = rank(mail(text))
        assert score.value == pytest.approx(logistic(sum(reason.points for reason in score.reasons)), abs=1e-6)
        assert len({reason.name for reason in score.reasons}) == len(score.reasons)


def test_what_is_pinned_stands_on_top_of_needs_you_and_says_why() -> None:
    rank = default_ranker()
    quiet = mail("Thank you for the market stall!")
    assert rank(quiet).band is not Band.NEEDS_YOU
    rank.heed(Sense(pins=("market",), crowded=0.9))
    score = rank(quiet)
    assert score.band is Band.NEEDS_YOU
    assert score.pinned
    assert next(reason.words for reason in score.reasons if reason.name == PINNED) == "You always want to see “market”"
    assert rank(replace(quiet, automatic="mailing list")).band is Band.NEEDS_YOU
    assert rank(replace(quiet, waiting_since=None)).band is not Band.NEEDS_YOU, "they were answered"


DANGER = mail("My daughter is allergic to nuts and your cake made her ill, please call me at once!")


def test_what_may_harm_somebody_is_neither_lowered_nor_pushed_below_the_line() -> None:
    rank = default_ranker()
    before = rank(DANGER)
    assert before.pinned
    passed = tuple(
        lesson(n, DANGER.text, way=-1, cause=Cause.CORRECTED, band=Band.NEEDS_YOU, prior=3.0) for n in range(30)
    )
    rank.heed(Sense(lessons=passed, crowded=1.0))
    after = rank(DANGER)
    assert after.band is Band.NEEDS_YOU
    assert after.pinned
    assert after.value >= before.value


def test_the_line_decides_what_needs_the_owner() -> None:
    rank = default_ranker()
    facts = next(
        one for one in _some() if NEEDS_YOU <= _points(rank(one).reasons) < NEEDS_YOU + 1 and not rank(one).pinned
    )
    rank.heed(Sense(crowded=1.0))
    assert rank(facts).band is Band.WORTH_A_LOOK
    rank.heed(Sense())
    assert rank(facts).band is Band.NEEDS_YOU


def _points(reasons: tuple[Reason, ...]) -> float:
    return sum(reason.points for reason in reasons)


def _some() -> list[Facts]:
    texts = (
        "It came broken.",
        "I am still waiting for my order.",
        "Where is it?",
        "The bread was stale, I want my money back.",
    )
    return [replace(mail(text), unanswered=count, messages_in=count) for text in texts for count in (1, 2, 3)]


def test_the_words_a_reason_quotes_are_those_the_message_is_known_by() -> None:
    told = mail("My cake never arrived. We waited 30 minutes at the counter.")
    for quoted, known in (("never arrived", ("not arrived",)), ("waited 30 minutes", ("waited", "minutes"))):
        reason = Reason(name="complaint", words=f"“{quoted}”", points=2.0)
        assert features_of_reason(reason) == known
        assert set(known) <= set(features(told))


SPAM = (
    "Dear business owner, we offer SEO services: rank first on Google, buy backlinks, limited time offer, click here!"
)


def test_advertising_is_lowered_little_until_the_owner_has_said_often_enough_what_it_is() -> None:
    rank = default_ranker()
    spam = [lesson(n, way=-1, cause=Cause.PASSED, advert=True, features=(f"in:{n}",)) for n in range(20)]
    good = [lesson(100 + n, features=(f"in:{n}",)) for n in range(20)]
    for known, most in ((spam[1:] + good, -1.5), (spam + good[1:], -1.5), (spam + good, -3.0)):
        rank.heed(Sense(lessons=tuple(known)))
        (points,) = (reason.points for reason in rank(mail(SPAM)).reasons if reason.name == "spam")
        assert most <= points < most + 1.5


def test_a_text_without_a_space_is_read_once_and_not_from_each_of_its_letters() -> None:
    known = mail("x" * 4_000, subject="y" * 1_000_000)
    features(known)
    seconds = min(timeit.repeat(lambda: features(known), repeat=3, number=1))
    assert seconds < 0.02


def test_no_part_of_an_address_is_a_word() -> None:
    assert {"bread", "loaf"} == {
        one for one in features(mail("bread marta.klein+shop@cakes.example, loaf", subject="")) if ":" not in one
    }
