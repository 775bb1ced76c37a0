"""A mail whose sender the server could not confirm is not taken for the customer's, nor for ours."""

from datetime import UTC

import pytest

from desktop.compose.quote import quoted
from desktop.connectors.mail.confirm import unconfirmed
from desktop.connectors.mail.mime import parse_mail
from desktop.domain.account import Account
from desktop.domain.item import Direction, Incoming
from desktop.store import inbox
from tests.mail.kit import NOW, account, mail, raw
from tests.store.makers import OWN, Shop

FAILED = "mx.shop.test; spf=pass smtp.mailfrom=e@evil.test; dkim=none; dmarc=fail (p=NONE) header.from=example.test"


@pytest.mark.parametrize(
    "given",
    [
        (FAILED,),
        ("mx.shop.test;\r\n\tdmarc=fail action=none header.from=example.test",),
        ("spf=fail (sender IP is 203.0.113.7) smtp.mailfrom=x.test; dkim=none; dmarc=fail action=none;compauth=fail",),
        ("mx.shop.test; spf=fail smtp.mailfrom=example.test",),
        ("mx.shop.test; spf=fail smtp.mailfrom=a.test; dkim=fail header.d=a.test",),
        ("mx.shop.test; dkim=none", "mx.shop.test; dmarc=fail header.from=a.test"),
        ("mx.shop.test (the (dmarc=pass) check) ; dmarc=FAIL header.from=a.test",),
        # What stands below is the sender's own claim.
        ("mx.shop.test; dmarc=fail header.from=a.test", "mx.else.test; dmarc=pass header.from=a.test"),
    ],
)
def test_a_failed_check_of_the_own_server_counts(given: tuple[str, ...]) -> None:
    assert unconfirmed({"authentication-results": given})


@pytest.mark.parametrize(
    "given",
    [
        (),
        ("mx.shop.test; none",),
        ("mx.shop.test; spf=pass; dkim=pass header.d=a.test; dmarc=pass",),
        ("mx.shop.test; spf=fail smtp.mailfrom=forward.test; dkim=pass header.d=a.test; dmarc=pass",),
        ("mx.shop.test; spf=fail smtp.mailfrom=forward.test; dkim=pass header.d=a.test",),
        ("mx.shop.test; spf=softfail smtp.mailfrom=a.test",),
        ("mx.shop.test; dkim=fail header.d=list.test; dmarc=none",),
        ("mx.shop.test; spf=pass (not dmarc=fail at all) smtp.mailfrom=a.test",),
        ("mx.shop.test; dmarc=pass header.from=a.test", "mx.else.test; dmarc=fail header.from=a.test"),
        ("mx.shop.test; x-reason=dmarc=fail",),
        ("(" * 5000 + "dmarc=fail",),
    ],
)
def test_anything_else_is_no_reason_for_doubt(given: tuple[str, ...]) -> None:
    assert not unconfirmed({"authentication-results": given})


def parsed(data: bytes, at: Account, remote_id: str = "INBOX;1;1", **hints: str) -> Incoming:
    return parse_mail(raw(data, remote_id, **hints), at)


def test_somebody_who_writes_in_a_customers_name_is_another_person(tmp_path) -> None:
    shop = Shop(tmp_path)
    true = parsed(mail(1), shop.account)
    false = parsed(mail(2, subject="New bank account", Authentication_Results=FAILED), shop.account, "INBOX;1;2")
    shop.ingest(true, false)
    rows = [inbox.opened(shop.reader, number) for number in shop.ids()]
    assert {(seen.row.who, seen.row.handle) for seen in rows} == {
        ("Marta Oduya", "customer@example.test"),
        ("Marta Oduya (sender not confirmed)", "customer@example.test"),
    }
    assert [len(seen.timeline) for seen in rows] == [1, 1]


def test_in_a_thread_it_stands_under_its_own_name_and_address(tmp_path) -> None:
    shop = Shop(tmp_path)
    false = mail(2, Authentication_Results=FAILED, In_Reply_To="<1@example.test>")
    shop.ingest(parsed(mail(1), shop.account), parsed(false, shop.account, "INBOX;1;2"))
    seen = inbox.opened(shop.reader, shop.only())
    assert sorted((entry.other, entry.who) for entry in seen.timeline) == [
        (False, "Marta Oduya"),
        (True, "Marta Oduya (sender not confirmed)"),
    ]


def test_nobody_puts_words_into_the_shops_mouth(tmp_path) -> None:
    shop = Shop(tmp_path)
    false = mail(
        2, sender=OWN, to="customer@example.test", Authentication_Results=FAILED, In_Reply_To="<1@example.test>"
    )
    copy = mail(3, sender=OWN, to="customer@example.test")
    shop.ingest(parsed(mail(1, to=OWN), shop.account), parsed(false, shop.account, "INBOX;1;2"))
    (row,) = shop.reader.execute("select unanswered, waiting_since is null from conversation").fetchall()
    assert row == (2, 0)
    assert parsed(copy, shop.account).direction is Direction.OUT
    assert parsed(false, shop.account, role="sent").direction is Direction.OUT


def test_a_form_that_cannot_be_confirmed_still_names_the_customer() -> None:
    here = account({"address": "owner@shop.test"})
    form = mail(1, sender="owner@shop.test", Reply_To="Jo <jo@example.test>", Authentication_Results=FAILED)
    got = parsed(form, here)
    assert (got.author.handle, got.author.name) == ("jo@example.test", "Jo (sender not confirmed)")
    assert got.direction is Direction.IN
    assert not got.reply_to


def test_the_doubt_is_not_quoted_back_at_the_customer() -> None:
    said = quoted("Marta Oduya (sender not confirmed)", NOW, "Where is it?", zone=UTC)
    assert said == "On 20 November 2026 at 09:30, Marta Oduya wrote:\n> Where is it?\n"
