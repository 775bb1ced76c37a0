"""Feeds: RSS, Atom, RDF and JSON Feed by their address or by the address of the page they belong to."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.connectors.base import Context
    from desktop.connectors.feeds.connector import Feed


def open_feed(context: "Context") -> "Feed":
    """Return the connector of one feed account; raises Misconfigured when its address cannot be one."""
    from desktop.connectors.feeds.connector import Feed

    return Feed(context)
