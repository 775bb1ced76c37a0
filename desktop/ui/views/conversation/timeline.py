"""A conversation as one page: every message a bubble with its channel, audience and time; ours at the right."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from html import escape

from PySide6.QtCore import QCoreApplication

from desktop.domain.conversation import Entry, Opened
from desktop.domain.item import Attachment, Audience, Direction, MessageId
from desktop.domain.subject import without_prefixes
from desktop.domain.text import plain
from desktop.render.pictures import without_pictures
from desktop.render.plaintext import linkify
from desktop.ui.conversation.album import Album
from desktop.ui.reply.standing import brief
from desktop.ui.theme import Look
from desktop.ui.views.conversation.placing import notes as picture_notes
from desktop.ui.views.conversation.placing import placed
from desktop.ui.views.conversation.portions import portions
from desktop.ui.wording import words
from desktop.ui.wording.language import retell

LONGEST = 60_000
"""Characters of HTML on one page; what is beyond comes with the owner's wish to see it."""
AT_ONCE = 4_000
"""Characters of HTML that are laid out in one go: a millisecond or two, so that a key never waits for a page."""
WIDEST = 820
"""Pixels of a bubble at the usual size of letters: some 120 of them in a line."""
ORIGINAL = -1
"""Stands in the place of an attachment's number for the message as it came."""
_PAD = 10
"""Pixels between the edge of a bubble and its text, at the usual size of letters."""
_TIME = "\ue000"
"""Stands for the time until the words around it are escaped; `plain` leaves no such character in what others wrote."""


@dataclass(frozen=True, slots=True)
class Portion:
    """A part of a page that may come later: with a `ground` a bubble above all others, else more of the bubble that
    came last.
    """

    html: str
    ground: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """What the browser shows. `grounds` are the tokens of the bubbles; `left_out` how many messages did not fit.

    `html` holds the beginning of the newest message and what fits beside it, `later` the rest in the order in which
    it is to be added: the newest message first, then the earlier ones.
    """

    html: str
    grounds: tuple[str, ...]
    left_out: int
    later: tuple[Portion, ...] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """How the owner wants to see it: which quotes unfolded, all of it or the newest part, and the room there is.

    `mark` begins every link of our own; it is made anew for each window, so that no message can forge one.
    """

    unfolded: Collection[MessageId]
    whole: bool
    width: int
    mark: str
    mirrored: bool = False
    """Whether it is read from the right: then ours stand at the left."""
    album: Album = field(default_factory=Album)
    """The pictures that were asked for."""


def style(look: Look) -> str:
    """Return the style sheet of a page."""
    color = {name: look.tokens[name] for name in ("ink", "quiet", "accent", "line", "hurry")}
    return (
        f"body {{ color: {color['ink']}; }} a {{ color: {color['accent']}; text-decoration: none; }}"
        f" .m {{ color: {color['quiet']}; font-size: {look.px(11)}px; }}"
        " .alt { font-size: 1px; color: transparent; }"
        f" .w {{ color: {color['hurry']}; font-size: {look.px(11)}px; }}"
        f" .s, b, strong, th {{ font-weight: 600; }} p, div, li, pre {{ line-height: 120%; }} blockquote {{ color: {color['quiet']}; margin-left: {look.px(12)}px; }}"
        f" pre {{ white-space: pre-wrap; }} h1, h2, h3, h4 {{ font-size: {look.px(13)}px; font-weight: 600; }}"
    )


def page(opened: Opened, look: Look, now: datetime, wish: Wish) -> Page:
    """Return the page of a conversation, oldest message first; everything from outside is escaped or sanitised."""
    shown: list[str] = []
    grounds: list[str] = []
    later: list[Portion] = []
    size = beside = left_out = 0
    subjects = _subjects(opened.timeline)
    for n in range(len(opened.timeline) - 1, -1, -1):
        entry = opened.timeline[n]
        first, *more = _bubble(entry, subjects[n], look, now, wish)
        length = len(first) + sum(map(len, more))
        if size and size + length > LONGEST and not wish.whole:
            left_out = n + 1
            break
        size += length
        ground = _ground(entry)
        beside += length if shown else 0
        if beside > AT_ONCE:
            later.append(Portion(first, ground))
        else:
            shown.append(first)
            grounds.append(ground)
        later += map(Portion, more)
    earlier = left_out + opened.earlier
    if earlier:
        shown.append(_earlier(earlier, wish, "whole" if left_out else "earlier"))
    shown.append(f'<p style="margin:0px; font-size:{look.px(6)}px">&nbsp;</p>')
    shown.reverse()
    shown.append(f'<p style="margin:0px; font-size:{look.px(8)}px">&nbsp;</p>')
    grounds.reverse()
    return Page("".join(shown), tuple(grounds), earlier, tuple(later))


