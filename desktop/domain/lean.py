"""`dataclass` for the few values that the first paint needs: the same from outside, and made in a tenth of the time.

The library's own loads half a dozen modules and compiles six functions for every class, which together took a
twentieth of the start. Everything that the first paint does without uses that one.
"""

from typing import TYPE_CHECKING, Any

__all__ = ["dataclass", "field"]

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import dataclass, field
else:

    def field(*, default_factory: "Callable[[], Any]") -> "_Made":
        """Return the mark for a default that is made anew for every value."""
        return _Made(default_factory)

    def dataclass(*, frozen: bool, slots: bool, kw_only: bool = False) -> "Callable[[type], type]":
        """Make a class of its annotations, frozen and with slots; there is no other kind here."""
        if not (frozen and slots):
            raise TypeError("a lean dataclass is frozen and has slots")
        return lambda cls: _made_of(cls, kw_only=kw_only)


class _Made:
    def __init__(self, make: "Callable[[], Any]") -> None:
        self.make = make


def _made_of(cls: type, *, kw_only: bool) -> type:
    names = tuple(cls.__annotations__)
    body = {name: value for name, value in vars(cls).items() if name not in ("__dict__", "__weakref__")}
    defaults = {name: body.pop(name) for name in names if name in body}
    shared = {name: value for name, value in vars(_Value).items() if name not in _OWN}
    match = () if kw_only else names
    made = type(cls.__name__, cls.__bases__, {**body, **shared, "__slots__": names, "__match_args__": match})
    puts = [(name, getattr(made, name).__set__) for name in names]

    def __init__(self: object, *given: object, **named: object) -> None:  # noqa: N807
        if given or len(named) != len(puts):
            named = _complete(made, match, defaults, given, named)
        try:
            for name, put in puts:
                put(self, named[name])
        except KeyError as wrong:
            raise TypeError(f"{made.__name__} needs {wrong} and was given {', '.join(named)}") from None

    made.__init__ = __init__  # type: ignore[misc]
    made.__dataclass_fields__ = _Fields(defaults, kw_only=kw_only)  # type: ignore[attr-defined]
    return made


def _complete(
    made: type, order: tuple[str, ...], defaults: dict[str, Any], given: tuple[object, ...], named: dict[str, object]
) -> dict[str, object]:
    """Return every field by name, or with one too many or too few; raises TypeError for what cannot be placed."""
    if len(given) > len(order) or not named.keys().isdisjoint(order[: len(given)]):
        raise TypeError(f"{made.__name__} was given too much")
    whole = {**named, **dict(zip(order, given, strict=False))}
    if not whole.keys() <= set(made.__slots__):  # type: ignore[attr-defined]
        raise TypeError(f"{made.__name__} has no {', '.join(whole.keys() - set(made.__slots__))}")  # type: ignore[attr-defined]
    for name, default in defaults.items():
        if name not in whole:
            whole[name] = default.make() if isinstance(default, _Made) else default
    return whole


class _Value:
    """What every such class has of its own."""

    __slots__: tuple[str, ...] = ()

    def __repr__(self) -> str:
        told = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__slots__)
        return f"{type(self).__qualname__}({told})"

    def __eq__(self, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return _values(self) == _values(other)

    def __hash__(self) -> int:
        return hash(_values(self))

    def __setattr__(self, name: str, _value: object) -> None:
        from dataclasses import FrozenInstanceError

        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> None:
        from dataclasses import FrozenInstanceError

        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def __getstate__(self) -> object:
        return _values(self)

    def __setstate__(self, state: tuple[object, ...]) -> None:
        for name, value in zip(self.__slots__, state, strict=True):
            object.__setattr__(self, name, value)


_OWN = frozenset(("__slots__", "__module__", "__doc__", "__annotations__", "__dict__", "__weakref__"))


def _values(one: Any) -> tuple[object, ...]:
    return tuple(getattr(one, name) for name in one.__slots__)


class _Fields:
    """What `replace`, `fields` and `asdict` ask for, made when they first do."""

    def __init__(self, defaults: dict[str, Any], *, kw_only: bool) -> None:
        self._defaults = defaults
        self._kw_only = kw_only

    def __get__(self, _one: object, owner: type) -> Any:
        from dataclasses import MISSING, make_dataclass
        from dataclasses import field as full

        def whole(name: str) -> Any:
            default = self._defaults.get(name, MISSING)
            return full(default_factory=default.make) if isinstance(default, _Made) else full(default=default)

        rows = [(name, kind, whole(name)) for name, kind in owner.__annotations__.items()]
        alike: Any = make_dataclass(owner.__name__, rows, kw_only=self._kw_only)
        owner.__dataclass_fields__ = alike.__dataclass_fields__  # type: ignore[attr-defined]
        return alike.__dataclass_fields__
