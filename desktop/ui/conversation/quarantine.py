"""The mark of a file that came from outside, by which the system warns before it is run: macOS and Windows have one.

Linux has none that anything acts on; there a saved file is never executable, which is all that can be done.
"""

import contextlib
import os
import sys
from pathlib import Path

_DOWNLOADED = "0083"
"""What browsers give: downloaded, and not looked at yet by the owner of the machine."""


def mark(file: Path, platform: str = sys.platform) -> None:
    """Mark a file that was just written. Where the disk keeps no such marks, it stays without one."""
    if platform == "darwin":
        import ctypes

        value = f"{_DOWNLOADED};{int(file.stat().st_mtime):x};Shopbell;".encode("ascii")
        set_attribute = ctypes.CDLL(None).setxattr
        # The two at the end are of macOS alone: where in the value to begin, and options.
        set_attribute.argtypes = [
            ctypes.c_char_p, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint32, ctypes.c_int
        ]  # fmt: skip
        set_attribute(os.fsencode(file), b"com.apple.quarantine", value, len(value), 0, 0)
    elif platform == "win32":
        with contextlib.suppress(OSError):
            file.with_name(f"{file.name}:Zone.Identifier").write_bytes(b"[ZoneTransfer]\r\nZoneId=3\r\n")
