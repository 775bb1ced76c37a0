"""Keeps what PySide compiles: it carries its support code as text, and compiling that took a tenth of every start."""

import __future__

import builtins
import marshal
import os
import sys
from contextlib import suppress
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


class CompiledOnce:
    """Inside, PySide's texts are compiled only when `file` does not have them. Before there is a second thread."""

    def __init__(self, file: Path = KEPT) -> None:
        self._file = file
        self._new = False
        self._codes: dict[tuple[str, bytes], CodeType] = {}
        self._compile = builtins.compile

    def __enter__(self) -> Self:
        """Stand in the place of the built-in."""
        with suppress(OSError, EOFError, ValueError, TypeError):
            kept = self._file.read_bytes()
            if kept.startswith(MAGIC_NUMBER):
                self._codes = marshal.loads(kept[len(MAGIC_NUMBER) :])  # noqa: S302 - as any compiled file
        builtins.compile = self.compile
        return self

    def __exit__(self, *_: object) -> None:
        """Give its place back, and write down what was new; where nothing may be written, nothing is kept."""
        builtins.compile = self._compile
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
