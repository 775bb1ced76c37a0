"""kind -> channel: the only list of channels. A channel's code is imported when an account of it is first opened."""

from collections.abc import Mapping
from importlib import import_module
from typing import cast

from desktop.connectors.base import Cancel, Channel, Connector, Context, Parse, Setting
from desktop.domain.clock import Clock
from desktop.domain.errors import Misconfigured
from desktop.domain.wording import worded

CHANNELS: tuple[Channel, ...] = (
    Channel(
        kind="mail",
        title=worded("Mail"),
        needs_secret=True,
        open="desktop.connectors.mail:open_mail",
        parse="desktop.connectors.mail.mime:parse_mail",
        find="desktop.connectors.mail.autoconfig:find",
        asks=("address",),
        settings=(
            Setting(key="address", meaning=worded("the address customers write to"), required=True),
            Setting(key="imap_host", meaning=worded("the server mail is read from"), required=True),
            Setting(key="imap_port", meaning=worded("its port"), default="993"),
            Setting(
                key="imap_security",
                meaning=worded("how it is secured"),
                default="tls",
                choices=("tls", "starttls", "none"),
            ),
            Setting(key="smtp_host", meaning=worded("the server mail is sent through (without it, read only)")),
            Setting(key="smtp_port", meaning=worded("its port"), default="465"),
            Setting(
                key="smtp_security",
                meaning=worded("how it is secured"),
                default="tls",
                choices=("tls", "starttls", "none"),
            ),
            Setting(key="user", meaning=worded("the name to sign in with, if it is not the address")),
            Setting(key="auth", meaning=worded("how to sign in"), default="password", choices=("password", "xoauth2")),
            Setting(key="ca_file", meaning=worded("a certificate authority of your own, as a PEM file")),
            Setting(key="aliases", meaning=worded("your other addresses on this account, separated by commas")),
            Setting(key="sender_name", meaning=worded("the name your replies carry, such as Hazel & Rye Bakery")),
            Setting(key="signature", meaning=worded("what stands below your replies; \\n begins a new line")),
            Setting(
                key="hold",
                meaning=worded("for how many seconds a reply can be taken back, if not as long as elsewhere"),
            ),
            Setting(
                key="copy_to_self",
                meaning=worded("send a copy of every reply to yourself, so that it can always be proved to have left"),
                default="no",
                choices=("no", "yes"),
            ),
        ),
    ),
    Channel(
        kind="feed",
        title=worded("Blogs & news"),
        open="desktop.connectors.feeds:open_feed",
        parse="desktop.connectors.feeds.parse:parse_entry",
        settings=(
            Setting(key="url", meaning=worded("the address of the feed, or of the page it belongs to"), required=True),
            Setting(key="ca_file", meaning=worded("a certificate authority of your own, as a PEM file")),
        ),
    ),
    Channel(
        kind="watch",
        title=worded("Mentions"),
        open="desktop.connectors.watch:open_watch",
        parse="desktop.connectors.watch:parse_watched",
        settings=(
            Setting(
                key="phrases",
                meaning=worded('words that name you, separated by commas: "hazel & rye", hazelrye'),
                required=True,
            ),
            Setting(key="exclude", meaning=worded("words that mean somebody else, separated by commas")),
            Setting(key="url", meaning=worded("feeds in which to look, separated by spaces (else all your feeds)")),
            Setting(key="ca_file", meaning=worded("a certificate authority of your own, as a PEM file")),
        ),
    ),
    Channel(
        kind="archive",
        title=worded("Old mail"),
        open="desktop.connectors.archive:open_archive",
        parse="desktop.connectors.mail.mime:parse_mail",
        settings=(Setting(key="address", meaning=worded("your own address in that mail")),),
    ),
    Channel(
        kind="demo",
        title=worded("Sample shop"),
        open="desktop.connectors.demo:open_demo",
        parse="desktop.connectors.demo:parse_demo",
        settings=(
            Setting(
                key="network",
                meaning=worded("which kind of channel it plays"),
                default="mail",
                choices=("mail", "mastodon", "bluesky", "x", "facebook", "comment", "blog", "review"),
            ),
            Setting(key="folder", meaning=worded("where it remembers the replies it accepted (else nowhere)")),
            Setting(key="born", meaning=worded("the moment it was opened; it fills this in itself")),
        ),
    ),
)


def channel(kind: str) -> Channel:
    """Return the channel of that kind; raises Misconfigured naming the ones there are."""
    for entry in CHANNELS:
        if entry.kind == kind:
            return entry
    known = ", ".join(entry.kind for entry in CHANNELS)
    raise Misconfigured(worded(f"There is no channel called “{kind}”. There are: {known}."))


def open_connector(context: Context) -> Connector:
    """Return a connector for an account; imports the channel's code. Raises Misconfigured for bad settings."""
    return cast("Connector", _load(channel(context.account.kind).open)(context))


def find_settings(known: Channel, settings: Mapping[str, str], clock: Clock, cancel: Cancel) -> dict[str, str]:
    """Return the settings with what the channel's code finds out of those that must be given and are not.

    Blocks on the network. Raises Misconfigured when it is not found.
    """
    absent = any(setting.required and not settings.get(setting.key) for setting in known.settings)
    return dict(_load(known.find)(settings, clock, cancel)) if known.find and absent else dict(settings)


def parser(kind: str) -> Parse:
    """Return the channel's parse function; imports the channel's code."""
    return cast("Parse", _load(channel(kind).parse))


def _load(path: str):  # type: ignore[no-untyped-def]
    module, _, name = path.partition(":")
    return getattr(import_module(module), name)
