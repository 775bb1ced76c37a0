"""`shopbell rank`: each line as at its own arrival, and figures of how good the order is."""

import json
from pathlib import Path

from desktop.paths import resource
from tests.cli.conftest import Shopbell

LATE = "My order never arrived and nobody answers."


def lines(*objects: dict[str, object]) -> str:
    return "".join(json.dumps(one) + "\n" for one in objects)


def test_how_old_a_message_is_counts_only_when_asked(shopbell: Shopbell) -> None:
    old, new = ({"id": at, "text": LATE, "channel": "mail", "received_at": at} for at in ("2020-01-01T08:00:00Z", "2026-05-01T08:00:00Z"))  # fmt: skip
    first, second = shopbell("rank", "--jsonl", stdin=lines(old, new)).objects
    assert first["score"] == second["score"]
    first, second = shopbell("rank", "--jsonl", "--now", "2026-05-01T10:00:00Z", stdin=lines(old, new)).objects
    assert first["score"] < second["score"]
    assert "overdue" in [reason["words"] for reason in second["reasons"]]


def test_what_the_channel_tells_counts(shopbell: Shopbell) -> None:
    said = {"text": "The soup was cold and the waiter shrugged.", "channel": "review"}
    one, five = shopbell("rank", "--jsonl", stdin=lines({**said, "rating": 1}, {**said, "rating": 5})).objects
    assert one["score"] > five["score"]
    post = {"text": LATE, "channel": "mastodon"}
    to_us, about_us = shopbell("rank", "--jsonl", stdin=lines({**post, "addressed": True}, {**post, "addressed": "passing"})).objects  # fmt: skip
    assert to_us["score"] > about_us["score"]


def test_the_reasons_add_up_to_the_score(shopbell: Shopbell) -> None:
    import math

    (said,) = shopbell("rank", "--jsonl", stdin=lines({"text": LATE, "channel": "mail", "followers": 20})).objects
    total = sum(reason["points"] for reason in said["reasons"])
    assert abs(said["score"] - 1 / (1 + math.exp(-total))) < 1e-6


def test_the_same_messages_have_the_same_scores_and_reasons_on_every_machine(shopbell: Shopbell) -> None:
    """Where other numbers are drawn for the order of sets, and clock, language and encoding are others."""
    files = sorted(resource("ranking", "messages").glob("*/*.jsonl"))
    rows = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()[:2]]
    said = lines(
        *(
            {name: row[name] for name in row.keys() & {"text", "channel", "rating", "followers", "addressed"}}
            for row in rows
        )
    )
    machines = (
        {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C.UTF-8"},
        {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"},
    )
    first, second = (shopbell("rank", "--jsonl", stdin=said, **machine) for machine in machines)
    assert first.code == 0
    assert len(first.objects) == len(rows) > 200
    assert first.out == second.out


def test_a_time_that_is_none_is_named(shopbell: Shopbell) -> None:
    said = shopbell("rank", "--jsonl", "--now", "noon", stdin=lines({"text": "x"}))
    assert said.code == 2
    assert "--now" in said.err


def test_the_order_is_measured_next_to_simpler_ones(shopbell: Shopbell, tmp_path: Path) -> None:
    unhappy = [{"text": f"Order {n} never arrived, this is the third time I write.", "need": 1} for n in range(3)]
    others = [{"text": f"Lovely shop, thank you! Visit number {n}.", "need": 0} for n in range(17)]
    file = tmp_path / "inbox.jsonl"
    file.write_text(lines(*others, *unhappy), encoding="utf-8")
    said = shopbell("rank", "--evaluate", str(file))
    assert said.code == 0
    assert "inbox.jsonl: 20 messages, 3 of them first" in said.out
    ours = next(line.split() for line in said.out.splitlines() if line.strip().startswith("shopbell"))
    assert ours[1] == "1.00"
    assert "newest first" in said.out
    assert "word lists" in said.out


def figures(said: str, order: str) -> list[str]:
    """The figures of one order: nDCG@50, P@10, first, fifth, read90, AUC and, of ours, the false of 100."""
    (line,) = (line for line in said.splitlines() if line.strip().startswith(order))
    return line.removeprefix(f"  {order}").split()


def test_each_order_is_judged_by_its_own(shopbell: Shopbell, tmp_path: Path) -> None:
    unhappy = [
        {"text": "This is horrible, awful, I hate it. It never arrived.", "need": 1, "arrived": 9} for _ in range(4)
    ]
    others = [{"text": f"Lovely shop, thank you! Visit {n}.", "need": 0, "arrived": 10 + n} for n in range(15)]
    # Whoever labels the messages may be wrong, too.
    mistaken = [
        {"text": "It never arrived and nobody answers, refund me!", "need": 0, "arrived": 50, "channel": "mail"}
    ]
    file = tmp_path / "inbox.jsonl"
    file.write_text(lines(*others, *mistaken, *unhappy), encoding="utf-8")
    said = shopbell("rank", "--evaluate", str(file)).out
    assert figures(said, "newest first")[2:4] == ["17", "0.00"]
    assert figures(said, "shopbell")[-1] == "5.0"
    assert float(figures(said, "word lists")[5]) > 0.9
    if "VADER is not installed" not in said:
        assert figures(said, "VADER")[2:6] == ["1", "1.00", "0.20", "1.00"]


def test_a_file_without_labels_is_named(shopbell: Shopbell, tmp_path: Path) -> None:
    file = tmp_path / "inbox.jsonl"
    file.write_text(lines({"text": "x"}), encoding="utf-8")
    said = shopbell("rank", "--evaluate", str(file))
    assert said.code == 2
    assert "“need” or “first”" in said.err
    assert shopbell("rank", "--evaluate", str(tmp_path / "none")).code == 2


def test_on_trades_it_never_saw_it_reaches_what_was_promised(shopbell: Shopbell) -> None:
    said = shopbell("rank", "--held-out")
    ours = next(line.split() for line in said.out.splitlines() if line.strip().startswith("shopbell"))
    ndcg, fifth = float(ours[1]), float(ours[4])
    assert ndcg >= 0.70
    assert fifth >= 0.60


def test_what_nothing_can_be_reckoned_with_is_passed_over_or_named(shopbell: Shopbell) -> None:
    (said,) = shopbell("rank", "--jsonl", stdin=lines({"text": f"{LATE} \ud800", "channel": "mail"})).objects
    assert said["lane"] == "needs-you"
    far = shopbell("rank", "--jsonl", stdin=lines({"text": LATE, "received_at": "9999-12-31T23:59:59"}))
    assert far.code == 2
    assert far.err == "shopbell: Line 1: “received_at” is too far ahead to reckon with.\n"


def test_a_broken_or_odd_file_is_named_and_never_ends_in_a_trace(shopbell: Shopbell, tmp_path: Path) -> None:
    import gzip

    cut = tmp_path / "cut.jsonl.gz"
    cut.write_bytes(gzip.compress(lines({"text": "x"}).encode())[:24])
    said = shopbell("rank", "--evaluate", str(cut))
    assert said.code == 2
    assert said.err.startswith(f"shopbell: {cut} cannot be read as JSON lines")
    said = shopbell("rank", "--evaluate", str(tmp_path / "none.jsonl"))
    assert (
        said.err == f"shopbell: {tmp_path / 'none.jsonl'} cannot be read as JSON lines (No such file or directory).\n"
    )
    odd = tmp_path / "odd.jsonl"
    odd.write_text('{"text": "a", "need": 1, "rating": 1e999, "arrived": "noon"}\n{"text": "b"}\n', encoding="utf-8")
    assert shopbell("rank", "--evaluate", str(odd)).code == 0
