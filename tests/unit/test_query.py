"""What is typed into the search box is read as it was meant, and whatever is typed, it is never more than a sentence."""

from contextlib import suppress
from datetime import datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.past import begins
from desktop.domain.query import VALUES, AllOf, AnyOf, BadQuery, Field, Not, Term, to_text, words_of
from desktop.domain.reading import parse, pieces

a, b, c = Term("a"), Term("b"), Term("c")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a", a),
        ("a b", AllOf((a, b))),
        ("a OR b", AnyOf((a, b))),
        ("a b OR c", AllOf((a, AnyOf((b, c))))),
        ("(a b) OR c", AnyOf((AllOf((a, b)), c))),
        ("a OR b OR c", AnyOf((a, b, c))),
        ("a or b", AllOf((a, Term("or"), b))),
        ("-a", Not(a)),
        ("-(a OR -b)", Not(AnyOf((a, Not(b))))),
        ("a -(b c)", AllOf((a, Not(AllOf((b, c)))))),
        ("((a))", a),
        ('"a b"', Term("a b")),
        ('-"a b"', Not(Term("a b"))),
        ("wor*", Term("wor*")),
        ("cake(s)", Term("cake(s)")),
        ("(see a)", AllOf((Term("see"), a))),
        ("http://a.example/b_(c)", Term("http://a.example/b_(c)")),
        ("From:marta", Field("from", "marta")),
        ('from:"Marta Oduya"', Field("from", "Marta Oduya")),
        ("-is:unread", Not(Field("is", "unread"))),
        ('in:"Needs you"', Field("in", "needs-you")),
        ("in:anywhere", Field("in", "anywhere")),
        ("is:done OR from:marta", AnyOf((Field("is", "done"), Field("from", "marta")))),
        ("after:monday", Field("after", "monday")),
        ("before:25 dec", Field("before", "25 dec")),
        ("before:25 dec 2025 a", AllOf((Field("before", "25 dec 2025"), a))),
        ("after:last week a", AllOf((Field("after", "last week"), a))),
        ("(after:3 days ago a)", AllOf((Field("after", "3 days ago"), a))),
        ("after:2026-11-01 5", AllOf((Field("after", "2026-11-01"), Term("5")))),
        ('after:"may" 5', AllOf((Field("after", "may"), Term("5")))),
        ("col:cake", Term("col:cake")),
        ('col:"a b"', Term("col a b")),
        ("subject:(a OR b c)", AllOf((AnyOf((Field("subject", "a"), Field("subject", "b"))), Field("subject", "c")))),
        ('-from:("x y" -z)', Not(AllOf((Field("from", "x y"), Not(Field("from", "z")))))),
        ("label:(b is:open) a", AllOf((Field("label", "b"), Field("is", "open"), a))),
        ("- a", a),
        ("a !!! -", a),
    ],
)
def test_what_is_meant(text, tree):
    assert parse(text) == tree
    assert parse(to_text(tree)) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ('"a b', Term("a b")),
        ("a (b", AllOf((a, b))),
        ("a (b OR", AllOf((a, b))),
        ("a OR", a),
        ("a -", a),
        ("a is:unre", a),
        ("a is:", a),
        ("(a is:", a),
        ('a from:"Mar', AllOf((a, Field("from", "Mar")))),
        ("a before:tu", a),
        ("a)", a),
    ],
)
def test_what_is_still_being_typed_is_not_scolded(text, tree):
    assert parse(text, typing=True) == tree


@pytest.mark.parametrize("text", ["", "  ", "!!!", "is:", "()", "OR", '"', "-"])
def test_nothing_is_asked_for_yet(text):
    with pytest.raises(BadQuery, match="Type what to look for"):
        parse(text, typing=True)


@pytest.mark.parametrize("text", ["is:green cake", "before:tomorow cake"])
def test_what_is_wrong_further_in_front_is_said_while_typing_too(text):
    with pytest.raises(BadQuery, match="is not"):
        parse(text, typing=True)


def test_too_much_is_said_plainly():
    with pytest.raises(BadQuery, match="inside each other"):
        parse("(" * 50 + "a" + ")" * 50)
    with pytest.raises(BadQuery, match="too long"):
        parse("a " * 900)


