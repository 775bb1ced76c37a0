"""What scripts really feed to the command: other encodings, wrong types, endless nesting, half a file."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Shopbell


def fed(home: Path, words: tuple[str, ...], given: bytes, **environ: str) -> tuple[int, bytes, str]:
    """Call the command with these bytes on standard input; return code, standard output, standard error."""
    done = subprocess.run(
        [sys.executable, "-m", "desktop", *words],
        input=given,
        capture_output=True,
        env={**os.environ, "SHOPBELL_HOME": str(home), **environ},
        timeout=120,
        check=False,
    )
    said = done.stderr.decode("utf-8", "replace")
    assert "Traceback" not in said, said
    return done.returncode, done.stdout, said


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e400", '"many"', "[]", "9" * 400, "null", "true"])
def test_rank_reads_a_number_that_is_none_as_not_given(shopbell: Shopbell, number: str) -> None:
    said = shopbell("rank", "--jsonl", stdin=f'{{"id": 1, "text": "x", "followers": {number}, "rating": {number}}}\n')
    assert said.code == 0, said.err
    assert 0 <= said.objects[0]["score"] <= 1


@pytest.mark.parametrize("word", ["false", "no", "0", ""])
def test_rank_reads_a_no_in_words_as_no(shopbell: Shopbell, word: str) -> None:
    lines = [
        {"id": 1, "text": "x", "channel": "x", "addressed": False},
        {"id": 2, "text": "x", "channel": "x", "addressed": word},
    ]
    first, second = shopbell("rank", "--jsonl", stdin="\n".join(map(json.dumps, lines))).objects
    assert first["score"] == second["score"]


@pytest.mark.parametrize("opened", ["[", '{"a":'])
def test_rank_names_the_line_that_is_nested_without_end(shopbell: Shopbell, opened: str) -> None:
    said = shopbell("rank", "--jsonl", stdin='{"id": 1, "text": "x"}\n' + opened * 100_000 + "\n")
    assert said.code == 2
    assert "Line 2" in said.err
    assert said.err.count("\n") == 1


@pytest.mark.parametrize("locale", [{"PYTHONIOENCODING": "utf-8:strict"}, {"PYTHONIOENCODING": "latin-1"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}])  # fmt: skip
def test_jsonl_is_utf8_in_every_locale(tmp_path: Path, locale: dict[str, str]) -> None:
    given = '\ufeff{"id": "Jörg 🎂", "text": "Wann öffnen Sie?"}\n'.encode() + b'{"id": 2, "text": "half \xff\xfe"}\n'
    code, out, said = fed(tmp_path, ("rank", "--jsonl"), given, **locale)
    assert code == 0, said
    assert [json.loads(line)["id"] for line in out.splitlines()] == ["Jörg 🎂", 2]
    code, out, said = fed(tmp_path, ("clean", "--html"), "<p>Bücher 🎂</p>".encode() + b"\xff", **locale)
    assert code == 0, said
    assert "Bücher 🎂" in out.decode("utf-8")


@pytest.mark.parametrize("html", [None, 5, ["<p>x</p>"], {"a": 1}])
def test_clean_takes_nothing_but_text_for_html(shopbell: Shopbell, html: object) -> None:
    said = shopbell("clean", "--jsonl", stdin=json.dumps({"id": 1, "html": html}) + "\n")
    if html is None:
        assert said.objects == [{"id": 1, "html": ""}]
    else:
        assert said.code == 2
        assert "Line 1" in said.err


def test_a_reply_in_another_encoding_is_refused_rather_than_garbled(demo: Shopbell, tmp_path: Path) -> None:
    first = str(demo("--demo", "inbox", "--json", "--limit", "1").json[0]["id"])
    (tmp_path / "reply.txt").write_bytes("Schöne Grüße".encode("latin-1"))
    call = ("--demo", "reply", first, "--text-file")
    for words, given in (((*call, "-"), "Schöne Grüße".encode("latin-1")), ((*call, str(tmp_path / "reply.txt")), b"")):
        for locale in ({}, {"PYTHONIOENCODING": "utf-8:strict"}):
            code, _, said = fed(demo.home, words, given, **locale)
            assert code == 2
            assert "UTF-8" in said
            assert said.count("\n") == 1
    assert demo("--demo", "outbox", "--json").json == []


def test_a_password_in_another_encoding_is_refused_before_it_is_kept(tmp_path: Path) -> None:
    settings = ("--set", "address=a@b.example", "--set", "imap_host=localhost")
    words = ("accounts", "add", "mail", "--name", "Mail", "--secret-stdin", *settings)
    for locale in ({}, {"PYTHONIOENCODING": "utf-8:strict"}, {"PYTHONIOENCODING": "latin-1"}):
        code, _, said = fed(tmp_path, words, "Schlüssel\n".encode("latin-1"), **locale)
        assert code == 2
        assert "UTF-8" in said


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_stream_that_the_caller_closed_is_done_without(tmp_path: Path, closed: str) -> None:
    call = f'"{sys.executable}" -m desktop rank --jsonl {closed}'
    done = subprocess.run(
        ["/bin/sh", "-c", call],
        input=b"",
        capture_output=True,
        env={**os.environ, "SHOPBELL_HOME": str(tmp_path)},
        timeout=60,
        check=False,
    )
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr
