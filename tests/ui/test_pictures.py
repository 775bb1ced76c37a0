"""Pictures of a message: nothing is fetched before the owner asks, little is told then, and what comes is bounded."""

import base64
import logging
import re
import struct
import threading
import time
import zlib
from dataclasses import replace
from functools import partial

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QSize, QUrl
from PySide6.QtGui import QColor, QImage

from desktop.connectors import picture
from desktop.connectors.base import Cancel
from desktop.connectors.picture import fetch
from desktop.domain.clock import SystemClock
from desktop.domain.errors import ChannelError, Malformed, Unreachable
from desktop.domain.kinds import MessageId
from desktop.paths import resource
from desktop.render import clean
from desktop.ui.conversation.album import Album, Shown
from desktop.ui.conversation.decoding import decode
from desktop.ui.conversation.pictures import Pictures
from desktop.ui.theme import Theme
from desktop.ui.views.conversation.pages import PageStack
from desktop.ui.views.conversation.placing import placed
from tests.servers.nginx import Nginx, nginx, nginx_server
from tests.servers.web import silent_port, web
from tests.ui.values import StoppedClock, a_row, an_entry, opened

__all__ = ["nginx", "nginx_server", "silent_port", "web"]

RED, BLUE = "#d02020", "#2030d0"


def drawn(form: str, width: int = 60, height: int = 40, color: str = RED) -> bytes:
    """A picture of one colour."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(color))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, form)
    return bytes(buffer.data().data())


def gif() -> bytes:
    """A picture of one red dot, ten by ten: Qt reads this format and does not write it."""
    return (
        b"GIF89a\x0a\x00\x0a\x00\x80\x00\x00\xd0\x20\x20\x00\x00\x00,\x00\x00\x00\x00\x0a\x00\x0a\x00\x00"
        b"\x02\x08\x84\x8f\xa9\xcb\xed\x0f\x63\x2b\x00;"
    )


def bomb(side: int = 60_000) -> bytes:
    """A PNG of a few kilobytes that says it is 60,000 by 60,000."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(1_000_000)))
        + chunk(b"IEND", b"")
    )


def has(pages: PageStack, color: str) -> int:
    """Return how many pixels of a colour are seen."""
    image = pages.browser.viewport().grab().toImage()
    wanted = QColor(color).rgb()
    return sum(image.pixel(x, y) == wanted for x in range(0, image.width(), 4) for y in range(0, image.height(), 4))


class Reader:
    """A page of messages with what brings their pictures."""

    def __init__(self, theme: Theme, near: str) -> None:
        self.shown = None
        self.offline = False
        self.said: list[str] = []
        self.pages = PageStack(theme, StoppedClock(), self._load, "own1")
        self.pages.resize(700, 500)
        self.pages.show()
        self.raws: dict[int, bytes] = {}
        self.pictures = Pictures(
            self.pages,
            lambda: self.shown,
            lambda: self.offline,
            lambda: self,  # type: ignore[arg-type,return-value]
            SystemClock(),
            partial(fetch, typed=(near,)),
        )
        self.pictures.said.connect(self.said.append)

    def show(self, *entries) -> None:
        row = a_row(0)
        self.shown = opened(row, *entries)
        self.pages.show_conversation(row.id)

    def text(self) -> str:
        return self.pages.browser.toPlainText()

    def click(self) -> None:
        """Click the line that offers the pictures."""
        browser = self.pages.browser
        cursor = browser.document().find("Load pictures")
        assert not cursor.isNull()
        browser.anchorClicked.emit(QUrl(cursor.charFormat().anchorHref()))

    def raw(self, message: int) -> bytes:
        return self.raws.get(message, b"")

    def close(self) -> None:
        """Close the connection of a thread: there is none."""

    def _load(self, _id, /, *, limit: int = 0):
        return self.shown


