"""Nothing in the window moves by itself, whatever the system has switched on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractAnimation
from PySide6.QtWidgets import QApplication

from desktop.ui.motion import EFFECTS
from tests.ui.places import STATES, Place, clear, open_place


@pytest.fixture
def place(qapp: QApplication, tmp_path: Path) -> Iterator[Place]:
    for effect in EFFECTS:
        qapp.setEffectEnabled(effect, True)
    with open_place(qapp, tmp_path) as made:
        yield made


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
