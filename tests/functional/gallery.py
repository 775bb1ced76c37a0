"""Pictures of the window in its states, made by driving the real program on a screen of its own.

    python -m tests.functional.gallery FOLDER [--theme light] [--size 1360x850] [--scale 200] [--words mirrored]
        [--only NAME]

A full disk is asked for by itself: --only disk-full makes a small one for it (Linux).

Each state is a scene: what is prepared in the data folder, and what is pressed. They are for looking at, not for
comparing bytes.
"""

import argparse
import contextlib
import json
import mailbox
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from email import message_from_string
from email.headerregistry import Address
from email.message import EmailMessage, Message
from pathlib import Path

from desktop.cli.shop import make_demo
from desktop.domain.act import Verb
from desktop.domain.clock import SystemClock
from desktop.domain.conversation import Lane
from desktop.domain.draft import Draft, Reply, ReplyState
from desktop.domain.item import Audience
from desktop.paths import Places
from desktop.store import accounts, inbox, triage
from desktop.store import outbox as store_outbox
from desktop.store.connection import open_reader
from desktop.store.maintenance import LOW_DISK
from desktop.store.writer import Writer
from desktop.sync.reply import queue_replies
from tests.functional.test_keys import CHECKOUT, Shop, until
from tests.servers.mail import running_mail
from tests.servers.session import Screen, in_keyring_session

DISK_FULL = "disk-full"
Scene = Callable[[Shop], None]
_SETTLE = 0.6
"""Seconds between the last key and the picture."""


def settle(seconds: float = _SETTLE) -> None:
    """Let the window paint what was asked."""
    threading.Event().wait(seconds)


def at_start(_shop: Shop) -> None:
    """The window as it opens."""


def reply(shop: Shop, text: str = "Dear customer, we are so sorry. The driver is on his way to you.") -> None:
    """A reply being typed."""
    go_to(shop, "mail")
    shop.press("r")
    shop.type(text)


def go_to(shop: Shop, channel: str) -> None:
    """Stand on the first conversation of a channel."""
    page = shop.page()
    for _ in range(next(i for i, row in enumerate(page) if row.channel == channel)):
        shop.press("j")


def held(shop: Shop) -> None:
    """A reply in its hold, with the countdown."""
    reply(shop)
    shop.press("ctrl+Return")
    until(lambda: bool(shop.replies()), "the reply is held")


def outbox(shop: Shop) -> None:
    """The outbox with a held reply."""
    held(shop)
    shop.press("ctrl+9")


def public_reply(shop: Shop) -> None:
    """A reply that everybody can read, too long for its channel."""
    go_to(shop, "mastodon")
    shop.press("r")
    shop.type("So sorry! " * 52)


def done(shop: Shop) -> None:
    """The toast with undo."""
    shop.press("j", "e")


def snooze(shop: Shop) -> None:
    """The snooze picker with words typed."""
    shop.press("h")
    settle()
    shop.type("tomorrow 8")


def search(shop: Shop) -> None:
    """A search with hits."""
    shop.press("slash")
    settle()
    shop.type("cake")


def search_none(shop: Shop) -> None:
    """A search without hits."""
    shop.press("slash")
    settle()
    shop.type("xylophone")


def search_bad(shop: Shop) -> None:
    """A search that cannot be understood."""
    shop.press("slash")
    settle()
    shop.type("before:never")
    shop.press("Return")


def search_empty(shop: Shop) -> None:
    """The search before anything is typed."""
    shop.press("slash")


def palette(shop: Shop) -> None:
    """The palette."""
    shop.press("ctrl+k")
    settle()
    shop.type("s")


def keys(shop: Shop) -> None:
    """The sheet of keys."""
    shop.press("question")


def why(shop: Shop) -> None:
    """Why a conversation is where it is."""
    shop.press("i")


def empty(shop: Shop) -> None:
    """A lane without anybody."""
    shop.press("ctrl+5")