@pytest.fixture
def theme(qapp):
    theme = Theme(qapp, resource(), "light")
    theme.start()
    return theme


@pytest.fixture
def reader(qtbot, theme, nginx):
    reader = Reader(theme, nginx.url("/"))
    qtbot.addWidget(reader.pages)
    yield reader
    reader.pictures.close()


def page(n: int, html: str, **changes):
    cleaned = clean(html)
    return an_entry(n, cleaned.text, html=cleaned.html, remote_images=cleaned.remote_images, **changes)


@pytest.mark.nginx
def test_nothing_is_asked_for_until_the_owner_asks_and_then_they_stand_where_they_stood(
    reader: Reader, nginx: Nginx, qtbot
) -> None:
    nginx.put("red.png", drawn("PNG"))
    nginx.put("red.jpg", drawn("JPEG"))
    nginx.put("red.webp", drawn("WEBP"))
    nginx.put("red.gif", gif())
    nginx.put("pixel.png", drawn("PNG", 1, 1))
    names = ("red.png", "red.jpg", "red.webp", "red.gif")
    tags = "".join(f'<p>Our {name} <img src="{nginx.url(name)}" alt="A cake"></p>' for name in names)
    reader.show(page(1, f'{tags}<img src="{nginx.url("pixel.png")}" width=1 height=1>'))
    assert "Our red.png [A cake]" in reader.text()
    assert "Load pictures from 127.0.0.1: 4 · Hidden tracking pictures, never loaded: 1" in reader.text()
    reader.pages.browser.grab()
    assert nginx.asked() == []
    assert has(reader.pages, RED) == 0
    reader.click()
    assert "Pictures on their way: 4" in reader.text()
    qtbot.waitUntil(lambda: "on their way" not in reader.text())
    assert "Load pictures" not in reader.text()
    assert reader.text().count("\ufffc[A cake]") == 4
    assert has(reader.pages, RED) > 100
    # The server writes down a request when it has been answered.
    qtbot.waitUntil(lambda: len(nginx.asked()) == len(names))
    assert sorted(line.split()[1] for line in nginx.asked()) == sorted(f"/{name}" for name in names)
    assert reader.said == []
    assert reader.pages.asked == 0
    assert "127.0.0.1" not in reader.pages.browser.toHtml()


@pytest.mark.nginx
def test_what_is_asked_tells_nothing_about_who_asks(reader: Reader, web, qtbot) -> None:
    web.serve("/there.png", drawn("PNG"))
    url = web.serve("/a.png", b"", 302, Location="/there.png", Set_Cookie="id=1; Path=/")
    reader.pictures._fetch = partial(fetch, typed=(url,))
    reader.show(page(1, f'<img src="{url}">'))
    reader.click()
    qtbot.waitUntil(lambda: has(reader.pages, RED) > 10)
    assert [path for path, _ in web.asked] == ["/a.png", "/there.png"]
    for _, headers in web.asked:
        assert headers.keys() <= {"host", "accept", "accept-encoding", "connection", "user-agent"}
        assert headers["user-agent"] == "Mozilla/5.0"


@pytest.mark.nginx
def test_the_key_loads_the_newest_first_and_says_when_there_are_none(reader: Reader, nginx: Nginx, qtbot) -> None:
    red, blue = nginx.put("red.png", drawn("PNG")), nginx.put("blue.png", drawn("PNG", color=BLUE))
    reader.show(page(1, f'<img src="{red}">'), page(2, f'<img src="{blue}">'))
    reader.pictures.load_next()
    qtbot.waitUntil(lambda: has(reader.pages, BLUE) > 10)
    assert has(reader.pages, RED) == 0
    reader.pictures.load_next()
    qtbot.waitUntil(lambda: has(reader.pages, RED) > 10)
    assert reader.said == []
    reader.pictures.load_next()
    assert reader.said == ["There are no pictures to load here."]


