"""`shopbell clean`: the sanitiser alone, without a store."""

import argparse
import sys

from desktop.cli.output import WrongUsage, put_object, read_objects


def clean(call: argparse.Namespace) -> int:
    """Sanitise HTML from standard input, or the `html`/`payload` of each object with --jsonl."""
    from desktop.render import clean as clean_html
    from desktop.render import without_pictures

    if call.html:
        raw = sys.stdin.buffer.read()
        page = without_pictures(clean_html(raw.decode("utf-8", "replace")).html)
        sys.stdout.buffer.write(page.encode("utf-8", "replace"))
        return 0
    for number, given in enumerate(read_objects(sys.stdin.buffer), 1):
        html = given.get("html", given.get("payload"))
        if not isinstance(html, str | None):
            raise WrongUsage(f"Line {number}: “html” must be a string.")
        put_object({"id": given.get("id"), "html": without_pictures(clean_html(html or "").html)})
    return 0
