"""Made newsletters as mail programs and mailing services send them: 60 to 150 kB of HTML each, the same for a seed.

Five makes that a shop's mailbox is full of: a grid of offers in nested tables, columns for Outlook with conditional
comments, a long digest of articles, a letter, and a receipt with its lines. All of them have what makes real ones
heavy: tables in tables, the whole style repeated at every cell, a preheader padded with invisible letters, a tracking
address of some hundred letters behind every link, spacers, and a picture of one pixel at the end.
"""

import random
from collections.abc import Callable, Iterator
from email.utils import format_datetime

from tests.corpus import SHOP, START

SMALLEST, LARGEST = 60_000, 150_000
_ENGLISH = (
    "the of and to a in for is on that with your you we our from this new more all by are it be at as have will"
    " one time day week season early late first last only until Sunday Friday spring autumn morning kitchen garden"
    " bread butter flour oven salt coffee tea paper ink wool linen cotton leather silver wood glass stone table chair"
    " lamp window market street city village shop team order delivery free shipping return price offer sale save code"
    " collection design colour shade size fit warm light soft fresh local organic limited edition favourite customers"
    " makers story read discover explore join learn guide recipe workshop event ticket member reward points gift"
    " inventory supplier wholesale invoice account update policy terms privacy settings support question answer"
    " because everything without something between together working finally carefully beautifully neighbourhood"
)
_WORDS = _ENGLISH.split()
_FACE = "font-family:'Helvetica Neue',Helvetica,Arial,sans-serif"
_TEXT = (
    f"{_FACE};font-size:16px;line-height:24px;font-weight:400;color:#4a4a4a;text-align:left;margin:0;padding:0;"
    "mso-line-height-rule:exactly;-webkit-text-size-adjust:100%;-ms-text-size-adjust:100%;word-break:break-word"
)
_TABLE = (
    '<table role="presentation" border="0" cellpadding="0" cellspacing="0" width="100%" style="border-collapse:collapse;'
    'mso-table-lspace:0pt;mso-table-rspace:0pt;-ms-text-size-adjust:100%;-webkit-text-size-adjust:100%;min-width:100%">'
)
_HEAD = (
    '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"'
    ' "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">\n<html xmlns="http://www.w3.org/1999/xhtml"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"><head>'
    '<meta http-equiv="Content-Type" content="text/html; charset=utf-8">'
    '<meta name="viewport" content="width=device-width,initial-scale=1">'
    "<!--[if gte mso 9]><xml><o:OfficeDocumentSettings><o:AllowPNG/><o:PixelsPerInch>96</o:PixelsPerInch>"
    "</o:OfficeDocumentSettings></xml><![endif]-->"
)
_ITEMS = 400
"""More pieces than the largest newsletter has."""


