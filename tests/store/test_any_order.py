"""Whatever the order in which messages come to light, and however often: the store is the same."""

import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.domain.item import Flag, Kind
from desktop.domain.subject import topic
from desktop.store.ingest import rerank
from desktop.store.values import said
from desktop.triage import rank as ranking
from desktop.triage.features import Where
from desktop.triage.rank import opening_terms, terms_either_way
from tests.store.makers import NOW, OURS, Shop, mail, person, rank
from tests.store.picture import badges_are_true, differences, index_is_true, picture

SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
PEOPLE = ("Marta", "Jon", "Ines")


@st.composite
def mailboxes(draw):
    """Up to fourteen mails that refer to one another, to mails that never came, and to nothing."""
    count = draw(st.integers(1, 14))
    return [_one(draw, number) for number in range(count)]


def _one(draw, number):
    ours = draw(st.integers(0, 4)) == 0
    who = OURS if ours else person(draw(st.sampled_from(PEOPLE)))
    others = (person(draw(st.sampled_from(PEOPLE))),) if ours else (OURS,)
    parents = draw(st.lists(st.integers(0, 17), max_size=3))
    topic = not parents and draw(st.booleans())
    subject = draw(st.sampled_from(("Cake", "Bread", "")))
    flags = draw(st.sets(st.sampled_from((Flag.SEEN, Flag.ANSWERED))))
    return mail(
        str(number),
        who=who,
        people=others,
        minutes=draw(st.integers(0, 60 * 24 * 50)) - 60 * 24 * 49,
        parent_ids=tuple(f"{parent}@example.org" for parent in parents),
        subject=("Re: " if topic else "") + subject,
        topic=subject.lower() if topic else "",
        own_id="" if draw(st.integers(0, 9)) == 0 else f"{number}@example.org",
        conversation_hint=draw(st.sampled_from(("", "", "", "h1", "h2"))),
        text=draw(st.sampled_from(("Can I order?", "Thank you", "Grüße aus Köln", "It came broken\0. Thank you!"))),
        flags=frozenset(flags),
        kind="mail",
    )


def filled(batches, times=1, rank=rank):
    with tempfile.TemporaryDirectory() as folder:
        shop = Shop(Path(folder))
        try:
            for _ in range(times):
                for batch in batches:
                    shop.ingest(*batch, rank=rank)
            while shop.write(rerank, NOW, rank).conversations:
                pass
            assert badges_are_true(shop.reader)
            assert index_is_true(shop.db)
            return picture(shop.reader)
        finally:
            shop.close()


@SETTINGS
@given(mailboxes(), st.data())
def test_any_order_of_batches_gives_the_same_store(items, data):
    shuffled = data.draw(st.permutations(items))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(items)), max_size=4)))
    batches = [shuffled[a:b] for a, b in zip([0, *cuts], [*cuts, len(items)], strict=True)]
    assert differences(filled(batches), filled([items])) == {}


@SETTINGS
@given(mailboxes())
def test_ingesting_twice_is_ingesting_once(items):
    assert differences(filled([items], times=2), filled([items])) == {}


@SETTINGS
@given(mailboxes(), st.data())
def test_words_looked_at_while_a_mail_was_read_give_the_scores_that_looking_later_gives(items, data):
    read = []
    for item in items:
        where, words = Where(item.kind, item.addressed), said(item.subject, item.fresh, item.text)
        first, reply = terms_either_way(where, *words)
        assert first == opening_terms(where, *words)
        read.append(replace(item, terms=first, reply_terms=reply))
    cut = data.draw(st.integers(0, len(items)))
    later = filled([items[:cut], items[cut:]], rank=ranking.rank)
    assert differences(filled([read[:cut], read[cut:]], rank=ranking.rank), later) == {}