def begun_keys(shop: Shop) -> None:
    """What may follow the first of two keys."""
    shop.press("g")


def labels(shop: Shop) -> None:
    """The label picker."""
    shop.press("l")


def settings(shop: Shop) -> None:
    """The settings."""
    shop.press("ctrl+comma")


def find(shop: Shop) -> None:
    """Words sought in a conversation."""
    shop.press("ctrl+f")
    settle()
    shop.type("the")


def letter(shop: Shop) -> None:
    """A newsletter in the rest."""
    shop.press("ctrl+3")
    settle()
    shop.press("j", "j")


def picked(shop: Shop) -> None:
    """Several conversations picked for one verb."""
    shop.press("x", "j", "x", "j", "x")


def outbox_states(shop: Shop) -> None:
    """The outbox with a reply that is unsure, one refused, one that is tried again and one on hold."""
    shop.press("ctrl+9")


def trouble(_shop: Shop) -> None:
    """A channel that needs the owner, as it is said."""
    settle(2.0)


def offline(shop: Shop) -> None:
    """No channel is reached, and a reply waits for the network."""
    held(shop)
    until(lambda: bool(shop.replies()[0].attempts), "the reply has been tried in vain")


def offline_empty(shop: Shop) -> None:
    """A lane without anybody while no channel is reached."""
    settle(2.0)
    shop.press("ctrl+5")


def names(shop: Shop) -> None:
    """People with very long, very short, foreign and no names."""
    shop.press("slash")
    settle()
    shop.type("subject:order from:customer")
    settle()
    shop.press("Return")
    settle()
    shop.press("j")


def damaged(shop: Shop) -> None:
    """A message that cannot be shown."""
    shop.press("slash")
    settle()
    shop.type("from:courier")
    settle()
    shop.press("Return")


def keyring_locked(shop: Shop) -> None:
    """What is said while the keyring is locked; the desktop asks for its password in a window of its own."""
    until(lambda: _asked(shop.database, "select 1 from lane where failures"), "the keyring was asked in vain")
    settle(2.0)


def first_sync(shop: Shop) -> None:
    """The first of fifty thousand messages."""
    until(lambda: _asked(shop.database, "select 1 from message limit 1 offset 4000"), "thousands were fetched")


def _asked(database: Path, question: str) -> list[object]:
    with closing(open_reader(database)) as reader:
        return list(reader.execute(question).fetchall())


def fill_outbox(where: Places) -> None:
    """Put one reply of each kind into the outbox, as if their sending had ended so."""
    clock = SystemClock()
    with Writer(where.database, clock) as writer, closing(open_reader(where.database)) as reader:
        networks = {account.settings.get("network"): account.id for account in accounts.accounts(reader)}
        rows = [row for row in inbox.page(reader, Lane.NEEDS_YOU, limit=50) if row.channel == "mail"][:4]
        for n, row in enumerate(rows):
            found = inbox.opened(reader, row.id)
            draft = Draft(
                conversation=row.id,
                account=networks["mail"],
                text=f"Dear {row.who}, thank you for telling us. We look into it and call you this afternoon.",
                audience=Audience.PRIVATE,
                in_reply_to=next(e.id for e in reversed(found.timeline) if e.conversation == row.id) if found else None,
            )
            hold = timedelta(seconds=0 if n < 3 else 300)
            queue_replies(writer, where.database, [draft], clock, hold=hold).result()

        def claim() -> Reply:
            lease = timedelta(hours=1)
            _, found = writer.submit(
                lambda db: store_outbox.claim(db, worker="w", now=clock.now(), lease=lease)
            ).result()
            assert found is not None
            return found

        def advance(reply: Reply, *states: ReplyState, sentence: str = "") -> None:
            for state in states:
                writer.submit(
                    lambda db, state=state: store_outbox.advance(
                        db, reply.id, state, worker="w", now=clock.now(), sentence=sentence
                    )
                ).result()

        refused, unsure, again = claim(), claim(), claim()
        advance(refused, ReplyState.SENDING, ReplyState.REFUSED, sentence="The server does not know this address.")
        advance(unsure, ReplyState.SENDING, ReplyState.COMMITTING, ReplyState.UNKNOWN)
        later = clock.now() + timedelta(minutes=12)
        writer.submit(
            lambda db: store_outbox.requeue(
                db, again.id, retry_at=later, sentence="The server could not be reached.", now=clock.now()
            )
        ).result()


