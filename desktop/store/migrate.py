"""Bring the file to the newest format: a backup first, every step in one transaction, a newer file refused.

What goes over all messages is written in a step's file as one statement over `where KEY > :after and KEY <= :upto`;
it is carried out in portions of the key, so that one can say how far it is and stop between them.
"""

import re
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop import __version__
from desktop.domain.clock import Clock
from desktop.domain.errors import NewerDatabase
from desktop.domain.faults import fault
from desktop.domain.wording import worded
from desktop.store.connection import NEWEST, failure, looking, open_writer, schema_version, transaction
from desktop.store.maintenance import backup, prune

if TYPE_CHECKING:
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

STEPS = Path(__file__).parent / "migrations"
KEEP_BACKUPS = 3
PORTION = 2000
"""Rows of a portion: some tenths of a second."""
_PORTIONS = re.compile(r"from (\w+) where (\w+) > :after and \2 <= :upto")
_LOWEST = -(1 << 63)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """How far it is: stage `number` of `of`, and the share of that stage that is done, 0 to 1."""

    number: int
    of: int
    share: float = 0.0


Tell = Callable[[Stage], None]
"""Is told now and then how far it is, on the thread that migrates. What it raises stops everything, and the file is as
it was before."""


class _Way:
    """Where on its way through the stages a migration is."""

    def __init__(self, tell: Tell | None) -> None:
        self._tell = tell
        self._now = Stage(number=0, of=0)

    def begin(self, of: int) -> None:
        self._now = Stage(number=0, of=of)

    def next(self) -> None:
        self._now = Stage(number=self._now.number + 1, of=self._now.of)
        self.look()

    def done(self, share: float) -> None:
        self._now = Stage(number=self._now.number, of=self._now.of, share=share)
        self.look()

    def look(self) -> None:
        if self._tell is not None:
            self._tell(self._now)


def migrate(path: Path, backups: Path, clock: Clock, tell: Tell | None = None) -> list[str]:
    """Bring `path` to the newest format and return the steps that were taken, [] when it was new already.

    Before a step changes a file that has data, a copy goes to `backups`; the newest three are kept. Blocking; called
    before the writer starts. `tell` hears how far it is. Raises NewerDatabase, StoreFailure, and what `tell` raises.
    """
    if schema_version(path) > 0:
        _refuse_newer(path)
    way = _Way(tell)
    db = open_writer(path)
    try:
        migrations = registry(way=way)
        pending = len(_pending(db, migrations))
        if not pending:
            return []
        old = schema_version(path) > 0
        way.begin(pending + old)
        if old:
            way.next()
            copy = backups / f"before-format-{NEWEST}-{clock.now():%Y%m%dT%H%M%S%f}.db"
            backup(path, copy, clock, told=way.done)
            prune(backups, "before-format-*.db", KEEP_BACKUPS)
        with looking(db.conn, way.look):
            return _apply(db, migrations)
    except sqlite3.Error as error:
        raise failure(error) from error
    finally:
        db.close()


def registry(steps: Path = STEPS, *, way: _Way | None = None) -> "Migrations":
    """Return the steps of the folder in order, as sqlite-utils keeps them."""
    from sqlite_utils.migrations import Migrations

    migrations = Migrations("shopbell")
    for file in sorted(steps.glob("[0-9]*.sql")):
        migrations(name=file.stem)(_step(file, way or _Way(None)))
    return migrations


def statements(script: str) -> Iterator[str]:
    """Yield the statements of a script one by one; triggers stay whole."""
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""


def _step(file: Path, way: _Way) -> "Callable[[Database], None]":
    def run(db: "Database") -> None:
        way.next()
        for statement in statements(file.read_text(encoding="utf-8")):
            fault("migrate-statement")
            found = _PORTIONS.search(statement)
            if found is None:
                db.conn.execute(statement)
            else:
                _in_portions(db.conn, statement, found[1], found[2], way)

    run.__name__ = file.stem
    return run


def _in_portions(conn: sqlite3.Connection, statement: str, table: str, key: str, way: _Way) -> None:
    total = conn.execute(f"select count(*) from {table}").fetchone()[0]
    of_next = f"select max({key}) from (select {key} from {table} where {key} > ? order by {key} limit {PORTION})"
    after, done = _LOWEST, 0
    while (upto := conn.execute(of_next, (after,)).fetchone()[0]) is not None:
        conn.execute(statement, {"after": after, "upto": upto})
        after, done = upto, done + PORTION
        way.done(min(1.0, done / total))
        fault("migrate-portion")


def _pending(db: "Database", migrations: "Migrations") -> list[str]:
    return [step.name for step in migrations.pending(db)]


def _apply(db: "Database", migrations: "Migrations") -> list[str]:
    with transaction(db, durable=True):
        taken = _pending(db, migrations)
        migrations.apply(db)
        db.table("product").upsert({"only": 1, "version": __version__}, pk="only")
        db.table("seat").insert({"only": 1, "id": uuid.uuid4().hex}, ignore=True)
        db.conn.execute(f"pragma user_version = {NEWEST}")
    return taken


def _refuse_newer(path: Path) -> None:
    conn = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    try:
        found = int(conn.execute("pragma user_version").fetchone()[0])
        known = {file.stem for file in STEPS.glob("[0-9]*.sql")}
        taken = {row[0] for row in conn.execute("select name from _sqlite_migrations where migration_set = 'shopbell'")}
        if found <= NEWEST and taken <= known:
            return
        version = str(conn.execute("select version from product").fetchone()[0])
    except sqlite3.Error as error:
        raise failure(error) from error
    finally:
        conn.close()
    raise NewerDatabase(
        worded(
            f"This data was written by Shopbell {version} (format {found}); this is Shopbell {__version__}, which knows "
            f"formats up to {NEWEST}. Install the newer release, or restore a backup. Nothing was changed."
        )
    )


def schema(db: "Database") -> str:
    """Return the whole schema as text: the picture that is kept beside the code."""
    rows = db.conn.execute(
        "select sql from sqlite_master where sql is not null and name not like 'sqlite_%'"
        " and name not like '\\_sqlite%' escape '\\' and name not glob 'search_*' and name not glob 'persona_search_*'"
        " and name not glob 'note_search_*'"
        " and name not like 'idx\\_\\_sqlite%' escape '\\' order by type = 'trigger', type = 'index', rowid"
    ).fetchall()
    return "".join(f"{row[0].strip()};\n\n" for row in rows)
