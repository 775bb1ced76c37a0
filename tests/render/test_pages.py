"""Ordinary mail keeps what it says: blocks, lists, tables as lines, formats, links; and loses what nobody saw."""

import time

import pytest

from desktop.render import clean, clean_pair, linkify, without_pictures, without_quotes, without_quotes_html
from desktop.render.pictures import Picture, pictures
from tests.render.oracle import seen


def _logo(src: str, alt: str, sizes: str = "") -> str:
    return f'<img src="picture:{src}" alt="{alt}"{sizes}>'


@pytest.mark.parametrize(
    ("html", "page", "text"),
    [
        ("Hello", "<div>Hello</div>", "Hello"),
        ("<p>a</p><p>b</p>", "<p>a</p><p>b</p>", "a\n\nb"),
        ("<div>a</div><div>b</div>", "<div>a</div><div>b</div>", "a\nb"),
        ("<div>a</div><div><br></div><div>b</div>", "<div>a</div><div>\u00a0</div><div>b</div>", "a\n\nb"),
        ("<p class=MsoNormal>a<o:p></o:p></p><p class=MsoNormal>b</p>", "<div>a</div><div>b</div>", "a\nb"),
        ("a<br>b<br><br>c<br><br><br><br>d", "<div>a<br>b<br><br>c<br><br>d</div>", "a\nb\n\nc\n\nd"),
        ("<h1>T</h1>x", "<h3>T</h3><div>x</div>", "T\n\nx"),
        ("<strong>a</strong> <em>b</em>", "<div><b>a</b> <i>b</i></div>", "a b"),
        ("<b>a</b><b>b</b>", "<div><b>ab</b></div>", "ab"),
        ("<i><b>x</b></i>", "<div><b><i>x</i></b></div>", "x"),
        ("<span style='font-weight:bold'>x<span style='font-weight:400'>y</span></span>", "<div><b>x</b>y</div>", "xy"),
        ("<ul><li>a<li>b<ol><li>c</ol></ul>", "<ul><li>a</li><li>b<ol><li>c</li></ol></li></ul>", "• a\n• b\n  1. c"),
        (
            "<table><tr><td>Rye</td><td>2</td></tr><tr><td>Bun<td>4</table>",
            "<div>Rye\u20032</div><div>Bun\u20034</div>",
            "Rye\u20032\nBun\u20034",
        ),
        ("<table><tr><td><p>a</p></td><td><div>b</div></td></tr></table>", "<p>a</p><div>b</div>", "a\n\nb"),
        ("<table><tr><td><table><tr><td>deep</table></table>", "<div>deep</div>", "deep"),
        (
            "<blockquote>q<blockquote>r</blockquote></blockquote>a",
            "<blockquote><div>q</div><blockquote><div>r</div></blockquote></blockquote><div>a</div>",
            "> q\n>\n> > r\n\na",
        ),
        ("<pre>a\n  b</pre>", "<div><code>a</code><br><code>\u00a0 b</code></div>", "a\n\u00a0 b"),
        (
            "<a href='https://x.example/?a=1&b=2'>go</a>",
            '<div><a href="https://x.example/?a=1&amp;b=2">go</a></div>',
            "go",
        ),
        ("<a href='HTTPS://X.example/a b'>go</a>", '<div><a href="HTTPS://X.example/a%20b">go</a></div>', "go"),
        (
            "<a href='mailto:a@b.example?subject=Hi'>w</a>",
            '<div><a href="mailto:a@b.example?subject=Hi">w</a></div>',
            "w",
        ),
        ("<a href='javascript:x'>go</a>", "<div>go</div>", "go"),
        (
            "<a href='https://x.example/'><p>a</p><p>b</p></a>",
            '<p><a href="https://x.example/">a</a></p><p><a href="https://x.example/">b</a></p>',
            "a\n\nb",
        ),
        ("a<hr>b", "<div>a</div><hr><div>b</div>", "a\n\nb"),
        (
            "x<img src='https://e.example/l.png' alt='Logo'>",
            "<div>x" + _logo("https://e.example/l.png", "Logo") + "</div>",
            "x[Logo]",
        ),
        ("<img src='https://e.example/e.png' alt='🎉'>", "<div>🎉</div>", "🎉"),
        ("<p>&lt;b&gt; &amp;amp; \u00a9</p>", "<p>&lt;b&gt; &amp;amp; \u00a9</p>", "<b> &amp; \u00a9"),
        ("  \n <p>  a \n b  </p>\n", "<p>a b</p>", "a b"),
        ("", "", ""),
        ("<p></p><div> </div><br>", "", ""),
    ],
)
def test_what_becomes_of_it(html: str, page: str, text: str) -> None:
    cleaned = clean(html)
    assert cleaned.html == page
    assert cleaned.text == text
    assert not cleaned.truncated