def test_the_eye_sees_what_is_an_operator():
    text = 'cake from:marta -"a b" (x OR before:25 dec)'
    assert [(text[p.start : p.end], p.kind) for p in pieces(text)] == [
        ("cake", "word"),
        ("from:", "operator"),
        ("marta", "value"),
        ("-", "operator"),
        ('"a b"', "phrase"),
        ("(", "join"),
        ("x", "word"),
        ("OR", "join"),
        ("before:", "operator"),
        ("25 dec", "value"),
        (")", "join"),
    ]


def test_words_that_may_be_marked():
    assert words_of(parse('cake (nuts OR subject:"two tier") -bread from:marta')) == ("cake", "nuts", "two tier")


_SIGNS = st.sampled_from(['"', "(", ")", "-", "*", " ", "OR", " OR ", ":", "is:", "from:", "before:", "25 dec", "in:"])


@given(st.lists(st.one_of(_SIGNS, st.text(max_size=5)), max_size=25).map("".join), st.booleans())
def test_whatever_is_typed_is_a_tree_or_a_sentence_and_the_tree_can_be_written_back(text, typing):
    shown = pieces(text)
    assert all(one.end <= two.start for one, two in pairwise(shown))
    with suppress(BadQuery):
        tree = parse(text, typing=typing)
        assert parse(to_text(tree)) == tree


_WORDS = st.sampled_from(["cake", "two words", "OR", "-x", "wor*", "from:me", "http://x", "a(b", "it's"]).map(Term)
_VALUE = st.sampled_from(["marta", "two words", "a(b", "-x", "x:y", "me@a.example"])
_FIELDS = st.one_of(
    st.builds(Field, st.sampled_from(["from", "to", "subject", "channel", "label"]), _VALUE),
    st.builds(Field, st.sampled_from(["before", "after"]), st.sampled_from(["monday", "25 dec", "2026-11", "may"])),
    st.sampled_from([Field(name, value) for name, values in VALUES.items() for value in values]),
)


def _joined(parts):
    return st.one_of(
        parts.map(Not), *(st.lists(parts, min_size=2, max_size=4).map(tuple).map(k) for k in (AllOf, AnyOf))
    )


def _flat(node):
    """The tree without a joint right inside its like, as reading makes it."""
    if isinstance(node, Not):
        return Not(_flat(node.part))
    if isinstance(node, AllOf | AnyOf):
        parts = [_flat(part) for part in node.parts]
        kind = type(node)
        return kind(tuple(x for part in parts for x in (part.parts if isinstance(part, kind) else (part,))))
    return node


@given(st.recursive(st.one_of(_WORDS, _FIELDS), _joined, max_leaves=12).map(_flat))
def test_every_tree_survives_being_written_and_read(tree):
    assert parse(to_text(tree)) == tree


NOW = datetime(2026, 11, 18, 15, 0, tzinfo=timezone(timedelta(hours=1)))  # a Wednesday


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("today", "2026-11-18"),
        ("Yesterday", "2026-11-17"),
        ("wednesday", "2026-11-18"),
        ("last wednesday", "2026-11-11"),
        ("thu", "2026-11-12"),
        ("Monday", "2026-11-16"),
        ("this week", "2026-11-16"),
        ("last week", "2026-11-09"),
        ("last month", "2026-10-01"),
        ("this year", "2026-01-01"),
        ("3 days ago", "2026-11-15"),
        ("2 weeks", "2026-11-04"),
        ("a month ago", "2026-10-18"),
        ("25 dec", "2025-12-25"),
        ("Dec 25, 2024", "2024-12-25"),
        ("1st november", "2026-11-01"),
        ("november", "2026-11-01"),
        ("march 2025", "2025-03-01"),
        ("24.12.", "2025-12-24"),
        ("1.2.2026", "2026-02-01"),
        ("2026", "2026-01-01"),
        ("2026-03", "2026-03-01"),
        ("2026-03-31", "2026-03-31"),
        ("29 feb", "2024-02-29"),
    ],
)
def test_days_gone_by(words, day):
    found = begins(words, NOW, NOW.tzinfo)
    assert found == datetime.fromisoformat(day).replace(tzinfo=NOW.tzinfo)


@pytest.mark.parametrize("words", ["", "someday", "31 feb", "2026-13", "30 foo", "0 jan", "9999 years", "1 fortnight"])
def test_what_is_no_day(words):
    assert begins(words, NOW, NOW.tzinfo) is None


@given(st.text(max_size=20))
def test_whether_it_is_a_day_does_not_depend_on_when_it_is_asked(words):
    assert (begins(words, NOW) is None) == (begins(words, NOW + timedelta(days=4000)) is None)
