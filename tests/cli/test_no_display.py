"""The window where there is no display: a sentence instead of Qt's last words, and a picture all the same."""

import os

import pytest

from tests.cli.conftest import Shopbell


@pytest.fixture(autouse=True)
def nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("words", [(), ("open",), ("--demo",), ("open", "--demo")])
def test_without_a_display_the_window_says_so_in_one_sentence(shopbell: Shopbell, words: tuple[str, ...]) -> None:
    said = shopbell(*words)
    assert said.code == 1
    assert said.err.startswith("shopbell: There is no display here")
    assert said.err.count("\n") == 1
    assert not shopbell.home.exists()


def test_a_display_that_does_not_answer_is_named_in_one_sentence(shopbell: Shopbell) -> None:
    said = shopbell("open", DISPLAY=":4711", QT_QPA_PLATFORM="xcb")
    assert said.code == 1
    assert said.err.startswith("shopbell: The window cannot open")
    assert said.err.count("\n") == 1


def test_a_picture_needs_no_display_and_makes_no_noise(shopbell: Shopbell, tmp_path) -> None:
    said = shopbell("open", "--screenshot", str(tmp_path / "window.png"))
    assert (said.code, said.err, said.out) == (0, "", "")
    assert (tmp_path / "window.png").read_bytes().startswith(b"\x89PNG")
    assert "QT_QPA_PLATFORM" not in os.environ
