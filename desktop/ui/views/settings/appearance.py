"""How the window looks: light or dark, contrast, room for the rows, size of the text, the name of the shop."""

from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit

from desktop.ui.preferences import Preferences
from desktop.ui.theme import Theme
from desktop.ui.views.settings.page import Page
from desktop.ui.widgets.segments import Segments

_SIZES = (100, 110, 125, 150, 175, 200)
_PAUSE_MS = 500
_LONGEST_NAME = 80


class AppearancePage(Page):
    """Every change is in force at once."""

    def __init__(self, theme: Theme, preferences: Preferences, *, spelling: bool = False) -> None:
        """With `spelling` it can be switched off; without, there is no word of it."""
        super().__init__(theme)
        self._preferences = preferences
        now = preferences.settings
        as_system = self.tr("As the system")
        self.theme = self._choice(
            self.tr("Colours"),
            (("system", as_system), ("light", self.tr("Light")), ("dark", self.tr("Dark"))),
            now.theme,
            "theme",
        )
        self.contrast = self._choice(
            self.tr("Contrast"),
            (("system", as_system), ("normal", self.tr("Normal")), ("high", self.tr("High"))),
            now.contrast,
            "contrast",
        )
        self.density = self._choice(
            self.tr("Rows of the list"),
            (
                ("comfortable", self.tr("Comfortable")),
                ("normal", self.tr("Normal")),
                ("compact", self.tr("Compact")),
            ),
            now.density,
            "density",
        )
        sizes = sorted({*_SIZES, now.text_scale})
        self.text_size = self._choice(
            self.tr("Size of the text"), [(str(one), f"{one} %") for one in sizes], str(now.text_scale), ""
        )
        self.text_size.chosen.connect(self._resized)
        self._name = QLineEdit(now.shop_name)
        self._name.setMaxLength(_LONGEST_NAME)
        self._name.setPlaceholderText(self.tr("Your shop"))
        self._put(self.tr("Name of the shop"), self._name)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._named)
        self._name.textEdited.connect(self._typed)
        self._name.editingFinished.connect(self._named)
        if spelling:
            self._offer_spelling()
        self._heading(self.tr("Movement"))
        self._note(self.tr("Nothing in this window moves by itself."))

    def _offer_spelling(self) -> None:
        now = "on" if self._preferences.settings.spelling else "off"
        self.spelling = self._choice(
            self.tr("Spelling while you write"), (("on", self.tr("On")), ("off", self.tr("Off"))), now, ""
        )
        self.spelling.chosen.connect(self._spell)

    def _choice(
        self, words: str, choices: "list[tuple[str, str]] | tuple[tuple[str, str], ...]", current: str, setting: str
    ) -> Segments:
        made = Segments(self._theme, words, choices, current)
        self._put(words, made)
        if setting:
            made.chosen.connect(partial(self._chosen, setting))
        return made

    def _chosen(self, setting: str, value: str) -> None:
        self._preferences.change(**{setting: value})

    def _resized(self, value: str) -> None:
        self._preferences.change(text_scale=int(value))

    def _spell(self, value: str) -> None:
        self._preferences.change(spelling=value == "on")

    def _typed(self, _text: str) -> None:
        self._pause.start()

    def _named(self) -> None:
        self._pause.stop()
        name = self._name.text().strip()
        if name != self._preferences.settings.shop_name:
            self._preferences.change(shop_name=name)
