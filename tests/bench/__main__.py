"""`python -m tests.bench`: run the benchmarks and print every ratio as a table (and as JSON with --json FILE).

`--messages N` sets the size of the made mailbox, `--maildir PATH` measures on a real one, names pick some of them.
`--conversations N` sets the size of the shop behind the window (start, keys); `--keep FOLDER` keeps it for later runs.
`--while-syncing` presses the keys while mailboxes of `--pulled` mails are being pulled.
"""

import argparse
import os
import sys
import tempfile
from importlib import import_module
from pathlib import Path

from tests.bench.figures import Figure, as_json, table

ALL = ("ingest", "search", "sync", "start", "keys", "storms", "rank")


def main() -> int:
    """Run what was asked for; 0 also when a target is missed: the table says so."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("names", nargs="*", help=f"which of: {' '.join(ALL)} (default: all)")
    parser.add_argument("--messages", type=int, default=20_000)
    parser.add_argument("--conversations", type=int, default=100_000)
    parser.add_argument("--while-syncing", action="store_true")
    parser.add_argument("--pulled", type=int, default=20_000)
    parser.add_argument("--keep", type=Path, metavar="FOLDER")
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--maildir", type=Path)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    # What is measured keeps what it compiled, as it does for an owner.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    wrong = [name for name in options.names if name not in ALL]
    if wrong:
        parser.error(f"there is no benchmark called {', '.join(wrong)}")
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="shopbell-bench-") as folder:
        options.folder = Path(folder)
        options.folder.chmod(0o755)
        for name in options.names or ALL:
            print(f"measuring {name} …", file=sys.stderr)
            figures += import_module(f"tests.bench.{name}").measure(options)
    print(table(figures))
    if options.json:
        options.json.write_text(as_json(figures) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
