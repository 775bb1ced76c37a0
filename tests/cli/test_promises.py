"""The calls, flags, exit codes and JSON keys that scripts may rely on."""

import json
import shlex

import pytest

from desktop.cli.calls import COLOURS, LANES, VERBS
from desktop.connectors.registry import CHANNELS
from desktop.domain import label
from desktop.domain.act import Verb
from desktop.domain.conversation import Lane
from tests.cli.conftest import Shopbell

ROW_KEYS = {"id", "channel", "customer", "snippet", "received_at", "waiting_since", "score", "reasons", "state"}


def test_the_version_is_told_without_loading_qt(shopbell: Shopbell) -> None:
    said = shopbell("--version")
    assert said.code == 0
    assert said.out.startswith("shopbell ")


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("inbox", "--lane", "nowhere"),
        ("inbox", "--limit", "0"),
        ("inbox", "--limit", "many"),
        ("triage", "1", "snooze", "--until=--"),
        ("accounts", "add", "feed", "--name=--", "--set", "url=http://127.0.0.1:9/"),
        ("accounts", "add", "feed", "--name", "F", "--set=--"),
        ("accounts", "add", "pigeon", "--name", "P"),
        ("accounts", "add", "feed", "--name", "F"),
        ("accounts", "add", "feed", "--name", "F", "--set", "colour=red"),
        ("accounts", "add", "feed", "--name", "F", "--set", "url"),
        (
            "accounts",
            "add",
            "mail",
            "--name",
            "M",
            "--set",
            "address=a@b.test",
            "--set",
            "imap_host=h",
            "--set",
            "imap_security=maybe",
        ),
        ("sync", "--once", "--secret-stdin"),
        ("rank",),
        ("clean",),
    ],
)
def test_wrong_words_end_with_2_and_one_sentence(shopbell: Shopbell, words: tuple[str, ...]) -> None:
    said = shopbell(*words)
    assert said.code == 2
    assert said.err.startswith("shopbell: ")
    assert said.err.count("\n") == 1
    assert said.out == ""


def test_the_help_of_adding_names_every_channel_and_setting(shopbell: Shopbell) -> None:
    told = shopbell("accounts", "add", "--help").out
    for channel in CHANNELS:
        assert f"{channel.kind} ({channel.title}):" in told
        assert all(setting.key in told and setting.meaning in told for setting in channel.settings)
    assert "imap_host" not in shopbell("accounts", "list", "--help").out


def test_one_is_one_and_none_is_none_in_words(shopbell: Shopbell, tmp_path) -> None:
    one = "From a@b.example Thu Jan  1 10:00:00 2026\nFrom: a@b.example\nSubject: Hi\n\nWhere is my order?\n"
    (tmp_path / "old.mbox").write_text(one)
    said = [shopbell("import", "mbox", str(tmp_path / "old.mbox")).out for _ in range(2)]
    assert said == [f"1 message read, {new} new, kept under “old.mbox”.\n" for new in (1, 0)]
    feeds = tmp_path / "feeds.opml"
    feeds.write_text('<opml><body><outline xmlUrl="http://127.0.0.1:9/f" text="A"/></body></opml>')
    assert [shopbell("import", "opml", str(feeds)).out.split(".")[0] for _ in range(2)] == [
        "1 feed added",
        "No feed added: all in the list are here already",
    ]
    out = shopbell("export", str(tmp_path / "out")).out
    assert all(words in out for words in ("1 message.", "1 mail of", "1 conversation, 0 notes, 0 drafts"))
    assert shopbell("inbox", "--lane", "done").out == "There is nothing in this list.\n"
    for what in ("mbox", "opml"):
        assert shopbell("import", what, str(tmp_path)).err == f"shopbell: {tmp_path} is a folder. Name the file.\n"
    assert shopbell("restore", str(tmp_path)).err == f"shopbell: {tmp_path} is a folder.\n"


def test_an_empty_shop_says_so(shopbell: Shopbell) -> None:
    assert shopbell("inbox").out.strip() == "Nobody is waiting."
    assert shopbell("sync", "--once").out.startswith("No account yet.")
    assert shopbell("inbox", "--json").json == []
    assert shopbell("outbox", "--json").json == []
    assert shopbell("accounts", "list", "--json").json == []
    assert shopbell("sync", "--once", "--json").json == []


