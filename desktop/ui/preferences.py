"""The owner's choices in the window: kept in his files, in force at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop import settings
from desktop.settings import Settings
from desktop.ui import keymap
from desktop.ui.keymap import Keymap
from desktop.ui.keys import own_keys
from desktop.ui.keys.own_keys import Line
from desktop.ui.reads import Reads
from desktop.ui.tasks import Tasks
from desktop.ui.theme import Theme
from desktop.ui.views.main_window import MainWindow


class Preferences(QObject):
    """Made and used on the GUI thread; the files are written on a thread of their own, in the order of the changes.

    `rekeyed` carries the keymap that is in force from now on, `failed` a sentence about what could not be kept.
    """

    rekeyed = Signal(object)
    failed = Signal(str)
    changed = Signal(object)
    """The Settings in force from now on."""

    def __init__(
        self, window: MainWindow, theme: Theme, config: Path, keymaps: Path, open_reads: Callable[[], Reads]
    ) -> None:
        """`config` is the settings file, beside which the owner's keys lie; `keymaps` the folder of the presets."""
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._config = config
        self._keymaps = keymaps
        self._own = config.with_name("keys.toml")
        self._writes = Tasks(open_reads, threads=1)
        self.settings: Settings = settings.load(config)[0]

    def close(self) -> None:
        """Have everything written that was decided."""
        self._writes.close()

    # Settings

    def change(self, **values: object) -> None:
        """Put some settings in force, and keep them; the others stay as the file has them."""
        self.settings = replace(self.settings, **values)  # type: ignore[arg-type]
        now = self.settings
        self._theme.choose(now.theme, now.contrast)
        self._window.rescale(now.text_scale)
        self._window.inbox.set_density(now.density)
        self._window.rail.set_shop(now.shop_name)
        if {"keymap", "single_keys"} & set(values):
            self._rekey(None)
        self.changed.emit(now)
        self._writes.run(partial(_keep, self._config, values), _nothing, self._not_kept, keeps=True)

    # Keys

    def keymap(self) -> Keymap:
        """Return the keys in force."""
        return self._chosen(self._own)

    def usual(self) -> Keymap:
        """Return the keys without the owner's own."""
        return self._chosen(None)

    def rebind(self, changes: Mapping[Line, Sequence[str] | None]) -> None:
        """Keep lines of the owner's own keys, or drop them (None); `rekeyed` follows."""
        self._writes.run(partial(_keep_keys, self._own, changes), self._rekey, self._not_kept, keeps=True)

    def own(self) -> list[Line]:
        """Return the lines the owner has changed."""
        return list(own_keys.lines_of(self._own))

    def _chosen(self, own: Path | None) -> Keymap:
        now = self.settings
        return keymap.choose(self._keymaps, now.keymap, own, single_keys=now.single_keys)

    def _rekey(self, _done: object) -> None:
        self.rekeyed.emit(self.keymap())

    def _not_kept(self, error: Exception) -> None:
        self.failed.emit(self.tr("This could not be kept: {why}").format(why=getattr(error, "strerror", "") or error))


def _keep(path: Path, values: Mapping[str, object], _reads: Reads) -> None:
    settings.save(path, replace(settings.load(path)[0], **values))  # type: ignore[arg-type]


def _keep_keys(path: Path, changes: Mapping[Line, Sequence[str] | None], _reads: Reads) -> None:
    own_keys.write(path, changes)


def _nothing(_done: object) -> None:
    return
