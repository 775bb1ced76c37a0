"""The training: the same bytes every time, and nothing of what is held out. Needs the extra “ranking”."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

pytest.importorskip("sklearn")
ROOT = Path(__file__).parents[2]
SETS = ROOT.parent / "shared" / "data" / "triage" / "free"


@pytest.fixture(scope="module")
def training() -> ModuleType:
    spec = importlib.util.spec_from_file_location("training", ROOT / "packaging" / "ranking" / "train.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_training_twice_gives_the_same_bytes(training: ModuleType) -> None:
    rows = training.some(training.written(), 0.05, 0)
    first, second = (training.dump(1, ("en",), [training.shop(rows)]) for _ in range(2))
    assert first == second
    fewer = training.dump(1, ("en",), [training.shop(rows[: len(rows) // 2])])
    assert fewer != first


def test_the_trades_held_out_are_never_read(training: ModuleType) -> None:
    held = set((training.MESSAGES / "held-out.txt").read_text(encoding="utf-8").split())
    assert len(held) == 12
    assert not held & {row["trade"] for row in training.written()}


def test_the_shipped_model_came_from_what_is_here(training: ModuleType) -> None:
    """The head that needs no other set is trained anew and must be the one that is shipped."""
    shipped = training.MODEL.read_bytes()
    head = training.shop(training.written())
    from desktop.triage.model import load

    assert load(training.MODEL).heads["shop"] == head
    assert len(shipped) < 1_000_000


@pytest.mark.slow
@pytest.mark.skipif(not SETS.is_dir(), reason="the free sets are not beside the checkout")
def test_the_whole_model_can_be_made_again(training: ModuleType) -> None:
    assert training.train(SETS) == training.MODEL.read_bytes()
