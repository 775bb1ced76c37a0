"""The tabs above a reply: never those of the conversation before, and short where there is little room."""

from pytestqt.qtbot import QtBot

from desktop.domain.conversation import Opened
from desktop.ui.views.reply.composer import Composer
from desktop.ui.views.reply.ways import WayTabs
from tests.ui.test_ways import composer, post, shop, tab  # noqa: F401 - fixtures
from tests.ui.workshop import Workshop


def test_another_conversation_never_stands_under_the_tabs_of_the_one_before(
    qtbot: QtBot,
    shop: Workshop,  # noqa: F811
    post: Opened,  # noqa: F811
    composer: Composer,  # noqa: F811
) -> None:
    tab(composer, 1)
    qtbot.keyClicks(composer.text, "In private")
    shop.open("mail")
    assert [(button.text(), button.isChecked()) for button in composer.tabs.buttons] == [("Mail", True)]
    with qtbot.assertNotEmitted(composer.tabs.chosen):
        composer.tabs.buttons[0].click()
    qtbot.keyClicks(composer.text, "typed at once")
    assert [button.text() for button in composer.tabs.buttons] == ["Mail"]
    qtbot.waitUntil(lambda: composer.is_ready)
    composer.open(post)
    assert [button.isChecked() for button in composer.tabs.buttons] == [True]
    qtbot.waitUntil(lambda: composer.is_ready)
    assert [button.text() for button in composer.tabs.buttons][1] == "Mastodon, private"
    assert composer.tabs.buttons[1].isChecked()
    assert composer.text.toPlainText() == "In private"


def test_the_tabs_stay_as_far_as_they_are_likely_to_be_the_same(
    qtbot: QtBot,
    shop: Workshop,  # noqa: F811
    post: Opened,  # noqa: F811
) -> None:
    other = next(row for row in shop.rows("mastodon") if row.audience == "public" and row.id != post.row.id)
    before = shop.composer.tabs.buttons
    shop.composer.open(shop.opened(other.id))
    assert shop.composer.tabs.buttons == before
    assert all(button.isVisible() for button in before)
    qtbot.waitUntil(lambda: shop.composer.is_ready)
    assert shop.composer.tabs.buttons[:2] == before[:2]


def test_who_can_read_it_is_said_whole_where_there_is_only_one_way(qtbot: QtBot, shop: Workshop) -> None:  # noqa: F811
    shop.open("comment")
    qtbot.waitUntil(lambda: shop.composer.is_ready)
    form = shop.composer.form
    shop.composer.setFixedWidth(400)
    qtbot.waitUntil(lambda: form.width() <= 400)
    form.make_room()
    qtbot.waitUntil(lambda: form.audience.width() >= form.audience.sizeHint().width())
    assert form.audience.text() == form.audience.words == "Public: everyone can read this"


def test_tabs_are_named_as_shortly_as_one_row_of_them_asks_for(
    qtbot: QtBot,
    shop: Workshop,  # noqa: F811
    composer: Composer,  # noqa: F811
) -> None:
    private = composer.targets[1].key
    tabs = WayTabs(shop.theme)
    qtbot.addWidget(tabs)
    tabs.show_ways(composer.targets, composer.targets[0].key, {private})
    tabs.show()
    said: list[list[str]] = []
    for width in range(3_000, 100, -20):
        tabs.resize(width, 200)
        names = [button.text() for button in tabs.buttons]
        is_one_row = tabs.heightForWidth(width) == tabs.heightForWidth(3_000)
        if names not in said and is_one_row:
            said.append(names)
    assert said == [
        ["Mastodon, public", "Mastodon, private · draft", "Both: apologise in public, help in private"],
        ["Mastodon, public", "Mastodon, private · draft", "Both"],
        ["Public", "Private · draft", "Both"],
    ]
    assert tabs.buttons[1].accessibleName() == "Mastodon, private · draft"
