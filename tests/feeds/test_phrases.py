"""Phrases as shop owners write them, found in texts as people write them."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.errors import Misconfigured
from desktop.domain.phrases import Watch, fold, split_phrases, watches_from


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("hazel & rye", "I love Hazel & Rye!"),
        ("Hazel & Rye", "HAZEL &\n  RYE's bread"),
        ("hazelrye", "thanks #HazelRye"),
        ("hazelrye", "@hazelrye sold out again"),
        ("café müller", "Im Cafe Mu\u0308ller war es voll"),
        ("cafe muller", "Café MÜLLER"),
        ("straße", "An der STRASSE"),
        ("smørrebrød", "smorrebrod"),
        ("o'hara", "at O\u2019Hara, today"),
        ("rye-bread", "rye\u2011bread"),
        ("hazel", "the“hazel”"),
        ("hazel", "ha\u00adzel"),
        ("hazel", "h\u200bazel"),
        ("istanbul", "İSTANBUL"),
        ("елка", "новая ёлка"),
        ("ベーカリー", "駅前のベーカリーです"),
        ("hazel", "パンはhazelで"),
        ("ขนมปัง", "ร้านขนมปังดี"),
        ("दुकान", "यह दुकान अच्छी है"),
        ("빵집", "동네 빵집 최고"),
        ("c++", "I write C++ daily"),
        ("24/7", "open 24/7, really"),
        ("مخبز", "أفضل مَخْبَز في المدينة"),
    ],
)
def test_it_is_found(phrase, text):
    assert Watch([phrase]).match(text) == phrase


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("rye", "bryenne"),
        ("rye", "ryes"),
        ("rye", "prye rye2 _rye 2rye"),
        ("hazel & rye", "hazel and rye"),
        ("hazel", "hazelé"),
        ("दुका", "यह दुकान"),
        ("दुक", "दुका"),
        ("ryé", ""),
        ("24/7", "124/7"),
        ("빵", "빵집"),
    ],
)
def test_it_is_not_found(phrase, text):
    assert Watch([phrase]).match(text) == ""


def test_the_phrase_comes_back_as_the_owner_wrote_it():
    watch = Watch(["Hazel & Rye", "HazelRye"])
    assert watch.match("… at hazelrye, and hazel & rye") == "HazelRye"


def test_where_two_begin_at_one_place_the_longer_one_counts():
    assert Watch(["hazel", "hazel & rye"]).match("hazel & rye") == "hazel & rye"


def test_what_means_somebody_else_is_left_alone():
    watch = Watch(["hazel"], ["hazel grove", "Hazel O'Connor"])
    assert watch.match("the hazel bakery") == "hazel"
    assert watch.match("the train from Hazel Grove") == ""
    assert watch.match("hazel o’connor at the hazel bakery") == ""


@pytest.mark.parametrize(
    ("setting", "phrases"),
    [
        ('"hazel & rye", hazelrye', ["hazel & rye", "hazelrye"]),
        ("“Hazel, Rye & Co”; bakery\nmillbrook  loaf", ["Hazel, Rye & Co", "bakery", "millbrook loaf"]),
        (",, a ,, a", ["a"]),
        ('the "best, ever" bread', ["the best, ever bread"]),
    ],
)
def test_the_setting_is_read_as_people_write_it(setting, phrases):
    assert list(watches_from({"phrases": setting}).phrases) == phrases


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "Say which words name you"),
        ({"phrases": " , ;"}, "Say which words name you"),
        ({"phrases": '"hazel'}, r"quotation mark is missing its partner: .*\(setting phrases\)"),
        ({"phrases": '""'}, "nothing between two quotation marks"),
        ({"phrases": "&, !"}, "no letter and no digit"),
        ({"phrases": "a", "exclude": '"b'}, r"\(setting exclude\)"),
        ({"phrases": "x" * 300}, "longer than 200 characters"),
        ({"phrases": ",".join(f"p{n}" for n in range(300))}, "more than 200 phrases"),
    ],
)
def test_what_makes_no_sense_is_said_in_one_sentence(values, words):
    with pytest.raises(Misconfigured, match=words):
        watches_from(values)


def test_many_phrases_in_a_long_text_are_quick():
    watch = Watch([f"phrase number {n}" for n in range(200)])
    text = "phrase number nothing, " * 5_000
    begun = time.process_time()
    assert watch.match(text) == ""
    assert time.process_time() - begun < 8


@settings(max_examples=200, deadline=None, database=None)
@given(st.text(max_size=40))
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)


@settings(max_examples=200, deadline=None, database=None)
@given(st.text(min_size=1, max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_a_phrase_between_blanks_is_always_found(phrase, before, after):
    try:
        phrases = split_phrases(f'"{phrase.replace(chr(34), "")}"', "phrases")
    except Misconfigured:
        return
    assert Watch(phrases).match(f"{before} {phrases[0]} {after}") == phrases[0]
