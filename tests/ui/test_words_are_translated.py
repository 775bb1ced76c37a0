"""Every sentence of the window goes through Qt's translation, and the tool that collects sentences finds each of them."""

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtWidgets import QApplication

from desktop.ui.wording.pseudo import longer, mirrored, pretend
from tests.translating import collected, script

UI = Path(__file__).parents[2] / "desktop" / "ui"
_SHOWS = {
    "setText", "setToolTip", "setAccessibleName", "setAccessibleDescription", "setPlaceholderText", "setWindowTitle",
    "setStatusTip", "setInformativeText", "addAction", "addMenu", "addButton", "tooltip", "warn", "question",
}  # fmt: skip
_SHOWS_FIRST = {"label", "Elided", "Chip", "QPushButton", "QLabel", "QCheckBox", "QRadioButton", "VerbButton"}
_SAYS = {"tr", "translate", "_tr", "QT_TRANSLATE_NOOP"}
_WORD = re.compile(r"[A-Za-z]{2,}")


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def calls() -> Iterator[tuple[Path, ast.Call]]:
    for file in sorted(UI.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield file, node


def _literal(node: ast.expr) -> str:
    """Return the words that stand in the source, outside of what is translated."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        return " ".join(_literal(part) for part in node.values)
    if isinstance(node, ast.BinOp):
        return f"{_literal(node.left)} {_literal(node.right)}"
    if isinstance(node, ast.IfExp):
        return f"{_literal(node.body)} {_literal(node.orelse)}"
    return ""


def test_no_widget_is_given_words_that_were_not_translated() -> None:
    found = []
    for file, call in calls():
        name = _name(call)
        shown = call.args if name in _SHOWS else call.args[:1] if name in _SHOWS_FIRST else []
        words = [_literal(arg) for arg in shown]
        found += [f"{file.name}:{call.lineno}: {word!r}" for word in words if _WORD.search(word) and word != "Shopbell"]
    assert found == []


def _translated() -> Iterator[tuple[Path, ast.Call, ast.expr]]:
    """Yield what is translated, and where."""
    for file, call in calls():
        name = _name(call)
        place = 0 if name in ("tr", "_tr") else 1
        # Rectangles and painters move by `translate` too.
        if (
            name in _SAYS
            and len(call.args) > place
            and not (name == "translate" and isinstance(getattr(call.args[0], "value", ""), int))
        ):
            yield file, call, call.args[place]


def test_what_is_translated_stands_whole_in_the_source() -> None:
    """Words put together at run time are found by no tool, and no translator sees them."""
    found = [
        f"{file.name}:{call.lineno}"
        for file, call, text in _translated()
        if not isinstance(text, ast.Name | ast.Attribute | ast.Constant)
    ]
    assert found == []


def test_words_said_outside_of_a_class_have_the_context_under_which_the_tool_finds_them() -> None:
    found = [
        file.name
        for file, call, text in _translated()
        if isinstance(text, ast.Name)
        and text.id == "text"
        and ast.unparse(call.args[0]) not in ("''", "'Commands'", "CONTEXT")
    ]
    assert found == []


def _said_in(node: ast.AST, context: str = "") -> Iterator[tuple[str, str]]:
    """Yield what is translated in a part of the source, with the context under which it is looked for."""
    for child in ast.iter_child_nodes(node):
        inside = child.name if isinstance(child, ast.ClassDef) else context
        if isinstance(child, ast.Call):
            yield from _said_by(child, context)
        yield from _said_in(child, inside)


def _said_by(call: ast.Call, context: str) -> Iterator[tuple[str, str]]:
    given = [arg.value for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
    match _name(call), given:
        case "tr", [text, *_]:
            yield context, text
        case "_tr", [text, *_]:
            yield "", text
        case "translate" | "QT_TRANSLATE_NOOP", [where, text, *_]:
            yield where, text


def test_the_tool_for_translators_finds_every_sentence_where_it_is_looked_for(tmp_path: Path) -> None:
    known = {said for file in script().window_files() for said in _said_in(ast.parse(file.read_text(encoding="utf-8")))}
    found = collected(tmp_path)
    assert len(known) > 600
    assert known - found == set(), "a call within an f-string, or of another name than the tool knows?"
    assert {said for said in found if said[0] != "Sentences"} - known == set()


def test_what_is_translated_is_called_by_the_names_that_the_tool_knows() -> None:
    found = [
        f"{file.name}:{node.lineno}"
        for file in script().window_files()
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Attribute)
        and node.value.attr in ("translate", "tr")
        and ast.unparse(node.targets[0]) != "translate"
    ]
    assert found == []


def test_a_translation_made_by_the_tools_is_spoken(qapp: QApplication, tmp_path: Path) -> None:
    source, made = tmp_path / "shopbell_xx.ts", tmp_path / "shopbell_xx.qm"
    source.write_text(
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE TS><TS version="2.1" language="de"><context><name>Rail</name>'
        "<message><source>Your shop</source><translation>Dein Laden</translation></message></context></TS>",
        encoding="utf-8",
    )
    tool = Path(sys.executable).parent / "pyside6-lrelease"
    subprocess.run([str(tool), str(source), "-qm", str(made)], check=True, timeout=60)
    translator = QTranslator()
    assert translator.load(str(made))
    qapp.installTranslator(translator)
    try:
        assert QCoreApplication.translate("Rail", "Your shop") == "Dein Laden"
    finally:
        qapp.removeTranslator(translator)


@pytest.mark.parametrize("say", [longer, mirrored])
def test_made_up_words_keep_what_is_filled_in_later(say: Callable[[str], str]) -> None:
    assert "{done}" in say("Fetching {done} of {total} messages")
    assert "%n" in say("%n messages")
    assert say("ddd d MMM") == "ddd d MMM"


def test_longer_words_are_a_third_longer(qapp: QApplication) -> None:
    text = "The one who needs an answer first stands on top. Nothing leaves this machine unasked."
    assert 1.3 <= len(longer(text)) / len(text) <= 1.5
    pseudo = pretend(qapp, "longer")
    assert pseudo is not None
    try:
        assert QCoreApplication.translate("Any", "Done") == longer("Done")
    finally:
        qapp.removeTranslator(pseudo)
