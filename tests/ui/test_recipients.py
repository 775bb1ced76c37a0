"""Whom a mail goes to: seen before it leaves, changed by the owner, kept with the draft, never malformed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.connectors.demo.shop import DemoReplies
from desktop.domain.address import bare
from desktop.domain.conversation import ConversationId, Opened
from desktop.domain.draft import Draft, Parent, Plan
from desktop.domain.errors import Unaddressed
from desktop.domain.item import Author
from desktop.store import accounts, drafts
from desktop.ui.desk import Writing
from desktop.ui.views.reply.composer import Composer
from desktop.ui.widgets.recipients import Recipients
from tests.store.makers import mail
from tests.ui.test_merged import KIM, arrive
from tests.ui.test_verbs import Whole, focus, press, whole  # noqa: F401 - a fixture

TOM = Author(key="tom@example.org", handle="tom@example.org", name="Tom Keller")


@pytest.fixture
def shop_address(whole: Whole) -> str:  # noqa: F811
    from desktop.connectors.demo.script import script

    return str(script("mail").people["shop"].key)


def opened(qtbot: QtBot, whole: Whole, *, own: str, others: tuple[Author, ...] = (TOM,)) -> Composer:  # noqa: F811
    """A mail of Kim's to the shop and others, shown in the window with its composer ready."""
    shop = Author(key=own, handle=own, name="Hazel & Rye")
    when = whole.shop.clock.now()
    arrive(whole, mail("7", who=KIM, people=(shop, *others), written_at=when, text="Where is our order, please?"))
    id_ = next(row.id for row in whole.shop.rows("mail") if row.who == KIM.name)
    whole.window.select(id_)
    composer = whole.verbs.composer
    qtbot.waitUntil(lambda: composer.conversation == id_ and composer.is_ready)
    return composer


@pytest.fixture
def composer(qtbot: QtBot, whole: Whole, shop_address: str) -> Composer:  # noqa: F811
    return opened(qtbot, whole, own=shop_address)


def stored(whole: Whole, composer: Composer) -> tuple[tuple[str, ...], tuple[str, ...]]:  # noqa: F811
    assert composer.conversation is not None
    found = drafts.draft(whole.shop.reads.connection, composer.conversation)
    return (found.to, found.cc) if found is not None else ((), ())


def go_away_and_back(qtbot: QtBot, whole: Whole, composer: Composer) -> None:  # noqa: F811
    here = composer.conversation
    assert here is not None
    elsewhere = next(id_ for id_ in whole.ids() if id_ != here)
    whole.window.reader.show_conversation(elsewhere)
    qtbot.waitUntil(lambda: composer.conversation == elsewhere and composer.is_ready)
    whole.window.reader.show_conversation(ConversationId(here))
    qtbot.waitUntil(lambda: composer.conversation == here and composer.is_ready)


def test_who_receives_it_is_seen_and_to_and_cc_stay_out_of_the_way(composer: Composer) -> None:
    assert composer.form.whom.text() == KIM.key
    assert composer.form.to_others.isVisible()
    assert not composer.recipients.isVisible()


def test_reply_to_all_names_everybody_but_the_shop(
    qtbot: QtBot,
    whole: Whole,  # noqa: F811
    composer: Composer,
) -> None:
    qtbot.mouseClick(composer.form.to_all, Qt.MouseButton.LeftButton)
    assert composer.recipients.to.text() == KIM.key
    assert composer.recipients.cc.text() == TOM.key
    assert not composer.form.to_all.isVisible()
    assert focus() is composer.text
    qtbot.keyClicks(focus(), "It left today.")
    qtbot.waitUntil(lambda: stored(whole, composer) == ((), (TOM.key,)))
    with qtbot.waitSignal(whole.shop.desk.queued) as queued:
        composer.send()
    plan = queued.args[0].reply.plan
    assert plan.recipients == (KIM.key, TOM.key)
    assert composer.recipients.cc.text() == ""


def test_reply_to_all_has_a_key(qtbot: QtBot, whole: Whole, composer: Composer) -> None:  # noqa: F811
    whole.window.focus_list()
    qtbot.keyClick(whole.window.windowHandle(), Qt.Key.Key_A)
    qtbot.waitUntil(lambda: composer.recipients.cc.text() == TOM.key)
    assert focus() is composer.text


def test_reply_to_all_leaves_out_the_shops_other_accounts(
    qtbot: QtBot,
    whole: Whole,  # noqa: F811
    shop_address: str,
) -> None:
    settings, now = {"address": "orders@hazelrye.example"}, whole.shop.clock.now()
    whole.shop.writer.submit(lambda db: accounts.add(db, "demo", "Orders", settings, "", now)).result()
    orders = Author(key="Orders@hazelrye.example", handle="Orders@hazelrye.example", name="")
    composer = opened(qtbot, whole, own=shop_address, others=(orders, TOM))
    composer.write_to_all()
    assert composer.recipients.cc.text() == TOM.key


