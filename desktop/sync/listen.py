"""An ear on one account: a thread that waits on the server's own word that there is news."""

import logging
import threading
from collections.abc import Callable
from random import Random

from desktop.connectors.base import Cancel, Connector, Context, Listener
from desktop.domain.errors import Cancelled, ShopbellError
from desktop.sync import schedule

log = logging.getLogger(__name__)

_BRIEF = 0.2
_OFTEN = 5


class Ear:
    """Listens for one account on a connection of its own, from `start` to `close`, and calls `heard` for news.

    When the line breaks the account is asked for news once, so that the owner learns soon whether it is reached at all;
    then it is opened again after a growing pause, silently, as polling goes on. `heard` is called on this ear's thread.
    """

    def __init__(
        self,
        context: Context,
        open_connector: Callable[[Context], Connector],
        heard: Callable[[], None],
        rng: Random,
    ) -> None:
        self._context = context
        self._open = open_connector
        self._heard = heard
        self._rng = rng
        self._cancel = Cancel()
        self._connector: Connector | None = None
        self._failures = 0
        name = f"listen-{context.account.name}"
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def close(self) -> None:
        """Tell the thread to end; returns at once."""
        self._cancel.set()
        connector = self._connector
        if connector is not None:
            connector.close()

    def join(self, timeout: float) -> bool:
        """Wait for the thread to end; return whether it did."""
        if self._thread.ident is not None:
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not self._cancel.is_set:
            try:
                self._listen()
            except Cancelled:
                return
            except ShopbellError as error:
                log.info("%s cannot listen: %s", self._context.account.name, error)
                self._broke(error)
            except Exception as mistake:
                log.exception("%s cannot listen", self._context.account.name)
                self._broke(mistake)

    def _broke(self, trouble: Exception) -> None:
        self._failures += 1
        if self._failures == 1 and not self._cancel.is_set:
            self._heard()
        self._cancel.wait(schedule.pause_after(trouble, self._failures, self._rng).total_seconds())

    def _listen(self) -> None:
        """Open a line and listen on it until it breaks; every error closes it."""
        connector = self._open(self._context)
        self._connector = connector
        try:
            if isinstance(connector, Listener):
                self._attend(connector)
            else:
                self._cancel.set()
        finally:
            self._connector = None
            connector.close()

    def _attend(self, listener: Listener) -> None:
        """Pass on what is heard; a server that calls all the time is given a second between calls."""
        brief = 0
        while not self._cancel.is_set:
            begun = self._context.clock.monotonic()
            listener.listen(self._cancel)
            self._cancel.check()
            self._failures = 0
            self._heard()
            brief = brief + 1 if self._context.clock.monotonic() - begun < _BRIEF else 0
            if brief >= _OFTEN:
                self._cancel.wait(1.0)
