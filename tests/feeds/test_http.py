"""Fetching: bounded in time, size and reach, stoppable, and every trouble in a plain sentence."""

import gc
import gzip
import socket
import ssl
import struct
import threading
import time
import warnings
import zlib
from datetime import UTC, datetime, timedelta

import httpx2
import pytest

from desktop.connectors import wire
from desktop.connectors.base import Cancel
from desktop.connectors.http import Bounds, Session, complain, retry_at, web_address
from desktop.domain.errors import (
    Cancelled,
    ChannelError,
    Malformed,
    Misconfigured,
    NoConnection,
    RateLimited,
    Refused,
    SignInNeeded,
    Unreachable,
)
from tests.servers.web import gzip_bomb

NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)


@pytest.fixture
def session(clock):
    def make(*typed: str, **more) -> Session:
        return Session(clock=clock, typed=typed or ("http://127.0.0.1/",), **more)

    return make


class TestAnswers:
    def test_a_feed_arrives_unpacked_with_its_validators(self, nginx, session):
        answer = session().get(nginx.url("feed.rss"), cancel=Cancel())
        assert answer.status == 200
        assert answer.body == (nginx.root / "feed.rss").read_bytes()
        assert answer.headers["content-encoding"] == "gzip"
        assert answer.headers["etag"].startswith('W/"')

    @pytest.mark.parametrize("header", [("If-None-Match", "etag"), ("If-Modified-Since", "last-modified")])
    def test_what_has_not_changed_is_not_sent_again(self, nginx, session, header):
        first = session().get(nginx.url("feed.rss"), cancel=Cancel())
        again = session().get(nginx.url("feed.rss"), headers={header[0]: first.headers[header[1]]}, cancel=Cancel())
        assert (again.status, again.body) == (304, b"")

    @pytest.mark.parametrize("packing", ["gzip", "deflate", "raw deflate", "two members", "none"])
    def test_every_packing_that_servers_use_is_unpacked(self, web, session, packing):
        body = b"hello feed " * 5000
        packed = {
            "gzip": gzip.compress(body),
            "deflate": zlib.compress(body),
            "raw deflate": zlib.compress(body)[2:-4],
            "two members": gzip.compress(body[:100]) + gzip.compress(body[100:]),
            "none": body,
        }[packing]
        headers = (
            {} if packing == "none" else {"Content_Encoding": "gzip" if "m" in packing or "z" in packing else "deflate"}
        )
        assert session().get(web.serve("/x", packed, **headers), cancel=Cancel()).body == body

    def test_cookies_are_neither_kept_nor_sent(self, web, session):
        web.serve("/b", b"there")
        url = web.serve("/a", b"", 302, Location="/b", Set_Cookie="id=1; Path=/")
        assert session().get(url, cancel=Cancel()).body == b"there"
        assert all("cookie" not in headers for _, headers in web.asked)

    def test_the_reader_says_who_it_is_and_asks_only_for_packings_it_can_bound(self, web, session):
        session().get(web.serve("/a", b""), cancel=Cancel())
        headers = web.asked[0][1]
        assert headers["user-agent"].startswith("Shopbell/")
        assert headers["accept-encoding"] == "gzip, deflate"

    def test_a_certificate_of_our_own_authority_is_good_with_it_and_bad_without(self, nginx, session):
        url = nginx.secure("feed.rss")
        assert session(url, ca_file=str(nginx.ca_file)).get(url, cancel=Cancel()).status == 200
        with pytest.raises(Misconfigured, match="certificate of localhost cannot be trusted"):
            session(url).get(url, cancel=Cancel())

    def test_a_certificate_is_checked_against_the_name_and_not_the_address(self, nginx, session):
        url = nginx.secure("feed.rss", host="127.0.0.1")
        with pytest.raises(Misconfigured, match="certificate"):
            session(url, ca_file=str(nginx.ca_file)).get(url, cancel=Cancel())
        other = nginx.secure("feed.rss", host="shop.example")
        line = session(other, ca_file=str(nginx.ca_file), resolve=lambda _h, _p: ["127.0.0.1"])
        with pytest.raises(Misconfigured, match=r"shop\.example"):
            line.get(other, cancel=Cancel())

    def test_a_certificate_file_that_is_not_there_is_named(self, nginx, session):
        with pytest.raises(Misconfigured, match=r"nowhere\.pem"):
            session(ca_file="/nowhere.pem").get(nginx.secure("feed.rss"), cancel=Cancel())


