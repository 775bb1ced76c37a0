"""Taking a mail apart quickly: what comes out is what the standard library's slow way gives, whatever comes in."""

import email
from email.message import Message
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.connectors.mail.split import Part, by_name, opened
from tests.corpus import Mailbox
from tests.mail.kit import HOSTILE

INNER = (
    "Content-Type: multipart/alternative;\n boundary=in-ner\n\n"
    "--in-ner\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\nFor 14 pounds.\n\n--in-ner\n"
    "Content-Type: text/html\n\n<p>For 14 pounds.</p>\n--in-ner--\nafter\n"
)
MAIL = (
    "From: Marta <m@x.test>\nSubject: Order\n of caf\udcc3\udca9\nX-Empty:\nMIME-Version: 1.0\n"
    'Content-Type: multipart/mixed; boundary="in"\n\nbefore\n--in\n'
    + INNER
    + "\n--in  \n\nWithout a head.\n--in-no-boundary\n--in\nContent-Type: image/png\nContent-Disposition: attachment;\n"
    '\tfilename="a b.png"\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n--in--\nthe end\n'
)
CUTS = [
    "",
    "\n",
    "\r\n",
    "\r",
    "--in\n",
    "--in--\n",
    "--in-ner\n",
    "--in-ner--",
    " ",
    "\t",
    ":",
    "\x0b",
    "\n\n",
    "--in ",
]
HEADS = [
    "Content-Type: message/rfc822\n",
    "Content-Type: multipart/digest; boundary=in\n",
    "Content-Type: multipart/mixed\n",
    "From the start\n",
    "X: \n  \n",
]


def tree(message: "Message[str, str]") -> tuple[object, ...]:
    """Return all that is read of a mail."""
    inside: object = message.get_payload()
    parts = [tree(each) for each in inside if isinstance(each, Message)] if isinstance(inside, list) else inside
    names = ("content-type", "Content-Disposition", "content-transfer-encoding", "subject", "nothing")
    read = [str(message.get(name)) for name in names]
    return list(message.raw_items()), by_name(message), read, message.get_content_type(), parts


def by_the_library(data: bytes) -> tuple[object, ...]:
    """Return what the standard library reads."""
    return tree(email.message_from_bytes(data))


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_parts_within_parts_are_found_without_the_library(line_end: str) -> None:
    data = MAIL.replace("\n", line_end).encode("ascii", "surrogateescape")
    assert isinstance(opened(data), Part)
    assert tree(opened(data)) == by_the_library(data)


def test_every_mail_of_a_mailbox_is_taken_apart_as_the_library_does_it() -> None:
    mails = list(Mailbox(8).mails(300))
    assert sum(isinstance(opened(data), Part) for data in mails) > 290
    for data in mails:
        assert tree(opened(data)) == by_the_library(data)


@pytest.mark.skipif(not (HOSTILE / "mime").is_dir(), reason="the corpus of odd mails is not on this machine")
def test_every_odd_mail_is_taken_apart_as_the_library_does_it() -> None:
    for path in filter(Path.is_file, (HOSTILE / "mime").rglob("*")):
        assert tree(opened(path.read_bytes())) == by_the_library(path.read_bytes()), path.name


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from(["\n", "\r\n"]),
    st.lists(st.tuples(st.integers(0, len(MAIL)), st.integers(0, 30), st.sampled_from(CUTS + HEADS)), max_size=4),
)
def test_a_mail_with_pieces_cut_out_and_put_in_is_taken_apart_as_the_library_does_it(
    line_end: str, changes: list[tuple[int, int, str]]
) -> None:
    text = MAIL.replace("\n", line_end)
    for start, length, instead in changes:
        text = text[:start] + instead + text[start + length :]
    data = text.encode("ascii", "surrogateescape")
    assert tree(opened(data)) == by_the_library(data)
