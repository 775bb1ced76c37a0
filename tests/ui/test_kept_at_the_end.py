"""What the owner chose just before the window closed is kept, however busy the disk is."""

import tomllib
from pathlib import Path
from threading import Event, Timer
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from desktop import settings
from desktop.ui.preferences import Preferences
from desktop.ui.reads import Reads
from tests.ui.workshop import RESOURCES


class Window(QObject):
    """As much of a window as shows what was chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.inbox = SimpleNamespace(set_density=_shown)
        self.rail = SimpleNamespace(set_shop=_shown)
        self.rescale = _shown


class NoReads:
    def close(self) -> None:
        return None


def _shown(*_what: object) -> None:
    return None


def _no_reads() -> Reads:
    return NoReads()  # type: ignore[return-value]


def test_all_that_was_chosen_is_written_before_the_window_is_gone(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert qapp
    begun, free, save = Event(), Event(), settings.save

    def slow(path: Path, chosen: settings.Settings) -> None:
        begun.set()
        assert free.wait(60)
        save(path, chosen)

    monkeypatch.setattr(settings, "save", slow)
    config, window = tmp_path / "settings.toml", Window()
    theme = SimpleNamespace(choose=_shown)
    preferences = Preferences(window, theme, config, RESOURCES / "keymaps", _no_reads)  # type: ignore[arg-type]
    preferences.change(density="compact")
    preferences.change(hold_seconds=30)
    assert begun.wait(60)
    late = Timer(0.2, free.set)
    late.start()
    preferences.close()
    late.join()
    assert tomllib.loads(config.read_text()) == {"density": "compact", "hold_seconds": 30}
