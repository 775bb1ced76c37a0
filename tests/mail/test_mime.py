"""Reading mails of every sort: the words, the people, the threads, the files; and the ones that are built to break."""

import base64
import hashlib
import re
import time
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from desktop.connectors.mail import charsets, mime
from desktop.connectors.mail.mime import attachment_bytes, parse_mail, safe_name
from desktop.connectors.mail.simple import is_plain_in_tags
from desktop.domain.item import Direction, Flag, Incoming, Raw
from tests.corpus import Mailbox
from tests.mail.kit import HOSTILE, NOW, account, mail, raw

SHOP = account({"address": "owner@shop.test", "aliases": "orders@shop.test"})
ODD = HOSTILE / "mime"


def parsed(data: bytes | str, **hints: str) -> Incoming:
    return parse_mail(raw(data if isinstance(data, bytes) else data.encode(), **hints), SHOP)


def test_a_plain_mail_is_read_whole() -> None:
    got = parsed(
        mail(7, subject="Re: [shop] About my order", References="<1@x.test>\r\n <2@x.test>", In_Reply_To="<9@x.test>")
    )
    assert (got.author.key, got.author.name) == ("customer@example.test", "Marta Oduya")
    assert got.text.strip() == "Where is it?"
    assert (got.subject, got.topic) == ("Re: [shop] About my order", "about my order")
    assert got.own_id == "<7@example.test>"
    assert got.parent_ids == ("<1@x.test>", "<2@x.test>")
    assert got.written_at == datetime(2026, 11, 19, 10, tzinfo=UTC)
    assert got.received_at == NOW
    assert (got.direction, got.addressed, got.automatic, got.html) == (Direction.IN, True, "", "")
    assert got.sha256 == hashlib.sha256(got.raw).digest()


def test_in_reply_to_counts_where_references_are_missing() -> None:
    assert parsed(mail(7, In_Reply_To="<9@x.test> from Marta <8@x.test>")).parent_ids == ("<9@x.test>",)
    assert parsed(mail(7, In_Reply_To="your mail of Monday")).parent_ids == ()
    assert parsed(mail(7, References="<7@example.test> <1@x.test> <1@x.test>")).parent_ids == ("<1@x.test>",)


