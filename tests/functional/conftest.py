"""The same tests in a window that is read from the right: SHOPBELL_TEST_LOCALE=rtl pytest tests/functional."""

import os
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

IS_RTL = os.environ.get("SHOPBELL_TEST_LOCALE") == "rtl"
if IS_RTL:
    # For the windows in processes of their own; the words stay English, so that what is told can be looked for.
    os.environ["SHOPBELL_WORDS"] = "turned"


@pytest.fixture(autouse=True)
def _read_from_the_right(request: pytest.FixtureRequest) -> Iterator[None]:
    """Turn the windows made in this process round, where that is asked for."""
    if not IS_RTL or "qapp" not in request.fixturenames:
        yield
        return
    app: QApplication = request.getfixturevalue("qapp")
    app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    yield
    app.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
