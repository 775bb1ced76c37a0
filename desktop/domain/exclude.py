"""Phrases that tell somebody else of the same name apart from the shop: offered from a mention, kept in a watch."""

import re
from collections.abc import Iterator, Mapping, Sequence

from desktop.domain.lean import dataclass
from desktop.domain.phrases import Watch, fold, split_phrases

NEAR = 10
"""Words on either side of the shop's name that are looked at."""
_LONGEST = 40
_WORD = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*")
_PROPER = re.compile(r"(?<![.!?:]\s)(?<!^)\b[^\W\d_][\w'’-]+")
_BESIDE = re.compile(r"[\s'’-]*")
_COMMON_WORDS = """
a about after all also am an and any are as at be been but by can could did do does for from get got had has have he
her here hers him his how i if in into is it its just like made make me more my new no not now of on one or our out
over she so some than that the their them then there they this to today up us very was we were what when where which
who why will with would yesterday you your aber als am an auch auf aus bei bin das dass dem den der des die ein eine
einem einen einer er es für hat ich ihr im in ist ja mit nach nicht noch nur oder sich sie sind so über um und von
vom war was wie wir wird zu zum zur au aux avec ce ces cette dans de des du elle en est et il ils je la le les leur
mais mon ne nous on ou par pas pour que qui sa se ses son sur un une vous al con como del desde el ella es esta este
lo los las más mi muy no para pero por se sin su sus un una y
"""
_COMMON = frozenset(map(fold, _COMMON_WORDS.split()))


@dataclass(frozen=True, slots=True)
class Reach:
    """In how many of the `total` texts that were found for a phrase each of some others stands."""

    total: int
    holding: Mapping[str, int]


def reach(phrases: Sequence[str], texts: Sequence[str]) -> Reach:
    """Return how many of these texts each phrase, excluded, would have left alone. Pure."""
    watches = {phrase: Watch((phrase,)) for phrase in phrases}
    return Reach(len(texts), {phrase: sum(bool(one.match(text)) for text in texts) for phrase, one in watches.items()})


def suggest(watch: Watch, text: str, *, keep: Sequence[str] = (), most: int = 5) -> tuple[str, ...]:
    """Return phrases near the shop's name in `text` that, excluded, would leave it and its like alone; the best first.

    None of them excludes a phrase that is watched, or a text of `keep`: mentions known to be about the shop. Empty when
    `text` names nothing that is watched, or is excluded already. Pure.
    """
    folded, start, end = watch.find(text)
    if end <= start:
        return ()
    found: list[str] = []
    for phrase in _candidates(text, folded, start, end):
        if phrase not in found and _fits(phrase, watch, text, keep):
            found.append(phrase)
        if len(found) == most:
            break
    return tuple(found)


def _fits(phrase: str, watch: Watch, text: str, keep: Sequence[str]) -> bool:
    alone = Watch((phrase,))
    if len(phrase) > _LONGEST or any(alone.match(wanted) for wanted in watch.phrases):
        return False
    return bool(alone.match(text)) and not any(alone.match(ours) for ours in keep)


def _candidates(text: str, folded: str, start: int, end: int) -> Iterator[str]:
    """Yield what stands right beside the name, together with it, and then the words near it that stand out."""
    before = list(_WORD.finditer(folded, 0, start))[-NEAR:]
    after = list(_WORD.finditer(folded, end))[:NEAR]
    yield from _grown(folded, start, end, after)
    yield from _grown(folded, start, end, before[::-1])
    near = [word.group() for pair in _in_turn(after, before[::-1]) for word in pair]
    telling = [word for word in near if len(word) > 2 and word not in _COMMON and not word.isdigit()]
    proper = {fold(word) for word in _PROPER.findall(text) if word[0].isupper()}
    yield from sorted(telling, key=lambda word: word not in proper)


def _grown(folded: str, start: int, end: int, words: Sequence[re.Match[str]]) -> Iterator[str]:
    """Yield the name with the next word or two that adjoin it on one side: so many that it ends with a telling one."""
    for word in words[:3]:
        gap = folded[end : word.start()] if word.start() >= end else folded[word.end() : start]
        if not _BESIDE.fullmatch(gap):
            return
        start, end = min(start, word.start()), max(end, word.end())
        if word.group() not in _COMMON:
            yield folded[start:end]
            return


def _in_turn(ahead: Sequence[re.Match[str]], behind: Sequence[re.Match[str]]) -> Iterator[Sequence[re.Match[str]]]:
    for place in range(max(len(ahead), len(behind))):
        yield [*ahead[place : place + 1], *behind[place : place + 1]]


def with_phrase(setting: str, phrase: str) -> str:
    """Return the setting `exclude` of a watch with one phrase more; the same when it holds it already.

    Raises Misconfigured with a sentence for a phrase that cannot be looked for.
    """
    neat = _neat(phrase)
    if any(fold(known) == fold(neat) for known in split_phrases(setting, "exclude")):
        return setting
    grown = ", ".join(part for part in (setting.strip().rstrip(",;").rstrip(), _quoted(neat)) if part)
    split_phrases(grown, "exclude")
    return grown


def without_phrase(setting: str, phrase: str) -> str:
    """Return the setting `exclude` of a watch without that phrase; the same when it does not hold it."""
    known = split_phrases(setting, "exclude")
    kept = [one for one in known if fold(one) != fold(_neat(phrase))]
    return setting if len(kept) == len(known) else ", ".join(map(_quoted, kept))


def _neat(phrase: str) -> str:
    return " ".join(phrase.replace('"', " ").split())


def _quoted(phrase: str) -> str:
    return f'"{phrase}"' if any(char in phrase for char in ",;") else phrase
