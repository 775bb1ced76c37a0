"""What is done with conversations, and the labels for it: `triage undo labels`."""

import argparse
import sys
from datetime import datetime, timedelta
from pathlib import Path

from desktop.cli.inbox import conversation
from desktop.cli.output import WrongUsage, decoded, put, put_json, put_table, unknown
from desktop.cli.shop import Shop, opened
from desktop.domain.act import Verb
from desktop.domain.conversation import Label

_NEEDS = {
    "label": (Verb.LABEL, Verb.UNLABEL),
    "exclude": (Verb.NOT_OURS,),
    "text_file": (Verb.NOTE,),
    "until": (Verb.SNOOZE, Verb.WAIT),
    "keep_asleep": (Verb.SNOOZE,),
    "language": (Verb.LANGUAGE,),
}


def triage(call: argparse.Namespace) -> int:
    """Do to one conversation what its key would do."""
    from desktop.store import triage as acts

    verb = Verb(call.verb)
    for flag, verbs in _NEEDS.items():
        if getattr(call, flag) and verb not in verbs:
            raise WrongUsage(f"--{flag.replace('_', '-')} means nothing with {verb.value}.")
    about = _about(call, verb)
    with opened(call) as shop:
        now = shop.clock.now()
        until = _until(call.until, verb, now)
        found = conversation(shop, call.id, also_begun=True).row.id
        change = shop.writer.submit(
            lambda db: acts.act(
                db,
                [found],
                verb,
                now=now,
                until=until,
                about=about,
                wake_on_reply=not call.keep_asleep,
                initiator="cli",
            )
        ).result()
    put(change.said or "Nothing to change.")
    return 0


def _about(call: argparse.Namespace, verb: Verb) -> str:
    """Return what goes with the verb: the label, the phrase, the text of the note."""
    if verb is Verb.LABEL and not call.label:
        raise WrongUsage("label needs --label NAME.")
    if verb is Verb.LANGUAGE:
        return _language(call.language or "")
    if verb is not Verb.NOTE:
        return str(call.label or call.exclude or "")
    if not call.text_file:
        raise WrongUsage("note needs --text-file F, or - for standard input.")
    text = decoded(sys.stdin.buffer.read() if call.text_file == "-" else Path(call.text_file).read_bytes())
    if not text.strip():
        raise WrongUsage("The note is empty; there is nothing to keep.")
    return text.strip()


def _language(code: str) -> str:
    from desktop.domain.languages import NAMES, primary

    if code and primary(code) not in NAMES:
        raise WrongUsage(f"“{code}” is no language that is known here. There are: {', '.join(NAMES)}.")
    return primary(code)


def _until(words: str | None, verb: Verb, now: datetime) -> datetime | None:
    if verb not in (Verb.SNOOZE, Verb.WAIT):
        if words:
            raise WrongUsage(f"--until means nothing with {verb.value}.")
        return None
    if words is None:
        if verb is Verb.WAIT:
            return now + timedelta(days=3)
        raise WrongUsage("snooze needs --until, such as --until “tomorrow 8” or --until “in 3 h”.")
    from desktop.domain.wall_clock import NotATime
    from desktop.domain.when import parse as time_of

    try:
        return time_of(words, now)
    except NotATime as unclear:
        raise WrongUsage(str(unclear)) from None


def undo(call: argparse.Namespace) -> int:
    """Take back the last act of triage that was not taken back yet."""
    from desktop.store import triage as acts

    with opened(call) as shop:
        now = shop.clock.now()
        change = shop.writer.submit(lambda db: acts.undo(db, now=now)).result()
    put(change.said or "There is nothing to undo.")
    return 0


def list_labels(call: argparse.Namespace) -> int:
    """List the labels in their order, with the digit of each and how many conversations bear it."""
    from desktop.domain.label import DIGITS
    from desktop.store import labels

    with opened(call) as shop:
        found, used = labels.labels(shop.reader), labels.used(shop.reader)
    if call.json:
        put_json([{"name": one.name, "colour": one.colour, "conversations": used.get(one.id, 0)} for one in found])
    elif found:
        digits = [str(number) if number <= DIGITS else "" for number in range(1, len(found) + 1)]
        rows = [(key, one.name, one.colour, str(used.get(one.id, 0))) for key, one in zip(digits, found, strict=True)]
        put_table(("KEY", "NAME", "COLOUR", "CONVERSATIONS"), rows)
    else:
        put("No label yet. Make one with: shopbell labels add NAME")
    return 0


def add_label(call: argparse.Namespace) -> int:
    """Make a label."""
    from desktop.store import labels

    with opened(call) as shop:
        now = shop.clock.now()
        change = shop.writer.submit(lambda db: labels.make(db, call.name, now=now, colour=call.colour or "")).result()
    put(change.said)
    return 0


def rename_label(call: argparse.Namespace) -> int:
    """Give a label another name, on all conversations that bear it."""
    from desktop.store import labels

    with opened(call) as shop:
        now, label = shop.clock.now(), _label(shop, call.name)
        change = shop.writer.submit(lambda db: labels.rename(db, label, call.new_name, now=now)).result()
    put(change.said or "Nothing to change.")
    return 0


def remove_label(call: argparse.Namespace) -> int:
    """Take a label off all conversations and out of the list; undo brings it back."""
    from desktop.store import labels

    with opened(call) as shop:
        now, label = shop.clock.now(), _label(shop, call.name)
        change = shop.writer.submit(lambda db: labels.remove(db, label, now=now)).result()
    put(f"{change.said}. Bring it back with: shopbell undo")
    return 0


def _label(shop: Shop, name: str) -> Label:
    from desktop.store import labels

    found = labels.by_name(shop.reader, name)
    if found is None:
        raise unknown("label", name, labels.labels(shop.reader))
    return found