@pytest.mark.nginx
def test_offline_it_says_so_and_asks_nothing(reader: Reader, nginx: Nginx) -> None:
    reader.show(page(1, f'<img src="{nginx.put("red.png", drawn("PNG"))}">'))
    reader.offline = True
    reader.click()
    assert reader.said == ["You are offline. Pictures can be loaded when there is a connection."]
    assert "Load pictures from 127.0.0.1: 1" in reader.text()
    assert nginx.asked() == []


@pytest.mark.nginx
def test_what_is_no_picture_or_too_much_is_not_shown_and_the_rest_is(
    reader: Reader, nginx: Nginx, qtbot, caplog
) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><rect width="90" height="90" fill="#d02020"/></svg>'
    urls = [
        nginx.put("drawing.png", svg),
        nginx.put("bomb.png", bomb()),
        nginx.put("long.jpg", drawn("JPEG") + bytes(10_000_000)),
        nginx.put("broken.png", drawn("PNG")[:60]),
        nginx.url("nothing-there.png"),
        nginx.put("blue.png", drawn("PNG", color=BLUE)),
    ]
    reader.show(page(1, "".join(f'<p><img src="{url}?secret" alt="Cake {n}"></p>' for n, url in enumerate(urls))))
    with caplog.at_level(logging.DEBUG, logger="desktop"):
        reader.click()
        qtbot.waitUntil(lambda: "on their way" not in reader.text())
    assert has(reader.pages, BLUE) > 10
    assert has(reader.pages, RED) == 0
    assert "[Cake 0]" in reader.text()
    assert "Load pictures from 127.0.0.1: 5" in reader.text()
    assert len(reader.said) == 1
    assert reader.said[0].startswith("Pictures that could not be loaded: 5. ")
    assert "secret" not in caplog.text
    assert "127.0.0.1" in caplog.text


@pytest.mark.nginx
def test_nothing_within_the_own_network_is_reached_neither_at_once_nor_by_a_redirect(nginx: Nginx, web) -> None:
    outside = ("http://outside.example/",)
    ask = partial(fetch, clock=SystemClock(), cancel=Cancel())
    for url in (nginx.url("red.png"), "http://169.254.169.254/latest/a.png", "http://[::1]/a.png", "http://10.0.0.1/a"):
        with pytest.raises(Unreachable, match="inside your own network"):
            ask(url)
    assert nginx.asked() == []
    # Where the first address may be reached, as one outside may, what it leads to may not.
    for place in (
        "http://169.254.169.254/a.png",
        f"http://localhost:{nginx.http}/red.png",
        "http://[::ffff:10.0.0.1]/",
    ):
        url = web.serve("/a.png", b"", 302, Location=place)
        with pytest.raises(Unreachable, match="inside your own network"):
            ask(url, typed=(url, *outside))
    assert nginx.asked() == []
    with pytest.raises(ChannelError):
        ask("http://name:word@127.0.0.1/a.png", typed=("http://127.0.0.1/",))


def test_a_server_that_does_not_answer_is_asked_once_and_keeps_nobody_waiting(
    qtbot, theme, silent_port, monkeypatch
) -> None:
    url = f"http://127.0.0.1:{silent_port}"
    reader = Reader(theme, url)
    qtbot.addWidget(reader.pages)
    asked: list[str] = []

    def slow(url, *, clock, cancel):
        asked.append(url)
        cancel.wait(0.3)
        raise Unreachable("It does not answer.")

    reader.pictures._fetch = slow
    reader.show(page(1, "".join(f'<img src="{url}/{n}.png">' for n in range(30))))
    begun = time.monotonic()
    reader.click()
    assert time.monotonic() - begun < 0.25
    qtbot.waitUntil(lambda: bool(reader.said))
    assert reader.said == ["Pictures that could not be loaded: 30. 127.0.0.1 does not answer."]
    assert len(asked) <= 2
    reader.pictures.close()