class TestRedirects:
    @pytest.mark.parametrize(
        ("path", "moved"),
        [("moved", True), ("moved308", True), ("temporary", False), ("temporary-then-moved", False)],
    )
    def test_they_are_followed_and_only_permanent_ones_are_reported(self, nginx, session, path, moved):
        answer = session().get(nginx.url(path), cancel=Cancel())
        assert (answer.status, answer.url) == (200, nginx.url("feed.rss"))
        assert answer.moved == (nginx.url("feed.rss") if moved else "")

    def test_going_round_in_circles_ends_after_five(self, nginx, session):
        with pytest.raises(Unreachable, match="more than 5 times"):
            session().get(nginx.url("loop"), cancel=Cancel())
        assert len([line for line in nginx.asked() if "/loop" in line]) == 6

    def test_nothing_leads_from_https_to_http(self, nginx, session):
        url = nginx.secure("downgrade")
        with pytest.raises(Unreachable, match="without encryption"):
            session(url, ca_file=str(nginx.ca_file)).get(url, cancel=Cancel())

    @pytest.mark.parametrize("path", ["to-ftp", "to-file"])
    def test_nothing_but_web_addresses_is_followed(self, nginx, session, path):
        with pytest.raises(Unreachable, match="not a web address"):
            session().get(nginx.url(path), cancel=Cancel())

    def test_a_password_is_sent_to_the_host_it_is_for_and_to_no_other(self, web, session):
        web.serve("/end", b"ok")
        web.serve("/same", b"", 302, Location="/end")
        web.serve("/other", b"", 302, Location=web.url("/end", host="127.0.0.2"))
        line = session("http://127.0.0.1/", "http://127.0.0.2/", login="me:secret")
        assert line.get(web.url("/same"), cancel=Cancel()).body == b"ok"
        assert [("authorization" in headers) for _, headers in web.asked] == [True, True]
        web.asked.clear()
        with pytest.raises(Unreachable):
            line.get(web.url("/other"), cancel=Cancel())  # the server listens on 127.0.0.1 only
        assert [("authorization" in headers) for _, headers in web.asked] == [True]

    def test_a_password_does_not_follow_to_another_name(self, web, session):
        web.serve("/end", b"ok")
        web.serve("/start", b"", 302, Location=web.url("/end", host="other.example"))
        line = session(
            web.url("/"), web.url("/", "other.example"), login="me:secret", resolve=lambda _h, _p: ["127.0.0.1"]
        )
        assert line.get(web.url("/start"), cancel=Cancel()).body == b"ok"
        assert [("authorization" in headers) for _, headers in web.asked] == [True, False]

    @pytest.mark.parametrize("url", ["http://blog.example/feed", "http://192.168.1.7/feed", "http://[fd00::7]/feed"])
    def test_a_password_is_not_sent_unencrypted_beyond_this_machine(self, session, url):
        asked = []
        line = session(url, login="me:secret", resolve=lambda host, _p: asked.append(host) or ["127.0.0.1"])
        with pytest.raises(Misconfigured, match=r"without encryption.*https://"):
            line.get(url, cancel=Cancel())
        assert asked == []


