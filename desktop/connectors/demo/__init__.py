"""The sample shop: a scripted bakery on every kind of channel, for a newcomer, a picture and the tests.

Nothing here touches a network. What is said stands in `resources/demo/*.toml`, counted from the moment the sample was
opened. Replies are accepted after a short while and some are answered; which ones were accepted is written to a file
in the folder that the account names (`folder`), because an account's server would remember that too.
"""

from desktop.connectors.base import Context
from desktop.connectors.demo.parse import parse_demo
from desktop.connectors.demo.shop import DemoChannel, DemoReplies
from desktop.domain.errors import Misconfigured
from desktop.domain.wording import worded

__all__ = ["DEMO_ACCOUNTS", "open_demo", "parse_demo"]

DEMO_ACCOUNTS: tuple[tuple[str, dict[str, str]], ...] = (
    ("Mail", {"network": "mail"}),
    ("Mastodon", {"network": "mastodon"}),
    ("Bluesky", {"network": "bluesky"}),
    ("X", {"network": "x"}),
    ("Facebook", {"network": "facebook"}),
    ("Comments", {"network": "comment"}),
    ("Blogs & news", {"network": "blog"}),
    ("Reviews", {"network": "review"}),
)
"""Name and settings of the accounts that make up the sample shop."""

_READ_ONLY = frozenset(("blog",))


def open_demo(context: Context) -> DemoChannel:
    """Return one channel of the sample shop; raises Misconfigured when `network` names none."""
    network = context.account.settings.get("network", "mail")
    if all(settings["network"] != network for _, settings in DEMO_ACCOUNTS):
        known = ", ".join(settings["network"] for _, settings in DEMO_ACCOUNTS)
        raise Misconfigured(worded(f"The sample shop has no channel “{network}”. It has: {known}."))
    return DemoChannel(context) if network in _READ_ONLY else DemoReplies(context)
