"""A real mail service on loopback: Dovecot for IMAP and LMTP, Postfix for submission, both with a private CA.

Everything lives under one directory and listens on ports chosen by the machine, so that several services can run side
by side. Needs root (both servers change user), no systemd. `running_mail` is for benchmarks and other suites,
`mail_server` is the fixture.
"""

import contextlib
import imaplib
import itertools
import json
import os
import shutil
import signal
import smtplib
import socket
import ssl
import stat
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from tests.servers import mail_config

HOST = "127.0.0.1"
OWNER, OWNER_PASSWORD = "owner@shop.test", "owner-pw"
CUSTOMER, CUSTOMER_PASSWORD = "customer@example.test", "customer-pw"
_POSTFIX_DAEMONS = ("/usr/lib/postfix/sbin", "/usr/libexec/postfix", "/usr/lib/postfix")
_PAUSE = threading.Event()
_NUMBERS = itertools.count(1)


class MailServersMissing(Exception):
    """The programs (or the rights) to run a mail service are not there; the text says which."""


@dataclass(frozen=True)
class Ports:
    """One free port for each service."""

    imap: int
    imaps: int
    lmtp: int
    submission: int
    smtps: int
    smtp: int
    sasl: int
    introspection: int


@dataclass
class MailServer:
    """A running service. `users` maps addresses to passwords, `tokens` maps good access tokens to addresses."""

    directory: Path
    ports: Ports
    ca_file: Path
    users: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    host: str = HOST

    @property
    def imap_port(self) -> int:
        """IMAP with STARTTLS offered; plain sign-in is allowed on loopback."""
        return self.ports.imap

    @property
    def imaps_port(self) -> int:
        """IMAP inside TLS."""
        return self.ports.imaps

    @property
    def submission_port(self) -> int:
        """SMTP submission; STARTTLS and sign-in are required."""
        return self.ports.submission

    @property
    def smtps_port(self) -> int:
        """SMTP submission inside TLS; sign-in is required."""
        return self.ports.smtps

    @property
    def smtp_port(self) -> int:
        """Plain SMTP without sign-in, for loopback; TLS is offered."""
        return self.ports.smtp

    @property
    def lmtp_port(self) -> int:
        """Delivery straight into a mailbox."""
        return self.ports.lmtp

    def add_user(self, address: str, password: str = "secret", *, home_of: str = "") -> str:
        """Make a mailbox (or, with `home_of`, a second name of one) and return its address."""
        home = self.directory / "mail" / (home_of or address)
        uid, gid = _mail_ids()
        entry = f"{address}:{{PLAIN}}{password}:{uid}:{gid}::{home}::\n"
        (self.directory / "users" / address).write_text(entry, encoding="utf-8")
        self.users[address] = password
        return address

    def new_user(self, domain: str = "shop.test", password: str = "secret") -> str:
        """Return the address of a mailbox nobody has used before."""
        return self.add_user(f"user{next(_NUMBERS)}@{domain}", password)

    def tls(self) -> ssl.SSLContext:
        """Return a context that trusts this service's CA."""
        return ssl.create_default_context(cafile=str(self.ca_file))

    @contextlib.contextmanager
    def imap(self, user: str) -> Iterator[imaplib.IMAP4_SSL]:
        """Yield a signed-in session of `user`, another program than ours."""
        session = imaplib.IMAP4_SSL(self.host, self.imaps_port, ssl_context=self.tls(), timeout=30)
        try:
            session.login(user, self.users[user])
            yield session
        finally:
            with contextlib.suppress(imaplib.IMAP4.error, OSError):
                session.logout()

    def append(self, user: str, raw: bytes, mailbox: str = "INBOX", flags: str = "", when: float | None = None) -> int:
        """Put one message into a mailbox with these flags and this arrival time; return its UID."""
        return self.append_many(user, [raw], mailbox, flags, when)[0]

    def append_many(
        self, user: str, raws: Iterable[bytes], mailbox: str = "INBOX", flags: str = "", when: float | None = None
    ) -> list[int]:
        """Put messages into a mailbox, one APPEND each; return their UIDs."""
        uids = []
        moment = imaplib.Time2Internaldate(time.time() if when is None else when)
        with self.imap(user) as session:
            for raw in raws:
                _, answer = session.append(mailbox, flags, moment, raw)
                uids.append(int(answer[0].split(b"APPENDUID ")[1].split(b"]")[0].split()[1]))
        return uids

    def fill(self, user: str, raws: Iterable[bytes], mailbox: str = "INBOX", when: float = 1_790_000_000.0) -> int:
        """Write messages straight into the Maildir, for bulk; each a minute after the one before. Returns how many."""
        uid, gid = _mail_ids()
        home = self.directory / "mail" / user
        folder = home / "Maildir" if mailbox == "INBOX" else home / "Maildir" / f".{mailbox}"
        for name in (home, home / "Maildir", folder, folder / "cur", folder / "new", folder / "tmp"):
            if not name.exists():
                name.mkdir()
                os.chown(name, uid, gid)
        count = 0
        for count, raw in enumerate(raws, 1):
            path = folder / "cur" / f"{int(when)}.M{count:07d}.filled:2,"
            path.write_bytes(raw)
            os.chown(path, uid, gid)
            os.utime(path, (when, when))
            when += 60
        return count

    def deliver(self, to: str, raw: bytes, sender: str = CUSTOMER) -> None:
        """Hand one message to Dovecot's delivery agent, as a mail exchanger would."""
        with smtplib.LMTP(self.host, self.lmtp_port) as session:
            session.sendmail(sender, [to], raw)

    def messages(self, user: str, mailbox: str = "INBOX") -> list[bytes]:
        """Return the raw messages of a mailbox in order of arrival."""
        with self.imap(user) as session:
            typ, _ = session.select(mailbox, readonly=True)
            if typ != "OK":
                return []
            _, parts = session.uid("FETCH", "1:*", "(BODY.PEEK[])")
            return [part[1] for part in parts if isinstance(part, tuple)]

    def settings(self, user: str, **changes: str) -> dict[str, str]:
        """Return the account settings of `user` on this service: TLS from the first byte, unless changed."""
        return {
            "address": user,
            "imap_host": self.host,
            "imap_port": str(self.imaps_port),
            "imap_security": "tls",
            "smtp_host": self.host,
            "smtp_port": str(self.smtps_port),
            "smtp_security": "tls",
            "auth": "password",
            "ca_file": str(self.ca_file),
        } | changes

    def certificate(self, name: str, *, days: int = 30) -> tuple[Path, Path]:
        """Return certificate and key for another host name, signed by this service's CA."""
        return _issue(self.directory / "tls", name, f"DNS:{name}", days)

    def wait_for(self, wanted: Callable[[], bool], seconds: float = 60.0) -> bool:
        """Return True as soon as `wanted()` is true, False when it is not within `seconds`."""
        return _until(wanted, seconds)


