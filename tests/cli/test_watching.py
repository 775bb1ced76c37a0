"""`shopbell sync` without an end: as a service runs it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.cli.conftest import Shopbell


def test_watching_one_account_says_what_is_wrong_with_it_and_ends_in_good_order_when_told_to(
    shopbell: Shopbell, tmp_path: Path
) -> None:
    for name in ("Mine", "Other"):
        assert shopbell("accounts", "add", "feed", "--name", name, "--set", "url=http://127.0.0.1:9/").code == 0
    watching = subprocess.Popen(
        [sys.executable, "-m", "desktop", "sync", "--account", "Mine"],
        env={**os.environ, "SHOPBELL_HOME": str(shopbell.home)},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert watching.stderr is not None
    said = watching.stderr.readline(), watching.stderr.readline()
    assert sum("Watching for news" in line for line in said) == 1
    assert sum(line.startswith("shopbell: Mine: ") for line in said) == 1
    watching.send_signal(signal.SIGTERM)
    assert watching.stderr.read() == ""
    assert watching.wait(60) == 0
    watching.stderr.close()
    assert not (shopbell.home / "shopbell.db-wal").exists()
    health = {account["name"]: account["health"] for account in shopbell("accounts", "list", "--json").json}
    assert health == {"Mine": "trouble", "Other": "new"}
