"""What need not be asked again: what a customer last asked, what the shop promised, what they have given already.

Pure, bounded, and read from what is in the timeline; four languages. A sentence is shown as it was written, never as
this module understands it, together with the message it comes from.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from desktop.compose.checks import private_in
from desktop.domain.conversation import Entry
from desktop.domain.item import Audience, Direction, MessageId
from desktop.domain.standing import Stage
from desktop.domain.text import plain

LONGEST = 4_000
"""Characters of a message that are looked at."""
NEWEST = 60
"""Messages that are looked at, from the newest."""
MOST = 4
"""Details that are told of what they gave."""
_SENTENCE = 200
_WRAPPED = 50
"""A line at least so long goes on in the next one, as mailers break lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Words out of a message: `kind` says what they are, `message` where they stand.

    `private` is true where not everybody could read them: they do not belong into a public reply.
    """

    kind: str
    words: str
    message: MessageId
    channel: str
    written_at: datetime
    private: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """What is known of a person before they are asked anything."""

    asked: Found | None = None
    promised: Found | None = None
    given: tuple[Found, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.asked or self.promised or self.given)


def recall(timeline: Sequence[Entry], now: datetime) -> Recall:
    """Return what is to be told of a timeline (oldest first), from its newest messages."""
    newest = list(reversed(timeline[-NEWEST:]))
    theirs = [entry for entry in newest if _is_theirs(entry)]
    ours = [entry for entry in newest if _is_ours(entry, now)]
    return Recall(
        asked=next(filter(None, map(_asked, theirs)), None),
        promised=next(filter(None, map(_promised, ours)), None),
        given=_given(theirs, {entry.handle.casefold() for entry in newest}),
    )


def _is_theirs(entry: Entry) -> bool:
    return entry.direction is Direction.IN and not (entry.note or entry.other or entry.automatic)


def _is_ours(entry: Entry, now: datetime) -> bool:
    """Only what has left is a promise."""
    if entry.direction is not Direction.OUT or entry.note or entry.automatic:
        return False
    return entry.delivery is None or entry.delivery.stage(now) is Stage.SENT


def _found(entry: Entry, kind: str, words: str) -> Found:
    return Found(
        kind=kind,
        words=plain(words, _SENTENCE),
        message=entry.id,
        channel=entry.channel,
        written_at=entry.written_at,
        private=entry.audience is not Audience.PUBLIC,
    )


# Sentences

_ADDRESS = re.compile(r"https?://\S+|www\.\S+")
_END = re.compile(r"(?<=[.!…])[\"”»’)]?\s+(?=[\"“«„(¿¡]?[A-ZÀ-ÖØ-ÞĄ-Ż0-9¿¡])|(?<=[?？؟])[\"”»’)]?\s+|\n+")
_SHORT = re.compile(
    r"(?i)\b(?:nr|no|num|mr|mrs|ms|dr|st|str|ca|bzw|inkl|z\.\s?b|d\.\s?h|u\.\s?a|e\.g|i\.e|p\.\s?ej|approx|tel|mme|mlle|sra?|sres"
    r"|hr|fr|ref|réf|av|avda|art)\.$"
)
"""What a full stop after it does not end a sentence."""
_DAY = re.compile(r"\b\d{1,2}\.$")
_MONTH = re.compile(r"(?:Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)")


def sentences(text: str) -> Iterator[str]:
    """Yield the sentences of a text in order, with lines joined that a mailer broke."""
    held = ""
    for piece in _END.split(_joined(text[:LONGEST])):
        part = piece.strip()
        if not part:
            continue
        if held and (_SHORT.search(held[-12:]) or (_DAY.search(held[-4:]) and _MONTH.match(part))):
            held = f"{held} {part}"
            continue
        if held:
            yield held
        held = part
    if held:
        yield held


def _joined(text: str) -> str:
    lines: list[str] = []
    goes_on = False
    for line in text.split("\n"):
        here = " ".join(line.split())
        if here.startswith(">"):
            continue
        if goes_on and here:
            lines[-1] = f"{lines[-1]} {here}"
        else:
            lines.append(here)
        goes_on = len(here) >= _WRAPPED and here[-1] not in ".!?…:;"
    return "\n".join(lines)


def _text(entry: Entry) -> str:
    return entry.fresh or entry.text


# What they asked

_REQUEST = re.compile(
    r"(?i)(?<!\w)(?:"
    r"please|could (?:you|i|we|someone)|can (?:you|i|we|someone)|would you|will you|may i|i(?:['’]d| would) like"
    r"|we(?:['’]d| would) like|(?:i|we) (?:want|need)|let me know|tell me|send me|call me|give me"
    r"|bitte|k[öo]nn(?:en|ten|t|test|tet) (?:sie|ihr|du|wir)|kann(?:st)? (?:ich|du|man)|m[öo]chten?|h[äa]tten? (?:ich |wir )?gern"
    r"|würden? (?:gern|sie|ich|wir)|(?:ich|wir) brauchen?|sagen sie|schicken sie|rufen sie|melden sie sich"
    r"|s['’]il (?:vous|te) pla[iî]t|svp|pou(?:rr|v)(?:iez|ez)[- ]vous|peux-tu|pourrais-tu|puis-je|(?:je|nous) (?:voudr(?:ais|ions)|souhait(?:e|ons)"
    r"|veux|voulons)|j['’]aimerais|nous aimerions|merci de|j['’]ai besoin|nous avons besoin|veuillez|dites[- ]moi|rappelez"
    r"|por favor|podr[ií]as?|podr[ií]an|pueden?|puedes|puedo|podemos|quisiera|quisi[ée]ramos|me gustar[ií]a|nos gustar[ií]a"
    r"|quiero|queremos|necesit(?:o|amos)|d[ií]ganme|d[ií]game|env[ií]en?me|ll[áa]men?me"
    r")(?!\w)"
)
_POLITE = re.compile(
    r"(?i)^(?:hi|hello|hallo|hola|bonjour|salut)?[\s,!]*(?:how are you(?: doing| today)?|how['’]s it going|what['’]s up|wie geht(?: es|['’]?s)(?: (?:ihnen|dir|euch))?"
    r"|alles klar|comment (?:ça|ca) va|comment allez[- ]vous|(?:ça|ca) va|¿?qu[ée] tal(?: est[áa]s?)?|¿?c[óo]mo est[áa](?:s|n)?|right|ok(?:ay)?|hm+|what|really|seriously)[\s,]*\?+$"
)
_CLOSING = re.compile(
    r"(?i)^(?:and |so |thanks?,? |danke,? |merci,? |gracias,? )?(?:please (?:let me know|advise|reply|respond|get back to (?:me|us)|help)"
    r"|(?:ich |wir )?bitten? um (?:eine |ihre |kurze )*(?:rückmeldung|antwort)|bitte (?:melden(?: sie sich)?|um (?:rückmeldung|antwort))"
    r"|merci de (?:me |nous )?(?:répondre|tenir au courant)|merci de votre (?:réponse|retour)"
    r"|por favor,? (?:respond\w*|conteste\w*)|quedo a la espera)\b.{0,30}$"
)


def _asked(entry: Entry) -> Found | None:
    """Return the last question of a message, else the last request that asks for more than an answer."""
    request = closing = ""
    for sentence in reversed(list(sentences(_text(entry)))):
        bare = _ADDRESS.sub(" ", sentence)
        if bare.rstrip('"”»’) \t!').endswith(("?", "？", "؟")) and not _POLITE.match(bare.strip()):
            return _found(entry, "question", sentence)
        if _REQUEST.search(bare):
            if _CLOSING.match(bare):
                closing = closing or sentence
            else:
                request = request or sentence
    return _found(entry, "request", request or closing) if request or closing else None


# What we promised

_WILL = re.compile(
    r"(?i)(?<!\w)(?:"
    r"(?:i|we|it|they|she|he|you)['’]ll|will(?! not\b)|(?:i['’]m|we['’]re|i am|we are) (?:going to|sending|bringing|refunding|baking|coming)"
    r"|(?:i|we) promise|shall"
    r"|werd(?:e|en)|wird|versprechen?|(?:schick|bring|liefer|erstatt|send|meld|ruf|überweis|kümmer|back)(?:e|e?n) (?:ich|wir|ihnen|sie|es|das|dir|euch|uns|den|die)"
    r"|(?:ich|wir) (?:schick|bring|liefer|erstatt|send|meld|ruf|überweis|kümmer|back)(?:e|e?n)"
    r"|sera|seront|serai|serons|ferons|ferai|aurez|recevrez|recevras|enverr(?:ai|ons)|livrer(?:ai|ons)|rembourser(?:ai|ons)|rappeller(?:ai|ons)"
    r"|allons|vais|je vous (?:envoie|rappelle|rembourse)|nous vous (?:envoyons|rappelons|remboursons)|promets|promettons"
    r"|ser[áa]n?|estar[áa]n?|tendr[áa]n?|recibir[áa]n?|enviar(?:é|emos)|llevar(?:é|emos)|llamar(?:é|emos)|devolver(?:é|emos)|har(?:é|emos)"
    r"|vamos a|voy a|prometo|prometemos|l[ea]s? (?:enviamos|mandamos|llamamos|devolvemos)"
    r")(?!\w)"
)
_WHEN = re.compile(
    r"(?i)(?<!\w)(?:today|tonight|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day|next week|this (?:week|afternoon|evening|morning|weekend)"
    r"|(?:by|before|at|until|around) (?:noon|midday|\d{1,2}(?:[:.]\d\d)?)|in(?: about)? (?:an?|one|two|three|\d+) (?:minutes?|hours?|days?|weeks?)"
    r"|within (?:an?|one|two|three|\d+) \w+|by the end of|right away|at once|now|immediately"
    r"|heute|morgen|übermorgen|(?:mon|diens|donners|frei|sams|sonn)tags?|mittwochs?|nächste woche|diese woche|um \d{1,2}|bis (?:\w+ )?\d{1,2}|gegen \d{1,2}|in (?:einer?|zwei|drei|\d+) (?:minuten?|stunden?|tagen?|wochen?)"
    r"|innerhalb|sofort|gleich|umgehend"
    r"|aujourd['’]hui|ce soir|demain|après-demain|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|la semaine prochaine|cette semaine|à \d{1,2}|avant \d{1,2}|dans (?:une?|deux|trois|\d+) \w+|d['’]ici|tout de suite|immédiatement"
    r"|hoy|esta (?:noche|tarde|semana)|mañana|pasado mañana|lunes|martes|miércoles|jueves|viernes|s[áa]bado|domingo|la (?:semana próxima|próxima semana)|a las? \d{1,2}|antes de las? \d{1,2}|en (?:una?|dos|tres|\d+) (?:minutos?|horas?|d[ií]as?|semanas?)|dentro de|enseguida|ahora mismo"
    r"|\d{1,2}[.:]\d\d(?: ?(?:am|pm|uhr|h))?|\d{1,2} ?(?:am|pm|uhr|h)|\d{1,2}(?:st|nd|rd|th)|\d{1,2}\.\s?\d{1,2}\.|\d{1,2}/\d{1,2}"
    r")(?!\w)"
)
_ACT = re.compile(
    r"(?i)(?<!\w)(?:refund|send|bring|deliver|call|replace|bake|check|look into|get back|repair|pay|return|collect|reserve|keep|write|ready"
    r"|erstatten?|schicken?|bringen?|liefern?|ersetzen?|prüfen?|melden?|anrufen|überweisen?|reservieren?|fertig|bereit|backen"
    r"|rembourser\w*|enverr\w*|envoy\w*|apporter\w*|livrer\w*|rappel\w*|remplacer\w*|vérifier\w*|prêt\w*|réserver\w*"
    r"|devolver\w*|enviar\w*|llevar\w*|llamar\w*|cambiar\w*|revisar\w*|comprobar\w*|list[oa]s?|reservar\w*|mand\w+)(?!\w)"
)
_PLEASANTRY = re.compile(
    r"(?i)(?:happy|glad|pleased|delighted|sorry|miss you|look forward|freuen|würden|werden wir uns freuen|ravis?|heureux|encantad[oa]s?)"
)


def _promised(entry: Entry) -> Found | None:
    """Return the promise of a message: the last one that names a time, else the last one that names a deed."""
    deed = ""
    for sentence in reversed(list(sentences(_text(entry)))):
        bare = _ADDRESS.sub(" ", sentence)
        if bare.rstrip().endswith("?") or not _WILL.search(bare):
            continue
        if _WHEN.search(bare) and (_ACT.search(bare) or not _PLEASANTRY.search(bare)):
            return _found(entry, "promise", sentence)
        if _ACT.search(bare) and not _PLEASANTRY.search(bare):
            deed = deed or sentence
    return _found(entry, "promise", deed) if deed else None


# What they gave

_ORDER = re.compile(
    r"(?i)\b(?:order|booking|reservation|invoice|bestell(?:ung|nummer|nr)|rechnung|auftrag|commande|facture|pedido|factura|reserva)"
    r"(?![^\W_])(?:[^\n.?!\d]|(?<=n[or])\.){0,40}?#?(?=[\w-]{0,10}\d)([A-Za-z]{0,6}-?\d[\w-]{2,19})(?![\w:.,]*\d)"
)
_HASH = re.compile(r"(?<![\w&#])#(\d{3,12})\b")
_PRODUCT = re.compile(
    r"(?i)\b(?:article|item|product|model|sku|artikel|produkt|modell|produit|référence|modèle|art[ií]culo|producto|referencia|modelo)"
    r"\.?(?:\s*(?:number|nummer|numéro|número|no|nr|n°|nº)\.?)?\s*[:#]?\s*#?(?=[\w-]{0,10}\d)([A-Za-z]{0,8}-?\d[\w-]{1,19})\b"
)
_TOLD = frozenset(("phone", "mail", "street"))


def _given(theirs: Sequence[Entry], handles: set[str]) -> tuple[Found, ...]:
    """Return the details in what they wrote, the newest of each kind first; addresses known from elsewhere are none."""
    found: dict[tuple[str, str], Found] = {}
    for entry in theirs:
        for kind, words in _details(_text(entry)[:LONGEST]):
            if words.casefold() not in handles:
                found.setdefault((kind, re.sub(r"\W", "", words).casefold()), _found(entry, kind, words))
    order = ("order", "product", "phone", "mail", "street")
    return tuple(sorted(found.values(), key=lambda one: order.index(one.kind))[:MOST])


def _details(text: str) -> Iterator[tuple[str, str]]:
    bare = _ADDRESS.sub(lambda address: " " * len(address[0]), text)
    for kind, pattern in (("order", _ORDER), ("order", _HASH), ("product", _PRODUCT)):
        for match in pattern.finditer(bare):
            yield kind, match[1]
            bare = f"{bare[: match.start()]}{' ' * len(match[0])}{bare[match.end() :]}"
    for notice in private_in(bare):
        if notice.name in _TOLD:
            yield notice.name, " ".join(bare[notice.start : notice.end].split()).rstrip(".")