def test_a_mail_brings_the_terms_of_its_words_to_the_ranker_while_they_are_new(shop):
    asked = []

    def asking(facts):
        asked.append([(one.subject, one.terms) for one in facts.said])
        return rank(facts)

    terms = opening_terms(Where(Kind.MAIL), "Cake", "Where is it?")
    shop.ingest(mail("1", terms=terms), mail("2", who="Jon", parent_ids=("1@example.org",), terms=terms), rank=asking)
    shop.ingest(mail("3", subject="Bread", terms=terms), rank=asking)
    answered = mail("5", subject="Oil", flags={Flag.ANSWERED}, terms=terms, reply_terms=terms[:1])
    shop.ingest(mail("4", subject="Salt"), answered, rank=asking)
    cakes = [("Cake", terms), ("Cake", terms)]
    assert asked == [cakes, [("Bread", terms)], [("Salt", None)], [("Oil", terms[:1])]]


@pytest.mark.parametrize("one_with", ["2", "4"])
def test_a_conversation_that_turns_out_to_be_somebody_elses_no_longer_counts_for_whom_it_seemed_to_be(one_with):
    cake, bread = mail("1", who="jon", minutes=2), mail("2", who="jon", minutes=1, subject="Bread")
    oil = mail("4", who="marta", minutes=-1, subject="Oil")
    parents = ("2@example.org", f"{one_with}@example.org")
    earlier = mail("3", who="marta", minutes=0, subject="Bread", parent_ids=parents)
    assert differences(filled([[cake, bread, oil], [earlier]]), filled([[cake, bread, oil, earlier]])) == {}


def test_a_replay_reports_nothing(shop):
    assert shop.ingest(mail("1"), mail("2"))
    assert not shop.ingest(mail("2"), mail("1"))


def test_a_parent_that_comes_last_joins_two_conversations(shop):
    shop.ingest(mail("b", minutes=5, parent_ids=("a@example.org",)))
    shop.ingest(mail("c", minutes=6, parent_ids=("a@example.org",), own_id="c@example.org"))
    assert len(shop.ids()) == 1
    shop.ingest(mail("x", minutes=7, own_id="x@example.org"), mail("y", minutes=8, own_id="y@example.org"))
    assert len(shop.ids()) == 3
    kept, *lost = shop.ids()
    changes = shop.ingest(mail("z", minutes=9, parent_ids=("b@example.org", "x@example.org", "y@example.org")))
    assert shop.ids() == [kept]
    assert changes.conversations == {kept, *lost}


def test_a_reply_without_references_joins_by_subject_between_the_same_people(shop):
    shop.ingest(mail("1", subject="Wedding cake", minutes=0))
    shop.ingest(mail("2", subject="Re: wedding cake", topic="wedding cake", minutes=5))
    shop.ingest(mail("3", subject="Re: Wedding cake", topic="wedding cake", minutes=5, who="Jon"))
    shop.ingest(mail("4", subject="Wedding cake", minutes=9))
    assert shop.home("1") == shop.home("2")
    assert len({shop.home("1"), shop.home("3"), shop.home("4")}) == 3


@pytest.mark.parametrize("subject", ["Ответ: Заказ", "RE: Заказ", "回复：Заказ", "Vá: SV: Заказ"])
def test_an_answer_that_names_nothing_joins_by_its_subject_whatever_its_language(shop, subject):
    shop.ingest(mail("1", subject="Заказ"))
    shop.ingest(mail("2", subject=subject, topic=topic(subject), minutes=5))
    assert len(shop.ids()) == 1


def test_the_subject_rule_ends_after_thirty_days(shop):
    shop.ingest(mail("1", subject="Bread", minutes=-60 * 24 * 31))
    shop.ingest(mail("2", subject="Re: Bread", topic="bread"))
    assert shop.home("1") != shop.home("2")


def test_many_batches_of_few_give_what_one_gives(tmp_path):
    items = [mail(str(n), minutes=n, parent_ids=(f"{n - 1}@example.org",) if n % 5 else ()) for n in range(60)]
    assert filled([[item] for item in reversed(items)]) == filled([items])


def test_the_time_of_a_message_is_never_later_than_when_it_was_received(shop):
    shop.ingest(mail("future", written_at=NOW + timedelta(days=900), received_at=NOW))
    assert shop.row().last_at == NOW