def test_to_and_cc_open_by_their_key_from_the_list(qtbot: QtBot, whole: Whole, composer: Composer) -> None:  # noqa: F811
    whole.window.focus_list()
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(whole.window.windowHandle(), Qt.Key.Key_C, held)
    qtbot.waitUntil(lambda: focus() is composer.recipients.cc)


def test_where_only_the_shop_was_written_to_nobody_else_is_offered(
    qtbot: QtBot,
    whole: Whole,  # noqa: F811
    shop_address: str,
) -> None:
    composer = opened(qtbot, whole, own=shop_address, others=())
    assert composer.form.to_others.isVisible()
    assert not composer.form.to_all.isVisible()


def test_what_the_owner_changes_is_kept_with_the_draft(
    qtbot: QtBot,
    whole: Whole,  # noqa: F811
    composer: Composer,
) -> None:
    qtbot.mouseClick(composer.form.to_others, Qt.MouseButton.LeftButton)
    assert focus() is composer.recipients.cc
    qtbot.keyClicks(focus(), "jane@example.org")
    composer.recipients.to.selectAll()
    qtbot.keyClicks(composer.recipients.to, "Desk <desk@example.org>")
    qtbot.keyClicks(composer.text, "For the two of you")
    qtbot.waitUntil(lambda: stored(whole, composer) == (("desk@example.org",), ("jane@example.org",)))
    go_away_and_back(qtbot, whole, composer)
    assert composer.recipients.isVisible()
    assert composer.recipients.to.text() == "desk@example.org"
    assert composer.recipients.cc.text() == "jane@example.org"
    assert composer.form.whom.text() == "desk@example.org · Cc jane@example.org"


def test_a_malformed_address_gets_one_sentence_and_holds_the_sending_back(
    qtbot: QtBot,
    whole: Whole,  # noqa: F811
    composer: Composer,
) -> None:
    qtbot.keyClicks(composer.text, "For the two of you")
    composer.write_to_others()
    qtbot.keyClicks(focus(), "jane@")
    assert composer.form.trouble.text() == ""
    composer.text.setFocus()
    sentence = "“jane@” is not an address mail can be sent to."
    assert composer.form.trouble.text() == sentence
    assert not composer.form.send.isEnabled()
    assert sentence in composer.form.send.toolTip()
    composer.setFixedWidth(composer.minimumSizeHint().width())
    qtbot.waitUntil(
        lambda: composer.form.trouble.height() >= composer.form.trouble.heightForWidth(composer.form.trouble.width())
    )
    composer.send()
    whole.shop.settled()
    assert whole.shop.replies() == []
    assert composer.text.toPlainText() == "For the two of you"
    qtbot.keyClicks(composer.recipients.cc, "example.org")
    assert composer.form.trouble.text() == ""
    assert composer.form.send.isEnabled()


def test_a_customer_whose_own_address_is_broken_can_be_answered_once_it_is_put_right(
    qtbot: QtBot,
    whole: Whole,  # noqa: F811
    shop_address: str,
    strict: None,
) -> None:
    shop = Author(key=shop_address, handle=shop_address, name="Hazel & Rye")
    broken = Author(key="lou@exam..ple.org", handle="lou@exam..ple.org", name="Lou Broken")
    when = whole.shop.clock.now()
    arrive(whole, mail("9", who=broken, people=(shop,), written_at=when, text="Do you deliver?"))
    id_ = next(row.id for row in whole.shop.rows("mail") if row.who == "Lou Broken")
    whole.window.select(id_)
    composer = whole.verbs.composer
    qtbot.waitUntil(lambda: composer.conversation == id_ and composer.is_ready)
    assert composer.recipients.isVisible()
    assert composer.recipients.to.text() == "lou@exam..ple.org"
    assert composer.form.trouble.text() == "“lou@exam..ple.org” is not an address mail can be sent to."
    assert focus() is not composer.recipients.to
    qtbot.keyClicks(composer.text, "We do.")
    assert not composer.form.send.isEnabled()
    composer.recipients.to.selectAll()
    qtbot.keyClicks(composer.recipients.to, "lou@example.org")
    assert composer.form.send.isEnabled()
    with qtbot.waitSignal(whole.shop.desk.queued) as queued:
        composer.send()
    assert queued.args[0].reply.plan.recipients == ("lou@example.org",)


@pytest.fixture
def strict(monkeypatch: pytest.MonkeyPatch) -> None:
    """Mail that is frozen as for a real server, which no malformed address passes."""
    prepare = DemoReplies.prepare

    def refuse(demo: DemoReplies, reply_id: str, draft: Draft, parent: Parent | None, now: datetime) -> Plan:
        wrong = [address for address in draft.to or demo.addresses(parent).to if bare(address) is None]
        if wrong:
            raise Unaddressed(f"“{wrong[0]}” is not an address mail can be sent to.")
        return prepare(demo, reply_id, draft, parent, now)

    monkeypatch.setattr(DemoReplies, "prepare", refuse)


