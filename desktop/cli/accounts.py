"""`shopbell accounts …` and `shopbell sync`."""

import argparse
import contextlib
import shlex
import signal
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from desktop.cli.output import Failed, WrongUsage, iso, put, put_json, put_table, say
from desktop.cli.shop import Shop, engine, opened, read_secret, tidy_name
from desktop.connectors.base import Cancel, Channel, Context, KnownSecret
from desktop.connectors.registry import channel, open_connector
from desktop.domain.account import Account, AccountId
from desktop.domain.draft import ReplyState
from desktop.domain.errors import Misconfigured
from desktop.sync.events import StatusChanged

if TYPE_CHECKING:
    from desktop.sync.events import AccountReport

_SYNC_WORKERS = 2
_NO_ACCOUNT = "No account yet. Add one with: shopbell accounts add mail --name Mail --set address=… --secret-stdin"


def add(call: argparse.Namespace) -> int:
    """Add an account after its settings were understood; the secret is stored before the account is."""
    from desktop.store import accounts
    from desktop.sync.forgetting import forget_secrets

    try:
        kind = channel(call.kind)
    except Misconfigured as unknown:
        raise WrongUsage(str(unknown)) from None
    settings = _settings(kind, call.settings)
    name = tidy_name(call.name)
    if not name:
        raise WrongUsage("An account needs a name.")
    secret_key = uuid4().hex if kind.needs_secret or call.secret_stdin or call.secret_later else ""
    if kind.needs_secret and not (call.secret_stdin or call.secret_later):
        raise WrongUsage(
            f"A {kind.title} account needs its password: add --secret-stdin and give it on standard input."
        )
    with opened(call) as shop:
        if accounts.account(shop.reader, name) is not None:
            raise Failed(f"There is already an account called “{name}”. Choose another name, or remove that one first.")
        _open_once(shop, Account(id=AccountId(0), kind=kind.kind, name=name, settings=settings, secret_key=""))
        if call.secret_stdin:
            shop.secrets.set(secret_key, read_secret())
        if secret_key:
            # Where a removed account comes back, its new password takes the place of what is still to be forgotten.
            forget_secrets(shop.writer, shop.reader, shop.secrets)
        shop.writer.submit(
            lambda db: accounts.add(db, kind.kind, name, settings, secret_key, shop.clock.now())
        ).result()
    later = " --secret-stdin" if call.secret_later else ""
    put(f"Added “{name}”. Test it with: shopbell accounts test {shlex.quote(name)}{later}")
    return 0


def _settings(kind: Channel, pairs: list[str]) -> dict[str, str]:
    known = {setting.key: setting for setting in kind.settings}
    chosen: dict[str, str] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals:
            raise WrongUsage(f"“{pair}” is not of the form key=value.")
        if key not in known:
            raise WrongUsage(f"{kind.title} has no setting “{key}”. There are: {', '.join(known) or 'none'}.")
        choices = known[key].choices
        if choices and value not in choices:
            raise WrongUsage(f"“{key}” must be one of {', '.join(choices)}, not “{value}”.")
        chosen[key] = _found(key, value) if key.endswith("_file") and value else value
    missing = [f"{s.key} ({s.meaning})" for s in kind.settings if s.required and not chosen.get(s.key)]
    if missing:
        raise WrongUsage(f"{kind.title} also needs --set {', --set '.join(missing)}.")
    return chosen


def _found(key: str, value: str) -> str:
    """Return the whole path of a file, so that it is found from wherever Shopbell is started later."""
    path = Path(value).expanduser().absolute()
    if not path.is_file():
        raise WrongUsage(f"There is no file {path}, which “{key}” names.")
    return str(path)


def _open_once(shop: Shop, account: Account) -> None:
    """Let the channel's own code read the settings, so that a wrong one is named now and not at night."""
    try:
        open_connector(Context(account=account, secret=KnownSecret(), clock=shop.clock)).close()
    except Misconfigured as wrong:
        raise WrongUsage(str(wrong)) from None


def list_accounts(call: argparse.Namespace) -> int:
    """List the accounts with their health."""
    from desktop.store import accounts

    with opened(call) as shop:
        found = accounts.statuses(shop.reader, shop.clock.now())
        if call.json:
            put_json(
                [
                    {
                        "name": status.account.name,
                        "kind": status.account.kind,
                        "settings": _shown(status.account.settings),
                        "health": status.health.value,
                        "heard_at": iso(status.heard_at),
                        "retry_at": iso(status.retry_at),
                        "sentence": status.sentence,
                    }
                    for status in found
                ]
            )
        elif found:
            rows = [
                (s.account.name, s.account.kind, s.health.value, iso(s.heard_at) or "never", s.sentence) for s in found
            ]
            put_table(("NAME", "KIND", "HEALTH", "LAST HEARD", ""), rows)
        else:
            put(_NO_ACCOUNT)
    return 0


def _shown(settings: Mapping[str, str]) -> dict[str, str]:
    return dict(settings)


def test(call: argparse.Namespace) -> int:
    """Sign in to one account and say how it went."""
    with opened(call) as shop:
        account = shop.account(call.name)
        if call.secret_stdin:
            secret = read_secret()
        else:
            secret = shop.secrets.get(account.secret_key) if account.secret_key else ""
        connector = open_connector(Context(account=account, secret=KnownSecret(secret), clock=shop.clock))
        try:
            who = connector.check(Cancel())
        finally:
            connector.close()
    found = who.handle or who.name or who.key
    put(f"“{account.name}” works: {'signed in as' if account.secret_key else 'found'} {found}.")
    return 0


