"""The languages that customers write in, by their short codes."""

from desktop.domain.wording import worded

NAMES = {
    "ar": worded("Arabic"),
    "bg": worded("Bulgarian"),
    "ca": worded("Catalan"),
    "cs": worded("Czech"),
    "da": worded("Danish"),
    "de": worded("German"),
    "el": worded("Greek"),
    "en": worded("English"),
    "es": worded("Spanish"),
    "et": worded("Estonian"),
    "fa": worded("Persian"),
    "fi": worded("Finnish"),
    "fr": worded("French"),
    "he": worded("Hebrew"),
    "hi": worded("Hindi"),
    "hr": worded("Croatian"),
    "hu": worded("Hungarian"),
    "id": worded("Indonesian"),
    "it": worded("Italian"),
    "ja": worded("Japanese"),
    "ko": worded("Korean"),
    "lt": worded("Lithuanian"),
    "lv": worded("Latvian"),
    "nb": worded("Norwegian"),
    "nl": worded("Dutch"),
    "pl": worded("Polish"),
    "pt": worded("Portuguese"),
    "ro": worded("Romanian"),
    "ru": worded("Russian"),
    "sk": worded("Slovak"),
    "sl": worded("Slovenian"),
    "sr": worded("Serbian"),
    "sv": worded("Swedish"),
    "th": worded("Thai"),
    "tr": worded("Turkish"),
    "uk": worded("Ukrainian"),
    "vi": worded("Vietnamese"),
    "zh": worded("Chinese"),
}
_ALSO = {"no": "nb", "nn": "nb", "iw": "he", "in": "id", "sh": "sr", "bs": "hr"}


def primary(tag: str) -> str:
    """Return the language of a tag ("pt-BR" is "pt"), as it is written here; "" for none."""
    code = tag.strip().lower().partition("-")[0].partition("_")[0]
    return _ALSO.get(code, code)


def name(tag: str) -> str:
    """Return what a language is called in English; of one that is not among `NAMES` its code."""
    code = primary(tag)
    return NAMES.get(code, code)
