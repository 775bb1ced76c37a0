"""Whether the HTML of a mail is its plain text in tags, and nothing more: then the plain text is all there is to show."""

import html
import re

MOST_IN = 100_000
"""Characters of HTML that are compared; longer pages are rarely plain text in tags."""

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]*)((?:[^<>\"']|\"[^\"<>]*\"|'[^'<>]*')*)>")
_DROPPED = re.compile(r"<!--.*?-->|<!doctype[^<>]*>|<(head|style|title)\b[^<>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_LINK = re.compile(r"<a\s([^<>]*)>([^<>]*)</a\s*>", re.IGNORECASE)
_HREF = re.compile(r"\bhref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>]+))", re.IGNORECASE)
_OFFICE = re.compile(r"</?o:p\s*>", re.IGNORECASE)
_PLAIN_TAGS = frozenset(("html", "body", "div", "p", "br", "span", "font", "pre", "blockquote", "meta", "wbr"))
_LOUD = re.compile(
    r"display|visib|opacity|font-?size\s*:\s*0|bold|italic|underline|line-through|background-image|position|height\s*:\s*[01]\b",
    re.IGNORECASE,
)
"""Signs in an attribute that the HTML hides something, or says something that plain text cannot."""
_RICH = re.compile(
    r"<(?:table|t[rdh]|img|b|strong|i|em|u|s|ul|ol|li|h[1-6r]|center|big|small|svg|input)\b", re.IGNORECASE
)
_OPENING = re.compile(r"<!--|<(?:head|style|title)\b", re.IGNORECASE)
_MOST_OPENINGS = 60
_UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\ufeff]+")


def is_plain_in_tags(text: str, page: str) -> bool:
    """Return whether the HTML `page` shows the words of `text` with nothing that plain text could not show.

    Links whose words are their address count as words. Cheap beside cleaning the page; wrong only towards False.
    """
    if len(page) > MOST_IN or not text.strip() or _RICH.search(page):
        return False
    if len(_OPENING.findall(page)) > _MOST_OPENINGS:
        return False
    bare = _DROPPED.sub(" ", page)
    bare = _LINK.sub(_link, _OFFICE.sub("", bare))
    # Words, "/" or nothing, name, attributes, words again, and so on.
    pieces = _TAG.split(bare)
    if not _PLAIN_TAGS.issuperset(map(str.lower, pieces[2::4])) or any(map(_LOUD.search, pieces[3::4])):
        return False
    words = " ".join(pieces[::4])
    return "<" not in words and _letters(html.unescape(words)) == _letters(text)


def _link(found: re.Match[str]) -> str:
    """Return the words of a link that leads where it says, the link itself otherwise."""
    match = _HREF.search(found[1])
    target = html.unescape((match[1] or match[2] or match[3] or "") if match else "").strip()
    words = html.unescape(found[2]).strip()
    said = target.removeprefix("mailto:") if "@" in words else target
    return found[2] if words and words in (said, said.rstrip("/")) else found[0]


def _letters(text: str) -> str:
    """Return the text without what plain text and HTML set differently: blanks, line breaks, the sign of a quotation."""
    dense = "".join(text.replace(">", "").split())
    return dense if dense.isascii() else _UNSEEN.sub("", dense)