class Newsletters:
    """Makes newsletters one after the other."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._makes: tuple[Callable[[], Iterator[str]], ...] = (
            self._offers,
            self._columns,
            self._digest,
            self._letter,
            self._receipt,
        )

    def mails(self, count: int) -> Iterator[bytes]:
        """Yield `count` mails of one HTML part each."""
        for number in range(count):
            yield self._mail(number)

    def page(self) -> str:
        """Return the HTML of one newsletter."""
        rand = self._random
        size = rand.randrange(SMALLEST, LARGEST)
        pieces = [_HEAD, self._sheet(), '</head><body style="margin:0;padding:0;background-color:#f4f4f4">']
        pieces += [self._preheader(), _TABLE, '<tr><td align="center" valign="top">']
        length = sum(map(len, pieces))
        for piece in rand.choice(self._makes)():
            pieces.append(piece)
            length += len(piece)
            if length > size:
                break
        pieces += [self._foot(), "</td></tr></table>", self._pixel(), "</body></html>"]
        return "\n".join(pieces)

    def _mail(self, number: int) -> bytes:
        house = self._random.choice(_WORDS)
        head = (
            f"From: {house.title()} <news@{house.lower()}.test>\r\nTo: {SHOP}\r\nSubject: {self._say(3, 8)}\r\n"
            f"Date: {format_datetime(START)}\r\nMessage-ID: <letter{number}@{house.lower()}.test>\r\n"
            f"List-Unsubscribe: <https://{house.lower()}.test/out>\r\nMIME-Version: 1.0\r\n"
            "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        )
        return head.encode() + self.page().replace("\n", "\r\n").encode()

    # The makes

    def _offers(self) -> Iterator[str]:
        """Two offers a row, each a table in a table in a cell."""
        for _ in range(_ITEMS):
            cells = "".join(
                f'<td align="center" valign="top" width="50%" style="padding:9px 18px">{_TABLE}<tr>'
                f'<td style="padding:0 0 9px">{self._link(self._picture(264))}</td></tr><tr><td style="{_TEXT}">'
                f'<h3 style="{_TEXT};font-size:18px;font-weight:bold">{self._say(2, 6)}</h3></td></tr>'
                f'<tr><td style="{_TEXT}">{self._say(8, 22)}</td></tr><tr><td style="{_TEXT}"><s>€ {self._price()}</s>'
                f"&nbsp;<strong>€ {self._price()}</strong></td></tr><tr><td>{self._button()}</td></tr></table></td>"
                for _ in range(2)
            )
            yield f'{_TABLE}<tr><td style="padding:9px">{_TABLE}<tr>{cells}</tr></table></td></tr></table>{self._space()}'

    def _columns(self) -> Iterator[str]:
        """Three columns, once for Outlook in conditional comments and once for the others."""
        for _ in range(_ITEMS):
            columns = '<!--[if mso]></td><td valign="top" width="200"><![endif]-->'.join(
                f'<div class="column" style="display:inline-block;max-width:200px;vertical-align:top;width:100%">{_TABLE}'
                f'<tr><td style="{_TEXT};padding:10px"><b>{self._say(2, 4)}</b><br>{self._say(10, 30)}<br>'
                f"{self._link(self._say(1, 3))}</td></tr></table></div>"
                for _ in range(3)
            )
            yield (
                '<!--[if mso]><table role="presentation" width="600" align="center"><tr><td valign="top" width="200">'
                f"<![endif]-->{columns}<!--[if mso]></td></tr></table><![endif]-->{self._space()}"
            )

    def _digest(self) -> Iterator[str]:
        """Articles: a heading, a line of small print, some paragraphs with links in them."""
        for _ in range(_ITEMS):
            said = "".join(
                f'<p style="{_TEXT};margin-bottom:16px">{self._say(20, 70)} {self._link(self._say(1, 4))}'
                f" {self._say(5, 40)}</p>"
                for _ in range(self._random.randrange(1, 5))
            )
            yield (
                f'{_TABLE}<tr><td class="post" style="padding:16px 24px"><h2 style="{_TEXT};font-size:22px">'
                f'{self._link(self._say(3, 9))}</h2><div style="{_TEXT};font-size:11px;color:#757575">{self._say(2, 5)}'
                f" · <em>{self._random.randrange(2, 15)} min read</em></div>{said}</td></tr></table>"
            )

    def _letter(self) -> Iterator[str]:
        """A letter with pictures between: little text in much style, a span in a span at every run, as editors leave it."""
        yield f'<p style="{_TEXT}">Dear friends of the house,</p>'
        for _ in range(_ITEMS):
            runs = " ".join(
                f'<span style="{_TEXT}"><span style="color:#{self._hex(6)};{_FACE}">{self._say(6, 25)}</span></span>'
                for _ in range(self._random.randrange(2, 6))
            )
            many = "".join(f'<li style="{_TEXT}">{self._say(4, 14)}</li>' for _ in range(self._random.randrange(0, 5)))
            yield f'<p style="{_TEXT};margin-bottom:12px">{runs}</p>' + (f"<ul>{many}</ul>" if many else "")
            yield f'{_TABLE}<tr><td style="padding:12px 0">{self._link(self._picture(600))}</td></tr></table>'

    def _receipt(self) -> Iterator[str]:
        """Lines of goods with number, price and sum, and a button after every few."""
        for number in range(_ITEMS):
            cells = "".join(
                f'<td style="{_TEXT};padding:8px 12px;border-bottom:1px solid #{self._hex(6)}">{text}</td>'
                for text in (
                    self._picture(64),
                    f"{self._link(self._say(2, 7))}<br><small>Art. {self._hex(8)}</small>",
                    f"{self._random.randrange(1, 9)} ×",
                    f"€&nbsp;{self._price()}",
                )
            )
            yield f"{_TABLE}<tr>{cells}</tr></table>" + (self._button() if number % 9 == 8 else "")

    # The pieces

    def _say(self, least: int, most: int) -> str:
        chosen = self._random.choices(_WORDS, k=self._random.randint(least, most))
        return " ".join(chosen).capitalize()

    def _price(self) -> str:
        return f"{self._random.randrange(2, 180)}.{self._random.choice(('00', '50', '95', '99'))}"

    def _hex(self, letters: int) -> str:
        return f"{self._random.getrandbits(4 * letters):0{letters}x}"

    def _address(self) -> str:
        house = self._random.choice(_WORDS).lower()
        return (
            f"https://click.{house}.test/f/a/{self._hex(32)}~~/{self._hex(16)}~/{self._hex(self._random.randrange(60, 180))}"
            f"?utm_source=newsletter&amp;utm_medium=email&amp;utm_campaign={self._hex(12)}"
        )

    def _link(self, inner: str) -> str:
        style = "color:#007c89;font-weight:normal;text-decoration:underline;-ms-text-size-adjust:100%"
        return f'<a href="{self._address()}" target="_blank" style="{style}">{inner}</a>'

    def _picture(self, width: int) -> str:
        return (
            f'<img src="https://img.{self._random.choice(_WORDS).lower()}.test/{self._hex(32)}.png" alt="{self._say(1, 4)}"'
            f' width="{width}" style="max-width:{width}px;padding-bottom:0;display:inline;vertical-align:bottom;border:0;'
            'height:auto;outline:none;text-decoration:none;-ms-interpolation-mode:bicubic">'
        )

    def _button(self) -> str:
        return (
            f"<!--[if mso]><v:roundrect xmlns:v='urn:schemas-microsoft-com:vml' href='{self._address()}' arcsize='8%'"
            f" style='height:44px;v-text-anchor:middle;width:200px' fillcolor='#007c89'><w:anchorlock/><center>"
            f"<![endif]--><table border='0' cellspacing='0' style='border-radius:4px;background-color:#007c89'><tr>"
            f"<td align='center' style='padding:14px'>{self._link(self._say(1, 3))}</td></tr></table>"
            "<!--[if mso]></center></v:roundrect><![endif]-->"
        )

    def _space(self) -> str:
        return (
            f'{_TABLE}<tr><td height="20" style="font-size:1px;line-height:1px;mso-line-height-rule:exactly">&nbsp;</td>'
            "</tr></table>"
        )

    def _preheader(self) -> str:
        hidden = (
            "display:none;font-size:0;line-height:0;max-height:0;max-width:0;opacity:0;overflow:hidden;mso-hide:all"
        )
        return f'<div style="{hidden}">{self._say(8, 30)}{"&#847;&zwnj;&nbsp;&#8199;&shy;" * 120}</div>'

    def _sheet(self) -> str:
        rules = "".join(
            f".c{number}{{color:#{self._hex(6)}!important;padding:{number % 20}px!important;width:100%!important}}"
            for number in range(self._random.randrange(40, 160))
        )
        return f"<style type='text/css'>p{{margin:10px 0}}table{{border-collapse:collapse}}@media only screen and (max-width:480px){{{rules}}}</style>"

    def _foot(self) -> str:
        links = " | ".join(self._link(self._say(1, 3)) for _ in range(self._random.randrange(4, 9)))
        return f'{_TABLE}<tr><td style="{_TEXT};font-size:12px;text-align:center">{links}<br>{self._say(20, 60)}</td></tr></table>'

    def _pixel(self) -> str:
        return (
            f'<img src="https://open.track.test/{self._hex(64)}.gif" width="1" height="1" alt="" style="display:block">'
        )
