"""Reading a mailbox step by step: what is new, what changed, what is gone, by the best means the server has.

The ladder: QRESYNC (RFC 7162) tells everything since last time in one answer; CONDSTORE tells changed marks, and what
is gone is found by counting; a plain server is asked for the unread, answered and starred ones, and those are compared.
What a server offers decides the rung, nothing else.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum

from desktop.connectors.base import Batch, FlagChange
from desktop.connectors.mail.cursor import Box, Place, mark
from desktop.connectors.mail.folders import remote_id
from desktop.connectors.mail.imap import LITERAL_LIMIT, Denied, ImapSession, Selected
from desktop.connectors.mail.tokens import Fetched
from desktop.connectors.mail.uids import HIGHEST, UidSet
from desktop.domain.errors import Malformed
from desktop.domain.item import Flag, Raw
from desktop.domain.wording import worded

WINDOW_BYTES = 48 * 1024 * 1024
"""About how much one window may bring; the number of messages follows from how large they have been so far."""
MOST_BYTES = 256 * 1024 * 1024
PLAIN_DEPTH = 5000
"""On a plain server, marks are compared for this many of the newest messages."""
ASKED = 40_000
"""Of so many messages at a time a server is asked which are still there: without ESEARCH it names each of them on one line,
and a line beyond a mebibyte is not read (see `wire`)."""

_WHOLE = b"(UID FLAGS INTERNALDATE BODY.PEEK[]<0.%d>)" % LITERAL_LIMIT
_MARKS = b"(UID RFC822.SIZE BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])"
_MESSAGE_ID = re.compile(rb"^message-id:[ \t]*(?:\r?\n[ \t]+)?([^\r\n]*)", re.IGNORECASE | re.MULTILINE)
_HEADER_END = re.compile(rb"\r?\n\r?\n")


class Rung(IntEnum):
    """By which means changes are found."""

    PLAIN = 0
    CONDSTORE = 1
    QRESYNC = 2


def rung(session: ImapSession) -> Rung:
    """Return the best rung this server offers."""
    if {"QRESYNC", "ENABLE"} <= session.capabilities:
        return Rung.QRESYNC
    return Rung.CONDSTORE if "CONDSTORE" in session.capabilities else Rung.PLAIN


@dataclass(slots=True)
class Look:
    """What looking at the mailboxes has brought to light."""

    changes: list[FlagChange] = field(default_factory=list)
    renamed: list[tuple[str, str]] = field(default_factory=list)


class Reader:
    """Reads the mailboxes of one signed-in session. One thread."""

    def __init__(self, session: ImapSession, boxes: list[tuple[str, str]], now: datetime) -> None:
        self._session = session
        self._roles = dict(boxes)
        self._now = now
        self._mean = 16_384.0
        self._notice = ""
        if rung(session) is Rung.QRESYNC:
            session.enable_qresync()

    def look(self, place: Place) -> Look:
        """Bring `place` up to date with every mailbox; what is new becomes pending there."""
        found = Look()
        for name in self._roles:
            self._look_at(name, place.boxes.setdefault(name, Box()), found)
        for name in set(place.boxes) - set(self._roles):
            gone = place.boxes.pop(name)
            found.changes += _gone(name, gone.uidvalidity, gone.known.uids)
        return found

    def next_window(self, place: Place, budget: int, look: Look) -> Batch:
        """Fetch the newest pending messages of the mailbox that is furthest behind."""
        waiting = {name: box for name, box in place.boxes.items() if box.pending}
        items: list[Raw] = []
        if waiting:
            name = max(waiting, key=lambda each: _share_missing(waiting[each]))
            items = self._window(name, waiting[name], budget)
        more = any(box.pending for box in place.boxes.values())
        done, total = _progress(place) if place.first else (0, 0)
        place.first = place.first and more
        return Batch(
            items=tuple(items),
            changes=tuple(look.changes),
            renamed=tuple(look.renamed),
            cursor=place.dump(),
            more=more,
            done=done,
            total=total,
            notice=self._notice,
        )

    # ------------------------------------------------------------------------------------------------ looking

    def _look_at(self, name: str, box: Box, found: Look) -> None:
        selected = self._select(name, box)
        if selected.uidvalidity != box.uidvalidity:
            self._renumbered(name, box, selected, found)
            return
        self._changes(name, box, selected, found)
        box.pending |= UidSet.between(box.next, selected.uidnext - 1)
        box.next = max(box.next, selected.uidnext)
        box.total = max(selected.exists, len(box.known.uids))
        box.modseq = selected.modseq

    def _select(self, name: str, box: Box) -> Selected:
        session = self._session
        since = (box.uidvalidity, box.modseq) if box.uidvalidity and box.modseq else None
        if rung(session) is not Rung.QRESYNC:
            since = None
        selected = session.select(name, since)
        if selected.uidvalidity == 0:
            raise Malformed(worded(f"{session.wire.name} does not say how it numbers {name}."))
        if selected.uidnext == 0:
            selected = _with_next(selected, session)
        return selected

    def _changes(self, name: str, box: Box, selected: Selected, found: Look) -> None:
        how = rung(self._session) if selected.modseq and box.modseq else Rung.PLAIN
        vanished, told = selected.vanished, list(selected.changed)
        if how is not Rung.QRESYNC:
            vanished |= self._missing(box, selected)
        box.pending -= vanished
        found.changes += _gone(name, box.uidvalidity, box.known.remove(vanished))
        if how is Rung.CONDSTORE and selected.modseq != box.modseq and box.known.uids:
            whole = UidSet.between(1, box.next - 1)
            told += self._session.fetch(whole, b"(UID FLAGS)", b" (CHANGEDSINCE %d)" % box.modseq)
        elif how is Rung.PLAIN:
            found.changes += self._plain_changes(name, box)
        found.changes += [
            FlagChange(remote_id=remote_id(name, box.uidvalidity, each.uid), flags=each.flags)
            for each in told
            if each.uid is not None and each.flags is not None and each.uid in box.known.uids
        ]

    def _missing(self, box: Box, selected: Selected) -> UidSet:
        """Return what is no longer there. When the count is right there is nothing to look for."""
        fresh = selected.uidnext > box.next
        if not box.pending and not fresh and selected.exists == len(box.known.uids):
            return UidSet()
        gone = rest = box.known.uids
        while rest:
            part = rest.top(ASKED)
            gone -= self._session.search(b"UID %d:%d" % (part.lowest, part.highest))
            rest -= part
        return gone

    def _plain_changes(self, name: str, box: Box) -> Iterator[FlagChange]:
        window = box.known.uids.top(PLAIN_DEPTH)
        if not window:
            return
        here = b"UID %d:%d " % (window.lowest, window.highest)
        unseen, answered, flagged = (
            self._session.search(here + word) & window for word in (b"UNSEEN", b"ANSWERED", b"FLAGGED")
        )
        compared = window.above(box.floor) if box.floor else window
        for uid in compared if box.floor else ():
            before = _flags_of(uid, box.unseen, box.answered, box.flagged)
            after = _flags_of(uid, unseen, answered, flagged)
            if before != after:
                yield FlagChange(remote_id=remote_id(name, box.uidvalidity, uid), flags=after)
        box.floor = window.lowest if len(window) == PLAIN_DEPTH else 1
        box.unseen, box.answered, box.flagged = unseen, answered, flagged

    def _renumbered(self, name: str, box: Box, selected: Selected, found: Look) -> None:
        """Take a mailbox for new; recognise in it what we had by Message-ID and size."""
        old_validity, old = box.uidvalidity, box.known.as_dict()
        fresh = Box(uidvalidity=selected.uidvalidity, next=selected.uidnext, total=selected.exists)
        fresh.modseq = selected.modseq
        fresh.floor = 0 if selected.modseq and rung(self._session) is not Rung.PLAIN else 1
        fresh.pending = UidSet.between(1, selected.uidnext - 1) if selected.exists else UidSet()
        if old and selected.exists:
            by_mark: dict[int, list[int]] = {}
            for uid in sorted(old, reverse=True):
                by_mark.setdefault(old[uid], []).append(uid)
            matched = {}
            for uid, its_mark in self._marks(fresh.pending):
                if by_mark.get(its_mark):
                    was = by_mark[its_mark].pop()
                    del old[was]
                    matched[uid] = its_mark
                    found.renamed.append((remote_id(name, old_validity, was), remote_id(name, fresh.uidvalidity, uid)))
            fresh.known.add(matched)
            fresh.pending -= fresh.known.uids
            found.changes += self._flags_now(name, fresh)
        found.changes += _gone(name, old_validity, UidSet.of(old))
        for attribute in Box.__slots__:
            setattr(box, attribute, getattr(fresh, attribute))

    def _marks(self, uids: UidSet) -> Iterator[tuple[int, int]]:
        for each in self._session.fetch(uids, _MARKS):
            if each.uid is not None and each.size is not None:
                yield each.uid, mark(_message_id(each.header or b""), each.size)

    def _flags_now(self, name: str, box: Box) -> Iterator[FlagChange]:
        for each in self._session.fetch(UidSet.between(1, box.next - 1), b"(UID FLAGS)"):
            if each.uid is not None and each.flags is not None and each.uid in box.known.uids:
                _note(box, each.uid, each.flags)
                yield FlagChange(remote_id=remote_id(name, box.uidvalidity, each.uid), flags=each.flags)

    # ----------------------------------------------------------------------------------------------- fetching

    def _window(self, name: str, box: Box, budget: int) -> list[Raw]:
        if self._session.selected != name:
            self._select_again(name, box)
        count = max(1, min(budget, int(WINDOW_BYTES / self._mean)))
        there, covered = self._existing(box.pending, count)
        items: list[Raw] = []
        marks: dict[int, int] = {}
        taken = 0
        for each in self._whole(there):
            if each.uid is None or each.body is None or each.uid not in there:
                continue
            items.append(self._raw(name, box.uidvalidity, each))
            _note(box, each.uid, items[-1].flags)
            marks[each.uid] = mark(_message_id(each.body), len(each.body))
            taken += len(each.body)
            if taken > MOST_BYTES:
                covered = UidSet.of(marks)
                self._session.wire.hang_up()
                break
        if items:
            self._mean = max(1024.0, taken / len(items))
        box.known.add(marks)
        box.pending -= covered
        items.reverse()
        return items

    def _select_again(self, name: str, box: Box) -> None:
        """Open the mailbox for its next window; a change of numbers meanwhile is found by the next look."""
        selected = self._session.select(name)
        if selected.uidvalidity != box.uidvalidity:
            self._session.selected = ""
            raise Malformed(worded(f"{name} was numbered anew while it was being read. Shopbell looks again."))

    def _existing(self, pending: UidSet, count: int) -> tuple[UidSet, UidSet]:
        """Return the newest `count` pending messages that exist, and the part of `pending` they account for."""
        width, high = count * 4, pending.highest
        found = UidSet()
        while len(found) < count and high >= pending.lowest:
            low = max(pending.lowest, high - width + 1)
            part = pending & UidSet.between(low, high)
            if part:
                found |= self._session.search(b"UID " + str(UidSet.between(low, high)).encode()) & part
            if len(found) < count:
                high, width = low - 1, width * 4
        newest = found.top(count)
        floor = newest.lowest if len(found) > len(newest) or high >= pending.lowest else 0
        return newest, pending.above(floor)

    def _whole(self, uids: UidSet) -> Iterator[Fetched]:
        """Fetch messages; one that the server cannot hand over costs only itself."""
        got: list[int] = []
        try:
            for each in self._session.fetch(uids, _WHOLE):
                if each.uid is not None and each.body is not None:
                    got.append(each.uid)
                yield each
        except Denied as denied:
            if denied.code in (b"UNAVAILABLE", b"INUSE", b"LIMIT"):
                raise
            if len(uids) <= 1:
                self._notice = worded(f"The server could not hand over one message: {denied}.")
                return
            missing = uids - UidSet.of(got)
            half = missing.top(len(missing) // 2)
            yield from self._whole(missing - half)
            yield from self._whole(half)

    def _raw(self, name: str, uidvalidity: int, each: Fetched) -> Raw:
        hints = {"mailbox": name, "role": self._roles.get(name, "")}
        body = each.body or b""
        if len(body) >= LITERAL_LIMIT:
            hints["cut"] = "size"
        return Raw(
            remote_id=remote_id(name, uidvalidity, each.uid or 0),
            data=body,
            received_at=each.arrived or self._now,
            flags=each.flags or frozenset(),
            hints=hints,
        )


def _with_next(selected: Selected, session: ImapSession) -> Selected:
    """Find out the next number of a server that does not tell it."""
    highest = 0
    if selected.exists:
        highest = max((each.uid or 0 for each in session.fetch(_LAST, b"(UID)")), default=0)
    values = {name: getattr(selected, name) for name in Selected.__slots__}
    return Selected(**{**values, "uidnext": highest + 1})


class _Last(UidSet):
    """The last message of a mailbox, whichever that is."""

    __slots__ = ()

    def __str__(self) -> str:
        return "*"


_LAST = _Last(((HIGHEST, HIGHEST),))


def _note(box: Box, uid: int, flags: frozenset[Flag]) -> None:
    """Remember the flags with which a message came, where only comparing will show a change."""
    if not box.floor or uid < box.floor:
        return
    one = UidSet.between(uid, uid)
    box.unseen = box.unseen - one if Flag.SEEN in flags else box.unseen | one
    box.answered = box.answered | one if Flag.ANSWERED in flags else box.answered - one
    box.flagged = box.flagged | one if Flag.FLAGGED in flags else box.flagged - one


def _gone(name: str, uidvalidity: int, uids: UidSet) -> list[FlagChange]:
    return [FlagChange(remote_id=remote_id(name, uidvalidity, uid), gone=True) for uid in uids]


def _flags_of(uid: int, unseen: UidSet, answered: UidSet, flagged: UidSet) -> frozenset[Flag]:
    found = set() if uid in unseen else {Flag.SEEN}
    found |= {Flag.ANSWERED} if uid in answered else set()
    found |= {Flag.FLAGGED} if uid in flagged else set()
    return frozenset(found)


def _message_id(data: bytes) -> bytes:
    end = _HEADER_END.search(data)
    found = _MESSAGE_ID.search(data, 0, end.end() if end else len(data))
    return found.group(1).strip() if found else b""


def _share_missing(box: Box) -> float:
    return 1.0 - len(box.known.uids) / max(1, box.total)


def _progress(place: Place) -> tuple[int, int]:
    done = sum(len(box.known.uids) for box in place.boxes.values())
    return done, max(done, sum(box.total for box in place.boxes.values()))
