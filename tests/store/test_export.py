"""What is taken out of the file: everything customers said and the owner wrote, readable without this program."""

import csv
import json
from datetime import datetime, timedelta

from desktop.domain.act import Verb
from desktop.domain.draft import Draft
from desktop.domain.item import Audience
from desktop.store import accounts, drafts, export, notes, outbox, triage
from tests.store.makers import NOW, mail, plan


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_every_message_is_there_once_with_what_the_owner_made_of_it(shop, tmp_path):
    shop.ingest(*(mail(str(n), who=f"P{n}", minutes=n) for n in range(7)))
    shop.write(triage.act, [shop.home("3")], Verb.LABEL, now=NOW, about="Wholesale")
    shop.write(triage.act, [shop.home("4")], Verb.TRASH, now=NOW)
    done = export.export(shop.reader, tmp_path)
    assert (done.messages, done.conversations) == (7, 7)
    told = {line["remote_id"]: line for line in lines(tmp_path / "messages.jsonl")}
    assert list(told) == [str(n) for n in range(7)]
    assert {line["account"] for line in told.values()} == {"Shop mail"}
    assert told["3"]["labels"] == ["Wholesale"]
    assert told["4"]["state"] == "trash"
    assert datetime.fromisoformat(told["0"]["written_at"]).utcoffset() is not None


def test_what_the_owner_wrote_and_has_not_sent_is_there(shop, tmp_path):
    shop.ingest(mail("1"))
    home = shop.home("1")
    shop.write(notes.add, home, "She prefers rye.", now=NOW)
    (account,) = accounts.accounts(shop.reader)
    draft = Draft(
        conversation=home,
        account=account.id,
        text="Dear Marta",
        audience=Audience.PRIVATE,
        in_reply_to=None,
        to=("m@x.test",),
    )
    shop.write(drafts.save, draft, NOW)
    done = export.export(shop.reader, tmp_path)
    assert (done.notes, done.drafts) == (1, 1)
    (note,) = lines(tmp_path / "notes.jsonl")
    assert (note["conversation"], note["text"]) == (home, "She prefers rye.")
    (kept,) = lines(tmp_path / "drafts.jsonl")
    assert (kept["text"], kept["recipients"]) == ("Dear Marta", ["m@x.test"])


def test_what_lies_in_the_outbox_is_there_until_it_was_sent(shop, tmp_path):
    shop.ingest(mail("1"))
    later = NOW + timedelta(days=2)
    draft = shop.draft()
    shop.write(drafts.save, draft, NOW)
    shop.write(outbox.queue, draft, plan(), text="Dear Marta", now=NOW, not_before=later, leave_at=later)
    done = export.export(shop.reader, tmp_path)
    assert (done.drafts, done.unsent) == (0, 1)
    (kept,) = lines(tmp_path / "outbox.jsonl")
    assert (kept["conversation"], kept["text"], kept["state"]) == (shop.only(), "Dear Marta", "queued")
    assert datetime.fromisoformat(kept["leave_at"]) == later


def test_the_table_has_a_row_for_each_conversation_and_no_cell_that_a_spreadsheet_would_carry_out(shop, tmp_path):
    shop.ingest(mail("1", subject='=HYPERLINK("http://evil.test")'), mail("2", who="@rye"))
    export.export(shop.reader, tmp_path)
    with (tmp_path / "conversations.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 2
    assert rows[0]["subject"] == '\'=HYPERLINK("http://evil.test")'
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


def test_an_empty_shop_is_taken_out_without_a_word_too_many(shop, tmp_path):
    done = export.export(shop.reader, tmp_path)
    assert (done.messages, done.conversations, done.notes, done.drafts) == (0, 0, 0, 0)
    assert not list(tmp_path.glob("*.part"))
