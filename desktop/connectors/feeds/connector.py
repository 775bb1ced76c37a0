"""The connector of a feed account."""

from typing import TYPE_CHECKING

from desktop.connectors.base import Batch, Cancel, Capabilities, Context
from desktop.connectors.feeds import memory, pace
from desktop.connectors.feeds.reader import Reader, SessionFor
from desktop.connectors.http import Session
from desktop.domain.errors import Misconfigured, SignInNeeded
from desktop.domain.item import Author
from desktop.domain.wording import about, worded

if TYPE_CHECKING:
    from desktop.connectors.wire import Resolve

CAPABILITIES = Capabilities(poll=pace.POLL)


def sessions(context: Context, resolve: "Resolve | None" = None) -> SessionFor:
    """Return how sessions are made for an account: with its certificate authority and its name and password."""
    settings, account = context.account.settings, context.account

    def make(typed: tuple[str, ...]) -> Session:
        login = context.secret.get() if account.secret_key else ""
        if login and ":" not in login:
            raise SignInNeeded(
                worded("The password of a feed is written with its name in front and a colon between: name:password.")
            )
        return Session(
            clock=context.clock, typed=typed, ca_file=settings.get("ca_file", ""), login=login, resolve=resolve
        )

    return make


class Feed:
    """One feed. Called on worker threads, one call at a time; `close` on any. Raises ChannelError only."""

    def __init__(self, context: Context, *, resolve: "Resolve | None" = None) -> None:
        address = context.account.settings.get("url", "").strip()
        if not address:
            raise Misconfigured(about(worded("Give the address of the feed, or of the page it belongs to."), "url"))
        self._reader = Reader(address, clock=context.clock, session_for=sessions(context, resolve))

    @property
    def capabilities(self) -> Capabilities:
        """Reading only."""
        return CAPABILITIES

    def check(self, cancel: Cancel) -> Author:
        """Return the feed as somebody: its title, its site and its address; raises with a sentence."""
        title, link, url = self._reader.title(cancel)
        return Author(key=url, name=title, url=link)

    def fetch(self, cursor: str, *, budget: int, cancel: Cancel) -> Batch:
        """Return what is new or different in the feed since `cursor`."""
        step = self._reader.look(memory.from_values(memory.load(cursor)), budget=budget, cancel=cancel)
        return Batch(
            items=step.raws,
            cursor=memory.dump(memory.as_values(step.memory)),
            more=step.more,
            not_before=step.not_before,
            settings=step.settings,
            notice=step.notice,
        )

    def close(self) -> None:
        """Cut what is under way."""
        self._reader.close()
