"""Each of the two ways to ask whether a feed has changed is used, also where a server knows only the one."""

import pytest

from desktop.connectors.base import Cancel
from desktop.connectors.feeds import open_feed
from tests.servers.nginx import rss, rss_item


@pytest.mark.parametrize(
    ("given", "asked", "value"),
    [
        ({"ETag": 'W/"crumbs-1"'}, "if-none-match", 'W/"crumbs-1"'),
        ({"Last_Modified": "Thu, 19 Nov 2026 10:00:00 GMT"}, "if-modified-since", "Thu, 19 Nov 2026 10:00:00 GMT"),
    ],
)
def test_what_has_not_changed_is_not_sent_again_by_either_sign(web, context_of, given, asked, value):
    body = rss(rss_item(1)).encode()

    def answer(request):
        known = request.headers.get(asked) == value
        request.reply(304 if known else 200, b"" if known else body, **given)

    web.answers["/feed"] = answer
    feed = open_feed(context_of(url=web.url("feed")))
    first = feed.fetch("", budget=10, cancel=Cancel())
    assert len(first.items) == 1
    second = feed.fetch(first.cursor, budget=10, cancel=Cancel())
    assert second.items == ()
    assert web.asked[-1][1][asked] == value
    assert asked not in web.asked[0][1]
