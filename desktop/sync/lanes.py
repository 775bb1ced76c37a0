"""The lanes there are, kept in step with the accounts in the store, and their ears."""

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress

from desktop.domain.account import Account, AccountId
from desktop.domain.address import own_addresses
from desktop.domain.errors import ShopbellError
from desktop.domain.phrases import Watch, watches_from
from desktop.store import accounts
from desktop.store.connection import Reader
from desktop.sync.lane import Lane, Surroundings
from desktop.sync.listen import Ear


def watches(all_accounts: Sequence[Account]) -> tuple[Watch, ...]:
    """Return the watches that look in all feeds: those without addresses of their own. Faulty ones say so elsewhere."""
    found = []
    for account in all_accounts:
        if account.kind == "watch" and not account.settings.get("url", "").strip():
            with suppress(ShopbellError):
                found.append(watches_from(account.settings))
    return tuple(found)


def own_keys(all_accounts: Sequence[Account]) -> frozenset[str]:
    """Return the addresses that are the shop's own."""
    return frozenset().union(*(own_addresses(account.settings) for account in all_accounts))


class Lanes:
    """Any thread. `heard` is called when a server says that it has news for a lane."""

    def __init__(self, around: "Callable[[Lanes], Surroundings]", *, heard: Callable[[], None]) -> None:
        self._around = around(self)
        self._heard = heard
        self._lock = threading.Lock()
        self._lanes: dict[AccountId, Lane] = {}
        self._ears: dict[AccountId, Ear] = {}
        self._leaving: list[Ear] = []
        self._closed = False
        self._watches: tuple[Watch, ...] = ()
        self._own_keys: frozenset[str] = frozenset()

    @property
    def watches(self) -> tuple[Watch, ...]:
        """The watches that look in all feeds."""
        return self._watches

    @property
    def own_keys(self) -> frozenset[str]:
        """The addresses that are the shop's own."""
        return self._own_keys

    def all(self) -> list[Lane]:
        """Return the lanes of this moment."""
        with self._lock:
            return list(self._lanes.values())

    def refresh(self, reader: Reader) -> None:
        """Open lanes for new accounts, close those of removed ones, and hand changed settings on."""
        now = accounts.accounts(reader)
        states = {state.account: state for state in accounts.lane_states(reader)}
        self._watches, self._own_keys = watches(now), own_keys(now)
        with self._lock:
            if self._closed:
                return
            gone = [self._lanes.pop(a) for a in set(self._lanes) - {account.id for account in now}]
            for account in now:
                lane = self._lanes.get(account.id)
                if lane is None:
                    lane = self._lanes[account.id] = Lane(account, self._around)
                    if account.id in states:
                        lane.recall(states[account.id])
                elif lane.account != account:
                    lane.renew(account)
                    self._stop_listening(account.id)
        for lane in gone:
            lane.close()
            with self._lock:
                self._stop_listening(lane.account.id)

    def listen_to(self, lane: Lane) -> None:
        """Give a lane an ear when its channel can call and all is well with it; take it away when it was stopped."""
        account = lane.account.id
        with self._lock:
            if lane.stopped or self._closed:
                self._stop_listening(account)
            elif lane.can_listen and account not in self._ears and account in self._lanes:
                ear = Ear(lane.context(), self._around.open_connector, self._news_for(lane), self._around.rng)
                self._ears[account] = ear
                ear.start()

    def distrust(self) -> None:
        """Begin anew everywhere: the machine slept or the clock leapt, and no line can be trusted to be alive."""
        with self._lock:
            for account in list(self._ears):
                self._stop_listening(account)
            lanes = list(self._lanes.values())
        for lane in lanes:
            lane.distrust_times()

    def close(self) -> None:
        """Stop all lanes and ears; returns at once."""
        with self._lock:
            self._closed = True
            lanes = list(self._lanes.values())
            for account in list(self._ears):
                self._stop_listening(account)
        for lane in lanes:
            lane.close()

    def join(self, timeout: float) -> bool:
        """Wait for the ears to end; return whether all did."""
        share = timeout / max(1, len(self._leaving))
        return sum(not ear.join(share) for ear in self._leaving) == 0

    def _news_for(self, lane: Lane) -> Callable[[], None]:
        def news() -> None:
            lane.poke()
            self._heard()

        return news

    def _stop_listening(self, account: AccountId) -> None:
        ear = self._ears.pop(account, None)
        if ear is not None:
            ear.close()
            self._leaving = [old for old in self._leaving if not old.join(0)] + [ear]
