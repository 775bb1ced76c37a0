"""Reading on with one key: a page further, then the next conversation; or at once to where it begins or ends."""

import sys

from PySide6.QtWidgets import QAbstractSlider

from desktop.ui.views.main_window import MainWindow


def page(window: MainWindow, by: int) -> None:
    """Scroll the conversation on show a page down (up when `by` is negative); at its end go to the next one."""
    bar = window.reader.pages.browser.verticalScrollBar()
    end = bar.maximum() if by > 0 else bar.minimum()
    if window.opened() is not None and bar.value() != end:
        actions = QAbstractSlider.SliderAction
        bar.triggerAction(actions.SliderPageStepAdd if by > 0 else actions.SliderPageStepSub)
    elif by > 0:
        window.select_next()
    else:
        window.select_previous()


def go_to_end(window: MainWindow, by: int) -> None:
    """Go to the end (the beginning when `by` is negative) of what has the keys: the conversation on show, or the list."""
    browser = window.reader.pages.browser
    if browser.hasFocus():
        bar = browser.verticalScrollBar()
        bar.setValue(bar.maximum() if by > 0 else bar.minimum())
    else:
        window.inbox.step(by * sys.maxsize)
