"""Why a conversation stands where it stands, as lines that add up: `shopbell show --why`."""

from collections.abc import Sequence

from desktop.domain.row import Band, Reason

_BANDS = {Band.NEEDS_YOU: "Needs you", Band.WORTH_A_LOOK: "Worth a look", Band.THE_REST: "The rest"}


def explain(reasons: Sequence[Reason], band: Band) -> str:
    """Return every term of a score on a line of its own and their sum below, with the lane it leads to.

    The points are shown to two decimals, as exactly as they are kept, so that the column adds up.
    """
    lines = [f"{reason.points:+.2f}  {reason.words}" for reason in reasons]
    total = sum(reason.points for reason in reasons) + 0.0
    return "\n".join([*lines, f"{total:+.2f}  together: {_BANDS[band]}"])