def test_the_hint_after_adding_can_be_pasted_into_a_shell(shopbell: Shopbell) -> None:
    name = 'Marta\'s "blog" 🎂 $HOME'
    said = shopbell("accounts", "add", "feed", "--name", name, "--set", "url=http://127.0.0.1:9/")
    assert said.code == 0
    words = shlex.split(said.out.rpartition("shopbell ")[2])
    tested = shopbell(*words)
    assert tested.code == 1
    assert "There is no account" not in tested.err


def test_a_name_is_kept_as_one_tidy_line(shopbell: Shopbell) -> None:
    def add(name: str) -> int:
        return shopbell("accounts", "add", "feed", "--name", name, "--set", "url=http://127.0.0.1:9/").code

    assert add("  Cafe\u0301\nblog ") == 0
    assert [account["name"] for account in shopbell("accounts", "list", "--json").json] == ["Caf\u00e9 blog"]
    assert add("Caf\u00e9 blog") == 1
    assert add(" \u200b ") == 2
    assert shopbell("accounts", "remove", " Cafe\u0301 blog").code == 0


def test_naming_what_is_not_there_ends_with_1(shopbell: Shopbell) -> None:
    for words in (
        ("show", "77"),
        ("triage", "77", "done"),
        ("accounts", "test", "Mail"),
        ("accounts", "remove", "Mail"),
        ("import", "mbox", "/no/such/file"),
    ):
        said = shopbell(*words)
        assert said.code == 1, words
        assert said.err.count("\n") == 1


def test_the_demo_inbox_has_the_promised_keys_and_order(demo: Shopbell) -> None:
    rows = demo("--demo", "inbox", "--json", "--limit", "500").json
    assert len(rows) > 80
    for row in rows:
        assert set(row) >= ROW_KEYS
        assert 0 <= row["score"] <= 1
        assert row["state"] == "open"
        assert all(set(reason) >= {"name", "words", "points"} for reason in row["reasons"])
    bands = [["needs-you", "worth-a-look", "the-rest"].index(row["lane"]) for row in rows]
    assert bands == sorted(bands)
    assert len({row["channel"] for row in rows}) >= 7


def test_a_limit_beyond_all_numbers_is_no_limit(demo: Shopbell) -> None:
    assert len(demo("--demo", "inbox", "--json", "--limit", "9" * 25).json) > 80
    assert demo("--demo", "search", "cake", "--json", "--limit", "9" * 25).json


def test_a_lane_holds_only_its_own(demo: Shopbell) -> None:
    rows = demo("--demo", "inbox", "--lane", "needs-you", "--json").json
    assert rows
    assert {row["lane"] for row in rows} == {"needs-you"}


def test_a_conversation_is_shown_with_the_persons_messages(demo: Shopbell) -> None:
    first = demo("--demo", "inbox", "--json", "--limit", "1").json[0]
    shown = demo("--demo", "show", str(first["id"]), "--json").json
    assert shown["id"] == first["id"]
    assert shown["messages"]
    assert {"text", "who", "written_at", "direction", "channel"} <= set(shown["messages"][0])
    assert first["customer"] in demo("--demo", "show", str(first["id"])).out
    _, *lines, last = demo("--demo", "show", str(first["id"]), "--why").out.splitlines()
    assert round(sum(float(line.split()[0]) for line in lines), 2) == float(last.split()[0])
    assert last.endswith("together: Needs you")


def test_done_leaves_the_list_and_undo_brings_it_back(demo: Shopbell) -> None:
    def open_ids() -> list[int]:
        return [row["id"] for row in demo("--demo", "inbox", "--json", "--limit", "500").json]

    before = open_ids()
    said = demo("--demo", "triage", str(before[0]), "done")
    assert said.code == 0
    assert before[0] not in open_ids()
    assert demo("--demo", "undo").code == 0
    assert open_ids() == before


def test_snooze_takes_plain_words_and_refuses_nonsense(demo: Shopbell) -> None:
    first = demo("--demo", "inbox", "--json", "--limit", "1").json[0]["id"]
    assert demo("--demo", "triage", str(first), "snooze").code == 2
    wrong = demo("--demo", "triage", str(first), "snooze", "--until", "when the cows come home")
    assert wrong.code == 2
    assert wrong.err.count("\n") == 1
    assert demo("--demo", "triage", str(first), "snooze", "--until", "in 3 h").code == 0
    snoozed = demo("--demo", "inbox", "--lane", "snoozed", "--json").json
    assert first in [row["id"] for row in snoozed]
    assert demo("--demo", "undo").code == 0