class TestReach:
    def test_what_the_owner_typed_may_lie_on_this_machine(self, web, session):
        url = web.serve("/feed", b"ok")
        assert session(url).get(url, cancel=Cancel()).body == b"ok"

    @pytest.mark.parametrize(
        "target",
        ["localhost", "127.0.0.1", "2130706433", "0x7f000001", "127.1", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"],
    )
    def test_a_redirect_cannot_lead_inside(self, web, session, target):
        web.serve("/inside", b"secret")
        web.serve("/start", b"", 302, Location=f"http://{target}:{web.port}/inside")
        line = session(
            web.url("/", "typed.example"),
            resolve=lambda host, port: ["127.0.0.1"] if host == "typed.example" else wire.look_up(host, port),
        )
        with pytest.raises(Unreachable):
            line.get(web.url("/start", "typed.example"), cancel=Cancel())
        assert [path for path, _ in web.asked] == ["/start"]

    def test_a_redirect_may_lead_to_another_host_that_the_owner_typed(self, web, session):
        web.serve("/inside", b"mine")
        web.serve("/start", b"", 302, Location=web.url("/inside", "localhost"))
        line = session(web.url("/"), web.url("/", "localhost"))
        assert line.get(web.url("/start"), cancel=Cancel()).body == b"mine"

    def test_a_name_that_changes_its_mind_is_connected_to_where_it_was_looked_up(self, web, session):
        web.serve("/inside", b"secret")
        answers = [["203.0.113.7"], ["127.0.0.1"]]
        asked = []

        def rebinding(host, _port):
            asked.append(host)
            return answers[min(len(asked) - 1, 1)]

        line = session(
            "http://elsewhere.example/", resolve=rebinding, bounds=Bounds(connect_seconds=0.3, total_seconds=2)
        )
        with pytest.raises(ChannelError):
            line.get(web.url("/inside", "rebind.example"), cancel=Cancel())
        assert asked == ["rebind.example"]
        with pytest.raises(Unreachable, match="inside your own network"):
            line.get(web.url("/inside", "rebind.example"), cancel=Cancel())
        assert web.asked == []

    def test_of_several_addresses_only_the_open_ones_are_tried(self, web, session):
        tried = []

        class Watched(wire.Line):
            def _connect_to(self, address, port, patience):
                tried.append(address)
                raise OSError(111, "refused")

        line = Watched(
            cancel=Cancel(), monotonic=time.monotonic, deadline=time.monotonic() + 60, connect_seconds=1,
            reach=lambda _h, address: wire.is_public(address), resolve=lambda _h, _p: ["10.0.0.1", "8.8.8.8", "::1", "2606:4700::1"],
        )  # fmt: skip
        with pytest.raises(Unreachable):
            line.connect("mixed.example", 80)
        assert tried == ["8.8.8.8", "2606:4700::1"]

    @pytest.mark.parametrize(
        "address",
        ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "::", "::1", "fe80::1", "fe80::1%eth0",
         "fd00:ec2::254", "fc00::1", "::ffff:10.0.0.1", "2002:7f00:0001::", "64:ff9b::a9fe:a9fe", "::127.0.0.1", "224.0.0.1", "ff02::1", "255.255.255.255"],
    )  # fmt: skip
    def test_these_are_inside_however_they_are_written(self, address):
        assert not wire.is_public(address)

    @pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
    def test_these_are_outside(self, address):
        assert wire.is_public(address)

    def test_once_outside_a_typed_name_does_not_lead_back_in(self):
        import httpx2

        from desktop.connectors.http import _Hop

        hop = _Hop(httpx2.URL("http://typed.example/"), ["typed.example", "192.168.1.5"])
        assert hop.may_reach("typed.example", "192.168.1.9")
        hop.was_at("93.184.216.34")
        assert not hop.may_reach("typed.example", "192.168.1.9")
        assert hop.may_reach("192.168.1.5", "192.168.1.5")


class TestBounds:
    def test_a_packed_bomb_is_stopped_early(self, web, session):
        url = web.serve("/bomb", gzip_bomb(200), Content_Encoding="gzip")
        begun = time.monotonic()
        with pytest.raises(Malformed, match="swells"):
            session().get(url, cancel=Cancel())
        assert time.monotonic() - begun < 10

    def test_a_small_bomb_is_known_by_how_dense_it_is(self, web, session):
        with pytest.raises(Malformed, match="swells"):
            session().get(web.serve("/bomb", gzip_bomb(5), Content_Encoding="gzip"), cancel=Cancel())

    def test_a_bomb_in_a_bomb_is_not_even_unpacked(self, web, session):
        url = web.serve("/bomb", gzip.compress(gzip_bomb(20)), Content_Encoding="gzip, gzip")
        with pytest.raises(Malformed, match="not asked for"):
            session().get(url, cancel=Cancel())

    def test_a_large_answer_is_refused_by_its_announced_length(self, web, session):
        url = web.serve("/big", b"x" * 5000)
        with pytest.raises(Malformed, match="sends more than"):
            session(bounds=Bounds(wire=4000)).get(url, cancel=Cancel())

    def test_an_endless_answer_is_cut_when_it_is_too_large(self, web, session):
        url = web.drip("/endless", b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 50_000, pause=0.001)
        with pytest.raises(Malformed, match="stopped reading"):
            session(bounds=Bounds(wire=1_000_000)).get(url, cancel=Cancel())

    def test_well_packed_text_within_reason_is_read(self, web, session):
        body = b"<item>the same words again and again</item>" * 20_000
        answer = session().get(web.serve("/x", gzip.compress(body), Content_Encoding="gzip"), cancel=Cancel())
        assert len(answer.body) < 1_000_000
        assert answer.body == body

    @pytest.mark.parametrize(
        ("first", "drop"),
        [(b"HTTP/1.1 200 OK\r\nX: ", b"y"), (b"HTTP/1.1 200 OK\r\n\r\n", b"z"), (b"", b"")],
        ids=["headers drop by drop", "body drop by drop", "nothing at all"],
    )
    def test_the_whole_request_has_one_time_limit(self, web, session, first, drop):
        url = web.drip("/drip", first, drop)
        begun = time.monotonic()
        with pytest.raises(Unreachable, match=r"took too long|does not answer"):
            session(bounds=Bounds(total_seconds=0.6)).get(url, cancel=Cancel())
        assert time.monotonic() - begun < 10

    def test_broken_packing_and_broken_off_packing_are_told_apart(self, web, session):
        with pytest.raises(Malformed, match="cannot be unpacked"):
            session().get(web.serve("/a", b"\x1f\x8b" + b"rubbish" * 20, Content_Encoding="gzip"), cancel=Cancel())
        with pytest.raises(Unreachable, match="broke off"):
            session().get(web.serve("/b", gzip.compress(b"x" * 9000)[:-12], Content_Encoding="gzip"), cancel=Cancel())


