"""What a setting of a channel is called for the owner, who should not have to know its key."""

from PySide6.QtCore import QCoreApplication


def setting_title(key: str) -> str:
    """Return the words for a setting; one that has none of its own is told by its key."""
    return _titles().get(key) or key.replace("_", " ").capitalize()


def _titles() -> dict[str, str]:
    translate = QCoreApplication.translate
    return {
        "address": translate("Settings", "Address"),
        "imap_host": translate("Settings", "Incoming mail server"),
        "imap_port": translate("Settings", "Incoming port"),
        "imap_security": translate("Settings", "Incoming security"),
        "smtp_host": translate("Settings", "Outgoing mail server"),
        "smtp_port": translate("Settings", "Outgoing port"),
        "smtp_security": translate("Settings", "Outgoing security"),
        "user": translate("Settings", "Sign-in name"),
        "auth": translate("Settings", "Way to sign in"),
        "ca_file": translate("Settings", "Own certificate"),
        "aliases": translate("Settings", "Other addresses"),
        "sender_name": translate("Settings", "Name on replies"),
        "signature": translate("Settings", "Signature"),
        "hold": translate("Settings", "Seconds to take back"),
        "copy_to_self": translate("Settings", "Copy to yourself"),
        "url": translate("Settings", "Address of the feed"),
        "phrases": translate("Settings", "Words that name you"),
        "exclude": translate("Settings", "Words to leave out"),
    }
