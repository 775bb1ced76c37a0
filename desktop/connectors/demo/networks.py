"""What the networks that the sample shop plays would take, and what they are called."""

from collections.abc import Mapping

from desktop.connectors.base import Counting, FileLimits, Limits
from desktop.domain.kinds import Audience
from desktop.domain.wording import worded

_PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")
_FOUR = FileLimits(most=4, each=5_000_000, kinds=_PICTURES)
_SHORT = Limits(
    counting=Counting.GRAPHEMES_BYTES,
    max_units=300,
    max_bytes=3_000,
    files=FileLimits(most=4, each=2_000_000, kinds=_PICTURES),
)
LIMITS: Mapping[str, Mapping[Audience, Limits]] = {
    "mail": dict.fromkeys(Audience, Limits(files=FileLimits(total=25_000_000, growth=1.37))),
    "mastodon": dict.fromkeys(
        Audience,
        Limits(
            counting=Counting.GRAPHEMES_URL23,
            max_units=500,
            files=FileLimits(most=4, each=16_000_000, kinds=(*_PICTURES, "video/", "audio/")),
        ),
    ),
    "bluesky": {
        Audience.PUBLIC: _SHORT,
        Audience.PRIVATE: Limits(counting=Counting.GRAPHEMES_BYTES, max_units=1_000, max_bytes=10_000),
    },
    "x": {
        Audience.PUBLIC: Limits(counting=Counting.WEIGHTED_280, max_units=280, files=_FOUR),
        Audience.PRIVATE: Limits(counting=Counting.CODEPOINTS, max_units=10_000),
    },
    "facebook": dict.fromkeys(
        Audience,
        Limits(
            counting=Counting.CODEPOINTS, max_units=2_000, files=FileLimits(most=1, each=10_000_000, kinds=_PICTURES)
        ),
    ),
    "comment": dict.fromkeys(Audience, Limits(counting=Counting.CODEPOINTS, max_units=10_000)),
    "review": dict.fromkeys(Audience, Limits(counting=Counting.CODEPOINTS, max_units=4_000)),
    "blog": {},
}
IN_PRIVATE_TOO = frozenset(("mastodon", "bluesky", "x", "facebook"))
"""Where what somebody said in public can be answered in a private message."""

WHERE = {
    "mail": worded("{name}, by mail"),
    "mastodon": worded("{name}, on Mastodon"),
    "bluesky": worded("{name}, on Bluesky"),
    "x": worded("{name}, on X"),
    "facebook": worded("{name}, on Facebook"),
    "comment": worded("{name}, under your post"),
    "review": worded("{name}, under the review"),
}
