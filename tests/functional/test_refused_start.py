"""The window that cannot open says why on the screen: whoever clicks its icon sees no terminal."""

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from desktop.domain.clock import SystemClock
from desktop.paths import Places
from desktop.store.connection import open_writer
from desktop.store.migrate import migrate
from tests.functional.test_keys import CHECKOUT, screen, until
from tests.servers.session import Screen

__all__ = ["screen"]
pytestmark = [pytest.mark.screen, pytest.mark.slow]
TITLE = "^Shopbell cannot open$"


def test_data_of_a_newer_release_are_told_of_in_a_box(screen: Screen, tmp_path: Path) -> None:
    places = Places(tmp_path / "home")
    places.make()
    migrate(places.database, places.backups, SystemClock())
    with closing(open_writer(places.database)) as db:
        db.execute("insert into _sqlite_migrations (migration_set, name, applied_at) values ('shopbell', '0099_x', '')")
        db.execute("pragma user_version = 99")
        db.conn.commit()
    process = subprocess.Popen(
        [sys.executable, "-m", "desktop", "--home", str(places.home)],
        cwd=CHECKOUT,
        env=screen.env,
        stderr=subprocess.PIPE,
        text=True,
    )

    def is_told() -> bool:
        assert process.poll() is None, "it ended without a word on the screen"
        return bool(screen.windows("name", TITLE))

    try:
        until(is_told, "the box was shown")
        (box,) = screen.windows("name", TITLE)
        screen.xdotool("windowactivate", "--sync", box)
        screen.xdotool("key", "Escape")
        _, said = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 1
    assert said.startswith("shopbell: ")
    assert "format 99" in said
