"""What is said in the sample shop: enough, varied, and in good order."""

from collections import Counter
from datetime import timedelta

import pytest

from desktop.connectors.demo import DEMO_ACCOUNTS
from desktop.connectors.demo.script import Line as Said
from desktop.connectors.demo.script import letter, script, span
from desktop.domain.item import Audience, Direction, Flag, Incoming, Kind
from desktop.render.pictures import pictures, without_pictures
from tests.demo.shop import NETWORKS, OPENED, Line

EVERYTHING = {network: Line(network).pull() for network in NETWORKS}
ALL = [item for items in EVERYTHING.values() for item in items]


def said(network: str, message: str) -> Incoming:
    return next(item for item in EVERYTHING[network] if item.remote_id == message)


def test_there_are_about_250_messages_over_six_weeks() -> None:
    assert 240 <= len(ALL) <= 270
    ages = [OPENED - item.written_at for item in ALL]
    assert timedelta(0) < min(ages) < timedelta(minutes=5)
    assert timedelta(days=35) < max(ages) < timedelta(days=43)


@pytest.mark.parametrize(
    ("network", "least"),
    [
        ("mail", 80),
        ("mastodon", 30),
        ("bluesky", 20),
        ("x", 15),
        ("facebook", 20),
        ("comment", 12),
        ("blog", 10),
        ("review", 20),
    ],
)
def test_every_channel_has_its_share(network: str, least: int) -> None:
    assert len(EVERYTHING[network]) >= least
    assert {item.channel for item in EVERYTHING[network]} == {network}


def test_every_message_is_understood_but_the_one_that_is_broken() -> None:
    broken = [item for item in ALL if item.unreadable]
    assert [item.remote_id for item in broken] == ["broken-1"]
    assert broken[0].raw
    assert all(item.text.strip() for item in ALL if not item.unreadable)


def test_no_two_say_the_same() -> None:
    spoken = Counter(item.text for item in ALL if not item.unreadable)
    assert [text for text, times in spoken.items() if times > 1] == []
    assert len({(item.channel, item.remote_id) for item in ALL}) == len(ALL)


def test_seventy_persons_and_more_speak_some_in_several_channels() -> None:
    speakers: dict[str, set[str]] = {}
    for item in ALL:
        if item.direction is Direction.IN and item.author.name:
            speakers.setdefault(item.author.name, set()).add(item.channel)
    assert len(speakers) >= 70
    assert sum(len(channels) > 1 for channels in speakers.values()) >= 12


def test_there_are_many_languages_and_scripts() -> None:
    assert {"de", "fr", "es", "pl", "tr", "ar"} <= {item.language for item in ALL}
    assert any("🍳" in item.author.name for item in ALL)
    assert any(len(item.author.name) > 80 for item in ALL)
    assert any(not item.author.name and item.direction is Direction.IN for item in ALL)


def test_reviews_have_one_to_five_stars() -> None:
    ratings = Counter(item.rating for item in EVERYTHING["review"] if item.direction is Direction.IN)
    assert set(ratings) == {1, 2, 3, 4, 5}


def test_thirty_seven_people_answer_the_nut_free_post_within_two_hours() -> None:
    burst = [item for item in ALL if item.remote_id.startswith("nut") and item.direction is Direction.IN]
    assert len(burst) == len({item.author.name for item in burst}) == 37
    times = [item.written_at for item in burst]
    assert max(times) - min(times) < timedelta(hours=2)
    assert {item.channel for item in burst} == {"mastodon", "bluesky", "x", "facebook"}


def test_machines_and_sellers_write_too() -> None:
    automatic = Counter(item.automatic for item in ALL if item.automatic)
    assert automatic["newsletter"] >= 4
    assert automatic["mailing list"] >= 2
    assert sum(item.remote_id.startswith("spam") for item in ALL) == 6


def test_newsletters_come_without_their_pictures() -> None:
    newsletter = said("mail", "letter-1")
    assert newsletter.remote_images >= 2
    assert "cdn.weeklycrumb" not in without_pictures(newsletter.html)
    assert 0 < len(pictures(newsletter.html)) < newsletter.remote_images
    assert "steam that has nowhere to go" in newsletter.text


