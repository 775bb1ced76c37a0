"""Whatever is asked of a shop of many mails: exactly those that hold it, the newest first, page by page."""

import random
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.store.index import settle
from desktop.store.search import search
from tests.store.makers import Shop, mail, person
from tests.store.picture import index_is_true

WORDS = ("cake", "cakes", "bread", "brown", "bun", "lemon", "tart", "tea")
"""No name or address of theirs begins with a letter of these words."""
PEOPLE = ("Marta", "Jon", "Ines")
SETTINGS = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module", params=["as it came", "brought together"])
def shelf(request, tmp_path_factory):
    """Mails that came in any order, some reworded and some gone again; and the words, the writer of each, newest first."""
    chance = random.Random(7)
    shop = Shop(tmp_path_factory.mktemp("shelf"))
    texts = {}
    numbers = list(range(240))
    chance.shuffle(numbers)
    for start in range(0, 240, 30):
        batch = []
        for number in numbers[start : start + 30]:
            texts[number] = (chance.choices(WORDS, k=chance.randint(1, 6)), chance.choice(PEOPLE))
            words, who = texts[number]
            batch.append(mail(str(number), who=person(who), minutes=number, subject="", text=" ".join(words)))
        shop.ingest(*batch)
    for number in chance.sample(numbers, 40):
        texts[number] = (chance.choices(WORDS, k=3), texts[number][1])
        text = " ".join(texts[number][0])
        message = shop.message(str(number))
        shop.db.conn.execute("update body set text = ? where message = ?", (text, message))
    for number in chance.sample(numbers, 20):
        del texts[number]
        shop.db.conn.execute("delete from message where remote_id = ?", (str(number),))
    if request.param == "brought together":
        shop.write(settle)
    assert index_is_true(shop.db)
    yield shop, [(shop.message(str(number)), *texts[number]) for number in sorted(texts, reverse=True)]
    shop.close()


def holds(words, kind, one, two, who):
    """Whether these words, that `who` wrote, are meant: by reading them."""
    pairs = list(pairwise(words))
    return {
        "word": one in words,
        "two": one in words and two in words,
        "either": one in words or two in words,
        "phrase": (one, two) in pairs,
        "without": one in words and two not in words,
        "none": one not in words,
        "one letter": any(word.startswith(one[0]) for word in words),
        "two letters": any(word.startswith(one[:2]) for word in words),
        "after": any(first == one and second.startswith(two[0]) for first, second in pairs),
        "sender": who == PEOPLE[0] and one in words,
    }[kind]


QUERIES = {
    "word": "{one}",
    "two": "{one} {two}",
    "either": "{one} OR {two}",
    "phrase": '"{one} {two}"',
    "without": "{one} -{two}",
    "none": "-{one}",
    "one letter": "{one[0]}*",
    "two letters": "{one[0]}{one[1]}*",
    "after": '"{one} {two[0]}*"',
    "sender": "{one} from:" + PEOPLE[0].lower(),
}


@SETTINGS
@given(
    kind=st.sampled_from(sorted(QUERIES)),
    one=st.sampled_from(WORDS),
    two=st.sampled_from(WORDS),
    limit=st.integers(1, 60),
)
def test_a_page_and_the_next_are_the_newest_that_hold_it(shelf, kind, one, two, limit):
    shop, mails = shelf
    query = QUERIES[kind].format(one=one, two=two)
    expected = [message for message, words, who in mails if holds(words, kind, one, two, who)]
    hits = [hit.message for hit in search(shop.reader, query, limit=limit)]
    assert hits == expected[:limit]
    if hits:
        more = search(shop.reader, query, limit=limit, before=hits[-1])
        assert [hit.message for hit in more] == expected[limit : 2 * limit]
