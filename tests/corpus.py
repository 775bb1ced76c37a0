"""A made-up mailbox of any size, the same for the same seed: customers, threads, newsletters, odd charsets, files.

Nothing in it was written by a person. Word frequencies follow Zipf's law, so that searching in it costs what it costs
in real mail; sizes, threads, HTML and attachments are in the proportions usual in a shop's mailbox.
"""

import base64
import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

SHOP = "owner@shop.test"
START = datetime(2024, 1, 8, 7, 0, tzinfo=UTC)
_ONSETS = [
    "b",
    "br",
    "c",
    "ch",
    "cl",
    "d",
    "dr",
    "f",
    "fl",
    "g",
    "gr",
    "h",
    "j",
    "k",
    "l",
    "m",
    "n",
    "p",
    "pl",
    "pr",
    "qu",
    "r",
    "s",
    "sh",
    "sl",
    "st",
    "str",
    "t",
    "th",
    "tr",
    "v",
    "w",
    "z",
]
_VOWELS = ["a", "e", "i", "o", "u", "ai", "ea", "ee", "ie", "oa", "oo", "ou"]
_ENDS = ["", "", "n", "r", "s", "t", "l", "m", "nd", "ng", "ck", "st"]
_FIRST = [
    "Marta",
    "Jonas",
    "Aylin",
    "Pierre",
    "Sofia",
    "Emeka",
    "Yuki",
    "Lars",
    "Ana",
    "Tomás",
    "Nadia",
    "Oskar",
    "Ingrid",
    "Mei",
    "Piotr",
    "Zoë",
    "Björn",
    "Renée",
]
_LAST = [
    "Oduya",
    "Keller",
    "Yılmaz",
    "Dubois",
    "Rossi",
    "Okafor",
    "Tanaka",
    "Nyström",
    "Silva",
    "Novák",
    "Haddad",
    "Weiß",
    "Sørensen",
    "Chen",
    "Łuczak",
    "Ó'Brien",
]
_TOPICS = (
    "Where is my order",
    "Broken kettle",
    "Opening hours at Easter",
    "Wedding cake",
    "Invoice",
    "Wrong size delivered",
    "Gluten free bread",
    "Thank you",
    "Refund please",
    "Table for six",
    "Your sourdough",
    "Question about allergens",
    "Lieferung beschädigt",
    "Commande incomplète",
    "Pedido con retraso",
    "ご注文について",
)
_PREFIX = ("Re: ", "Re: ", "Re: ", "AW: ", "RE: ", "Sv: ", "Antw: ")


@dataclass(slots=True)
class _Thread:
    subject: str
    customer: int
    ids: list[str] = field(default_factory=list)
    last: str = ""
    at: datetime = START