def add_broken(where: Places) -> None:
    """Add an account whose settings need the owner."""
    clock = SystemClock()
    settings = {"address": "shop@example.org", "imap_host": "localhost", "ca_file": "/nowhere.pem"}
    with Writer(where.database, clock) as writer:
        writer.submit(lambda db: accounts.add(db, "mail", "Old mailbox", settings, "key", clock.now())).result()


def cut_off(where: Places) -> None:
    """Have every channel ask a server that nobody runs."""
    nobody = {"imap_host": "127.0.0.1", "imap_port": "1", "smtp_host": "127.0.0.1", "smtp_port": "1"}
    settings = json.dumps({"address": "shop@example.org", **nobody})
    with Writer(where.database, SystemClock()) as writer:
        gone = "update account set kind = 'mail', settings = ?"
        writer.submit(lambda db: db.conn.execute(gone, (settings,)).rowcount).result()


def fill_disk(where: Places) -> None:
    """Leave little room on the disk; it must be a small one."""
    free = shutil.disk_usage(where.home).free
    if free > 2**30:
        raise SystemExit(
            "This picture fills a disk, and this one is large: ask for the scene by its name, under Linux."
        )
    with (where.home.parent / "filler").open("wb") as filler:
        filler.write(bytes(free - LOW_DISK // 2))


def leave_one(where: Places) -> None:
    """Close everything but one conversation."""
    with Writer(where.database, SystemClock()) as writer, closing(open_reader(where.database)) as reader:
        first = inbox.page(reader, Lane.NEEDS_YOU, limit=1)[0].id
        others = [row.id for lane in _TOP for row in inbox.page(reader, lane, limit=500) if row.id != first]
        now = SystemClock().now()
        writer.submit(lambda db: triage.act(db, others, Verb.DONE, now=now)).result()


def add_names(where: Places) -> None:
    """Import mail of people with names of one and of two hundred characters, from the right, of signs alone, and none."""
    box = where.home.parent / "odd.mbox"
    with closing(mailbox.mbox(box)) as kept:
        for n, (name, words) in enumerate(NAMES):
            kept.add(_mail(f"{n}.customer@post.example", name, f"About my order {n}", words))
        kept.add(_locked_mail())
    command = [sys.executable, "-m", "desktop", "--home", str(where.home.parent), "--demo"]
    subprocess.run(
        [*command, "import", "mbox", str(box), "--address", "shop@hazelrye.example"],
        cwd=CHECKOUT,
        check=True,
        timeout=120,
        stdout=subprocess.DEVNULL,
    )


def _mail(address: str, name: str, subject: str, words: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = Address(name, addr_spec=address)
    mail["To"] = "shop@hazelrye.example"
    mail["Subject"] = subject
    mail["Date"] = SystemClock().now() - timedelta(minutes=20)
    mail["Message-ID"] = f"<{subject.replace(' ', '.')}@post.example>"
    mail.set_content(words)
    return mail


def _locked_mail() -> Message:
    """Return a mail that only its addressee's key could open."""
    mail = message_from_string(_mail("courier@post.example", "Courier", "Sealed", "").as_string())
    del mail["Content-Type"]
    mail["Content-Type"] = 'multipart/encrypted; protocol="application/pgp-encrypted"; boundary="b"'
    mail.set_payload(
        "--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n"
        "--b\nContent-Type: application/octet-stream\n\n-----BEGIN PGP MESSAGE-----\n--b--\n"
    )
    return mail


_TOP = (Lane.NEEDS_YOU, Lane.WORTH_A_LOOK, Lane.THE_REST)
_LATE = "Where is my order? It was promised for this morning and never came. This is the second time."
NAMES = (
    ("Q", _LATE),
    (" ".join(["Wilhelmine-Charlotte von und zu Hohenbergen"] * 5)[:200], _LATE),
    ("مريم العبدالله", "أين طلبي؟ وعدتموني به صباح اليوم ولم يصل. هذه هي المرة الثانية."),
    ("שירה בן־דוד", "איפה ההזמנה שלי? הובטח לי שתגיע הבוקר והיא לא הגיעה."),
    ("🥐🎂✨", _LATE),
    ("", _LATE),
    ("A" * 200, _LATE),
)
PREPARED: dict[str, Callable[[Places], None]] = {
    "outbox-states": fill_outbox,
    "trouble": add_broken,
    "offline": cut_off,
    "offline-empty": cut_off,
    DISK_FULL: fill_disk,
    "one": leave_one,
    "names": add_names,
    "damaged": add_names,
}
OWN: dict[str, tuple[Scene, str, int]] = {
    "keyring-locked": (keyring_locked, "another password", 1),
    "first-sync": (first_sync, "password", 50_000),
}
"""Scenes of a shop with a mail server and a keyring: the password that is tried on it, and how many mails wait."""
UNHEARD = ("offline", "offline-empty", DISK_FULL)
"""Scenes in which no channel answers."""
SCENES: dict[str, Scene] = {
    "start": at_start,
    "reply": reply,
    "public": public_reply,
    "held": held,
    "outbox": outbox,
    "done": done,
    "picked": picked,
    "snooze": snooze,
    "search": search,
    "search-empty": search_empty,
    "search-none": search_none,
    "search-bad": search_bad,
    "palette": palette,
    "keys": keys,
    "why": why,
    "empty": empty,
    "letter": letter,
    "begun-keys": begun_keys,
    "labels": labels,
    "settings": settings,
    "find": find,
    "outbox-states": outbox_states,
    "trouble": trouble,
    "offline": offline,
    "offline-empty": offline_empty,
    DISK_FULL: trouble,
    "one": at_start,
    "names": names,
    "damaged": damaged,
}
FIRST_RUN = "first-run"


@contextlib.contextmanager
def opened(screen: Screen, folder: Path, name: str, theme: str, size: str, scale: int = 100) -> Iterator[Shop]:
    """The program on a fresh home, ready for keys."""
    if name in PREPARED:
        where = Places(folder / "home" / "demo")
        make_demo(where)
        PREPARED[name](where)
    ground, _, contrast = theme.partition("-")
    config = Places(folder / "home" / "demo").config
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text(f'contrast = "{"high" if contrast else "normal"}"\ntext_scale = {scale}\n', encoding="utf-8")
    shop = Shop(screen, folder / "home", "--theme", ground, "--size", size)
    try:
        shop.start(heard=name not in UNHEARD)
        until(lambda: bool(shop.page(Lane.NEEDS_YOU)), "there is somebody in the list")
        yield shop
    finally:
        shop.close()


@contextlib.contextmanager
def own_shop(screen: Screen, folder: Path, name: str, theme: str, size: str) -> Iterator[Shop]:
    """The program on a home of the owner's, with a real mail server and a real keyring."""
    _, password, mails = OWN[name]
    home = folder / "home"
    with running_mail() as server:
        address = server.new_user()
        server.fill(address, (_mail(f"{n}.customer@post.example", f"Customer {n}", f"About my order {n}", _LATE).as_bytes()
                              for n in range(mails)))  # fmt: skip
        settings = [word for line in server.settings(address).items() for word in ("--set", "=".join(line))]
        call = ["--home", str(home), "accounts", "add", "mail", "--name", "Mail", "--secret-stdin", *settings]
        subprocess.run(
            in_keyring_session([sys.executable, "-m", "desktop", *call]),
            env=screen.env | {"PYTHONPATH": str(CHECKOUT), "SESSION_PASSWORD": "password"},
            input=b"secret\n",
            cwd=CHECKOUT,
            check=True,
            timeout=120,
        )
        shop = Shop(screen, home, "--theme", theme.partition("-")[0], "--size", size, keyring=password)
        try:
            until(shop._find_window, "the window was shown")
            screen.xdotool("windowactivate", "--sync", shop.window)
            yield shop
        finally:
            # Its session ends with it.
            os.kill(int(screen.xdotool("getwindowpid", shop.window)), signal.SIGTERM)
            shop.process.wait(60)


def on_a_small_disk() -> int:
    """Run once more what was asked with its temporary files on a disk of its own, in memory."""
    with tempfile.TemporaryDirectory() as folder:
        mount = 'mount -t tmpfs -o size=600m none "$0" && TMPDIR="$0" SMALL_DISK=1 exec "$@"'
        again = [sys.executable, "-m", "tests.functional.gallery", *sys.argv[1:]]
        return subprocess.run(["unshare", "-rm", "sh", "-c", mount, folder, *again], check=False).returncode


def take(screen: Screen, name: str, theme: str, size: str, to: Path, scale: int = 100) -> Path:
    """Play one scene and save its picture."""
    if name == FIRST_RUN:
        return first_run(screen, theme, size, to)
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        if name in OWN:
            shop = stack.enter_context(own_shop(screen, folder, name, theme, size))
        else:
            shop = stack.enter_context(opened(screen, folder, name, theme, size, scale))
        settle()
        (OWN[name][0] if name in OWN else SCENES[name])(shop)
        settle()
        marks = filter(None, (name, theme, size, str(scale), screen.env.get("SHOPBELL_WORDS", "")))
        target = to / f"{'-'.join(marks)}.png"
        subprocess.run(["import", "-window", shop.window, str(target)], env=screen.env, check=True, timeout=60)
        return target


def first_run(screen: Screen, theme: str, size: str, to: Path) -> Path:
    """The window without any account."""
    target = to / f"{FIRST_RUN}-{theme}-{size}.png"
    words = ["--theme", theme.partition("-")[0], "--size", size, "--screenshot", str(target.absolute())]
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, "-m", "desktop", "--home", folder, "open", *words],
            cwd=CHECKOUT,
            env=screen.env | {"PYTHONPATH": str(CHECKOUT)},
            check=True,
            timeout=60,
        )
    return target


def main() -> int:
    """Make the pictures that were asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.functional.gallery")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--theme", action="append", choices=("light", "dark", "light-contrast", "dark-contrast"))
    parser.add_argument("--size", action="append")
    parser.add_argument("--scale", type=int, default=100)
    parser.add_argument("--words", choices=("longer", "mirrored"))
    parser.add_argument("--only", action="append", choices=(*SCENES, *OWN, FIRST_RUN))
    asked = parser.parse_args()
    if asked.only == [DISK_FULL] and "SMALL_DISK" not in os.environ:
        return on_a_small_disk()
    asked.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, Screen(Path(folder), size=(3840, 2200)) as screen:
        if asked.words:
            screen.env["SHOPBELL_WORDS"] = asked.words
        for size in asked.size or ["1360x850"]:
            for theme in asked.theme or ["light", "dark"]:
                for name in asked.only or (*(name for name in SCENES if name != DISK_FULL), *OWN, FIRST_RUN):
                    sys.stdout.write(f"{take(screen, name, theme, size, asked.folder, asked.scale)}\n")
                    sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(CHECKOUT))
    raise SystemExit(main())