HIDING = [
    "display:none",
    "DISPLAY : NONE !important",
    "disp\\6c ay:none",
    "d\\69 splay:none",
    "display:/**/none",
    "visibility:hidden",
    "opacity:0",
    "opacity:.01",
    "font-size:0",
    "font-size:0px",
    "font-size:1px",
    "font:0/0 a",
    "font: bold 0px arial",
    "max-height:0;overflow:hidden",
    "height:0px;overflow:hidden",
    "width:1px;height:1px;overflow:hidden",
    "color:#fff",
    "color:white",
    "color:#FFFFFF",
    "color:rgb(255, 255, 255)",
    "color:rgba(255,255,255,1)",
    "color:#fefefe",
    "color:transparent",
    "color:rgba(0,0,0,0)",
    "background:#000;color:#000",
    "background-color:#123456;color:#123457",
    "position:absolute;left:-9999px",
    "text-indent:-9999px",
    "color:#000;background-color:black",
]


@pytest.mark.parametrize("style", HIDING)
@pytest.mark.parametrize("tag", ["span", "div", "p", "td", "b"])
def test_what_could_not_be_seen_is_neither_shown_nor_in_the_text(style: str, tag: str) -> None:
    inner = f'<{tag} style="{style}">secret words<i> inside</i></{tag}>'
    html = (
        f"<p>before</p><table><tr>{inner}</tr></table><p>after</p>"
        if tag == "td"
        else f"<p>before</p>{inner}<p>after</p>"
    )
    cleaned = clean(html)
    assert "secret" not in cleaned.html
    assert "inside" not in cleaned.html
    assert seen(cleaned.html) == "before after"
    assert "secret" not in cleaned.text


@pytest.mark.parametrize(
    "html",
    [
        "<p hidden>secret</p>",
        "<font color=white>secret</font>",
        "<font color='#ffffff'>secret</font>",
        "<table bgcolor=#000000><tr><td><font color=black>secret</font></table>",
        "<table><td style='font-size:0'><div>secret</div></td></table>",
        "<style>.pre{display:none}</style><div class='x pre'>secret</div>",
        "<style>#pre, .y { font-size:0 }</style><div id=pre>secret</div>",
        "<STYLE type='text/css'><!-- div.pre{visibility:hidden} --></STYLE><div class=pre>secret</div>",
        "<style>.x span{display:none}</style><div class=x>a<p><span>secret</span></p></div>",
        "<style>div.x > u, b{font-size:0}</style><div class='y x'>a<u>secret</u></div>",
        "<style>.x > p u{display:none}</style><div class=x><p>a<i><u>secret</u></i></p></div>",
        "<style>.a.b{display:none}</style><p class='b a'>secret</p>",
        "<style>u{display:none}</style>a<u>secret</u>",
        "<style>body .s{visibility:hidden}</style>a<u class=s>secret</u>",
        "<style>span[class='s'] , [id=n]{display:none}</style><span class=s>secret</span><span id=n>secret</span>",
        "<style>#n{display:none} .s{display:block}</style><p id=n class=s>secret</p>",
        "<!-- a note --><style>.s{display:none}</style><p class=s>secret</p>",
        "<div style='display:none'><div><p>secret</p></div><div>secret</div></div>",
        "<div style='visibility:hidden'><span>secret</span></div>",
        "<body style='color:#fff'><p>secret</p>",
        "<body bgcolor='#000000' style='color:black'><p>secret</p>",
        "<script>secret</script><style>secret</style><title>secret</title><!-- secret -->",
        "<select><option>secret</select><svg><text>secret</text></svg>",
    ],
)
def test_other_ways_to_hide(html: str) -> None:
    cleaned = clean(html + "<p style='color:#000;visibility:visible'>seen</p>")
    assert "secret" not in cleaned.text
    assert "secret" not in cleaned.html
    assert "seen" in cleaned.text or "bgcolor='#000000'" in html


