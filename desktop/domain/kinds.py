"""What sorts of messages there are, who can read them, who said them, and the name of one."""

from enum import StrEnum
from typing import NewType

MessageId = NewType("MessageId", int)
"""Time-ordered: milliseconds since 1970 shifted left by `ID_SHIFT`, plus a sequence number, so that the order of
ids is the order of time and the search index streams newest first."""

ID_SHIFT = 20

ARCHIVED = "archive;"
"""Beginning of the remote id of a message that was brought in without a server; the server's id takes its place."""


class Kind(StrEnum):
    """What sort of thing was said."""

    MAIL = "mail"
    POST = "post"
    DIRECT = "direct"
    COMMENT = "comment"
    REVIEW = "review"
    BLOG = "blog"


class Audience(StrEnum):
    """Who can read it."""

    PUBLIC = "public"
    PRIVATE = "private"


class Direction(StrEnum):
    """Who said it: a customer (`IN`) or the shop (`OUT`)."""

    IN = "in"
    OUT = "out"


class Flag(StrEnum):
    """What the server also knows about a message."""

    SEEN = "seen"
    ANSWERED = "answered"
    FLAGGED = "flagged"