def _ground(entry: Entry) -> str:
    if entry.note:
        return "notice_tint"
    return "bubble_own" if entry.direction is Direction.OUT else "bubble"


def _subjects(timeline: tuple[Entry, ...]) -> list[str]:
    """Return for each message its subject where it differs from the one before, "" where it is the same."""
    shown: list[str] = []
    last = ""
    for entry in timeline:
        bare = without_prefixes(entry.subject)
        shown.append(plain(entry.subject) if bare and bare != last else "")
        last = bare or last
    return shown


def _bubble(entry: Entry, subject: str, look: Look, now: datetime, wish: Wish) -> list[str]:
    """Return the bubble of a message, and the rest of it in portions where it is long."""
    own = entry.direction is Direction.OUT
    side = "right" if own != wish.mirrored else "left"
    said = [f"<div>{part}</div>" for part in portions(_body(entry, look, wish), AT_ONCE) if part]
    notes = _notes(entry, wish)
    first, *more = said or [""]
    if more:
        more[-1] += notes
    inner = f"{_subject(subject)}{_stars(entry)}{first}{'' if more else notes}"
    shape = _shape(look, wish, side, wide=bool(more) or _fills(entry, look, wish))
    bubble = (
        f'<p class="m" align="{side}" style="margin-top:{look.px(9)}px; margin-bottom:{look.px(3)}px">'
        f"{_meta(entry, now)}</p><table {shape}><tr><td>{inner}</td></tr></table>"
    )
    return [bubble, *more]


def _shape(look: Look, wish: Wish, side: str, *, wide: bool) -> str:
    """Return the attributes of a bubble that is as wide as its text, or of a wide one as wide as bubbles may be.

    Qt lays the text of a table out twice to find its width; that of a frame once, and it can grow at its end.
    """
    away = "left" if side == "right" else "right"
    room, pad, below = _room(look, wish.width), look.px(_PAD), look.px(6)
    if not wide:
        return (
            f'border="0" cellspacing="0" cellpadding="{pad}" align="{side}"'
            f' style="margin-{away}:{room}px; margin-bottom:{below}px"'
        )
    return (
        f'border="0" cellspacing="0" style="-qt-table-type:frame; margin-{side}:{pad}px; margin-{away}:{room + pad}px;'
        f' margin-top:{pad}px; margin-bottom:{below + pad}px"'
    )


def _fills(entry: Entry, look: Look, wish: Wish) -> bool:
    """Return whether a message is sure to be as wide as a bubble may be: it has a line too long even for thin letters."""
    folded = entry.fresh and entry.id not in wish.unfolded
    longest = max(map(len, (entry.fresh if folded else entry.text).split("\n")))
    return longest * look.px(5) > wish.width - _room(look, wish.width)


def _room(look: Look, width: int) -> int:
    """Return how much of the width stays free beside a bubble: a fifth, and all that would make lines hard to read."""
    return max(0, round(width * 0.2), width - look.px(WIDEST))


def column(look: Look, width: int) -> int:
    """Return how wide a picture may be on a page of that width."""
    return max(_PAD, width - _room(look, width) - look.px(4 * _PAD))


def _meta(entry: Entry, now: datetime) -> str:
    channel = words.channel_title(entry.channel)
    when = _TIME
    public = QCoreApplication.translate("Timeline", "public") if entry.audience is Audience.PUBLIC else ""
    if entry.note:
        told = QCoreApplication.translate("Timeline", "Your note, only you can see it, {when}").format(when=when)
    elif entry.direction is Direction.OUT:
        text = QCoreApplication.translate("Timeline", "You, by {channel}, {when}").format(channel=channel, when=when)
        told = ", ".join(part for part in (text, public) if part)
        if entry.delivery is not None:
            told = f"{told} · {plain(brief(entry.delivery, now))}"
    else:
        other = f"{plain(entry.who, 120)} <{plain(entry.handle, 254)}>" if entry.other else ""
        told = ", ".join(part for part in (other, when, public) if part)
    # The exact time is for whoever holds the mouse on the relative one.
    exact = f'<span title="{escape(words.exact(entry.written_at))}">{escape(words.stamp(entry.written_at, now))}</span>'
    said = escape(told).replace(_TIME, exact, 1)
    return said if entry.direction is Direction.OUT else f"<b>{escape(channel)}</b>&nbsp; {said}"


def _subject(subject: str) -> str:
    return f'<div class="s">{escape(subject)}</div>' if subject else ""


def _stars(entry: Entry) -> str:
    return f"<div>{words.stars(entry.rating)}</div>" if entry.rating is not None else ""


