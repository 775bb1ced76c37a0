"""The servers of all channels, and the line that a test is given."""

from collections.abc import Iterator

import pytest

from tests.contract.lines import Line, opened
from tests.servers.mail import mail_server
from tests.servers.web import web

__all__ = ["mail_server", "web"]


@pytest.fixture
def line(request: pytest.FixtureRequest) -> Iterator[Line]:
    """The line of the channel named by the test's parameter."""
    with opened(request.param, request) as made:
        yield made
