"""The whole product's window in the process of a test, closed again also where the test fails.

What stays open goes on: its threads, its list and its toasts would be those of the tests that follow.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtWidgets import QApplication

from desktop.app import _let_go, _Whole
from desktop.domain.clock import Clock, SystemClock
from desktop.paths import Places
from desktop.secrets import Secrets


@contextmanager
def whole_window(
    app: QApplication,
    where: Places,
    *,
    demo: bool = True,
    size: tuple[int, int] | None = (1360, 850),
    secrets: Secrets | None = None,
    clock: Clock | None = None,
) -> Iterator[_Whole]:
    """A window that has not been shown yet; a test may close it before."""
    whole = _Whole(
        app, where, clock or SystemClock(), demo=demo, screenshot=None, theme="light", size=size, secrets=secrets
    )
    try:
        yield whole
    finally:
        if whole._running is None or not whole._running._over:
            whole.close()
        _let_go(app)


def is_ready(whole: _Whole) -> bool:
    """Return whether all that is added after the first paint is there."""
    return whole._running is not None and whole._running._is_ready
