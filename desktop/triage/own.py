"""The owner's own say in the ranking: a file of weights and a list of words beside the shop's data, edited by hand."""

from pathlib import Path
from zlib import crc32

from desktop.domain.targets import USUAL, Targets
from desktop.domain.wording import worded
from desktop.paths import resource
from desktop.triage import weights
from desktop.triage.lexicon import Lexicon, load, parse
from desktop.triage.rank import Ranker, default_ranker

WORDS = "words.txt"
"""The owner's own list of words, in the format of the product's lists."""


def ranker(home: Path, targets: Targets = USUAL) -> Ranker:
    """Return the ranker with what the owner has put into the shop's folder; its `told` says what cannot be used.

    Never raises. Scores made with other files than those at work now are made anew in the background.
    """
    files = [file for file in (home / weights.OWN, home / WORDS) if file.is_file()]
    if not files:
        return default_ranker(targets)
    chosen, sentences = weights.load(home / weights.OWN)
    lexicon, more = _lexicon(home / WORDS)
    mine = Ranker(lexicon, targets=targets, weights=chosen, own=_mark(files))
    mine.told = (*sentences, *more)
    return mine


def _lexicon(file: Path) -> tuple[Lexicon, list[str]]:
    usual = load(resource("lexicon"))
    if not file.is_file():
        return usual, []
    try:
        return Lexicon((*usual.phrases, *parse(file.read_text(encoding="utf-8"), file.name))), []
    except (OSError, ValueError) as error:
        return usual, [worded(f"{error} Your own words are passed over until it is mended.")]


def _mark(files: list[Path]) -> int:
    """Return a number by which scores made with other files are known, from 1 to 32,767."""
    told = 0
    for file in files:
        try:
            told = crc32(file.name.encode() + file.read_bytes(), told)
        except OSError:
            continue
    return 1 + told % 0x7FFF