class TestStopping:
    @pytest.mark.parametrize(
        "first", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nhalf"], ids=["before the answer", "in the middle"]
    )
    def test_a_blocked_read_ends_at_once(self, web, session, first):
        url = web.hang("/hang", first)
        self._ends(session(), url, web.reached)

    def test_a_connection_that_nobody_takes_ends_at_once(self, session, silent_port):
        self._ends(session(), f"http://127.0.0.1:{silent_port}/", None)

    def test_a_look_up_that_does_not_come_back_is_left_behind(self, session):
        never, asked = threading.Event(), threading.Event()

        def resolve(_host, _port):
            asked.set()
            never.wait(30)
            return []

        try:
            self._ends(session(resolve=resolve), "http://slow.example/", asked)
        finally:
            never.set()

    def test_a_tls_handshake_that_hangs_ends_at_once(self, session, mute_port):
        self._ends(session(), f"https://127.0.0.1:{mute_port}/", None)

    def test_closing_ends_it_too(self, web, session):
        line, outcome = session(), []
        thread = threading.Thread(target=self._get, args=(line, web.hang("/hang"), Cancel(), outcome))
        thread.start()
        assert web.reached.wait(60)
        line.close()
        thread.join(60)
        assert isinstance(outcome[0], Unreachable)

    def test_stopped_before_it_began(self, web, session):
        cancel = Cancel()
        cancel.set()
        with pytest.raises(Cancelled):
            session().get(web.serve("/a", b""), cancel=cancel)
        assert web.asked == []

    def _ends(self, line: Session, url: str, reached: threading.Event | None) -> None:
        cancel, outcome = Cancel(), []
        thread = threading.Thread(target=self._get, args=(line, url, cancel, outcome))
        thread.start()
        if reached is not None:
            assert reached.wait(60)
        else:
            thread.join(0.4)
        assert thread.is_alive()
        begun = time.monotonic()
        cancel.set()
        thread.join(60)
        assert isinstance(outcome[0], Cancelled)
        assert time.monotonic() - begun < 10

    def _get(self, line: Session, url: str, cancel: Cancel, outcome: list) -> None:
        try:
            outcome.append(line.get(url, cancel=cancel))
        except ChannelError as error:
            outcome.append(error)


