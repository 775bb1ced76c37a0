"""Colours: both themes are complete, readable, and the only place where colours stand."""

import re
import tomllib
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from desktop.paths import resource
from desktop.ui.theme import Look, Theme, contrast, read_tokens
from tests.ui.places import open_place

HIGH = ("light-contrast", "dark-contrast")
THEMES = ("light", "dark", *HIGH)
TEXT_ON = [
    *[
        (ink, ground)
        for ink in ("ink", "quiet", "accent")
        for ground in ("canvas", "pane", "raised", "rail", "selection", "hover", "bubble", "bubble_own")
    ],
    *[("faint", ground) for ground in ("canvas", "pane", "raised", "rail")],
    *[
        (tone, ground)
        for tone in ("hurry", "notice", "fine")
        for ground in ("pane", "raised", "selection", "hover", "rail")
    ],
    ("accent", "tint"),
    ("ink", "tint"),
    ("on_accent", "accent"),
    ("chip_ink", "chip"),
    ("disc_ink", "disc"),
    ("hurry", "hurry_tint"),
    ("notice", "notice_tint"),
    ("fine", "fine_tint"),
    ("hurry", "bubble"),
    ("on_float", "float"),
    ("float_accent", "float"),
]


def look(name: str) -> Look:
    return Look(name, read_tokens(resource("themes", f"{name}.toml").read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("ink", "ground"), TEXT_ON)
def test_text_can_be_read_on_its_ground(name, ink, ground):
    theme = look(name)
    assert contrast(theme.color(ink), theme.color(ground)) >= 4.5


@pytest.mark.parametrize("name", HIGH)
@pytest.mark.parametrize(("ink", "ground"), TEXT_ON)
def test_with_high_contrast_text_is_clearer_still(name, ink, ground):
    theme = look(name)
    assert contrast(theme.color(ink), theme.color(ground)) >= 7


@pytest.mark.parametrize("name", HIGH)
@pytest.mark.parametrize("ground", ["canvas", "pane", "rail", "selection"])
def test_with_high_contrast_every_hairline_can_be_seen(name, ground):
    theme = look(name)
    assert contrast(theme.color("line"), theme.color(ground)) >= 3


@pytest.mark.parametrize("name", THEMES)
def test_what_floats_stands_out_from_what_it_covers(name):
    theme = look(name)
    assert contrast(theme.color("rim"), theme.color("raised")) > contrast(theme.color("pane"), theme.color("raised"))
    if theme.dark and name not in HIGH:
        assert contrast(theme.color("raised"), theme.color("pane")) > 1.08


@pytest.mark.parametrize("name", THEMES)
def test_what_is_not_text_stands_out_enough(name):
    theme = look(name)
    for mark in ("accent", "edge", "fine", "notice", "hurry"):
        assert contrast(theme.color(mark), theme.color("pane")) >= 3


def test_all_themes_have_the_same_tokens():
    assert all(look(name).tokens.keys() == look("light").tokens.keys() for name in THEMES)
    assert look("dark").dark
    assert not look("light").dark


@pytest.mark.parametrize("name", THEMES)
def test_the_quick_reader_reads_what_toml_says(name):
    text = resource("themes", f"{name}.toml").read_text(encoding="utf-8")
    assert read_tokens(text) == tomllib.loads(text)


def test_the_style_sheets_name_only_tokens_that_exist():
    for sheet in resource().glob("style*.qss"):
        styled = look("light").style(sheet.read_text(encoding="utf-8"))
        assert "@" not in styled
        assert not re.search(r"\d+u\b", styled)
        assert not re.search(r"#[0-9a-fA-F]{3,8}\b", sheet.read_text(encoding="utf-8"))


def test_sizes_follow_the_text_scale():
    assert (
        Look("light", look("light").tokens, 200).style("font-size: 13u; margin: 4u;") == "font-size: 26px; margin: 8px;"
    )


def test_no_python_file_of_the_window_names_a_colour():
    here = Path(__file__).resolve().parents[2] / "desktop"
    named = re.compile(r"""["']#[0-9a-fA-F]{3,8}["']|QColor\(\s*(?:\d|["'])|GlobalColor\.(?!transparent)""")
    guilty = [
        file.name for file in [*(here / "ui").rglob("*.py"), here / "app.py"] if named.search(file.read_text("utf-8"))
    ]
    assert guilty == []


def test_the_contrast_of_black_on_white_is_twenty_one():
    from PySide6.QtGui import QColor

    assert contrast(QColor(0, 0, 0), QColor(255, 255, 255)) == pytest.approx(21)


class System(QObject):
    """What the system says of colours and contrast, changed by hand: a screen that is not there says nothing."""

    colorSchemeChanged = Signal(object)
    contrastPreferenceChanged = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.scheme = Qt.ColorScheme.Light
        self.wish = Qt.ContrastPreference.NoPreference

    def colorScheme(self) -> Qt.ColorScheme:
        return self.scheme

    def accessibility(self) -> "System":
        return self

    def contrastPreference(self) -> Qt.ContrastPreference:
        return self.wish

    def change(self, scheme: Qt.ColorScheme, wish: Qt.ContrastPreference) -> None:
        if scheme is not self.scheme:
            self.scheme = scheme
            self.colorSchemeChanged.emit(scheme)
        if wish is not self.wish:
            self.wish = wish
            self.contrastPreferenceChanged.emit(wish)


def test_the_system_is_followed_while_the_window_is_open_unless_the_owner_has_chosen(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = System()
    monkeypatch.setattr(qapp, "styleHints", lambda: system)
    theme = Theme(qapp, resource(), "system")
    theme.dress()
    told: list[str] = []
    theme.changed.connect(lambda: told.append(theme.look.name))
    try:
        assert theme.look.name == "light"
        system.change(Qt.ColorScheme.Dark, Qt.ContrastPreference.NoPreference)
        system.change(Qt.ColorScheme.Dark, Qt.ContrastPreference.HighContrast)
        system.change(Qt.ColorScheme.Light, Qt.ContrastPreference.HighContrast)
        assert told == ["dark", "dark-contrast", "light-contrast"]
        theme.choose("dark", "normal")
        system.change(Qt.ColorScheme.Dark, Qt.ContrastPreference.NoPreference)
        system.change(Qt.ColorScheme.Light, Qt.ContrastPreference.HighContrast)
        assert theme.look.name == "dark"
    finally:
        qapp.setStyleSheet("")


def test_the_fonts_of_a_desktop_that_are_told_late_change_no_letter(qapp: QApplication, tmp_path: Path) -> None:
    with open_place(qapp, tmp_path, 100, (1360, 850)) as place:
        for name in ("QPushButton", "QLabel", "QMenu", "QToolButton"):
            # As GNOME does a moment after the start, when its settings are there.
            QApplication.setFont(QFont("Courier"), name)
        place.settle()
        shown = [*place.window.findChildren(QAbstractButton), *place.window.findChildren(QLabel)]
        assert {widget.font().family() for widget in shown} == {"Inter"}