def test_a_server_that_is_slow_on_purpose_is_left_when_its_time_is_over(web, monkeypatch) -> None:
    def drop_by_drop(request):
        request.send_response(200)
        request.end_headers()
        while not web.ended.wait(0.05):
            request.wfile.write(b"x")

    web.answers["/a.png"] = drop_by_drop
    monkeypatch.setattr(picture, "_BOUNDS", replace(picture._BOUNDS, total_seconds=0.4))
    begun = time.monotonic()
    with pytest.raises(Unreachable, match="took too long"):
        fetch(web.url("/a.png"), clock=SystemClock(), cancel=Cancel(), typed=(web.url("/"),))
    # Drop by drop it would go on until the server ends.
    assert time.monotonic() - begun < 20


def test_closing_ends_a_download_at_once(qtbot, theme, web) -> None:
    def drop_by_drop(request):
        request.send_response(200)
        request.end_headers()
        web.reached.set()
        web.ended.wait(60)

    web.answers["/a.png"] = drop_by_drop
    reader = Reader(theme, web.url("/"))
    qtbot.addWidget(reader.pages)
    reader.show(page(1, f'<img src="{web.url("/a.png")}">'))
    reader.click()
    qtbot.waitUntil(web.reached.is_set)
    begun = time.monotonic()
    reader.pictures.close()
    assert time.monotonic() - begun < 10
    assert not any(thread.is_alive() for thread in reader.pictures._tasks._threads)


@pytest.mark.nginx
@pytest.mark.parametrize(("width", "around"), [(300, ()), (900, ("blockquote",)), (900, ("blockquote", "ul"))])
def test_room_that_is_given_is_kept_so_that_nothing_moves(
    reader: Reader, nginx: Nginx, qtbot, width: int, around: tuple[str, ...]
) -> None:
    red = nginx.put("red.png", drawn("PNG", 300, 100))
    below = "".join(f"<p>Line {n}</p>" for n in range(60))
    said = f'<p>Above <img src="{red}" width={width} height=100></p>'
    for tag in around:
        said = f"<{tag}>{said}</{tag}>"
    reader.show(page(1, f"{said}{below}"))
    qtbot.waitUntil(lambda: not reader.pages._current.later)
    heights = []
    show = reader.pages.show_picture

    def watch(message, src):
        heights.append(reader.pages.browser.document().size().height())
        show(message, src)
        heights.append(reader.pages.browser.document().size().height())

    reader.pages.show_picture = watch
    reader.click()
    qtbot.waitUntil(lambda: "on their way" not in reader.text())
    assert len(set(heights)) == 1


@pytest.mark.nginx
def test_what_is_read_stays_in_its_place_when_a_picture_above_it_comes(reader: Reader, nginx: Nginx, qtbot) -> None:
    red = nginx.put("red.png", drawn("PNG", 300, 400))
    below = "".join(f"<p>Line {n}</p>" for n in range(90))
    reader.show(page(1, f'<p>Above <img src="{red}"></p>{below}'))
    go = threading.Event()

    def later(url, *, clock, cancel):
        go.wait(60)
        return fetch(url, clock=clock, cancel=cancel, typed=(red,))

    reader.pictures._fetch = later
    reader.click()
    qtbot.waitUntil(lambda: not reader.pages._current.later)
    bar = reader.pages.browser.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    browser = reader.pages.browser
    line = browser.document().find("Line 44")
    before = browser.cursorRect(line).top()
    assert 0 < before < 400
    go.set()
    qtbot.waitUntil(lambda: "on their way" not in reader.text())
    line = browser.document().find("Line 44")
    assert abs(browser.cursorRect(line).top() - before) <= 1


