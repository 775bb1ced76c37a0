"""What is written for each way of a conversation, by itself: no window, no store."""

from dataclasses import replace

import pytest

from desktop.connectors.base import Limits
from desktop.domain.account import AccountId
from desktop.domain.conversation import ConversationId
from desktop.domain.draft import DraftFile
from desktop.domain.item import Audience, Kind
from desktop.sync.ways import Way
from desktop.ui.reply.guarding import parted
from desktop.ui.reply.sheets import BOTH, Sheets
from desktop.ui.reply.ways import Key


def way(number: int, audience: Audience, **more: object) -> Way:
    target = Way(
        conversation=ConversationId(number),
        account=AccountId(1),
        channel="mastodon",
        kind=Kind.POST,
        audience=audience,
        who="Marta",
        handle="@marta",
        in_reply_to=None,
        limits=Limits(),
    )
    return replace(target, **more)  # type: ignore[arg-type]


PUBLIC, PRIVATE = way(1, Audience.PUBLIC), way(2, Audience.PRIVATE)
MAIL = way(3, Audience.PRIVATE, channel="mail", kind=Kind.MAIL, recipients=("marta@posteo.example",))


@pytest.fixture
def sheets() -> Sheets:
    made = Sheets()
    made.targets = (PUBLIC, PRIVATE, MAIL)
    made.load({target.key: target.draft("") for target in made.targets}, None)
    return made


def test_the_usual_way_is_on_top_where_nothing_is_written(sheets: Sheets) -> None:
    assert sheets.front is PUBLIC
    assert sheets.at() == PUBLIC.key
    assert sheets.begun() == set()


@pytest.mark.parametrize(
    ("written", "wanted", "begins"),
    [
        ((), Audience.PRIVATE, PRIVATE.key),
        ((), MAIL.key, MAIL.key),
        ((MAIL,), None, MAIL.key),
        ((MAIL,), Audience.PUBLIC, PUBLIC.key),
        ((PUBLIC, PRIVATE), None, BOTH),
        ((PUBLIC,), (ConversationId(9), AccountId(9), Audience.PUBLIC), PUBLIC.key),
    ],
)
def test_a_conversation_begins_with_what_was_wished_for_else_with_what_was_begun(
    sheets: Sheets, written: tuple[Way, ...], wanted: Key | Audience | None, begins: Key | None
) -> None:
    stored = {target.key: target.draft("begun" if target in written else "") for target in sheets.targets}
    sheets.load(stored, wanted)
    assert sheets.at() == begins
    assert sheets.begun() == {target.key for target in written}


def test_the_ways_go_round_and_both_come_last(sheets: Sheets) -> None:
    seen = []
    for _ in range(5):
        seen.append(sheets.at())
        sheets.stand_on(sheets.after())
    assert seen == [PUBLIC.key, PRIVATE.key, MAIL.key, BOTH, PUBLIC.key]
    sheets.stand_on(BOTH)
    assert sheets.on_top == (PUBLIC, PRIVATE)


def test_what_is_news_has_to_be_saved_and_what_is_not_has_not(sheets: Sheets) -> None:
    assert not sheets.take(PUBLIC, PUBLIC.draft(""))
    assert sheets.take(PUBLIC, PUBLIC.draft("Sorry"))
    assert not sheets.take(PUBLIC, PUBLIC.draft("Sorry"))
    assert sheets.take(PUBLIC, PUBLIC.draft("")), "also that it is empty again"


def test_files_and_addresses_stay_with_their_text(sheets: Sheets) -> None:
    file = DraftFile(number=1, name="cake.png", media_type="image/png", size=3, sha256=b"")
    sheets.take(MAIL, replace(MAIL.draft("Sorry"), to=("kim@example.org",), cc=("tom@example.org",)))
    sheets.enclose(MAIL, [file])
    again = sheets.written(MAIL, "Very sorry")
    assert (again.text, again.to, again.cc, again.files) == (
        "Very sorry",
        ("kim@example.org",),
        ("tom@example.org",),
        (file,),
    )
    assert sheets.written(MAIL, "x", (("ann@example.org",), ())).cc == ()


def test_what_is_on_top_stays_there_while_it_can_be_answered(sheets: Sheets) -> None:
    sheets.stand_on(MAIL.key)
    sheets.take(MAIL, MAIL.draft("mine"))
    newer = replace(MAIL, others=("tom@example.org",))
    sheets.targets = (newer, PUBLIC)
    assert sheets.renew({MAIL.key: MAIL.draft("older"), PUBLIC.key: PUBLIC.draft("found")})
    assert sheets.front is newer
    assert (sheets.text_of(MAIL), sheets.text_of(PUBLIC)) == ("mine", "found")
    sheets.targets = (PUBLIC,)
    assert not sheets.renew({PUBLIC.key: PUBLIC.draft("found")})


def test_nothing_can_be_chosen_before_the_drafts_are_read(sheets: Sheets) -> None:
    assert sheets.offers(BOTH)
    sheets.put_away()
    assert not sheets.offers(PUBLIC.key)
    assert not sheets.offers(BOTH)


@pytest.mark.parametrize(
    ("spots", "kept", "moved"),
    [([], "one\ntwo\nthree", ""), ([4], "one\nthree", "two\n"), ([0, 8], "two", "one\nthree")],
)
def test_only_lines_that_hold_something_private_are_moved(spots: list[int], kept: str, moved: str) -> None:
    assert parted(["one\n", "two\n", "three"], spots) == (kept, moved)
