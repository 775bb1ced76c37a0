"""Write the file that this release leaves behind for the tests of later ones: python -m tests.migrations."""

import tempfile
from pathlib import Path

from desktop import __version__
from desktop.domain.act import Verb
from desktop.store import drafts, outbox, triage
from tests.store.makers import NOW, Shop, mail, plan


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        shop = Shop(Path(folder))
        shop.ingest(*(mail(str(n), who=f"P{n % 3}", minutes=n, text="Can I order a cake?") for n in range(6)))
        shop.write(triage.act, shop.ids()[:2], Verb.DONE, now=NOW)
        shop.write(drafts.save, shop.draft("Dear", shop.ids()[3]), NOW)
        shop.write(outbox.queue, shop.draft("Hi", shop.ids()[4]), plan(), text="Hi", now=NOW, not_before=NOW)
        shop.reader.close()
        shop.db.conn.execute("pragma wal_checkpoint(truncate)")
        shop.db.conn.execute("pragma journal_mode = delete")
        shop.db.conn.execute("vacuum")
        shop.db.close()
        target = Path(__file__).with_name(f"v{__version__}.db")
        target.write_bytes(shop.path.read_bytes())


if __name__ == "__main__":
    main()