def test_letters_in_tag_characters_do_not_travel_along() -> None:
    spelled = "".join(chr(0xE0000 + ord(char)) for char in "secret")
    assert clean(f"<p>a{spelled}b</p>").text == "ab"


@pytest.mark.parametrize(
    "html",
    [
        "<table><td style='font-size:0'><span style='font-size:14px'>words</span></td></table>",
        "<div style='visibility:hidden'><span style='visibility:visible'>words</span></div>",
        "<div style='background:#000'><span style='color:#fff'>words</span></div>",
        "<table bgcolor=navy><tr><td><font color=white>words</font></table>",
        "<table><td style='background:url(x.png)'><span style='color:#fff'>words</span></td></table>",
        "<table><td background='https://e.example/x.png' style='color:#fff'>words</td></table>",
        "<style>.dark{background-color:#111}</style><div class=dark><span style='color:#fff'>words</span></div>",
        "<style>td{background:#000}</style><span style='color:#fff'>words</span>",
        "<style>table .x td.y{background:#000}</style><span style='color:#fff'>words</span>",
        "<body bgcolor=black><span style='color:#fff'>words</span>",
        "<body style='background:#222'><span style='color:#fff'>words</span>",
        "<style>@media (max-width:600px){.m{display:none}}</style><p class=m>words</p>",
        "<style>.a .b{display:none}</style><p class=b>words</p>",
        "<style>.a .b{display:none}</style><div class=a>a</div><p class=b>words</p>",
        "<style>.a > .b{display:none}</style><div class=a><p><i class=b>words</i></p></div>",
        "<style>.a.b{display:none}</style><p class=a>words</p>",
        "<style>.two{font-size:0}.col{font-size:14px}</style><div class=two><div class=col>words</div></div>",
        "<style>.two{font-size:0}</style><div class=two><div style='font-size:14px'>words</div></div>",
        "<style>.h{visibility:hidden}</style><div class=h><span style='visibility:visible'>words</span></div>",
        "<style>.s{display:none}.s{display:block}</style><p class=s>words</p>",
        "<style>p{display:none} .s{display:block}</style><p class=s>words</p>",
        "<style>.s:hover{display:none} .x + .s{display:none} body.dark .s{display:none}</style><p class=s>words</p>",
        "<!--[if mso]><style>.s{display:none}</style><![endif]--><p class=s>words</p>",
        "<!--[if !mso]><!--><style>.t{display:none}</style><!--<![endif]--><p class=s>words</p>",
        "<style>.a{display:none}</style><p class=a style='display:block'>words</p>",
        "<p style='opacity:0.6'>words</p>",
        "<p style='font-size:2px'>words</p>",
        "<p style='font-size:0.8em'>words</p>",
        "<p style='font:12px/0 arial'>words</p>",
        "<p style='color:#777'>words</p>",
        "<p style='height:0'>words</p>",
        "<p style='text-indent:-20px'>words</p>",
        "<p style='display:none-such'>words</p>",
        "<details><summary>x</summary>words</details>",
        "<center>words</center>",
        "<noscript>words</noscript>",
    ],
)
def test_what_could_be_seen_stays(html: str) -> None:
    cleaned = clean(html)
    assert "words" in cleaned.text
    assert "words" in cleaned.html


def test_pictures_on_other_machines_are_counted_the_invisible_ones_too() -> None:
    html = (
        '<img src="https://e.example/1.png"><img src="http://e.example/2.png" width="1" height="1" alt="track">'
        '<img src="//e.example/3.png"><img src="cid:x" alt="Inline"><img src="data:image/png;base64,AA"><img>'
        '<div style="display:none"><img src="https://e.example/4.png" alt="no"></div>'
    )
    cleaned = clean(html)
    assert cleaned.remote_images == 4
    assert cleaned.text == "[Inline]"


