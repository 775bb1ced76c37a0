"""An owner's morning on the real window: sort out, choose several, write a note, go home, and take it all back the next day."""

from contextlib import closing
from pathlib import Path

from desktop.domain.conversation import ConversationId, Lane, State
from desktop.store import notes
from desktop.store.connection import open_reader
from tests.functional.test_keys import Shop, screen, until
from tests.servers.session import Screen

__all__ = ["screen"]


def labels(shop: Shop, id_: ConversationId) -> list[str]:
    return [label.name for label in shop.row(id_).labels]


def texts(shop: Shop, id_: ConversationId) -> list[str]:
    with closing(open_reader(shop.database)) as reader:
        return [note.text for note in notes.notes(reader, id_)]


def test_a_morning_of_triage_and_all_of_it_taken_back_after_a_restart(screen: Screen, tmp_path: Path) -> None:
    shop = Shop(screen, tmp_path / "home")
    shop.start()
    try:
        one, two, three, four, five, six = (row.id for row in shop.page()[:6])
        # A label by name, and by its digit on the next.
        shop.press("l")
        shop.type("Wholesale")
        shop.press("Return")
        until(lambda: labels(shop, one) == ["Wholesale"], "the first bears the label")
        shop.press("j", "1")
        until(lambda: labels(shop, two) == ["Wholesale"], "the second bears it too")
        # A note for oneself.
        shop.press("shift+n")
        shop.type("Ring the bell twice")
        shop.press("ctrl+Return")
        until(lambda: texts(shop, two) == ["Ring the bell twice"], "the note is kept")
        # Muted, not about us, and into the trash, each going on to the next.
        shop.press("m")
        shop.until_state(two, State.MUTED)
        shop.press("exclam")
        shop.press("Return")
        shop.until_state(three, State.NOT_OURS)
        shop.press("numbersign")
        shop.until_state(four, State.TRASH)
        # Two at once for five days.
        shop.press("shift+j", "shift+w")
        shop.type("5")
        shop.press("Return")
        shop.until_state(six, State.WAITING)
        shop.until_state(five, State.WAITING)
    finally:
        shop.close()

    shop = Shop(screen, tmp_path / "home")
    shop.start()
    try:
        shop.press("z")
        shop.until_state(six, State.OPEN)
        shop.until_state(five, State.OPEN)
        shop.press("z")
        shop.until_state(four, State.OPEN)
        shop.press("z")
        shop.until_state(three, State.OPEN)
        shop.press("z")
        shop.until_state(two, State.OPEN)
        shop.press("z")
        until(lambda: texts(shop, two) == [], "the note is gone")
        # Undo stands on what it was about: a key means that one.
        shop.press("s")
        until(lambda: shop.row(two).starred, "the second is starred")
        assert [row.id for row in shop.page(Lane.NEEDS_YOU)[:6]] == [one, two, three, four, five, six]
    finally:
        shop.close()
    assert "Traceback" not in shop.log.read_text(errors="replace")
