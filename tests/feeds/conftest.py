"""The servers that feeds are read from, and accounts to read them with."""

import pytest

from desktop.connectors.base import Context
from desktop.domain.account import Account, AccountId
from tests.servers.nginx import nginx, nginx_server
from tests.servers.steady import PlainSecret, SteadyClock
from tests.servers.web import mute_port, silent_port, web

__all__ = ["mute_port", "nginx", "nginx_server", "silent_port", "web"]


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


def pytest_collection_modifyitems(items):
    for item in items:
        if "nginx" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.nginx)
