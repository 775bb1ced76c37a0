"""A row of the list as one sentence, for those who hear the list instead of seeing it. Loaded where somebody does."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from desktop.domain.row import InboxRow, chips, is_further
from desktop.ui.wording import words
from desktop.ui.wording.language import retell
from desktop.ui.wording.storms import storm_sentence


def _tr(text: str) -> str:
    return QCoreApplication.translate("", text)


def row_sentence(row: InboxRow, now: datetime) -> str:
    """Return a row as one sentence: who, by which channel, how urgent, and what they say."""
    if row.burst is not None:
        return f"{storm_sentence(row.burst)}: {row.snippet}"
    when, _ = words.urgency(row, now)
    parts = [
        row.who or row.handle or words.unnamed(row),
        _tr("by {channel}").format(channel=words.channel_title(row.channel)),
        when,
    ]
    if row.unread:
        parts.insert(0, _tr("Unread"))
    if row.starred:
        parts.append(_tr("starred"))
    if row.has_draft:
        parts.append(_tr("draft begun"))
    reasons = [retell(reason.words) for reason in chips(row.reasons)]
    if is_further(row):
        # Before anything else, as a heading: it does not belong to the lane.
        first = reasons.pop(0)
        parts.insert(0, first[:1].upper() + first[1:])
    parts.extend(reasons)
    parts.extend(_tr("label {name}").format(name=label.name) for label in row.labels)
    return f"{', '.join(parts)}: {words.said(row)}"
