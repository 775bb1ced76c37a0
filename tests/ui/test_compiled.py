"""What PySide carries as text is compiled at the first start and read back at every other."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

_START = """
import builtins
import sys

real, texts = builtins.compile, []

def counted(source, name, *more, **named):
    texts.append(str(name))
    return real(source, name, *more, **named)

builtins.compile = counted
import re, re._compiler

real_pattern, make, patterns = re.compile, re._compiler.compile, []

def made(pattern, flags):
    asks = sys._getframe(1)
    while asks.f_globals["__name__"] in ("re", "desktop.ui.session.compiled"):
        asks = asks.f_back
    patterns.append(asks.f_code.co_filename)
    return make(pattern, flags)

re._compiler.compile = made
import desktop.ui
from PySide6.QtCore import QPoint
patterns = [name for name in patterns if name.startswith("shibokensupport/")]
assert re.compile is real_pattern and not patterns, patterns
texts = [name for name in texts if name.startswith("shibokensupport/")]
try:
    QPoint("here")
except TypeError as wrong:
    print(len(texts), builtins.compile is counted, "Supported signatures" in str(wrong))
"""


@pytest.fixture
def start(tmp_path):
    def run(**more):
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path), **more}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        ended = subprocess.run(
            [sys.executable, "-c", _START],
            env=environment | more,
            capture_output=True,
            text=True,
            timeout=60,
            cwd=Path(__file__).resolve().parents[2],
            check=False,
        )
        assert ended.returncode == 0, ended.stderr
        count, given_back, can_explain = ended.stdout.split()
        assert (given_back, can_explain) == ("True", "True")
        return int(count)

    return run


def kept(folder):
    (file,) = folder.rglob("*.kept")
    return file


def test_the_texts_are_compiled_once(start, tmp_path):
    first = start()
    assert first > 5
    assert start() == 0
    assert list(tmp_path.rglob("*.kept.*")) == []


@pytest.mark.parametrize("damage", [b"", b"not code", None])
def test_a_damaged_file_is_made_anew(start, tmp_path, damage):
    first = start()
    file = kept(tmp_path)
    file.write_bytes(file.read_bytes()[:-1000] if damage is None else damage)
    assert start() == first
    assert start() == 0


def test_nothing_is_written_where_python_shall_write_nothing(start, tmp_path):
    first = start(PYTHONDONTWRITEBYTECODE="1")
    assert list(tmp_path.rglob("*.kept*")) == []
    assert start(PYTHONDONTWRITEBYTECODE="1") == first
