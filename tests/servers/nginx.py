"""A real nginx on loopback that serves feeds in every way a server can: well, moved, packed, limited, slow and broken.

Everything lives under one directory; the ports are chosen by the machine; the server is stopped by the process id it
wrote down itself. `running_nginx` is for benchmarks and other suites, `nginx` is the fixture.
"""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

HOST = "127.0.0.1"
LOGIN = "reader:let-me-in"
_PAUSE = threading.Event()

_CONFIG = """
{user}
worker_processes 1; pid {home}/nginx.pid; error_log {home}/log/error.log; daemon on;
events {{ worker_connections 256; }}
http {{
  types {{ application/rss+xml rss; application/atom+xml atom; application/rdf+xml rdf; application/feed+json json; text/html html; }}
  default_type application/octet-stream; access_log {home}/log/access.log;
  client_body_temp_path {home}/tmp/b; proxy_temp_path {home}/tmp/p; fastcgi_temp_path {home}/tmp/f;
  uwsgi_temp_path {home}/tmp/u; scgi_temp_path {home}/tmp/s;
  gzip on; gzip_types application/rss+xml application/atom+xml application/feed+json; gzip_min_length 1; etag on;
  limit_req_zone $server_name zone=one:1m rate=1r/m;
  server {{
    listen {host}:{http}; listen {host}:{https} ssl; server_name localhost;
    ssl_certificate {home}/tls/server.pem; ssl_certificate_key {home}/tls/server.key;
    root {home}/root;
    location / {{ }}
    location /slow/ {{ alias {home}/root/; limit_rate 40; gzip off; }}
    location = /loop {{ return 302 /loop; }}
    location = /moved {{ return 301 /feed.rss; }}
    location = /moved308 {{ return 308 /feed.rss; }}
    location = /temporary {{ return 307 /feed.rss; }}
    location = /temporary-then-moved {{ return 302 /moved; }}
    location = /downgrade {{ return 301 http://$host:{http}/feed.rss; }}
    location = /upgrade {{ return 301 https://localhost:{https}/feed.rss; }}
    location = /to-ftp {{ return 302 ftp://$host/feed.rss; }}
    location = /to-file {{ return 302 file:///etc/passwd; }}
    location = /gone {{ return 410; }}
    location = /forbidden {{ return 403; }}
    location = /trouble {{ return 500; }}
    location = /busy {{ add_header Retry-After 120 always; return 503; }}
    location = /busy-until {{ add_header Retry-After "Fri, 01 Jan 2100 00:00:00 GMT" always; return 429; }}
    location = /limited {{ limit_req zone=one; limit_req_status 429; add_header Retry-After 30 always; try_files /feed.rss =404; }}
    location = /drop {{ return 444; }}
    location /private/ {{ alias {home}/root/; auth_basic x; auth_basic_user_file {home}/passwords; }}
    location = /page-as-feed {{ default_type application/rss+xml; types {{ }} try_files /page.html =404; }}
    location = /feed-as-page {{ default_type text/html; types {{ }} try_files /feed.rss =404; }}
    location /plain/ {{ alias {home}/root/; etag off; add_header Last-Modified ""; if_modified_since off; }}
    location /cached/ {{ alias {home}/root/; add_header Cache-Control "public, max-age=3600"; }}
  }}
}}
"""


class NginxMissing(Exception):
    """nginx or openssl is not there."""


