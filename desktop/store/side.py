"""What a conversation's row says of the owner's side: a draft, a reply on its way."""

import sqlite3


def refresh(conn: sqlite3.Connection, conversation: int) -> None:
    """Work out anew whether the conversation has a draft and replies on their way."""
    conn.execute(
        "update conversation set"
        " draft_at = (select max(updated_at) from draft where draft.conversation = conversation.id and reply = ''),"
        " outgoing_at = (select max(queued_at) from outbox where outbox.conversation = conversation.id"
        " and outbox.state not in ('sent', 'withdrawn'))"
        " where id = ?",
        (conversation,),
    )


def home(conn: sqlite3.Connection, conversation: int, in_reply_to: int | None) -> int:
    """Return the conversation, or the one it has become part of since: that of the message being answered."""
    row = conn.execute(
        "select coalesce((select id from conversation where id = ?1), (select conversation from message where id = ?2), ?1)",
        (conversation, in_reply_to),
    ).fetchone()
    return int(row[0])
