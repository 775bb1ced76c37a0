"""How the file is opened, what a transaction is, and what a failure of the disk sounds like."""

import errno
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from desktop.domain.errors import ShopbellError
from desktop.domain.faults import fault
from desktop.domain.wording import worded

if TYPE_CHECKING:
    from sqlite_utils import Database

T = TypeVar("T")

NEWEST = 17
"""The format this release reads and writes: the number of the last migration."""

BUSY_SECONDS = 10.0


Reader = sqlite3.Connection
"""What `open_reader` returns: the type by which other layers name it without knowing SQLite."""


class StoreFailure(ShopbellError):
    """The file could not be read or written; the sentence says why and what to do. What was committed stands."""


class DiskFull(StoreFailure):
    """There is no room left for what was to be written."""


class Damaged(StoreFailure):
    """What lies in the file is not what a data file of ours can hold."""


def open_reader(path: Path) -> sqlite3.Connection:
    """Return a connection that can only read. Each thread opens its own. Raises StoreFailure.

    Loads nothing but the standard library: the window opens one before its first paint.
    """
    try:
        conn = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=5.0, isolation_level=None)
        conn.execute("pragma query_only = on")
        conn.execute("pragma wal_autocheckpoint = 0")
        conn.execute("pragma temp_store = memory")
        conn.execute("pragma cache_size = -2000")
    except sqlite3.Error as error:
        raise failure(error) from error
    return conn


class Polite(sqlite3.Connection):
    """A connection that calls `give_way` before each statement, and before each row of many, while that is given."""

    give_way: Callable[[], object] | None = None

    def execute(self, *args: Any) -> sqlite3.Cursor:
        """As ever, after giving way."""
        if self.give_way is not None:
            self.give_way()
        return super().execute(*args)

    def executemany(self, sql: str, rows: Iterable[Any], /) -> sqlite3.Cursor:
        """As ever, giving way before each row."""
        return super().executemany(sql, rows if self.give_way is None else politely(self, rows))


def politely(conn: sqlite3.Connection, things: Iterable[T]) -> Iterator[T]:
    """Go through things that take a while each, giving way before each where the connection does."""
    give_way = conn.give_way if isinstance(conn, Polite) else None
    for thing in things:
        if give_way is not None:
            give_way()
        yield thing


def connect(path: Path) -> Polite:
    """Return the raw connection behind `open_writer`."""
    conn = sqlite3.connect(
        path,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=256,
        factory=Polite,
    )
    for pragma in (
        "journal_mode = wal",
        "foreign_keys = on",
        "recursive_triggers = on",
        "secure_delete = off",
        "temp_store = memory",
        "cache_size = -128000",
        "wal_autocheckpoint = 8000",
        "journal_size_limit = 67108864",
    ):
        conn.execute(f"pragma {pragma}")
    return conn


def open_writer(path: Path) -> "Database":
    """Return the one connection of this process that writes. Raises StoreFailure."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return _database(connect(path))
    except (sqlite3.Error, OSError) as error:
        raise failure(error) from error


def open_late(path: Path) -> "Database":
    """Return the same, with the library behind it loaded when a table is first asked for. Raises StoreFailure.

    It takes a tenth of a second and twelve megabytes, and whoever only fetches and shows needs none of it.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return cast("Database", _Late(connect(path)))
    except (sqlite3.Error, OSError) as error:
        raise failure(error) from error


class _Late:
    """Has a connection, and all else of a Database as soon as any of it is asked for."""

    def __init__(self, conn: Polite) -> None:
        self.conn = conn

    @cached_property
    def _whole(self) -> "Database":
        return _database(self.conn)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._whole, name)

    def close(self) -> None:
        """Close the connection."""
        self.conn.close()


def _database(conn: Polite) -> "Database":
    from sqlite_utils import Database

    return Database(conn, execute_plugins=False, strict=True)


@contextmanager
def transaction(db: "Database", *, durable: bool) -> "Iterator[Database]":
    """Everything inside is written at once or not at all; nobody else writes meanwhile.

    `durable` waits for the disk at commit, so that not even a power cut takes it back: for all the owner does.
    What is fetched can be fetched again. Raises StoreFailure when the disk refuses.
    """
    conn = db.conn
    try:
        conn.execute(f"pragma synchronous = {'full' if durable else 'normal'}")
        conn.execute("begin immediate")
    except sqlite3.Error as error:
        raise failure(error) from error
    try:
        yield db
        fault("commit-before")
        conn.execute("commit")
    except sqlite3.DatabaseError as error:
        _roll_back(conn)
        if isinstance(error, _MISTAKES):
            raise
        raise failure(error) from error
    except BaseException:
        _roll_back(conn)
        raise
    fault("commit-after")


_LOOK_EVERY = 500_000
"""Steps of SQLite's machine between two looks: some milliseconds."""


