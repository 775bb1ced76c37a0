"""What the rows of the list are written with: the hands of one look, and the colours of what stands in a chip."""

from desktop.domain.row import Tone
from desktop.ui.theme import Look

CHIPS = {Tone.HURRY: ("hurry", "hurry_tint"), Tone.NOTICE: ("notice", "notice_tint"), Tone.FACT: ("chip_ink", "chip")}
"""Ink and ground of a chip, as tokens of the theme."""


class Pens:
    """The hands that write a row, for one look."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self.body = look.hand(13)
        self.bold = look.hand(13, bold=True)
        self.meta = look.hand(12, figures=True)
        self.meta_bold = look.hand(12, bold=True, figures=True)
        self.chip = look.hand(11)
