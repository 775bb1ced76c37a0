"""The lean `dataclass` makes what the library's own makes, without loading it."""

import copy
import dataclasses
import pickle
import subprocess
import sys
from collections.abc import Mapping

import pytest

from desktop.domain import lean
from desktop.domain.account import Account, AccountId


@lean.dataclass(frozen=True, slots=True, kw_only=True)
class Cake:
    """A cake."""

    name: str
    price: float = 3.5
    toppings: Mapping[str, int] = lean.field(default_factory=dict)

    @property
    def dear(self) -> bool:
        return self.price > 10


@lean.dataclass(frozen=True, slots=True)
class Pair:
    """Two numbers, given in their order."""

    left: int
    right: int = 2


@dataclasses.dataclass(frozen=True, slots=True)
class UsualPair:
    left: int
    right: int = 2


def test_values_are_equal_hashed_and_shown_by_their_fields():
    assert Cake(name="Lemon") == Cake(name="Lemon", price=3.5, toppings={})
    assert Cake(name="Lemon") != Cake(name="Plum")
    assert Pair(1) != UsualPair(1)
    assert len({Pair(1), Pair(1, 2), Pair(left=1, right=2), Pair(2)}) == 2
    assert repr(Pair(1)) == repr(UsualPair(1)).replace("Usual", "")
    assert Cake(name="Wedding", price=80).dear
    assert Cake.__doc__ == "A cake."


def test_a_default_that_can_be_changed_is_made_anew_for_each():
    assert Cake(name="Lemon").toppings is not Cake(name="Plum").toppings


def test_values_cannot_be_changed():
    cake = Cake(name="Lemon")
    with pytest.raises(dataclasses.FrozenInstanceError):
        cake.name = "Plum"
    with pytest.raises(dataclasses.FrozenInstanceError):
        del cake.name
    with pytest.raises(AttributeError):
        cake.taste = "sour"
    assert not hasattr(cake, "__dict__")


@pytest.mark.parametrize(
    ("make", "given", "named"),
    [
        (Cake, (), {}),
        (Cake, (), {"price": 2.0}),
        (Cake, ("Lemon",), {}),
        (Cake, (), {"name": "Lemon", "taste": "sour"}),
        (Cake, (), {"name": "Lemon", "price": 2.0, "taste": "sour"}),
        (Pair, (), {}),
        (Pair, (1, 2, 3), {}),
        (Pair, (1,), {"left": 1}),
        (Pair, (1,), {"middle": 1}),
    ],
)
def test_what_does_not_fit_is_refused(make, given, named):
    with pytest.raises(TypeError):
        make(*given, **named)


def test_fields_can_be_replaced_listed_and_taken_apart():
    cake = dataclasses.replace(Cake(name="Lemon"), price=4.0)
    assert cake == Cake(name="Lemon", price=4.0)
    assert [field.name for field in dataclasses.fields(Cake)] == ["name", "price", "toppings"]
    assert dataclasses.asdict(cake) == {"name": "Lemon", "price": 4.0, "toppings": {}}
    match Pair(1, 5):
        case Pair(1, right):
            assert right == 5


def test_values_go_to_other_processes_and_come_back():
    account = Account(id=AccountId(1), kind="mail", name="Mail", settings={"address": "a@x.example"})
    assert pickle.loads(pickle.dumps(account)) == account
    assert copy.deepcopy(account) == account


def test_there_is_no_other_kind():
    with pytest.raises(TypeError):
        lean.dataclass(frozen=False, slots=True)


def test_the_library_is_not_loaded_for_them():
    code = "import sys, desktop.domain.row, desktop.domain.account, desktop.paths; print('dataclasses' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
