"""Which words of a reply are looked up, where they stand for Qt, and where they stand after an edit."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop.compose.spelling import Spot, fold, is_known, shifted, spots, units, vocabulary

ANY = st.text(st.characters(codec=None, exclude_categories=()), max_size=200)
"""Half characters too: Qt can hand them over."""


def words(text: str) -> list[str]:
    return [spot.word for spot in spots(text)]


def cut(text: str, spot: Spot) -> str:
    """Return what stands at a spot, cut out as Qt would."""
    raw = text.encode("utf-16-le", "surrogatepass")
    return raw[2 * spot.start : 2 * spot.end].decode("utf-16-le", "surrogatepass")


@pytest.mark.parametrize(
    ("text", "looked_up"),
    [
        ("Dear Marta, thank you!", ["Dear", "Marta", "thank", "you"]),
        ("it’s the dogs' cake, don't worry", ["it’s", "the", "dogs", "cake", "don't", "worry"]),
        ("«Grüße» (naïve) *wichtig* “so”", ["Grüße", "naïve", "wichtig", "so"]),
        ("Käse-Kuchen und co-operate", ["Käse-Kuchen", "und", "co-operate"]),
        ("cafe\u0301 olé", ["cafe\u0301", "olé"]),
        ("see https://shop.example/recieve and www.recieve.example", ["see", "and"]),
        ("mail hello@hazelrye.example or shop.example", ["mail", "or"]),
        ("@hazelrye @marta@toot.example #rye", []),
        ("order4471 4711 5pm 3rd v2", []),
        ("photo.jpg z.B. e.g. /home/marta C:\\kuchen H&M", []),
        ("NASA iPhone McBride USB-Kabel a I", []),
        ("end. Next: one; two", ["end", "Next", "one", "two"]),
        ("{first_name} _wrote_", []),
        ("a" * 51, []),
        ("😀 hello 🍞👩‍👩‍👧 there", ["hello", "there"]),
        ("", []),
        (" \n\n ", []),
    ],
)
def test_only_what_can_be_in_a_dictionary_is_looked_up(text: str, looked_up: list[str]) -> None:
    assert words(text) == looked_up


def test_what_is_quoted_is_not_ours_nor_the_line_above_it() -> None:
    text = "Mine: here\n\nOn 3 May 2026 at 10:04, Marta wrote:\n> theirs nothng\n>more\n  > indented\nbelow"
    assert words(text) == ["Mine", "here", "below"]


def test_a_line_that_ends_with_a_colon_is_ours_without_a_quotation_below() -> None:
    assert words("We offer:\ncake") == ["We", "offer", "cake"]


def test_places_are_counted_as_qt_counts_them() -> None:
    text = "😀 Käse\n🍞🍞 rye"
    assert [(spot.start, spot.length) for spot in spots(text)] == [(3, 4), (13, 3)]


@given(ANY)
@example("\ud83d\ude00 a\ud83d bc")
@example("\U0001d4d0\U0001d4d1 𝒳𝒴 word")
def test_every_spot_is_the_word_it_says_in_any_text(text: str) -> None:
    last = 0
    for spot in spots(text):
        assert cut(text, spot) == spot.word
        assert spot.length == units(spot.word) > 0
        assert spot.start >= last
        last = spot.end


@given(ANY, ANY, st.data())
def test_after_an_edit_every_spot_that_is_left_is_still_its_word(text: str, put: str, data: st.DataObject) -> None:
    raw = text.encode("utf-16-le", "surrogatepass")
    size = len(raw) // 2
    at = data.draw(st.integers(0, size))
    removed = data.draw(st.integers(0, size - at))
    new = raw[: 2 * at] + put.encode("utf-16-le", "surrogatepass") + raw[2 * (at + removed) :]
    after = new.decode("utf-16-le", "surrogatepass")
    before = spots(text)
    kept = shifted(before, at, removed, units(put))
    assert len(kept) <= len(before)
    for spot in kept:
        assert cut(after, spot) == spot.word
    touched = [s for s in before if s.end >= at and s.start <= at + removed]
    assert len(kept) == len(before) - len(touched)


def test_an_edit_leaves_the_words_beside_it_where_they_are() -> None:
    places = spots("one two three")
    assert [s.word for s in shifted(places, 5, 1, 0)] == ["one", "three"]
    assert [(s.start, s.word) for s in shifted(places, 3, 0, 4)] == [(8, "two"), (12, "three")]


def test_names_and_words_of_the_customer_are_known_in_any_case_and_in_the_genitive() -> None:
    known = vocabulary(["Marta O'Duya-Ångström", "wo ist mein KREMŠNITE und 12 Brötli?"])
    for word in ("Marta", "marta’s", "Kremšnite", "brötli", "O’Duya", "Ångström"):
        assert is_known(word, known), word
    assert not is_known("Brötchen", known)


def test_a_word_is_folded_the_same_however_its_accent_is_written() -> None:
    assert fold("Cafe\u0301’s") == fold("café's")


def test_a_long_conversation_is_looked_at_up_to_a_point() -> None:
    assert "late" not in vocabulary(["a " * 200_000, "late"])
