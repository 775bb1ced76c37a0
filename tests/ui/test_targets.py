"""What is to be pressed is large enough for a hand that trembles, or stands apart: WCAG 2.2, success criterion 2.5.8."""

from collections.abc import Callable
from itertools import product

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QWidget

from tests.ui.places import STATES, Place, place, shown

__all__ = ["place"]
LEAST = 24


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_every_control_is_large_enough_or_stands_apart(place: Place, state: Callable[[Place], None]) -> None:
    state(place)
    place.settle()
    targets = {
        widget: QRect(widget.mapToGlobal(QPoint()), widget.size())
        for top in QApplication.topLevelWidgets()
        for widget in shown(top)
        if isinstance(widget, QAbstractButton | QLineEdit | QComboBox) and widget.isEnabled()
    }
    assert targets
    small = [widget for widget, area in targets.items() if min(area.width(), area.height()) < LEAST]
    crowded = {
        (told(one), told(other))
        for one, other in product(small, targets)
        if one is not other
        and one.window() is other.window()
        and meet(targets[one].center(), targets[other], is_small=other in small)
    }
    assert crowded == set()


def meet(centre: QPoint, other: QRect, *, is_small: bool) -> bool:
    """Return whether a circle of 24 pixels around a small target touches another target, or the circle around that."""
    if is_small:
        apart, least = other.center() - centre, LEAST
    else:
        nearest = QPoint(
            min(max(centre.x(), other.left()), other.right()), min(max(centre.y(), other.top()), other.bottom())
        )
        apart, least = nearest - centre, LEAST // 2
    return apart.x() ** 2 + apart.y() ** 2 < least**2


def told(widget: QWidget) -> str:
    return f"{type(widget).__name__} “{widget.accessibleName()}” {widget.width()}×{widget.height()}"
