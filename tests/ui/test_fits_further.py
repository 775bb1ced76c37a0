"""Nothing is cut and nothing lies over another in the states that need labels, notes, saved searches and hard names."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.ui.theme import Theme
from desktop.ui.wording.words import number
from tests.ui.pictures import FURTHER, NETWORKS, equip, names, tidy, wait
from tests.ui.places import Place, clear
from tests.ui.test_fits import SMALL, USUAL, WORDS, cut, outside, overlapping, spoken
from tests.ui.workshop import RESOURCES, Workshop
from tests.ui.wrongs import WRONGS

__all__ = ["spoken"]


@pytest.fixture
def shop(tmp_path: Path, qapp: QApplication) -> Iterator[Workshop]:
    """A sample shop with what the usual one has not."""
    made = Workshop(tmp_path, Theme(qapp, RESOURCES, "light"), NETWORKS)
    equip(made)
    yield made
    made.close()


def unfit(place: Place, state: str) -> list[str]:
    """What is cut, sticks out or lies over something else in a state of the window."""
    wrong = {*cut(place.window), *outside(place.window), *overlapping(place.window)}
    # Where a text is about to scroll, its own ground is laid out at the next paint.
    return [f"{state}: {said}" for said in sorted(wrong) if "qt_scrollarea_viewport" not in said]


@pytest.mark.slow
@pytest.mark.parametrize("spoken", WORDS, indirect=True)
@pytest.mark.parametrize(("scale", "size"), [(100, SMALL), (150, USUAL), (200, SMALL)])
def test_no_text_is_cut_and_no_two_controls_overlap(
    qapp: QApplication, shop: Workshop, spoken: str, scale: int, size: tuple[int, int]
) -> None:
    place = Place(shop, qapp, scale, size)
    found: list[str] = []
    try:
        names(place)
        for state in FURTHER:
            state(place)
            wait(place, 150)
            found += unfit(place, state.__name__)
            tidy(place)
    finally:
        place.close()
        place.settle()
    assert not found, "\n" + "\n".join(found)


@pytest.mark.slow
@pytest.mark.parametrize("spoken", WORDS, indirect=True)
@pytest.mark.parametrize(("scale", "size"), [(100, SMALL), (150, USUAL), (200, SMALL)])
def test_nothing_is_cut_of_what_went_wrong_is_refused_or_waits(
    qapp: QApplication, shop: Workshop, spoken: str, scale: int, size: tuple[int, int]
) -> None:
    place = Place(shop, qapp, scale, size)
    found: list[str] = []
    try:
        for state in WRONGS:
            state(place)
            wait(place, 50)
            found += unfit(place, state.__name__)
            clear(place)
    finally:
        place.close()
        place.settle()
    assert not found, "\n" + "\n".join(found)


def test_the_counter_keeps_to_its_figure_where_its_sentence_would_lie_over_a_button(
    qtbot: QtBot, qapp: QApplication, shop: Workshop, spoken: str
) -> None:
    place = Place(shop, qapp, 100, SMALL)
    wrong: list[str] = []
    seen: set[str] = set()
    try:
        place.go_to("comment")
        qtbot.waitUntil(lambda: place.verbs.composer.is_ready)
        form = place.verbs.composer.form
        sentence = form.counter.accessibleName()
        for width in (*range(SMALL[0], USUAL[0], 23), *range(USUAL[0], SMALL[0], -23), SMALL[0]):
            place.window.resize(width, SMALL[1])
            place.settle()
            wrong += [f"{width}: {said}" for said in (*cut(form), *overlapping(form))]
            seen.add(form.counter.text())
            assert form.counter.accessibleName() == sentence
            assert sentence in form.counter.toolTip()
    finally:
        place.close()
        place.settle()
    assert not wrong, "\n" + "\n".join(wrong)
    figure = number(10_000)
    assert sentence.count(figure) == 2
    assert seen == ({sentence, figure} if spoken == "longer" else {sentence})
