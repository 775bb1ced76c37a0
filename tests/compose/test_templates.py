"""Saved replies: whatever is known and wherever they go, they fit and nothing in them is left open."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.compose.checks import check, private_in
from desktop.compose.limits import measure
from desktop.compose.templates import VARIABLES, Body, Known, Template, facts, fill, find, load, load_all
from desktop.connectors.base import Counting, Limits
from desktop.connectors.demo.networks import LIMITS
from desktop.domain.kinds import Audience
from desktop.paths import resource

SHIPPED = resource("templates")
LANGUAGES = ("en", "de", "fr", "es")
NO_LIMIT = Limits()
CHANNELS = [limits for channel in LIMITS.values() for limits in channel.values()]
TINY = Limits(counting=Counting.GRAPHEMES_BYTES, max_units=40, max_bytes=60)


def shipped() -> list[Template]:
    templates, problems = load(SHIPPED)
    assert problems == []
    return templates


def test_the_shipped_ones_are_all_there_in_every_language_in_both_forms() -> None:
    names = ["apology", "public-apology", "help", "hours", "thanks", "refund", "delivery"]
    assert [template.name for template in shipped()] == names
    for template in shipped():
        assert tuple(sorted(template.bodies)) == tuple(sorted(LANGUAGES))
        assert all(body.long and body.short and body.title for body in template.bodies.values())


@pytest.mark.parametrize("template", shipped(), ids=lambda template: template.name)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_shipped_fits_where_it_may_be_said_whole_and_says_nothing_private(
    template: Template, language: str
) -> None:
    known = facts(customer="Maximiliana Oduya-Lemos", shop="Hazel & Rye Bakery", language=language)
    for limits in CHANNELS:
        filled = fill(template, known, limits)
        assert filled.fits, (template.name, limits)
        assert private_in(filled.text) == []
        assert "Maximiliana" in filled.text or "first_name" not in template.body(language).short
    bare = fill(template, facts(language=language), NO_LIMIT)
    assert check(bare.text, Audience.PUBLIC) == ()
    assert not any(bad in bare.text for bad in (" ,", " .", "  ", "{", "}"))


values = st.dictionaries(st.sampled_from([*VARIABLES, "unknown"]), st.text(max_size=300), max_size=8)
pieces = st.lists(
    st.one_of(
        st.text(max_size=60),
        st.sampled_from(["{first_name}", "{order|your order}", "{shop|}", "{|}", "{nobody}", "{", "}", "{{x}}", "\n"]),
    ),
    max_size=25,
).map("".join)
limits_of_all = st.one_of(
    st.sampled_from([*CHANNELS, NO_LIMIT, TINY]),
    st.builds(
        Limits,
        counting=st.sampled_from(list(Counting)),
        max_units=st.one_of(st.none(), st.integers(0, 600)),
        max_bytes=st.one_of(st.none(), st.integers(0, 900)),
    ),
)


@given(long=pieces, short=pieces, values=values, limits=limits_of_all)
def test_no_template_is_too_long_or_leaves_anything_open(
    long: str, short: str, values: dict[str, str], limits: Limits
) -> None:
    template = Template(name="x", bodies={"en": Body(title="x", long=long, short=short)})
    filled = fill(template, Known(values=values), limits)
    left = measure(filled.text, limits).left
    assert left is None or left >= 0
    assert "{" not in filled.text or "}" not in filled.text[filled.text.index("{") :]
    assert 0 <= filled.caret <= len(filled.text)


@given(
    values=values, limits=limits_of_all, which=st.sampled_from(shipped()), language=st.sampled_from(["", *LANGUAGES])
)
def test_no_shipped_one_is_too_long_or_leaves_anything_open(
    values: dict[str, str], limits: Limits, which: Template, language: str
) -> None:
    filled = fill(which, Known(language=language, values=values), limits)
    left = measure(filled.text, limits).left
    assert left is None or left >= 0
    assert not any(sign in filled.text for sign in "{}")


def test_the_longer_form_that_fits_is_taken_in_their_language() -> None:
    template = Template(
        name="x",
        bodies={
            "en": Body(title="Thanks", long="Dear {first_name|friend}, thank you so much.{|} Yours", short="Thanks!"),
            "de": Body(title="Danke", long="Danke, {first_name|lieber Mensch}."),
        },
    )
    known = facts(customer="Marta Oduya")
    filled = fill(template, known, NO_LIMIT)
    assert filled.text == "Dear Marta, thank you so much. Yours"
    assert filled.text[: filled.caret] == "Dear Marta, thank you so much."
    assert fill(template, known, Limits(counting=Counting.CODEPOINTS, max_units=20)).text == "Thanks!"
    assert fill(template, facts(language="de-AT"), NO_LIMIT).text == "Danke, lieber Mensch."
    assert fill(template, facts(language="pt"), NO_LIMIT).text.startswith("Dear friend")


@pytest.mark.parametrize(
    ("customer", "first"),
    [
        ("Marta Oduya", "Marta"),
        ("Dr. Marta Oduya", "Marta"),
        ("marta.o@post.example", ""),
        ("@marta@social.example", ""),
        ("marta1987", ""),
        ("M. Oduya", ""),
        ("", ""),
        ("Ana-Lena", "Ana-Lena"),
        ("李 雷", ""),
    ],
)
def test_a_first_name_is_only_what_can_be_one(customer: str, first: str) -> None:
    assert facts(customer=customer).values.get("first_name", "") == first


def test_the_owners_own_take_the_place_of_shipped_ones_and_what_is_wrong_is_said(tmp_path: Path) -> None:
    (tmp_path / "en.toml").write_text(
        '[[template]]\nname = "thanks"\nlong = "Ta, {first_name|love}!"\n'
        '[[template]]\nname = "bad"\nlong = "{color}"\n'
        '[[template]]\nname = "open"\nlong = "so {first_name"\n'
        '[[template]]\nname = "none"\n'
        '[[template]]\nlong = "x"\n'
        '[[template]]\nname = "two"\nlong = "{|}{|}"\n'
        '[[template]]\nname = "who"\nlong = "x"\naudience = "friends"\n',
        encoding="utf-8",
    )
    (tmp_path / "broken.toml").write_text("[[template\n", encoding="utf-8")
    (tmp_path / "latin.toml").write_bytes(b'x = "\xe9"')
    (tmp_path / "odd.toml").write_text('template = "x"\n', encoding="utf-8")
    templates, problems = load_all(SHIPPED, tmp_path)
    assert len(templates) == 7
    found = find(templates, "Thanks")
    assert found is not None
    assert found.own
    assert fill(found, facts(), NO_LIMIT).text == "Ta, love!"
    assert len(problems) == 9
    assert all(problem.endswith(".") or "toml" in problem for problem in problems)
    assert any("{color}, which is not known" in problem for problem in problems)


def test_the_mark_that_some_editors_put_first_is_no_mistake(tmp_path: Path) -> None:
    (tmp_path / "en.toml").write_text('[[template]]\nname = "hello"\nlong = "Hello!"\n', encoding="utf-8-sig")
    templates, problems = load(tmp_path)
    assert ([one.name for one in templates], problems) == (["hello"], [])


def test_a_folder_that_is_not_there_holds_none(tmp_path: Path) -> None:
    assert load(tmp_path / "nowhere") == ([], [])


def test_one_is_found_by_its_title_in_any_language() -> None:
    found = find(shipped(), "öffnungszeiten")
    assert found is not None
    assert found.name == "hours"
    assert find(shipped(), "nothing such") is None
