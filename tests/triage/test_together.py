"""Several messages of one person: each is heard, the loudest need of each kind counts, and only good news at the end
takes it back."""

from dataclasses import replace
from itertools import pairwise

import pytest

from desktop.domain.conversation import Facts, Reason, Said, Tone
from desktop.triage.rank import default_ranker, rank
from desktop.triage.together import together
from tests.triage.facts import mail

LONG = "we talked about the table for saturday and the colour of the cloth and who sits where. " * 9
ANGRY = "This is the worst service, I am furious and want my money back."


def several(*texts: str, subject: str = "") -> Facts:
    return replace(
        mail("\n\n".join(texts), subject=subject),
        said=tuple(Said(subject if not place else f"Re: {subject}", text) for place, text in enumerate(texts)),
        messages_in=len(texts),
        unanswered=len(texts),
    )


def points(facts: Facts) -> dict[str, float]:
    return {reason.name: reason.points for reason in rank(facts).reasons}


def total(facts: Facts) -> int:
    return rank(facts).points


def test_who_gets_angry_in_the_second_message_is_heard_after_a_long_first_one() -> None:
    alone, later = points(mail(ANGRY)), points(several(LONG, ANGRY))
    assert later["complaint"] == alone["complaint"]


def test_a_complaint_behind_a_long_first_message_is_quoted_in_the_customers_own_words() -> None:
    shown = [
        one.words for one in rank(several(LONG, "The crust was soggy and cold.")).reasons if one.name == "complaint"
    ]
    assert [one[0] for one in shown] == ["“"]
    assert shown[0].strip("“”").lower() in "the crust was soggy and cold."


@pytest.mark.parametrize(
    "earlier", [ANGRY, "Where is my cake?", "There were peanuts in it and she is allergic.", "We love your bread!"]
)
@pytest.mark.parametrize("more", ["Hello?", "Thank you so much!", "Best, Ana", "Did you get this?", "😀"])
def test_one_message_more_takes_nothing_from_what_is_needed(earlier: str, more: str) -> None:
    before, after = points(several(earlier)), points(several(earlier, more))
    for need in ("complaint", "safety", "ask"):
        assert after.get(need, 0.0) >= before.get(need, 0.0)


def test_haste_counts_where_another_message_says_what_for_and_nowhere_else() -> None:
    assert "urgent" not in points(several("It is urgent, today please", "urgent"))
    assert "urgent" in points(several("Where is my cake?", "It is urgent, asap"))


def test_praise_counts_while_all_of_it_is_praise() -> None:
    glad = "Your bread is wonderful, I love it!"
    assert points(several(glad, "Amazing, thank you!"))["praise"] < 0
    assert "praise" not in points(several("Where is my cake?", glad))


def test_all_well_at_the_end_halves_the_complaint_before_it_and_all_well_before_a_complaint_does_not() -> None:
    solved = "All good now, it has been resolved."
    angry, well, again = (points(several(*texts)) for texts in ([ANGRY], [ANGRY, solved], [solved, ANGRY]))
    assert well["settled"] < 0
    assert well["complaint"] == pytest.approx(angry["complaint"] / 2, abs=0.01)
    assert "settled" not in again
    assert again["complaint"] == angry["complaint"]


def test_what_little_is_left_of_a_complaint_is_called_so() -> None:
    unhappy = (Reason(name="complaint", words="“slow”", points=1.2, tone=Tone.HURRY),)
    well = (Reason(name="settled", words="says it is settled", points=-1.0),)
    left, _ = together([unhappy, well])
    assert (left.name, left.words, left.points) == ("faint", "may be unhappy", 0.6)


def test_advertising_stays_advertising_when_it_asks_whether_it_was_read() -> None:
    spam = "Boost your ranking! Our SEO agency offers guest posts and backlinks, first page of Google, click here."
    assert points(several(spam))["spam"] < 0
    assert points(several(spam, "Did you see my last mail?"))["spam"] == points(several(spam))["spam"]


def test_each_complaint_added_to_any_of_the_messages_never_lowers_the_score() -> None:
    words = ["", "It was broken.", "It was broken. Terrible.", "It was broken. Terrible. Never again, rude staff."]
    for place in range(3):
        texts = [["Hello, a word about Saturday.", f"{said} The order came.", "See you"] for said in words]
        moved = [one[place:] + one[:place] for one in texts]
        for fewer, more in pairwise(moved):
            assert total(several(*more)) >= total(several(*fewer)), (fewer, more)


def test_of_several_people_each_is_heard_message_by_message() -> None:
    calm = several("Nice colours")
    crowd = replace(calm, others=((Said("", LONG), Said("", ANGRY)), (Said("", "Lovely!"),)), people=3)
    assert points(crowd)["complaint"] == points(mail(ANGRY))["complaint"]


def test_what_was_heard_before_is_heard_again_alike() -> None:
    ranker = default_ranker()
    first, second = several(LONG, ANGRY, subject="Saturday"), several(LONG, ANGRY, "Hello?", subject="Saturday")
    assert [ranker.rank(one) for one in (first, second, first)] == [
        default_ranker().rank(one) for one in (first, second, first)
    ]