def missing() -> str:
    """Return "" when a mail service can be run here, else a sentence that says what is missing."""
    programs = ("dovecot", "postfix", "openssl")
    path = os.environ.get("PATH", "") + os.pathsep + os.pathsep.join(("/usr/sbin", "/usr/local/sbin", "/sbin"))
    absent = [name for name in programs if shutil.which(name, path=path) is None]
    if absent:
        return f"no mail service can be run: {', '.join(absent)} not installed (see packaging/test.sh)"
    if os.geteuid() != 0:
        return "no mail service can be run: Dovecot and Postfix need root to change their user"
    return ""


@contextlib.contextmanager
def running_mail(directory: Path | None = None) -> Iterator[MailServer]:
    """Start Dovecot and Postfix with two mailboxes; stop them and wait until they are gone.

    `directory` gets all files; when it (or None) is not open to the mail user, a new one under the system's temporary
    folder is used and removed. Raises MailServersMissing.
    """
    if reason := missing():
        raise MailServersMissing(reason)
    with contextlib.ExitStack() as stack:
        if directory is None or not _open_to_all(directory):
            directory = Path(tempfile.mkdtemp(prefix="shopbell-mail-"))
            directory.chmod(0o755)
            stack.callback(shutil.rmtree, directory, ignore_errors=True)
        tls = directory / "tls"
        tls.mkdir(exist_ok=True)
        _authority(tls)
        server = _started(directory, stack)
        yield server


