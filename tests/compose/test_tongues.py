"""Which language a customer writes in, and which dictionaries that asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.compose.tongues import chosen, fitting, guess

HERE = ("de_AT", "de_DE", "en_GB", "en_US", "fr_FR", "sr_RS")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Where is my order? I have waited for it since Monday and nobody answers.", "en"),
        ("Wo ist meine Bestellung? Ich warte seit Montag und habe noch nichts gehört.", "de"),
        ("Bonjour, je vous écris pour ma commande, elle n'est pas arrivée.", "fr"),
        ("¿Dónde está mi pedido? No ha llegado y es para el sábado.", "es"),
        ("Buongiorno, la torta che ho ordinato non è arrivata.", "it"),
        ("Dobrý den, ještě jsem nedostal potvrzení, děkuji za odpověď, je to důležité.", "cs"),
        ("Здравствуйте, где мой заказ? Я жду уже неделю, и никто не отвечает.", "ru"),
        ("ok", ""),
        ("", ""),
        ("4471???", ""),
    ],
)
def test_the_small_words_of_a_mail_tell_its_language(text: str, language: str) -> None:
    assert guess(text) == language


@given(st.text())
def test_any_text_is_answered(text: str) -> None:
    assert guess(text) == "" or len(guess(text)) == 2


def test_of_several_countries_the_owners_own_is_taken_else_the_usual_one() -> None:
    assert fitting(HERE, "de", "de_AT") == ("de_AT",)
    assert fitting(HERE, "de", "de_CH") == ("de_DE",)
    assert fitting(HERE, "en", "de_AT") == ("en_US", "en_GB")
    assert fitting(HERE, "sr", "de_AT") == ("sr_RS",)
    assert fitting(HERE, "cs", "de_AT") == ()


def test_what_the_owner_has_chosen_holds_in_every_conversation() -> None:
    assert chosen(HERE, ("fr_FR", "xx_XX"), "de", "en_US") == ("fr_FR",)


def test_without_a_choice_it_is_the_language_of_the_conversation_and_the_owners_own() -> None:
    assert chosen(HERE, (), "fr", "de_AT") == ("fr_FR", "de_AT")
    assert chosen(HERE, (), "", "de_AT") == ("de_AT",)
    assert chosen(HERE, (), "de", "de_AT") == ("de_AT",)


def test_a_language_without_a_dictionary_is_not_looked_up_in_another() -> None:
    assert chosen(HERE, (), "cs", "en_US") == ()