def test_a_reply_is_queued_held_and_then_sent_once(demo: Shopbell) -> None:
    first = demo("--demo", "inbox", "--json", "--limit", "1").json[0]["id"]
    queued = demo(
        "--demo", "reply", str(first), "--text-file", "-", "--now", "--json", stdin="We are on our way to you.\n"
    )
    assert queued.code == 0, queued.err
    assert queued.json["state"] == "queued"
    report = demo("--demo", "sync", "--once", "--json")
    assert report.code == 0, report.err
    # Replies that other tests have left held may leave as well.
    assert sum(entry["sent"] for entry in report.json) >= 1
    assert demo("--demo", "sync", "--once", "--json").code == 0
    box = {entry["id"]: entry["state"] for entry in demo("--demo", "outbox", "--json").json}
    assert box.get(queued.json["reply"], "sent") == "sent"
    texts = [
        m["text"] for m in demo("--demo", "show", str(first), "--json").json["messages"] if m["direction"] == "out"
    ]
    assert sum("on our way to you" in text for text in texts) == 1


def test_a_mail_account_may_have_its_own_time_in_which_replies_can_be_taken_back(shopbell: Shopbell, tmp_path) -> None:
    one = "From a@b.example Thu Jan  1 10:00:00 2026\nFrom: a@b.example\nTo: s@b.example\n\nWhere is my order?\n"
    (tmp_path / "old.mbox").write_text(one)
    told = []
    for name, more in (("As everywhere", ()), ("Slow", ("--set", "hold=60"))):
        server = ("--set", "imap_host=127.0.0.1", "--set", "smtp_host=127.0.0.1", *more, "--secret-later")
        assert (
            shopbell("accounts", "add", "mail", "--name", name, "--set", f"address={len(name)}@b.example", *server).code
            == 0
        )
        assert shopbell("import", "mbox", str(tmp_path / "old.mbox"), "--name", name).code == 0
        newest = max(row["id"] for row in shopbell("inbox", "--json").json)
        said = shopbell("reply", str(newest), "--text-file", "-", "--json", stdin="It is on its way.\n")
        now = shopbell("reply", str(newest), "--text-file", "-", "--json", "--now", stdin="It is on its way.\n")
        told.append((said.json["held_seconds"], now.json["held_seconds"]))
    assert told == [(10, 0), (60, 0)]


def test_an_empty_reply_is_refused(demo: Shopbell) -> None:
    first = demo("--demo", "inbox", "--json", "--limit", "1").json[0]["id"]
    for nothing in ("  \n", "", "\u200b\n", "\x00", "\ufeff \u2060\n"):
        assert demo("--demo", "reply", str(first), "--text-file", "-", stdin=nothing).code == 2, repr(nothing)


def test_rank_keeps_input_order_and_puts_the_complaint_first(shopbell: Shopbell) -> None:
    lines = [
        {"id": "a", "text": "Lovely cake, thank you!", "channel": "mail"},
        {"id": "b", "text": "My order never arrived and nobody answers. I want my money back!", "channel": "mail"},
        {"id": "c", "text": "Nice weather today", "channel": "mastodon", "addressed": False, "followers": 12},
    ]
    said = shopbell("rank", "--jsonl", stdin="".join(json.dumps(line) + "\n" for line in lines))
    assert said.code == 0
    assert [entry["id"] for entry in said.objects] == ["a", "b", "c"]
    scores = {entry["id"]: entry["score"] for entry in said.objects}
    assert scores["b"] > scores["a"]
    assert scores["b"] > scores["c"]
    assert all(0 <= entry["score"] <= 1 for entry in said.objects)
    assert said.objects[1]["reasons"]


def test_rank_names_the_line_that_is_not_json(shopbell: Shopbell) -> None:
    said = shopbell("rank", "--jsonl", stdin='{"id": 1, "text": "x"}\nnot json\n')
    assert said.code == 2
    assert "Line 2" in said.err


def test_clean_shows_nothing_remote(shopbell: Shopbell) -> None:
    said = shopbell(
        "clean",
        "--html",
        stdin='<p onclick="x()">Hi <img src="http://evil.test/p.png"><script>alert(1)</script>there</p>',
    )
    assert said.code == 0
    assert "Hi" in said.out
    for bad in ("img", "script", "onclick", "evil.test", "alert"):
        assert bad not in said.out
    lines = shopbell("clean", "--jsonl", stdin='{"id": 1, "payload": "<a href=\\"javascript:x\\">y</a>"}\n')
    assert lines.objects[0]["id"] == 1
    assert "javascript" not in lines.objects[0]["html"]


