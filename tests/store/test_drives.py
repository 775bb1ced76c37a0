"""A drive of another computer is told from one of this, by what Linux says of its mounts."""

from pathlib import Path, PureWindowsPath

import pytest

from desktop.store.drives import network_drive

MOUNTS = r"""
22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/root rw
31 22 0:40 / /home rw,relatime shared:7 master:2 - nfs4 server:/home rw,vers=4.2
32 31 8:1 / /home/here rw - btrfs /dev/sda1 rw
33 22 0:44 / /mnt/the\040office rw - cifs //server/office rw
34 22 0:45 / /mnt/cloud rw - fuse.rclone remote: rw
35 22 0:46 / /mnt/twice rw - nfs server:/a rw
36 35 0:47 / /mnt/twice rw - tmpfs tmpfs rw
what is no line of it
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/var/lib/shop", ""),
        ("/home/marta/.local/share/shopbell", "nfs4"),
        ("/home/here/shopbell", ""),
        ("/homely", ""),
        ("/mnt/the office/shopbell", "cifs"),
        ("/mnt/cloud", "fuse.rclone"),
        ("/mnt/twice/shopbell", ""),
        ("//var/lib/shop", ""),
    ],
)
def test_what_a_folder_lies_on(folder: str, kind: str) -> None:
    assert network_drive(Path(folder), MOUNTS) == kind


@pytest.mark.parametrize(("folder", "kind"), [(r"\\server\share\shop", "smb"), (r"C:\shop", "")])
def test_on_windows_the_path_tells(folder: str, kind: str) -> None:
    class Windows(PureWindowsPath):
        def resolve(self) -> Path:
            return Path("/nowhere")

    assert network_drive(Windows(folder), "") == kind


def test_this_folder_lies_on_this_computer_and_nothing_is_said_where_nothing_is_known(tmp_path: Path) -> None:
    assert network_drive(tmp_path) == ""
    assert network_drive(tmp_path, "") == ""
