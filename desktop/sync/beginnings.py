"""The ways a new message can leave: one for every account through which somebody can be written to first."""

from collections.abc import Iterator

from desktop.connectors.base import Addresser, Context, KnownSecret, Limits, Replier
from desktop.domain.account import Account, AccountId
from desktop.domain.begun import is_begun
from desktop.domain.clock import Clock
from desktop.domain.conversation import ConversationId
from desktop.domain.errors import ChannelError
from desktop.domain.item import Audience, Kind
from desktop.domain.wording import worded
from desktop.store import accounts
from desktop.store.connection import Reader
from desktop.sync.reply import OpenConnector
from desktop.sync.ways import Way

NO_MAIL = worded("A new message leaves by mail, and there is no mail account yet: add one first.")


def beginnings(
    reader: Reader, place: ConversationId, open_connector: OpenConnector, clock: Clock, to: tuple[str, ...] = ()
) -> tuple[Way, ...]:
    """Return the ways the new message in `place` can leave, in the order of the accounts; `to` is whom it is for.

    Where there is none, one that says why. Opens no connection. For a thread that may read and import.
    """
    if not is_begun(place):
        raise ValueError(f"{place} is a conversation, not the place of a new message")
    found = [
        way for account in accounts.accounts(reader) for way in _of_account(account, place, open_connector, clock, to)
    ]
    return tuple(way for way in found if way.is_open) or tuple(found[:1]) or (_way(place, None, to, refusal=NO_MAIL),)


def _of_account(
    account: Account, place: ConversationId, open_connector: OpenConnector, clock: Clock, to: tuple[str, ...]
) -> Iterator[Way]:
    try:
        connector = open_connector(Context(account=account, secret=KnownSecret(), clock=clock))
    except ChannelError as error:
        if account.kind == Kind.MAIL:
            yield _way(place, account, to, refusal=str(error))
        return
    try:
        can = connector.capabilities
        if not can.begins or not isinstance(connector, Addresser):
            return
        if not isinstance(connector, Replier) or not can.can_reply:
            only_reads = worded(f"“{account.name}” can only read mail: no server for sending was given.")
            yield _way(place, account, to, refusal=only_reads)
            return
        limits = can.limits.get(Audience.PRIVATE, Limits())
        yield _way(place, account, to, limits=limits, signature=can.signature)
    finally:
        connector.close()


def _way(
    place: ConversationId,
    account: Account | None,
    to: tuple[str, ...],
    *,
    refusal: str = "",
    limits: Limits | None = None,
    signature: str = "",
) -> Way:
    name = account.name if account is not None else ""
    return Way(
        conversation=place,
        account=account.id if account is not None else AccountId(0),
        account_name=account.settings.get("address", "") or name if account is not None else "",
        channel="mail",
        kind=Kind.MAIL,
        audience=Audience.PRIVATE,
        who=", ".join(to),
        handle=", ".join(to),
        in_reply_to=None,
        recipients=to,
        limits=limits or Limits(),
        refusal=refusal,
        signature=signature,
    )