def test_pictures_stay_where_they_stood_and_load_nothing_by_themselves() -> None:
    cleaned = clean(
        '<p>Our <b>new <img src="//e.example/cake 1.png" alt="A cake" width="600px" height=40.5> cakes</b></p>'
        '<a href="https://shop.example/"><img src="cid:ii_1@mail" width="50%"></a>'
    )
    cake = _logo("https://e.example/cake%201.png", "A cake", ' width="600" height="40"')
    link = f'<a href="https://shop.example/">{_logo("cid:ii_1@mail", "")}</a>'
    assert cleaned.html == f"<p>Our <b>new</b> {cake} <b>cakes</b></p><div>{link}</div>"
    assert cleaned.text == "Our new [A cake] cakes"
    assert pictures(cleaned.html) == [
        Picture("https://e.example/cake%201.png", "A cake", 600, 40),
        Picture("cid:ii_1@mail"),
    ]
    assert without_pictures(cleaned.html) == (
        '<p>Our <b>new</b> [A cake] <b>cakes</b></p><div><a href="https://shop.example/"></a></div>'
    )


@pytest.mark.parametrize(
    "picture",
    [
        '<img src="https://e.example/1" width=1 height=1>',
        '<img src="https://e.example/1" height="2px">',
        '<img src="https://e.example/1" style="width:1px;height:1px">',
        '<img src="https://e.example/1" style="max-height: 0">',
        '<img src="https://e.example/1" style="display:none">',
        '<img src="https://e.example/1" style="visibility:hidden">',
        '<img src="https://e.example/1" hidden>',
        '<style>.x {display:none}</style><img class=x src="https://e.example/1">',
        '<div style="display:none"><img src="https://e.example/1"></div>',
        '<span style="font-size:0"><img src="https://e.example/1"></span>',
    ],
)
def test_a_picture_that_only_tells_who_reads_is_never_kept(picture: str) -> None:
    cleaned = clean(picture + "words")
    assert pictures(cleaned.html) == []
    assert cleaned.remote_images == 1


@pytest.mark.parametrize(
    "src",
    [
        "data:image/png;base64,AA",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "picture:file:///etc/passwd",
        "picture:picture:https://e.example/1",
        "https://",
        "https://e.example/" + "a" * 2_000,
        "cid:",
        "1.png",
    ],
)
def test_a_picture_of_no_address_that_may_be_loaded_is_only_its_words(src: str) -> None:
    cleaned = clean(f'<img src="{src}" alt="Cake">')
    assert cleaned.html == "<div>[Cake]</div>"


def test_a_page_keeps_forty_pictures_and_the_words_of_the_others() -> None:
    cleaned = clean("".join(f'<img src="https://e.example/{n}.png" alt="{n}">' for n in range(60)))
    assert len(pictures(cleaned.html)) == 40
    assert cleaned.html.endswith("[58][59]</div>")
    assert cleaned.remote_images == 60
    assert clean(cleaned.html).html == cleaned.html


def test_long_words_can_be_broken_also_across_formats() -> None:
    cleaned = clean("<b>" + "a" * 150 + "</b>" + "b" * 150)
    assert max(map(len, seen(cleaned.html).split("\u200b"))) <= 200
    assert cleaned.text.replace("\u200b", "") == "a" * 150 + "b" * 150


def test_too_much_is_cut_and_says_so() -> None:
    assert clean("<p>" + "word " * 40_000).truncated
    assert clean("<p>x" * 6_000).truncated
    assert not clean("<p>" + "word " * 15_000).truncated


def test_html_that_must_not_be_parsed_is_shown_as_bare_words_line_by_line() -> None:
    rows = "".join(f"<tr><td>item {n}</td><td>{n} &euro;</td></tr>" for n in range(4_000))
    cleaned = clean(f"<style>p{{}}</style><h1>Prices</h1><script>no()</script><table>{rows}</table>")
    assert cleaned.truncated
    assert cleaned.text.split("\n")[:3] == ["Prices", "item 0\u20030 \u20ac", "item 1\u20031 \u20ac"]
    assert "no()" not in cleaned.text


def test_letters_of_costly_scripts_count_more() -> None:
    assert clean("漢" * 49_000 + "<p>x").text.endswith("x")
    assert clean("漢" * 51_000).truncated


