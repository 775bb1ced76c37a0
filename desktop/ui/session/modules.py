"""Which modules are loaded after the first paint, and on which thread."""

from typing import TYPE_CHECKING

from desktop.domain.targets import USUAL, Targets
from desktop.paths import Places
from desktop.ui.reads import Reads

if TYPE_CHECKING:
    from desktop.triage.rank import Ranker

VERBS = (
    "desktop.ui.desk",
    "desktop.ui.session.leaving",
    "desktop.ui.troubles",
    "desktop.ui.views.reply.form",
    "desktop.ui.views.reply.composer",
    "desktop.ui.triage.conversations",
    "desktop.ui.verbs",
    "desktop.ui.conversation.pictures",
)
"""Widgets and what moves them, which only the GUI thread may load."""
SPELLING = (
    "desktop.compose.own_words",
    "desktop.ui.reply.proofs",
    "desktop.ui.widgets.underlines",
    "desktop.ui.views.reply.spelling_picker",
    "desktop.ui.reply.spelling",
)
"""Those of the spelling, where there are dictionaries."""


def load(places: Places, _reads: Reads, *, targets: Targets = USUAL) -> "Ranker":
    """Load the modules the parts need and what ranks, away from the GUI thread.

    None of them may define a Qt class: making one here while the GUI thread makes another crashes the interpreter.
    """
    import tomllib  # noqa: F401

    import desktop.compose.assess
    import desktop.compose.checks
    import desktop.compose.files
    import desktop.compose.given
    import desktop.compose.limits
    import desktop.connectors.registry
    import desktop.domain.address
    import desktop.domain.reading
    import desktop.domain.when
    import desktop.doorbell
    import desktop.logs
    import desktop.secrets.ring
    import desktop.settings
    import desktop.store.acquaintance
    import desktop.store.answers
    import desktop.store.chosen
    import desktop.store.connection
    import desktop.store.heard
    import desktop.store.pace
    import desktop.store.saved
    import desktop.store.triage
    import desktop.store.writer
    import desktop.sync.engine
    import desktop.sync.following
    import desktop.sync.pool
    import desktop.sync.ways
    import desktop.triage.own

    places.make()
    return desktop.triage.own.ranker(places.home, targets)
