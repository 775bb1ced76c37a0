"""One channel of the sample shop: says its lines when their time has come, takes replies, and answers some."""

import json
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import datetime, timedelta
from html import escape
from typing import Any

from desktop.connectors.base import Addresses, Batch, Cancel, Capabilities, Context
from desktop.connectors.demo.journal import Accepted, Journal
from desktop.connectors.demo.networks import IN_PRIVATE_TOO, LIMITS, WHERE
from desktop.connectors.demo.script import Line, Reaction, Script, letter, script
from desktop.domain.address import without_doubles
from desktop.domain.clock import from_ms, to_ms
from desktop.domain.draft import Delivered, Draft, Parent, Phase, Plan
from desktop.domain.errors import Malformed, Refused
from desktop.domain.faults import fault
from desktop.domain.item import Audience, Author, Flag, Raw
from desktop.domain.wording import worded

_POLL = timedelta(seconds=15)
_UNDER_WAY = timedelta(seconds=4)
_READ_AFTER = timedelta(hours=30)
_TAKES = 0.4
_BROKEN = b'\x80\x04{"network": "mail", "from": \xff\xfe\x00'


class DemoChannel:
    """A channel of the sample shop that can only be read. Worker threads, one call at a time."""

    def __init__(self, context: Context) -> None:
        self._account = context.account
        self._clock = context.clock
        self._network = context.account.settings.get("network", "mail")
        self._journal = Journal(context.account.settings.get("folder", ""), self._network)
        self._script: Script = script(self._network)
        self._born = _moment(context.account.settings.get("born", ""))

    @property
    def capabilities(self) -> Capabilities:
        """Asked every fifteen seconds, so that a newcomer sees something arrive."""
        return Capabilities(poll=_POLL)

    def check(self, cancel: Cancel) -> Author:
        """Return the shop's own name in this channel."""
        cancel.check()
        return self._script.people["shop"]

    def fetch(self, cursor: str, *, budget: int, cancel: Cancel) -> Batch:
        """Return what has been said since, oldest first, and the answers to replies that were accepted."""
        cancel.check()
        now = self._clock.now()
        born, said, heard = self._read(cursor, now)
        due = [line for line in self._script.lines if born + line.when <= now]
        chosen = due[said : said + max(1, budget)]
        more = said + len(chosen) < len(due)
        answers = [] if more else list(self._answers(after=heard, until=now))
        items = [self._raw(line, born) for line in chosen] + [self._answer(*answer) for answer in answers]
        return Batch(
            items=tuple(items),
            cursor=_cursor(born, said + len(chosen), now if answers else heard),
            more=more,
            done=said + len(chosen),
            total=len(due),
            settings={} if self._account.settings.get("born") else {"born": born.isoformat()},
        )

    def close(self) -> None:
        """Nothing is held open."""

    def _read(self, cursor: str, now: datetime) -> tuple[datetime, int, datetime]:
        """Return the moment of opening, how many lines were said, and until when answers were given."""
        if not cursor:
            self._born = self._born or now
            return self._born, 0, self._born
        try:
            kept = json.loads(cursor)
            return from_ms(kept["born"]), int(kept["said"]), from_ms(kept["heard"])
        except (ValueError, KeyError, TypeError) as trouble:
            raise Malformed(worded("The sample shop has lost its place; remove it and add it again.")) from trouble

    def _answers(self, *, after: datetime, until: datetime) -> Iterator[tuple[Reaction, Accepted]]:
        """Yield the reactions whose time lies in between, each to the first accepted reply that provokes it."""
        provoked: set[str] = set()
        for entry in self._journal.accepted():
            for reaction in self._script.reactions:
                if entry.parent not in reaction.to or reaction.line.id in provoked:
                    continue
                provoked.add(reaction.line.id)
                if after < entry.at + reaction.line.when <= until:
                    yield reaction, entry

    def _raw(self, line: Line, born: datetime) -> Raw:
        written = born + line.when
        received = written + (_UNDER_WAY if line.speaker != "shop" else timedelta())
        flags = self._flags(line)
        if line.fields.get("broken"):
            return Raw(remote_id=line.id, data=_BROKEN, received_at=received, flags=flags)
        above = self._script.find(line.word("re"))
        quoted = _quote(self._name(above.speaker), born + above.when, above.word("text")) if above else None
        said = self._say(line, written, self._script.chain(line), quoted)
        return Raw(remote_id=line.id, data=_bytes(said), received_at=received, flags=flags)

    def _answer(self, reaction: Reaction, entry: Accepted) -> Raw:
        written = entry.at + reaction.line.when
        above = self._script.find(entry.parent)
        chain = self._script.chain(above) if above else ()
        said = self._say(reaction.line, written, (*chain, entry.parent), None)
        said["parents"].append(entry.remote_key)
        root = self._script.find((*chain, entry.parent)[0])
        if root is not None and self._network == "mail":
            said |= {"subject": f"Re: {root.word('subject')}", "topic": root.word("subject")}
        return Raw(remote_id=reaction.line.id, data=_bytes(said), received_at=written + _UNDER_WAY)

    def _flags(self, line: Line) -> frozenset[Flag]:
        answered = line.id in self._script.answered()
        seen = answered or line.speaker == "shop" or line.fields.get("seen") or -line.when > _READ_AFTER
        return frozenset(({Flag.SEEN} if seen else set()) | ({Flag.ANSWERED} if answered else set()))

    def _say(self, line: Line, written: datetime, chain: tuple[str, ...], quoted: "_Quoted | None") -> dict[str, Any]:
        """Return the message as it travels."""
        ours = line.speaker == "shop"
        root = self._script.find(chain[0]) if chain else None
        said: dict[str, Any] = {
            "network": self._network,
            "from": asdict(self._person(line.speaker)),
            "to": [asdict(self._person(self._other(line, chain)))],
            "ours": ours,
            "written": to_ms(written),
            "own_id": self._own_id(line.id),
            "parents": [self._own_id(parent) for parent in chain],
            "text": line.word("text").strip(),
            "url": self._url(line),
        }
        for name in ("language", "rating", "automatic", "matched", "attachments", "direct", "passing"):
            if name in line.fields:
                said[name] = line.fields[name]
        if root is not None and root.fields.get("direct"):
            said["direct"] = True
        said["subject"] = line.word("subject") or line.word("title") or line.word("on")
        if root is not None and self._network == "mail":
            said |= {"subject": f"Re: {root.word('subject')}", "topic": root.word("subject")}
        if line.word("html"):
            said["html"] = letter(line.word("html"))
        elif quoted is not None and line.word("quote"):
            said |= quoted.html(said["text"]) if line.word("quote") == "html" else quoted.plain(said["text"])
        return said

    def _other(self, line: Line, chain: tuple[str, ...]) -> str:
        """Return to whom a message goes: for ours the customer who was last heard, else the shop."""
        if line.speaker != "shop":
            return "shop"
        for above in reversed(chain):
            said = self._script.find(above)
            if said is not None and said.speaker != "shop":
                return said.speaker
        return "shop"

    def _person(self, key: str) -> Author:
        return self._script.people[key]

    def _name(self, key: str) -> str:
        person = self._script.people.get(key)
        return (person.name or person.key) if person else "somebody"

    def _own_id(self, message: str) -> str:
        return f"{message}@sample.hazelandrye.example" if self._network == "mail" else message

    def _url(self, line: Line) -> str:
        if self._network in ("mail", "review") or line.fields.get("direct"):
            return ""
        return f"{self._person(line.speaker).url}/{line.id}"


