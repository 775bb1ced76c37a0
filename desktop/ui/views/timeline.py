"""A conversation as one page: every message a bubble with its channel, audience and time; ours at the right."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from html import escape

from PySide6.QtCore import QCoreApplication

from desktop.domain.conversation import Entry, Opened
from desktop.domain.item import Attachment, Audience, Direction, MessageId
from desktop.domain.text import plain
from desktop.ui import words
from desktop.ui.standing import brief
from desktop.ui.theme import Look

LONGEST = 60_000
"""Characters of HTML on one page; what is beyond comes with the owner's wish to see it."""
ORIGINAL = -1
"""Stands in the place of an attachment's number for the message as it came."""
_ADDRESS = re.compile(r"https?://[^\s<>\"'”»)\]]+[^\s<>\"'”»)\].,;:!?]")


@dataclass(frozen=True, slots=True)
class Page:
    """What the browser shows. `grounds` are the tokens of the bubbles; `left_out` how many messages did not fit."""

    html: str
    grounds: tuple[str, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Wish:
    """How the owner wants to see it: which quotes unfolded, all of it or the newest part, and the room there is.

    `mark` begins every link of our own; it is made anew for each window, so that no message can forge one.
    """

    unfolded: Collection[MessageId]
    whole: bool
    width: int
    mark: str


def style(look: Look) -> str:
    """Return the style sheet of a page."""
    color = {name: look.tokens[name] for name in ("ink", "quiet", "accent", "line", "hurry")}
    return (
        f"body {{ color: {color['ink']}; }} a {{ color: {color['accent']}; text-decoration: none; }}"
        f" .m {{ color: {color['quiet']}; font-size: {look.px(11)}px; }}"
        f" .w {{ color: {color['hurry']}; font-size: {look.px(11)}px; }}"
        f" .s, b, strong, th {{ font-weight: 600; }} p, div, li, pre {{ line-height: 120%; }} blockquote {{ color: {color['quiet']}; margin-left: {look.px(12)}px; }}"
        f" pre {{ white-space: pre-wrap; }} h1, h2, h3, h4 {{ font-size: {look.px(13)}px; font-weight: 600; }}"
    )


def page(opened: Opened, look: Look, now: datetime, wish: Wish) -> Page:
    """Return the page of a conversation, oldest message first; everything from outside is escaped or sanitised."""
    pieces: list[str] = []
    grounds: list[str] = []
    size = left_out = 0
    subject = ""
    subjects = _subjects(opened.timeline)
    for n in range(len(opened.timeline) - 1, -1, -1):
        entry = opened.timeline[n]
        subject = subjects[n]
        piece = _bubble(entry, subject, look, now, wish)
        if size and size + len(piece) > LONGEST and not wish.whole:
            left_out = n + 1
            break
        size += len(piece)
        pieces.append(piece)
        grounds.append("bubble_own" if entry.direction is Direction.OUT else "bubble")
    earlier = left_out + opened.earlier
    if earlier:
        pieces.append(_earlier(earlier, wish, can_show=bool(left_out)))
    pieces.append(f'<p style="margin:0px; font-size:{look.px(6)}px">&nbsp;</p>')
    pieces.reverse()
    pieces.append(f'<p style="margin:0px; font-size:{look.px(8)}px">&nbsp;</p>')
    grounds.reverse()
    return Page("".join(pieces), tuple(grounds), earlier)


def _subjects(timeline: tuple[Entry, ...]) -> list[str]:
    """Return for each message its subject where it differs from the one before, "" where it is the same."""
    shown: list[str] = []
    last = ""
    for entry in timeline:
        bare = re.sub(r"^(?:(?:re|aw|sv|fwd?|wg)\s*:\s*)+", "", entry.subject, flags=re.IGNORECASE).strip()
        shown.append(plain(entry.subject) if bare and bare != last else "")
        last = bare or last
    return shown


def _bubble(entry: Entry, subject: str, look: Look, now: datetime, wish: Wish) -> str:
    own = entry.direction is Direction.OUT
    side = "right" if own else "left"
    away = "left" if own else "right"
    room = max(0, round(wish.width * 0.2))
    body = _body(entry, wish)
    said = f"<div>{body}</div>" if body else ""
    inner = "".join(part for part in (_subject(subject), _stars(entry), said, _notes(entry, wish)) if part)
    return (
        f'<p class="m" align="{side}" style="margin-top:{look.px(9)}px; margin-bottom:{look.px(3)}px">'
        f"{_meta(entry, now)}</p>"
        f'<table border="0" cellspacing="0" cellpadding="{look.px(10)}" align="{side}"'
        f' style="margin-{away}:{room}px; margin-bottom:{look.px(6)}px"><tr><td>{inner}</td></tr></table>'
    )


def _meta(entry: Entry, now: datetime) -> str:
    channel = words.channel_title(entry.channel)
    when = words.stamp(entry.written_at, now)
    public = QCoreApplication.translate("Timeline", "public") if entry.audience is Audience.PUBLIC else ""
    if entry.direction is Direction.OUT:
        text = QCoreApplication.translate("Timeline", "You, by {channel}, {when}").format(channel=channel, when=when)
        told = escape(", ".join(part for part in (text, public) if part))
        return f"{told} · {escape(plain(brief(entry.delivery, now)))}" if entry.delivery is not None else told
    other = f"{plain(entry.who, 120)} <{plain(entry.handle, 254)}>" if entry.other else ""
    rest = ", ".join(part for part in (other, when, public) if part)
    return f"<b>{escape(channel)}</b>&nbsp; {escape(rest)}"


def _subject(subject: str) -> str:
    return f'<div class="s">{escape(subject)}</div>' if subject else ""


def _stars(entry: Entry) -> str:
    return f"<div>{words.stars(entry.rating)}</div>" if entry.rating is not None else ""


def _body(entry: Entry, wish: Wish) -> str:
    """Return the message itself: its fresh part while quotes are folded, else all of it."""
    folded = bool(entry.fresh or entry.fresh_html)
    if folded and entry.id not in wish.unfolded:
        shown = entry.fresh_html or _as_html(entry.fresh)
        words_ = QCoreApplication.translate("Timeline", "Show quoted text")
        return f"{_cut(shown, entry, wish)}{_own_link(wish, f'unfold/{entry.id}', words_)}"
    return _cut(entry.html or _as_html(entry.text), entry, wish)


def _cut(html: str, entry: Entry, wish: Wish) -> str:
    """Return `html`, or its plain text cut short when it is longer than a page may be at once."""
    if len(html) <= LONGEST or entry.id in wish.unfolded:
        return html
    more = QCoreApplication.translate("Timeline", "Show all of it")
    return f"{_as_html((entry.fresh or entry.text)[: LONGEST // 4])} …{_own_link(wish, f'unfold/{entry.id}', more)}"


def _notes(entry: Entry, wish: Wish) -> str:
    notes = []
    if entry.unreadable:
        text = QCoreApplication.translate("Timeline", "Save the original")
        link = f'<a href="{wish.mark}:save/{entry.id}/{ORIGINAL}">{escape(text)}</a>'
        notes.append(f'<div class="w">{escape(plain(entry.unreadable))}</div><div class="m">{link}</div>')
    if entry.remote_images:
        text = QCoreApplication.translate("Timeline", "{n} pictures from outside were not loaded")
        notes.append(f'<div class="m">{escape(text.format(n=entry.remote_images))}</div>')
    if entry.automatic:
        text = QCoreApplication.translate("Timeline", "Sent automatically ({sign})")
        notes.append(f'<div class="m">{escape(text.format(sign=plain(entry.automatic, 80)))}</div>')
    notes.extend(_attachment(entry.id, n, file, wish) for n, file in enumerate(entry.attachments))
    return "".join(notes)


def _attachment(message: MessageId, n: int, file: Attachment, wish: Wish) -> str:
    save = QCoreApplication.translate("Timeline", "Save")
    name = escape(plain(file.name, 120) or QCoreApplication.translate("Timeline", "unnamed file"))
    link = f'<a href="{wish.mark}:save/{message}/{n}">{escape(save)}</a>'
    return f'<div class="m">{name} · {escape(_size(file.size))} · {link}</div>'


def _size(size: int) -> str:
    if size < 1024:
        return QCoreApplication.translate("Timeline", "{n} bytes").format(n=size)
    if size < 1024 * 1024:
        return QCoreApplication.translate("Timeline", "{n} kB").format(n=round(size / 1024))
    return QCoreApplication.translate("Timeline", "{n} MB").format(n=f"{size / 1024 / 1024:.1f}")


def _own_link(wish: Wish, target: str, text: str) -> str:
    return f'<div class="m"><a href="{wish.mark}:{target}">{escape(text)}</a></div>'


def _earlier(count: int, wish: Wish, *, can_show: bool) -> str:
    text = QCoreApplication.translate("Timeline", "{n} earlier messages").format(n=words.number(count))
    inner = f'<a href="{wish.mark}:whole">{escape(text)}</a>' if can_show else escape(text)
    return f'<p class="m" align="center">{inner}</p>'


def _as_html(text: str) -> str:
    """Return plain text as HTML: escaped, lines kept, web addresses made links whose words are the address itself."""
    pieces: list[str] = []
    end = 0
    for match in _ADDRESS.finditer(text):
        pieces.append(escape(text[end : match.start()]))
        address = escape(match[0])
        pieces.append(f'<a href="{address}">{address}</a>')
        end = match.end()
    pieces.append(escape(text[end:]))
    return "".join(pieces).strip().replace("\n", "<br>")
