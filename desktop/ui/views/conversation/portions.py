"""A long message cut into portions, each laid out within a fraction of a frame; put together they are the whole."""

import re

_TAG = re.compile(r"<(/?)([a-z0-9]+)[^<>]*>")
_BLOCKS = frozenset(("p", "div", "h3", "h4", "blockquote", "ul", "ol", "pre", "table"))


def portions(html: str, size: int) -> list[str]:
    """Cut a flat page (or text with `br` at its line ends) between blocks, after `size` characters or more each."""
    if len(html) <= size:
        return [html]
    found: list[str] = []
    start = depth = 0
    for tag in _TAG.finditer(html):
        closes, name = tag.groups()
        if closes:
            depth -= 1
        elif name not in ("br", "hr", "img"):
            depth += 1
        if depth or tag.end() - start < size:
            continue
        if name == "br":
            found.append(html[start : tag.start()])
        elif name in _BLOCKS:
            found.append(html[start : tag.end()])
        else:
            continue
        start = tag.end()
    if start < len(html):
        found.append(html[start:])
    return found
