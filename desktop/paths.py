"""Where things lie: the owner's data in one folder, and the resources that come with the product."""

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path

from desktop.domain.lean import dataclass

_PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Places:
    """The folder that holds everything of one owner, and the names in it. Asking creates nothing; `make` does."""

    home: Path

    @property
    def database(self) -> Path:
        """The store."""
        return self.home / "shopbell.db"

    @property
    def backups(self) -> Path:
        """Copies of the store, made before each migration and on request."""
        return self.home / "backups"

    @property
    def logs(self) -> Path:
        """What the product did, without secrets and without the text of messages."""
        return self.home / "logs"

    @property
    def attachments(self) -> Path:
        """Where attachments are saved unless the owner picks another folder."""
        return self.home / "attachments"

    @property
    def config(self) -> Path:
        """The owner's settings."""
        return self.home / "settings.toml"

    def make(self) -> None:
        """Create the home and its folders, readable by the owner only. Harmless when they exist. Raises OSError."""
        self.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        for folder in (self.backups, self.logs, self.attachments):
            folder.mkdir(exist_ok=True, mode=0o700)


def places(home: str | None = None, environ: Mapping[str, str] = os.environ) -> Places:
    """Return where data lives: `home` when given, else SHOPBELL_HOME, else the platform's own folder."""
    chosen = home or environ.get("SHOPBELL_HOME")
    if chosen:
        return Places(Path(chosen).expanduser().absolute())
    from platformdirs import user_data_dir

    return Places(Path(user_data_dir("shopbell", appauthor=False)))


def resource(*parts: str) -> Path:
    """Return the path of something that came with the product: in the installed package, else in the checkout."""
    installed = _PACKAGE / "_resources"
    root = installed if installed.is_dir() else _PACKAGE.parent / "resources"
    return root.joinpath(*parts)


def write_whole(path: Path, text: str, *, errors: str = "strict") -> None:
    """Write a file of the owner's, and its folder: it is replaced whole, or not at all. Raises OSError.

    `errors` says what becomes of characters that are no UTF-8, as for `open`.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with fresh.open("w", encoding="utf-8", errors=errors, newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            fresh.unlink()
        raise
