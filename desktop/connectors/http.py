"""Fetching a web address for a channel: bounded in time, size and reach, stoppable, and its troubles in plain words.

What the owner typed may lie anywhere, also on this machine or in the shop's own network. What content leads to (a
redirect, a link found in a page) may not, unless the owner typed that very host. The network library is imported when
the first request is made.
"""

import base64
import ipaddress
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from desktop import __version__
from desktop.connectors.base import Cancel
from desktop.connectors.body import Bounds, whole
from desktop.domain.clock import Clock
from desktop.domain.errors import (
    ChannelError,
    Misconfigured,
    RateLimited,
    Refused,
    SignInNeeded,
    Unreachable,
)
from desktop.domain.wording import about, worded

if TYPE_CHECKING:
    import httpx2

    from desktop.connectors.wire import Line, Resolve

AGENT = f"Shopbell/{__version__} (desktop inbox; reads feeds)"
SHORTEST_WAIT = timedelta(seconds=1)
LONGEST_WAIT = timedelta(hours=6)
_REDIRECTS = {301, 302, 303, 307, 308}
_PERMANENT = {301, 308}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server said. `headers` have lower-case names, `url` is the address that answered in the end.

    `moved` is the address to which permanent redirects alone led ("" when there were none).
    """

    status: int
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    moved: str = ""


def web_address(typed: str) -> str:
    """Return what the owner typed as a full http or https address; raises Misconfigured with a sentence.

    A missing scheme means https; `feed:` in front is taken off. Names and passwords do not belong in an address.
    """
    text = typed.strip()
    for prefix in ("feed://", "feed:"):
        if text.lower().startswith(prefix):
            text = text[len(prefix) :]
            break
    if "://" not in text:
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        known = parts.port is None or parts.port > 0
    except ValueError:
        raise Misconfigured(worded(f"“{typed}” is not a web address.")) from None
    if parts.scheme.lower() not in ("http", "https"):
        raise Misconfigured(worded(f"“{typed}” is not a web address: it must begin with https:// or http://."))
    if not parts.hostname or not known or any(c.isspace() for c in text):
        raise Misconfigured(worded(f"“{typed}” is not a web address."))
    if parts.username is not None or parts.password is not None:
        raise Misconfigured(
            worded("Take the name and password out of the address and store them as the secret, written name:password.")
        )
    return text


class Session:
    """Fetches addresses for one account. Used by one thread at a time; `close` may be called on any.

    `typed` are the addresses the owner typed; `login` is "name:password" or "", sent only to the host first asked, and
    unencrypted only to this machine.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        typed: Sequence[str] = (),
        ca_file: str = "",
        login: str = "",
        resolve: "Resolve | None" = None,
        bounds: Bounds | None = None,
    ) -> None:
        self._clock = clock
        self._typed = tuple(typed)
        self._ca_file = ca_file
        self._login = login
        self._resolve = resolve
        self._bounds = bounds or Bounds()
        self._ssl: ssl.SSLContext | None = None
        self._line: Line | None = None

    def get(self, url: str, *, cancel: Cancel, headers: Mapping[str, str] | None = None) -> Answer:
        """Return the server's answer, whatever its status, after following redirects by hand.

        Raises Unreachable, Misconfigured, Malformed or Cancelled, each with a sentence.
        """
        import httpx2

        hop = _Hop(httpx2.URL(web_address(url)), tuple(_name(httpx2.URL(web_address(one))) for one in self._typed))
        deadline = self._clock.monotonic() + self._bounds.total_seconds
        for _ in range(self._bounds.redirects + 1):
            answer = self._ask(hop, headers or {}, deadline, cancel)
            location = answer.headers.get("location", "")
            if answer.status not in _REDIRECTS or not location:
                return answer
            hop.follow(answer, location)
        raise Unreachable(
            worded(
                f"{hop.start.host} passes us on more than {self._bounds.redirects} times. Shopbell tries again later."
            )
        )

    def close(self) -> None:
        """Cut a request that is under way."""
        line = self._line
        if line is not None:
            line.cut()

    def _ask(self, hop: "_Hop", headers: Mapping[str, str], deadline: float, cancel: Cancel) -> Answer:
        import httpx2

        from desktop.connectors.wire import Line, Transport, look_up

        line = Line(
            cancel=cancel,
            monotonic=self._clock.monotonic,
            deadline=deadline,
            connect_seconds=self._bounds.connect_seconds,
            reach=hop.may_reach,
            resolve=self._resolve or look_up,
        )
        self._line = line
        timeout = httpx2.Timeout(
            connect=self._bounds.connect_seconds,
            read=self._bounds.read_seconds,
            write=self._bounds.read_seconds,
            pool=1,
        )
        try:
            with httpx2.Client(transport=Transport(line, self._context()), trust_env=False, timeout=timeout) as client:
                return self._read(client, hop, self._headers(hop, headers), cancel)
        except ChannelError:
            cancel.check()
            raise
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError, ValueError) as error:
            cancel.check()
            raise _in_words(error, hop.url.host) from error
        finally:
            hop.was_at(line.address)
            line.close()
            self._line = None

    def _read(self, client: "httpx2.Client", hop: "_Hop", headers: Mapping[str, str], cancel: Cancel) -> Answer:
        with client.stream("GET", hop.url, headers=headers, follow_redirects=False) as response:
            found = {name.lower(): value for name, value in response.headers.items()}
            body = b""
            if response.status_code not in _REDIRECTS and response.status_code not in (204, 304):
                body = whole(response.iter_raw(), found, self._bounds, hop.url.host)
            cancel.check()
            return Answer(status=response.status_code, url=str(hop.url), headers=found, body=body, moved=hop.moved)

    def _headers(self, hop: "_Hop", extra: Mapping[str, str]) -> dict[str, str]:
        headers = {"User-Agent": AGENT, "Accept-Encoding": "gzip, deflate", **extra}
        if self._login and hop.at_home:
            if hop.url.scheme == "http" and not _is_this_machine(hop.url.host):
                raise Misconfigured(
                    worded(
                        f"{hop.url.host} is asked without encryption, so the password stayed here. "
                        "Give its address with https:// in front."
                    )
                )
            token = base64.b64encode(self._login.encode()).decode("ascii")
            headers["Authorization"] = f"Basic {token}"
        return headers

    def _context(self) -> ssl.SSLContext:
        if self._ssl is None:
            self._ssl = _trust(self._ca_file)
        return self._ssl


