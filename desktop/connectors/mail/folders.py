"""Which mailboxes are read: where customers write to, and where the shop's own answers lie."""

from collections.abc import Iterable, Sequence

from desktop.connectors.mail.imap import Folder

INBOX = "INBOX"

_SENT_NAMES = frozenset(
    name.casefold()
    for name in (
        "Sent", "Sent Items", "Sent Messages", "Sent Mail", "Sent-Mail", "Outbox Sent",
        "Gesendet", "Gesendete Elemente", "Gesendete Objekte", "Gesendete Nachrichten",
        "Envoyés", "Éléments envoyés", "Messages envoyés", "Courrier envoyé", "Objets envoyés",
        "Enviados", "Elementos enviados", "Mensajes enviados", "Enviadas", "Itens enviados", "Mensagens enviadas",
        "Posta inviata", "Inviati", "Inviata", "Elementi inviati",
        "Verzonden", "Verzonden items", "Verzonden berichten",
        "Skickat", "Skickade objekt", "Skickade meddelanden", "Sendt", "Sendte elementer", "Sendt post", "Lähetetyt",
        "Wysłane", "Elementy wysłane", "Odeslané", "Odeslaná pošta", "Odoslané", "Trimise", "Elküldött üzenetek",
        "Отправленные", "Отправлено", "Надіслані", "Изпратени", "Απεσταλμένα", "Gönderilmiş Öğeler", "Gönderilenler",
        "送信済み", "送信済みアイテム", "送信済みメール", "已发送", "已发送邮件", "寄件備份", "已傳送郵件", "보낸편지함", "보낸 편지함",
        "المرسلة", "פריטים שנשלחו", "दूत भेजा", "Đã gửi",
    )
)  # fmt: skip


def sent_folder(folders: Sequence[Folder]) -> str:
    """Return the mailbox that holds what we sent: by its special use, else by its name; "" when there is none."""
    usable = [folder for folder in folders if not folder.attributes & {"\\noselect", "\\nonexistent"}]
    marked = [folder.name for folder in usable if "\\sent" in folder.attributes]
    if marked:
        return marked[0]
    named = [folder for folder in usable if _last_part(folder) in _SENT_NAMES]
    return min(named, key=_depth).name if named else ""


def boxes(folders: Iterable[Folder]) -> list[tuple[str, str]]:
    """Return the mailboxes to read with the role of each: "inbox" or "sent"."""
    sent = sent_folder(list(folders))
    return [(INBOX, "inbox"), *([(sent, "sent")] if sent and sent.upper() != INBOX else [])]


def remote_id(mailbox: str, uidvalidity: int, uid: int) -> str:
    """Return the id by which the store knows a message of a mailbox."""
    return f"{mailbox};{uidvalidity};{uid}"


def located(remote: str) -> tuple[str, int, int] | None:
    """Return mailbox, UIDVALIDITY and UID of a remote id; None when it is not one of a mailbox."""
    mailbox, _, rest = remote.rpartition(";")
    mailbox, _, validity = mailbox.rpartition(";")
    if not mailbox or not (validity.isascii() and validity.isdigit() and rest.isascii() and rest.isdigit()):
        return None
    return mailbox, int(validity), int(rest)


def _last_part(folder: Folder) -> str:
    name = folder.name.rpartition(folder.separator)[2] if folder.separator else folder.name
    return name.casefold()


def _depth(folder: Folder) -> int:
    return folder.name.count(folder.separator) if folder.separator else 0
