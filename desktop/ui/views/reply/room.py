"""What of the composer there is room for in a low window: the conversation above it wants to be read as well."""

from dataclasses import dataclass
from enum import IntEnum


class Height(IntEnum):
    """How high the window is: below so many pixels as drawn, and not below the next smaller number."""

    LOW = 320
    """There is only what writing and sending need; keys and palette do the rest."""
    ONE = 400
    """One of two texts is seen at a time, and a question without the other buttons."""
    RESTING = 480
    """A reply that nobody writes is its ways and one line, so that the conversation is read."""
    FLAT = 560
    """Two texts stand without the tools, and alone while something has to be decided."""
    FULL = 1 << 24
    """Everything is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What is written: `two` texts at once, or a `new` message, which has `one_way` or several to leave by.

    `asks`: a question has to be answered before anything is sent, in `long` words where it takes more lines than there
    are beside everything else. `rests`: nobody writes here.
    """

    two: bool = False
    new: bool = False
    one_way: bool = False
    asks: bool = False
    long: bool = False
    rests: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What is shown: the tools that `help` with the text, the `head` with whom it goes to, the `foot`, and the `ways`.

    `closely`: with less room between the parts. `quietly`: the question without what it usually says besides.
    """

    help: bool
    head: bool
    foot: bool
    ways: bool
    closely: bool
    quietly: bool


def room(height: Height, case: Case) -> Room:
    """Return what there is room for."""
    is_low, is_one = height <= Height.LOW, height <= Height.ONE
    is_flat = case.two and height <= Height.FLAT
    # A question has its own buttons, and nothing is sent before it is answered.
    is_crowded = (is_flat and case.long) or is_one
    return Room(
        help=not (is_low or is_flat),
        head=not (is_low or case.two or case.new or case.rests),
        foot=not (case.rests or (case.asks and is_crowded)),
        ways=not ((case.asks and is_one) or (case.new and case.one_way)),
        closely=is_flat,
        quietly=case.two and is_crowded,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """Which of two texts is shown, the caption over the `first`, and the buttons that `turn` to the other one."""

    first: bool
    caption: bool
    second: bool
    turn_to_second: bool
    turn_to_first: bool


def texts(height: Height, case: Case, *, at_second: bool) -> Texts:
    """Return one text or two; of two only one where the window is too low for both, or one has to be decided about."""
    is_alone = case.two and height <= Height.ONE
    decides = case.two and case.asks and height <= Height.FLAT
    at_second = is_alone and at_second and not decides
    return Texts(
        first=not at_second,
        caption=case.two and not at_second,
        second=case.two and (at_second or not (is_alone or decides)),
        turn_to_second=is_alone and not decides,
        turn_to_first=is_alone,
    )
