"""Which language somebody writes in, and that the ranking says where it is less sure of what it hears."""

import hashlib
import json
import random
from pathlib import Path

import pytest

from desktop.domain.languages import NAMES, name, primary
from desktop.domain.row import Reason
from desktop.paths import resource
from desktop.triage import language
from desktop.triage.language import detect, halved

SAID = {
    "en": "Hello, my order has not arrived yet. When will it come?",
    "de": "Guten Tag, meine Bestellung ist noch nicht da. Wann kommt sie?",
    "fr": "Bonjour, ma commande n'est toujours pas arrivée. Quand vient-elle ?",
    "es": "Hola, mi pedido todavía no ha llegado. ¿Cuándo llega?",
    "it": "Buongiorno, il mio ordine non è ancora arrivato. Quando arriva?",
    "pt": "Olá, a minha encomenda ainda não chegou. Quando é que chega?",
    "nl": "Goedemiddag, mijn bestelling is er nog niet. Wanneer komt die?",
    "pl": "Dzień dobry, moje zamówienie jeszcze nie dotarło. Kiedy będzie?",
    "tr": "Merhaba, siparişim hâlâ gelmedi. Ne zaman gelecek?",
    "cs": "Dobrý den, moje objednávka ještě nedorazila. Kdy přijde?",
    "sv": "Hej, min beställning har inte kommit ännu. När kommer den?",
    "uk": "Добрий день, моє замовлення ще не надійшло. Коли воно буде?",
    "el": "Καλημέρα, η παραγγελία μου δεν έχει έρθει ακόμα.",
    "ja": "注文した商品がまだ届いていません。いつ届きますか。",
    "ar": "مرحبا، طلبي لم يصل بعد. متى سيصل؟",
}


@pytest.mark.parametrize("code", SAID)
def test_a_plain_message_tells_its_language(code):
    assert detect(SAID[code]) == code


@pytest.mark.parametrize(
    "text", ["", "ok", "Danke!", "👍👍👍", "12345 67890", "https://example.org/der/die/das", "Marta"]
)
def test_what_is_too_short_tells_nothing(text):
    assert detect(text) == ""


def test_of_many_languages_at_once_none_is_told():
    assert detect("Where is it, wo ist es, où est-il, dónde está, dov'è") == ""


def test_norwegian_and_danish_are_told_from_others_if_not_always_from_each_other():
    assert detect("Hei, jeg har ikke fått pakken min ennå. Kan dere si meg når den blir sendt?") in ("nb", "da")


def test_shouting_is_the_same_language():
    assert detect("WHERE IS MY CAKE?! THE PARTY STARTED AN HOUR AGO!!") == "en"
    assert detect("WO BLEIBT MEINE TORTE?! DIE FEIER HAT LÄNGST ANGEFANGEN!!") == "de"


def test_links_addresses_tags_and_names_say_nothing():
    said = "meine Torte ist heute nicht gekommen"
    around = "https://www.the-best-cakes-of-the-town.example/where-is-my-order @thebestcakesintown #bestcakesever"
    assert detect(f"{around} {said} {around}") == "de"
    assert detect("Wilhelmina Grünewald-Oberhuber", ["Wilhelmina Grünewald-Oberhuber"]) == ""


def test_a_very_long_message_is_told_by_its_beginning():
    assert detect(SAID["fr"] * 40 + " word" * 500_000) == "fr"


def test_of_messages_as_shops_get_them_few_are_taken_for_another_language():
    found = {"right": 0, "unsure": 0, "wrong": 0}
    for code in ("en", "de", "fr", "es"):
        lines = [
            json.loads(line)
            for file in sorted(resource("ranking", "messages", code).glob("*.jsonl"))
            for line in file.read_text(encoding="utf-8").splitlines()
        ]
        texts = [line["text"] for line in lines if line.get("hard") != "code-switch"]
        for text in random.Random(4).sample(texts, 500):
            told = detect(text)
            found["right" if told == code else "wrong" if told else "unsure"] += 1
    assert found["right"] / 2000 > 0.92
    assert found["wrong"] / 2000 < 0.006


def test_the_same_words_tell_the_same_language_at_every_call():
    assert {detect(SAID["pt"]) for _ in range(20)} == {"pt"}


def test_without_the_model_nothing_is_told_and_it_is_said_once(monkeypatch, caplog, tmp_path):
    monkeypatch.setattr(language, "resource", tmp_path.joinpath)
    language._model.cache_clear()
    try:
        assert detect(SAID["de"]) == detect(SAID["en"]) == ""
        assert len(caplog.records) == 1
    finally:
        language._model.cache_clear()


def test_the_model_is_the_published_one_with_its_licence_beside_it():
    readme = resource("language", "README.md").read_text(encoding="utf-8")
    digest = hashlib.sha256(Path(resource("language", "lid.176.ftz")).read_bytes()).hexdigest()
    assert digest in readme
    assert "creativecommons.org/licenses/by-sa/3.0" in readme


def test_tags_are_read_however_they_are_written():
    assert [primary(tag) for tag in ("de", "DE-at", "pt_BR", " en-GB ", "no", "")] == ["de", "de", "pt", "en", "nb", ""]
    assert name("pl") == name("pl-PL") == "Polish"
    assert name("tlh") == "tlh"
    assert all(primary(code) == code for code in NAMES)


def terms(*points):
    names = ("complaint", "ask", "praise")
    return tuple(Reason(name=named, words="", points=each) for named, each in zip(names, points, strict=False))


@pytest.mark.parametrize("points", [(2.41, 0.9), (0.35,), (3.2, 0.9, -0.4)])
def test_where_the_model_is_weak_half_of_what_it_says_is_taken_back_by_a_reason_that_says_so(points):
    before = terms(*points)
    after = halved(before, "pl", {"en", "de"})
    assert after[:-1] == before
    assert (after[-1].name, after[-1].words) == ("language", "Language: Polish (less sure)")
    assert abs(sum(one.points for one in after) - (sum(points) - points[0] / 2)) <= 0.005
    assert round(after[-1].points, 2) == after[-1].points


def test_where_it_is_strong_or_the_language_not_known_or_nothing_was_said_by_it_nothing_changes():
    assert halved(terms(2.4), "en-GB", {"en"}) == terms(2.4)
    assert halved(terms(2.4), "", {"en"}) == terms(2.4)
    asked = (Reason(name="ask", words="", points=0.9),)
    assert halved(asked, "pl", {"en"}) == asked
    calm = (Reason(name="calm", words="", points=-0.8),)
    assert halved(calm, "pl", {"en"})[-1].points == 0.4


def test_a_louder_complaint_is_never_less_when_it_is_halved():
    sums = [sum(one.points for one in halved(terms(points / 100), "fi", {"en"})) for points in range(400)]
    assert sums == sorted(sums)


def test_half_a_letter_says_nothing_and_breaks_nothing():
    assert detect("My order never arrived \ud800 and nobody has answered me so far") == "en"
