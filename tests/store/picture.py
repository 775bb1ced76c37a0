"""A picture of all that matters in a store, without the numbers that depend on the order of arrival."""

BODY = """
select account.name || '/' || remote_id, conversation, direction, seen, answered, server_flags, gone, own_id, written_at,
    body.subject, body.people, body.text, message.id, author.key, partner.key
from message join body on body.message = message.id join account on account.id = message.account
    join persona as author on author.id = message.persona join persona as partner on partner.id = message.partner
order by 1
"""
CONVERSATION = """
select conversation.id, persona.key, persona.name, conversation.channel, kind, audience, state, band, unread, starred,
    until, messages, messages_in, unanswered, first_id, last_id, last_in_id, waiting_since, rating, score, reasons,
    subject, snippet, home, stand, draft_at, outgoing_at, aside, why, asleep, back
from conversation join persona on persona.id = conversation.persona
"""


def picture(reader):
    messages = reader.execute(BODY).fetchall()
    members = {}
    for row in messages:
        members.setdefault(row[1], set()).add(row[0])
    home = {number: tuple(sorted(names)) for number, names in members.items()}
    return {
        "messages": [(row[0], home[row[1]], *row[2:]) for row in messages],
        "conversations": sorted((home[row[0]], *row[1:]) for row in reader.execute(CONVERSATION).fetchall()),
        "personas": sorted(
            reader.execute("select channel, key, handle, name, url, followers, heard_ms from persona").fetchall()
        ),
        "persons": sorted(
            reader.execute(
                "select persona.key, answered from person join persona on persona.person = person.id"
            ).fetchall()
        ),
        "names": sorted((row[0], home[row[1]]) for row in reader.execute("select * from thread_name").fetchall()),
        "badges": sorted(reader.execute("select * from badge where total > 0").fetchall()),
        "cursor": reader.execute("select account, cursor from lane").fetchall(),
    }


COUNTED = """
select lane, channel, count(*), sum(unread) from (
    select home as lane, channel, unread from conversation
    union all select 'starred', channel, unread from conversation where starred = 1 and aside <> 'trash'
    union all select 'drafts', channel, unread from conversation where draft_at is not null and aside <> 'trash'
    union all select 'outbox', channel, unread from conversation where outgoing_at is not null
) group by lane, channel order by lane, channel
"""


def badges_are_true(reader):
    kept = reader.execute("select * from badge where total > 0 order by lane, channel").fetchall()
    return kept == reader.execute(COUNTED).fetchall()


def index_is_true(db):
    """The search index fits the texts, or sqlite3.DatabaseError is raised."""
    db.conn.execute("insert into search (search, rank) values ('integrity-check', 1)")
    db.conn.execute("insert into note_search (note_search, rank) values ('integrity-check', 1)")
    db.conn.execute("insert into persona_search (persona_search, rank) values ('integrity-check', 1)")
    return True


def differences(one, other):
    """What is in one picture and not in the other, part by part."""
    return {
        part: (
            [row for row in one[part] if row not in other[part]],
            [row for row in other[part] if row not in one[part]],
        )
        for part in one
        if one[part] != other[part]
    }
