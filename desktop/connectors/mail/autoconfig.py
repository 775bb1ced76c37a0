"""Finds the servers of a mail address, so that its owner need not know them: what its own domain says, else the usual names.

Nobody but the domain of the address is asked, by https where it says which servers it has (Thunderbird's config-v1.1.xml),
and by a greeting where its servers have the names that most have. No password is sent. A server that would be spoken to
without encryption is passed over.
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import product
from urllib.parse import quote
from xml.etree import ElementTree as Xml

from desktop.connectors.base import Cancel
from desktop.connectors.body import Bounds
from desktop.connectors.http import Session
from desktop.connectors.mail.imap import ImapSession
from desktop.connectors.mail.settings import USUAL_PORTS, Security, Server, address_of
from desktop.connectors.mail.smtp import SmtpSession
from desktop.connectors.mail.wire import dial
from desktop.domain.clock import Clock
from desktop.domain.errors import ChannelError, Misconfigured
from desktop.domain.wording import about, worded

PATIENCE = 20.0
"""Seconds after which nothing more is tried."""
_BOUNDS = Bounds(
    total_seconds=8.0, connect_seconds=4.0, read_seconds=4.0, wire=100_000, inflated=200_000, ratio=200, redirects=3
)
_PLACES = (
    "https://autoconfig.{domain}/mail/config-v1.1.xml?emailaddress={address}",
    "https://{domain}/.well-known/autoconfig/mail/config-v1.1.xml",
)
_NAMES = {"imap": ("imap", "mail"), "smtp": ("smtp", "mail")}
_SECURED = {"SSL": Security.TLS, "STARTTLS": Security.STARTTLS}

Get = Callable[[str], bytes]
"""Fetches an address; raises ChannelError."""
Greets = Callable[[str, Server], bool]
"""Tells whether a server of that kind ("imap", "smtp") greets."""


def find(settings: Mapping[str, str], clock: Clock, cancel: Cancel) -> dict[str, str]:
    """Return the settings with the servers of their address. On a worker thread; takes up to half a minute.

    Raises Misconfigured when they are not found, or Cancelled.
    """
    address = address_of(settings)
    until = clock.monotonic() + PATIENCE

    def get(url: str) -> bytes:
        session = Session(clock=clock, typed=(url,), bounds=_BOUNDS)
        try:
            answer = session.get(url, cancel=cancel)
        finally:
            session.close()
        return answer.body if answer.status == 200 else b""

    def greets(kind: str, server: Server) -> bool:
        cancel.check()
        return clock.monotonic() < until and _greets(kind, server, cancel)

    found = told(address, get) or guessed(address, greets)
    cancel.check()
    return {**found, **{key: value for key, value in settings.items() if value}}


def told(address: str, get: Get) -> dict[str, str]:
    """Return the servers that the domain itself names, {} where it does not."""
    domain = address.rpartition("@")[2]
    for place in _PLACES:
        try:
            found = read(get(place.format(domain=domain, address=quote(address))), address)
        except ChannelError:
            continue
        if found:
            return found
    return {}


def guessed(address: str, greets: Greets) -> dict[str, str]:
    """Return the servers under the usual names that greet; raises Misconfigured where there are none."""
    domain = address.rpartition("@")[2]
    found: dict[str, str] = {}
    for kind, names in _NAMES.items():
        server = next((one for one in _candidates(kind, names, domain) if greets(kind, one)), None)
        if server is None:
            sentence = worded(f"The mail servers of {domain} were not found: your provider can name them.")
            raise Misconfigured(about(sentence, f"{kind}_host"))
        found |= _settings(kind, server)
    return found


def read(text: bytes, address: str) -> dict[str, str]:
    """Return the servers that a config-v1.1.xml names, {} where it names none that can be used, or is none."""
    # No such file has entities of its own, and those of a stranger are not unfolded.
    if not text or b"<!" in text.replace(b"<!--", b""):
        return {}
    try:
        provider = Xml.fromstring(text)  # noqa: S314 - bounded in size, and without entities
    except Xml.ParseError:
        return {}
    incoming, outgoing = _first(provider, "incomingServer", "imap"), _first(provider, "outgoingServer", "smtp")
    if incoming is None or outgoing is None:
        return {}
    local, _, domain = address.rpartition("@")
    filled = {"%EMAILADDRESS%": address, "%EMAILLOCALPART%": local, "%EMAILDOMAIN%": domain}
    user = _text(incoming, "username", filled)
    found = _told_of("imap", incoming, filled) | _told_of("smtp", outgoing, filled)
    return found | ({"user": user} if user not in ("", address) else {})


def _first(provider: Xml.Element, tag: str, kind: str) -> Xml.Element | None:
    """Return the first server of a kind that is spoken to encrypted."""
    servers = (one for one in provider.iter(tag) if one.get("type") == kind)
    return next((one for one in servers if one.findtext("socketType", "").strip().upper() in _SECURED), None)


def _told_of(kind: str, server: Xml.Element, filled: Mapping[str, str]) -> dict[str, str]:
    return {
        f"{kind}_host": _text(server, "hostname", filled),
        f"{kind}_port": _text(server, "port", filled),
        f"{kind}_security": _SECURED[server.findtext("socketType", "").strip().upper()].value,
    }


def _text(server: Xml.Element, tag: str, filled: Mapping[str, str]) -> str:
    text = server.findtext(tag, "").strip()
    for sign, value in filled.items():
        text = text.replace(sign, value)
    return text


def _candidates(kind: str, names: tuple[str, ...], domain: str) -> Iterator[Server]:
    for name, security in product(names, (Security.TLS, Security.STARTTLS)):
        yield Server(host=f"{name}.{domain}", port=USUAL_PORTS[kind][security], security=security)


def _settings(kind: str, server: Server) -> dict[str, str]:
    return {
        f"{kind}_host": server.host,
        f"{kind}_port": str(server.port),
        f"{kind}_security": server.security.value,
    }


def _greets(kind: str, server: Server, cancel: Cancel) -> bool:
    try:
        wire = dial(server, cancel)
    except ChannelError:
        return False
    try:
        with wire.under(cancel):
            (ImapSession if kind == "imap" else SmtpSession)(wire).greet(server)
    except ChannelError:
        return False
    finally:
        wire.close()
    return True