class Mailbox:
    """Yields mails in order of time. `share_*` say how many of all mails are of a kind."""

    share_replies = 0.45
    share_html = 0.22
    share_bulk = 0.12
    share_files = 0.05
    share_eight_bit = 0.06

    def __init__(self, seed: int = 20, *, plain: bool = False) -> None:
        self._random = random.Random(seed)
        self._plain = plain
        self._words = self._vocabulary(24_000)
        self._weights = list(itertools.accumulate(1 / (rank + 2.7) for rank in range(len(self._words))))
        self._people = [self._person(number) for number in range(3000)]
        self._threads: list[_Thread] = []

    def mails(self, count: int) -> Iterator[bytes]:
        """Yield `count` mails."""
        at = START
        for number in range(count):
            at += timedelta(seconds=self._random.expovariate(1 / 2700))
            yield self._mail(number, at)

    def _vocabulary(self, size: int) -> list[str]:
        made: dict[str, None] = {}
        rand = self._random
        while len(made) < size:
            syllables = rand.choices((1, 2, 3, 4), (2, 5, 4, 1))[0]
            made[
                "".join(rand.choice(_ONSETS) + rand.choice(_VOWELS) + rand.choice(_ENDS) for _ in range(syllables))
            ] = None
        return list(made)

    def _person(self, number: int) -> tuple[str, str]:
        rand = self._random
        name = f"{rand.choice(_FIRST)} {rand.choice(_LAST)}"
        return name, f"{rand.choice(self._words)}.{number}@{rand.choice(self._words[:60])}.test"

    def _text(self, words: int) -> str:
        rand = self._random
        drawn = rand.choices(self._words, cum_weights=self._weights, k=words)
        lines, line = [], ""
        for word in drawn:
            if len(line) + len(word) > 70:
                lines.append(line)
                line = ""
                if rand.random() < 0.1:
                    lines.append("")
            line += (" " if line else "") + word
        lines.append(line + ".")
        return "\n".join(lines)

    def _mail(self, number: int, at: datetime) -> bytes:
        rand = self._random
        if not self._plain and rand.random() < self.share_bulk:
            return self._newsletter(number, at)
        thread = self._thread(at)
        name, address = self._people[thread.customer]
        ours = bool(thread.ids) and rand.random() < 0.35
        sender, to = (("Hazel & Rye", SHOP), (name, address)) if ours else ((name, address), ("Hazel & Rye", SHOP))
        own_id = f"<{number}.{rand.getrandbits(48):x}@{sender[1].rpartition('@')[2]}>"
        text = self._text(int(rand.lognormvariate(4.6, 0.8)) + 4)
        if thread.ids and rand.random() < 0.7:
            text += f"\n\nOn {at:%d %B %Y} at {at:%H:%M}, {to[0]} wrote:\n" + _quoted(thread.last)
        subject = (rand.choice(_PREFIX) if thread.ids else "") + thread.subject
        head = [
            f"Return-Path: <{sender[1]}>",
            (
                f"Received: from mail.{sender[1].rpartition('@')[2]} (mail [192.0.2.{number % 250}])\r\n\tby mx.shop.test "
                f"with ESMTPS id {rand.getrandbits(60):X};\r\n\t{format_datetime(at)}"
            ),
            f"From: {_named(*sender)}",
            f"To: {_named(*to)}",
            f"Subject: {_word(subject)}",
            f"Date: {format_datetime(at)}",
            f"Message-ID: {own_id}",
        ]
        if thread.ids:
            head += [f"In-Reply-To: {thread.ids[-1]}", "References: " + "\r\n ".join(thread.ids[-12:])]
        thread.ids.append(own_id)
        thread.last, thread.at = text, at
        return self._bodied(head, text)

    def _thread(self, at: datetime) -> _Thread:
        rand = self._random
        recent = [thread for thread in self._threads[-300:] if at - thread.at < timedelta(days=20)]
        if recent and rand.random() < self.share_replies:
            return rand.choice(recent)
        topic = f"{rand.choice(_TOPICS)} {rand.choice(self._words)}"
        made = _Thread(topic, int(rand.triangular(0, len(self._people) - 1, 0)))
        self._threads.append(made)
        return made

    def _bodied(self, head: list[str], text: str) -> bytes:
        rand, kind = self._random, self._random.random()
        head.append("MIME-Version: 1.0")
        if self._plain:
            return _whole(head, "text/plain; charset=utf-8", "8bit", text.encode())
        if kind < self.share_html:
            boundary = f"b{rand.getrandbits(64):x}"
            html = "".join(f"<p>{line}</p>" for line in text.split("\n") if line)
            page = f'<html><head><style>p{{margin:0}}</style></head><body><div class="x">{html}</div></body></html>'
            parts = [("text/plain; charset=utf-8", "8bit", text), ("text/html; charset=utf-8", "8bit", page)]
            return _several(head, "alternative", boundary, parts)
        if kind < self.share_html + self.share_files:
            boundary = f"b{rand.getrandbits(64):x}"
            file = base64.encodebytes(rand.randbytes(rand.randrange(2_000, 40_000))).decode("ascii")
            image = f'image/jpeg; name="photo{rand.randrange(999)}.jpg"'
            return _several(
                head, "mixed", boundary, [("text/plain; charset=utf-8", "8bit", text), (image, "base64", file)]
            )
        if kind < self.share_html + self.share_files + self.share_eight_bit:
            odd = f"Grüße, voilà, señor — {text}"
            return _whole(
                head, "text/plain; charset=iso-8859-1", "8bit", odd.replace("—", "-").encode("latin-1", "replace")
            )
        return _whole(head, "text/plain; charset=utf-8; format=flowed", "8bit", text.encode())

    def _newsletter(self, number: int, at: datetime) -> bytes:
        rand = self._random
        house = rand.choice(self._words[:80])
        rows = "".join(
            f'<tr><td style="padding:8px"><img src="https://{house}.test/{rand.getrandbits(32):x}.png" width="200">'
            f'<a href="https://{house}.test/{rand.getrandbits(32):x}">{self._text(6)}</a></td><td>{self._text(25)}</td></tr>'
            for _ in range(rand.randrange(3, 12))
        )
        head = [
            f"From: {house.title()} <news@{house}.test>",
            f"To: {SHOP}",
            f"Subject: {_word(self._text(4).title())}",
            f"Date: {format_datetime(at)}",
            f"Message-ID: <n{number}@{house}.test>",
            f"List-Unsubscribe: <https://{house}.test/out>",
            "Precedence: bulk",
            "MIME-Version: 1.0",
        ]
        page = f"<html><body><table><tr><td><table>{rows}</table></td></tr></table></body></html>"
        return _whole(head, "text/html; charset=utf-8", "8bit", page.encode())


def write_maildir(folder: Path, *, count: int, seed: int = 20, plain: bool = False) -> None:
    """Write a made-up mailbox as a Maildir; the files carry the time of their mail."""
    for part in ("cur", "new", "tmp"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    for number, raw in enumerate(Mailbox(seed, plain=plain).mails(count)):
        flags = "S" if number % 3 else ""
        name = f"{int(START.timestamp()) + number}.M{number:07d}.made:2,{flags}"
        (folder / "cur" / name).write_bytes(raw)


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.split("\n")[:40])


def _named(name: str, address: str) -> str:
    return f"{_word(name) if not name.isascii() else chr(34) + name + chr(34)} <{address}>"


def _word(text: str) -> str:
    if text.isascii():
        return text
    return f"=?utf-8?b?{base64.b64encode(text.encode()).decode('ascii')}?="


def _whole(head: list[str], kind: str, encoding: str, body: bytes) -> bytes:
    lines = [*head, f"Content-Type: {kind}", f"Content-Transfer-Encoding: {encoding}", "", ""]
    return "\r\n".join(lines).encode() + body.replace(b"\n", b"\r\n") + b"\r\n"


def _several(head: list[str], kind: str, boundary: str, parts: list[tuple[str, str, str]]) -> bytes:
    whole = [*head, f'Content-Type: multipart/{kind}; boundary="{boundary}"', ""]
    for content, encoding, text in parts:
        whole += [f"--{boundary}", f"Content-Type: {content}", f"Content-Transfer-Encoding: {encoding}", "", text]
    whole += [f"--{boundary}--", ""]
    return "\n".join(whole).replace("\r\n", "\n").replace("\n", "\r\n").encode()