class TestSentences:
    @pytest.mark.parametrize(
        ("path", "kind", "words"),
        [
            ("missing.rss", Refused, "404"),
            ("gone", Refused, "ended for good"),
            ("forbidden", Refused, "403"),
            ("trouble", Unreachable, "500"),
            ("busy", RateLimited, "wait"),
            ("busy-until", RateLimited, "wait"),
            ("private/feed.rss", SignInNeeded, "name and a password"),
        ],
    )
    def test_every_status_has_its_reaction(self, nginx, session, path, kind, words):
        answer = session().get(nginx.url(path), cancel=Cancel())
        with pytest.raises(kind, match=words):
            complain(answer, NOW)

    def test_a_server_that_hangs_up_is_unreachable(self, nginx, session):
        with pytest.raises(Unreachable, match="broke off"):
            session().get(nginx.url("drop"), cancel=Cancel())

    def test_a_connection_reset_before_it_is_secured_is_unreachable_and_leaves_nothing_open(self):
        with socket.create_server(("127.0.0.1", 0)) as server, warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")

            class Reset(wire.Line):
                def connect(self, host, port):
                    ours = super().connect(host, port)
                    theirs, _ = server.accept()
                    # Closed without lingering: it is reset, not ended.
                    theirs.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    theirs.close()
                    return ours

            line = Reset(
                cancel=Cancel(), monotonic=time.monotonic, deadline=time.monotonic() + 60, connect_seconds=1,
                reach=lambda _h, _a: True, resolve=lambda _h, _p: ["127.0.0.1"],
            )  # fmt: skip
            transport = wire.Transport(line, ssl.create_default_context())
            with httpx2.Client(transport=transport, trust_env=False) as client, pytest.raises(Unreachable):
                client.get(f"https://127.0.0.1:{server.getsockname()[1]}/")
            line.close()
            gc.collect()
        assert [one for one in said if one.category is ResourceWarning] == []

    def test_a_closed_port_is_named(self, session, silent_port):
        with pytest.raises(NoConnection, match="accepts no connection on port 1"):
            session().get("http://127.0.0.1:1/", cancel=Cancel())

    def test_a_name_that_does_not_exist_is_named(self, session):
        def nowhere(_host, _port):
            raise OSError("no such name")

        with pytest.raises(NoConnection, match=r"no server called crumbs\.example"):
            session(resolve=nowhere).get("http://crumbs.example/", cancel=Cancel())

    def test_rubbish_instead_of_http_is_unreachable(self, web, session):
        web.answers["/x"] = lambda request: request.wfile.write(b"\x00\x01 what?\r\n\r\n")
        with pytest.raises(Unreachable, match="no proper answer"):
            session().get(web.url("/x"), cancel=Cancel())

    @pytest.mark.parametrize(
        ("headers", "seconds"),
        [
            ({"retry-after": "120"}, 120),
            ({"retry-after": "0"}, 1),
            ({"retry-after": "99999999"}, 6 * 3600),
            ({"retry-after": "Thu, 01 Oct 2026 12:05:00 GMT", "date": "Thu, 01 Oct 2026 12:00:00 GMT"}, 300),
            ({"retry-after": "Thu, 01 Oct 2020 12:05:00 GMT", "date": "Thu, 01 Oct 2020 12:00:00 GMT"}, 300),
            ({"retry-after": "Thu, 01 Oct 2026 11:00:00 GMT"}, 1),
        ],
    )
    def test_the_wait_is_read_as_seconds_or_as_a_date_by_the_servers_own_clock(self, headers, seconds):
        assert retry_at(headers, NOW) == NOW + timedelta(seconds=seconds)

    @pytest.mark.parametrize("value", ["", "soon", "-5", "1e9", "Thu, 99 Foo 2026"])
    def test_a_wait_that_makes_no_sense_is_none(self, value):
        assert retry_at({"retry-after": value}, NOW) is None


class TestAddresses:
    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("crumbs.example/feed", "https://crumbs.example/feed"),
            (" http://crumbs.example ", "http://crumbs.example"),
            ("feed://crumbs.example/x", "https://crumbs.example/x"),
            ("feed:https://crumbs.example/x", "https://crumbs.example/x"),
        ],
    )
    def test_what_people_type_is_understood(self, typed, meant):
        assert web_address(typed) == meant

    @pytest.mark.parametrize(
        "typed",
        [
            "",
            "ftp://x.example",
            "file:///etc/passwd",
            "http://",
            "http://a b/",
            "http://x:99999/",
            "javascript:alert(1)",
        ],
    )
    def test_what_is_no_web_address_is_refused_with_a_sentence(self, typed):
        with pytest.raises(Misconfigured, match="web address"):
            web_address(typed)

    def test_a_password_in_the_address_is_refused_without_repeating_it(self):
        with pytest.raises(Misconfigured, match="store them as the secret") as caught:
            web_address("https://me:hunter2@crumbs.example/")
        assert "hunter2" not in str(caught.value)


def test_the_network_library_is_not_loaded_before_something_is_fetched():
    import subprocess
    import sys

    code = "import sys, desktop.connectors.http, desktop.connectors.feeds; print('httpx2' in sys.modules, 'feedparser' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
