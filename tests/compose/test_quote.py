"""What they wrote stands below the owner's words only when it was asked for, and then once."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from desktop.compose.quote import attribution, quoted, with_quote

WRITTEN = datetime(2026, 5, 3, 22, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "On 4 May 2026 at 00:04, Marta wrote:"),
        ("de", "Am 4. Mai 2026 um 00:04 schrieb Marta:"),
        ("fr-CA", "Le 4 mai 2026 à 00:04, Marta a écrit :"),
        ("es", "El 4 de mayo de 2026 a las 00:04, Marta escribió:"),
        ("", "On 4 May 2026 at 00:04, Marta wrote:"),
        ("xx", "On 4 May 2026 at 00:04, Marta wrote:"),
    ],
)
def test_the_line_above_is_in_the_customers_language_and_the_shops_time(language: str, line: str) -> None:
    assert attribution("Marta", WRITTEN, language=language, zone=ZoneInfo("Europe/Berlin")) == line


def test_what_is_quoted_is_marked_and_bounded() -> None:
    lines = quoted("Marta", WRITTEN, "\n".join(f"line {n}" for n in range(100)), zone=UTC).splitlines()
    assert lines[1:3] == ["> line 0", "> line 1"]
    assert lines[-1] == "> […]"
    assert len(lines) == 42


def test_what_says_nothing_is_not_quoted() -> None:
    assert quoted("Marta", WRITTEN, " \n\u200f\n") == ""


def test_an_empty_line_stays_and_nothing_hidden_comes_along() -> None:
    said = quoted("Ma\nrta\x1b[31m", WRITTEN, "one\n\ntw\u202eo", zone=UTC)
    assert said == "On 3 May 2026 at 22:04, Ma rta[31m wrote:\n> one\n>\n> two\n"


def test_a_quotation_is_there_once_below_the_owners_words() -> None:
    quotation = quoted("Marta", WRITTEN, "Where is it?", zone=UTC)
    once = with_quote("It is here.\n", quotation)
    assert once == f"It is here.\n\n{quotation}"
    assert with_quote(once, quotation) == once
    assert with_quote("Hm", "") == "Hm"
