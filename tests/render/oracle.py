"""A second opinion on cleaned HTML, written on the standard library's parser: it shares nothing with the product."""

import re
from html.parser import HTMLParser

BLOCKS = {"p", "div", "h3", "h4"}
CONTAINERS = {"blockquote", "ul", "ol", "li"}
INLINE = {"a", "b", "i", "u", "s", "code", "sub", "sup"}
VOID = {"br", "hr", "img"}
ALLOWED = BLOCKS | CONTAINERS | INLINE | VOID
_LINK = re.compile(
    r"(?:https?://[^\s/?#\\@]+(?:@[^\s/?#\\@]+)?(?:[/?#][^\s\\]*)?|mailto:[^\s\\?]+@[^\s\\?]+(?:\?[^\s\\]*)?)\Z",
    re.IGNORECASE,
)
_PICTURE = {
    "src": re.compile(r"picture:(?:https?://[^\s/?#\\<>\"]+(?:[/?#][^\s\\<>\"]*)?|cid:[^\s\\<>\"]+)\Z", re.IGNORECASE),
    "alt": re.compile(r".{0,100}\Z"),
    "width": re.compile(r"[1-9]\d{0,3}\Z", re.ASCII),
    "height": re.compile(r"[1-9]\d{0,3}\Z", re.ASCII),
}
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\U000e0000-\U000e007f]"
)
DEEPEST = 60
MOST_TAGS = 5_000
MOST_PICTURES = 40
LONGEST_WORD = 200


class Oracle(HTMLParser):
    """Collects everything in a page that must not be there."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.wrong: list[str] = []
        self.open: list[str] = []
        self.tags = 0
        self.words: list[str] = []
        self.links: list[str] = []
        self.pictures = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags += 1
        if tag not in ALLOWED:
            self.wrong.append(f"element {tag}")
        if tag in INLINE and tag in self.open:
            self.wrong.append(f"{tag} within {tag}")
        if tag in BLOCKS and (set(self.open) & (BLOCKS | INLINE)):
            self.wrong.append(f"{tag} within {self.open}")
        if tag == "img":
            self._picture(attrs)
            return
        for name, value in attrs:
            if (tag, name) != ("a", "href"):
                self.wrong.append(f"attribute {tag}.{name}")
            elif not _LINK.match(value or "") or _UNSEEN.search(value or ""):
                self.wrong.append(f"link {value!r}")
            else:
                self.links.append(value or "")
        if tag in BLOCKS | CONTAINERS | {"br", "hr"}:
            self.words.append("\n")
        if tag not in VOID:
            self.open.append(tag)
            if len(self.open) > DEEPEST:
                self.wrong.append("too deep")

    def _picture(self, attrs: list[tuple[str, str | None]]) -> None:
        self.pictures += 1
        for name, value in attrs:
            rule = _PICTURE.get(name)
            if rule is None or not rule.match(value or "") or _UNSEEN.search(value or ""):
                self.wrong.append(f"picture {name}={value!r}")
        said = dict(attrs).get("alt") or ""
        self.words.append(f"[{said}]" if any(map(str.isalnum, said)) else said)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"unbalanced {tag}")
        if tag in BLOCKS | CONTAINERS:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if _UNSEEN.search(data):
            self.wrong.append(f"unseen character in {data[:40]!r}")
        self.words.append(data)

    def handle_comment(self, data: str) -> None:
        self.wrong.append(f"comment {data!r}")

    def handle_decl(self, decl: str) -> None:
        self.wrong.append(f"declaration {decl!r}")

    def unknown_decl(self, data: str) -> None:
        self.wrong.append(f"declaration {data!r}")

    def handle_pi(self, data: str) -> None:
        self.wrong.append(f"instruction {data!r}")


def violations(html: str) -> list[str]:
    """Return everything in `html` that must not be in a page that is shown."""
    oracle = Oracle()
    oracle.feed(html)
    oracle.close()
    if oracle.open:
        oracle.wrong.append(f"left open {oracle.open}")
    if oracle.tags > MOST_TAGS + 20:
        oracle.wrong.append(f"{oracle.tags} elements")
    if oracle.pictures > MOST_PICTURES:
        oracle.wrong.append(f"{oracle.pictures} pictures")
    for word in re.split("[\\s\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000]+", "".join(oracle.words)):
        if len(word) > LONGEST_WORD:
            oracle.wrong.append(f"word of {len(word)}")
    return oracle.wrong


def seen(html: str) -> str:
    """Return what a reader sees of the page, white space folded."""
    oracle = Oracle()
    oracle.feed(html)
    oracle.close()
    return " ".join("".join(oracle.words).split())


def links(html: str) -> list[str]:
    """Return where the page's links go."""
    oracle = Oracle()
    oracle.feed(html)
    oracle.close()
    return oracle.links
