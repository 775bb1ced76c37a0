"""Bring the file to the newest format: a backup first, every step in one transaction, a newer file refused."""

import sqlite3
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from desktop import __version__
from desktop.domain.clock import Clock
from desktop.domain.errors import NewerDatabase
from desktop.domain.faults import fault
from desktop.store.connection import NEWEST, failure, open_writer, schema_version, transaction
from desktop.store.maintenance import backup, prune

if TYPE_CHECKING:
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

STEPS = Path(__file__).parent / "migrations"
KEEP_BACKUPS = 3


def migrate(path: Path, backups: Path, clock: Clock) -> list[str]:
    """Bring `path` to the newest format and return the steps that were taken, [] when it was new already.

    Before a step changes a file that has data, a copy goes to `backups`; the newest three are kept. Blocking; called
    before the writer starts. Raises NewerDatabase, StoreFailure.
    """
    if schema_version(path) > 0:
        _refuse_newer(path)
    db = open_writer(path)
    try:
        migrations = registry()
        if not _pending(db, migrations):
            return []
        if schema_version(path) > 0:
            backup(path, backups / f"before-format-{NEWEST}-{clock.now():%Y%m%dT%H%M%S%f}.db", clock)
            prune(backups, "before-format-*.db", KEEP_BACKUPS)
        return _apply(db, migrations)
    except sqlite3.Error as error:
        raise failure(error) from error
    finally:
        db.close()


def registry(steps: Path = STEPS) -> "Migrations":
    """Return the steps of the folder in order, as sqlite-utils keeps them."""
    from sqlite_utils.migrations import Migrations

    migrations = Migrations("shopbell")
    for file in sorted(steps.glob("[0-9]*.sql")):
        migrations(name=file.stem)(_step(file))
    return migrations


def statements(script: str) -> Iterator[str]:
    """Yield the statements of a script one by one; triggers stay whole."""
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""


def _step(file: Path) -> "Callable[[Database], None]":
    def run(db: "Database") -> None:
        for statement in statements(file.read_text(encoding="utf-8")):
            fault("migrate-statement")
            db.conn.execute(statement)

    run.__name__ = file.stem
    return run


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
        f"This data was written by Shopbell {version} (format {found}); this is Shopbell {__version__}, which knows "
        f"formats up to {NEWEST}. Install the newer release, or restore a backup. Nothing was changed."
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