class DemoReplies(DemoChannel):
    """A channel of the sample shop in which the owner can answer."""

    @property
    def capabilities(self) -> Capabilities:
        """What the network itself would take."""
        return Capabilities(poll=_POLL, can_reply=True, limits=LIMITS[self._network], begins=self._network == "mail")

    def audiences(self, parent: Parent) -> tuple[Audience, ...]:
        """Return who can read an answer: on some networks what was said in public can be answered in private too."""
        if parent.audience is Audience.PUBLIC and self._network in IN_PRIVATE_TOO:
            return Audience.PUBLIC, Audience.PRIVATE
        return (parent.audience,)

    def prepare(self, reply_id: str, draft: Draft, parent: Parent | None, now: datetime) -> Plan:
        """Freeze a reply. Raises Refused when there is nothing in it or nothing that it answers."""
        if not draft.text.strip():
            raise Refused(worded("There is nothing to send yet: write a reply first."))
        begins = self._network == "mail" and bool(draft.to)
        if parent is None and not begins:
            raise Refused(worded("The sample shop can only answer what somebody has said."))
        key = self._own_id(f"reply-{reply_id}")
        said = {
            "v": 1,
            "network": self._network,
            "key": key,
            "parent": parent.remote_id if parent is not None else "",
            "audience": draft.audience.value,
            "text": draft.text,
            "subject": draft.subject,
            "written": to_ms(now),
            "files": [
                {"name": file.name, "type": file.media_type, "data": b64encode(file.data).decode("ascii")}
                for file in draft.enclosures
            ],
        }
        return Plan(
            reply_id=reply_id,
            payload=_bytes(said),
            remote_key=key,
            sender=self._script.people["shop"].key,
            recipients=(*(draft.to or self.addresses(parent).to or _whom(parent)), *draft.cc),
            summary=", ".join((*draft.to, *draft.cc)) or self._reached(parent, draft.audience),
        )

    def _reached(self, parent: Parent | None, audience: Audience) -> str:
        in_private = audience is Audience.PRIVATE and self._network in IN_PRIVATE_TOO
        whom = WHERE[self._network].format(name=_named(parent))
        return worded(f"{whom}, in private") if in_private else whom

    def addresses(self, parent: Parent | None) -> Addresses:
        """Return whom a sample mail goes to; on the other networks nobody is addressed."""
        if self._network != "mail" or parent is None:
            return Addresses(to=())
        own = self._script.people["shop"].key
        # Writing once more after the shop's own mail goes to whom that went.
        theirs = parent.sent_to if parent.author_key == own else parent.reply_to or (parent.author_key,)
        to = without_doubles(theirs)
        return Addresses(to=to, others=without_doubles(parent.sent_to, known=(*to, own)))

    def deliver(self, plan: Plan, report: Callable[[Phase], None], cancel: Cancel) -> Delivered:
        """Accept the reply after a moment; a second delivery of the same reply is recognised and changes nothing."""
        report(Phase.CONNECT)
        self._take_time(cancel)
        report(Phase.BODY)
        self._take_time(cancel)
        report(Phase.COMMIT)
        fault("demo.accept")
        said = json.loads(plan.payload)
        entry = Accepted(
            reply_id=plan.reply_id, remote_key=plan.remote_key, parent=said["parent"], at=self._clock.now()
        )
        accepted = self._journal.accept(entry)
        fault("demo.accepted")
        return _proof(accepted)

    def find_delivered(self, plan: Plan, cancel: Cancel) -> Delivered | None:
        """Return the proof when the reply was accepted, None when it was not."""
        cancel.check()
        accepted = self._journal.find(plan.reply_id)
        return _proof(accepted) if accepted else None

    def file_copy(self, plan: Plan, cancel: Cancel) -> None:
        """Nothing to do: what was accepted is in the timeline."""

    @staticmethod
    def _take_time(cancel: Cancel) -> None:
        cancel.wait(_TAKES)
        cancel.check()


