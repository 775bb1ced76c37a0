"""The rules of the house that no linter knows, read from the source; and two accidents that must not come back."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from desktop.connectors.registry import CHANNELS, parser

CHECKOUT = Path(__file__).resolve().parents[1]
PRODUCT = CHECKOUT / "desktop"
TESTS = CHECKOUT / "tests"
PAINTED = (PRODUCT / "ui", PRODUCT / "app.py")
SAFE = PRODUCT / "ui" / "widgets" / "safe.py"

_COLOUR = re.compile(r"(?<![&\w])#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})\b|\brgba?\(\s*\d")


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"), filename=str(file))


def sources(*roots: Path) -> list[Path]:
    return sorted(file for root in roots for file in ([root] if root.is_file() else root.rglob("*.py")))


def calls(file: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree(file)) if isinstance(node, ast.Call))


def name_of(call: ast.Call) -> str:
    """Return the last name of what is called: `b` for `a.b()`."""
    function = call.func
    return (
        function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
    )


def dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def strings(file: Path) -> Iterator[ast.Constant]:
    """Yield every string constant that is not a docstring."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree(file))
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node


def at(file: Path, node: ast.AST) -> str:
    return f"{file.relative_to(CHECKOUT)}:{getattr(node, 'lineno', 1)}"


def functions(file: Path) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree(file)) if isinstance(node, ast.FunctionDef))


def test_every_package_and_module_says_what_is_in_it() -> None:
    silent = [at(file, tree(file)) for file in sources(PRODUCT) if not ast.get_docstring(tree(file))]
    assert silent == []


def test_nothing_is_connected_to_a_lambda() -> None:
    """A lambda keeps its widget alive for ever and goes on being called."""
    found = [
        at(file, call)
        for file in sources(PRODUCT)
        for call in calls(file)
        if name_of(call) == "connect" and any(isinstance(arg, ast.Lambda) for arg in call.args)
    ]
    assert found == []


def test_no_colour_is_written_in_python() -> None:
    found = [at(file, node) for file in sources(*PAINTED) for node in strings(file) if _COLOUR.search(str(node.value))]
    found += [
        at(file, call)
        for file in sources(*PAINTED)
        for call in calls(file)
        if name_of(call) in ("QColor", "fromRgb", "fromHsl", "fromHsv")
        and any(isinstance(arg, ast.Constant) for arg in call.args)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("processEvents", "the window would be entered while it is busy"),
        ("fromUserInput", "it repairs what only looks like an address into one"),
        ("set_debuglevel", "it prints passwords"),
        ("showText", "a tooltip guesses whether it is markup: use safe.tooltip"),
    ],
)
def test_some_calls_are_never_made(name: str, why: str) -> None:
    found = [at(file, call) for file in sources(PRODUCT) for call in calls(file) if name_of(call) == name]
    assert found == [], why


def test_tables_are_never_transformed() -> None:
    """sqlite-utils' `transform` drops triggers and generated columns without a word."""
    found = [
        at(file, call) for file in sources(PRODUCT / "store") for call in calls(file) if name_of(call) == "transform"
    ]
    assert found == []


def test_single_rows_are_made_by_the_library_of_the_store_and_not_spelled_out_again() -> None:
    """Whole batches and rows that come of a query are SQL; one row made of values is a table's `insert` or `upsert`."""
    spelled = re.compile(r"insert (?:or \w+ )?into (?:account|product|seat) ")
    found = [
        at(file, node)
        for file in sources(PRODUCT / "store")
        for node in strings(file)
        if spelled.match(str(node.value))
    ]
    assert found == []
    made = {name_of(call) for file in sources(PRODUCT / "store") for call in calls(file)}
    assert {"table", "insert", "upsert", "update", "delete_where"} <= made