@dataclass(frozen=True)
class Nginx:
    """A running server. `root` holds what it serves."""

    home: Path
    http: int
    https: int

    @property
    def root(self) -> Path:
        """Files put here are served at once."""
        return self.home / "root"

    @property
    def ca_file(self) -> Path:
        """The authority that vouches for `localhost` and 127.0.0.1 here, and nothing else does."""
        return self.home / "tls" / "ca.pem"

    def url(self, path: str) -> str:
        """Return the address of `path` without encryption."""
        return f"http://{HOST}:{self.http}/{path.lstrip('/')}"

    def secure(self, path: str, host: str = "localhost") -> str:
        """Return the address of `path` with encryption."""
        return f"https://{host}:{self.https}/{path.lstrip('/')}"

    def put(self, name: str, data: bytes | str) -> str:
        """Serve `data` under `name` from now on; return its address. Each change is seen as one (size or time)."""
        target = self.root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        before = target.stat().st_mtime_ns if target.exists() else 0
        target.write_bytes(data.encode() if isinstance(data, str) else data)
        if before:
            # nginx makes its ETag of whole seconds and the size; two changes within a second must still differ.
            later = before + 2_000_000_000
            os.utime(target, ns=(later, later))
        return self.url(name)

    def asked(self) -> list[str]:
        """Return the request lines with their status, as nginx logged them."""
        lines = (self.home / "log" / "access.log").read_text(encoding="utf-8").splitlines()
        parts = [line.split('"') for line in lines]
        return [f"{part[1]} -> {part[2].split()[0]}" for part in parts]


@contextlib.contextmanager
def running_nginx() -> Iterator[Nginx]:
    """Yield a server that is stopped at the end."""
    for program in ("nginx", "openssl"):
        if shutil.which(program) is None:
            raise NginxMissing(program)
    with tempfile.TemporaryDirectory(prefix="feeds-", ignore_cleanup_errors=True) as name:
        home = Path(name)
        home.chmod(0o755)
        for part in ("root", "log", "tmp", "tls"):
            (home / part).mkdir()
        server = Nginx(home=home, http=_free_port(), https=_free_port())
        _certificates(home / "tls")
        user, _, password = LOGIN.partition(":")
        hashed = _run("openssl", "passwd", "-apr1", password)
        (home / "passwords").write_text(f"{user}:{hashed}\n")
        config = home / "nginx.conf"
        config.write_text(
            _CONFIG.format(
                home=home,
                host=HOST,
                http=server.http,
                https=server.https,
                user="user root;" if os.geteuid() == 0 else "",
            )
        )
        _run("nginx", "-p", str(home), "-c", str(config), "-e", str(home / "log" / "start.log"))
        try:
            _wait_for(server.http)
            yield server
        finally:
            _stop(home / "nginx.pid")


@pytest.fixture(scope="session")
def nginx_server() -> Iterator[Nginx]:
    """One server for the whole run; skipped where nginx is not installed."""
    try:
        with running_nginx() as server:
            yield server
    except NginxMissing as missing:
        pytest.skip(f"not installed: {missing}")


@pytest.fixture
def nginx(nginx_server: Nginx) -> Iterator[Nginx]:
    """The server with the usual files in their first state."""
    for old in nginx_server.root.rglob("*"):
        if old.is_file():
            old.unlink()
    nginx_server.put("feed.rss", RSS)
    nginx_server.put("feed.atom", ATOM)
    nginx_server.put("feed.rdf", RDF)
    nginx_server.put("feed.json", JSON_FEED)
    nginx_server.put("page.html", PAGE)
    (nginx_server.home / "log" / "access.log").write_text("")
    return nginx_server


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {done.stderr}")
    return done.stdout.strip()


def _certificates(folder: Path) -> None:
    """Make an authority and a certificate for localhost signed by it."""
    ca, key = folder / "ca.pem", folder / "ca.key"
    _run(
        "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30", "-subj",
        "/CN=Feed test authority", "-addext", "keyUsage=critical,keyCertSign", "-keyout", str(key), "-out", str(ca),
    )  # fmt: skip
    request = folder / "server.csr"
    _run(
        "openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=localhost",
        "-keyout", str(folder / "server.key"), "-out", str(request),
    )  # fmt: skip
    extensions = folder / "server.ext"
    extensions.write_text("subjectAltName=DNS:localhost\nauthorityKeyIdentifier=keyid\nbasicConstraints=CA:FALSE\n")
    _run(
        "openssl", "x509", "-req", "-in", str(request), "-CA", str(ca), "-CAkey", str(key), "-CAcreateserial", "-days",
        "30", "-extfile", str(extensions), "-out", str(folder / "server.pem"),
    )  # fmt: skip


