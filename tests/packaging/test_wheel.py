"""What a stranger gets: a wheel that carries everything, pins that name every package, scripts that speak plainly."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterable, Sequence
from importlib.metadata import requires
from itertools import chain
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return next(folder.glob("*.whl"))


def test_the_wheel_carries_every_resource(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        f"desktop/_resources/{file.relative_to(ROOT / 'resources').as_posix()}"
        for file in (ROOT / "resources").rglob("*")
        if file.is_file()
    }
    assert wanted
    assert wanted <= names
    assert "desktop/store/migrations/0001_inbox.sql" in names
    assert not [name for name in names if name.startswith(("tests/", "packaging/"))]


def test_the_sample_shop_opens_from_the_unpacked_wheel(wheel: Path, tmp_path: Path) -> None:
    """The wheel's own files, not the checkout's: run from a folder that holds nothing else."""
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    code = "import sys; sys.path.insert(0, sys.argv[1]); import desktop; assert desktop.__file__.startswith(sys.argv[1]); from desktop.cli import main; sys.exit(main(['--demo', 'inbox', '--limit', '3']))"
    env = {**os.environ, "SHOPBELL_HOME": str(tmp_path / "home"), "PYTHONPATH": str(tmp_path / "site")}
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "site")],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=env,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 4


def usual(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def wanted(lines: Iterable[str], extras: Sequence[str], found: set[str]) -> set[str]:
    """Gather what those requirements lead to on this machine."""
    for need in map(Requirement, lines):
        fits = need.marker is None or any(need.marker.evaluate({"extra": extra}) for extra in ("", *extras))
        if fits and usual(need.name) not in found:
            found.add(usual(need.name))
            wanted(requires(need.name) or (), tuple(need.extras), found)
    return found


def test_the_top_level_holds_four_folders_and_what_has_to_lie_there() -> None:
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        pytest.skip("no checkout, or no git to ask what belongs to it")
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    there = {name.partition("/")[0] for name in listed.stdout.splitlines()}
    assert {name for name in there if not name.startswith(".")} == {
        "CHANGELOG.md", "LICENSE", "README.md", "pyproject.toml", "desktop", "packaging", "resources", "tests",
    }  # fmt: skip


def test_every_installed_package_is_pinned() -> None:
    lines = (ROOT / "packaging" / "constraints.txt").read_text().split()
    assert [line for line in lines if "==" not in line] == []
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    # An environment brings pip along.
    assert wanted(asked, (), set()) - {"pip"} <= {usual(line.partition("==")[0]) for line in lines}


def test_the_run_script_refuses_what_it_does_not_know_in_one_sentence() -> None:
    done = subprocess.run(
        ["bash", str(ROOT / "packaging" / "run.sh"), "--frobnicate"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "--screenshot" in done.stderr
