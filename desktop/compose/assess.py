"""One look at a text on its way: how long it is, what stops it, and what has to be confirmed; each asked once."""

from collections.abc import Iterable
from dataclasses import dataclass

from desktop.compose.checks import Notice, check, private_in
from desktop.compose.limits import Measure, measure
from desktop.connectors.base import Limits
from desktop.domain.item import Audience
from desktop.domain.wording import worded

GLANCED = 20_000
"""Characters in which private details are looked for while somebody types; before it leaves, all of a text is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """What is found about a text. `obstacle` is why it cannot go out, "" when it can; `confirm` what must be confirmed."""

    size: Measure
    obstacle: str
    confirm: tuple[Notice, ...]


def assess(
    text: str, audience: Audience, limits: Limits, *, own: Iterable[str] = (), glanced: int | None = None
) -> Assessed:
    """Return what is found about a text. Pure. `own` are the shop's own addresses, which may be said in public.

    Private details are looked for in what everyone can read, and only where it could leave: what is too long is not
    read a second time. `glanced` is how many characters are looked at for them, None for all.
    """
    size = measure(text, limits)
    obstacle = next((notice.sentence for notice in check(text, Audience.PRIVATE)), "")
    if not obstacle and size.left is not None and size.left < 0:
        obstacle = worded(f"{size.sentence}; shorten it.")
    is_short = size.left is None or size.left >= 0
    confirm = private_in(text[:glanced], own=own) if audience is Audience.PUBLIC and is_short else ()
    return Assessed(size=size, obstacle=obstacle, confirm=tuple(confirm))