def _whom(parent: Parent | None) -> tuple[str, ...]:
    return () if parent is None else parent.reply_to or (parent.author_key,)


def _named(parent: Parent | None) -> str:
    return "" if parent is None else parent.author_name or parent.author_handle or parent.author_key


def _proof(accepted: Accepted) -> Delivered:
    return Delivered(proof=worded("Accepted by the sample shop."), remote_id=f"sent-{accepted.reply_id}", filed=True)


class _Quoted:
    """An earlier message, as a mail program puts it under an answer."""

    def __init__(self, name: str, written: datetime, text: str) -> None:
        self._head = f"On {written:%d %b %Y at %H:%M}, {name} wrote:"
        self._text = text.strip()

    def plain(self, text: str) -> dict[str, Any]:
        """Return the answer with the earlier message behind signs of quotation."""
        quoted = "\n".join(f"> {line}".rstrip() for line in self._text.splitlines())
        return {"text": f"{text}\n\n{self._head}\n{quoted}\n", "quoted": True}

    def html(self, text: str) -> dict[str, Any]:
        """Return the answer as HTML with the earlier message in a quotation."""
        return {
            "html": f'<div dir="ltr">{_paragraphs(text)}</div><br><div class="gmail_quote">'
            f'<div dir="ltr" class="gmail_attr">{escape(self._head)}<br></div>'
            f'<blockquote class="gmail_quote" style="margin:0 0 0 .8ex;border-left:1px #ccc solid">'
            f"{_paragraphs(self._text)}</blockquote></div>"
        }


def _quote(name: str, written: datetime, text: str) -> _Quoted:
    return _Quoted(name, written, text)


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())


def _bytes(said: dict[str, Any]) -> bytes:
    return json.dumps(said, ensure_ascii=False).encode()


def _cursor(born: datetime, said: int, heard: datetime) -> str:
    return json.dumps({"v": 1, "born": to_ms(born), "said": said, "heard": to_ms(heard)})


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None
