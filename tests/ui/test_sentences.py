"""Sentences made below the window are collected, known again and said in the owner's language."""

import ast
import pickle
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop.compose.assess import assess
from desktop.connectors.base import Counting, Limits
from desktop.domain import errors
from desktop.domain.item import Audience
from desktop.domain.wording import parted
from desktop.ui.wording.language import retell
from desktop.ui.wording.pseudo import longer
from desktop.ui.wording.retelling import Retelling
from tests.translating import CHECKOUT, collected, script, speaking

PRODUCT = CHECKOUT / "desktop"
_WINDOW = (PRODUCT / "ui", PRODUCT / "app.py", PRODUCT / "cli")
_SEEN_BY_NOBODY = {"Cancelled", "IllegalMove"}
_ONLY_ON_THE_COMMAND_LINE = {"store/maintenance.py"}


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, str]]:
    return collected(tmp_path_factory.mktemp("collected"))


@pytest.fixture
def spoken(qapp: QApplication, known: set[tuple[str, str]], tmp_path: Path) -> Iterator[None]:
    with speaking(known, tmp_path):
        yield


def test_every_mark_holds_one_sentence_that_can_be_collected(known: set[tuple[str, str]]) -> None:
    marked = {made.template for made in script().sentences()}
    calls = sum(1 for file in PRODUCT.rglob("*.py") for _ in script().marked(file))
    assert calls >= len(marked) > 400
    assert {("Sentences", template) for template in marked} <= known


def _raised(file: Path) -> Iterator[tuple[int, str, ast.expr]]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and node.exc.args:
            yield node.lineno, ast.unparse(node.exc.func).rpartition(".")[2], node.exc.args[0]


def test_no_error_says_a_sentence_that_is_not_marked() -> None:
    ours = {name for name, kind in vars(errors).items() if isinstance(kind, type)} | {"StoreFailure", "NotATime"}
    ours |= {"BadQuery", "BadLabel", "BadName"}
    found = [
        f"{file.relative_to(PRODUCT)}:{line}"
        for file in sorted(PRODUCT.rglob("*.py"))
        if not any(file.is_relative_to(window) for window in _WINDOW)
        and str(file.relative_to(PRODUCT)) not in _ONLY_ON_THE_COMMAND_LINE
        for line, name, said in _raised(file)
        if name in ours - _SEEN_BY_NOBODY
        and isinstance(said, ast.Constant | ast.JoinedStr)
        and re.search(r"[a-z]{3}", ast.unparse(said))
        and _words_of(said)
    ]
    assert found == []


def _words_of(said: ast.expr) -> bool:
    """Whether the literal itself holds words, and does not only put marked ones together."""
    parts = said.values if isinstance(said, ast.JoinedStr) else [said]
    return any(isinstance(part, ast.Constant) and re.search(r"[a-z]{3}", str(part.value)) for part in parts)


def test_every_sentence_is_known_again_and_keeps_what_is_filled_in(spoken: None) -> None:
    wrong = []
    for made in script().sentences():
        names = parted(made.template)[1]
        filled = {name: "7" if name == made.counted else f"Zz{n}" for n, name in enumerate(names)}
        said = retell(made.template.format(**filled))
        if not (said.startswith("[") and said.endswith("]")) or any(value not in said for value in filled.values()):
            wrong.append((made.template, said))
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("asks a question", longer("asks a question")),
        ("Marta Oduya", "Marta Oduya"),
        ("Hello: we come tomorrow. So do you.", "Hello: we come tomorrow. So do you."),
        ("", ""),
    ],
)
def test_only_what_is_marked_is_said_anew(spoken: None, text: str, whole: str) -> None:
    assert retell(text) == whole


def test_what_others_call_something_is_not_translated() -> None:
    retelling = Retelling([("", "“{name}” is empty."), ("", "asks a question"), ("", "It holds {what}.")])
    forms = [form.template for form in retelling._forms]
    assert forms == ["“{name}” is empty.", "It holds {what}."]


def test_names_in_quotation_marks_stay_and_parts_of_sentences_are_said_anew(spoken: None) -> None:
    said = retell("There is a label “asks a question” already.")
    assert "“asks a question”" in said
    said = retell("Everyone can read this reply, and it holds a mail address: anna@example.org")
    assert "a mail address" not in said
    assert said.endswith("anna@example.org]")


def test_several_sentences_in_a_row_are_said_one_by_one(spoken: None) -> None:
    said = retell("Reading mail: mail.example.org does not answer. Shopbell tries again later.")
    assert not re.search(r"Reading mail|does not answer|tries again", said)
    assert "mail.example.org" in said


def test_a_sentence_survives_an_error_a_process_and_the_database(spoken: None) -> None:
    error = pickle.loads(pickle.dumps(errors.Unreachable("shop.example does not answer. Shopbell tries again later.")))
    assert retell(str(error)).startswith("[shop.example ")


def test_what_stops_a_reply_is_said_in_the_owners_language(spoken: None) -> None:
    limits = Limits(counting=Counting.CODEPOINTS, max_units=5)
    found = assess("far too long", Audience.PUBLIC, limits)
    assert found.obstacle == "7 too long; shorten it."
    assert retell(found.obstacle) == longer("{size}; shorten it.").format(size=longer("{n} too long").format(n=7))


def test_without_another_language_everything_is_said_as_it_was_made(qapp: QApplication) -> None:
    assert retell("asks a question") == "asks a question"


def test_the_window_shows_no_error_without_saying_it_in_the_owners_language() -> None:
    caught = re.compile(
        r"(?<!retell\()(?<!split_about\()\bstr\((?:error|no|problem|trouble|refused|failed)\)|=error\)(?!$)"
    )
    found = [
        f"{file.name}:{number}"
        for file in (PRODUCT / "ui").rglob("*.py")
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        if caught.search(line) and "exc_info" not in line and "raise" not in line
    ]
    assert found == []


def test_the_language_is_chosen_before_any_window_is_made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from desktop import app
    from desktop.paths import places

    done: list[str] = []
    monkeypatch.setattr(app, "_make_ready", lambda *_: ("", None))
    monkeypatch.setattr(app, "qInstallMessageHandler", lambda _: None)
    monkeypatch.setattr(app, "speak", lambda *_: done.append("speak"))
    monkeypatch.setattr(app, "_bring_up_to_date", lambda *_: done.append("bring up to date"))
    assert app.run_window(places(str(tmp_path))) == 0
    assert done == ["speak", "bring up to date"]
