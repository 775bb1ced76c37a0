"""What the mail tests are made with: accounts on the running service, and plain mails."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from desktop.connectors.base import Batch, Cancel, Context, FlagChange
from desktop.connectors.mail.connector import MailConnector
from desktop.domain.account import Account, AccountId
from desktop.domain.clock import SystemClock
from desktop.domain.conversation import ConversationId
from desktop.domain.draft import Draft, Parent
from desktop.domain.item import Audience, MessageId, Raw

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
BESIDE = Path(__file__).parents[3] / "shared" / "data" / "hostile"
HOSTILE = Path(os.environ.get("SHOPBELL_HOSTILE", BESIDE))
"""A folder of odd and hostile mails and words, beside the checkout or wherever the variable says; it may be missing."""


@dataclass
class Kept:
    """A secret in memory."""

    value: str

    def get(self) -> str:
        return self.value


def account(settings: Mapping[str, str]) -> Account:
    return Account(id=AccountId(1), kind="mail", name="mail", settings=settings, secret_key="k")


def connector(settings: Mapping[str, str], secret: str = "secret") -> MailConnector:
    return MailConnector(Context(account=account(settings), secret=Kept(secret), clock=SystemClock()))


def raw(data: bytes, remote_id: str = "INBOX;1;1", **hints: str) -> Raw:
    return Raw(remote_id=remote_id, data=data, received_at=NOW, hints=hints)


def mail(
    number: int | str,
    subject: str = "About my order",
    body: str = "Where is it?",
    sender: str = "customer@example.test",
    to: str = "owner@shop.test",
    **headers: str,
) -> bytes:
    """Return a plain mail whose Message-ID is <number@example.test>."""
    extra = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return (
        f"From: Marta Oduya <{sender}>\r\nTo: {to}\r\nSubject: {subject}\r\nMessage-ID: <{number}@example.test>\r\n"
        f"Date: Thu, 19 Nov 2026 10:00:00 +0000\r\n{extra}\r\n{body}\r\n"
    ).encode()


def draft(text: str = "It left the shop this morning.", **changes: object) -> Draft:
    given: dict[str, object] = {
        "conversation": ConversationId(1),
        "account": AccountId(1),
        "text": text,
        "audience": Audience.PRIVATE,
        "in_reply_to": MessageId(1),
    }
    return Draft(**(given | changes))  # type: ignore[arg-type]


def parent(**changes: object) -> Parent:
    given: dict[str, object] = {
        "remote_id": "INBOX;1;1",
        "own_id": "<7@example.test>",
        "parent_ids": ("<1@example.test>",),
        "subject": "About my order",
        "author_key": "customer@example.test",
        "author_handle": "customer@example.test",
        "author_name": "Marta Oduya",
        "reply_to": (),
        "sent_to": ("owner@shop.test",),
        "audience": Audience.PRIVATE,
        "conversation_hint": "",
        "quote": "",
        "written_at": NOW,
    }
    return Parent(**(given | changes))  # type: ignore[arg-type]


@dataclass
class Round:
    """Everything a round of fetching has brought."""

    items: list[Raw]
    changes: list[FlagChange]
    renamed: dict[str, str]
    cursor: str
    batches: list[Batch]

    @property
    def changed(self) -> dict[str, frozenset[str]]:
        return {change.remote_id: frozenset(change.flags) for change in self.changes if not change.gone}

    @property
    def gone(self) -> set[str]:
        return {change.remote_id for change in self.changes if change.gone}


def pull(source: MailConnector, cursor: str = "", budget: int = 500, cancel: Cancel | None = None) -> Round:
    """Fetch until there is no more."""
    result = Round([], [], {}, cursor, [])
    while True:
        batch = source.fetch(result.cursor, budget=budget, cancel=cancel or Cancel())
        result.batches.append(batch)
        result.items += batch.items
        result.changes += batch.changes
        result.renamed |= dict(batch.renamed)
        result.cursor = batch.cursor
        if not batch.more:
            return result
