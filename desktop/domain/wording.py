"""The mark on every sentence that is made below the window and read in it.

Sentences are made, logged, stored and printed in English. The window alone says them in the owner's language: it knows
them again by the list of all that are marked, which `packaging/translations.py` collects from the source. So a sentence
travels as a plain str, through exceptions, processes and the database, and one that was stored is said anew.
"""

_ABOUT = " (setting "


def worded(text: str) -> str:
    """Return `text` as it is: a sentence, or a part of one, that the owner reads.

    It must stand in the source as one string literal. What an f-string fills in is named, for those who translate it,
    by the last name of its expression: `{self.wire.name}` is "{name}". A part that is a sentence too is marked itself.
    """
    return text


def about(sentence: str, key: str) -> str:
    """Return a sentence with the setting of a channel behind it that it is about, by the name the command line gives it.

    The window calls the setting by its title instead, and leads to it.
    """
    return f"{sentence} (setting {key})"


def split_about(text: str) -> tuple[str, tuple[str, ...]]:
    """Return what is said without the settings it is about, and their names."""
    keys: list[str] = []
    while (at := text.find(_ABOUT)) >= 0:
        key, end, rest = text[at + len(_ABOUT) :].partition(")")
        if not end:
            break
        keys.append(key)
        text = text[:at] + rest
    return text, tuple(keys)


def parted(template: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words of a sentence between its gaps, one more than the gaps, and the names of the gaps.

    Raises ValueError for a brace that opens or closes nothing.
    """
    from string import Formatter

    words, names = [""], []
    for word, name, _, _ in Formatter().parse(template):
        words[-1] += word
        if name is not None:
            names.append(name)
            words.append("")
    return tuple(words), tuple(names)
