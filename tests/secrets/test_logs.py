"""The log tells what happened and never a secret."""

import base64
import logging
import logging.handlers
import os
import stat
import sys
import threading
import time
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop import logs
from desktop.logs import HIDDEN, Redactor, log_uncaught
from desktop.paths import Places
from tests.secrets.test_keyring import encodings, files_with

SECRET = 'canary "7f3a" pässwörd+/🗝'
USER = "owner@shop.test"


@pytest.fixture
def places(tmp_path: Path) -> Iterator[Places]:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    yield Places(tmp_path / "home")
    for handler in [handler for handler in root.handlers if handler not in before]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)
    logging.captureWarnings(capture=False)


def written(places: Places) -> str:
    return "".join(file.read_text(encoding="utf-8") for file in sorted(places.logs.glob("shopbell.log*")))


def forms(secret: str) -> list[str]:
    raw = secret.encode()
    return [
        secret,
        repr(secret),
        repr(raw),
        base64.b64encode(raw).decode(),
        base64.urlsafe_b64encode(raw).decode(),
        base64.b64encode(f"\0{USER}\0{secret}".encode()).decode(),
        base64.b64encode(f"user={USER}\x01auth=Bearer {secret}\x01\x01".encode()).decode(),
        base64.b64encode(f"{USER}:{secret}".encode()).decode(),
        urllib.parse.quote(secret),
        urllib.parse.quote_plus(secret),
        urllib.parse.urlencode({"access_token": secret}),
        raw.hex(),
        'a LOGIN "{}" "{}"'.format(USER, secret.replace('"', '\\"')),
    ]


def test_a_secret_does_not_reach_the_log_in_any_form_or_way(places: Places) -> None:
    redactor = logs.setup(places, "debug")
    redactor.remember(SECRET)
    log = logging.getLogger("any.library")
    for form in forms(SECRET):
        log.info("plain %s", form)
        log.info("formatted " + form)  # noqa: G003
        log.warning({"headers": {"Authorization": form}})
        log.info("two %(a)s", {"a": form})
        try:
            raise ValueError(form) from OSError(f"because {form}")
        except ValueError:
            log.exception("failed with %s", form)
        try:
            raise RuntimeError(form)
        except RuntimeError:
            log_uncaught(*sys.exc_info())  # type: ignore[arg-type]
        thread = threading.Thread(target=log.error, args=("from a thread %r", form), name=f"thread {form}")
        thread.start()
        thread.join()
    text = written(places)
    assert text.count("failed with") == len(forms(SECRET))
    assert "because" in text
    assert HIDDEN in text
    assert files_with(places.home, SECRET) == []
    assert SECRET[:20] not in text


def test_a_record_that_cannot_be_written_is_named_without_its_arguments(places: Places) -> None:
    logs.setup(places)
    handler = next(handler for handler in logging.getLogger().handlers if isinstance(handler, logs._File))
    handler.handle(logging.LogRecord("x", logging.INFO, "", 1, "wrong %d", (SECRET,), None))
    assert "could not be written" in written(places)
    assert files_with(places.home, SECRET) == []


def test_the_same_calls_without_the_filter_would_have_been_found(places: Places) -> None:
    logs.setup(places)
    log = logging.getLogger("x")
    for form in encodings(SECRET).values():
        log.info(form.decode("utf-8", "surrogateescape").encode("utf-8", "replace").decode())
    assert len(files_with(places.home, SECRET)) >= 4