def test_flags_and_hints_travel_along() -> None:
    given_flags = Raw(remote_id="x", data=mail(1), received_at=NOW, flags=frozenset({Flag.SEEN}), hints={"cut": "size"})
    got = parse_mail(given_flags, SHOP)
    assert got.flags == {Flag.SEEN}
    assert "larger than" in got.unreadable


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("utf-8", "Grüße 喜び"),
        ("iso-8859-1", "Größe"),
        ("windows-1251", "Привет"),
        ("koi8-r", "Привет"),
        ("gb2312", "你好"),
        ("big5", "你好"),
        ("euc-kr", "안녕하세요"),
        ("iso-2022-jp", "こんにちは"),
        ("shift_jis", "こんにちは"),
        ("utf-7", "Grüße"),
        ("unicode-1-1-utf-7", "Grüße"),
        ("hz-gb-2312", "你好"),
        ("utf-16", "Grüße"),
        ("x-nonsense", "Grüße"),
        ("unicode_escape", "Gr\\xfc"),
        ("hex", "cafe"),
        ("idna", "xn--caf-dma"),
        ("", "Grüße"),
    ],
)
def test_charsets_are_read_and_wrong_ones_survived(charset: str, text: str) -> None:
    codec = (
        charset.removeprefix("unicode-1-1-")
        if charset not in ("x-nonsense", "unicode_escape", "hex", "idna", "")
        else "utf-8"
    )
    head = (
        f'From: a@b.test\r\nContent-Type: text/plain; charset="{charset}"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    )
    assert parsed(head.encode() + base64.b64encode(text.encode(codec))).text.strip() == text


@pytest.mark.parametrize("charset", [b"idna", b"undefined", b"utf-8\x00", b"hex"])
@pytest.mark.parametrize("encoding", [b"8bit", b"base64"])
def test_a_file_with_a_charset_that_cannot_be_costs_none_of_the_words(charset: bytes, encoding: bytes) -> None:
    item = parsed(
        b"From: a@b.test\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nWhere is my cake?\r\n"
        b"--x\r\nContent-Type: text/calendar; charset="
        + charset
        + b"\r\nContent-Transfer-Encoding: "
        + encoding
        + b"\r\n\r\nQUJD\xe4\r\n--x--\r\n"
    )
    assert (item.text.strip(), item.unreadable) == ("Where is my cake?", "")
    assert [file.media_type for file in item.attachments] == ["text/calendar"]


def test_a_lie_about_the_charset_spoils_little() -> None:
    head = b"From: a@b.test\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    assert parsed(head + "Größe".encode("latin-1")).text == "Größe"
    assert parsed(head + ("Größe " * 50).encode() + b"\xff end").text.endswith("\ufffd end")
    assert parsed(head.replace(b"utf-8", b"us-ascii") + "Größe".encode()).text == "Größe"


@pytest.mark.parametrize(
    ("header", "text"),
    [
        ("=?utf-8?q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        ("=?UTF-8?B?R3LDvMOf?= =?UTF-8?B?ZQ==?=", "Grüße"),
        ("=?utf-8?b?R3LDvMM=?=\r\n =?utf-8?b?n2U=?=", "Grüße"),
        ("=?iso-8859-1*de?q?Gr=FC=DFe_an_alle?=", "Grüße an alle"),
        ("plain =?utf-8?q?=C3=BC?= plain", "plain ü plain"),
        ("=?nonsense?q?abc?=", "abc"),
        ("=?utf-8?b?%%%?=", ""),
        ("=?utf-8?q?broken", "=?utf-8?q?broken"),
        ("a =?utf-8?q?=0AInjected=00?= b", "a Injected b"),
    ],
)
def test_header_words_are_read(header: str, text: str) -> None:
    assert parsed(f"From: a@b.test\r\nSubject: {header}\r\n\r\nx").subject == text


def test_eight_bit_headers_are_guessed() -> None:
    assert parsed(b"From: J\xf6rg <a@b.test>\r\nSubject: Gr\xc3\xbc\xc3\x9fe\r\n\r\nx").author.name == "Jörg"
    assert parsed(b"From: a@b.test\r\nSubject: Gr\xc3\xbc\xc3\x9fe\r\n\r\nx").subject == "Grüße"


def multi(kind: str, *parts: str, head: str = "") -> str:
    body = "".join(f"--b\r\n{part}\r\n" for part in parts)
    return f"From: a@b.test\r\n{head}Content-Type: multipart/{kind}; boundary=b\r\n\r\n{body}--b--\r\n"


PLAIN = "Content-Type: text/plain; charset=utf-8\r\n\r\nThe plain words"
HTML = (
    "Content-Type: text/html\r\n\r\n<p>The <b>rich</b> words</p><script>alert(1)</script><img src=http://e.test/x.png>"
)


def test_of_two_forms_the_html_is_shown_safely_and_the_text_says_what_is_shown() -> None:
    got = parsed(multi("alternative", PLAIN, HTML))
    assert got.text.strip() == "The rich words"
    assert "rich" in got.html
    assert "script" not in got.html
    assert got.remote_images == 1
    assert not got.attachments


def test_html_alone_gives_the_text_too() -> None:
    got = parsed("From: a@b.test\r\n" + HTML)
    assert got.text.strip() == "The rich words"


def test_an_empty_plain_form_gives_way_to_the_html() -> None:
    assert "rich" in parsed(multi("alternative", "Content-Type: text/plain\r\n\r\n \r\n", HTML)).text


def both(text: str, page: str) -> Incoming:
    return parsed(
        multi("alternative", f"Content-Type: text/plain; charset=utf-8\r\n\r\n{text}",
              f"Content-Type: text/html; charset=utf-8\r\n\r\n{page}")
    )  # fmt: skip


@pytest.mark.parametrize(
    "page",
    [
        "<p>Hello &amp; good day,</p><p>where is it?<br>Marta</p>",
        # As Gmail and Outlook write it.
        (
            "<html><head><style>p{margin:0}</style></head><body lang=EN><div dir='ltr'>Hello &amp; good day,<div><br></div>"
            "<span style='color:black'>where is it?</span><o:p></o:p></div><div>Marta</div></body></html>"
        ),
    ],
)
def test_html_that_is_the_plain_text_in_tags_is_not_kept(page: str) -> None:
    got = both("Hello & good day,\r\n\r\nwhere is it?\r\nMarta", page)
    assert got.html == ""
    assert got.text.replace("\r", "") == "Hello & good day,\n\nwhere is it?\nMarta"


def test_a_reply_whose_links_say_where_they_lead_is_plain_text_too() -> None:
    got = both(
        "It came.\r\n\r\nOn 1 May 2026 at 10:00, <hi@shop.test> wrote:\r\n> It left, see https://shop.test/a",
        '<div dir="ltr">It came.</div><br><div class="gmail_quote"><div dir="ltr">On 1 May 2026 at 10:00, '
        '&lt;<a href="mailto:hi@shop.test">hi@shop.test</a>&gt; wrote:<br></div><blockquote class="gmail_quote" '
        'style="margin:0">It left, see <a href="https://shop.test/a">https://shop.test/a</a></blockquote></div>',
    )
    assert (got.html, got.fresh_html, got.fresh.strip()) == ("", "", "It came.")


@pytest.mark.parametrize(
    "page",
    [
        "<p>Pay <b>at once</b></p>",
        "<p>Pay <a href='https://evil.test'>at once</a></p>",
        "<p>Pay at once</p><img src='https://t.test/p.gif'>",
        "<p>Pay <span style='display:none'>at</span> once</p>",
        "<p>Pay <span style='font-weight:bold'>at once</span></p>",
        "<ul><li>Pay</li><li>at once</li></ul>",
        "<table><tr><td>Pay at</td><td>once</td></tr></table>",
        "<p>Pay at once</p><p>not</p>",
        "<p>Pay a.t once</p>",
        "<p>Pay at once <a href='https://x.test'>",
    ],
)
def test_html_that_says_more_than_the_plain_text_is_shown(page: str) -> None:
    assert both("Pay at once", page).html != ""


@pytest.mark.parametrize("piece", ["<!--", "<head>", "<a href=", "<p \"'", "<", "<o:p", "<a ", "&#"])
def test_comparing_the_two_forms_takes_no_time_whatever_they_are_built_of(piece: str) -> None:
    started = time.perf_counter()
    assert not is_plain_in_tags("x", piece * (100_000 // len(piece)))
    assert time.perf_counter() - started < 1


def test_text_that_nobody_sees_is_not_searched_ranked_or_quoted() -> None:
    got = both("I have a nut allergy, call the police", "<p>Thank you for the <i>lovely</i> cake</p>")
    assert got.text.strip() == "Thank you for the lovely cake"
    hidden = both("x", "<p>Lovely <b>cake</b></p><div style='display:none'>call the police</div>")
    assert "police" not in hidden.text + hidden.fresh + hidden.html


def test_html_that_shows_nothing_gives_way_to_the_plain_text() -> None:
    got = both("Where is it?", "<div><span style='display:none'>preheader</span></div>")
    assert (got.text.strip(), got.html) == ("Where is it?", "")


def test_the_fresh_text_is_the_text_of_the_fresh_page() -> None:
    got = both("Thanks!", "<div>Thank <b>you</b></div><blockquote type=cite>It left on Monday</blockquote>")
    assert got.fresh_html
    assert (got.fresh.strip(), "Monday" in got.fresh, "Monday" in got.text) == ("Thank you", False, True)


def test_what_was_quoted_is_told_apart() -> None:
    got = parsed(mail(1, body="Still waiting.\r\n\r\nOn 1 May 2026 at 10:00, Shop wrote:\r\n> It left.\r\n> Greetings"))
    assert got.fresh.strip() == "Still waiting."
    assert "It left." in got.text
    assert parsed(mail(1)).fresh == ""


def test_a_charset_after_no_semicolon_is_read_and_the_words_are_no_file() -> None:
    got = parsed(b"From: a@b.test\r\nContent-Type: text/html charset=iso-8859-2\r\n\r\n<p>\xb1</p>\r\n")
    assert "ą" in got.html
    assert not got.attachments
    alone = 'Content-Type: application/pdf name="a b=c.pdf"\r\n\r\nx'
    assert [(a.name, a.media_type) for a in parsed(multi("mixed", PLAIN, alone)).attachments] == [
        ("a b=c.pdf", "application/pdf")
    ]


@pytest.mark.parametrize("header", ["Content-Type: application/pdf; name", "Content-Disposition: attachment; filename"])
def test_a_file_name_in_raw_letters_is_read(header: str) -> None:
    assert [a.name for a in parsed(multi("mixed", PLAIN, f'{header}="счёт.pdf"\r\n\r\nx')).attachments] == ["счёт.pdf"]


def test_words_around_a_picture_are_both_kept() -> None:
    picture = 'Content-Type: image/png; name="x.png"\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo='
    got = parsed(multi("mixed", PLAIN, picture, PLAIN.replace("The plain", "The other")))
    assert got.text == "The plain words\n\nThe other words"
    assert [(a.name, a.media_type, a.size, a.part) for a in got.attachments] == [("x.png", "image/png", 8, "2")]


def test_files_are_listed_and_found_again() -> None:
    data = bytes(range(256)) * 9
    inner = (
        multi("alternative", PLAIN, HTML).partition("\r\n")[2].replace("boundary=b", "boundary=c").replace("--b", "--c")
    )
    file = (
        "Content-Type: application/pdf\r\nContent-Disposition: attachment;\r\n filename*0*=utf-8''Rechnung%20;\r\n"
        f" filename*1*=%C3%BC.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n{base64.encodebytes(data).decode()}"
    )
    forwarded = "Content-Type: message/rfc822\r\n\r\nFrom: c@d.test\r\nSubject: inner: one\r\n\r\ninner words"
    calendar = "Content-Type: text/calendar; name==?utf-8?q?Einladung=2Eics?=\r\n\r\nBEGIN:VCALENDAR"
    whole = multi("mixed", inner, file, forwarded, calendar).encode()
    got = parsed(whole)
    assert [(a.name, a.part) for a in got.attachments] == [
        ("Rechnung ü.pdf", "2"),
        ("inner_ one.eml", "3"),
        ("Einladung.ics", "4"),
    ]
    assert got.attachments[0].size == len(data)
    assert attachment_bytes(whole, "2") == data
    assert b"inner words" in attachment_bytes(whole, "3")
    assert attachment_bytes(whole, "1.1") == b"The plain words"
    for nowhere in ("9", "1.9", "0", "x", "2.2", ""):
        with pytest.raises(LookupError):
            attachment_bytes(whole, nowhere)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("invoice.pdf", "invoice.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\evil.exe", "evil.exe"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("CON.txt", "_CON.txt"),
        ("a<b>:c|d?.txt", "a_b__c_d_.txt"),
        ("trailing. . .", "trailing"),
        ("...", "attachment"),
        ("", "attachment"),
        ("x\x00y\r\n.pdf", "xy.pdf"),
        ("photo.jpg.exe", "photo.jpg.exe"),
    ],
)
def test_file_names_lead_nowhere(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@given(st.text(max_size=600))
def test_any_file_name_is_usable(name: str) -> None:
    made = safe_name(name, "application/pdf")
    assert made
    assert len(made.encode()) <= 160
    assert not set(made) & set('/\\:*?"<>|\0\n\r')
    assert made.strip(" .") == made


@pytest.mark.parametrize(
    ("headers", "word"),
    [
        ({"List_Id": "<news.shop.test>"}, "list"),
        ({"List_Unsubscribe": "<https://x.test>"}, "newsletter"),
        ({"Precedence": "bulk"}, "bulk"),
        ({"Auto_Submitted": "auto-replied"}, "automatic"),
        ({"X_Auto_Response_Suppress": "All"}, "automatic"),
        ({"X_Autoreply": "yes"}, "automatic"),
        ({"X_Autorespond": "yes"}, "automatic"),
        ({"Feedback_ID": "1:2:3"}, "bulk"),
        ({"X_Campaign_ID": "spring"}, "bulk"),
        ({"Return_Path": "<>"}, "report"),
        ({"sender": "no-reply@x.test"}, "no answers"),
        ({"sender": "donotreply+7@x.test"}, "no answers"),
        ({"sender": "MAILER-DAEMON@x.test"}, "no answers"),
        ({"Auto_Submitted": "no"}, ""),
        ({"sender": "noreply@form.test", "Reply_To": "marta@example.test"}, ""),
        ({"sender": "norepo@x.test"}, ""),
    ],
)
def test_bulk_and_automatic_mail_is_recognised(headers: dict[str, str], word: str) -> None:
    found = parsed(mail(1, **headers)).automatic
    assert bool(found) == bool(word)
    assert word in found


def test_what_a_mail_says_of_its_language_is_believed() -> None:
    letter = "From: marta@example.org\r\nContent-Language: {}\r\nSubject: Hi\r\n\r\nHallo\r\n"
    assert parsed(letter.format("de-AT")).language.startswith("de")
    assert parsed(letter.format("???")).language == ""


def test_the_shops_own_mail_is_told_apart() -> None:
    ours = mail(1, sender="Orders@shop.test", to="marta@example.test")
    assert parsed(ours).direction is Direction.OUT
    assert parsed(mail(1), role="sent").direction is Direction.OUT
    assert parsed(mail(1, sender="owner@shop.test")).direction is Direction.IN
    form = parsed(mail(1, sender="owner@shop.test", Reply_To="Marta <marta@example.test>"))
    assert (form.direction, form.author.key, form.reply_to) == (Direction.IN, "marta@example.test", ())


def test_being_addressed_is_noticed() -> None:
    assert parsed(mail(1, to="x@y.test, Orders@Shop.test")).addressed
    assert parsed(mail(1, to="owner+kettle@shop.test")).addressed
    assert parsed(mail(1, to="undisclosed-recipients:;", Delivered_To="owner@shop.test")).addressed
    assert not parsed(mail(1, to="list@elsewhere.test")).addressed


def test_a_name_that_pretends_to_be_an_address_is_not_shown() -> None:
    got = parsed('From: "service@bank.test" <crook@evil.test>\r\n\r\nx')
    assert (got.author.name, got.author.handle) == ("", "crook@evil.test")


def test_a_mail_without_any_sender_is_kept() -> None:
    assert parsed("Subject: x\r\n\r\ny").author.key == "unknown"
    assert parsed("From: undisclosed\r\nReturn-Path: <a@b.test>\r\n\r\ny").author.key == "a@b.test"
    assert parsed(b"").written_at == NOW


@given(
    st.from_regex(mime._PLAIN_DATE, fullmatch=True)
    | st.sampled_from(["1 Jan 2024 07:00:00 +1459", "31 Feb 2024 07:00:00 +0000", "Mon, 8 Jan 2024 07:00 GMT", "x"])
)
@example("Mon, 08 Jan 2024 23:59:60 -0000 (UTC)")
@example("1 Jan 1000 00:00:00 +0100")
def test_a_date_of_the_usual_form_says_what_the_library_reads_in_it(date: str) -> None:
    def said() -> datetime | None:
        try:
            return mime._moment(date)
        except (ValueError, TypeError, OverflowError):
            return None

    quickly = said()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mime, "_PLAIN_DATE", re.compile("(?!)"))
        assert said() == quickly


@pytest.mark.parametrize(
    "date",
    ["", "yesterday", "Fri, 31 Feb 2026 25:61:00 +9999", "Mon, 1 Jan 1900 00:00:00 +0000", "1 Jan 9999 00:00 -1200"],
)
def test_an_impossible_date_counts_as_the_arrival(date: str) -> None:
    assert parsed(f"From: a@b.test\r\nDate: {date}\r\n\r\nx").written_at == NOW


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("<title>all of it is the title", True),
        ("<p style='display:none'>hidden</p>", True),
        ("<p>words</p>", False),
        ("<img src='https://x.test/a.png' width=600>", False),
        ("   ", False),
    ],
)
def test_a_page_on_which_nothing_can_be_seen_says_so(page: str, said: bool) -> None:
    got = parsed(mail(1, body=page, Content_Type="text/html"))
    assert bool(got.unreadable) is said
    assert "nothing to be seen" in got.unreadable or not said


def test_encrypted_mail_says_so() -> None:
    got = parsed(multi("encrypted", "Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1", PLAIN))
    assert "encrypted" in got.unreadable


def bombs() -> dict[str, bytes]:
    deep = b"From: a@b.test\r\n" + b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(400)
    )
    many = multi("mixed", *["Content-Type: text/plain\r\n\r\nx"] * 5000).encode()
    nested = b"From: a@b.test\r\n" + b"Content-Type: message/rfc822\r\n\r\n" * 3000 + b"x"
    return {
        "deep": deep,
        "many parts": many,
        "mails in mails": nested,
        "long header": b"Subject: " + b"=?utf-8?q?a?= " * 200_000 + b"\r\n\r\nx",
        "many people": b"From: a@b.test\r\nTo: " + b"<a@b.test>, " * 100_000 + b"\r\n\r\nx",
        "brackets": b"From: " + b"(" * 100_000 + b"\r\nTo: " + b'"' * 100_001 + b"\r\n\r\nx",
        "references": b"References: " + b"<a@b> " * 200_000 + b"\r\n\r\nx",
        "parameters": b"Content-Type: text/plain" + b"; a*0*=x" * 50_000 + b"\r\n\r\nx",
        "boundary": b"Content-Type: multipart/mixed; boundary=" + b"x" * 100_000 + b"\r\n\r\n--x\r\n",
        "one line": b"\r\n" + b"x" * 5_000_000,
        "nuls": b"\0" * 500_000,
        "html": b"Content-Type: text/html\r\n\r\n" + b"<table><tr><td>" * 20_000,
        "quoted": b"\r\n" + b"> " * 300_000,
        "entities": b"Content-Type: text/html\r\n\r\n" + b"&amp;" * 300_000,
    }


