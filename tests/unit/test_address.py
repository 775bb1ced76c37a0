"""Addresses as people type them."""

import pytest

from desktop.domain.address import bare, listed, without_doubles


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", ()),
        ("  ,; ", ()),
        ("a@b.test", ("a@b.test",)),
        ("a@b.test, c@d.test; e@f.test\ng@h.test", ("a@b.test", "c@d.test", "e@f.test", "g@h.test")),
        ("Marta Oduya <m@b.test>, tom@b.test", ("m@b.test", "tom@b.test")),
        ('"Oduya, Marta" <m@b.test>', ("m@b.test",)),
        ("A@b.test, a@B.test", ("A@b.test",)),
        ("tom@", ("tom@",)),
        ("a@b.test\r\nBcc: x@evil.test", ("a@b.test", "Bcc: x@evil.test")),
    ],
)
def test_a_list_is_taken_apart(typed: str, found: tuple[str, ...]) -> None:
    assert listed(typed) == found


@pytest.mark.parametrize("right", ["a@b.test", "a.b+c@b-c.test", "o'neill@b.test"])
def test_what_every_server_takes(right: str) -> None:
    assert bare(f" {right} ") == right


def test_a_domain_of_any_script_is_written_as_servers_know_it() -> None:
    assert bare("a@bäckerei.test") == "a@xn--bckerei-5wa.test"


@pytest.mark.parametrize(
    "wrong",
    ["", "tom", "tom@", "@b.test", "a b@c.test", ".a@b.test", "a..b@c.test", "a@b..c", "Bcc: x@y.test", "ä@b.test"],
)
def test_what_no_server_takes(wrong: str) -> None:
    assert bare(wrong) is None


def test_nobody_is_named_twice() -> None:
    assert without_doubles(("a@b.test", "A@B.test", "c@d.test"), known=("C@d.test",)) == ("a@b.test",)
