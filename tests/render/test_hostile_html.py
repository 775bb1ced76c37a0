"""Whatever comes in, what goes out is on the list, flat, and the same when it goes in again."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.render import clean, clean_pair, linkify, plaintext, without_quotes
from desktop.render.words import fit
from tests.render.oracle import links, seen, violations
from tests.render.vectors import OWN, naughty, shared


def _check(html: str) -> None:
    once = clean(html)
    assert violations(once.html) == [], html
    twice = clean(once.html)
    assert (twice.html, twice.text) == (once.html, once.text), html


@pytest.mark.parametrize("html", OWN)
def test_nothing_of_our_own_collection_gets_through(html: str) -> None:
    _check(html)
    fresh = clean_pair(html + "<p>anew")[1]
    assert fresh is None or violations(fresh.html) == []
    _check(f"<div><table><tr><td>{html}</td></tr></table></div><p>after")


def test_the_oracle_bites() -> None:
    """Half of our own collection breaks the rules before it is cleaned; an oracle that says nothing proves nothing."""
    assert sum(bool(violations(html)) for html in OWN) > len(OWN) * 0.8


def test_nothing_of_the_large_collection_gets_through() -> None:
    found = shared() + naughty()
    if not found:
        pytest.skip("no large collection of hostile HTML beside the checkout")
    assert len(found) > 2_000
    for html in found:
        _check(html)
        pair = clean_pair(html)
        assert pair[0] == clean(html)
        assert pair[1] is None or violations(pair[1].html) == []


def test_ten_thousand_mutations_of_the_collections_get_nothing_through() -> None:
    chance = random.Random(20261121)
    pool = OWN + shared()
    pieces = [
        "<",
        ">",
        '"',
        "'",
        "\x00",
        "&",
        "<!--",
        "-->",
        "</",
        "<a href=",
        "<b>",
        "<table>",
        "<li>",
        "\xa0",
        "\u200b",
        "</p>",
        "]]>",
        "<svg>",
    ]
    for _ in range(10_000):
        html = chance.choice(pool)[:2_000]
        for _ in range(chance.randint(1, 4)):
            at = chance.randint(0, len(html))
            if chance.random() < 0.3:
                html = html[:at] + chance.choice(pool)[:300] + html[at:]
            elif chance.random() < 0.6:
                html = html[:at] + chance.choice(pieces) + html[at:]
            else:
                html = html[:at] + html[at + chance.randint(1, 9) :]
        _check(html)


_TAGS = [
    "p",
    "div",
    "h1",
    "h4",
    "b",
    "i",
    "u",
    "s",
    "code",
    "sub",
    "sup",
    "a",
    "ul",
    "ol",
    "li",
    "blockquote",
    "table",
    "tr",
    "td",
    "th",
    "br",
    "hr",
    "pre",
    "span",
    "font",
    "q",
    "img",
    "nobr",
    "em",
    "strong",
    "details",
]
_ATTRIBUTES = [
    "",
    ' href="https://e.example/?a=1&b"',
    ' style="display:none"',
    ' style="font-size:0"',
    ' style="white-space:pre"',
    " hidden",
    ' class="gmail_quote"',
    ' type="cite"',
    ' style="font-weight:bold;color:#fff"',
    ' bgcolor="#fff"',
    ' id="qt"',
    ' style="font-weight:normal"',
]
_SCRAPS = st.one_of(
    st.builds(lambda tag, attribute: f"<{tag}{attribute}>", st.sampled_from(_TAGS), st.sampled_from(_ATTRIBUTES)),
    st.builds("</{}>".format, st.sampled_from(_TAGS)),
    st.sampled_from(
        [
            " ",
            "\n",
            "\xa0",
            "x",
            "y z",
            " w ",
            "\u200b",
            "\u200d",
            "e\u0301\u0301\u0301",
            "&nbsp;",
            "On 3 May, Ann wrote:",
            "\u202e",
            "a" * 199,
            "&lt;",
        ]
    ),
    st.text(max_size=5),
)


@given(st.lists(_SCRAPS, max_size=40).map("".join))
@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_soup_of_markup_comes_out_flat_and_stays_as_it_is(html: str) -> None:
    _check(html)
    fresh = clean_pair(html)[1]
    if fresh is not None:
        assert violations(fresh.html) == []
        assert clean(fresh.html).html == fresh.html


@given(st.lists(_SCRAPS, max_size=40).map("".join))
@settings(max_examples=300, deadline=None)
def test_the_plain_text_says_what_the_page_says(html: str) -> None:
    page = clean(html)
    bullets = str.maketrans("", "", "•>.0123456789")
    assert "".join(page.text.translate(bullets).split()) == "".join(seen(page.html).translate(bullets).split())


@given(st.text(max_size=300))
@settings(max_examples=300, deadline=None)
def test_any_plain_text_becomes_a_safe_page(text: str) -> None:
    html = linkify(text).html
    assert violations(html) == []
    assert clean(html).html == html


_SIGNS = [
    "a",
    "word",
    " ",
    "\n",
    "\n\n",
    "\t",
    "<",
    "&",
    '"',
    "'",
    "(",
    ")",
    ".",
    ">",
    "é",
    "“",
    "…",
    "\u00ad",
    "x\u0301",
]
_SIMPLE_SCRAPS = st.sampled_from([*_SIGNS, "http://a.example/x", "https://b.example/?a=1&b=2", "https://"])


@given(st.lists(_SIMPLE_SCRAPS, max_size=30).map("".join))
@settings(max_examples=500, deadline=None)
def test_a_simple_text_becomes_the_same_page_by_the_short_way(text: str) -> None:
    fitting = fit(text)
    short = plaintext._simple(fitting) if plaintext._is_simple(fitting) else ""
    assert short in ("", plaintext._careful(fitting).html())


@given(st.text(alphabet=st.sampled_from("a>: \nOnFromwrote@<-_"), max_size=200))
@settings(max_examples=300, deadline=None)
def test_quotes_are_cut_from_any_text_without_adding_a_word(text: str) -> None:
    fresh = without_quotes(text)
    assert len("".join(fresh.split())) <= len("".join(text.split()))


def test_naughty_plain_texts_become_safe_pages() -> None:
    for text in [*naughty(), *OWN]:
        html = linkify(text).html
        assert violations(html) == [], text
        assert clean(html).html == html, text


def test_no_link_of_any_collection_leads_anywhere_but_to_the_web_or_to_mail() -> None:
    for html in OWN + shared():
        for link in links(clean(html).html):
            assert link.lower().startswith(("http://", "https://", "mailto:"))
