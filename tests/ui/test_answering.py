"""The page of the settings on which the owner says how soon customers should have an answer."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QLocale, QPoint, Qt
from PySide6.QtGui import QFont, QFontMetrics

from desktop.domain.hours import Hours
from desktop.domain.targets import USUAL
from desktop.ui.views.settings.answering import AnsweringPage, weekdays
from tests.ui.test_settings import House, house

__all__ = ["house"]
FRIDAY = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


class Still:
    def now(self) -> datetime:
        return FRIDAY

    def monotonic(self) -> float:
        return 0.0


@pytest.fixture(params=[QLocale.Language.English])
def locale(request):
    before = QLocale()
    QLocale.setDefault(QLocale(request.param))
    yield
    QLocale.setDefault(before)


@pytest.fixture
def page(house: House, locale) -> AnsweringPage:
    house.house._clock = Still()
    found = house.page("answering")
    assert isinstance(found, AnsweringPage)
    return found


def write(qtbot, field, text: str) -> None:
    field.selectAll()
    qtbot.keyClick(field, Qt.Key.Key_Delete)
    qtbot.keyClicks(field, text)
    field.editingFinished.emit()


def test_without_a_word_it_is_an_hour_round_the_clock(page, house) -> None:
    assert (page.usual.text(), page.hours.text(), page.holidays.text(), page.zone.text()) == ("1 h", "", "", "")
    page.keep()
    assert house.house.preferences.settings.targets == USUAL
    assert house.saved() == {}
    assert page.echo.text().startswith("1 h from ")


def test_what_every_shop_has_to_say_stands_before_what_few_have(page) -> None:
    order = [page.usual, page.hours, page.holidays, page.zone, page.tell, *page.targets.values()]
    tops = [widget.mapTo(page, widget.rect().topLeft()).y() for widget in order]
    assert tops == sorted(tops)


def test_an_empty_target_shows_in_grey_what_holds_there(page, qtbot) -> None:
    mail, post = page.targets["mail", "private"], page.targets["mastodon", "public"]
    assert (mail.placeholderText(), post.placeholderText()) == ("1 h", "1 h")
    write(qtbot, page.usual, "3 h")
    write(qtbot, page.targets["", "public"], "45 min")
    assert page.targets["", "private"].placeholderText() == "3 h"
    assert (mail.placeholderText(), post.placeholderText()) == ("3 h", "45 min")
    write(qtbot, page.usual, "")
    assert mail.placeholderText() == "1 h"


def test_a_click_beside_the_settings_does_not_throw_away_what_was_not_understood(page, house, qtbot) -> None:
    card = house.house.card
    write(qtbot, page.hours, "weekdays from nin")
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert card.isVisible()
    write(qtbot, page.hours, "mo-fr 9-18")
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert card.isHidden()


def test_opening_hours_are_in_force_at_once_and_told_back_in_words(page, house, qtbot) -> None:
    write(qtbot, page.zone, "Europe/Berlin")
    write(qtbot, page.hours, "monday-fr 9-12:30, 13:30 - 18; sat 8-13")
    assert house.house.preferences.settings.opening_hours == "Mo-Fr 9-12:30, 13:30-18; Sa 8-13"
    # On Friday at one the shop is closed for lunch; it closes next at six.
    assert page.echo.text() == f"1 h from Friday {at(17, 40)} is Saturday {at(8, 40)}."
    write(qtbot, page.holidays, "2026-11-21 Stocktaking")
    assert page.echo.text() == f"1 h from Friday {at(17, 40)} is Monday {at(9, 40)}."
    qtbot.waitUntil(lambda: house.saved().get("holidays") == "2026-11-21 Stocktaking")
    assert isinstance(house.house.preferences.settings.targets.hours, Hours)


def test_what_is_not_understood_is_said_while_it_is_typed_and_what_held_holds(page, house, qtbot) -> None:
    write(qtbot, page.hours, "Mo-Fr 9-18")
    page.hours.setText("")
    qtbot.keyClicks(page.hours, "Mo-Fr 9-2")
    assert page.echo.property("tone") == ""
    qtbot.keyClicks(page.hours, "5")
    assert "“25” is no time of day" in page.echo.text()
    assert page.echo.property("tone") == "hurry"
    page.keep()
    assert house.house.preferences.settings.opening_hours == "Mo-Fr 9-18"
    write(qtbot, page.zone, "Nowhere")
    write(qtbot, page.hours, "")
    assert "Nowhere" in page.echo.text()


def test_what_is_told_back_is_in_sight_wherever_one_types(page, house, qtbot) -> None:
    card = house.house.card
    card.parentWidget().resize(900, 600)
    for line in (page.usual, page.zone):
        line.setFocus()
        write(qtbot, line, "soonish")
        qtbot.waitUntil(lambda: "soonish" in page.echo.text() and not page.echo.visibleRegion().isEmpty())
        write(qtbot, line, "")
    assert page.echo.visibleRegion().boundingRect().height() == page.echo.height()


def test_every_channel_has_a_target_before_each_audience_that_it_has(page, house, qtbot) -> None:
    places = set(page.targets)
    assert {("", "public"), ("", "private"), ("mail", "private")} <= places
    assert ("mail", "public") not in places
    write(qtbot, page.targets["mail", "private"], "6h")
    write(qtbot, page.targets["", "public"], "45")
    write(qtbot, page.usual, "2 h")
    settings = house.house.preferences.settings
    assert (settings.response_target_minutes, settings.response_targets) == (120, "public 45 min; mail private 6 h")
    assert settings.targets.of("mail", "private") == timedelta(hours=6)
    assert settings.targets.of("mastodon", "public") == timedelta(minutes=45)
    write(qtbot, page.targets["mail", "private"], "")
    assert house.house.preferences.settings.response_targets == "public 45 min"


@pytest.mark.parametrize("words", ["mail private 2 h; mail 6 h", "mail 6 h; mail private 2 h"])
def test_a_target_before_one_audience_is_shown_whichever_was_written_first(house, locale, words) -> None:
    house.house.preferences.settings = type(house.house.preferences.settings)(response_targets=words)
    page = house.page("answering")
    assert page.targets["mail", "private"].text() == "2 h"
    assert page.targets["mail", "public"].text() == "6 h"


def test_what_was_written_by_hand_stays_as_it_is_until_it_is_changed(house, locale, qtbot) -> None:
    words = 'opening_hours = "mo-fr 09:00-18"\nresponse_targets = "review 3 h"\n'
    house.config.write_text(words)
    house.house.preferences.settings = type(house.house.preferences.settings)(
        opening_hours="mo-fr 09:00-18", response_targets="review 3 h"
    )
    page = house.page("answering")
    assert page.hours.text() == "Mo-Fr 9-18"
    assert page.targets["review", "public"].text() == page.targets["review", "private"].text() == "3 h"
    page.keep()
    assert house.config.read_text() == words


def test_notifications_are_switched_off_there(page, house, qtbot) -> None:
    page.tell._buttons["off"].click()
    assert house.house.preferences.settings.tell_when_due is False
    qtbot.waitUntil(lambda: house.saved().get("tell_when_due") is False)


@pytest.mark.parametrize("locale", [QLocale.Language.German], indirect=True)
def test_weekdays_are_those_of_the_owners_language(page, house, qtbot) -> None:
    assert list(weekdays()) == ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"]
    write(qtbot, page.hours, "Di-Fr 9-18; So 8-11")
    assert house.house.preferences.settings.opening_hours == "Tu-Fr 9-18; Su 8-11"
    write(qtbot, page.hours, "Tu-Fr 9-18")
    assert house.house.preferences.settings.opening_hours == "Tu-Fr 9-18"


@pytest.mark.parametrize("locale", [QLocale.Language.Portuguese], indirect=True)
def test_where_weekdays_begin_alike_the_english_ones_stand(page) -> None:
    assert weekdays()[0] == "Mo"
    assert page.hours.placeholderText().startswith("Mo-Fr")


def at(hour: int, minute: int) -> str:
    from PySide6.QtCore import QTime

    return QLocale().toString(QTime(hour, minute), QLocale.FormatType.ShortFormat).replace("\u202f", " ")


def test_the_words_of_a_tab_are_whole_while_it_is_pressed(page, house, qtbot) -> None:
    for id_ in ("appearance", "keys", "channels", "answering"):
        house.page(id_)
        button = house.house.card._tabs.button(id_)
        bold = QFont(button.font())
        bold.setWeight(QFont.Weight.DemiBold)
        frame = button.sizeHint().width() - button.fontMetrics().horizontalAdvance(button.text())
        assert button.width() >= QFontMetrics(bold).horizontalAdvance(button.text()) + frame
