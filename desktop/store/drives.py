"""Whether a folder lies on a drive of another computer, where SQLite's write-ahead log is not safe (sqlite.org/wal.html)."""

import re
from pathlib import Path

_MOUNTS = Path("/proc/self/mountinfo")
_ELSEWHERE = re.compile(
    r"nfs\d?|cifs|smb\w*|ncpfs|afs|coda|ceph|glusterfs|lustre|davfs|fuse\.(?:sshfs|rclone|davfs2?|s3fs|gvfsd-fuse|glusterfs|ceph)"
)
_ESCAPED = re.compile(r"\\([0-7]{3})")


def network_drive(folder: Path, mounts: str | None = None) -> str:
    """Return the kind of network drive that `folder` lies on, such as "nfs4"; "" for a drive of this computer.

    `mounts` is the text of Linux's /proc/self/mountinfo, read where it is not given; on Windows the path tells by the
    name of a server it begins with, and elsewhere nobody does.
    """
    if folder.drive.startswith("\\\\"):
        return "smb"
    if mounts is None:
        try:
            mounts = _MOUNTS.read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""
    kind, longest = "", 0
    place = folder.resolve()
    for line in mounts.splitlines():
        mount, _, facts = line.partition(" - ")
        fields = mount.split(" ")
        if len(fields) < 5 or not facts:
            continue
        point = Path(_ESCAPED.sub(lambda found: chr(int(found[1], 8)), fields[4]))
        # Of two at one place the later lies over the earlier.
        if len(point.parts) >= longest and place.is_relative_to(point):
            kind, longest = facts.split(" ")[0], len(point.parts)
    return kind if _ELSEWHERE.fullmatch(kind) else ""