def remove(call: argparse.Namespace) -> int:
    """Remove an account and its secret."""
    from desktop.store import accounts
    from desktop.sync.forgetting import forget_secrets

    with opened(call) as shop:
        account = shop.account(call.name)
        changes = shop.writer.submit(lambda db: accounts.remove(db, account.id, shop.clock.now())).result()
        told = f" {changes.said}" if changes.said else ""
        put(f"Removed “{account.name}”. What was written there stays in your history.{told}")
        if account.id in forget_secrets(shop.writer, shop.reader, shop.secrets):
            say(
                f"The keyring could not be asked, so the password of “{account.name}” may still be in it. It is forgotten"
                " when Shopbell starts next, or with the next account you add or remove."
            )
            return 3
    return 0


def sync(call: argparse.Namespace) -> int:
    """Pull and push, one round with --once, else until stopped."""
    if call.secret_stdin and not call.account:
        raise WrongUsage("--secret-stdin needs --account, to know whose password it is.")
    if call.force and not call.once:
        raise WrongUsage("--force needs --once.")
    with opened(call) as shop:
        only = [shop.account(call.account).name] if call.account else None
        if call.secret_stdin:
            shop.secrets.set(shop.account(call.account).secret_key, read_secret())
        if call.once:
            return _one_round(call, shop, only)
        with engine(shop, _Troubles(shop), workers=_SYNC_WORKERS) as running:
            # A service manager stops it like Ctrl+C does: in good order.
            signal.signal(signal.SIGTERM, signal.default_int_handler)
            running.start(anew=call.secret_stdin, only=only)
            say("Watching for news and sending what is due. Stop with Ctrl+C.")
            with contextlib.suppress(KeyboardInterrupt):
                threading.Event().wait()
    return 0


class _Troubles:
    """Says what an account's work fails of, once until it is something else. Called on the engine's threads."""

    def __init__(self, shop: Shop) -> None:
        self._path = shop.places.database
        self._lock = threading.Lock()
        self._told: dict[AccountId, str] = {}

    def __call__(self, event: object) -> None:
        from desktop.store import accounts
        from desktop.store.connection import open_reader

        if not isinstance(event, StatusChanged) or event.busy:
            return
        with self._lock, contextlib.closing(open_reader(self._path)) as reader:
            lane = next((one for one in accounts.lane_states(reader) if one.account == event.account), None)
            if lane is None or self._told.get(lane.account, "") == lane.sentence:
                return
            self._told[lane.account] = lane.sentence
            name = next(one.name for one in accounts.accounts(reader) if one.id == lane.account)
        if lane.sentence:
            say(f"{name}: {lane.sentence}")


def _look_after(shop: Shop) -> None:
    """Make today's backup if nobody has; a round that fetched and sent well does not fail by it."""
    from desktop.domain.errors import ShopbellError
    from desktop.store.upkeep import Upkeep

    upkeep = Upkeep(shop.places.database, shop.places.backups, shop.clock)
    try:
        if upkeep.due:
            upkeep.run()
    except ShopbellError as error:
        say(f"Today's backup failed: {error}")


def _one_round(call: argparse.Namespace, shop: Shop, only: list[str] | None) -> int:
    before = _troubled(shop)
    with engine(shop, workers=_SYNC_WORKERS) as running:
        reports = running.run_once(only, anew=call.secret_stdin, force=call.force)
    _look_after(shop)
    shown = [
        {
            "account": report.account.name,
            "new": report.new,
            "changed": report.changed,
            "sent": report.sent,
            "errors": report.errors,
            "sentence": report.sentence,
            "left_alone": report.left_alone,
            "left_alone_until": iso(report.left_alone_until),
        }
        for report in reports
    ]
    if call.json:
        put_json(shown)
    elif not shown:
        put(_NO_ACCOUNT)
    else:
        put_table(
            ("ACCOUNT", "NEW", "CHANGED", "SENT", "ERRORS"),
            [tuple(str(v) for v in list(r.values())[:5]) for r in shown],
        )
    news = _troubled(shop) - before
    told = {sentence for _, _, sentence in news}
    for report in reports:
        if report.left_alone:
            say(_left_alone(report))
        elif report.sentence and report.errors and report.sentence not in told:
            say(f"{report.account.name}: {report.sentence}")
    for reply_id, whom, sentence in sorted(news):
        say(f"{whom}: {sentence} Decide with: shopbell settle {reply_id}")
    if any(report.needs_owner for report in reports if report.sentence and report.errors):
        return 3
    return 1 if news or any(report.errors for report in reports) else 0


def _left_alone(report: "AccountReport") -> str:
    until, why = report.left_alone_until, report.sentence
    how_long = "" if until is None else f" until {until.astimezone():%H:%M}"
    because = f": {why}" if why else ", as its server asked."
    return (
        f"{report.account.name} was left alone{how_long}{because} Ask all the same with: shopbell sync --once --force"
    )


def _troubled(shop: Shop) -> set[tuple[str, str, str]]:
    """Return the replies that wait for a word of the owner's: id, to whom, why."""
    from desktop.store.outbox import outbox

    waiting = (ReplyState.REFUSED, ReplyState.UNKNOWN)
    return {(r.id, r.summary, r.sentence) for r in outbox(shop.reader) if r.state in waiting}