class _Hop:
    """Where a chain of redirects stands: the present address, and what it may lead to."""

    def __init__(self, url: "httpx2.URL", typed: Sequence[str]) -> None:
        self.start = url
        self.url = url
        self.moved = ""
        self._typed = typed
        self._only_permanent = True
        self._was_public = False

    @property
    def at_home(self) -> bool:
        """True while we are at the host first asked (or the same host by https)."""
        here, start = self.url, self.start
        if here.host != start.host:
            return False
        return (here.scheme, here.port) == (start.scheme, start.port) or (
            here.scheme == "https" and here.port is None and start.port is None
        )

    def may_reach(self, host: str, address: str) -> bool:
        """Say whether this hop may connect to `address`."""
        from desktop.connectors.wire import is_literal, is_public

        if is_public(address):
            return True
        typed = host in self._typed
        return typed and (is_literal(host) or not self._was_public)

    def was_at(self, address: str) -> None:
        """Remember that the open internet answered: from then on a name cannot lead back inside."""
        from desktop.connectors.wire import is_public

        if address and is_public(address):
            self._was_public = True

    def follow(self, answer: Answer, location: str) -> None:
        """Go where `answer` points; raises Unreachable for a place we do not go to."""
        import httpx2

        before = self.url
        try:
            after = before.join(location).copy_with(fragment=None)
            if after.userinfo:
                after = after.copy_with(username=None, password=None)
        except (httpx2.InvalidURL, ValueError):
            raise Unreachable(worded(f"{before.host} passes us on to something that is no address.")) from None
        if after.scheme not in ("http", "https") or not after.host:
            raise Unreachable(worded(f"{before.host} passes us on to something that is not a web address."))
        if before.scheme == "https" and after.scheme == "http":
            raise Unreachable(
                worded(f"{before.host} passes us on to an address without encryption; Shopbell did not follow.")
            )
        self._only_permanent = self._only_permanent and answer.status in _PERMANENT
        self.url = after
        if self._only_permanent:
            self.moved = str(after)


def _name(url: "httpx2.URL") -> str:
    return url.raw_host.decode("ascii").strip("[]")


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def _trust(ca_file: str) -> ssl.SSLContext:
    if not ca_file:
        import truststore

        return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        return ssl.create_default_context(cafile=str(Path(ca_file).expanduser()))
    except (OSError, ssl.SSLError):
        raise Misconfigured(about(worded(f"The certificate file {ca_file} cannot be read."), "ca_file")) from None


def _in_words(error: Exception, host: str) -> ChannelError:
    import httpx2

    if isinstance(error, httpx2.TimeoutException):
        return Unreachable(worded(f"{host} does not answer. Shopbell tries again later."))
    if isinstance(error, httpx2.InvalidURL | ValueError):
        return Misconfigured(worded(f"“{host}” is not a web address that can be asked."))
    if isinstance(error, httpx2.RemoteProtocolError):
        return Unreachable(worded(f"{host} broke off or gave no proper answer. Shopbell tries again later."))
    return Unreachable(worded(f"The connection to {host} broke. Shopbell tries again later."))


def retry_at(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """Return when the server wants to be asked again (Retry-After in seconds or as a date), None when it does not say.

    A date is measured against the server's own clock (its Date header); the wait is kept within 1 s and 6 h.
    """
    value = headers.get("retry-after", "").strip()
    if not value:
        return None
    if value.isdecimal():
        wait = timedelta(seconds=min(int(value[:9]), 10**6))
    else:
        until = http_date(value)
        if until is None:
            return None
        wait = until - (http_date(headers.get("date", "")) or now)
    return now + min(max(wait, SHORTEST_WAIT), LONGEST_WAIT)


def http_date(value: str) -> datetime | None:
    """Return the moment an HTTP date names, None when it names none."""
    try:
        moment = parsedate_to_datetime(value.strip())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def complain(answer: Answer, now: datetime) -> None:
    """Raise the error that an unsuccessful status stands for; do nothing for 2xx and 304."""
    status = answer.status
    host = urlsplit(answer.url).hostname or answer.url
    if 200 <= status < 300 or status == 304:
        return
    wait = retry_at(answer.headers, now)
    if status == 429 or (status == 503 and wait is not None):
        until = wait or now + timedelta(minutes=15)
        raise RateLimited(worded(f"{host} asks us to wait. Shopbell asks again later."), retry_at=until)
    if status in (401, 407):
        raise SignInNeeded(
            worded(f"{host} wants a name and a password for this address, or did not accept the ones it got.")
        )
    if status in (408, 421, 425) or status >= 500:
        raise Unreachable(worded(f"{host} is in trouble (it answered {status}). Shopbell tries again later."))
    if status == 404:
        raise Refused(worded(f"{host} has nothing at this address (404). Check the address."))
    if status == 410:
        raise Refused(worded(f"{host} says that this has ended for good (410). Shopbell stops asking."))
    raise Refused(worded(f"{host} refused to answer ({status}). Check the address."))
