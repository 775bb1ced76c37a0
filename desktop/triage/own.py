"""The owner's own say in the ranking: a file of weights and a list of words beside the shop's data, edited by hand."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from zlib import crc32

from desktop.domain.sense import Sense
from desktop.domain.targets import USUAL, Targets
from desktop.domain.wording import worded
from desktop.paths import resource
from desktop.triage import lines, weights
from desktop.triage.lexicon import Lexicon, Phrase, load, parse
from desktop.triage.personal import Personal
from desktop.triage.rank import Ranker, default_ranker
from desktop.triage.weights import Weights

WORDS = "ranking-words.txt"
"""The owner's own list of words, in the format of the product's lists."""


@dataclass(frozen=True, slots=True)
class Own:
    """What the owner's files say; `sentences` tell what of them cannot be used and counts as usual."""

    weights: Weights
    phrases: tuple[Phrase, ...]
    sentences: tuple[str, ...]

    @property
    def mark(self) -> int:
        """A number by which scores made with this are known, from 1 to 32,767; 0 where nothing is other than usual.

        Comments and order do not matter, so that a file may be tidied without anything being ranked anew.
        """
        if not self.phrases and self.weights == weights.usual():
            return 0
        return 1 + crc32(repr((self.weights, self.phrases)).encode()) % 0x7FFF


def read(home: Path) -> Own:
    """Return what the files in the shop's folder say as they stand now. Never raises."""
    chosen, sentences = weights.load(home / weights.OWN)
    phrases, more = _phrases(home / WORDS)
    return Own(chosen, phrases, (*sentences, *more))


def ranker(home: Path, targets: Targets = USUAL) -> Ranker:
    """Return the ranker with what the owner has put into the shop's folder; its `told` says what cannot be used.

    Never raises. Scores made with other files than those at work now are made anew in the background.
    """
    made = default_ranker(targets)
    own = read(home)
    if own.mark:
        made.go_by(_lexicon(own), own.weights, own.mark)
    made.told = own.sentences
    return made


def personal(home: Path, sense: Sense) -> Personal:
    """Return the owner's sense, weighed by their own file in the shop's folder. Never raises."""
    return Personal(sense, weights.load(home / weights.OWN)[0])


class OwnFiles:
    """Has a ranker go by the files as they stand, whoever edits them. Looks whenever it is called, reads only what has
    changed. One thread at a time.

    So two programs on the same data, each ranking for the other what it had ranked itself, agree within seconds.
    """

    def __init__(self, home: Path, ranker: Ranker, tell: Callable[[Sequence[str]], object] | None = None) -> None:
        """`tell` hears what cannot be used of a file that was edited, or in one sentence that all of it counts."""
        self._home = home
        self._ranker = ranker
        self._tell = tell
        self._seen: tuple[tuple[int, ...], ...] | None = None
        """None at first: they may have been edited since the ranker was made."""

    def __call__(self) -> bool:
        """Return whether anything counts otherwise than before."""
        seen = tuple(_look(self._home / name) for name in (weights.OWN, WORDS))
        if seen == self._seen:
            return False
        first, self._seen = self._seen is None, seen
        own = read(self._home)
        before = self._ranker.versions
        if own.mark != self._ranker.own:
            self._ranker.go_by(_lexicon(own), own.weights, own.mark)
        differs = self._ranker.versions != before
        if self._tell is not None and (differs or (not first and own.sentences != self._ranker.told)):
            self._tell(own.sentences or [worded("Your own ranking was read anew: who needs you first goes by it now.")])
        self._ranker.told = own.sentences
        return differs


def _lexicon(own: Own) -> Lexicon:
    usual = load(resource("lexicon"))
    return Lexicon((*usual.phrases, *own.phrases)) if own.phrases else usual


def _phrases(file: Path) -> tuple[tuple[Phrase, ...], list[str]]:
    if not file.exists():
        return (), []
    try:
        found, faulty = lines.understood(lines.read(file), partial(_parsed, name=file.name))
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        return (), [worded(f"{file.name} cannot be read ({why}); none of your own words count.")]
    return tuple(found), [worded(f"{error} It is passed over.") for _, error in faulty]


def _parsed(text: str, *, name: str) -> list[Phrase]:
    return parse(text, name)


def _look(file: Path) -> tuple[int, ...]:
    try:
        now = file.stat()
    except OSError:
        return ()
    return now.st_mtime_ns, now.st_size, now.st_ino
