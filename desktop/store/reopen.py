"""A conversation that was put away comes back when the customer says something new."""

import sqlite3
from dataclasses import dataclass, replace
from datetime import datetime

from desktop.domain.act import Mark, Verb
from desktop.domain.row import BACK_FROM_SNOOZE, WOKEN, State
from desktop.store import acts
from desktop.store.values import numbers


@dataclass(frozen=True, slots=True)
class Arrival:
    """A customer's message that came in: its id, when the server received it and when it was written (ms)."""

    id: int
    received: int
    own_id: str = ""
    written: int = 0


def reopen(conn: sqlite3.Connection, arrived: dict[int, list[Arrival]], now: datetime) -> None:
    """Open what is done, waiting or snoozed and was written to; `arrived` is not in the tables yet.

    What was snoozed says so and stands on top, so that a word of thanks does not sweep away what the owner put off.
    What was set aside stays there, and so does what sleeps until its time in any case. An old message that only now
    comes to light, as in a first sync that runs backwards, does not count as news, nor does a second copy of one that
    still lies beside it.
    """
    rows = conn.execute(
        "select id, state, acted_at, last_id, messages_in from conversation"
        " where id in (select value from json_each(?)) and (state <> 'open' and aside = '' and asleep = 0 or back <> '')",
        (numbers(arrived),),
    ).fetchall()
    opened: list[tuple[int, Mark, str]] = []
    for number, state, acted, last, heard in rows:
        news = [one for one in arrived[number] if heard == 0 or one.id > last or one.received > acted]
        news = [one for one in news if not _copied(conn, number, one)]
        before = acts.marks(conn, [number])[number]
        if not news or before.back in (BACK_FROM_SNOOZE, WOKEN):
            continue
        if state == State.DONE and heard:
            conn.execute("update conversation set waits_from = ? where id = ?", (min(one.id for one in news), number))
        back = WOKEN if state == State.SNOOZED else ""
        conn.execute("update conversation set state = 'open', until = null, back = ? where id = ?", (back, number))
        if acted:
            opened.append((number, before, back))
    _log(conn, opened, now)


def _copied(conn: sqlite3.Connection, conversation: int, one: Arrival) -> bool:
    """Say whether the conversation holds the message already; one that was put away and comes back does not count."""
    found = conn.execute(
        "select 1 from message where conversation = ? and own_id = ? and own_id <> '' and written_at = ?"
        " and direction = 'in' and gone = 0 limit 1",
        (conversation, one.own_id, one.written),
    ).fetchone()
    return found is not None


def _log(conn: sqlite3.Connection, opened: list[tuple[int, Mark, str]], now: datetime) -> None:
    if not opened:
        return
    keys = acts.keys(conn, [number for number, *_ in opened])
    changes = [
        acts.Change(
            verb=Verb.WAKE,
            conversation=number,
            key=keys[number],
            before=before,
            after=replace(before, state=State.OPEN, until=None, back=back),
        )
        for number, before, back in opened
    ]
    acts.append(conn, changes, gesture=f"{acts.BY_ITSELF}answered", now=now)
