"""A file saved from a message bears the mark that the system warns by."""

import ctypes
import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from desktop.domain.item import MessageId
from desktop.ui.conversation import attachments
from desktop.ui.conversation.quarantine import mark


class Call:
    """Stands in the place of the system's call, and keeps what it was given."""

    argtypes: tuple[Any, ...] = ()

    def __init__(self) -> None:
        self.given: list[tuple[Any, ...]] = []

    def __call__(self, *values: Any) -> int:
        assert len(self.argtypes) == len(values)
        self.given.append(values)
        return -1


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    file = tmp_path / "invoice.command"
    file.write_bytes(b"#!/bin/sh")
    os.utime(file, (0x65000000, 0x65000000))
    return file


def test_on_macos_it_is_quarantined(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    call = Call()
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: SimpleNamespace(setxattr=call))
    mark(saved, "darwin")
    value = b"0083;65000000;Shopbell;"
    assert call.given == [(os.fsencode(saved), b"com.apple.quarantine", value, len(value), 0, 0)]


def test_on_windows_it_is_said_to_come_from_the_internet(saved: Path) -> None:
    mark(saved, "win32")
    # Here the name of a stream is the name of a file.
    assert saved.with_name("invoice.command:Zone.Identifier").read_bytes() == b"[ZoneTransfer]\r\nZoneId=3\r\n"


def test_elsewhere_nothing_is_written_beside_it(saved: Path) -> None:
    mark(saved, "linux")
    assert list(saved.parent.iterdir()) == [saved]


def test_every_saved_file_is_marked_once_it_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    marked: list[bytes] = []
    monkeypatch.setattr(attachments, "mark", lambda file: marked.append(file.read_bytes()))
    reads: Any = SimpleNamespace(raw=lambda _message: b"From: a@b.test\r\n\r\nHello")
    attachments._write(MessageId(1), None, tmp_path / "mail.eml", reads)
    assert marked == [b"From: a@b.test\r\n\r\nHello"]