@pytest.mark.parametrize(
    ("line", "secret"),
    [
        ("Authorization: Bearer abcdef123456", "abcdef123456"),
        ("> a1 LOGIN owner@shop.test hunter22", "hunter22"),
        ('> a1 LOGIN "owner@shop.test" "hun ter22"', "hun ter22"),
        ("send: 'AUTH PLAIN AG93bmVyAGh1bnRlcg=='", "AG93bmVyAGh1bnRlcg"),
        ("a2 AUTHENTICATE XOAUTH2 dXNlcj1hAWF1dGg9QmVhcmVyIHg=", "dXNlcj1h"),
        ("GET /cb?code=SplxlOBeZQQYbYS6WxSbIA&state=x", "SplxlOBeZQQYbYS6WxSbIA"),
        ("POST access_token=ya29.a0Af", "ya29.a0Af"),
        ('{"refresh_token": "1//0gabc", "x": 1}', "1//0gabc"),
        ("password='letmein'", "letmein"),
        ("https://owner:letmein@feeds.example/rss", "letmein"),
    ],
)
def test_what_looks_like_a_secret_is_hidden_even_when_nobody_told(line: str, secret: str) -> None:
    assert secret not in Redactor().clean(line)


@pytest.mark.parametrize(
    "line",
    [
        "250 2.1.0 Ok",
        "SMTP answered code=550 no such user",
        "fetched 200 messages in 1.2 s",
        "https://shop.example/a?page=2",
    ],
)
def test_ordinary_lines_stay_as_they_are(line: str) -> None:
    assert Redactor().clean(line) == line


def test_very_short_secrets_do_not_blank_the_log() -> None:
    redactor = Redactor()
    redactor.remember("a")
    redactor.remember("")
    assert redactor.clean("a cat sat") == "a cat sat"


@given(st.text(min_size=4, max_size=40), st.text(max_size=20), st.text(max_size=20))
def test_any_secret_is_hidden_wherever_it_stands(secret: str, before: str, after: str) -> None:
    redactor = Redactor()
    redactor.remember(secret)
    if secret not in HIDDEN:
        assert secret not in redactor.clean(f"{before} {secret} {after}").replace(HIDDEN, "")


def test_a_line_end_in_a_message_cannot_fake_a_line_of_the_log(places: Places) -> None:
    logs.setup(places)
    logging.getLogger("x").warning("subject: %s", "hi\n2026-01-01 00:00:00 CRITICAL forged")
    lines = written(places).splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("    ")


def test_the_log_is_the_owners_alone_and_bounded(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "MOST_BYTES", 10_000)
    logs.setup(places)
    log = logging.getLogger("x")
    for number in range(3_000):
        log.warning("line %d %s", number, "x" * 50)
    files = list(places.logs.iterdir())
    assert len(files) == 1 + logs.OLDER_FILES
    assert sum(file.stat().st_size for file in files) <= 10_000 * 6 + 1_000
    assert stat.S_IMODE(places.logs.stat().st_mode) == 0o700


def test_what_is_older_than_the_owner_keeps_logs_is_deleted(places: Places) -> None:
    places.make()
    days = {"shopbell.log": 0, "shopbell.log.1": 6, "shopbell.log.2": 8, "shopbell.log.3": 400, "other.txt": 400}
    for name, age in days.items():
        file = places.logs / name
        file.write_text("line\n")
        os.utime(file, (time.time() - age * 86_400,) * 2)
    logs.setup(places, "info", 7)
    assert {file.name for file in places.logs.iterdir()} == {"shopbell.log", "shopbell.log.1", "other.txt"}


def test_setting_up_twice_writes_every_line_once(places: Places) -> None:
    logs.setup(places)
    logs.setup(places)
    logging.getLogger("x").warning("only once")
    assert written(places).count("only once") == 1


def test_a_folder_that_cannot_be_made_means_no_log_and_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    before = list(logging.getLogger().handlers)
    redactor = logs.setup(Places(tmp_path / "file"))
    assert logging.getLogger().handlers == before
    assert redactor.clean("Bearer abcdefghi") == f"Bearer {HIDDEN}"


def test_ctrl_c_is_not_an_accident(places: Places, capsys: pytest.CaptureFixture[str]) -> None:
    logs.setup(places)
    log_uncaught(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert "KeyboardInterrupt" in capsys.readouterr().err
    assert "KeyboardInterrupt" not in written(places)