def test_nobody_in_to_holds_it_back_too(qtbot: QtBot, composer: Composer) -> None:
    qtbot.keyClicks(composer.text, "Hello")
    composer.write_to_others()
    composer.recipients.to.clear()
    composer.recipients.to.textEdited.emit("")
    assert composer.obstacle().startswith("Nobody stands in To")


def test_undo_brings_the_recipients_back_with_the_text(
    qtbot: QtBot,
    whole: Whole,  # noqa: F811
    composer: Composer,
) -> None:
    composer.write_to_all()
    qtbot.keyClicks(focus(), "It left today.")
    press_send: Callable[[], None] = whole.verbs.replies.send
    press_send()
    qtbot.waitUntil(lambda: whole.toast.words.startswith("Held"))
    qtbot.waitUntil(lambda: not whole.verbs._turns.is_busy)
    whole.window.focus_list()
    press(qtbot, whole, "z")
    qtbot.waitUntil(lambda: composer.text.toPlainText() == "It left today.")
    assert composer.recipients.cc.text() == TOM.key


def test_to_and_cc_stay_open_with_the_caret_in_them_while_the_draft_is_saved(
    qtbot: QtBot,
    whole: Whole,  # noqa: F811
    composer: Composer,
) -> None:
    composer.write()
    qtbot.keyClicks(composer.text, "Dear Kim,")
    with qtbot.waitSignal(composer.ready):
        composer.write_to_others()
        qtbot.keyClicks(composer.recipients.to, ", ")
    assert composer.recipients.isVisible()
    assert composer.recipients.to.text() == f"{KIM.key}, "
    assert composer.recipients.cc.hasFocus()


def test_letters_typed_into_an_address_are_no_verbs(qtbot: QtBot, whole: Whole, composer: Composer) -> None:  # noqa: F811
    before = composer.conversation
    composer.write_to_others()
    press(qtbot, whole, "jeh")
    assert composer.recipients.cc.text() == "jeh"
    assert composer.conversation == before


def test_a_channel_without_addresses_offers_none(qtbot: QtBot, whole: Whole) -> None:  # noqa: F811
    id_ = next(row.id for row in whole.shop.rows("mastodon"))
    whole.window.select(id_)
    composer = whole.verbs.composer
    qtbot.waitUntil(lambda: composer.conversation == id_ and composer.is_ready)
    assert not composer.form.to_others.isVisible()
    assert not composer.form.to_all.isVisible()


def test_what_no_mail_here_can_be_given_does_not_blink_on_the_way_down_the_list(
    qtbot: QtBot,
    whole: Whole,  # noqa: F811
    composer: Composer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begin = whole.verbs._desk.begin

    def refuse(opened: Opened, ready: Callable[[Writing], None], failed: Callable[[], None]) -> None:
        only = "This can only be read."
        begin(opened, lambda w: ready(replace(w, targets=(replace(w.target, refusal=only),))), failed)

    monkeypatch.setattr(whole.verbs._desk, "begin", refuse)
    first, second = [row.id for row in whole.shop.rows("mail") if row.id != composer.conversation][:2]
    whole.window.reader.show_conversation(first)
    qtbot.waitUntil(lambda: composer.conversation == first and composer.is_ready)
    assert not composer.form.to_others.isVisible()
    whole.window.reader.show_conversation(second)
    assert not composer.is_ready
    assert not composer.form.to_others.isVisible()


def test_the_head_of_the_composer_is_as_high_for_a_post_as_for_a_mail(
    qtbot: QtBot,
    whole: Whole,  # noqa: F811
    composer: Composer,
) -> None:
    head = composer.form.whom.parentWidget()
    as_mail = composer.form.to_others.sizeHint().height()
    qtbot.waitUntil(lambda: composer.form.to_others.isVisible() and head.height() == as_mail)
    id_ = next(row.id for row in whole.shop.rows("mastodon"))
    whole.window.select(id_)
    qtbot.waitUntil(
        lambda: composer.conversation == id_ and composer.is_ready and not composer.form.to_others.isVisible()
    )
    head.parentWidget().layout().activate()
    assert head.height() == as_mail


def test_no_address_is_cut_however_many_there_are(qtbot: QtBot, whole: Whole) -> None:  # noqa: F811
    lines = Recipients(whole.shop.theme)
    qtbot.addWidget(lines)
    many = tuple(f"customer{n}@example.org" for n in range(2_000))
    lines.put(many)
    assert lines.everybody() == many
    assert lines.addressed() == ((), ())
    lines.copy_to([f"more{n}@example.org" for n in range(2_000)])
    assert len(lines.everybody()) == 4_000
    assert lines.everybody()[-1] == "more1999@example.org"
