"""Whether what the owner does just now teaches what matters to them: only what is done in the window itself, in front."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from desktop.domain.conversation import Facts
    from desktop.domain.sense import Teach


def teacher() -> "Teach | None":
    """Return by what conversations are known to lessons; None while another program is in front. The GUI thread only."""
    in_front = QGuiApplication.applicationState() == Qt.ApplicationState.ApplicationActive
    return _known_by if in_front else None


def _known_by(facts: "Facts") -> tuple[str, ...]:
    # Loaded where it is first used, on the store's thread: nobody who paints should wait for it.
    from desktop.triage.personal import features

    return features(facts)
