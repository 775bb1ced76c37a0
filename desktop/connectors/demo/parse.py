"""A message of the sample shop, from the JSON it travels in to a value. Pure; runs in a worker process."""

import hashlib
import json
from typing import Any

from desktop.domain.account import Account
from desktop.domain.clock import from_ms
from desktop.domain.item import Attachment, Audience, Author, Direction, Incoming, Kind, Raw, bytes_only
from desktop.domain.wording import worded

_KINDS = {
    "mail": Kind.MAIL,
    "facebook": Kind.COMMENT,
    "comment": Kind.COMMENT,
    "blog": Kind.BLOG,
    "review": Kind.REVIEW,
}


def parse_demo(raw: Raw, account: Account) -> Incoming:
    """Return the message; one that cannot be understood comes back with `unreadable` set."""
    try:
        return _parse(raw, json.loads(raw.data))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        network = account.settings.get("network", "mail")
        why = worded("This message is damaged and cannot be shown. Its bytes are kept.")
        kind = _KINDS.get(network, Kind.POST)
        return bytes_only(raw, channel=network, kind=kind, author=Author(key="unknown"), why=why)


def _parse(raw: Raw, said: dict[str, Any]) -> Incoming:
    network = said["network"]
    direct = network == "mail" or bool(said.get("direct"))
    return Incoming(
        remote_id=raw.remote_id,
        channel=network,
        kind=Kind.DIRECT if direct and network != "mail" else _KINDS.get(network, Kind.POST),
        author=_author(said["from"]),
        people=tuple(_author(person) for person in said["to"]),
        direction=Direction.OUT if said["ours"] else Direction.IN,
        audience=Audience.PRIVATE if direct else Audience.PUBLIC,
        addressed=not said.get("passing", False),
        written_at=from_ms(said["written"]),
        received_at=raw.received_at,
        raw=raw.data,
        sha256=hashlib.sha256(raw.data).digest(),
        subject=said.get("subject", ""),
        own_id=said["own_id"],
        parent_ids=tuple(said["parents"]),
        topic=said.get("topic", ""),
        url=said.get("url", ""),
        language=said.get("language", ""),
        rating=said.get("rating"),
        automatic=said.get("automatic", ""),
        matched=said.get("matched", ""),
        attachments=tuple(_attachment(part, entry) for part, entry in enumerate(said.get("attachments", ()), start=1)),
        flags=raw.flags,
        **_body(said),
    )


def _body(said: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of the text, made safe by the same means as every other channel's."""
    from desktop.render import VERSION, clean_pair, without_quotes

    html = said.get("html", "")
    if not html:
        text = said["text"]
        return {"text": text, "fresh": without_quotes(text) if said.get("quoted") else ""}
    whole, fresh = clean_pair(html)
    return {
        "text": whole.text,
        "html": whole.html,
        "fresh": fresh.text if fresh else "",
        "fresh_html": fresh.html if fresh else "",
        "remote_images": whole.remote_images,
        "render_version": VERSION,
    }


def _author(said: dict[str, Any]) -> Author:
    return Author(
        key=said["key"], handle=said["handle"], name=said["name"], url=said["url"], followers=said["followers"]
    )


def _attachment(part: int, said: dict[str, Any]) -> Attachment:
    return Attachment(name=said["name"], media_type=said["type"], size=said["size"], part=str(part))
