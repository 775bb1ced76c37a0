"""Which dictionaries the language of a customer asks for."""

from desktop.compose.tongues import chosen, fitting

HERE = ("de_AT", "de_DE", "en_GB", "en_US", "fr_FR", "sr_RS")


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