GMAIL = (
    '<div dir="ltr">Yes, tomorrow at ten is fine.</div><br><div class="gmail_quote gmail_quote_container">'
    '<div dir="ltr" class="gmail_attr">On Tue, May 3, 2026 at 9:12 AM Hazel &lt;<a href="mailto:h@shop.example">h@shop.example</a>&gt; wrote:<br></div>'
    '<blockquote class="gmail_quote" style="margin:0"><div>When will you come?</div></blockquote></div>'
)
THUNDERBIRD = (
    '<html><body><div class="moz-cite-prefix">Am 03.05.26 um 09:12 schrieb Hazel:<br></div>'
    '<blockquote type="cite" cite="mid:x@y"><p>When will you come?</p></blockquote><p>Yes, tomorrow at ten is fine.</p></body></html>'
)
APPLE = (
    '<html><body>Yes, tomorrow at ten is fine.<br><div><br><blockquote type="cite"><div>On 3 May 2026, at 09:12, Hazel &lt;h@shop.example&gt; wrote:</div>'
    "<br><div>When will you come?</div></blockquote></div></body></html>"
)
OUTLOOK_WEB = (
    '<div class="elementToProof">Yes, tomorrow at ten is fine.</div><div id="appendonsend"></div><hr style="width:98%" tabindex="-1">'
    '<div id="divRplyFwdMsg" dir="ltr"><b>From:</b> Hazel<br><b>Sent:</b> Tuesday</div><div>When will you come?</div>'
)
OUTLOOK_DESKTOP = (
    '<div class="WordSection1"><p class="MsoNormal">Yes, tomorrow at ten is fine.<o:p></o:p></p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt;'
    'padding:3.0pt 0in 0in 0in"><p class="MsoNormal"><b>From:</b> Hazel<br><b>Sent:</b> Tuesday</p></div></div><p class="MsoNormal">When will you come?</p></div>'
)
YAHOO = '<div>Yes, tomorrow at ten is fine.</div><div id="yahoo_quoted_1234" class="yahoo_quoted"><div>On Tuesday, Hazel wrote:</div><div>When will you come?</div></div>'
PROTON = '<div>Yes, tomorrow at ten is fine.</div><div class="protonmail_quote">On Tuesday, Hazel wrote:<br><blockquote class="protonmail_quote" type="cite">When will you come?</blockquote></div>'
OLD_STYLE = "<div>Yes, tomorrow at ten is fine.</div><div>On 3 May 2026 at 09:12, Hazel &lt;h@shop.example&gt; wrote:</div><blockquote type=cite>When will you come?</blockquote>"
GMX = '<div>Yes, tomorrow at ten is fine.</div><div name="quote" style="margin:10px"><div><b>Gesendet:</b> Dienstag</div><div>When will you come?</div></div>'


@pytest.mark.parametrize(
    "html", [GMAIL, THUNDERBIRD, APPLE, OUTLOOK_WEB, OUTLOOK_DESKTOP, YAHOO, PROTON, OLD_STYLE, GMX]
)
def test_what_was_written_anew_is_told_from_what_was_quoted(html: str) -> None:
    whole, fresh = clean_pair(html)
    assert "When will you come?" in whole.text
    assert fresh is not None
    assert fresh.text == "Yes, tomorrow at ten is fine."
    assert "When will" not in fresh.html
    assert without_quotes_html(html) == fresh.html


def test_answers_between_quoted_lines_stay() -> None:
    html = "<blockquote type=cite>When?</blockquote><p>Tomorrow.</p><blockquote type=cite>Where?</blockquote><p>At the shop.</p>"
    fresh = clean_pair(html)[1]
    assert fresh is not None
    assert fresh.text == "Tomorrow.\n\nAt the shop."


@pytest.mark.parametrize(
    "html",
    [
        "<p>Nothing quoted</p>",
        "<blockquote>A saying</blockquote><p>I like it</p>",
        '<div class="gmail_quote">all of it</div>',
        "",
    ],
)
def test_without_a_mark_or_with_nothing_else_there_is_only_the_whole(html: str) -> None:
    assert clean_pair(html) == (clean(html), None)
    assert without_quotes_html(html) is None