def test_certificates_are_always_verified() -> None:
    wrong = {"CERT_NONE", "_create_unverified_context", "_create_stdlib_context"}
    found = [
        at(file, node)
        for file in sources(PRODUCT)
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Attribute) and node.attr in wrong
    ]
    found += [
        at(file, call)
        for file in sources(PRODUCT)
        for call in calls(file)
        for word in call.keywords
        if word.arg == "verify" and isinstance(word.value, ast.Constant) and word.value.value is False
    ]
    assert found == []


def _waits(call: ast.Call) -> bool:
    return dotted(call.func) in ("time.sleep", "sleep", "qtbot.wait", "QTest.qWait", "QTest.qSleep")


def test_tests_wait_for_what_happens_and_not_for_the_clock() -> None:
    """Benchmarks press keys at a person's pace: there the clock is what is measured."""
    found = [
        at(file, call) for file in sources(TESTS) if "bench" not in file.parts for call in calls(file) if _waits(call)
    ]
    assert found == []


def test_threads_and_processes_are_made_where_they_are_known_to_be() -> None:
    """Everything else takes values and returns values. Whoever adds a file here says why in its docstring."""
    makers = {"Thread", "ThreadPoolExecutor", "ProcessPoolExecutor", "Process", "Popen", "QThread"}
    found = {
        file.relative_to(PRODUCT).as_posix()
        for file in sources(PRODUCT)
        for call in calls(file)
        if name_of(call) in makers
    }
    works = {"store/writer.py", "sync/engine.py", "sync/pool.py", "ui/tasks.py"}
    waits_for_others = {"sync/listen.py", "sync/lease.py", "store/upkeep.py", "sync/renewal.py"}
    can_be_given_up = {"secrets/ring.py", "connectors/wire.py", "connectors/mail/wire.py", "ui/session/bubbles.py"}
    assert found == works | waits_for_others | can_be_given_up


def test_what_is_put_off_dies_with_whom_it_is_for() -> None:
    """Without a receiver Qt calls a method of a widget that is gone; with one, `singleShot(ms, self, …)`, it does not."""
    found = [
        at(file, call)
        for file in sources(PRODUCT)
        for call in calls(file)
        if name_of(call) == "singleShot" and len(call.args) != 3
    ]
    assert found == []


def test_shortcuts_are_data_and_not_set_by_views() -> None:
    found = [
        at(file, call)
        for file in sources(PRODUCT / "ui" / "views")
        for call in calls(file)
        if name_of(call) in ("setShortcut", "QShortcut")
    ]
    assert found == []


# -- text from outside on widgets --------------------------------------------------------------------------------------


def _is_plain(scope: ast.AST) -> bool:
    """True when the function or class makes its labels show plain text."""
    return any(
        isinstance(node, ast.Attribute) and dotted(node).endswith("TextFormat.PlainText") for node in ast.walk(scope)
    )


def _labels() -> Iterator[str]:
    for file in sources(PRODUCT / "ui", PRODUCT / "app.py"):
        if file == SAFE:
            continue
        for scope in ast.walk(tree(file)):
            if isinstance(scope, ast.FunctionDef) and not _is_plain(scope):
                yield from (
                    at(file, node)
                    for node in ast.walk(scope)
                    if isinstance(node, ast.Call) and name_of(node) == "QLabel"
                )
            if isinstance(scope, ast.ClassDef) and "QLabel" in map(dotted, scope.bases) and not _is_plain(scope):
                yield at(file, scope)


def test_every_label_shows_plain_text() -> None:
    assert list(_labels()) == []


def test_nothing_asks_for_rich_or_guessed_text() -> None:
    wrong = ("TextFormat.RichText", "TextFormat.AutoText", "TextFormat.MarkdownText")
    found = [
        at(file, node)
        for file in sources(*PAINTED)
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Attribute) and dotted(node).endswith(wrong)
    ]
    assert found == []


