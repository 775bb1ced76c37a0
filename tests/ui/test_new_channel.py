"""The form of a new channel: what is typed there stays while the owner looks at other kinds."""

from pytestqt.qtbot import QtBot

from tests.ui.test_settings import House, accounts_page, click, house

__all__ = ["house"]


def test_what_is_typed_for_one_kind_is_there_again_after_a_look_at_another(qtbot: QtBot, house: House) -> None:
    page = accounts_page(house)
    click(qtbot, page.add)
    new = page.new
    assert new.form is not None
    qtbot.keyClicks(new.form.lines["address"], "us@shop.example")
    click(qtbot, new.open)
    assert new.servers is not None
    qtbot.keyClicks(new.servers.lines["imap_host"], "imap.shop.example")
    qtbot.keyClicks(new.password, "s3cret")
    click(qtbot, new.kind.button("feed"))
    assert new.form.lines["url"].text() == ""
    assert new.is_begun
    click(qtbot, new.kind.button("mail"))
    assert (new.form.lines["address"].text(), new.password.text()) == ("us@shop.example", "s3cret")
    assert new.servers.isVisible()
    assert new.servers.lines["imap_host"].text() == "imap.shop.example"