@pytest.mark.nginx
def test_no_picture_is_wider_than_its_column_whatever_its_message_says(reader: Reader, nginx: Nginx, qtbot) -> None:
    red = nginx.put("red.png", drawn("PNG", 3000, 300))
    deep = f'<blockquote><ul><li><img src="{red}" width=9000 height=900></li></ul></blockquote>'
    reader.show(page(1, f'<img src="{red}">{deep}'))
    reader.click()
    qtbot.waitUntil(lambda: "on their way" not in reader.text())
    document = reader.pages.browser.document()
    assert has(reader.pages, RED)
    assert document.size().width() <= reader.pages.browser.viewport().width()
    assert document.idealWidth() <= reader.pages.browser.viewport().width()


def test_a_picture_deep_in_quotations_can_still_be_seen() -> None:
    src = "https://pictures.example/cake.png"
    html = clean(f'{"<blockquote>" * 30}<img src="{src}" width=300 height=100>').html
    album = Album()
    album.ask(MessageId(1), src)
    (width,) = re.findall(r'width="(\d+)"', placed(html, MessageId(1), album, "own", 250))
    assert int(width) >= 40


MAIL = """From: Marta <marta@example.org>\r
Content-Type: multipart/related; boundary=b\r
\r
--b\r
Content-Type: text/html\r
\r
<p>See</p>\r
--b\r
Content-Type: image/png\r
Content-ID: <cake 1@mail>\r
Content-Transfer-Encoding: base64\r
\r
{red}\r
--b\r
Content-Type: image/png\r
Content-ID: <drawing@mail>\r
\r
<svg/>\r
--b--\r
"""


@pytest.mark.nginx
def test_pictures_that_came_with_a_mail_are_shown_by_themselves_and_ask_nobody(
    reader: Reader, nginx: Nginx, qtbot
) -> None:
    reader.raws[1] = MAIL.format(red=base64.encodebytes(drawn("PNG")).decode()).encode()
    html = (
        '<p>See <img src="cid:cake%201@mail" alt="My cake"></p><img src="cid:drawing@mail" alt="No"><img src="cid:gone" alt="Gone">'
        f'<img src="{nginx.url("red.png")}" alt="Out">'
    )
    reader.show(page(1, html))
    assert has(reader.pages, RED) == 0
    assert "See [My cake]" in reader.text()
    qtbot.waitUntil(lambda: has(reader.pages, RED) > 10)
    assert "See \ufffc[My cake]" in reader.text()
    assert "[No][Gone][Out]" in reader.text()
    assert "Load pictures from 127.0.0.1: 1" in reader.text()
    assert nginx.asked() == []


def test_a_picture_is_kept_no_larger_than_it_is_shown(qapp) -> None:
    found = decode(drawn("PNG", 4000, 1000), 800, 2.0)
    assert found.size == QSize(4000, 1000)
    assert found.image.size() == QSize(1600, 400)
    assert found.image.devicePixelRatio() == 2.0
    small = decode(drawn("PNG", 30, 20), 800, 2.0)
    assert small.image.size() == QSize(30, 20)


@pytest.mark.parametrize("data", [b"", b"<svg/>", b"BM" + bytes(90), b"\x89PNG\r\n\x1a\n", bomb()], ids=range(5))
def test_what_cannot_be_shown_costs_nothing(qapp, data) -> None:
    begun = time.process_time()
    with pytest.raises(Malformed):
        decode(data, 800, 1.0)
    assert time.process_time() - begun < 0.25


def test_the_album_lets_the_oldest_messages_go_and_never_holds_more_than_it_may() -> None:
    album = Album(most=1_000_000)
    image = QImage(300, 300, QImage.Format.Format_RGB32)
    shown = Shown(image, image.size())
    assert album.put(1, "a", shown)
    assert album.put(2, "a", shown)
    assert album.put(2, "b", shown)
    assert album.shown(1, "a") is None
    assert album.shown(2, "a") is not None
    assert not album.put(2, "c", shown)
    assert album.image(album.name(2, "b")) is image
    assert album.image("picture/x") is None
    assert album.image("/etc/passwd") is None
