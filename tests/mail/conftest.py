"""Fixtures of the mail suite."""

from tests.servers.mail import mail_server

__all__ = ["mail_server"]
