"""A message that is passed on by mail says who wrote it, when, about what, and all of it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from desktop.compose.forward import LONGEST, Passed, forwarded, forwarded_subject

MAIL = Passed(
    who="Marta Klein",
    handle="marta@example.org",
    written_at=datetime(2026, 5, 3, 10, 4, tzinfo=UTC),
    subject="Re: My cake",
    text="Where is it?\n\n> Your cake is on its way.\n",
    to=("hello@hazelrye.example", "tom@example.org"),
)


def test_a_mail_stands_below_its_head() -> None:
    assert forwarded(MAIL, zone=UTC).splitlines() == [
        "---------- Forwarded message ----------",
        "From: Marta Klein <marta@example.org>",
        "Date: 3 May 2026 at 10:04",
        "Subject: Re: My cake",
        "To: hello@hazelrye.example, tom@example.org",
        "",
        "Where is it?",
        "",
        "> Your cake is on its way.",
    ]


@pytest.mark.parametrize(
    ("language", "head"),
    [
        (
            "de",
            [
                "---------- Weitergeleitete Nachricht ----------",
                "Von: ",
                "Datum: 3. Mai 2026 um 10:04",
                "Betreff: ",
                "An: ",
            ],
        ),
        ("fr", ["---------- Message transféré ----------", "De: ", "Date: 3 mai 2026 à 10:04", "Objet: ", "À: "]),
        ("es-MX", ["---------- Mensaje reenviado ----------", "De: ", "Fecha: 3 de mayo", "Asunto: ", "Para: "]),
        ("tr", ["---------- Forwarded message ----------", "From: ", "Date: ", "Subject: ", "To: "]),
    ],
)
def test_its_head_is_in_its_own_language(language: str, head: list[str]) -> None:
    lines = forwarded(replace(MAIL, language=language), zone=UTC).splitlines()
    assert [line.startswith(begin) for line, begin in zip(lines, head, strict=False)] == [True] * 5


def test_a_post_says_where_it_stands_and_has_no_subject() -> None:
    post = replace(MAIL, subject="", to=(), handle="@marta@social.example", url="https://social.example/1")
    assert forwarded(post, zone=UTC).splitlines()[1:4] == [
        "From: Marta Klein (@marta@social.example)",
        "Date: 3 May 2026 at 10:04",
        "Link: https://social.example/1",
    ]
    review = replace(MAIL, subject="", to=(), handle="marta-k")
    assert "From: Marta Klein (marta-k)" in forwarded(review)


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        ("My cake", "Fwd: My cake"),
        ("Re: AW: My cake", "Fwd: My cake"),
        ("Fwd: My cake", "Fwd: My cake"),
        ("", "Fwd: Where is it? > Your cake is on its way."),
    ],
)
def test_the_mail_is_called_after_it(subject: str, said: str) -> None:
    assert forwarded_subject(replace(MAIL, subject=subject)) == said


def test_nothing_in_it_can_break_out_of_its_line() -> None:
    odd = replace(
        MAIL, who="Marta\r\nBcc: eve@example.org", subject="a\nb", handle="m@x\nTo: y", text="a\x00\x1b[31mb\u202ec"
    )
    lines = forwarded(odd, zone=UTC).splitlines()
    assert not [line for line in lines if line.startswith(("Bcc", "To: y", "b"))]
    assert "\x1b" not in "".join(lines)


def test_a_very_long_one_is_cut_and_says_so() -> None:
    long = forwarded(replace(MAIL, text="x" * (LONGEST + 1)))
    assert long.endswith("[…]\n")


def test_all_words_of_one_long_paragraph_are_passed_on() -> None:
    words = [f"word{n}" for n in range(2_000)]
    assert forwarded(replace(MAIL, text=" ".join(words)), zone=UTC).split()[-2_000:] == words
