"""Keeps what PySide compiles: it carries its support code as text, and compiling that took a tenth of every start.

The patterns in it, by which it words its own errors, are compiled when they are first used: another fifteenth.
"""

import __future__

import builtins
import marshal
import os
import re
import sys
from contextlib import suppress
from functools import partial
from importlib.util import MAGIC_NUMBER, cache_from_source, source_hash
from pathlib import Path
from types import CodeType
from typing import Any, Self

KEPT = Path(cache_from_source(__file__)).with_suffix(".kept")
"""Beside what Python keeps of our own modules, and trusted like that."""

_TEXTS = "shibokensupport/"
"""How PySide's names for these texts begin."""
_FUTURE = __future__.annotations.compiler_flag
"""What the module of PySide that compiles them hands down to them."""


class _Pattern:
    """Has the methods of a pattern; it is compiled as soon as one of them is called."""

    def __init__(self, *given: Any) -> None:
        self._given = given

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            # Asked of everything a class holds.
            raise AttributeError(name)
        return partial(self._call, name)

    def _call(self, name: str, *given: Any, **named: Any) -> Any:
        return getattr(re.compile(*self._given), name)(*given, **named)


class CompiledOnce:
    """Inside, PySide's texts are compiled only when `file` does not have them. Before there is a second thread."""

    def __init__(self, file: Path = KEPT) -> None:
        self._file = file
        self._new = False
        self._codes: dict[tuple[str, bytes], CodeType] = {}
        self._compile = builtins.compile
        self._compile_pattern = re.compile

    def __enter__(self) -> Self:
        """Stand in the place of the built-in."""
        with suppress(OSError, EOFError, ValueError, TypeError):
            kept = self._file.read_bytes()
            if kept.startswith(MAGIC_NUMBER):
                self._codes = marshal.loads(kept[len(MAGIC_NUMBER) :])  # noqa: S302 - as any compiled file
        builtins.compile = self.compile
        re.compile = self.pattern
        return self

    def __exit__(self, *_: object) -> None:
        """Give its place back, and write down what was new; where nothing may be written, nothing is kept."""
        builtins.compile = self._compile
        re.compile = self._compile_pattern
        if not self._new or sys.dont_write_bytecode:
            return
        part = self._file.with_name(f"{self._file.name}.{os.getpid()}")
        with suppress(OSError):
            part.write_bytes(MAGIC_NUMBER + marshal.dumps(self._codes))
            part.replace(self._file)

    def compile(self, source: Any, filename: Any, mode: str, *more: Any, **named: Any) -> Any:
        """Return what the built-in would; one of PySide's texts by its name and hash, if it was compiled before."""
        plain = isinstance(source, bytes) and mode == "exec" and not more and not named
        if not plain or not str(filename).startswith(_TEXTS):
            return self._compile(source, filename, mode, *more, **named)
        key = str(filename), source_hash(source)
        if key not in self._codes:
            self._codes[key] = self._compile(source, filename, mode, _FUTURE, dont_inherit=True)
            self._new = True
        return self._codes[key]

    def pattern(self, pattern: Any, flags: Any = 0) -> Any:
        """Return what `re.compile` would; for PySide's texts something that becomes it when it is used."""
        is_theirs = sys._getframe(1).f_code.co_filename.startswith(_TEXTS)  # noqa: SLF001 - nothing else tells
        return (_Pattern if is_theirs else self._compile_pattern)(pattern, flags)
