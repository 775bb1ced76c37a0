"""A keyring that the thread which paints may never ask: it may take seconds to answer."""

import threading

from desktop.secrets import Secrets


class Watched:
    """Passes every call on and notes the thread it came from; `end` says whether the window ever waited."""

    def __init__(self, behind: Secrets) -> None:
        self._behind = behind
        self._asked_by: set[threading.Thread] = set()

    def end(self) -> None:
        assert threading.main_thread() not in self._asked_by, "the window waited for the keyring"

    def get(self, key: str) -> str:
        return self._noted().get(key)

    def set(self, key: str, value: str) -> None:
        self._noted().set(key, value)

    def delete(self, key: str) -> None:
        self._noted().delete(key)

    def describe(self) -> str:
        return self._noted().describe()

    def _noted(self) -> Secrets:
        self._asked_by.add(threading.current_thread())
        return self._behind