def test_message_boxes_are_made_in_one_place() -> None:
    found = [
        at(file, call)
        for file in sources(*PAINTED)
        if file != SAFE
        for call in calls(file)
        if name_of(call) == "QMessageBox"
        or re.search(r"QMessageBox\.(?:about|critical|information|question|warning)$", dotted(call.func))
    ]
    assert found == []


def test_tooltips_go_through_the_safe_helper() -> None:
    found = [
        at(file, call)
        for file in sources(*PAINTED)
        if file != SAFE
        for call in calls(file)
        if name_of(call) in ("setToolTip", "setStatusTip", "setWhatsThis")
        and not (call.args and isinstance(call.args[0], ast.Call) and name_of(call.args[0]) == "tip")
    ]
    found += [
        at(file, tree(file))
        for file in sources(*PAINTED)
        if any(isinstance(node, ast.Attribute) and node.attr == "ToolTipRole" for node in ast.walk(tree(file)))
        and not any(name_of(call) == "tip" for call in calls(file))
    ]
    assert found == []


def test_html_is_given_only_to_the_browsers_of_the_reader() -> None:
    """`setHtml` anywhere else would be a second place to be careful in."""
    found = {
        file.relative_to(PRODUCT).as_posix()
        for file in sources(*PAINTED)
        for call in calls(file)
        if name_of(call) in ("setHtml", "insertHtml")
    }
    assert len(found) <= 1, found


# -- channels ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [channel.kind for channel in CHANNELS])
def test_every_channel_has_a_title_and_reads_the_settings_it_asks_for(kind: str) -> None:
    channel = next(channel for channel in CHANNELS if channel.kind == kind)
    assert channel.title
    assert all(setting.meaning and not setting.meaning.endswith(".") for setting in channel.settings)
    module = channel.open.partition(":")[0]
    spec = find_spec(module)
    assert spec is not None, module
    assert spec.origin is not None
    origin = Path(spec.origin)
    own = origin.parent if origin.name == "__init__.py" else PRODUCT / "connectors"
    files = sources(own, PRODUCT / "domain")
    written = {str(node.value) for file in files if file.name != "registry.py" for node in strings(file)}
    endings = tuple(word for word in written if re.fullmatch(r"_[a-z]{3,}", word))
    unread = [one.key for one in channel.settings if one.key not in written and not one.key.endswith(endings)]
    assert unread == []
    assert callable(getattr(import_module(module), channel.open.partition(":")[2]))
    assert callable(parser(kind))


# -- what is loaded, and what must not come back -----------------------------------------------------------------------


def _loaded(code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\nprint(*sys.modules)"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return {name.partition(".")[0] for name in done.stdout.split()}


def test_the_command_line_loads_no_qt_and_nothing_it_does_not_need() -> None:
    loaded = _loaded("import desktop.cli")
    assert loaded.isdisjoint({"PySide6", "shiboken6", "keyring", "feedparser", "httpx2", "nh3", "mailparser_reply"})


def test_making_text_safe_loads_no_qt() -> None:
    loaded = _loaded("from desktop.render import clean_pair, linkify; clean_pair('<p>x'); linkify('x')")
    assert loaded.isdisjoint({"PySide6", "shiboken6", "keyring", "sqlite3"})


REFERENCES = """
import sys
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QLabel

class Bell(QObject):
    rang = Signal(object)

app = QApplication([])
bell, label = Bell(), QLabel()
heard = []
bell.rang.connect(heard.append)
yes, none = sys.getrefcount(True), sys.getrefcount(None)
for number in range(1000):
    bell.rang.emit(number)
    label.setText("x")
assert len(heard) == 1000
print(yes - sys.getrefcount(True), none - sys.getrefcount(None))
"""


def test_qt_calls_do_not_use_up_true_and_none() -> None:
    """Some bindings drop one reference to True at each emit and one to None at each call: the interpreter dies of it."""
    done = subprocess.run([sys.executable, "-c", REFERENCES], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    lost_true, lost_none = map(int, done.stdout.split())
    assert lost_true < 100
    assert lost_none < 100
