"""Which dictionaries fit a language. Pure."""

from collections.abc import Iterable, Sequence

_MAIN = {"en": ("en_US", "en_GB"), "nb": ("nb_NO",), "da": ("da_DK",), "sv": ("sv_SE",), "cs": ("cs_CZ",), "uk": ("uk_UA",),
         "pt": ("pt_PT", "pt_BR")}  # fmt: skip


def fitting(installed: Sequence[str], language: str, home: str) -> tuple[str, ...]:
    """Return the dictionaries for a language ("de"): that of the owner's country (`home` is "de_AT") or the usual ones."""
    ours = [tag for tag in installed if tag.partition("_")[0] == language]
    if home in ours:
        return (home,)
    usual = [tag for tag in _MAIN.get(language, (f"{language}_{language.upper()}", language)) if tag in ours]
    return tuple(usual or ours[:1])


def chosen(installed: Sequence[str], wanted: Iterable[str], spoken: str, home: str) -> tuple[str, ...]:
    """Return the dictionaries to look a reply up in.

    Those the owner has chosen; else those for the language that is `spoken` in the conversation and the owner's own.
    None for a conversation in a language that has no dictionary here: nearly every word would be marked.
    """
    picked = tuple(tag for tag in wanted if tag in installed)
    if picked:
        return picked
    own = fitting(installed, home.partition("_")[0], home)
    if not spoken or spoken == home.partition("_")[0]:
        return own
    theirs = fitting(installed, spoken, home)
    return tuple(dict.fromkeys((*theirs, *own))) if theirs else ()
