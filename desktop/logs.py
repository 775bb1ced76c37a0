"""What the product did, in a file the owner can send to somebody: no secrets, and no words of any customer's."""

import base64
import contextlib
import logging
import logging.handlers
import re
import sys
import threading
import time
import urllib.parse
from pathlib import Path
from types import TracebackType

from desktop.paths import Places

HIDDEN = "•••"
MOST_BYTES = 1_000_000
OLDER_FILES = 5
SHORTEST = 4
"""A secret of fewer characters is too common a string to be looked for."""

_NAMES = (
    "access_token|refresh_token|id_token|client_secret|code|code_verifier|password|passwd|pwd|api_?key|secret|token"
)
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), rf"\g<1>{HIDDEN}")
    for pattern in (
        r"(\b(?:Bearer|DPoP|Basic|Token)\s+)[A-Za-z0-9._~+/=-]{6,}",
        r"(\bLOGIN\s+(?:\"(?:[^\"\\]|\\.)*\"|\S+)\s+)(?:\"(?:[^\"\\]|\\.)*\"|\S+)",
        r"(\bAUTH(?:ENTICATE)?\s+[A-Z0-9-]+\s+)[A-Za-z0-9+/=]{4,}",
        rf"(\b(?:{_NAMES})[\"']?\s*[=:]\s*[\"']?)(?!\d{{3}}\b)[^\s\"'&,;)}}\]]{{3,}}",
        r"(\b(?:https?|imaps?|smtps?)://[^\s/:@]{0,200}:)[^\s/@]{1,400}(?=@)",
        r"(\b(?:auth=Bearer )\s*)[^\x01\s]{3,}",
    )
)


class Redactor(logging.Filter):
    """Takes secrets out of log records: those it has heard of, in every common encoding, and what looks like one.

    Attached to the handler, so that it sees the records of every library. Safe on any thread.
    """

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._known: frozenset[str] = frozenset()
        self._pattern: re.Pattern[str] | None = None

    def remember(self, secret: str, user: str = "") -> None:
        """Hide this secret from now on. `user` adds the form in which both are sent together."""
        with self._lock:
            known = self._known | _forms(secret, user)
            if known == self._known:
                return
            self._known = known
            longest_first = sorted(known, key=len, reverse=True)
            self._pattern = re.compile("|".join(re.escape(form) for form in longest_first))

    def clean(self, text: str) -> str:
        """Return the text without secrets."""
        if self._pattern is not None:
            text = self._pattern.sub(HIDDEN, text)
        for pattern, shown in _PATTERNS:
            text = pattern.sub(shown, text)
        return text

    def filter(self, record: logging.LogRecord) -> bool:
        """Clean the record in place: its message, its arguments and the text of its exception."""
        try:
            message = record.getMessage()
        except Exception:  # noqa: BLE001 - a record with wrong arguments must not stop the program, nor show them
            message = f"(a record of {record.name} that could not be written)"
        record.msg, record.args = self.clean(message).replace("\r", "").replace("\n", "\n    "), ()
        if record.exc_info and record.exc_info[0] is not None:
            record.exc_text = self.clean(logging.Formatter().formatException(record.exc_info))
            record.exc_info = None
        elif record.exc_text:
            record.exc_text = self.clean(record.exc_text)
        if record.stack_info:
            record.stack_info = self.clean(record.stack_info)
        return True


def _forms(secret: str, user: str) -> frozenset[str]:
    """Return the secret as it is and as protocols, addresses and programs write it."""
    if len(secret) < SHORTEST:
        return frozenset()
    raw = secret.encode("utf-8", "surrogatepass")
    forms = {secret, repr(secret)[1:-1], secret.encode("unicode_escape").decode("ascii"), repr(raw)[2:-1]}
    forms |= {urllib.parse.quote(raw, safe=""), urllib.parse.quote(raw), urllib.parse.quote_plus(raw)}
    forms |= {raw.hex(), raw.hex().upper(), secret.replace("\\", "\\\\").replace('"', '\\"')}
    for plain in {raw, b"\0" + raw, b"\0%b\0%b" % (user.encode(), raw), secret.encode("utf-16-le", "surrogatepass")}:
        forms |= _base64(plain)
    forms |= _base64_inside(raw)
    return frozenset(form for form in forms if len(form) >= SHORTEST)


def _base64(data: bytes) -> set[str]:
    usual, web = base64.b64encode(data).decode(), base64.urlsafe_b64encode(data).decode()
    return {usual, usual.rstrip("="), web, web.rstrip("=")}


def _base64_inside(raw: bytes) -> set[str]:
    """Return what of the secret is the same in any base64 text that holds it, whatever stands around it (SASL PLAIN)."""
    found: set[str] = set()
    for before in range(3):
        encoded = base64.b64encode(b"\0" * before + raw).decode().rstrip("=")
        first = (before * 8 + 5) // 6
        last = (before + len(raw)) * 8 // 6
        middle = encoded[first:last]
        if len(middle) >= 8:
            found |= {middle, middle.replace("+", "-").replace("/", "_")}
    return found


def setup(places: Places, level: str = "info", keep_days: int = 14) -> Redactor:
    """Write the log to a rotating file under `places.logs` from now on; return what must hear every secret.

    Files of it to which nothing was written for `keep_days` days are deleted. Called once by each composition root. A folder that cannot be written to means no log, not no start.
    """
    redactor = Redactor()
    root = logging.getLogger()
    for handler in [handler for handler in root.handlers if isinstance(handler, _File)]:
        root.removeHandler(handler)
        handler.close()
    try:
        places.logs.mkdir(parents=True, exist_ok=True, mode=0o700)
        _clear(places.logs, keep_days)
        handler = _File(
            places.logs / "shopbell.log",
            maxBytes=MOST_BYTES,
            backupCount=OLDER_FILES,
            encoding="utf-8",
            errors="replace",
        )
    except OSError:
        return redactor
    handler.setFormatter(_Line(redactor))
    handler.addFilter(redactor)
    root.addHandler(handler)
    root.setLevel(level.upper() if level.upper() in logging.getLevelNamesMapping() else logging.INFO)
    for talkative in ("httpx2", "httpcore2", "httpx", "httpcore", "hpack", "asyncio", "keyring", "mailparser_reply"):
        logging.getLogger(talkative).setLevel(logging.WARNING)
    logging.captureWarnings(capture=True)
    return redactor


def _clear(folder: Path, days: int) -> None:
    oldest = time.time() - days * 24 * 3600
    for file in folder.glob("shopbell.log*"):
        # Another process may have it open, or have turned it over just now.
        with contextlib.suppress(OSError):
            if file.stat().st_mtime < oldest:
                file.unlink()


class _Line(logging.Formatter):
    """One record as a line, looked through once more as a whole (a thread's name can hold a secret, too)."""

    def __init__(self, redactor: Redactor) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(threadName)s %(name)s: %(message)s")
        self._redactor = redactor

    def format(self, record: logging.LogRecord) -> str:
        """Return the record's line without secrets."""
        return self._redactor.clean(super().format(record))


class _File(logging.handlers.RotatingFileHandler):
    """The log file; a full disk loses a line of it and nothing else."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802, ARG002
        """Let the line go: telling anybody would need the same disk."""
        return


def log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Write an exception nobody caught to the log; meant for `sys.excepthook`. Ctrl+C is left as it is."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    logging.getLogger("shopbell").critical("Not caught", exc_info=(kind, error, trace))
