"""What every test gets: Qt without a display unless a screen was given, and a home of its own."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.pop("SHOPBELL_KILL_AT", None)
os.environ.pop("SHOPBELL_HOME", None)

from tests.servers.session import screen  # noqa: F401 - a fixture for everybody
