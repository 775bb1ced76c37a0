"""The command as the owner calls it: a real process with a home of its own."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest


@dataclass
class Said:
    """What one call printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def objects(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


class Shopbell:
    """Calls the command with one home."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def __call__(self, *words: str, stdin: str = "", **environ: str) -> Said:
        env = {**os.environ, "SHOPBELL_HOME": str(self.home), **environ}
        done = subprocess.run(
            [sys.executable, "-m", "desktop", *words],
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            env=env,
            timeout=120,
            check=False,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return Said(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def shopbell(tmp_path: Path) -> Shopbell:
    return Shopbell(tmp_path / "home")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Shopbell:
    """The sample shop, made once for a module."""
    return Shopbell(tmp_path_factory.mktemp("demo"))
