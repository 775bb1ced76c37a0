"""A message as a channel hands it over, before and after parsing, still without an id of ours."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from desktop.domain.kinds import ARCHIVED, ID_SHIFT, Audience, Direction, Flag, Kind, MessageId

if TYPE_CHECKING:
    from desktop.domain.row import Reason

__all__ = [
    "ARCHIVED",
    "ID_SHIFT",
    "Attachment",
    "Audience",
    "Author",
    "Direction",
    "Flag",
    "Incoming",
    "Kind",
    "MessageId",
    "Raw",
    "bytes_only",
    "pack",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Somebody as one channel knows them.

    `key` is the normalised identity in that channel (a lower-case mail address, `user@server`, a DID): one key is one
    persona. `handle` is how the network writes it, `name` what the person calls themselves.
    """

    key: str
    handle: str = ""
    name: str = ""
    url: str = ""
    followers: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that came with a message; its bytes stay in the raw message until the owner saves it.

    `part` is the channel's own way to find the bytes again (for mail the MIME part path, such as "2.1").
    """

    name: str
    media_type: str
    size: int
    part: str


def pack(data: bytes) -> bytes:
    """Return raw bytes compressed, as they are kept (zlib, quickly rather than tightly)."""
    middle = data[len(data) // 2 :][:500]
    # Base64 has no blanks, and no repetitions worth looking for.
    strategy = zlib.Z_DEFAULT_STRATEGY if b" " in middle else zlib.Z_HUFFMAN_ONLY
    packer = zlib.compressobj(1, zlib.DEFLATED, 13 if len(data) < 1 << 15 else 15, 8, strategy)
    return packer.compress(data) + packer.flush()


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """What a connector fetched: bytes and the little the transport said about them. Crosses to a worker process.

    `remote_id` is unique within the account and the same at every fetch. `hints` are further words from the
    transport for the channel's own parser (such as the mailbox or the account's own addresses).
    """

    remote_id: str
    data: bytes
    received_at: datetime
    flags: frozenset[Flag] = frozenset()
    hints: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A mail, post, comment or review, parsed and made safe, ready to be stored.

    `text` is all of it as plain text; `fresh` is `text` without quoted earlier messages, "" when nothing is quoted.
    `html` is the sanitised HTML of the whole body ("" when the plain text says it all) and `fresh_html` likewise
    without quotes. `own_id` is the identity by which others refer to it (Message-ID, guid, status id) and
    `parent_ids` are the ones it refers to, oldest first. `topic` is the normalised subject when the subject rule may
    join it to a conversation (a reply prefix was present), else "". `conversation_hint` is the network's own
    conversation id when it has one. `automatic` is "" or says in a few words by which sign it was recognised as bulk
    or automatic. `addressed` is true when it was sent or directed to the shop, false when it only speaks about it.
    `unreadable` is "" or one sentence why the content could not be understood; the raw bytes are kept all the same.
    `packed` is `raw` as `pack` makes it, when that was done already, else b"". `terms` are what its words add to the
    score of a conversation in which the shop has not spoken, `reply_terms` of one in which it has, when they were looked
    for already, else None.
    """

    remote_id: str
    channel: str
    kind: Kind
    author: Author
    written_at: datetime
    received_at: datetime
    raw: bytes
    sha256: bytes
    direction: Direction = Direction.IN
    audience: Audience = Audience.PRIVATE
    addressed: bool = True
    people: tuple[Author, ...] = ()
    subject: str = ""
    text: str = ""
    fresh: str = ""
    html: str = ""
    fresh_html: str = ""
    render_version: int = 0
    remote_images: int = 0
    own_id: str = ""
    parent_ids: tuple[str, ...] = ()
    topic: str = ""
    conversation_hint: str = ""
    reply_to: tuple[str, ...] = ()
    url: str = ""
    language: str = ""
    rating: int | None = None
    automatic: str = ""
    matched: str = ""
    attachments: tuple[Attachment, ...] = ()
    flags: frozenset[Flag] = frozenset()
    unreadable: str = ""
    packed: bytes = b""
    terms: "tuple[Reason, ...] | None" = None
    reply_terms: "tuple[Reason, ...] | None" = None

    def __post_init__(self) -> None:
        if self.written_at.tzinfo is None or self.received_at.tzinfo is None:
            raise ValueError(f"{self.remote_id}: times must carry a zone")


def bytes_only(raw: Raw, *, channel: str, kind: Kind, author: Author, why: str) -> Incoming:
    """Return a message of which nothing but the bytes is known; `why` is the sentence that says so."""
    from hashlib import sha256

    return Incoming(
        remote_id=raw.remote_id,
        channel=channel,
        kind=kind,
        author=author,
        written_at=raw.received_at,
        received_at=raw.received_at,
        raw=raw.data,
        sha256=sha256(raw.data).digest(),
        flags=raw.flags,
        unreadable=why,
    )
