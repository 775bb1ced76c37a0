"""By which ways a person has been heard: what a reply can answer."""

import sqlite3
from dataclasses import dataclass

from desktop.domain.account import AccountId
from desktop.domain.kinds import Audience, Kind, MessageId
from desktop.domain.row import ConversationId


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


def language(reader: sqlite3.Connection, message: MessageId) -> str:
    """Return the language a message is known to be in, "" when nobody has said."""
    row = reader.execute("select language from message where id = ?", (message,)).fetchone()
    return "" if row is None else str(row[0])
