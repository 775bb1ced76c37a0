"""The shop of each test."""

import pytest

from tests.sync.loopback import running
from tests.sync.shop import Shop


@pytest.fixture
def network():
    with running() as network:
        yield network


@pytest.fixture
def shop(tmp_path, network):
    shop = Shop(tmp_path, network)
    yield shop
    shop.close()
