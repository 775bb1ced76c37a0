"""Where Tab goes: from one control to the next as the eye does, line by line in the direction of reading."""

from collections.abc import Iterator
from functools import cmp_to_key

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def stops(root: QWidget) -> Iterator[QWidget]:
    """Yield what can be reached by Tab inside `root`, in order; what belongs together stays together."""
    shown = [child for child in root.children() if isinstance(child, QWidget) and child.isVisibleTo(root)]
    for child in sorted((one for one in shown if not one.isWindow()), key=cmp_to_key(_compare)):
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.isEnabled() and child.focusProxy() is None:
            yield child
        yield from stops(child)


def step(root: QWidget, *, forward: bool) -> bool:
    """Give the focus to what follows what has it now, or to what comes before; False where nothing takes it."""
    order = list(stops(root))
    if not order:
        return False
    here = QApplication.focusWidget()
    at = order.index(here) if here in order else (-1 if forward else 0)
    goes_to = order[(at + (1 if forward else -1)) % len(order)]
    goes_to.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    return True


def _compare(one: QWidget, other: QWidget) -> int:
    a, b = one.geometry(), other.geometry()
    shared = min(a.bottom(), b.bottom()) - max(a.top(), b.top()) + 1
    if shared * 2 > min(a.height(), b.height()):
        across = a.left() - b.left()
        return -across if one.isRightToLeft() else across
    return a.top() - b.top()
