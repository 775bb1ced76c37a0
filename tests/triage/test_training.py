"""The training: the same bytes every time, and nothing of what is held out. Needs the extra “ranking”."""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

pytest.importorskip("sklearn")
np = pytest.importorskip("numpy")
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


@pytest.mark.parametrize("one_in", [1, 4])
def test_many_messages_that_do_not_come_first_lift_no_other_one(training: ModuleType, one_in: int) -> None:
    rows = training.some(training.written(), 0.1, 0)
    first, others = [row for row in rows if row["first"]][::one_in], [row for row in rows if not row["first"]]
    head = training.shop(first + others)
    weights = np.array(head.weights) * head.scale

    def said(some: list[dict[str, Any]]) -> float:
        found = training.matrix((training.whole(row), training.where(row)) for row in some)
        return float((found @ weights + head.bias).mean())

    assert 0.45 * said(first) + 0.55 * said(others) == pytest.approx(0, abs=0.02)


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
