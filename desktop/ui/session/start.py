"""The owner's choices that the first paint needs, read without loading anything when there is no settings file."""

from datetime import timedelta
from pathlib import Path

from desktop.domain.targets import USUAL, Targets


class Choices:
    """What of the settings the window goes by; `sentences` are what could not be understood in the file."""

    def __init__(self) -> None:
        self.theme = "system"
        self.contrast = "system"
        self.density = "comfortable"
        self.list_order = "need"
        self.text_scale = 100
        self.shop_name = ""
        self.keymap = "shopbell"
        self.single_keys = True
        self.targets = USUAL
        self.tell_when_due = True
        self.hold = timedelta(seconds=10)
        self.wake_on_reply = True
        self.seat = ""
        self.log_level, self.keep_logs_days = "info", 14
        self.sentences: list[str] = []

    def tells(self) -> bool:
        """Return whether notifications are wanted."""
        return self.tell_when_due

    def aim(self, targets: Targets) -> None:
        """Have other targets in force from now on; any thread."""
        self.targets = targets

    def aimed(self) -> Targets:
        """Return the targets in force, which may be others later; any thread."""
        return self.targets


def read_choices(path: Path) -> Choices:
    """Return the choices in the file; those that work for everybody when there is none."""
    choices = Choices()
    if not path.exists():
        return choices
    from desktop.settings import load

    settings, choices.sentences = load(path)
    choices.theme = settings.theme
    choices.contrast = settings.contrast
    choices.density = settings.density
    choices.list_order = settings.list_order
    choices.text_scale = settings.text_scale
    choices.shop_name = settings.shop_name
    choices.keymap = settings.keymap
    choices.single_keys = settings.single_keys
    choices.targets = settings.targets
    choices.tell_when_due = settings.tell_when_due
    choices.hold = timedelta(seconds=settings.hold_seconds)
    choices.wake_on_reply = settings.wake_on_reply
    choices.seat = settings.seat
    choices.log_level, choices.keep_logs_days = settings.log_level, settings.keep_logs_days
    return choices