def _body(entry: Entry, look: Look, wish: Wish) -> str:
    """Return the message itself: its fresh part while quotes are folded, else all of it."""
    folded = bool(entry.fresh or entry.fresh_html)
    if folded and entry.id not in wish.unfolded:
        shown = _page(entry.fresh_html, entry, look, wish) or _text(entry.fresh, entry, wish)
        words_ = QCoreApplication.translate("Timeline", "Show quoted text")
        return f"{_cut(shown, entry, wish)}{_own_link(wish, f'unfold/{entry.id}', words_)}"
    return _cut(_page(entry.html, entry, look, wish) or _text(entry.text, entry, wish), entry, wish)


def _text(text: str, entry: Entry, wish: Wish) -> str:
    """Return plain text as a page, the beginning of one that is longer than a page may be at once."""
    if len(text) > LONGEST and entry.id not in wish.unfolded:
        return _shortened(entry, wish)
    page = linkify(text)
    if not page.truncated:
        return page.html
    rest = QCoreApplication.translate("Timeline", "Too long to be shown whole. Save the original")
    return f"{page.html}{_own_link(wish, f'save/{entry.id}/{ORIGINAL}', rest)}"


def _page(html: str, entry: Entry, look: Look, wish: Wish) -> str:
    """Return a page of HTML with its pictures, those that were asked for, in their places."""
    return placed(html, entry.id, wish.album, wish.mark, column(look, wish.width))


def html_of(entry: Entry, unfolded: Collection[MessageId]) -> str:
    """Return the HTML of a message as far as it is shown, "" for one that is shown as plain text."""
    folded = bool(entry.fresh or entry.fresh_html) and entry.id not in unfolded
    html = entry.fresh_html if folded else entry.html
    return html if entry.id in unfolded or len(without_pictures(html)) <= LONGEST else ""


def _cut(html: str, entry: Entry, wish: Wish) -> str:
    """Return `html`, or its plain text cut short when it is longer than a page may be at once."""
    return html if len(html) <= LONGEST or entry.id in wish.unfolded else _shortened(entry, wish)


def _shortened(entry: Entry, wish: Wish) -> str:
    more = QCoreApplication.translate("Timeline", "Show all of it")
    beginning = linkify((entry.fresh or entry.text)[: LONGEST // 4]).html
    return f"{beginning} …{_own_link(wish, f'unfold/{entry.id}', more)}"


def _notes(entry: Entry, wish: Wish) -> str:
    notes = []
    if entry.unreadable:
        text = QCoreApplication.translate("Timeline", "Save the original")
        link = f'<a href="{wish.mark}:save/{entry.id}/{ORIGINAL}">{escape(text)}</a>'
        notes.append(f'<div class="w">{escape(plain(retell(entry.unreadable)))}</div><div class="m">{link}</div>')
    notes.append(picture_notes(entry, html_of(entry, wish.unfolded), wish.album, wish.mark))
    if entry.automatic:
        text = QCoreApplication.translate("Timeline", "Sent automatically ({sign})")
        notes.append(f'<div class="m">{escape(text.format(sign=plain(retell(entry.automatic), 80)))}</div>')
    notes.extend(_attachment(entry.id, n, file, wish) for n, file in enumerate(entry.attachments))
    if entry.note:
        notes.append(_own_link(wish, f"note/{entry.id}", QCoreApplication.translate("Timeline", "Change this note")))
    return "".join(notes)


def _attachment(message: MessageId, n: int, file: Attachment, wish: Wish) -> str:
    save = QCoreApplication.translate("Timeline", "Save")
    name = escape(plain(file.name, 120) or QCoreApplication.translate("Timeline", "unnamed file"))
    link = f'<a href="{wish.mark}:save/{message}/{n}">{escape(save)}</a>'
    return f'<div class="m">{name} · {escape(_size(file.size))} · {link}</div>'


def _size(size: int) -> str:
    if size < 1024:
        return QCoreApplication.translate("Timeline", "{n} bytes").format(n=words.number(size))
    if size < 1024 * 1024:
        return QCoreApplication.translate("Timeline", "{n} kB").format(n=words.number(round(size / 1024)))
    return QCoreApplication.translate("Timeline", "{n} MB").format(n=words.decimal(size / 1024 / 1024))


def _own_link(wish: Wish, target: str, text: str) -> str:
    return f'<div class="m"><a href="{wish.mark}:{target}">{escape(text)}</a></div>'


def _earlier(count: int, wish: Wish, target: str) -> str:
    text = QCoreApplication.translate("Timeline", "Show earlier messages: {n}").format(n=words.number(count))
    return f'<p class="m" align="center"><a href="{wish.mark}:{target}">{escape(text)}</a></p>'
