"""Nothing in the window moves by itself, whatever the system has switched on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractAnimation
from PySide6.QtWidgets import QApplication

from desktop.ui.motion import EFFECTS
from desktop.ui.theme import Theme
from tests.ui.places import NETWORKS, STATES, Place, clear
from tests.ui.workshop import RESOURCES, Workshop


@pytest.fixture
def place(qapp: QApplication, tmp_path: Path) -> Iterator[Place]:
    for effect in EFFECTS:
        qapp.setEffectEnabled(effect, True)
    shop = Workshop(tmp_path, Theme(qapp, RESOURCES, "light"), NETWORKS)
    made = Place(shop, qapp, 100, (1360, 850))
    yield made
    made.close()
    qapp.setStyleSheet("")
    shop.close()


def test_menus_and_tooltips_neither_glide_nor_fade(place: Place) -> None:
    assert [effect for effect in EFFECTS if place.app.isEffectEnabled(effect)] == []


def test_nothing_is_animated_in_any_state(place: Place) -> None:
    moving: list[str] = []
    for state in STATES:
        state(place)
        if place.window.findChildren(QAbstractAnimation):
            moving.append(state.__name__)
        clear(place)
    assert moving == []
