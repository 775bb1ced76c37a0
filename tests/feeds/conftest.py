"""The servers that feeds are read from, and accounts to read them with."""

from datetime import UTC, datetime, timedelta

import pytest

from desktop.connectors.base import Context
from desktop.domain.account import Account, AccountId
from tests.servers.nginx import nginx, nginx_server
from tests.servers.web import mute_port, silent_port, web

__all__ = ["mute_port", "nginx", "nginx_server", "silent_port", "web"]


class SteadyClock:
    """A clock that stands still until it is moved; its monotonic seconds are the machine's own."""

    def __init__(self, moment: datetime = datetime(2026, 10, 1, 12, tzinfo=UTC)) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        import time

        return time.monotonic()

    def move(self, **ahead: float) -> None:
        self.moment += timedelta(**ahead)


class PlainSecret:
    """A secret that needs no keyring."""

    def __init__(self, text: str = "") -> None:
        self.text = text

    def get(self) -> str:
        return self.text


@pytest.fixture
def clock() -> SteadyClock:
    return SteadyClock()


@pytest.fixture
def account_of():
    def make(kind: str = "feed", secret: bool = False, **settings: str) -> Account:
        return Account(id=AccountId(1), kind=kind, name="Crumbs", settings=settings, secret_key="key" if secret else "")

    return make


@pytest.fixture
def context_of(account_of, clock):
    def make(kind: str = "feed", secret: str = "", **settings: str) -> Context:
        return Context(account=account_of(kind, bool(secret), **settings), secret=PlainSecret(secret), clock=clock)

    return make
