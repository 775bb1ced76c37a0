"""A password typed at a terminal."""

import os
import pty
import subprocess
import sys
from pathlib import Path

_ASK = "from desktop.cli.shop import read_secret; print('it has', len(read_secret()), 'letters')"


def test_a_password_typed_at_a_terminal_is_asked_for_and_not_shown() -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", _ASK],
        cwd=Path(__file__).parents[2],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    said = b""
    while b"Password: " not in said:
        said += os.read(ours, 1000)
    os.write(ours, b"open sesame\n")
    while b"letters" not in said:
        said += os.read(ours, 1000)
    assert process.wait(60) == 0
    os.close(ours)
    assert b"it has 11 letters" in said
    assert b"sesame" not in said
