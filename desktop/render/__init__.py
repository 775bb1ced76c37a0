"""Text and HTML from outside made safe and cheap to show, before it is stored. Pure functions, no Qt.

The order of work: `guard` looks at the raw text and decides whether it may be parsed as HTML at all, nh3 parses it
and keeps what is on a list, `walk` goes through the result once, leaves out what was hidden or quoted, and feeds
`flat`, which writes a flat page of a small vocabulary and its plain text side by side, block by block (`inline`). `links` says where a link
really goes, `quotes` finds what a customer wrote anew in plain text, `words` makes single texts fit to be laid out.
"""

from desktop.render.clean import VERSION, Clean, clean, clean_pair, without_quotes_html
from desktop.render.links import may_open, suspicious, true_host
from desktop.render.pictures import without_pictures
from desktop.render.plaintext import linkify
from desktop.render.quotes import without_quotes

__all__ = [
    "VERSION",
    "Clean",
    "clean",
    "clean_pair",
    "linkify",
    "may_open",
    "suspicious",
    "true_host",
    "without_pictures",
    "without_quotes",
    "without_quotes_html",
]
