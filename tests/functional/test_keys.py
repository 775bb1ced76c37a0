"""The real window on a real screen, driven by keys alone; what happened is read from the data file beside it."""

import contextlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from desktop.domain.conversation import ConversationId, InboxRow, Lane, State
from desktop.domain.draft import Reply, ReplyState
from desktop.store import accounts, drafts, inbox, outbox
from desktop.store.connection import open_reader
from tests.servers.session import Screen, in_keyring_session, missing

pytestmark = [pytest.mark.screen, pytest.mark.slow]
CHECKOUT = Path(__file__).parents[2]
PATIENCE = 90.0


@pytest.fixture(scope="module")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screen]:
    absent = missing("Xvfb", "openbox", "xprop", "xdotool")
    if absent:
        pytest.skip(f"{absent} is not installed")
    with Screen(tmp_path_factory.mktemp("keys"), size=(1440, 900)) as shown:
        yield shown


def until(told: Callable[[], object], what: str) -> None:
    """Wait until something is true of the data file."""
    pause, end = threading.Event(), time.monotonic() + PATIENCE
    while not told():
        assert time.monotonic() < end, f"never happened: {what}"
        pause.wait(0.05)


class Shop:
    """The program in a process of its own, and the owner's hands: the sample shop, or one with a `keyring` behind it.

    `keyring` is the password that is tried on it.
    """

    def __init__(self, screen: Screen, home: Path, *words: str, keyring: str = "") -> None:
        self.screen = screen
        self.database = (home if keyring else home / "demo") / "shopbell.db"
        call = [sys.executable, "-m", "desktop", "--home", str(home), "open", *([] if keyring else ["--demo"]), *words]
        self.log = home.parent / "window.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                in_keyring_session(call) if keyring else call,
                env=screen.env
                | {"PYTHONPATH": str(CHECKOUT), "TZ": "UTC", "LANG": "C.UTF-8", "SESSION_PASSWORD": keyring},
                cwd=CHECKOUT,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self.window = ""

    def start(self, *, heard: bool = True) -> None:
        """Wait for the window, put it in front, and wait until its keys work; or, not `heard`, until channels fail."""
        until(self._find_window, "the window was shown")
        self.screen.xdotool("windowactivate", self.window)
        until(self._is_active, "the window is in front")
        if heard:
            self._wait_until_keys_work()
        else:
            until(self._all_failed, "every channel has been tried in vain")

    def _all_failed(self) -> bool:
        with closing(open_reader(self.database)) as reader:
            return all(state.failures for state in accounts.lane_states(reader))

    def _find_window(self) -> bool:
        assert self.process.poll() is None, self.log.read_text(errors="replace")
        shown = self.screen.windows("name", "^Shopbell")
        self.window = shown[0] if shown else ""
        return bool(shown)

    def _is_active(self) -> bool:
        try:
            return self.screen.xdotool("getactivewindow").strip() == self.window
        except subprocess.CalledProcessError:
            return False

    def _wait_until_keys_work(self) -> None:
        """F5 asks every channel for news: when one was heard anew, the commands are there."""
        before = self.heard()
        pressed = 0.0

        def heard_anew() -> bool:
            nonlocal pressed
            if time.monotonic() - pressed > 2:
                with contextlib.suppress(subprocess.CalledProcessError):
                    self.screen.xdotool("windowactivate", self.window)
                self.press("F5")
                pressed = time.monotonic()
            return self.heard() > before

        until(heard_anew, "the first F5 was followed")

    def heard(self) -> datetime:
        with closing(open_reader(self.database)) as reader:
            times = [lane.heard_at for lane in accounts.lane_states(reader) if lane.heard_at is not None]
        return max(times)

    def press(self, *keys: str) -> None:
        self.screen.xdotool("key", "--clearmodifiers", *keys)

    def type(self, text: str) -> None:
        self.screen.xdotool("type", "--clearmodifiers", "--delay", "15", text)

    def page(self, lane: Lane = Lane.NEEDS_YOU) -> list[InboxRow]:
        with closing(open_reader(self.database)) as reader:
            return inbox.page(reader, lane, limit=200)

    def row(self, id_: ConversationId) -> InboxRow:
        with closing(open_reader(self.database)) as reader:
            return inbox.rows(reader, [id_])[id_]

    def draft(self, id_: ConversationId) -> str:
        with closing(open_reader(self.database)) as reader:
            found = drafts.draft(reader, id_)
        return found.text if found is not None else ""

    def replies(self) -> list[Reply]:
        with closing(open_reader(self.database)) as reader:
            return outbox.outbox(reader)

    def until_state(self, id_: ConversationId, state: State) -> None:
        until(lambda: self.row(id_).state is state, f"{id_} is {state}, it is {self.row(id_).state}")

    def close(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@pytest.fixture
def shop(screen: Screen, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Shop]:
    shop = Shop(screen, tmp_path / "home")
    try:
        shop.start()
        yield shop
        target = os.environ.get("SHOPBELL_PICTURES")
        if target:
            screen.picture(Path(target) / f"{request.node.name}.png")
    finally:
        shop.close()
    assert "Traceback" not in shop.log.read_text(errors="replace")


def test_j_and_k_move_and_e_finishes_and_z_takes_it_back(shop: Shop) -> None:
    first, second, third = (row.id for row in shop.page()[:3])
    shop.press("j", "j", "k", "e")
    shop.until_state(second, State.DONE)
    shop.press("e")
    shop.until_state(third, State.DONE)
    assert shop.row(first).state is State.OPEN
    shop.press("z")
    shop.until_state(third, State.OPEN)
    shop.press("z")
    shop.until_state(second, State.OPEN)
    shop.press("ctrl+shift+z")
    shop.until_state(second, State.DONE)


def test_s_stars_and_shift_letters_are_not_their_bare_letters(shop: Shop) -> None:
    first = shop.page()[0].id
    shop.press("s")
    until(lambda: shop.row(first).starred, "the first is starred")
    shop.press("shift+u")
    until(lambda: shop.row(first).unread, "the first is unread")
    assert shop.row(first).state is State.OPEN
    shop.press("s")
    until(lambda: not shop.row(first).starred, "the star is gone")


def test_h_asks_until_when_and_takes_plain_words(shop: Shop) -> None:
    first, second = (row.id for row in shop.page()[:2])
    shop.press("h")
    shop.type("in 3 h")
    shop.press("Return")
    shop.until_state(first, State.SNOOZED)
    until_when = shop.row(first).until
    assert until_when is not None
    left = until_when - datetime.now(until_when.tzinfo)
    assert timedelta(hours=2, minutes=50) < left <= timedelta(hours=3)
    shop.press("h", "Escape", "w")
    shop.until_state(second, State.WAITING)


def test_a_reply_is_written_kept_held_taken_back_and_sent_once(shop: Shop) -> None:
    row = next(row for row in shop.page() if row.channel == "mail")
    for _ in range([r.id for r in shop.page()].index(row.id)):
        shop.press("j")
    shop.press("r")
    shop.type("jkehwrsz/? We are so sorry")
    until(lambda: shop.draft(row.id) == "jkehwrsz/? We are so sorry", "the draft is on disk")
    assert shop.row(row.id).state is State.OPEN
    shop.press("Escape", "r")
    shop.type(", truly")
    until(lambda: shop.draft(row.id).endswith("sorry, truly"), "Esc kept the draft")
    shop.press("ctrl+Return")
    until(lambda: [r.state for r in shop.replies()] == [ReplyState.QUEUED], "the reply is held")
    shop.press("z")
    until(lambda: shop.replies() == [], "undo took the reply back")
    until(lambda: shop.draft(row.id).endswith("sorry, truly"), "the text is a draft again")
    shop.type("!")
    until(lambda: shop.draft(row.id).endswith("sorry, truly!"), "the caret is in the text again")
    shop.press("ctrl+Return")
    until(lambda: [r.state for r in shop.replies()] == [ReplyState.SENT], "the reply was sent after its hold")
    assert shop.draft(row.id) == ""
    assert shop.replies()[0].text.endswith("sorry, truly!")


def test_what_is_typed_survives_a_sudden_end(screen: Screen, shop: Shop, tmp_path: Path) -> None:
    row = next(row for row in shop.page() if row.channel == "mail")
    for _ in range([r.id for r in shop.page()].index(row.id)):
        shop.press("j")
    shop.press("r")
    shop.type("Do not lose this")
    until(lambda: shop.draft(row.id) == "Do not lose this", "the draft is on disk")
    shop.process.kill()
    shop.process.wait()
    again = Shop(screen, tmp_path / "home")
    try:
        again.start()
        assert again.draft(row.id) == "Do not lose this"
        for _ in range([r.id for r in again.page()].index(row.id)):
            again.press("j")
        again.press("r")
        again.type(", please")
        until(lambda: again.draft(row.id) == "Do not lose this, please", "the text was in the composer again")
    finally:
        again.close()


def test_what_is_typed_last_survives_closing_the_window(shop: Shop) -> None:
    row = next(row for row in shop.page() if row.channel == "mail")
    for _ in range([r.id for r in shop.page()].index(row.id)):
        shop.press("j")
    shop.press("r")
    shop.type("Almost done")
    shop.press("alt+F4")
    assert shop.process.wait(PATIENCE) == 0
    assert shop.draft(row.id) == "Almost done"


def test_send_and_done_sends_and_goes_on(shop: Shop) -> None:
    row = next(row for row in shop.page() if row.channel == "mail")
    place = [r.id for r in shop.page()].index(row.id)
    for _ in range(place):
        shop.press("j")
    following = shop.page()[place + 1].id
    shop.press("r")
    shop.type("Thank you!")
    until(lambda: shop.draft(row.id) == "Thank you!", "the draft is on disk")
    shop.press("ctrl+shift+Return")
    shop.until_state(row.id, State.DONE)
    shop.press("s")
    until(lambda: shop.row(following).starred, "the keys are back in the list, one further")


def hold(shop: Shop, *keys: str, seconds: float = 4) -> None:
    """Hold keys down, long enough to be repeated some eighty times."""
    for key in keys:
        shop.screen.xdotool("keydown", key)
    threading.Event().wait(seconds)
    for key in reversed(keys):
        shop.screen.xdotool("keyup", key)


def test_a_verb_whose_key_is_held_down_is_done_once(shop: Shop) -> None:
    first, second, third = shop.page()[:3]
    hold(shop, "e")
    shop.until_state(first.id, State.DONE)
    shop.press("s")
    until(lambda: shop.row(second.id).starred, "the keys are on the second")
    assert shop.row(second.id).state is State.OPEN
    for row in (third, second):
        shop.press("j" if row is third else "k", "r")
        shop.type("Thank you!")
        until(lambda row=row: shop.draft(row.id) == "Thank you!", "the draft is on disk")  # type: ignore[misc]
        if row is third:
            shop.press("Escape")
    hold(shop, "ctrl", "shift", "Return")
    shop.until_state(second.id, State.DONE)
    shop.press("Escape", "s")
    until(lambda: shop.row(third.id).starred, "the keys are on the third")
    assert [reply.conversation for reply in shop.replies()] == [second.id]


def test_search_finds_and_opens_and_the_sheet_of_keys_keeps_verbs_out(shop: Shop) -> None:
    row = shop.page()[3]
    word = max((w for w in row.who.split() if w.isalpha()), key=len, default=row.who)
    shop.press("question", "e", "e", "Escape")
    shop.press("slash")
    shop.type(f"from:{word}")
    shop.press("Return", "s")
    until(lambda: any(r.starred for r in shop.page(Lane.STARRED)), "what was found was opened and starred")
    starred = shop.page(Lane.STARRED)
    assert word in starred[0].who
    assert shop.page(Lane.DONE) == [] or all(r.state is not State.DONE for r in shop.page()[:4])


def test_the_palette_runs_a_command_by_its_name(shop: Shop) -> None:
    first = shop.page()[0].id
    shop.press("ctrl+k")
    shop.type("wait")
    shop.press("Return")
    shop.until_state(first, State.WAITING)


def test_i_shows_why_and_lanes_are_reached_by_keys(shop: Shop) -> None:
    shop.press("i", "e", "Escape")
    worth = shop.page(Lane.WORTH_A_LOOK)[0].id
    needs = shop.page()[0].id
    shop.press("bracketright", "s")
    until(lambda: shop.row(worth).starred, "] went to the next lane")
    assert shop.row(needs).state is State.OPEN
    shop.press("ctrl+1", "s")
    until(lambda: shop.row(needs).starred, "Ctrl+1 went back")