@contextmanager
def looking(conn: sqlite3.Connection, look: Callable[[], None]) -> "Iterator[None]":
    """Call `look` now and then while statements run on `conn`; what it raises ends the statement and comes out here."""
    raised: list[BaseException] = []

    def now() -> int:
        try:
            look()
        except BaseException as error:  # noqa: BLE001 - raised again below, where SQLite lets it through
            raised.append(error)
        return len(raised)

    conn.set_progress_handler(now, _LOOK_EVERY)
    try:
        yield
    except Exception:
        if raised:
            raise raised[0] from None
        raise
    finally:
        conn.set_progress_handler(None, 0)


_MISTAKES = (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.DataError, sqlite3.InternalError)
"""Errors that are ours and not the disk's."""


def _roll_back(conn: sqlite3.Connection) -> None:
    if conn.in_transaction:
        with suppress(sqlite3.Error):
            conn.execute("rollback")


_SENTENCES = {
    "SQLITE_FULL": worded("The disk is full. Nothing was lost, but nothing new can be kept until there is room again."),
    "SQLITE_READONLY": worded("The data file may not be written to. Check the rights of its folder."),
    "SQLITE_CANTOPEN": worded("The data file cannot be opened. Check that its folder exists and may be written to."),
    "SQLITE_BUSY": worded("Another program holds the data file. Close it, or wait a moment and try again."),
    "SQLITE_NOTADB": worded(
        "The data file is damaged or not ours. Restore a backup, the file itself stays where it is."
    ),
    "SQLITE_CORRUPT": worded("The data file is damaged. Restore a backup, the file itself stays where it is."),
    "SQLITE_IOERR": worded("The disk reported an error. Check it before you go on; a backup may be wise."),
}


_KINDS = {"SQLITE_FULL": DiskFull, "SQLITE_NOTADB": Damaged, "SQLITE_CORRUPT": Damaged}


def failure(error: Exception) -> StoreFailure:
    """Return the sentence for a failed read or write."""
    name = str(getattr(error, "sqlite_errorname", ""))
    for start, sentence in _SENTENCES.items():
        if name.startswith(start):
            return _KINDS.get(start, StoreFailure)(sentence)
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return DiskFull(_SENTENCES["SQLITE_FULL"])
    if isinstance(error, OSError) and error.strerror:
        return StoreFailure(f"{error.strerror}: {error.filename}." if error.filename else f"{error.strerror}.")
    return StoreFailure(worded(f"The data file could not be used: {error}."))


@contextmanager
def plainly(path: Path) -> "Iterator[None]":
    """Turn what SQLite says under this into a StoreFailure; a file found damaged is marked, and seen to at the next start."""
    try:
        try:
            yield
        except sqlite3.Error as error:
            raise failure(error) from error
    except Damaged:
        with suppress(OSError):
            suspect(path).touch()
        raise


def schema_version(path: Path) -> int:
    """Return the format of the file: 0 when there is none yet or nothing in it. Raises StoreFailure."""
    if not path.exists():
        return 0
    conn = open_reader(path)
    try:
        return _version(conn)
    finally:
        conn.close()


def open_newest(path: Path) -> sqlite3.Connection | None:
    """Return a connection that can only read; None where the file is in another format than this release's.

    Whoever opens the file when nobody else has it reads through what a crash has left in its log: 20 ms for as much as
    there can be of it. So a window looks at the format and reads its first rows by one connection. Raises StoreFailure.
    """
    conn = open_reader(path)
    try:
        if _version(conn) == NEWEST:
            return conn
    except StoreFailure:
        conn.close()
        raise
    conn.close()
    return None


def _version(conn: sqlite3.Connection) -> int:
    try:
        return int(conn.execute("pragma user_version").fetchone()[0])
    except sqlite3.Error as error:
        raise failure(error) from error


_MAGIC = b"SQLite format 3\0"


def suspect(path: Path) -> Path:
    """Return the mark beside a data file that was found damaged while it was open."""
    return path.with_name(f"{path.name}.suspect")


def looks_whole(path: Path) -> bool:
    """Say at a glance whether the file begins and ends as it should and was not found damaged before.

    Reads a hundred bytes (sqlite.org/fileformat2.html, 1.3): cheap enough for every start.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(100)
        wal = path.with_name(f"{path.name}-wal")
        unwritten = wal.exists() and wal.stat().st_size > 0
    except OSError:
        return True
    if suspect(path).exists():
        return False
    if len(head) < 100:
        return unwritten and not head
    page = int.from_bytes(head[16:18], "big")
    pages = int.from_bytes(head[28:32], "big") if head[24:28] == head[92:96] else 0
    whole = unwritten or pages * (65536 if page == 1 else page) <= size
    return head.startswith(_MAGIC) and whole


def data_version(reader: sqlite3.Connection) -> int:
    """Return a number that changes exactly when another connection has committed something."""
    return int(reader.execute("pragma data_version").fetchone()[0])