@pytest.mark.parametrize(
    ("message", "fresh", "old"),
    [
        ("cake-3", "The cake was promised for an hour ago", "in good time"),
        ("croissant-5", "Third time this month", "stayed on the rack"),
        ("fr-6", "Je repasserai", "La prochaine tarte"),
    ],
)
def test_quoted_mail_is_known_apart_from_what_is_new(message: str, fresh: str, old: str) -> None:
    mail = said("mail", message)
    assert fresh in mail.text
    assert old in mail.text
    assert fresh in mail.fresh
    assert old not in mail.fresh


def test_quotes_come_as_plain_text_and_as_html() -> None:
    quoted = [item for item in EVERYTHING["mail"] if item.fresh]
    assert {bool(item.fresh_html) for item in quoted} == {True, False}
    for item in quoted:
        assert item.fresh != item.text


def test_the_shops_own_answers_are_ours_and_go_to_the_customer() -> None:
    ours = [item for item in ALL if item.direction is Direction.OUT]
    assert len(ours) >= 40
    shop = {network: script(network).people["shop"].key for network in NETWORKS}
    for item in ours:
        assert item.author.key == shop[item.channel]
        assert item.parent_ids
        assert item.people[0].key != shop[item.channel]
        assert Flag.SEEN in item.flags


def test_an_answer_names_all_that_went_before() -> None:
    last = said("mail", "cake-4")
    first = said("mail", "cake-1")
    assert last.parent_ids[0] == first.own_id
    assert len(last.parent_ids) == 3
    assert last.subject == f"Re: {first.subject}"
    assert last.topic == first.subject


def test_parents_come_before_their_answers() -> None:
    for items in EVERYTHING.values():
        known: set[str] = set()
        for item in items:
            assert set(item.parent_ids) <= known, item.remote_id
            known.add(item.own_id)


def test_kinds_and_audiences_are_those_of_the_network() -> None:
    assert (said("mastodon", "dm-1").kind, said("mastodon", "dm-1").audience) == (Kind.DIRECT, Audience.PRIVATE)
    assert (said("mastodon", "gil-1").kind, said("mastodon", "gil-1").audience) == (Kind.POST, Audience.PUBLIC)
    assert {item.kind for item in EVERYTHING["mail"]} == {Kind.MAIL}
    assert {item.kind for item in EVERYTHING["blog"]} == {Kind.BLOG}
    assert not any(item.addressed for item in EVERYTHING["blog"])
    assert all(item.matched for item in EVERYTHING["blog"])


def test_what_was_answered_or_is_old_has_been_read_and_the_newest_not() -> None:
    assert {Flag.SEEN, Flag.ANSWERED} <= said("mail", "cake-1").flags
    assert not said("mail", "plastic-1").flags
    assert Flag.SEEN in said("review", "oskar-1").flags


def test_attachments_have_names_and_sizes() -> None:
    named = [entry for item in ALL for entry in item.attachments]
    assert len(named) >= 10
    assert all(entry.name and entry.size > 0 and "/" in entry.media_type and entry.part for entry in named)


def test_everybody_who_speaks_has_a_name_in_that_channel() -> None:
    for _, settings in DEMO_ACCOUNTS:
        told = script(settings["network"])
        lines = [*told.lines, *(reaction.line for reaction in told.reactions)]
        for line in lines:
            assert line.fields.get("broken") or line.speaker in told.people, line.id
            assert not line.word("re") or told.find(line.word("re")), line.id
            if line.word("html"):
                assert "<" in letter(line.word("html"))
        for reaction in told.reactions:
            assert all(told.find(message) for message in reaction.to), reaction.line.id


def test_no_address_is_anybodys() -> None:
    for item in EVERYTHING["mail"]:
        assert item.unreadable or item.author.key.endswith(".example")


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("3 min", -3), ("2 h 10 min", -130), ("in 4 min", 4), ("1 d", -1440), ("1 d 2 h 3 min", -1563)],
)
def test_times_are_written_in_plain_words(text: str, minutes: int) -> None:
    assert span(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize("text", ["", "soon", "3", "min 3", "3 weeks", "in", "3 min ago"])
def test_other_times_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a time"):
        span(text)


def test_a_line_without_a_field_says_nothing() -> None:
    assert Said(id="x", speaker="y", when=timedelta(), fields={}).word("subject") == ""