@pytest.mark.parametrize("name", list(bombs()))
def test_what_is_built_to_break_is_read_in_bounded_time(name: str) -> None:
    data = bombs()[name]
    started = time.process_time()
    got = parsed(data)
    assert time.process_time() - started < 4
    assert got.raw == data
    assert len(got.text) <= 300_010
    assert len(got.people) <= 100
    assert len(got.parent_ids) <= 200


@pytest.mark.parametrize("name", ["deep", "many parts"])
def test_what_is_not_shown_is_admitted(name: str) -> None:
    assert parsed(bombs()[name]).unreadable


def storable(got: Incoming) -> bool:
    texts = [got.text, got.fresh, got.html, got.fresh_html, got.subject, got.author.key, got.author.name, got.own_id]
    texts += [*got.parent_ids, *got.reply_to, got.unreadable, got.language]
    texts += [word for person in got.people for word in (person.key, person.handle, person.name)]
    texts += [word for file in got.attachments for word in (file.name, file.media_type, file.part)]
    return all("\0" not in text and text.encode() is not None for text in texts)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_mails_with_bytes_changed_are_read_all_the_same(data: st.DataObject) -> None:
    base = data.draw(st.sampled_from(_SAMPLES))
    changed = bytearray(base)
    for _ in range(data.draw(st.integers(1, 20))):
        at = data.draw(st.integers(0, len(changed) - 1))
        changed[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
        changed = changed or bytearray(b"x")
    got = parsed(bytes(changed))
    assert storable(got)
    assert not got.unreadable.startswith("This mail could not be read")
    for file in got.attachments:
        attachment_bytes(bytes(changed), file.part)


_SAMPLES = [*Mailbox(5).mails(30), multi("alternative", PLAIN, HTML).encode()]


@pytest.mark.skipif(not ODD.is_dir(), reason="the corpus of odd mails is not on this machine")
def test_every_odd_mail_of_the_corpora_is_read() -> None:
    files = [path for path in sorted(ODD.rglob("*")) if path.is_file()]
    assert len(files) > 100
    for path in files:
        data = path.read_bytes()
        started = time.process_time()
        got = parsed(data)
        assert not got.unreadable.startswith("This mail could not be read"), path
        assert storable(got), path
        assert time.process_time() - started < 3, path
        for file in got.attachments:
            assert isinstance(attachment_bytes(data, file.part), bytes), path


def test_no_codec_of_pythons_own_tricks_is_reachable() -> None:
    for name in (
        "rot13",
        "zlib",
        "bz2",
        "uu",
        "quopri",
        "idna",
        "punycode",
        "unicode_escape",
        "undefined",
        "\0",
        "é" * 50,
    ):
        assert charsets.decoded(b"caf\xc3\xa9", name) == "café"


def test_the_speed_of_plain_mails_is_kept() -> None:
    """A floor far below what is measured, so that only a change of kind is noticed."""
    mails = [each for each in Mailbox(9, plain=True).mails(300) if not re.search(rb"wrote:\r\n>", each)]
    started = time.process_time()
    for each in mails:
        parsed(each)
    assert len(mails) / (time.process_time() - started) > 500
