"""The command palette: every command with its keys, found by a few letters of its name, or by what it is called elsewhere."""

import re
from collections.abc import Callable, Sequence

from desktop.ui.commands import Command, Commands, key_text
from desktop.ui.theme import Theme
from desktop.ui.views.asking_card import AskingCard
from desktop.ui.views.pickers.choices import MARK_OFF, MARK_ON, Choice
from desktop.ui.widgets import safe

_WORDS = re.compile(r"[\W_]+")
_WORD_START = 8
_NEXT_TO = 9
_ANYWHERE = 1
_WORD_END = 4
_SKIPPED = 0.1
_CALLED_ELSE = 4
"""What the beginning of another word for it counts less than that of its title; letters here and there count far less."""


def match(wanted: str, text: str) -> tuple[float, tuple[int, ...]] | None:
    """Return how well the letters of `wanted` are found in `text`, in order, and where; None when they are not.

    Letters at the start of a word and letters that follow each other count most. "" matches everything with 0.
    """
    best: tuple[float, tuple[int, ...]] | None = (0.0, ()) if not wanted.strip() else None
    letters = [c for c in wanted.casefold() if not c.isspace()]
    folded = [c.casefold()[:1] for c in text]
    for start, char in enumerate(folded):
        if not letters or char != letters[0]:
            continue
        found = _follow(letters, folded, start)
        if found is not None and (best is None or found[0] > best[0]):
            best = found
    return best


def _follow(letters: list[str], text: list[str], start: int) -> tuple[float, tuple[int, ...]] | None:
    places: list[int] = []
    score = 0.0
    here = start
    for letter in letters:
        place = _find(letter, text, here, after=places[-1] if places else -2)
        if place is None:
            return None
        if _starts_word(text, place):
            score += _WORD_START
        elif places and place == places[-1] + 1:
            score += _NEXT_TO
        else:
            score += _ANYWHERE
        places.append(place)
        here = place + 1
    if _ends_word(text, places[-1]):
        score += _WORD_END
    return score - _SKIPPED * len(text), tuple(places)


def _find(letter: str, text: list[str], here: int, *, after: int) -> int | None:
    """Return the best next place of a letter: right behind the last, else at the start of a word, else anywhere."""
    if here < len(text) and text[here] == letter and here == after + 1:
        return here
    places = [i for i in range(here, len(text)) if text[i] == letter]
    return next((i for i in places if _starts_word(text, i)), places[0] if places else None)


def _starts_word(text: list[str], place: int) -> bool:
    return place == 0 or not text[place - 1].isalnum()


def _ends_word(text: list[str], place: int) -> bool:
    return place + 1 == len(text) or not text[place + 1].isalnum()


def match_also(wanted: str, title: str, also: Sequence[str]) -> tuple[float, str] | None:
    """Return how well `wanted` is what else a command is called, and the words that say so; None when it is not.

    Every word of it has to begin one of these words, or one of the title where another one does not.
    """
    parts = wanted.casefold().split()
    hits = [called for called in also if _begun_by(parts, called)]
    if not parts or not any(_begun_by([part], " ".join(also)) for part in parts):
        return None
    if not hits:
        if not _begun_by(parts, " ".join((title, *also))):
            return None
        hits = [called for called in also if any(_begun_by([part], called) for part in parts)]
    # The same word is meant whole sooner than as the beginning of a longer one, and said first where it is meant most.
    best = min(hits, key=len)
    letters = sum(len(part) for part in parts)
    score = _WORD_START + _NEXT_TO * (letters - 1) - _CALLED_ELSE - _SKIPPED * len(best)
    return score + (_WORD_END if best.casefold() == " ".join(parts) else 0), best


def _begun_by(parts: Sequence[str], text: str) -> bool:
    """Return whether each of `parts` begins a word of `text`."""
    folded = text.casefold()
    words = [*_WORDS.split(folded), *folded.split()]
    return all(any(word.startswith(part) for word in words) for part in parts)


def marked(text: str, places: tuple[int, ...]) -> str:
    """Return `text` with the letters at `places` between the marks."""
    return "".join(f"{MARK_ON}{c}{MARK_OFF}" if i in places else c for i, c in enumerate(text)).replace(
        MARK_OFF + MARK_ON, ""
    )


class Palette(AskingCard):
    """Runs the command the owner takes, after it has closed and the focus is back where it was."""

    def __init__(self, theme: Theme, commands: Commands, may_run: Callable[[Command], bool] | None = None) -> None:
        """Offer all of `commands` for which `may_run` holds."""
        super().__init__(
            theme,
            "",
            asks=self.tr("Find a command"),
            hint=self.tr("What do you want to do?"),
            offers=self.tr("Commands"),
        )
        self.setAccessibleName(self.tr("All commands"))
        self._commands = [c for c in commands if c.id != "palette" and (may_run is None or may_run(c))]
        self._typed("")

    def _typed(self, text: str) -> None:
        found = []
        for place, command in enumerate(self._commands):
            hit, called = match(text, command.title), match_also(text, command.title, command.also)
            if called is not None and (hit is None or called[0] > hit[0]):
                found.append((-called[0], place, _choice(command, (), called[1])))
            elif hit is not None:
                found.append((-hit[0], place, _choice(command, hit[1], command.group)))
        found.sort(key=lambda entry: entry[:2])
        self._list.offer([choice for _, _, choice in found])
        self._note.setVisible(not found)
        safe.say(self._note, self.tr("No command is called that."))
        self.arrange()

    def _take(self, value: object) -> None:
        self.put_away()
        if isinstance(value, Command):
            value.run()


def _choice(command: Command, places: tuple[int, ...], beside: str) -> Choice:
    return Choice(
        title=marked(command.title, places),
        detail=beside,
        keys=tuple(dict.fromkeys(key_text(key) for key in command.keys))[:2],
        value=command,
    )