def _started(directory: Path, stack: contextlib.ExitStack) -> MailServer:
    problem = ""
    for _ in range(3):
        ports = Ports(*_free_ports(8))
        server = MailServer(directory, ports, directory / "tls" / "ca.pem")
        with contextlib.ExitStack() as attempt:
            try:
                _introspection(server, attempt)
                _dovecot(server, attempt)
                _postfix(server, attempt)
            except MailServersMissing as failed:
                problem = str(failed)
                continue
            stack.push(attempt.pop_all())
        for address, password in ((OWNER, OWNER_PASSWORD), (CUSTOMER, CUSTOMER_PASSWORD)):
            server.add_user(address, password)
        return server
    raise MailServersMissing(problem)


@pytest.fixture(scope="session")
def mail_server() -> Iterator[MailServer]:
    """The mail service of this test session."""
    try:
        with running_mail() as server:
            yield server
    except MailServersMissing as why:
        pytest.skip(f"MAIL TESTS DID NOT RUN: {why}")


# ---------------------------------------------------------------------------------------------------- certificates


def _authority(tls: Path) -> None:
    if (tls / "srv.pem").exists():
        return
    _run(
        *(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30"]),
        *("-subj", "/CN=Shopbell test authority", "-addext", "basicConstraints=critical,CA:TRUE"),
        *("-addext", "keyUsage=critical,keyCertSign,cRLSign"),
        *("-keyout", str(tls / "ca.key"), "-out", str(tls / "ca.pem")),
    )
    certificate, key = _issue(tls, "localhost", "DNS:localhost,IP:127.0.0.1", 30)
    certificate.rename(tls / "srv.pem")
    key.rename(tls / "srv.key")


def _issue(tls: Path, name: str, alternatives: str, days: int) -> tuple[Path, Path]:
    certificate, key, request, extra = (tls / f"{name}.{end}" for end in ("pem", "key", "csr", "ext"))
    _run(
        *(["openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]),
        *("-subj", f"/CN={name}", "-keyout", str(key), "-out", str(request)),
    )
    extra.write_text(
        f"subjectAltName={alternatives}\nextendedKeyUsage=serverAuth\nkeyUsage=digitalSignature\n"
        "authorityKeyIdentifier=keyid\nsubjectKeyIdentifier=hash\n",
        encoding="utf-8",
    )
    _run(
        *("openssl", "x509", "-req", "-in", str(request), "-CA", str(tls / "ca.pem"), "-CAkey", str(tls / "ca.key")),
        *("-CAcreateserial", "-days", str(days), "-out", str(certificate), "-extfile", str(extra)),
    )
    return certificate, key


# --------------------------------------------------------------------------------------------------------- Dovecot


def _dovecot(server: MailServer, stack: contextlib.ExitStack) -> None:
    here, ports = server.directory, server.ports
    uid, gid = _mail_ids()
    for name in ("run", "log", "mail", "users"):
        (here / name).mkdir(exist_ok=True)
    os.chown(here / "mail", uid, gid)
    (here / "oauth2.conf.ext").write_text(
        f"introspection_mode = post\nintrospection_url = http://{HOST}:{ports.introspection}/introspect\n"
        "username_attribute = username\nactive_attribute = active\nactive_value = true\ntimeout_msecs = 3000\n",
        encoding="utf-8",
    )
    config = here / "dovecot.conf"
    config.write_text(mail_config.DOVECOT.format(d=here, p=ports, uid=uid, gid=gid), encoding="utf-8")
    stack.callback(_end, here / "run" / "master.pid")
    _run("dovecot", "-c", str(config))
    for port in (ports.imap, ports.imaps, ports.lmtp, ports.sasl):
        _await_port(port, here / "log" / "dovecot.log")


class _Introspection(BaseHTTPRequestHandler):
    """Tells Dovecot whether an access token is good, as an identity provider would (RFC 7662)."""

    tokens: dict[str, str] = {}

    def do_POST(self) -> None:
        """Answer one introspection."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        name = self.tokens.get(parse_qs(body).get("token", [""])[0])
        answer = json.dumps({"active": True, "username": name} if name else {"active": False}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


def _introspection(server: MailServer, stack: contextlib.ExitStack) -> None:
    handler = type("Introspection", (_Introspection,), {"tokens": server.tokens})
    try:
        http = ThreadingHTTPServer((HOST, server.ports.introspection), handler)
    except OSError as taken:
        raise MailServersMissing(str(taken)) from taken
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    stack.callback(http.server_close)
    stack.callback(http.shutdown)


# --------------------------------------------------------------------------------------------------------- Postfix


def _postfix(server: MailServer, stack: contextlib.ExitStack) -> None:
    here, ports = server.directory, server.ports
    daemons = next((name for name in _POSTFIX_DAEMONS if (Path(name) / "master").exists()), _POSTFIX_DAEMONS[0])
    for name in ("postfix", "queue", "data"):
        (here / name).mkdir(exist_ok=True)
    shutil.chown(here / "data", "postfix")
    (here / "postfix" / "main.cf").write_text(
        mail_config.MAIN_CF.format(d=here, p=ports, daemons=daemons), encoding="utf-8"
    )
    (here / "postfix" / "master.cf").write_text(mail_config.MASTER_CF.format(p=ports), encoding="utf-8")
    stack.callback(_end, here / "queue" / "pid" / "master.pid")
    _run("postfix", "-c", str(here / "postfix"), "start")
    for port in (ports.submission, ports.smtps, ports.smtp):
        _await_port(port, here / "log" / "postfix.log")


# ---------------------------------------------------------------------------------------------------------- small


def _run(*command: str) -> None:
    """Run a program to its end. Daemons it leaves behind must not hold a pipe of ours, so its words go to a file."""
    env = os.environ | {"PATH": os.environ.get("PATH", "") + ":/usr/sbin:/sbin"}
    with tempfile.TemporaryFile() as words:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=words, stderr=words, env=env, check=False)
        words.seek(0)
        if done.returncode:
            raise MailServersMissing(f"{command[0]} failed: {words.read().decode(errors='replace')[-800:]}")


def _free_ports(count: int) -> list[int]:
    held = [socket.socket() for _ in range(count)]
    try:
        for sock in held:
            sock.bind((HOST, 0))
        return [sock.getsockname()[1] for sock in held]
    finally:
        for sock in held:
            sock.close()


def _answers(port: int) -> bool:
    try:
        with socket.create_connection((HOST, port), timeout=1):
            return True
    except OSError:
        return False


def _await_port(port: int, log: Path) -> None:
    if not _until(lambda: _answers(port), 15):
        words = log.read_text(errors="replace")[-800:] if log.exists() else "no log"
        raise MailServersMissing(f"nothing answers on port {port}: {words}")


def _until(wanted: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not wanted():
        if time.monotonic() > end:
            return False
        _PAUSE.wait(0.02)
    return True


def _end(pid_file: Path) -> None:
    """Stop the daemon named in a pid file and wait until it is gone."""
    try:
        pid = int(pid_file.read_text())
    except (OSError, ValueError):
        return
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.kill(pid, sign)
        except ProcessLookupError:
            return
        if _until(lambda: _gone(pid), 10):
            return


def _gone(pid: int) -> bool:
    """True when the process has ended, also when nobody has collected it yet."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def _mail_ids() -> tuple[int, int]:
    import pwd

    entry = pwd.getpwnam("nobody")
    return entry.pw_uid, entry.pw_gid


def _open_to_all(directory: Path) -> bool:
    directory.mkdir(parents=True, exist_ok=True)
    places = (directory.resolve(), *directory.resolve().parents)
    return all(place.stat().st_mode & stat.S_IXOTH for place in places)
