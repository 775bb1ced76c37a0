"""Parsers for the pool's tests, found by name in a real worker process."""

import hashlib
import os
import threading

from desktop.connectors.base import Parse
from desktop.domain.account import Account
from desktop.domain.item import Author, Direction, Incoming, Kind, Raw


def parser(kind: str) -> Parse:
    if kind == "broken":
        raise ImportError("a part of the installation is missing")
    return parse


def parse(raw: Raw, account: Account) -> Incoming:
    if raw.data == b"die":
        os._exit(9)
    if raw.data == b"hang":
        threading.Event().wait()
    if raw.data == b"raise":
        raise ValueError("a mistake of the parser's")
    if raw.data == b"deep":
        raise RecursionError
    if raw.data.startswith(b"die once "):
        try:
            os.close(os.open(raw.data[9:], os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            pass
        else:
            os._exit(9)
    return Incoming(
        remote_id=raw.remote_id,
        channel=account.kind,
        kind=Kind.MAIL,
        author=Author(key="a@example.test"),
        written_at=raw.received_at,
        received_at=raw.received_at,
        raw=raw.data if raw.data != b"own" else b"other bytes",
        sha256=hashlib.sha256(raw.data).digest(),
        text=f"{os.getpid()} {os.nice(0)} {raw.data.decode()}",
        parent_ids=("<a@example.test>",) if raw.data == b"answer" else (),
        language="nl-BE" if raw.data.startswith(b"tagged") else "",
        direction=Direction.OUT if raw.data == b"ours" else Direction.IN,
        automatic="bulk mail" if raw.data.startswith(b"bulk") else "",
    )
