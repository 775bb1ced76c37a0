"""Every call of the command line with its flags, and where it is carried out."""

import argparse
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import NoReturn

import desktop

# Spelled out here, and held against the domain's own by a test, because the window must not load those to start.
VERBS = (
    "done", "reopen", "snooze", "wait", "star", "unstar", "read", "unread", "label", "unlabel", "mute", "unmute",
    "not-ours", "trash", "restore", "note", "language",
)  # fmt: skip
LANES = (
    "needs-you", "worth-a-look", "the-rest", "waiting", "snoozed", "starred", "done", "muted", "not-ours", "trash",
)  # fmt: skip
COLOURS = ("teal", "amber", "red", "green", "blue", "violet", "pink", "grey")

_THEMES = ("light", "dark")
_WINDOW = {"screenshot": None, "theme": None, "size": None}
"""The values that `open` takes, and what they are when they are not given."""
_MOST = 1_000_000_000
_LONGEST_AGO = 10_000


class _Parser(argparse.ArgumentParser):
    more: Callable[[], str] | None = None
    """What stands at the end of its help and takes time to look up."""

    def format_help(self) -> str:
        return super().format_help() + (self.more() if self.more else "")

    def error(self, message: str) -> NoReturn:
        print(f"shopbell: {message}. See: {self.prog} --help", file=sys.stderr)
        raise SystemExit(2)


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Return the parsed call; `run` is the function that carries it out. Exits with 2 for wrong words."""
    return _plain_open(arguments) or _parsed(arguments)


def _plain_open(arguments: Sequence[str]) -> argparse.Namespace | None:
    """Return the call when its words only open the window and are spelled out; None leaves it to the parser.

    The parser with all its flags and translations takes longer to make than the list to be read.
    """
    call = argparse.Namespace(home=None, demo=False, **_WINDOW, run=_later("desktop.cli.window:open_window"))
    known: tuple[str, ...] = ("home",)
    words = iter(arguments)
    for word in words:
        name = word.removeprefix("--")
        if word == "open" and known == ("home",):
            known = tuple(_WINDOW)
        elif word == "--demo":
            call.demo = True
        elif word.startswith("--") and name in known:
            value = next(words, "")
            if not value.strip() or value.startswith("-") or (name == "theme" and value not in _THEMES):
                return None
            setattr(call, name, value)
        else:
            return None
    return call


def _parsed(arguments: Sequence[str]) -> argparse.Namespace:
    top = _Parser(prog="shopbell", description="One local inbox for everything customers say to a small shop.")
    top.add_argument("--version", action="version", version=f"shopbell {desktop.__version__}")
    top.add_argument(
        "--home",
        type=_folder,
        metavar="DIR",
        help="where data lives (else SHOPBELL_HOME, else the platform's own folder)",
    )
    top.add_argument("--demo", action="store_true", help="work on the sample shop: no account and no network needed")
    calls = top.add_subparsers(title="calls", metavar="CALL", parser_class=_Parser)
    _window(calls)
    _accounts(calls)
    _inbox(calls)
    _reply(calls)
    _labels(calls)
    _searches(calls)
    _storms(calls)
    _learned(calls)
    _text(calls)
    _keep(calls)
    top.set_defaults(run=_later("desktop.cli.window:open_window"), **_WINDOW)
    call = top.parse_args(list(arguments))
    for name, value in vars(call).items():
        # "--name=--" is no value at all to argparse, or these two letters from Python 3.13 on.
        given = value if name == "settings" else [value]
        if [] in given or "--" in given:
            top.error(f"--{name.replace('_', '-')} needs a value")
    call.demo = call.demo or getattr(call, "demo_here", False)
    return call


def _later(path: str) -> Callable[[argparse.Namespace], int]:
    module, _, name = path.partition(":")

    def run(call: argparse.Namespace) -> int:
        code: int = getattr(import_module(module), name)(call)
        return code

    return run


def _add(calls: "argparse._SubParsersAction[_Parser]", name: str, where: str, words: str) -> _Parser:
    parser = calls.add_parser(name, help=words, description=words)
    parser.set_defaults(run=_later(where))
    return parser


def _window(calls: "argparse._SubParsersAction[_Parser]") -> None:
    call = _add(calls, "open", "desktop.cli.window:open_window", "open the window")
    call.add_argument("--demo", action="store_true", dest="demo_here", help="the sample shop")
    call.add_argument("--screenshot", metavar="FILE", help="write a picture of the window to FILE and close")
    call.add_argument("--theme", choices=_THEMES, help="for this start only")
    call.add_argument("--size", metavar="WxH", help="the window's size for this start, such as 1360x850")


def _accounts(calls: "argparse._SubParsersAction[_Parser]") -> None:
    accounts = _add(
        calls, "accounts", "desktop.cli.accounts:list_accounts", "the channels Shopbell reads and answers through"
    )
    accounts.add_argument("--json", action="store_true")
    verbs = accounts.add_subparsers(title="calls", metavar="CALL", parser_class=_Parser)
    add = _add(verbs, "add", "desktop.cli.accounts:add", "add a channel; its password goes to the system's keyring")
    add.more = _settings
    add.add_argument("kind", help="what it is; the kinds and their settings stand below")
    add.add_argument("--name", required=True, help="what you call it")
    add.add_argument(
        "--set", action="append", default=[], metavar="KEY=VALUE", dest="settings", help="a setting; as often as needed"
    )
    secret = add.add_mutually_exclusive_group()
    secret.add_argument("--secret-stdin", action="store_true", help="read the password or token from standard input")
    secret.add_argument(
        "--secret-later", action="store_true", help="keep none: the window asks, or each sync gets it by --secret-stdin"
    )
    listing = _add(verbs, "list", "desktop.cli.accounts:list_accounts", "list the channels and how they are doing")
    listing.add_argument("--json", action="store_true")
    test = _add(verbs, "test", "desktop.cli.accounts:test", "sign in and say in one sentence what is wrong")
    test.add_argument("name")
    test.add_argument("--secret-stdin", action="store_true", help="use this password for the test and keep it nowhere")
    remove = _add(verbs, "remove", "desktop.cli.accounts:remove", "remove a channel and its password; messages stay")
    remove.add_argument("name")
    sync = _add(calls, "sync", "desktop.cli.accounts:sync", "pull what is new and send what is due")
    sync.add_argument("--once", action="store_true", help="one round, then stop")
    sync.add_argument("--account", metavar="N")
    sync.add_argument(
        "--force",
        action="store_true",
        help="with --once: ask also those that wait because their server said so, or that had stopped",
    )
    sync.add_argument("--secret-stdin", action="store_true", help="with --account: use this password for this run only")
    sync.add_argument("--json", action="store_true")


def _settings() -> str:
    """Return the kinds of channels with their settings, the needed ones marked."""
    from desktop.connectors.registry import CHANNELS

    lines = []
    for channel in CHANNELS:
        lines += ["", f"{channel.kind} ({channel.title}):"]
        for setting in channel.settings:
            needed = "needed: " if setting.required else ""
            one_of = f" ({', '.join(setting.choices)})" if setting.choices else ""
            lines.append(f"  {setting.key:<14}{needed}{setting.meaning}{one_of}")
    return "\n".join(lines) + "\n"


def _inbox(calls: "argparse._SubParsersAction[_Parser]") -> None:
    inbox = _add(calls, "inbox", "desktop.cli.inbox:inbox", "the list, who most needs you first")
    which = inbox.add_mutually_exclusive_group()
    which.add_argument("--lane", choices=LANES)
    which.add_argument("--search", metavar="NAME", help="what a saved search finds, the newest first")
    inbox.add_argument("--limit", type=_count, default=50)
    inbox.add_argument("--json", action="store_true")
    show = _add(calls, "show", "desktop.cli.inbox:show", "one conversation, with everything that person ever wrote")
    show.add_argument("id", type=_number)
    show.add_argument("--why", action="store_true", help="why it stands where it stands: every reason with its points")
    show.add_argument("--json", action="store_true")
    figures = _add(calls, "figures", "desktop.cli.figures:figures", "how soon customers are answered, and who is late")
    figures.add_argument("--days", type=_days, metavar="N", help="of the last N days, instead of 7 and 30")
    figures.add_argument("--json", action="store_true")
    search = _add(calls, "search", "desktop.cli.inbox:find", "search with the operators of the window")
    search.add_argument("query", nargs="+")
    search.add_argument("--limit", type=_count, default=50)
    search.add_argument("--json", action="store_true")
    triage = _add(calls, "triage", "desktop.cli.triage:triage", "the same acts as the keys")
    triage.add_argument("id", type=_number)
    triage.add_argument("verb", choices=VERBS)
    triage.add_argument(
        "--until", metavar="T", help="for snooze and wait: “tomorrow 8”, “fri 9”, “in 3 h” or an ISO time"
    )
    triage.add_argument("--keep-asleep", action="store_true", help="for snooze: stay asleep when they write")
    triage.add_argument("--label", metavar="NAME", help="for label and unlabel (which without it takes all labels off)")
    triage.add_argument(
        "--exclude", metavar="PHRASE", help="for not-ours: what the watch that found it shall leave alone from now on"
    )
    triage.add_argument("--text-file", metavar="F|-", help="for note: the text, or - for standard input")
    triage.add_argument(
        "--language", metavar="CODE", help="for language: the one they write in (pl); without it, what their words tell"
    )
    _add(calls, "undo", "desktop.cli.triage:undo", "take back the last act of triage")


def _labels(calls: "argparse._SubParsersAction[_Parser]") -> None:
    labels = _add(calls, "labels", "desktop.cli.triage:list_labels", "the words you put on conversations")
    labels.add_argument("--json", action="store_true")
    verbs = labels.add_subparsers(title="calls", metavar="CALL", parser_class=_Parser)
    listing = _add(
        verbs, "list", "desktop.cli.triage:list_labels", "list the labels; the first nine bear digits as keys"
    )
    listing.add_argument("--json", action="store_true")
    add = _add(verbs, "add", "desktop.cli.triage:add_label", "make a label")
    add.add_argument("name")
    add.add_argument("--colour", choices=COLOURS)
    rename = _add(verbs, "rename", "desktop.cli.triage:rename_label", "call a label something else, everywhere")
    rename.add_argument("name")
    rename.add_argument("new_name")
    remove = _add(
        verbs, "remove", "desktop.cli.triage:remove_label", "take a label away everywhere; undo brings it back"
    )
    remove.add_argument("name")


def _storms(calls: "argparse._SubParsersAction[_Parser]") -> None:
    storms = _add(
        calls,
        "storms",
        "desktop.cli.storms:list_storms",
        "when far more people wrote than usual, and how far it has come",
    )
    storms.add_argument("--json", action="store_true", help="print a JSON array of storms")


def _searches(calls: "argparse._SubParsersAction[_Parser]") -> None:
    searches = _add(calls, "searches", "desktop.cli.searches:list_searches", "the searches you keep")
    searches.add_argument("--json", action="store_true")
    verbs = searches.add_subparsers(title="calls", metavar="CALL", parser_class=_Parser)
    listing = _add(verbs, "list", "desktop.cli.searches:list_searches", "list them, with how many each finds")
    listing.add_argument("--json", action="store_true")
    add = _add(verbs, "add", "desktop.cli.searches:add_search", "keep a search; one of that name is replaced")
    add.add_argument("name")
    add.add_argument("query", nargs="+")
    remove = _add(verbs, "remove", "desktop.cli.searches:remove_search", "keep a search no longer")
    remove.add_argument("name")


def _learned(calls: "argparse._SubParsersAction[_Parser]") -> None:
    learned = _add(calls, "learned", "desktop.cli.learned:show", "what was learned of what matters to you")
    learned.add_argument("--json", action="store_true")
    verbs = learned.add_subparsers(title="calls", metavar="CALL", parser_class=_Parser)
    for way in ("more", "less"):
        correct = _add(verbs, way, "desktop.cli.learned:correct", f"say that a conversation matters {way}")
        correct.add_argument("id", type=_number)
        correct.add_argument("--reason", metavar="NAME", default="", help="that this one of its reasons does")
        correct.set_defaults(way=way)
    pin = _add(verbs, "pin", "desktop.cli.learned:pin", "always show what has a word, a #topic or comes from a sender")
    pin.add_argument("what", metavar="WORD")
    unpin = _add(verbs, "unpin", "desktop.cli.learned:unpin", "show it no more than the rest")
    unpin.add_argument("what", metavar="WORD")
    forget = _add(verbs, "forget", "desktop.cli.learned:forget", "forget all that was learned from a sender")
    forget.add_argument("sender", metavar="SENDER", help="an address, a handle or a name")
    _add(verbs, "undo", "desktop.cli.learned:undo", "forget the last lesson")
    _add(verbs, "reset", "desktop.cli.learned:reset", "forget all lessons; what is pinned stays")
    export = _add(verbs, "export", "desktop.cli.learned:take_out", "write all of it to a file that people can read")
    export.add_argument("file")


def _reply(calls: "argparse._SubParsersAction[_Parser]") -> None:
    ways = _add(calls, "ways", "desktop.cli.reply:ways", "every way a conversation can be answered")
    ways.add_argument("id", type=_number)
    ways.add_argument("--json", action="store_true")
    reply = _add(calls, "reply", "desktop.cli.reply:reply", "queue a reply: held, then sent by sync")
    reply.add_argument("id", type=_number)
    reply.add_argument("--text-file", metavar="F|-", help="the text, or - for standard input")
    reply.add_argument("--template", metavar="NAME", help="a saved reply; a text stands where its caret would be")
    reply.add_argument("--by", metavar="WAY", default="", help="another way than the usual one, as “ways” names it")
    reply.add_argument(
        "--private-text-file", metavar="F|-", help="answer both ways: the text in public, and this in private after it"
    )
    reply.add_argument("--attach", metavar="FILE", action="append", help="a file; as often as needed")
    reply.add_argument("--quote", action="store_true", help="put what they wrote below the text")
    reply.add_argument("--at", metavar="T", help="when it leaves: “tomorrow 8”, “in 3 h” or an ISO time")
    reply.add_argument("--to", metavar="ADDRESSES", default="", help="whom a mail goes to, instead of who wrote")
    reply.add_argument("--cc", metavar="ADDRESSES", default="", help="who receives a copy of a mail")
    reply.add_argument("--confirmed", action="store_true", help="say in public what looks like a private detail")
    reply.add_argument("--now", action="store_true", help="skip the hold")
    reply.add_argument("--json", action="store_true")
    new = _add(calls, "new", "desktop.cli.new:new", "queue a mail to somebody: held, then sent by sync")
    new.add_argument("--to", metavar="ADDRESSES", required=True, help="whom it goes to, with commas between several")
    new.add_argument("--cc", metavar="ADDRESSES", default="", help="who receives a copy")
    new.add_argument("--subject", default="", help="what stands above it")
    new.add_argument("--text-file", metavar="F|-", help="the text, or - for standard input")
    new.add_argument("--account", metavar="NAME", default="", help="by which mail account, if not by the first")
    new.add_argument("--attach", metavar="FILE", action="append", help="a file; as often as needed")
    new.add_argument("--at", metavar="T", help="when it leaves: “tomorrow 8”, “in 3 h” or an ISO time")
    new.add_argument("--now", action="store_true", help="skip the hold")
    new.add_argument("--json", action="store_true")
    templates = _add(calls, "templates", "desktop.cli.reply:templates", "the saved replies: yours, and those that come")
    templates.add_argument("--json", action="store_true")
    outbox = _add(calls, "outbox", "desktop.cli.outbox:outbox", "the replies on their way and what became of them")
    outbox.add_argument("--json", action="store_true")
    settle = _add(
        calls, "settle", "desktop.cli.outbox:settle", "decide about a reply that is unsure, or waits for its time"
    )
    settle.add_argument("reply")
    settle.add_argument("choice", choices=("arrived", "again", "withdraw", "now", "later"))
    settle.add_argument("--at", metavar="T", help="with later: “tomorrow 8”, “in 3 h” or an ISO time")


def _text(calls: "argparse._SubParsersAction[_Parser]") -> None:
    rank = _add(calls, "rank", "desktop.cli.rank:rank", "score messages without a store, or explain a score")
    asked = rank.add_mutually_exclusive_group(required=True)
    asked.add_argument("--jsonl", action="store_true", help="an object a line in, an object a line out")
    asked.add_argument("--evaluate", metavar="FILE", nargs="+", help="how good the order is on labelled messages")
    asked.add_argument("--held-out", action="store_true", help="the same on the messages it never learned from")
    asked.add_argument(
        "--explain",
        metavar="ID",
        type=_number,
        help="one conversation now, or at --now: every term, and what it went by",
    )
    rank.add_argument("--json", action="store_true", help="with --explain")
    rank.add_argument("--now", metavar="T", help="rank as at this time, so that waiting counts (ISO 8601)")
    clean = _add(calls, "clean", "desktop.cli.clean:clean", "the HTML the reader would show: sanitised, nothing remote")
    form = clean.add_mutually_exclusive_group(required=True)
    form.add_argument("--html", action="store_true")
    form.add_argument("--jsonl", action="store_true")


def _keep(calls: "argparse._SubParsersAction[_Parser]") -> None:
    bring = _add(calls, "import", "desktop.cli.keep:bring_in", "bring in old mail or a list of feeds, without a server")
    bring.add_argument("what", choices=("maildir", "mbox", "opml"))
    bring.add_argument("path")
    bring.add_argument("--name", help="the account to keep it under (else the folder's or file's name)")
    bring.add_argument("--address", help="your own address in that mail, so that your answers are known as yours")
    bring.add_argument("--json", action="store_true")
    take = _add(calls, "export", "desktop.cli.keep:take_out", "take everything out in open formats")
    take.add_argument("path", help="a folder that does not exist yet")
    backup = _add(
        calls, "backup", "desktop.cli.keep:backup", "save everything in one file (passwords stay in the keyring)"
    )
    backup.add_argument("file")
    restore = _add(
        calls, "restore", "desktop.cli.keep:restore", "put back a backup; what is there now is kept beside it"
    )
    restore.add_argument("file")
    doctor = _add(calls, "doctor", "desktop.cli.keep:doctor", "check everything and say what to do")
    doctor.add_argument("--json", action="store_true")


def _folder(words: str) -> str:
    # What a script meant to name and did not must not become the owner's own data.
    if not words.strip():
        raise argparse.ArgumentTypeError("it must name a folder")
    return words


def _number(words: str) -> int:
    if not words.removeprefix("-").isdecimal():
        raise argparse.ArgumentTypeError(
            f"it must be a number from the first column of the list, and not “{words[:30]}”"
        )
    return int(words[:30])


def _count(words: str) -> int:
    if not words.isdecimal() or not int(words[:30]):
        raise argparse.ArgumentTypeError(f"it must be a number, at least 1, and not “{words[:30]}”")
    return min(int(words[:30]), _MOST)


def _days(words: str) -> int:
    return min(_count(words), _LONGEST_AGO)
