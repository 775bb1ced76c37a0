"""Fixtures of the mail suite: an account nobody has used before, on a real service."""

from collections.abc import Callable, Iterator

import pytest

from desktop.connectors.mail.connector import MailConnector
from tests.mail.kit import connector
from tests.servers.mail import MailServer, mail_server

__all__ = ["mail_server"]


@pytest.fixture
def user(mail_server: MailServer) -> str:
    """The address of a new, empty mailbox; its password is "secret"."""
    return mail_server.new_user()


@pytest.fixture
def opened(mail_server: MailServer) -> Iterator[Callable[..., MailConnector]]:
    """A function that opens the account of a user, with changed settings if wanted; all are closed at the end."""
    made: list[MailConnector] = []

    def open_account(user: str, secret: str = "secret", **settings: str) -> MailConnector:
        made.append(connector(mail_server.settings(user, **settings), secret))
        return made[-1]

    yield open_account
    for each in made:
        each.close()
