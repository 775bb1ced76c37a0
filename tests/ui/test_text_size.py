"""Text of another size, at once: the window then stands as one that was opened with it, and as before when it is put back."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.ui.theme import Theme
from desktop.ui.views.overlay import Overlay
from tests.ui.places import NETWORKS, Place, settings_of, shown
from tests.ui.workshop import RESOURCES, Workshop

Open = Callable[[int], Place]


@pytest.fixture
def opened(qapp: QApplication, tmp_path: Path) -> Iterator[Open]:
    shop = Workshop(tmp_path, Theme(qapp, RESOURCES, "light"), NETWORKS)
    places: list[Place] = []

    def open_(scale: int) -> Place:
        for place in places:
            place.close()
        places[:] = [Place(shop, qapp, scale, (1800, 1100))]
        places[0].go_to("mail")
        places[0].settle()
        return places[0]

    yield open_
    for place in places:
        place.close()
    qapp.setStyleSheet("")
    shop.close()


def layout_of(place: Place) -> dict[str, tuple[int, int, int, int]]:
    """Where everything that can be seen stands."""
    found: dict[str, tuple[int, int, int, int]] = {}
    for widget in shown(place.window):
        name = path(widget, place.window)
        at = widget.mapTo(place.window, widget.rect().topLeft())
        found[name] = (at.x(), at.y(), widget.width(), widget.height())
    return found


def path(widget: QWidget, root: QWidget) -> str:
    words = []
    while widget is not root:
        parent = widget.parentWidget()
        same = [child for child in parent.children() if type(child) is type(widget)]
        words.append(f"{type(widget).__name__}{same.index(widget)}")
        widget = parent
    return "/".join(reversed(words))


def apart(one: dict[str, tuple[int, int, int, int]], other: dict[str, tuple[int, int, int, int]]) -> list[str]:
    return [
        f"{name}: {one.get(name)} {other.get(name)}"
        for name in sorted({*one, *other})
        if name not in one
        or name not in other
        or max(abs(a - b) for a, b in zip(one[name], other[name], strict=True)) > 3
    ]


@pytest.mark.parametrize("scale", [125, 150, 200])
def test_a_window_whose_text_grows_stands_as_one_opened_with_it_and_comes_back(opened: Open, scale: int) -> None:
    fresh = layout_of(opened(scale))
    place = opened(100)
    usual = layout_of(place)
    stood = place.window.inbox.current
    place.window.rescale(scale)
    place.settle()
    place.settle()
    assert not apart(layout_of(place), fresh), chr(10).join(apart(layout_of(place), fresh))
    assert place.window.inbox.current == stood
    place.window.rescale(100)
    place.settle()
    place.settle()
    assert apart(layout_of(place), usual) == []
    assert place.window.inbox.current == stood


def test_the_card_in_which_it_is_chosen_takes_the_new_size_as_well(opened: Open) -> None:
    place = opened(125)
    settings_of("appearance")(place)
    place.settle()
    (card,) = [card for card in place.window.findChildren(Overlay) if card.isVisible()]
    fresh = card.card.geometry()
    place = opened(200)
    settings_of("appearance")(place)
    place.settle()
    (card,) = [card for card in place.window.findChildren(Overlay) if card.isVisible()]
    place.window.rescale(125)
    place.settle()
    place.settle()
    now = card.card.geometry()
    assert max(abs(now.width() - fresh.width()), abs(now.height() - fresh.height())) <= 3
