"""What the parts that carry out the commands work with, whichever of it each of them needs."""

from collections.abc import Callable
from dataclasses import dataclass

from desktop.domain.clock import Clock
from desktop.ui.desk import Desk
from desktop.ui.keys.turns import Turns
from desktop.ui.theme import Theme
from desktop.ui.views.main_window import MainWindow
from desktop.ui.views.overlay import Overlay


@dataclass(frozen=True, slots=True, kw_only=True)
class Workplace:
    """Made once, when the window is put together; GUI thread.

    `desk` carries out what concerns the store, `turns` hold the keys back meanwhile. `show` puts a card over the window,
    `undo` takes the last gesture back, and `key` tells the key of a command, "" where it has none.
    """

    window: MainWindow
    desk: Desk
    theme: Theme
    clock: Clock
    turns: Turns
    show: Callable[[Overlay], object]
    undo: Callable[[], object]
    key: Callable[[str], str]
