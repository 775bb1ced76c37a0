"""One round of the command line with a server that says no: every reply the owner must decide about is named."""

import contextlib
import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.session import missing, python_in_keyring_session

_CODE = """
import json, subprocess, sys

def shopbell(*words, given=""):
    done = subprocess.run([sys.executable, "-m", "desktop", *words], input=given, capture_output=True, text=True)
    assert "Traceback" not in done.stderr, done.stderr
    return done

PORT = "{port}"
mails = "".join(
    f"From x Sat Nov 21 10:00:00 2026\\nFrom: C <{{name}}@x.example>\\nTo: shop@x.example\\nSubject: {{name}}\\n"
    f"Message-ID: <{{name}}@x.example>\\n\\nWhere is my order?\\n\\n" for name in ("no", "drop", "fine")
)
open("{folder}/old.mbox", "w").write(mails)
sets = ["address=shop@x.example", "imap_host=127.0.0.1", "imap_port=" + PORT, "imap_security=none",
        "smtp_host=127.0.0.1", "smtp_port=" + PORT, "smtp_security=none"]
words = [word for pair in sets for word in ("--set", pair)]
assert shopbell("accounts", "add", "mail", "--name", "Mail", "--secret-stdin", *words, given="pw\\n").returncode == 0
assert shopbell("import", "mbox", "{folder}/old.mbox", "--name", "Mail").returncode == 0
rows = {{row["subject"]: row for row in json.loads(shopbell("inbox", "--json").stdout)}}
for row in map(rows.get, ("fine", "no", "drop")):
    done = shopbell("reply", str(row["id"]), "--now", "--text-file", "-", given="On its way.")
    assert done.returncode == 0, done.stderr
done = shopbell("sync", "--once", "--json")
print(json.dumps({{"code": done.returncode, "err": done.stderr, "box": json.loads(shopbell("outbox", "--json").stdout),
                  "again": shopbell("sync", "--once").stderr}}))
"""


@contextlib.contextmanager
def choosy_server() -> Iterator[int]:
    """Takes mail, refuses mail to no@, and hangs up just after taking mail to drop@."""
    listener = socket.create_server(("127.0.0.1", 0))

    def talk(sock: socket.socket) -> None:
        with contextlib.suppress(OSError), sock, sock.makefile("rb") as lines:
            sock.sendall(b"220 hello\r\n")
            whom = b""
            for line in lines:
                word = line[:4].upper()
                answer = b"250 fine\r\n"
                if word == b"RCPT":
                    whom = line
                    answer = b"550 5.1.1 nobody of that name\r\n" if b"<no@" in line else answer
                elif word == b"DATA":
                    sock.sendall(b"354 go on\r\n")
                    for text in lines:
                        if text == b".\r\n":
                            break
                    if b"<drop@" in whom:
                        return
                sock.sendall(answer)

    def serve() -> None:
        with contextlib.suppress(OSError):
            while True:
                threading.Thread(target=talk, args=(listener.accept()[0],), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    yield listener.getsockname()[1]
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()


@pytest.mark.keyring
def test_a_round_names_every_reply_that_waits_for_a_word(tmp_path: Path) -> None:
    absent = missing("dbus-run-session", "gnome-keyring-daemon")
    if absent:
        pytest.skip(f"{absent} is not installed")
    with choosy_server() as port:
        done = python_in_keyring_session(tmp_path / "home", _CODE.format(port=port, folder=tmp_path), timeout=120)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    states = {entry["to"].partition("@")[0]: (entry["state"], entry["id"]) for entry in told["box"]}
    assert {name: state for name, (state, _) in states.items()} == {"no": "refused", "drop": "unknown", "fine": "sent"}
    assert told["code"] in (1, 3)
    for name in ("no", "drop"):
        lines = [line for line in told["err"].splitlines() if line.startswith(f"shopbell: {name}@x.example: ")]
        assert len(lines) == 1
        assert lines[0].endswith(f"shopbell settle {states[name][1]}")
    assert "nobody of that name" in told["err"]
    assert "settle" not in told["again"]
