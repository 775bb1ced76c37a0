"""What to offer when a mention is not about the shop, and how it is kept in a watch's settings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.errors import Misconfigured
from desktop.domain.exclude import suggest, with_phrase, without_phrase
from desktop.domain.phrases import Watch, split_phrases

APPLE = Watch(("apple bakery", "@applebakery"))


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Apple Bakery Ohio opens a second shop", "apple bakery ohio"),
        ("We love the Apple Bakery in Cleveland, Ohio!", "apple bakery in cleveland"),
        ("Visited Cleveland's Apple Bakery. It was fine.", "cleveland's apple bakery"),
        ("APPLE BAKERY, says the mayor of Cleveland, has closed", "says"),
    ],
)
def test_what_stands_beside_the_name_is_offered_first(text, first):
    offered = suggest(APPLE, text)
    assert first in offered[:2]
    assert len(offered) <= 5


def test_names_nearby_come_before_other_words():
    text = "The owner of Apple Bakery. Yesterday he met the mayor of Cleveland about bread"
    offered = suggest(APPLE, text, most=10)
    assert offered.index("cleveland") < offered.index("bread")


@pytest.mark.parametrize("text", ["", "nothing of that name", "apple bakery", "The Apple Bakery is it"])
def test_where_nothing_tells_them_apart_nothing_is_offered(text):
    assert suggest(APPLE, text) == ()


def test_what_is_known_to_be_about_the_shop_is_never_excluded():
    ours = "Apple Bakery in Cleveland Street makes the best bread"
    offered = suggest(APPLE, "Apple Bakery in Cleveland has new ovens", keep=[ours])
    assert "apple bakery in cleveland" not in offered
    assert "cleveland" not in offered
    assert "ovens" in offered


def test_a_phrase_that_is_watched_is_never_offered():
    watch = Watch(("apple bakery", "bakery"))
    assert "bakery" not in suggest(watch, "my apple bakery ohio", most=10)


WORDS = st.lists(
    st.sampled_from(
        ("Apple", "Bakery", "Ohio", "in", "the", "Straße", "ケーキ", "apple bakery", "rye", "7", "...", "\n")
    ),
    max_size=25,
).map(" ".join)


@given(WORDS, WORDS)
def test_whatever_is_offered_leaves_the_mention_alone_and_the_shop_found(text, ours):
    watch = Watch(("apple bakery",))
    for phrase in suggest(watch, text, keep=[ours], most=20):
        narrower = Watch(watch.phrases, (phrase,))
        assert narrower.match(text) == ""
        assert narrower.match("apple bakery") == "apple bakery"
        assert narrower.match(ours) == watch.match(ours)
        setting = with_phrase("", phrase)
        assert split_phrases(setting, "exclude") == [phrase]


def test_a_phrase_is_added_once_and_taken_out_again():
    setting = with_phrase("rye whiskey", "Rye, New York")
    assert setting == 'rye whiskey, "Rye, New York"'
    assert with_phrase(setting, "rye,  NEW york") == setting
    assert without_phrase(setting, "RYE WHISKEY") == '"Rye, New York"'
    assert without_phrase(setting, "ohio") == setting
    assert with_phrase("rye whiskey,", "ohio") == "rye whiskey, ohio"
    with pytest.raises(Misconfigured):
        with_phrase("", "!!!")
