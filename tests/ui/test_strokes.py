"""Presses as texts, and rows of presses that mean a command."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QKeyCombination, Qt

from desktop.ui.keys.strokes import Chords, Step, clash, is_bare, portable, stroke_of, writes

STROKES = "abgx"
KEYS = st.lists(st.text(STROKES, min_size=1, max_size=3).map(" ".join), max_size=8)
NONE, SHIFT, PAD = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.KeypadModifier,
)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("ctrl+return", "Ctrl+Return"),
        ("G  I", "g i"),
        ("shift+e", "Shift+E"),
        ("Shift+?", "?"),
        ("#", "#"),
        ("* a", "* a"),
        ("Ctrl+,", "Ctrl+,"),
        ("space", "Space"),
        ("Ctrl+X g", "Ctrl+X g"),
        ("Bananas", ""),
        ("g Bananas", ""),
        ("", ""),
        ("g,i", ""),
    ],
)
def test_a_key_has_one_form_however_it_is_spelled(text: str, form: str) -> None:
    assert portable(text) == form
    assert portable(form) == form


@pytest.mark.parametrize(
    ("key", "modifiers", "stroke"),
    [
        (Qt.Key.Key_E, NONE, "e"),
        (Qt.Key.Key_E, SHIFT, "Shift+E"),
        (Qt.Key.Key_NumberSign, NONE, "#"),
        (Qt.Key.Key_NumberSign, SHIFT, "#"),
        (Qt.Key.Key_1, SHIFT, "1"),
        (Qt.Key.Key_5, PAD, "5"),
        (Qt.Key.Key_Enter, PAD, "Enter"),
        (Qt.Key.Key_Space, SHIFT, "Shift+Space"),
        (Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier, "Ctrl+E"),
        (Qt.Key.Key_E, Qt.KeyboardModifier.AltModifier, "Alt+E"),
    ],
)
def test_a_press_is_the_same_wherever_the_sign_lies_on_the_keyboard(
    key: Qt.Key, modifiers: Qt.KeyboardModifier, stroke: str
) -> None:
    assert stroke_of(QKeyCombination(modifiers, key)) == stroke


def test_what_begins_another_key_clashes_with_it_and_what_only_shares_its_beginning_does_not() -> None:
    assert clash("g", "g i")
    assert clash("g i", "g")
    assert clash("g i", "g i")
    assert not clash("g i", "g o")
    assert not clash("i", "g i")


def test_bare_keys_write_and_keys_with_ctrl_do_not() -> None:
    assert all(writes(key) and is_bare(key) for key in ("e", "Shift+E", "#", "g i", "1"))
    assert not any(writes(key) for key in ("Ctrl+E", "F5", "Space", "Del", "Down", "Esc", "Ctrl+,"))
    assert not any(is_bare(key) for key in ("Ctrl+E", "F5", "Shift+F10"))
    assert writes("Ctrl+X g")


def test_a_broken_row_means_nothing_and_the_next_press_counts_again() -> None:
    chords = Chords({"g i": "inbox", "e": "done"})
    assert [chords.press(one) for one in "gxe"] == [Step.BEGUN, Step.BROKEN, "done"]
    assert [chords.press(one) for one in "gege"] == [Step.BEGUN, Step.BROKEN, Step.BEGUN, Step.BROKEN]
    assert [chords.press(one) for one in "gi"] == [Step.BEGUN, "inbox"]
    assert chords.press("q") is Step.UNKNOWN


@given(keys=KEYS, pressed=st.text(STROKES, max_size=20))
def test_rows_of_presses_mean_what_reading_them_from_the_left_means(keys: list[str], pressed: str) -> None:
    chosen: list[str] = []
    for key in keys:
        if not any(clash(key, other) for other in chosen):
            chosen.append(key)
    chords = Chords({key: key for key in chosen})
    met = [answer for one in pressed if not isinstance(answer := chords.press(one), Step)]
    assert met == expected(chosen, list(pressed))


def expected(keys: list[str], pressed: list[str]) -> list[str]:
    """Read from the left: the longest row that some key begins with, then one press more that ends or breaks it."""
    found = []
    while pressed:
        length = 1
        while (
            length < len(pressed)
            and any(key.split()[:length] == pressed[:length] for key in keys)
            and (" ".join(pressed[:length]) not in keys)
        ):
            length += 1
        row, pressed = " ".join(pressed[:length]), pressed[length:]
        if row in keys:
            found.append(row)
    return found


@given(keys=KEYS, pressed=st.text(STROKES, max_size=20))
def test_no_press_of_a_broken_row_starts_a_command(keys: list[str], pressed: str) -> None:
    chosen = [key for key in dict.fromkeys(keys) if not any(clash(key, other) for other in keys if other != key)]
    chords = Chords({key: key for key in chosen})
    used: list[str] = []
    for one in pressed:
        used.append(one)
        answer = chords.press(one)
        if answer is Step.BEGUN:
            continue
        if not isinstance(answer, Step):
            assert " ".join(used) == answer
        used = []
        assert chords.begun == ()
