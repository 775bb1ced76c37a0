"""What works behind the window: the writer of the store, and the engine with its secrets."""

import os
from typing import TYPE_CHECKING

from desktop.domain.clock import Clock
from desktop.paths import Places
from desktop.secrets import Secrets, SessionSecrets, open_secrets
from desktop.store.writer import Writer
from desktop.sync.engine import Engine
from desktop.sync.following import Following, together
from desktop.sync.pool import Pool
from desktop.triage.own import OwnFiles
from desktop.ui.bridge import Bridge
from desktop.ui.session.precedence import Precedence
from desktop.ui.session.start import Choices
from desktop.ui.views.main_window import MainWindow

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from desktop.triage.rank import Ranker


def make_writer(window: MainWindow, places: Places, clock: Clock, seat: str, parent: "QObject") -> Writer:
    """Return the writer, which gives way to the owner's keys; it has begun."""
    precedence = Precedence(parent)
    handle = window.windowHandle()
    if handle is not None:
        precedence.watch(handle)
    return Writer(places.database, clock, seat, give_way=precedence.give_way)


def keep_secrets(places: Places, choices: Choices, given: Secrets | None, *, in_memory: bool) -> SessionSecrets:
    """Return where secrets are kept: those `given`, else the keyring, of which the log hears what it must not tell."""
    if given is not None:
        return SessionSecrets(given)
    from desktop.logs import setup

    redactor = setup(places, choices.log_level, choices.keep_logs_days)
    kept = open_secrets(in_memory=in_memory, remember=redactor.remember)
    return SessionSecrets(kept, redactor.remember)


def make_engine(
    writer: Writer,
    secrets: SessionSecrets,
    rank: "Ranker",
    bridge: Bridge,
    *,
    places: Places,
    clock: Clock,
    choices: Choices,
) -> Engine:
    """Return the engine, which speaks to the window over the bridge; it has not begun."""
    return Engine(
        writer=writer,
        path=places.database,
        secrets=secrets,
        clock=clock,
        # One core stays with the window.
        pool=Pool(workers=max(1, min(2, (os.cpu_count() or 2) - 1))),
        rank=rank,
        listener=bridge.publish_event,
        follow=together(
            Following(places.config, choices.targets, rank.aim, choices.aim, tell=bridge.say),
            OwnFiles(places.home, rank, bridge.say),
        ),
    )