@pytest.mark.parametrize(
    ("text", "fresh"),
    [
        ("Yes.\n\nOn Tue, May 3, 2026 at 9:12 AM Hazel <h@shop.example> wrote:\n> When?\n> Soon?\n", "Yes."),
        ("Yes.\n\nOn Tue, May 3, 2026 at 9:12 AM Hazel\n<h@shop.example> wrote:\n\n> When?", "Yes."),
        ("Ja.\n\nAm 03.05.2026 um 09:12 schrieb Hazel:\n> Wann?", "Ja."),
        ("Oui.\n\nLe mar. 3 mai 2026 à 09:12, Hazel <h@shop.example> a écrit :\n> Quand ?", "Oui."),
        ("Sí.\n\nEl mar, 3 may 2026 a las 9:12, Hazel (<h@shop.example>) escribió:\n> ¿Cuándo?", "Sí."),
        ("Yes.\n\n-----Original Message-----\nFrom: Hazel\nSent: Tuesday\nTo: Ann\nSubject: Visit\n\nWhen?", "Yes."),
        (
            "Yes.\n\n________________________________\nFrom: Hazel <h@shop.example>\nSent: Tuesday\nTo: Ann\nSubject: Visit\n\nWhen?",
            "Yes.",
        ),
        ("On 3 May Hazel wrote:\n> When?\nTomorrow.\n> Where?\nAt the shop.\n", "Tomorrow.\nAt the shop."),
        ("> When?\n\nTomorrow.", "Tomorrow."),
        ("Nothing quoted here.\nNot at all: no.\n", ""),
        ("> all of it\n> is quoted", ""),
        ("", ""),
        ("My order is late, see:\n\nflour, rye: 2\nsalt: 1", ""),
        ("Dear shop,\n\nOn Monday I bought a cake and wrote:\nplease no nuts.\n\nAnn", ""),
    ],
)
def test_plain_text_without_what_it_quotes(text: str, fresh: str) -> None:
    assert without_quotes(text) == fresh
    assert without_quotes(text.replace("\n", "\r\n")) == fresh


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a\nb", "<div>a</div><div>b</div>"),
        ("a\n\nb", "<div>a</div><div>\u00a0</div><div>b</div>"),
        ("<b>&", "<div>&lt;b&gt;&amp;</div>"),
        ("a   b", "<div>a\u00a0 \u00a0b</div>"),
        ("> q\na", "<blockquote><div>q</div></blockquote><div>a</div>"),
        (
            "see https://x.example/a_(b), ok?",
            '<div>see <a href="https://x.example/a_(b)">https://x.example/a_(b)</a>, ok?</div>',
        ),
        ("(https://x.example/a)", '<div>(<a href="https://x.example/a">https://x.example/a</a>)</div>'),
        (
            "https://x.example/?a=1&b='2'",
            "<div><a href=\"https://x.example/?a=1&amp;b=&#x27;2\">https://x.example/?a=1&amp;b='2</a>'</div>",
        ),
        (
            "javascript:alert(1) ftp://x.example www.x.example",
            "<div>javascript:alert(1) ftp://x.example www.x.example</div>",
        ),
        ("", ""),
    ],
)
def test_plain_text_as_a_page(text: str, html: str) -> None:
    assert linkify(text).html == html


def test_style_sheets_made_to_be_costly_cost_little() -> None:
    """Many rules about the same elements, each looking far up: the looking ends, the words stay or go, quickly."""
    rules = "".join(f".r{n} .q div b{{display:none}}" for n in range(1500))
    page = f"<style>{rules}</style>" + "<div>" * 30 + "<p><b>words</b> more</p>" * 2000
    begun = time.process_time()
    cleaned = clean(page)
    assert time.process_time() - begun < 1
    assert not cleaned.truncated
    assert cleaned.text.count("words") == 2000


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a \n\n \nb\n", "<div>a</div><div>\u00a0</div><div>b</div>"),
        ("  a  b", "<div>\u00a0 a\u00a0 b</div>"),
        (
            "at http://x.example/a now",
            '<div>at <a href="http://x.example/a">http://x.example/a</a> now</div>',
        ),
        ("> old\nnew", "<blockquote><div>old</div></blockquote><div>new</div>"),
        ("\n \n", ""),
    ],
)
def test_plain_text_keeps_its_lines_and_quotations(text: str, html: str) -> None:
    assert linkify(text).html == html
