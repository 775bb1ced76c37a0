"""Where the pictures of a message stand on the page: their words until they are asked for, then a box, then the picture."""

from html import escape

from PySide6.QtCore import QCoreApplication, QSize

from desktop.domain.conversation import Entry
from desktop.domain.kinds import MessageId
from desktop.render.links import true_host
from desktop.render.pictures import MOST, Picture, pictures, places
from desktop.ui.conversation.album import Album
from desktop.ui.wording import words

_UNKNOWN = QSize(48, 32)
"""The room a picture gets whose size is not known yet."""
_INDENT = 40
"""Pixels by which Qt sets in what stands in a list or a quotation."""
_BLOCKS = ("<p>", "<div>", "<li>")
_SET_IN = ("blockquote>", "ul>", "ol>")


def placed(html: str, message: MessageId, album: Album, mark: str, room: int) -> str:
    """Return a page of a message as it is shown; `room` is the width of the column in pixels.

    Nothing in what is returned names an address of a picture.
    """
    edits: dict[int, tuple[int, str]] = {}
    for start, end, picture in places(html):
        shown = album.shown(message, picture.src)
        if shown is None and not album.awaits(message, picture.src):
            edits[start] = end, escape(picture.words, quote=False)
            continue
        size = box(picture, None if shown is None else shown.size, _inner(html, start, room))
        # The words are for whoever has the page read out, and for the search in it.
        said = f'<span class="alt">{escape(picture.words, quote=False)}</span>' if picture.words else ""
        tag = f'<img src="{mark}:{album.name(message, picture.src)}" width="{size.width()}" height="{size.height()}">{said}'
        edits[start] = end, tag
        # A line would be a fifth higher than the picture in it.
        place, opening = max((html.rfind(block, 0, start), block) for block in _BLOCKS)
        if place >= 0:
            edits[place] = place + len(opening), f'{opening[:-1]} style="line-height:100%">'
    return _edited(html, edits)


def _edited(html: str, edits: dict[int, tuple[int, str]]) -> str:
    pieces: list[str] = []
    here = 0
    for start in sorted(edits):
        end, text = edits[start]
        pieces += (html[here:start], text)
        here = end
    return "".join(pieces) + html[here:]


def size_in(html: str, src: str, size: QSize, room: int) -> QSize:
    """Return the room that a picture takes where a page first shows it, now that its own `size` is known."""
    start, picture = next(((start, one) for start, _, one in places(html) if one.src == src), (0, Picture(src)))
    return box(picture, size, _inner(html, start, room))


def _inner(html: str, start: int, room: int) -> int:
    """Return what lists and quotations leave of the width of the column at a place of a page."""
    depth = sum(html.count(f"<{tag}", 0, start) - html.count(f"</{tag}", 0, start) for tag in _SET_IN)
    return max(_UNKNOWN.width(), room - _INDENT * depth)


def box(picture: Picture, size: QSize | None, room: int) -> QSize:
    """Return the room a picture takes: what its message gives it, else its own `size`, at most the width of the column."""
    wanted = QSize(picture.width, picture.height)
    if size is not None and not (picture.width and picture.height):
        wide = picture.width or (
            round(picture.height * size.width() / size.height()) if picture.height else size.width()
        )
        wanted = QSize(wide, round(wide * size.height() / size.width()))
    elif wanted.isEmpty():
        wanted = QSize(picture.width or _UNKNOWN.width(), picture.height or _UNKNOWN.height())
    if wanted.width() > room:
        wanted = QSize(room, round(wanted.height() * room / wanted.width()))
    return wanted.expandedTo(QSize(1, 1))


def unshown(html: str, message: MessageId, album: Album) -> list[Picture]:
    """Return the pictures of a page that are neither there nor on their way, each address once."""
    found = {picture.src: picture for picture in pictures(html)}
    return [
        picture
        for src, picture in found.items()
        if album.shown(message, src) is None and not album.awaits(message, src)
    ]


def notes(entry: Entry, html: str, album: Album, mark: str) -> str:
    """Return the lines about the pictures of a message, of which `html` is shown: what can be loaded, what never is."""
    said: list[str] = []
    coming = sum(album.awaits(entry.id, picture.src) for picture in pictures(html))
    left = [picture for picture in unshown(html, entry.id, album) if not picture.within]
    if coming:
        said.append(escape(_coming().format(n=words.number(coming))))
    elif left:
        said.append(f'<a href="{mark}:pictures/{entry.id}">{escape(_offer(left))}</a>')
    kept = [picture for picture in pictures(entry.html) if not picture.within]
    never = entry.remote_images - len(kept)
    if never > 0:
        text = _tracking() if kept and len(kept) < MOST else _never()
        said.append(escape(text.format(n=words.number(never))))
    return f'<div class="m">{" · ".join(said)}</div>' if said else ""


def _offer(left: list[Picture]) -> str:
    hosts = {picture.src.split("/", 3)[2].lower() for picture in left}
    text = (
        QCoreApplication.translate("Timeline", "Load pictures from {host}: {n}")
        if len(hosts) == 1
        else QCoreApplication.translate("Timeline", "Load pictures from {host} and elsewhere: {n}")
    )
    return text.format(host=true_host(left[0].src), n=words.number(len(left)))


def _coming() -> str:
    return QCoreApplication.translate("Timeline", "Pictures on their way: {n}")


def _tracking() -> str:
    return QCoreApplication.translate("Timeline", "Hidden tracking pictures, never loaded: {n}")


def _never() -> str:
    return QCoreApplication.translate("Timeline", "Pictures from outside that are never loaded: {n}")
