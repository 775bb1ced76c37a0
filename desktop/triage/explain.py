"""Why a conversation stands where it stands, as lines that add up."""

from desktop.domain.conversation import Band, Score

_BANDS = {Band.NEEDS_YOU: "Needs you", Band.WORTH_A_LOOK: "Worth a look", Band.THE_REST: "The rest"}


def explain(score: Score) -> str:
    """Return every term of the score on a line of its own and their sum below, with the lane it leads to.

    The points are shown to two decimals, as exactly as they are kept, so that the column adds up.
    """
    lines = [f"{reason.points:+.2f}  {reason.words}" for reason in score.reasons]
    total = sum(reason.points for reason in score.reasons) + 0.0
    return "\n".join([*lines, f"{total:+.2f}  together: {_BANDS[score.band]}"])
