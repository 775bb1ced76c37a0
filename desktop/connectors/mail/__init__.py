"""Mail: read over IMAP, sent over SMTP. Nothing heavy is imported before an account is opened."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.connectors.base import Context
    from desktop.connectors.mail.connector import MailConnector


def open_mail(context: "Context") -> "MailConnector":
    """Return the connector of a mail account. Raises Misconfigured for settings that cannot work."""
    from desktop.connectors.mail.connector import MailConnector

    return MailConnector(context)
