"""Pictures that came with a mail: where they stood is kept, and their bytes are found again by their Content-ID."""

from datetime import UTC, datetime
from email.message import EmailMessage

from desktop.connectors.mail.mime import parse_mail
from desktop.connectors.mail.parts import named
from desktop.domain.account import Account, AccountId
from desktop.domain.item import Raw
from desktop.render.pictures import pictures

ACCOUNT = Account(id=AccountId(1), kind="mail", name="Mail", settings={"address": "shop@example.org"}, secret_key="")


def mail(html: str, **parts: bytes) -> bytes:
    """A mail as mail programs write it: a plain text, and a page with its pictures beside it."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "marta@example.org", "shop@example.org", "Cake"
    message.set_content("See the picture.")
    message.add_alternative(html, subtype="html")
    page = message.get_payload()[1]  # type: ignore[index]
    for name, data in parts.items():
        page.add_related(data, "image", "png", cid=f"<{name}@mail>")  # type: ignore[union-attr]
    return message.as_bytes()


def test_the_page_says_where_a_picture_stood_and_the_mail_still_has_it() -> None:
    raw = mail('<p>My cake: <img src="cid:cake@mail" alt="A cake" width="300"></p>', cake=b"\x89PNG cake", other=b"x")
    item = parse_mail(Raw(remote_id="1", data=raw, received_at=datetime(2026, 10, 1, tzinfo=UTC)), ACCOUNT)
    (picture,) = pictures(item.html)
    assert (picture.src, picture.alt, picture.width, picture.within) == ("cid:cake@mail", "A cake", 300, True)
    assert item.remote_images == 0
    assert item.text == "My cake: [A cake]"
    assert named(raw, ["cake@mail"]) == {"cake@mail": b"\x89PNG cake"}


def test_an_id_is_found_as_the_page_writes_it_and_what_is_not_there_is_left_out() -> None:
    raw = mail("<p>x</p>", **{"a b": b"first"}).replace(b"<a b@mail>", b" <a b@mail> ")
    assert named(raw, ["a%20b@mail", "gone@mail"]) == {"a%20b@mail": b"first"}
    raw = mail("<p>x</p>", **{"a%20b": b"second"})
    assert named(raw, ["a%20b@mail"]) == {"a%20b@mail": b"second"}
    assert named(b"", ["a"]) == {}
    assert named(b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" * 200, ["a"]) == {}


def test_of_two_parts_with_one_id_the_first_counts() -> None:
    raw = mail("<p>x</p>", one=b"first", two=b"second").replace(b"two@mail", b"one@mail")
    assert named(raw, ["one@mail"]) == {"one@mail": b"first"}
