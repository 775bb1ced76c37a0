"""The conversation as a page: bubbles, quotes, what is never loaded, and links that lead where they say."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop.domain.conversation import ConversationId
from desktop.domain.draft import ReplyState
from desktop.domain.item import Attachment, Audience, Direction
from desktop.domain.standing import Standing
from desktop.paths import resource
from desktop.ui.conversation.links import Links
from desktop.ui.theme import Theme
from desktop.ui.views.conversation import timeline
from desktop.ui.views.conversation.head import personas_line
from desktop.ui.views.conversation.pages import _BREATH as BREATH
from desktop.ui.views.conversation.pages import PageStack
from desktop.ui.views.conversation.portions import portions
from desktop.ui.views.conversation.reader import ReaderPane
from desktop.ui.views.status import StatusLine
from desktop.ui.wording import words
from tests.ui.values import StoppedClock, a_row, an_entry, opened, persona


@pytest.fixture
def theme(qapp):
    theme = Theme(qapp, resource(), "light")
    theme.start()
    return theme


class Shelf:
    """Conversations by id, counting how often each is read."""

    def __init__(self) -> None:
        self.all = {}
        self.read: list[int] = []

    def put(self, n, *entries):
        row = a_row(n)
        self.all[row.id] = opened(row, *entries)
        return row.id

    def __call__(self, id_):
        self.read.append(id_)
        return self.all.get(id_)


@pytest.fixture
def shelf():
    return Shelf()


@pytest.fixture
def pages(qtbot, theme, shelf):
    pages = PageStack(theme, StoppedClock(), shelf, "own1")
    qtbot.addWidget(pages)
    pages.resize(700, 500)
    pages.show()
    return pages


def text(pages):
    return pages.browser.toPlainText()


def follow(pages, target):
    pages.browser.anchorClicked.emit(QUrl(f"own1:{target}"))


def test_every_message_is_shown_with_channel_audience_and_the_true_state_of_ours(pages, shelf):
    id_ = shelf.put(
        0,
        an_entry(1, "No cake!", channel="mastodon", audience=Audience.PUBLIC),
        an_entry(2, "So sorry.", direction=Direction.OUT, delivery=Standing(state=ReplyState.UNKNOWN)),
    )
    pages.show_conversation(id_)
    said = text(pages)
    assert "Mastodon" in said
    assert "public" in said
    assert "You, by Mail" in said
    assert "Not sure: check" in said


def test_a_note_is_shown_as_a_note_and_never_as_a_message(pages, shelf):
    id_ = shelf.put(0, an_entry(1, "No cake!"), an_entry(2, "She likes nuts.", direction=Direction.OUT, note=True))
    pages.show_conversation(id_)
    assert "Your note, only you can see it, " in text(pages)
    assert "You, by" not in text(pages)
    assert pages.browser._grounds == ["bubble", "notice_tint"]


def test_the_exact_time_is_there_for_who_holds_the_mouse_on_the_relative_one(pages, shelf):
    entry = an_entry(1, "No cake!", who='\ue000<b>"', handle="x@example.com", other=True)
    pages.show_conversation(shelf.put(0, entry))
    found = pages.browser.document().find(words.stamp(entry.written_at, StoppedClock().now()))
    assert found.charFormat().toolTip() == words.exact(entry.written_at)


def test_earlier_messages_are_read_when_they_are_asked_for(qtbot, theme):
    said = [an_entry(n, f"Message {n}. " + "Bread. " * 40) for n in range(1, 301)]
    row, limits = a_row(0), []

    def load(_id, /, *, limit=40):
        limits.append(limit)
        return replace(opened(row, *said[-limit:]), earlier=max(0, len(said) - limit))

    pages = PageStack(theme, StoppedClock(), load, "own1")
    qtbot.addWidget(pages)
    pages.resize(700, 500)
    pages.show()
    pages.show_conversation(row.id)
    qtbot.waitUntil(lambda: not pages._current.later)
    assert "Show earlier messages: 260" in text(pages)
    with qtbot.waitSignal(pages.refreshed) as told:
        follow(pages, "earlier")
    assert len(told.args[0].timeline) == 140
    assert limits == [40, 140]
    # The message at which the owner was is still in sight.
    top = pages.browser.cursorForPosition(QPoint(30, 60))
    assert "Message 261." in top.block().text()
    qtbot.waitUntil(lambda: not pages._current.later)
    assert "Message 161." in text(pages)
    assert "Show earlier messages: 160" in text(pages)


def test_a_message_is_brought_into_sight_wherever_it_stands(pages, shelf, qtbot):
    said = [an_entry(n, f"Message {n}. " + "Bread. " * 400 + f"Crumb {n}.") for n in range(1, 31)]
    pages.show_conversation(shelf.put(0, *said))
    assert "Message 2." not in text(pages)
    assert pages.go_to(said[1].id, "Crumb 2.")
    selections = pages.browser.extraSelections()
    marked = selections[0].cursor
    assert marked.selectedText() == "Crumb 2."
    assert 0 <= pages.browser.cursorRect(marked).top() < pages.browser.viewport().height()
    assert not pages.go_to(an_entry(99).id)


def test_quoted_text_is_folded_until_asked_for(pages, shelf):
    id_ = shelf.put(0, an_entry(7, "It came.\n> When will it come?", fresh="It came."))
    pages.show_conversation(id_)
    assert "When will it come?" not in text(pages)
    follow(pages, "unfold/7")
    assert "When will it come?" in text(pages)


def test_letters_of_a_plain_text_can_neither_be_turned_round_nor_hidden(pages, shelf):
    pages.show_conversation(shelf.put(1, an_entry(1, "invoice\u202efdp.exe \u2066a\u2069 \u00adsoft\x07\u200b")))
    assert "invoicefdp.exe a soft" in text(pages)
    assert not set(text(pages)) & set("\u202e\u2066\u2069\u00ad\x07")


def test_a_message_cannot_use_our_own_links(pages, shelf, qtbot):
    id_ = shelf.put(0, an_entry(7, "x", html='<a href="own2:save/7/0">a gift</a>'))
    pages.show_conversation(id_)
    with qtbot.assertNotEmitted(pages.save_wished), qtbot.waitSignal(pages.link_chosen) as chosen:
        pages.browser.anchorClicked.emit(QUrl("own2:save/7/0"))
    assert chosen.args[0].scheme() == "own2"


def test_an_attachment_is_listed_with_its_size_and_can_be_saved(pages, shelf, qtbot):
    file = Attachment(name="receipt\u202efdp.exe", media_type="application/pdf", size=48213, part="2")
    pages.show_conversation(shelf.put(0, an_entry(9, "See file", attachments=(file,))))
    assert "receiptfdp.exe · 47 kB" in text(pages)
    with qtbot.waitSignal(pages.save_wished) as wished:
        follow(pages, "save/9/0")
    assert wished.args == [9, 0]


def test_nothing_is_loaded_from_anywhere_and_wishes_are_counted(pages, shelf, tmp_path):
    picture = tmp_path / "spy.png"
    picture.write_bytes(b"x")
    html = f'<img border=0 src="file://{picture}"><img src="http://127.0.0.1:9/pixel.gif"><p style="background:url(x.png)">hi</p>'
    pages.show_conversation(shelf.put(0, an_entry(1, "hi", html=html)))
    assert pages.asked >= 2
    kind = QTextDocument.ResourceType.ImageResource
    assert pages.browser.loadResource(int(kind.value), QUrl.fromLocalFile(str(picture))).isEmpty()


def test_plain_text_is_never_taken_for_markup(pages, shelf):
    pages.show_conversation(shelf.put(0, an_entry(1, "<b>1 < 2</b> & <script>alert(1)</script>")))
    assert "<b>1 < 2</b> & <script>alert(1)</script>" in text(pages)


def test_the_next_conversation_is_laid_out_before_it_is_asked_for(pages, shelf, qtbot):
    first, second, third = (shelf.put(n) for n in range(3))
    pages.show_conversation(first)
    pages.prepare(second, third)
    qtbot.waitUntil(lambda: pages.prepared(second) and pages.prepared(third))
    read = list(shelf.read)
    pages.show_conversation(second)
    assert shelf.read == read
    assert pages.browser.isVisible()
    assert pages.browser.geometry() == pages.rect()


def test_the_neighbours_wait_until_the_page_just_shown_was_painted(pages, shelf, qtbot):
    first, second = shelf.put(0), shelf.put(1)
    pages.show_conversation(first)
    qtbot.waitUntil(lambda: pages._soon.interval() == BREATH)
    pages.show_conversation(second)
    pages.prepare(first)
    assert pages._soon.interval() > BREATH
    with qtbot.waitSignal(pages.browser.painted):
        pass
    qtbot.waitUntil(lambda: pages._soon.interval() == BREATH)


def test_the_neighbours_are_laid_out_also_where_nothing_is_painted(pages, shelf, qtbot):
    pages.hide()
    first, second = shelf.put(0), shelf.put(1)
    pages.show_conversation(first)
    pages.prepare(second)
    qtbot.waitUntil(lambda: pages.prepared(second))


def test_news_about_a_prepared_conversation_make_it_read_again(pages, shelf, qtbot):
    first, second = shelf.put(0), shelf.put(1)
    pages.show_conversation(first)
    pages.prepare(second)
    qtbot.waitUntil(lambda: pages.prepared(second))
    shelf.put(1, an_entry(5, "One more thing", conversation=ConversationId(1001)))
    pages.forget(frozenset({second}))
    pages.show_conversation(second)
    assert "One more thing" in text(pages)


def test_news_keep_the_place_the_owner_reads_at(pages, shelf, qtbot):
    many = [an_entry(n, f"line {n}\n" * 8) for n in range(1, 20)]
    id_ = shelf.put(0, *many)
    pages.show_conversation(id_)
    qtbot.waitUntil(lambda: "line 1\n" in text(pages))
    pages.browser.verticalScrollBar().setValue(120)
    shelf.put(0, *many, an_entry(30, "and another"))
    pages.refresh()
    assert pages.browser.verticalScrollBar().value() == 120
    assert "and another" in text(pages)


def test_a_conversation_opens_at_its_newest_message(pages, shelf):
    pages.show_conversation(shelf.put(0, *[an_entry(n, f"line {n}\n" * 8) for n in range(1, 20)]))
    bar = pages.browser.verticalScrollBar()
    assert bar.maximum() > 0
    assert bar.value() == bar.maximum()


def test_a_page_shows_its_newest_message_however_its_room_changes(pages, shelf, qtbot):
    said = [an_entry(n, f"Message {n}. " + "Bread. " * 30) for n in range(1, 11)]
    pages.show_conversation(shelf.put(0, *said))
    qtbot.waitUntil(lambda: not pages._current.later)
    bar = pages.browser.verticalScrollBar()
    for height in (600, 480, 560, 300):
        pages.resize(700, height)
        assert bar.value() == bar.maximum()
    bar.setValue(40)
    pages.resize(700, 340)
    assert bar.value() == 40


def test_lines_stay_readable_on_the_widest_screen(pages, shelf):
    pages.resize(3000, 900)
    said = [an_entry(1, "Bread. " * 300), an_entry(2, "Bread. " * 300, direction=Direction.OUT)]
    pages.show_conversation(shelf.put(0, *said))
    theirs, ours = pages.browser._areas()
    assert theirs.width() <= timeline.WIDEST + 4
    assert ours.width() <= timeline.WIDEST + 4
    assert theirs.left() < 20
    assert ours.right() > 2900


def test_a_page_never_grows_beyond_what_can_be_laid_out_at_once(pages, shelf):
    pages.show_conversation(shelf.put(0, *[an_entry(n, "word " * 4000) for n in range(1, 12)]))
    assert "earlier messages" in text(pages)
    assert len(pages.browser.toHtml()) < 400_000
    follow(pages, "whole")
    assert "earlier messages" not in text(pages)


def newsletter(paragraphs=200):
    return "".join(
        f"<h3>Offer {n}</h3><p>Save on <a href='https://shop.example/{n}'>bread {n}</a>, {'and more ' * 12}</p>"
        for n in range(paragraphs)
    )


def in_sight(pages):
    return pages.browser.viewport().grab().toImage()


def test_of_a_long_message_what_can_be_seen_is_there_at_once_and_the_rest_follows_unseen(pages, shelf, qtbot):
    pages.show_conversation(shelf.put(0, an_entry(1, "offers", html=newsletter())))
    assert "bread 9," in text(pages)
    assert "bread 199," not in text(pages)
    before = in_sight(pages)
    qtbot.waitUntil(lambda: "bread 199," in text(pages))
    assert in_sight(pages) == before
    assert pages.browser.verticalScrollBar().value() == 0


def test_a_long_message_reads_the_same_whether_laid_out_in_portions_or_at_once(pages, shelf, qtbot, monkeypatch):
    id_ = shelf.put(0, an_entry(1, "offers", html=newsletter()))
    pages.show_conversation(id_)
    qtbot.waitUntil(lambda: "bread 199," in text(pages))
    shown = looks(pages)
    monkeypatch.setattr("desktop.ui.views.conversation.timeline.AT_ONCE", 1_000_000)
    pages.clear()
    pages.show_conversation(id_)
    assert looks(pages) == shown


def looks(pages):
    """What is said, how heavy and how far apart."""
    block, seen = pages.browser.document().begin(), []
    while block.isValid():
        shape = block.blockFormat()
        weights = [part.fragment().charFormat().fontWeight() for part in block]
        seen.append((block.text(), weights, shape.topMargin(), shape.bottomMargin(), shape.lineHeight()))
        block = block.next()
    return seen


def test_earlier_messages_come_above_without_moving_what_is_read(pages, shelf, qtbot):
    earlier = [an_entry(n, f"line {n}\n" * 60) for n in range(1, 12)]
    pages.show_conversation(shelf.put(0, *earlier, an_entry(20, "newest\n" * 90)))
    assert "line 1\n" not in text(pages)
    before = in_sight(pages)
    qtbot.waitUntil(lambda: "line 1\n" in text(pages))
    assert in_sight(pages) == before


def test_news_that_change_no_word_lay_nothing_out_again(pages, shelf):
    id_ = shelf.put(0)
    pages.show_conversation(id_)
    changed = []
    pages.browser.document().contentsChange.connect(lambda *where: changed.append(where))
    pages.refresh()
    assert changed == []
    shelf.put(0, an_entry(2, "One more thing"))
    pages.refresh()
    assert changed


def test_a_message_is_cut_between_blocks_only_and_nothing_is_lost():
    html = f"<p>a <b>b</b></p><blockquote><p>{'q' * 50}</p><p>r</p></blockquote><ul><li>{'x' * 30}</li></ul>c<br>d"
    parts = portions(html, 15)
    assert parts[1].startswith("<blockquote>")
    assert parts[1].endswith("</blockquote>")
    assert "".join(parts) == html
    assert portions(f"{'a' * 30}<br>{'b' * 30}<br>c", 20) == ["a" * 30, "b" * 30, "c"]
    assert portions("", 20) == [""]


def test_a_page_of_a_new_theme_keeps_its_text(pages, shelf, theme):
    pages.show_conversation(shelf.put(0))
    before = text(pages)
    theme.choose("dark")
    assert text(pages) == before


def test_the_address_stands_beside_a_name_anybody_may_claim():
    personas = [
        persona("mail", "a@x.example"),
        persona("mastodon", "@a@y.example"),
        persona("x", "@a"),
        persona("y", "b"),
    ]
    assert personas_line(personas, "") == "a@x.example · @a@y.example · @a · +1"
    assert personas_line((), "a@x.example") == "a@x.example"


def test_a_conversation_looked_at_long_enough_counts_as_read(qtbot, theme, shelf):
    reader = ReaderPane(theme, StoppedClock(), shelf)
    qtbot.addWidget(reader)
    id_ = shelf.put(0)
    with qtbot.waitSignal(reader.dwelt) as dwelt:
        reader.show_conversation(id_)
    assert dwelt.args == [id_]


@pytest.fixture
def links(qtbot, theme):
    window = QWidget()
    qtbot.addWidget(window)
    status = StatusLine(theme, window)
    went: list[str] = []
    return Links(window, status, went.append), status, went, window


def test_a_plain_link_is_opened(links):
    link, _, went, _ = links
    link.choose(QUrl("https://hazelrye.example/order"), "your order")
    assert went == ["https://hazelrye.example/order"]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "own1:save/1/0", "smb://host/x"])
def test_nothing_but_web_and_mail_is_opened(links, address):
    link, _, went, _ = links
    link.choose(QUrl(address), "click me")
    assert went == []


@pytest.mark.parametrize(
    "address",
    [
        "https://hazelrye.example/price%20list.pdf",
        "https://hazelrye.example/?q=rye%20bread&n=%2B1",
        "https://hazelrye.example/caf%C3%A9",
        "mailto:marta@example.org?subject=Your%20cake",
    ],
)
def test_a_link_is_opened_as_it_was_written(links, address):
    link, status, went, _ = links
    link.point(QUrl(address))
    assert "cannot be opened" not in status.message
    link.choose(QUrl(address), "the list")
    assert went == [address]


def test_a_link_that_says_another_host_is_asked_about_first(links, qtbot):
    link, _, went, window = links
    link.choose(QUrl("https://evil.example/login"), "www.mybank.example")
    box = window.findChild(QMessageBox)
    assert went == []
    assert "evil.example" in box.informativeText()
    assert box.textFormat() == Qt.TextFormat.PlainText
    box.accept()
    qtbot.waitUntil(lambda: went == ["https://evil.example/login"])


def test_the_true_host_is_shown_before_the_click(links):
    link, status, _, _ = links
    link.point(QUrl("https://xn--pple-43d.com/x"))
    assert "xn--pple-43d.com" in status.message
    link.point(QUrl())
    assert status.message == ""
