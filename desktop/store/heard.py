"""By which ways a person has been heard, and in which language: what a reply can answer, and how."""

import sqlite3
from dataclasses import dataclass

from desktop.domain.account import AccountId
from desktop.domain.kinds import Audience, Kind, MessageId
from desktop.domain.languages import primary
from desktop.domain.row import ConversationId

OF_PERSON = (
    "(select language from conversation as other where other.person = {person} and language <> ''"
    " order by acted_at desc, id desc limit 1)"
)
"""The language that the owner last gave for a conversation of a person."""
_TOLD = (
    "select language, (select language from message where message.conversation = conversation.id and direction = 'in'"
    f" and language <> '' order by message.id desc limit 1), {OF_PERSON.format(person='conversation.person')}"
    " from conversation where id = ?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """The newest message of a person by one way: where it lies, by which account it came, and who could read it."""

    message: MessageId
    conversation: ConversationId
    account: AccountId
    channel: str
    kind: Kind
    audience: Audience


def heard(reader: sqlite3.Connection, conversation: ConversationId, *, limit: int = 200) -> list[Heard]:
    """Return by which ways the person of a conversation has been heard, this conversation's own first, then the newest.

    Looks at the newest `limit` messages of each conversation; accounts that were removed are left out.
    """
    rows = reader.execute(
        "select max(message.id), message.conversation, message.account, message.channel, message.kind, message.audience"
        " from (select id from conversation where person = (select person from conversation where id = ?1)"
        "   order by id = ?1 desc, last_id desc limit 50) as theirs"
        " join message on message.conversation = theirs.id and message.direction = 'in'"
        " and message.id in (select id from message as m where m.conversation = theirs.id order by id desc limit ?2)"
        " join account on account.id = message.account and account.removed_at is null"
        " join persona on persona.id = message.persona"
        " where persona.person = (select person from conversation where id = ?1) and message.gone = 0"
        " group by message.account, message.channel, message.kind, message.audience,"
        " message.conversation = ?1"
        " order by message.conversation = ?1 desc, 1 desc",
        (conversation, limit),
    ).fetchall()
    return [
        Heard(
            message=MessageId(row[0]),
            conversation=ConversationId(row[1]),
            account=AccountId(row[2]),
            channel=row[3],
            kind=Kind(row[4]),
            audience=Audience(row[5]),
        )
        for row in rows
    ]


def theirs(reader: sqlite3.Connection, conversation: ConversationId, *, limit: int = 2000) -> list[ConversationId]:
    """Return the conversations of the person of this one, itself first, without those in the trash."""
    rows = reader.execute(
        "select id from conversation where person = (select person from conversation where id = ?1)"
        " and (aside <> 'trash' or id = ?1) order by id = ?1 desc, last_id desc limit ?2",
        (conversation, limit),
    ).fetchall()
    return [ConversationId(row[0]) for row in rows]


def language(reader: sqlite3.Connection, conversation: ConversationId) -> str:
    """Return the language in which the customer of a conversation writes ("pl"), "" when it is not known."""
    return told(reader, conversation)[0]


def language_of(reader: sqlite3.Connection, message: MessageId) -> str:
    """Return the language in which the customer to whom a message belongs writes."""
    row = reader.execute("select conversation from message where id = ?", (message,)).fetchone()
    return "" if row is None else language(reader, ConversationId(row[0]))


def told(reader: sqlite3.Connection, conversation: ConversationId) -> tuple[str, bool]:
    """Return the language in which the customer of a conversation writes, and whether it is the owner who said so.

    That of their newest message that tells, else the one the owner last gave for another conversation of theirs.
    """
    row = reader.execute(_TOLD, (conversation,)).fetchone()
    return ("", False) if row is None else (primary(row[0] or row[1] or row[2] or ""), bool(row[0]))
