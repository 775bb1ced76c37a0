"""A link shows where it goes, is opened only when it is one, and warns when it pretends."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop.render import clean, may_open, suspicious, true_host
from desktop.render import links as ways
from desktop.render.links import tidy
from tests.render.oracle import links
from tests.render.vectors import OWN, naughty, shared

GOOD = [
    "http://x.example",
    "https://x.example/",
    "HTTPS://X.Example/Path?q=1#f",
    "https://user@x.example/",
    "https://x.example:8443/a",
    "http://127.0.0.1/",
    "http://[::1]/",
    "https://m\u00fcnchen.example/stra\u00dfe",
    "https://x_y.example/",
    "https://x.example/a'b(c);d~e!f*g",
    "https://\u65e5\u672c.example/",
    "https://\u0939\u093f\u0928\u094d\u0926\u0940.example/",
    "mailto:a@b.example",
    "mailto:a@b.example,c@d.example?subject=Hi&body=x%20y",
    "mailto:a%40b.example",
]
BAD = [
    "",
    "x.example",
    "//x.example",
    "/etc/passwd",
    "http:",
    "http:/x.example",
    "http:x.example",
    "http://",
    "http:///x",
    "http://?x",
    "http://#x",
    "http:\\\\x.example",
    "http://x.example\\@y.example",
    "http://a@b@x.example/",
    "http://user@@@x.example/page",
    "http://x.example:port/",
    "http://x.example:70000/",
    "http://[::1",
    "http://[zz]/",
    "http://x..example/",
    "http://-x.example/",
    "http://x%2eexample/",
    "http://a b.example/",
    "https://x.example/a b",
    "https://x.example/\n",
    "https://x.example/\u202egpj.exe",
    "https://x.example/\u200b",
    "https://x.example/\ufeff",
    "https://x.example/\x00",
    "https://x.example/\x7f",
    "https://x.example/<b>",
    'https://x.example/"',
    "https://x.example/" + "a" * 2_000,
    "https://" + "a" * 64 + ".example/",
    "https://\ud800.example/",
    "\u00a0javascript:alert(1)",
    "javascript:alert(1)",
    "JavaScript://x.example/%0aalert(1)",
    "java\tscript:alert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "ftp://x.example/",
    "vbscript:x",
    "tel:+1",
    "about:blank",
    "blob:https://x.example/1",
    "view-source:https://x.example",
    "mailto:",
    "mailto:a",
    "mailto:?to=a@b.example",
    "mailto:a@b.example?attach=/etc/passwd",
    "mailto:a@b.example?attachment=x",
    "mailto:a@b.example?bcc=e@e.example",
    "mailto:a@b.example?subject=x&cc=e@e.example",
    "mailto:a@b.example%0d%0aBcc:e@e.example",
    "mailto://x.example",
]


@pytest.mark.parametrize("url", GOOD)
def test_an_address_on_the_web_or_for_mail_may_be_opened(url: str) -> None:
    assert may_open(url)


@pytest.mark.parametrize("url", BAD)
def test_anything_else_may_not(url: str) -> None:
    assert not may_open(url)


@given(
    st.text(max_size=40)
    | st.text(max_size=30).map("https://".__add__)
    | st.text("ht:/ps\\@.x \t\n\u00a0%0", max_size=30)
)
@example("https://[")
@example("http://\uff0e/")
@example("https://x\u2100y/")
def test_no_text_upsets_it_and_what_may_be_opened_names_a_host(url: str) -> None:
    tidied = tidy(url)
    suspicious(url, url)
    if may_open(tidied):
        assert tidied.lower().startswith(("http://", "https://", "mailto:"))
        assert true_host(tidied)
        assert tidy(tidied) == tidied


NOTHING_ORDINARY = re.compile("(?!)")


@given(
    st.lists(st.sampled_from([*"htps:/.-_@%#?[]\\A1\u00e4 ", "http://", "https://", "x" * 62]), max_size=12).map(
        "".join
    )
)
@example("https://x" + "." + "x" * 63)
@example("https://x.example.")
@example("http://x.example/[a]?b#c")
def test_an_ordinary_address_is_judged_at_once_as_it_is_judged_at_length(url: str) -> None:
    quickly = may_open(url)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ways, "_ORDINARY", NOTHING_ORDINARY)
        assert may_open(url) == quickly


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://Shop.Example/x", "shop.example"),
        ("https://shop.example./", "shop.example"),
        ("https://bank.example@evil.example/", "evil.example"),
        ("https://evil.example:443/bank.example", "evil.example"),
        ("https://m\u00fcnchen.example/", "m\u00fcnchen.example"),
        ("https://xn--mnchen-3ya.example/", "m\u00fcnchen.example"),
        ("http://\u0430pple.com/", "xn--pple-43d.com"),
        ("http://xn--pple-43d.com/", "xn--pple-43d.com"),
        ("http://\u0430\u0440\u0440\u04cf\u0435.com/", "xn--80ak6aa92e.com"),
        (
            "http://\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444/",
            "\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444",
        ),
        ("http://\u65e5\u672c\u8a9e.example/", "\u65e5\u672c\u8a9e.example"),
        ("http://\u03b1bc.example/", "xn--bc-b9b.example"),
        ("http://\uff47oogle.example/", "google.example"),
        ("mailto:a@B.example", "b.example"),
        ("not a link", ""),
        ("http://[", ""),
    ],
)
def test_the_host_that_is_shown_is_the_one_it_goes_to(url: str, host: str) -> None:
    assert true_host(url) == host


@pytest.mark.parametrize(
    ("text", "url", "words"),
    [
        ("bank.example", "https://evil.example/", "says bank.example, but the link goes to evil.example"),
        ("https://www.bank.example/login", "https://evil.example/", "says www.bank.example"),
        ("www.bank.example", "https://bank.example.evil.example/", "goes to bank.example.evil.example"),
        ("click here", "https://bank.example@evil.example/", "before the @"),
        ("click here", "http://203.0.113.9/", "machine address, 203.0.113.9"),
        ("click here", "http://3405803785/", "machine address"),
        ("click here", "http://0xcb.0x00.0x71.0x09/", "machine address"),
        ("click here", "http://[2001:db8::1]/", "machine address"),
        ("apple.com", "http://\u0430pple.com/", "letters that look like others; it really is xn--pple-43d.com"),
        ("apple.com", "http://xn--pple-43d.com/", "xn--pple-43d.com"),
        ("h@shop.example", "mailto:e@evil.example", "would go to e@evil.example"),
        ("x", "javascript:alert(1)", "cannot be opened"),
        ("x", "", "cannot be opened"),
    ],
)
def test_a_link_that_pretends_is_named(text: str, url: str, words: str) -> None:
    assert words in suspicious(text, url)
    assert "\n" not in suspicious(text, url)


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("here", "https://shop.example/"),
        ("shop.example", "https://www.shop.example/x"),
        ("www.shop.example", "https://shop.example/x"),
        ("https://shop.example/a", "https://links.shop.example/track/a"),
        ("shop.co.uk", "https://www.shop.co.uk/"),
        ("invoice.pdf", "https://shop.example/invoice.pdf"),
        ("e.g. this", "https://shop.example/"),
        ("m\u00fcnchen.example", "https://xn--mnchen-3ya.example/"),
        ("h@shop.example", "mailto:h@shop.example"),
        ("write to us", "mailto:h@shop.example"),
        ("3.5 stars", "https://shop.example/"),
        ("", "https://shop.example/"),
    ],
)
def test_an_honest_link_is_not_accused(text: str, url: str) -> None:
    assert suspicious(text, url) == ""


def test_two_shops_under_one_ending_are_not_kin() -> None:
    assert suspicious("bank.co.uk", "https://evil.co.uk/")


def test_every_link_of_the_collections_that_is_shown_may_be_opened() -> None:
    for html in OWN + shared() + naughty():
        for link in links(clean(html).html):
            assert may_open(link)
            assert true_host(link)
