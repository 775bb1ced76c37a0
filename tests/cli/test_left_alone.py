"""Accounts that one round leaves alone: their server asked for it, or the owner has to put something right first."""

import http.server
import threading
from collections.abc import Iterator

import pytest

from tests.cli.conftest import Shopbell


class Blog:
    """A web server that answers every request with the same status and Retry-After, and counts them."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}/feed"
        self.status = 410
        self.asked = 0


@pytest.fixture
def blog() -> Iterator[Blog]:
    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            blog.asked += 1
            self.send_response(blog.status)
            self.send_header("Retry-After", "3600")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        blog = Blog(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield blog
        server.shutdown()
        thread.join()


def test_a_blog_that_is_gone_is_asked_again_only_by_force(shopbell: Shopbell, blog: Blog) -> None:
    shopbell("accounts", "add", "feed", "--name", "Blog", "--set", f"url={blog.url}")
    assert shopbell("sync", "--once").code == 3
    asked = blog.asked
    said = shopbell("sync", "--once")
    assert said.code == 3
    assert "Blog was left alone: " in said.err
    assert said.err.count("\n") == 1
    assert blog.asked == asked
    assert shopbell("sync", "--once", "--force").code == 3
    assert blog.asked > asked


def test_a_blog_that_asked_to_wait_is_left_alone_until_then(shopbell: Shopbell, blog: Blog) -> None:
    blog.status = 429
    shopbell("accounts", "add", "feed", "--name", "Blog", "--set", f"url={blog.url}")
    shopbell("sync", "--once")
    asked = blog.asked
    said = shopbell("sync", "--once", "--json")
    (report,) = said.json
    assert report["left_alone"] is True
    assert report["left_alone_until"]
    assert "Blog was left alone until " in said.err
    assert blog.asked == asked
    blog.status = 204
    shopbell("sync", "--once", "--force", "--account", "Blog")
    assert blog.asked == asked + 1


def test_force_is_for_one_round(shopbell: Shopbell) -> None:
    assert shopbell("sync", "--force").code == 2