def test_a_backup_can_be_restored(demo: Shopbell, tmp_path) -> None:
    before = demo("--demo", "inbox", "--json", "--limit", "500").json
    assert demo("--demo", "backup", str(tmp_path / "shop.backup")).code == 0
    demo("--demo", "triage", str(before[0]["id"]), "done")
    assert demo("--demo", "restore", str(tmp_path / "shop.backup")).code == 0
    assert [row["id"] for row in demo("--demo", "inbox", "--json", "--limit", "500").json] == [
        row["id"] for row in before
    ]


@pytest.mark.parametrize(("text", "why"), [("x" * 281, "1 too long"), ("Dear {{name}}", "still to be filled in")])
def test_what_the_window_would_not_send_is_not_queued_here_either(demo: Shopbell, text, why) -> None:
    number = next(
        row["id"] for row in demo("--demo", "inbox", "--json", "--limit", "500").json if row["channel"] == "x"
    )
    said = demo("--demo", "reply", str(number), "--text-file", "-", stdin=text)
    assert said.code == 1
    assert why in said.err


def test_everything_can_be_taken_out(demo: Shopbell, tmp_path) -> None:
    target = tmp_path / "everything"
    assert demo("--demo", "export", str(target)).code == 0
    there = {"messages.jsonl", "conversations.csv", "notes.jsonl", "drafts.jsonl", "outbox.jsonl", "mail.mbox"}
    assert {file.name for file in target.iterdir()} == there
    again = demo("--demo", "export", str(target))
    assert again.code == 1


def test_doctor_finds_the_demo_shop_in_order(demo: Shopbell) -> None:
    said = demo("--demo", "doctor", "--json")
    assert said.code == 0, said.out
    assert all({"name", "ok", "sentence"} <= set(finding) for finding in said.json)


def test_every_verb_and_lane_of_the_window_can_be_named() -> None:
    by_itself = {"reply", "wake", "undo", "redo", "unnote", "make-label", "rename-label", "remove-label"}
    by_itself |= {"sense", "correct"}  # of `learned`
    assert set(VERBS) == {verb.value for verb in Verb} - by_itself
    assert set(LANES) == {lane.value for lane in Lane} - {"drafts", "outbox"}
    assert COLOURS == label.COLOURS


def one_of(demo: Shopbell, customer: str, channel: str) -> str:
    # Wherever the tests before this one have put it.
    hits = demo("--demo", "search", f'from:"{customer}"', "--json").json
    return next(str(hit["id"]) for hit in hits if hit["channel"] == channel)


def test_every_way_to_answer_is_named_and_can_be_taken(demo: Shopbell) -> None:
    number = one_of(demo, "Gil Okafor", "mastodon")
    ways = demo("--demo", "ways", number, "--json").json
    assert [way["by"] for way in ways] == ["mastodon:public", "mastodon:private"]
    assert "everyone" in demo("--demo", "ways", number).out
    said = demo("--demo", "reply", number, "--text-file", "-", "--by", "private", "--json", stdin="Between us: sorry.")
    assert said.code == 0, said.err
    (reply,) = [one for one in demo("--demo", "outbox", "--json").json if one["id"] == said.json["reply"]]
    assert reply["audience"] == "private"
    odd = demo("--demo", "reply", number, "--text-file", "-", "--by", "pigeon", stdin="Coo")
    assert (odd.code, "mastodon:public, mastodon:private" in odd.err) == (1, True)


