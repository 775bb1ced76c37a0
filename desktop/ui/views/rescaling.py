"""The size of the text becomes another while the window is open: every length that was worked out from it is again."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QBoxLayout, QLayout, QSplitter, QWidget

from desktop.ui.views.overlay import Overlay

_UNBOUND = 16_777_215
_OF_THE_SHEET = ("_q_stylesheet_minw", "_q_stylesheet_minh", "_q_stylesheet_maxw", "_q_stylesheet_maxh")
"""Properties of a widget whose lengths come from the style sheet, which has its own."""

_WISHED = "wished"
"""Of a splitter: the width of its first pane at 100 %, and the pixels that it got."""

_Again = Callable[[int], int]
"""Takes a length and returns it for the new size."""


def rescale(window: QWidget, old: int, new: int) -> None:
    """Have all that `window` holds take its lengths anew, worked out for `old` percent until now, for `new` percent.

    A length is a whole number of pixels of the drawing, so it comes back as it was when the old size does.
    """

    def again(length: int) -> int:
        return round(round(length * 100 / old) * new / 100)

    for layout in window.findChildren(QLayout):
        _space(layout, again)
    for widget in (window, *window.findChildren(QWidget)):
        _bound(widget, again)
    for splitter in window.findChildren(QSplitter):
        _divide(splitter, old, new)
    for card in window.findChildren(Overlay):
        # What is within has to be laid out first.
        QTimer.singleShot(0, card, card.arrange)


def _divide(splitter: QSplitter, old: int, new: int) -> None:
    """Give the first pane its width of the drawing; where there was too little room for that, it is not forgotten."""
    sizes = splitter.sizes()
    wished, got = splitter.property(_WISHED) or (0, 0)
    if sizes[0] != got:
        wished = round(sizes[0] * 100 / old)
    first = round(wished * new / 100)
    splitter.setSizes([first, max(1, sum(sizes) - first)])
    splitter.setProperty(_WISHED, (wished, splitter.sizes()[0]))


def _space(layout: QLayout, again: _Again) -> None:
    edges = layout.contentsMargins()
    layout.setContentsMargins(again(edges.left()), again(edges.top()), again(edges.right()), again(edges.bottom()))
    if layout.spacing() > 0:
        layout.setSpacing(again(layout.spacing()))
    if isinstance(layout, QBoxLayout):
        for n in range(layout.count()):
            item = layout.itemAt(n)
            spacer = item.spacerItem() if item is not None else None
            if spacer is not None:
                size, policy = spacer.sizeHint(), spacer.sizePolicy()
                spacer.changeSize(
                    again(size.width()), again(size.height()), policy.horizontalPolicy(), policy.verticalPolicy()
                )
        layout.invalidate()


def _bound(widget: QWidget, again: _Again) -> None:
    if any(widget.property(name) for name in _OF_THE_SHEET):
        return
    low, high = widget.minimumSize(), widget.maximumSize()
    low.setWidth(again(low.width()))
    low.setHeight(again(low.height()))
    for side, put in ((high.width(), high.setWidth), (high.height(), high.setHeight)):
        if side < _UNBOUND:
            put(again(side))
    if (low, high) != (widget.minimumSize(), widget.maximumSize()):
        # In an order in which neither is ever beyond the other.
        widget.setMaximumSize(_UNBOUND, _UNBOUND)
        widget.setMinimumSize(low)
        widget.setMaximumSize(high)