def _wait_for(port: int) -> None:
    for _ in range(200):
        with contextlib.suppress(OSError), socket.create_connection((HOST, port), timeout=1):
            return
        _PAUSE.wait(0.02)
    raise RuntimeError("nginx does not listen")


def _stop(pid_file: Path) -> None:
    with contextlib.suppress(OSError, ValueError):
        pid = int(pid_file.read_text())
        os.kill(pid, signal.SIGTERM)
        for _ in range(200):
            if not pid_file.exists():
                return
            _PAUSE.wait(0.02)


def rss(items: str, *, head: str = "") -> str:
    """Return an RSS feed of a town's food blog with these items."""
    return f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
<channel><title>Crumbs of Millbrook</title><link>http://crumbs.example/</link><description>Eating in town</description>
<language>en-gb</language>{head}
{items}
</channel></rss>
"""


def rss_item(number: int, *, words: str = "About bread.", title: str = "") -> str:
    """Return one item, the same for the same number and words."""
    return (
        f"<item><title>{title or f'Loaf number {number}'}</title><link>http://crumbs.example/posts/{number}</link>"
        f'<guid isPermaLink="false">crumbs-{number}</guid><dc:creator>Ada Miller</dc:creator>'
        f"<pubDate>{['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'][number % 7]}, {1 + number % 28:02d} Sep 2026 08:{number % 60:02d}:00 GMT</pubDate>"
        f"<description>short {number}</description>"
        f'<content:encoded><![CDATA[<p>{words} <a href="/more/{number}">More</a></p>]]></content:encoded></item>'
    )


RSS = rss("".join(rss_item(number) for number in range(1, 13)))
ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0" xml:lang="de">
<title>Brotzeit</title><link href="http://brotzeit.example/"/><id>urn:brotzeit</id><updated>2026-09-02T08:00:00Z</updated>
<entry><title type="html">Ein &lt;b&gt;gutes&lt;/b&gt; Brot</title><id>urn:brotzeit:1</id><link href="http://brotzeit.example/1"/>
<author><name>Jörg Weiß</name><uri>http://brotzeit.example/joerg</uri></author><published>2026-09-01T08:00:00+02:00</published>
<updated>2026-09-02T08:00:00Z</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Saftig &amp; frisch</p></div></content></entry>
<entry><title>Antwort</title><id>urn:brotzeit:2</id><link href="http://brotzeit.example/1#c2"/><author><name>Kundin</name></author>
<updated>2026-09-02T09:00:00Z</updated><thr:in-reply-to ref="urn:brotzeit:1" href="http://brotzeit.example/1"/><content type="text">Stimmt.</content></entry>
</feed>
"""
RDF = """<?xml version="1.0" encoding="iso-8859-1"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="http://pain.example/"><title>Le pain</title><link>http://pain.example/</link><description>d</description>
<items><rdf:Seq><rdf:li resource="http://pain.example/1"/></rdf:Seq></items></channel>
<item rdf:about="http://pain.example/1"><title>Bon caf\u00e9</title><link>http://pain.example/1</link><dc:creator>Zo\u00e9</dc:creator>
<dc:date>2026-09-03T10:00:00Z</dc:date><description>Un tr\u00e8s bon pain.</description></item>
</rdf:RDF>
""".encode("iso-8859-1")
JSON_FEED = """{"version": "https://jsonfeed.org/version/1.1", "title": "Brood", "home_page_url": "http://brood.example/",
"language": "nl", "authors": [{"name": "Sanne", "url": "http://brood.example/sanne"}],
"items": [{"id": "1", "url": "http://brood.example/1", "title": "Vers", "content_html": "<p>Vers &amp; knapperig</p>",
"date_published": "2026-09-04T08:00:00+02:00"}, {"id": 2, "content_text": "Alleen tekst", "date_modified": "2026-09-05T08:00:00Z"}]}
"""
PAGE = """<!doctype html><html><head><title>Crumbs</title>
<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed">
<link rel="alternate" type="application/rss+xml" title="Crumbs" href="feed.rss"></head><body><p>Hello</p></body></html>
"""