def test_sorry_in_public_and_help_in_private_are_one_call(demo: Shopbell, tmp_path) -> None:
    number = one_of(demo, "Beatriz Lemos", "review")
    help_ = tmp_path / "help.txt"
    help_.write_text("Dear Beatriz, order 4471 is on us.\n", encoding="utf-8")
    said = demo(
        "--demo",
        "reply",
        number,
        "--text-file",
        "-",
        "--private-text-file",
        str(help_),
        "--json",
        stdin="We are sorry.",
    )
    assert said.code == 0, said.err
    first, second = said.json["replies"]
    outbox = {one["id"]: one for one in demo("--demo", "outbox", "--json").json}
    assert (outbox[first]["audience"], outbox[second]["channel"]) == ("public", "mail")
    assert outbox[first]["gesture"] == outbox[second]["gesture"] != ""
    copied = demo(
        "--demo", "reply", number, "--text-file", "-", "--private-text-file", str(help_), "--cc", "tom@example.org",
        "--json", stdin="We are sorry.",
    )  # fmt: skip
    outbox = {one["id"]: one["to"] for one in demo("--demo", "outbox", "--json").json}
    assert ["tom@example.org" in outbox[one] for one in copied.json["replies"]] == [False, True]
    alone = demo(
        "--demo", "reply", one_of(demo, "Walter Pym", "mail"), "--text-file", "-", "--private-text-file", str(help_),
        stdin="So sorry",
    )  # fmt: skip
    assert (alone.code, "not both" in alone.err) == (1, True)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--to", "tom@example.org"), "this leaves by mastodon"),
        (("--cc", "tom@example.org"), "this leaves by mastodon"),
        (("--by", "mail", "--private-text-file", "-"), "--by means nothing with --private-text-file"),
        (("--private-text-file", "-"), "Only one of the two texts can come from standard input"),
    ],
)
def test_what_a_reply_cannot_do_is_said_and_nothing_queued(demo: Shopbell, words: tuple[str, ...], why: str) -> None:
    number, before = one_of(demo, "Gil Okafor", "mastodon"), demo("--demo", "outbox", "--json").json
    said = demo("--demo", "reply", number, "--text-file", "-", *words, stdin="Sorry")
    assert (said.code, why in said.err) == (2, True)
    assert [one["id"] for one in demo("--demo", "outbox", "--json").json] == [one["id"] for one in before]


def test_a_private_detail_is_not_said_in_public_unless_it_was_meant(demo: Shopbell) -> None:
    number = one_of(demo, "Gil Okafor", "mastodon")
    stopped = demo("--demo", "reply", number, "--text-file", "-", stdin="We wrote to gil@post.example about it.")
    assert (stopped.code, "--confirmed" in stopped.err) == (1, True)
    said = demo("--demo", "reply", number, "--text-file", "-", "--confirmed", stdin="We wrote to gil@post.example.")
    assert said.code == 0, said.err


def test_a_reply_is_scheduled_shown_moved_and_sent(demo: Shopbell) -> None:
    number = one_of(demo, "Walter Pym", "mail")
    said = demo("--demo", "reply", number, "--template", "apology", "--quote", "--at", "tomorrow 8", "--json")
    assert said.code == 0, said.err
    reply = said.json["reply"]

    def shown() -> dict[str, object]:
        return next(one for one in demo("--demo", "outbox", "--json").json if one["id"] == reply)

    assert shown()["standing"] == "scheduled"
    assert "Dear Walter," in str(shown()["text"])
    assert "> " in str(shown()["text"])
    before = shown()["leave_at"]
    assert demo("--demo", "settle", reply, "later", "--at", "in 3 days").code == 0
    assert shown()["leave_at"] != before
    assert demo("--demo", "settle", reply, "later").code == 2
    assert demo("--demo", "settle", reply, "now").code == 0
    assert demo("--demo", "sync", "--once").code == 0
    assert shown()["standing"] == "sent"
    assert demo("--demo", "settle", reply, "now").code == 1
    assert demo("--demo", "reply", number, "--text-file", "-", "--at", "when pigs fly", stdin="Hm").code == 2


def test_a_file_goes_with_a_reply_or_the_call_says_why_not(demo: Shopbell, tmp_path) -> None:
    number = one_of(demo, "Walter Pym", "mail")
    (tmp_path / "list.txt").write_text("rye 4.20\n", encoding="utf-8")
    said = demo("--demo", "reply", number, "--text-file", "-", "--attach", str(tmp_path / "list.txt"), "--json",
                stdin="The list.")  # fmt: skip
    assert said.code == 0, said.err
    (reply,) = [one for one in demo("--demo", "outbox", "--json").json if one["id"] == said.json["reply"]]
    assert reply["files"] == [{"name": "list.txt", "media_type": "text/plain", "size": 9}]
    for wrong in ("nowhere.txt", ""):
        failed = demo("--demo", "reply", number, "--text-file", "-", "--attach", str(tmp_path / wrong), stdin="Hm")
        assert (failed.code, failed.out) == (1, "")


def test_the_saved_replies_are_listed_and_a_wrong_name_is_said(demo: Shopbell) -> None:
    listed = demo("--demo", "templates", "--json").json
    assert {"name", "title", "audience", "tone", "languages", "own"} <= set(listed[0])
    assert {"apology", "help", "hours", "thanks", "refund", "delivery"} <= {one["name"] for one in listed}
    number = one_of(demo, "Walter Pym", "mail")
    assert demo("--demo", "reply", number, "--template", "nothing such").code == 1
    assert demo("--demo", "reply", number, "--template", "public-apology").code == 1
    assert demo("--demo", "reply", number).code == 2
