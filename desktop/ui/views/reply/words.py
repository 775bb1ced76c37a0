"""What the labels around a reply say: who can read it, and how much room is left."""

import re

from PySide6.QtCore import QCoreApplication

from desktop.compose.limits import Measure
from desktop.domain.item import Audience
from desktop.domain.row import Tone
from desktop.ui.widgets.chip import Chip
from desktop.ui.wording import words
from desktop.ui.wording.language import retell

translate = QCoreApplication.translate
_LARGE = re.compile(r"\d{4,}")


def say_audience(chip: Chip, audience: Audience) -> None:
    """Say who can read a reply; that everyone can stands in amber, always."""
    is_public = audience is Audience.PUBLIC
    if is_public:
        said, short = translate("ReplyForm", "Public: everyone can read this"), translate("ReplyForm", "Public")
        chip.say(said, Tone.NOTICE, short=short)
    else:
        chip.say(translate("ReplyForm", "Private"))
    chip.updateGeometry()


def size_words(size: Measure) -> str:
    """Return how much room is left as a sentence."""
    return _LARGE.sub(lambda found: words.number(int(found[0])), retell(size.sentence))
