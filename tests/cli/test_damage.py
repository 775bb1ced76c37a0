"""Files that are not what they should be, and texts that speak to the terminal: a sentence, and nothing lost."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from desktop.cli import checks
from desktop.domain.clock import SystemClock
from desktop.paths import Places
from desktop.store import drives
from tests.cli.conftest import Shopbell


@pytest.fixture
def filled(shopbell: Shopbell, tmp_path: Path) -> Shopbell:
    """A shop with old mail in it, one of which speaks to the terminal."""
    mails = [
        f"From c{number}@x.example Sat Nov 21 10:00:00 2026\nFrom: C <c{number}@x.example>\nSubject: s{number}\n"
        f"Message-ID: <{number}@x.example>\n\nred \x1b[31mred\x1b]0;title\x07 \x9b5m back\x08\x7f end {number}\n\n"
        for number in range(200)
    ]
    (tmp_path / "old.mbox").write_text("".join(mails))
    assert shopbell("import", "mbox", str(tmp_path / "old.mbox")).code == 0
    return shopbell


def test_what_a_stranger_wrote_does_not_speak_to_the_terminal(filled: Shopbell) -> None:
    first = str(filled("inbox", "--json").json[0]["id"])
    for said in (filled("show", first), filled("inbox"), filled("search", "red")):
        assert "red" in said.out
        assert not [char for char in said.out if (ord(char) < 32 or 127 <= ord(char) < 160) and char not in "\n\t"]


def test_the_data_is_no_place_for_its_own_backup(filled: Shopbell, tmp_path: Path) -> None:
    database = filled.home / "shopbell.db"
    for words in (
        ("backup", str(database)),
        ("backup", str(tmp_path)),
        ("restore", str(database)),
        ("restore", str(tmp_path)),
    ):
        said = filled(*words)
        assert said.code == 1, words
        assert said.err.count("\n") == 1
        assert "Errno" not in said.err
    assert len(filled("inbox", "--json", "--limit", "500").json) == 200


def test_what_is_no_backup_is_named_and_changes_nothing(filled: Shopbell, tmp_path: Path) -> None:
    good, newer, cut = (tmp_path / name for name in ("good", "newer", "cut"))
    assert filled("backup", str(good)).code == 0
    newer.write_bytes(good.read_bytes())
    with closing(sqlite3.connect(newer)) as base:
        base.execute("pragma user_version = 99")
    cut.write_bytes(good.read_bytes()[: good.stat().st_size // 2])
    (tmp_path / "noise").write_bytes(os.urandom(50_000))
    (tmp_path / "empty").touch()
    for name, words in (("newer", "newer Shopbell"), ("cut", "damaged"), ("noise", "not a backup"), ("empty", "not a")):
        said = filled("restore", str(tmp_path / name))
        assert said.code == 1
        assert words in said.err
        assert said.err.endswith("othing was changed.\n")
    assert len(filled("inbox", "--json", "--limit", "500").json) == 200


def test_a_file_damaged_in_its_middle_is_named_and_then_seen_to(filled: Shopbell) -> None:
    database = filled.home / "shopbell.db"
    size = database.stat().st_size
    with database.open("r+b") as file:
        file.seek(16384)
        file.write(b"\xa5" * (size // 2 - 16384))
    said = filled("inbox")
    assert said.code == 1
    assert "damaged" in said.err
    assert said.err.count("\n") == 1
    assert filled("doctor").code == 1
    after = filled("inbox")
    assert after.code == 0
    assert "damaged" in after.err
    assert list(filled.home.glob("shopbell.db.damaged-*"))


def test_doctor_names_a_home_that_is_no_folder_and_every_call_says_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    shopbell = Shopbell(tmp_path / "file")
    told = [
        finding for finding in shopbell("doctor", "--json").json if not finding["ok"] and finding["name"] != "keyring"
    ]
    assert [finding["name"] for finding in told] == ["folder"]
    assert "is a file" in told[0]["sentence"]
    for home in (shopbell.home, shopbell.home / "deeper"):
        said = Shopbell(home)("inbox")
        assert said.code == 1
        assert said.err.startswith(f"shopbell: {shopbell.home}")
        assert said.err.endswith("is a file, where a folder is needed.\n")
        assert said.err.count("\n") == 1


@pytest.mark.skipif(not Path("/proc/1").exists(), reason="needs a folder that nobody can write to")
def test_doctor_names_a_home_nothing_can_be_written_to() -> None:
    said = Shopbell(Path("/proc/1/shop"))("doctor", "--json")
    assert said.code == 1
    assert {finding["name"]: finding["ok"] for finding in said.json}["folder"] is False


def test_each_check_of_the_doctor_stands_once(filled: Shopbell) -> None:
    names = [finding["name"] for finding in filled("doctor", "--json").json]
    assert len(names) == len(set(names))


def test_doctor_warns_of_a_drive_of_another_computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drives, "network_drive", lambda folder: "nfs4" if folder == tmp_path else "")
    told = {found.name: found for found in checks.findings(Places(tmp_path), SystemClock(), demo=True)}
    assert not told["folder"].ok
    assert "network drive (nfs4)" in told["folder"].sentence
