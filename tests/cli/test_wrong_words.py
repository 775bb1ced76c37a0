"""What the owner or a script gets wrong: named in one sentence, and nothing is left behind."""

from pathlib import Path

import pytest

from tests.cli.conftest import Shopbell

MAIL = ("accounts", "add", "mail", "--name", "Mail", "--set", "address=a@b.example", "--set", "imap_host=127.0.0.1")


@pytest.mark.parametrize("what", ["mbox", "maildir"])
def test_what_is_no_archive_leaves_no_account_behind(shopbell: Shopbell, tmp_path: Path, what: str) -> None:
    wrong = tmp_path / "letters"
    if what == "mbox":
        wrong.write_text("Dear shop,\n")
    else:
        wrong.mkdir()
    said = shopbell("import", what, str(wrong))
    assert said.code == 1
    assert said.err.count("\n") == 1
    assert shopbell("accounts", "list", "--json").json == []


def test_an_empty_archive_is_taken_for_what_it_is(shopbell: Shopbell, tmp_path: Path) -> None:
    (tmp_path / "Maildir" / "cur").mkdir(parents=True)
    said = shopbell("import", "maildir", str(tmp_path / "Maildir"), "--name", " Old \n mail ", "--json")
    assert said.json == {"account": "Old mail", "read": 0, "new": 0}


@pytest.mark.parametrize("home", ["", " "])
def test_a_home_that_a_script_forgot_to_name_is_not_the_owners_own(shopbell: Shopbell, home: str) -> None:
    said = shopbell("--home", home, "inbox")
    assert said.code == 2
    assert said.err.count("\n") == 1
    assert not shopbell.home.exists()


@pytest.mark.parametrize("words", [("show", "abc"), ("triage", "1.5", "done"), ("reply", "", "--text-file", "-")])
def test_an_id_that_is_no_number_is_named(shopbell: Shopbell, words: tuple[str, ...]) -> None:
    said = shopbell(*words)
    assert said.code == 2
    assert "must be a number" in said.err
    assert said.err.count("\n") == 1


@pytest.mark.parametrize("number", ["-1", "0", "9" * 40])
def test_an_id_beyond_all_numbers_names_nobody(shopbell: Shopbell, number: str) -> None:
    for words in (("show", number), ("triage", number, "done")):
        said = shopbell(*words)
        assert said.code == 1
        assert "There is no conversation" in said.err


def test_a_certificate_file_is_found_from_everywhere_or_named_at_once(shopbell: Shopbell, tmp_path: Path) -> None:
    said = shopbell(*MAIL, "--secret-later", "--set", f"ca_file={tmp_path / 'ca.pem'}")
    assert said.code == 2
    assert "ca_file" in said.err
    (tmp_path / "ca.pem").touch()
    assert shopbell(*MAIL, "--secret-later", "--set", f"ca_file={tmp_path}/../{tmp_path.name}/ca.pem").code == 0
    (account,) = shopbell("accounts", "list", "--json").json
    assert Path(account["settings"]["ca_file"]).is_absolute()


def test_an_account_can_be_added_without_a_keyring_and_gets_its_password_for_each_run(shopbell: Shopbell) -> None:
    """Nothing of it is kept: whoever has no keyring types it, or a script hands it in."""
    nowhere = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"}
    assert shopbell(*MAIL, "--set", "imap_port=9", **nowhere).code == 2
    said = shopbell(*MAIL, "--set", "imap_port=9", "--secret-later", **nowhere)
    assert said.code == 0
    assert "accounts test Mail --secret-stdin" in said.out
    assert shopbell("sync", "--once", **nowhere).code == 3
    tested = shopbell("accounts", "test", "Mail", "--secret-stdin", stdin="open sesame\n", **nowhere)
    assert tested.code == 1
    assert "keyring" not in tested.err
    assert shopbell("sync", "--once", "--account", "Mail", "--secret-stdin", stdin="open sesame\n", **nowhere).code == 1
    assert not [file for file in shopbell.home.rglob("*") if file.is_file() and b"open sesame" in file.read_bytes()]


def test_a_removed_account_is_said_to_be_gone_even_where_its_password_cannot_be(shopbell: Shopbell) -> None:
    nowhere = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"}
    assert shopbell(*MAIL, "--secret-later", **nowhere).code == 0
    said = shopbell("accounts", "remove", "Mail", **nowhere)
    assert said.code == 3
    assert said.out.startswith("Removed “Mail”.")
    assert "keyring" in said.err


@pytest.mark.parametrize("call", ["accounts", "labels", "searches"])
def test_a_call_that_has_several_lists_what_there_is_where_none_of_them_is_said(demo: Shopbell, call: str) -> None:
    alone = demo("--demo", call)
    assert (alone.code, alone.err) == (0, "")
    assert alone.out == demo("--demo", call, "list").out
    assert demo("--demo", call, "--json").json == demo("--demo", call, "list", "--json").json


@pytest.mark.parametrize("size", ["²x²", "0x0", "99999999999x1", "100000x100000", "1360"])
def test_a_size_that_no_window_can_have_is_named(shopbell: Shopbell, tmp_path: Path, size: str) -> None:
    said = shopbell("open", "--size", size, "--screenshot", str(tmp_path / "window.png"))
    assert said.code == 2
    assert "is not a size" in said.err
    assert said.err.count("\n") == 1


def test_an_export_that_could_not_begin_leaves_no_folder_in_the_way_of_the_next(
    shopbell: Shopbell, tmp_path: Path
) -> None:
    shopbell.home.mkdir()
    (shopbell.home / "shopbell.db").mkdir()
    assert shopbell("export", str(tmp_path / "all")).code == 1
    (shopbell.home / "shopbell.db").rmdir()
    assert shopbell("export", str(tmp_path / "all")).code == 0
