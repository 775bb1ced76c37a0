"""Which language a text is in, by its small words, and which dictionaries fit a language. Pure.

Nobody says in a mail which language it is in. A dozen words that stand in every other sentence tell it well enough to
choose a dictionary; where they do not, nothing is said.
"""

import re
from collections.abc import Iterable, Sequence

_SMALL: dict[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "cs": "že se na je to si jsem není jsou by ale jako který pro jsme byl bylo mám ještě děkuji prosím bude",
        "da": "og er det ikke jeg har til af på med som vi den blev hvad kan tak hej også skal være mig",
        "de": "und der die das ist nicht ich wir sie ein eine mit für auf von zu den dem haben bitte auch wie noch es",
        "en": "the and is to of you that was for have with this not are we be it my your can please but thank would",
        "es": "que de la el los las en un una por con para no es muy pero más como está gracias se lo mi del",
        "fi": "ja on ei että se en kun mutta niin ole olen oli tai myös mitä kiitos voi vain minun ovat",
        "fr": "le la les de des et est je vous que pour pas une dans nous avec sur mais ce du au merci votre ai",
        "hu": "az és nem hogy is egy van volt meg csak kérem köszönöm már de ez ha szeretném nagyon vagy mert",
        "it": "che di il la per non è un una sono con ho ma si mi più del della grazie anche come gli ci da",
        "nl": "de het een en van ik is niet dat op te voor met zijn we maar ook aan bij er heb dank graag nog",
        "nb": "og er det ikke jeg har til av på med som vi den ble hva kan takk hei også skal være meg",
        "pl": "nie się na że jest to jak dla ale czy są jestem bardzo proszę dziękuję był było tego już przez",
        "pt": "que de não um uma para com os as por mais mas muito obrigado obrigada está eu meu você foi ao em do da",
        "sv": "och är det inte jag har till av på med som vi den blev vad kan tack hej också ska vara mig att",
        "ru": "и не что на я с это как но по мы вы за уже очень спасибо пожалуйста для был было есть у меня",
        "uk": "і не що на я з це як але по ми ви за вже дуже дякую будь ласка для був було є у мене та",
        "tr": "ve bir bu için çok değil ama da de mi ben ile var yok daha teşekkürler lütfen olarak gibi kadar",
    }.items()
}
_WORD = re.compile(r"[^\W\d_]+")
_LOOKED_AT = 4_000
_ENOUGH = 3
"""Small words a text must have, of which no other language may have nearly as many."""
_LEAD = 1.3
_MAIN = {"en": ("en_US", "en_GB"), "nb": ("nb_NO",), "da": ("da_DK",), "sv": ("sv_SE",), "cs": ("cs_CZ",), "uk": ("uk_UA",),
         "pt": ("pt_PT", "pt_BR")}  # fmt: skip


def guess(text: str) -> str:
    """Return the language of a text ("de"), "" when its words do not tell."""
    said = [word.lower() for word in _WORD.findall(text[:_LOOKED_AT])]
    counts = sorted(
        ((sum(word in small for word in said), language) for language, small in _SMALL.items()), reverse=True
    )
    (most, language), (second, _) = counts[0], counts[1]
    return language if most >= _ENOUGH and most >= _LEAD * second else ""


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
