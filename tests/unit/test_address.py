"""Addresses as people type them."""

import time

import pytest

from desktop.domain.account import Account, AccountId
from desktop.domain.address import bare, is_own, listed, own_addresses, without_doubles
from desktop.sync.lanes import own_keys


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


def test_the_shops_own_addresses_are_known_also_by_their_aliases_and_tags() -> None:
    settings = {
        "address": "Shop@b.test ",
        "aliases": "orders@b.test; jobs@b.test,",
        "user": "shop",
        "imap_host": "b.test",
    }
    own = own_addresses(settings)
    assert own == {"shop@b.test", "orders@b.test", "jobs@b.test"}
    assert [is_own(one, own) for one in ("SHOP@b.test", "shop+form@b.test", "tom@b.test")] == [True, True, False]


def test_the_addresses_of_all_accounts_are_the_shops_own() -> None:
    mail = Account(id=AccountId(1), kind="mail", name="Mail", settings={"address": "a@b.test", "aliases": "c@b.test"})
    feed = Account(id=AccountId(2), kind="feed", name="Blog", settings={"url": "https://b.test"})
    assert own_keys([mail, feed]) == {"a@b.test", "c@b.test"}
    assert own_keys([]) == frozenset()


def test_a_list_of_twenty_thousand_is_read_once() -> None:
    many = [f"a{n}@example.org" for n in range(20_000)]
    began = time.process_time()
    assert listed(", ".join(f'"No, {n}" <{one}>' for n, one in enumerate(many))) == tuple(many)
    assert time.process_time() - began < 2.0
