"""A store of its own for every test, and makers of messages."""

import pytest

from tests.store.makers import Shop


@pytest.fixture
def shop(tmp_path):
    made = Shop(tmp_path)
    yield made
    made.close()
