"""Nothing is cut, nothing lies over another: every state, in long words and from right to left, at every scale and size."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QCheckBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QScrollBar,
    QSplitterHandle,
    QStackedWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.ui.reply.known_people import Offer
from desktop.ui.theme import Theme
from desktop.ui.views.conversation.pages import PageStack
from desktop.ui.views.inbox.bulk_bar import BulkBar
from desktop.ui.views.overlay import Overlay
from desktop.ui.views.pickers.next_keys import NextKeys
from desktop.ui.views.rail.lines import RailLine
from desktop.ui.views.reply.spelling_picker import SpellingPicker
from desktop.ui.widgets.elided import Elided
from desktop.ui.widgets.toast import Toast
from desktop.ui.wording.language import understand
from desktop.ui.wording.pseudo import pretend
from tests.ui.places import NETWORKS, STATES, Place, clear, shown
from tests.ui.workshop import RESOURCES, Workshop

WORDS = ("", "longer", "mirrored")
SMALL, USUAL = (900, 600), (1360, 850)
SHAPES = (
    (100, SMALL),
    (150, USUAL),
    (200, SMALL),
    *(pytest.param(scale, size, marks=pytest.mark.slow) for scale, size in ((100, USUAL), (150, SMALL), (200, USUAL))),
)
_FLOATS = (Overlay, SpellingPicker, NextKeys, Toast, Offer, BulkBar, QScrollBar, QSplitterHandle)
_MAY_BE_CUT = (QLabel, QLineEdit, RailLine)
"""What may leave out the end of what it says, where its tooltip has all of it: names and remarks, never a verb."""
_SLACK = 1


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[Workshop]:
    """One sample shop for all: nothing of it is changed but a draft."""
    made = Workshop(Path(tmp_path_factory.mktemp("fits")), Theme(qapp, RESOURCES, "light"), NETWORKS)
    yield made
    made.close()


@pytest.fixture(params=WORDS, ids=lambda words: words or "english")
def spoken(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    pseudo = pretend(qapp, request.param)
    understand(RESOURCES / "i18n" if pseudo is not None else None)
    yield request.param
    understand(None)
    if pseudo is not None:
        qapp.removeTranslator(pseudo)
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    QLocale.setDefault(before)
    qapp.setStyleSheet("")


@pytest.mark.parametrize(("scale", "size"), SHAPES)
def test_no_text_is_cut_and_no_two_controls_overlap(
    qapp: QApplication, shop: Workshop, spoken: str, scale: int, size: tuple[int, int]
) -> None:
    place = Place(shop, qapp, scale, size)
    found: dict[str, set[str]] = {}
    try:
        small = place.window.minimumSizeHint()
        if (place.window.width(), place.window.height()) != size:
            found["size"] = {f"the window needs {small.width()}x{small.height()}"}
        for state in STATES:
            state(place)
            wrong = {*cut(place.window), *outside(place.window), *overlapping(place.window)}
            known = set().union(*found.values())
            if wrong - known:
                found[state.__name__] = wrong - known
            clear(place)
    finally:
        place.close()
        place.settle()
    assert not found, "\n" + "\n".join(f"{state}: {said}" for state, all_ in found.items() for said in sorted(all_))


def test_what_sends_a_reply_fits_whatever_was_answered_before(qtbot: QtBot, qapp: QApplication, shop: Workshop) -> None:
    place = Place(shop, qapp, 100, USUAL)
    wrong = []
    try:
        for channel in ("mail", "mastodon", "review", "mastodon", "mail"):
            place.go_to(channel)
            qtbot.waitUntil(lambda: place.verbs.composer.is_ready)
            place.settle()
            wrong += [f"{channel}: {said}" for said in (*cut(place.verbs.composer), *overlapping(place.verbs.composer))]
    finally:
        place.close()
        place.settle()
    assert not wrong


def cut(root: QWidget) -> Iterator[str]:
    """Yield what cannot be read whole and does not say so in a tooltip."""
    for widget in shown(root):
        if isinstance(widget, QLabel | QAbstractButton | QLineEdit) and (
            _is_low(widget) or (_is_cut(widget) and not (widget.toolTip() and isinstance(widget, _MAY_BE_CUT)))
        ):
            words = widget.placeholderText() if isinstance(widget, QLineEdit) else widget.text()
            yield f"cut: {_name(widget)} {words[:60]!r} in {widget.width()}x{widget.height()}"
        held = widget.widget() if isinstance(widget, QScrollArea) else None
        if isinstance(widget, QScrollArea) and held is not None:
            inner = held.width() - widget.viewport().width()
            if inner > _SLACK:
                yield f"cut: {_name(widget)} hides {inner} pixels at its side"


def _is_low(widget: QLabel | QAbstractButton | QLineEdit) -> bool:
    """Return whether not even one line of its text has room, from top to bottom."""
    words = widget.text() or (widget.placeholderText() if isinstance(widget, QLineEdit) else "")
    return bool(words) and widget.height() + _SLACK < widget.fontMetrics().boundingRect(words[:80]).height()


def _is_cut(widget: QLabel | QAbstractButton | QLineEdit) -> bool:
    if isinstance(widget, RailLine):
        return widget.is_cut
    if isinstance(widget, Elided):
        return widget.is_cut
    if isinstance(widget, QLineEdit):
        room = widget.width() - 2 * 12
        return not widget.text() and widget.fontMetrics().horizontalAdvance(widget.placeholderText()) > room
    if isinstance(widget, QLabel):
        if not widget.text():
            return False
        if widget.wordWrap():
            return widget.heightForWidth(widget.width()) > widget.height() + _SLACK or _longest_word(widget) > (
                widget.contentsRect().width() + _SLACK
            )
        return _short_of(widget)
    return bool(widget.text()) and isinstance(widget, QPushButton | QCheckBox) and _short_of(widget)


def _short_of(widget: QWidget) -> bool:
    hint = widget.sizeHint()
    return hint.width() > widget.width() + _SLACK or hint.height() > widget.height() + _SLACK


def _longest_word(label: QLabel) -> int:
    return max(map(label.fontMetrics().horizontalAdvance, label.text().split()), default=0)


def outside(root: QWidget) -> Iterator[str]:
    """Yield what lies beyond the edges of what holds it."""
    for widget in shown(root):
        parent = widget.parentWidget()
        if parent is None or widget.isWindow() or isinstance(parent, PageStack):
            continue
        if isinstance(parent.parentWidget(), QAbstractScrollArea):
            continue
        if not parent.rect().adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK).contains(widget.geometry()):
            yield f"outside: {_name(widget)} {widget.geometry().getRect()} of {_name(parent)} {parent.size().toTuple()}"


def overlapping(root: QWidget) -> Iterator[str]:
    """Yield pairs that lie over each other and do not float."""
    for parent in [root, *shown(root)]:
        if isinstance(parent, QStackedWidget | PageStack):  # its pages wait beside the one that is shown
            continue
        kept = [
            child
            for child in parent.children()
            if isinstance(child, QWidget)
            and child.isVisible()
            and not child.isWindow()
            and not isinstance(child, _FLOATS)
        ]
        for n, one in enumerate(kept):
            for other in kept[n + 1 :]:
                both = one.geometry().intersected(other.geometry())
                if min(both.width(), both.height()) > _SLACK:
                    yield f"overlap: {_name(one)} and {_name(other)} in {_name(parent)} by {both.getRect()}"


def _name(widget: QWidget) -> str:
    named = widget.objectName() or widget.accessibleName()
    return f"{type(widget).__name__}({named[:30]})" if named else type(widget).__name__
