"""The owner's channels: how each is doing, and what can be done about it; and a form that adds another."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QButtonGroup, QHBoxLayout, QPushButton, QWidget
from shiboken6 import isValid

from desktop.connectors import registry
from desktop.domain.account import AccountId, ChannelStatus, Health
from desktop.domain.clock import Clock
from desktop.domain.text import plain
from desktop.ui.channels import Channels, missing
from desktop.ui.theme import Theme
from desktop.ui.views.channel_settings import ChannelSettings
from desktop.ui.views.rail.lines import health_words
from desktop.ui.views.settings.new_channel import NewChannel
from desktop.ui.views.settings.page import Page, room_in
from desktop.ui.widgets import safe
from desktop.ui.widgets.flow import Flow
from desktop.ui.widgets.told import Told
from desktop.ui.wording import words
from desktop.ui.wording.language import retell

_LONGEST_NAME = 30
_WRONG = (Health.NEEDS_OWNER, Health.TROUBLE)

Statuses = Callable[[], Sequence[ChannelStatus]]
Late = Callable[[str], object]


def _unheard(_sentence: str) -> None:
    return


class AccountsPage(Page):
    """One line for each channel; what is chosen can be tried, changed and removed. `password_wished` asks for another."""

    password_wished = Signal(object)
    """An AccountId."""

    def __init__(
        self,
        theme: Theme,
        channels: Channels,
        statuses: Statuses,
        clock: Clock,
        late: Late = _unheard,
        own_shop: Callable[[], object] | None = None,
    ) -> None:
        """`late` hears what came of something when the settings were closed meanwhile.

        `own_shop` leads from the sample shop to the owner's own, where their channels belong.
        """
        super().__init__(theme)
        self._late = late
        self._channels = channels
        self._statuses = statuses
        self._clock = clock
        self._chosen: AccountId | None = None
        self._lines: dict[AccountId, QPushButton] = {}
        self._group = QButtonGroup(self)
        self._forms: dict[AccountId, ChannelSettings] = {}
        """Of each channel whose settings are open, or were begun and left."""
        self._form: ChannelSettings | None = None
        """The one on show."""
        self._busy = False
        self._removing: ChannelStatus | None = None
        """What the owner is asked about, whatever is chosen meanwhile."""
        self._before: frozenset[AccountId] = frozenset()
        """What there was when another channel was begun."""
        self._awaits_new = False
        self._wrong = ""
        self._stood: tuple[QWidget | None, QWidget | None] = (None, None)
        """What had the focus when something was begun, and what got it while the verbs were away."""
        px = theme.look.px
        if own_shop is not None:
            self._column.addWidget(self._make_way_home(own_shop))
        self._list = room_in(self._column)
        self._list.setSpacing(px(4))
        self._sentence = Told()
        self._make_verbs()
        self._column.addWidget(self._sentence)
        self.new = NewChannel(theme, channels, late)
        self.new.told.connect(self._added)
        self.new.hide()
        self._column.addWidget(self.new)
        self.renew()

    def _make_verbs(self) -> None:
        self.test = self._button(self.tr("Test"), self._test)
        self.password = self._button(self.tr("New password"), self._wish_password)
        self.change = self._button(self.tr("Settings"), self._open_form)
        self.remove = self._button(self.tr("Remove"), self._ask_remove)
        self.really = self._button(self.tr("Remove it"), self._remove)
        self.keep = self._button(self.tr("Keep it"), self._keep)
        self.save = self._button(self.tr("Save and try"), self._save)
        self.save.setProperty("look", "primary")
        self.add = self._button(self.tr("Add a channel"), self._open_new)
        self._verbs = QWidget()
        row = Flow(self._verbs)
        row.setSpacing(self._theme.look.px(6))
        verbs = (self.test, self.password, self.change, self.save, self.remove, self.really, self.keep, self.add)
        for button in verbs:
            row.addWidget(button)
        self._column.addWidget(self._verbs)
        self._form_place = room_in(self._column)

    def _make_way_home(self, own_shop: Callable[[], object]) -> QWidget:
        place = QWidget()
        row = QHBoxLayout(place)
        row.setContentsMargins(0, 0, 0, self._theme.look.px(6))
        row.setSpacing(self._theme.look.px(12))
        told = safe.label(
            self.tr("This is the sample shop. Your own channels belong into your own."), look="quiet-small"
        )
        told.setWordWrap(True)
        go = QPushButton(self.tr("Open your own shop"))
        go.clicked.connect(own_shop)
        row.addWidget(told, 1)
        row.addWidget(go)
        return place

    def _button(self, text: str, run: Callable[[], None]) -> QPushButton:
        button = QPushButton(text)
        button.clicked.connect(run)
        return button

    @property
    def is_begun(self) -> bool:
        """Whether settings, or a new channel, were begun and not saved."""
        return self.new.is_begun or any(form.is_edited for form in self._forms.values())

    def renew(self) -> None:
        """Show how the channels are doing now."""
        statuses = {status.account.id: status for status in self._statuses()}
        for gone in [id_ for id_ in self._lines if id_ not in statuses]:
            line = self._lines.pop(gone)
            self._group.removeButton(line)
            line.deleteLater()
            self._drop_form(gone)
        if self._awaits_new:
            new = next((id_ for id_ in statuses if id_ not in self._before), None)
            self._awaits_new = new is None
            self._chosen = self._chosen if new is None else new
        for id_, status in statuses.items():
            self._say_line(self._lines.get(id_) or self._add_line(id_), status)
        if self._removing is not None and self._removing.account.id not in statuses:
            self._removing = None
        if self._chosen not in statuses:
            self._chosen = next(iter(statuses), None)
            self._close_form()
        if self._chosen is not None:
            self._lines[self._chosen].setChecked(True)
        self._say_trouble()
        self._show_verbs()

    def _say_trouble(self) -> None:
        """Say what is wrong with the chosen channel as soon as it is, whatever was hoped before; and no longer than that."""
        status = self._status()
        wrong = retell(status.sentence) if status is not None and status.health in _WRONG else ""
        if wrong == self._wrong or self._busy or self._form is not None or self._removing is not None:
            return
        told, self._wrong = self._wrong, wrong
        if wrong or self._sentence.text() == told:
            self._say(wrong, trouble=True)

    def _add_line(self, id_: AccountId) -> QPushButton:
        line = QPushButton()
        line.setCheckable(True)
        line.setProperty("look", "row")
        line.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        line.clicked.connect(partial(self._choose, id_))
        self._group.addButton(line)
        self._list.addWidget(line)
        self._lines[id_] = line
        return line

    def _say_line(self, line: QPushButton, status: ChannelStatus) -> None:
        now = self._clock.now()
        told = [plain(status.account.name, _LONGEST_NAME), health_words(status.health)]
        text = "  ·  ".join(told)
        if status.heard_at is not None:
            told.append(self.tr("last heard {when}").format(when=words.stamp(status.heard_at, now)))
            text = f"{text}\n{told[-1]}"
        line.setText(text.replace("&", "&&"))
        line.setAccessibleName(". ".join(told))
        line.setAccessibleDescription(plain(retell(status.sentence), 600))
        safe.tooltip(line, retell(status.sentence))

    def _status(self) -> ChannelStatus | None:
        return next((one for one in self._statuses() if one.account.id == self._chosen), None)

    def _choose(self, id_: AccountId) -> None:
        self._chosen = id_
        self._removing = None
        self._close_form()
        self.new.hide()
        self._show_verbs()
        status = self._status()
        self._wrong = retell(status.sentence) if status is not None else ""
        self._say(self._wrong, trouble=True)

    def _show_verbs(self) -> None:
        status = self._status()
        has_form, removing = self._form is not None, self._removing is not None
        fits = status is not None and not self._busy
        self.test.setVisible(fits and not removing and not has_form)
        self.password.setVisible(fits and not removing and status is not None and bool(status.account.secret_key))
        self.change.setVisible(fits and not removing and not has_form)
        self.save.setVisible(fits and has_form)
        self.remove.setVisible(fits and not removing)
        self.really.setVisible(removing)
        self.keep.setVisible(removing)
        self.add.setVisible(not self._busy and not removing and not self.new.isVisibleTo(self))

    def _say(self, sentence: str, *, trouble: bool = False) -> None:
        self._sentence.say(sentence, trouble=trouble, limit=600)
        self._sentence.setVisible(bool(sentence))

    # What is done

    def _begin(self, sentence: str) -> None:
        self._busy = True
        self._say(sentence)
        stood = QApplication.focusWidget()
        self._show_verbs()
        self._stood = (stood, QApplication.focusWidget())

    def _come_back(self) -> None:
        """Give the focus back to the verb that was pressed, unless the owner went elsewhere meanwhile."""
        stood, went = self._stood
        if stood is None or not isValid(stood) or QApplication.focusWidget() is not went:
            return
        if self.isAncestorOf(stood) and stood.isVisible():
            stood.setFocus(Qt.FocusReason.OtherFocusReason)

    def _done(self, sentence: str) -> None:
        if not isValid(self):
            self._late(sentence)
            return
        self._busy = False
        self._say(sentence)
        self.renew()
        self._come_back()

    def _failed(self, sentence: str) -> None:
        if not isValid(self):
            self._late(sentence)
            return
        self._busy = False
        self._say(sentence, trouble=True)
        self._show_verbs()
        self._come_back()

    def _test(self) -> None:
        status = self._status()
        if status is not None:
            self._begin(self.tr("Trying {name} …").format(name=plain(status.account.name, 60)))
            self._channels.test(status.account, self._done, self._failed)

    def _wish_password(self) -> None:
        if self._chosen is not None:
            self.password_wished.emit(self._chosen)

    def _open_form(self) -> None:
        status = self._status()
        if status is None:
            return
        self._form = self._forms.get(status.account.id) or self._make_form(status)
        self._form.show()
        self._show_verbs()
        first = self._form.named or next(iter(self._form.lines.values()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_form(self, status: ChannelStatus) -> ChannelSettings:
        account = status.account
        known = registry.channel(account.kind).settings
        form = self._forms[account.id] = ChannelSettings(self._theme, known, account.settings, status.sentence)
        self._form_place.addWidget(form)
        return form

    def _close_form(self) -> None:
        """Put the form on show away; one on which something is begun is there again when it is asked for."""
        form, self._form = self._form, None
        if form is not None:
            form.hide()
            for id_ in [id_ for id_, one in self._forms.items() if one is form and not form.is_edited]:
                self._drop_form(id_)

    def _drop_form(self, id_: AccountId) -> None:
        form = self._forms.pop(id_, None)
        if form is not None:
            form.hide()
            form.deleteLater()
        if form is self._form:
            self._form = None

    def _save(self) -> None:
        status, form = self._status(), self._form
        if status is None or form is None:
            return
        lacks = missing(registry.channel(status.account.kind), form.values())
        if lacks:
            self._say(lacks, trouble=True)
        elif not form.is_edited:
            self._saved(status.account.id, "")
        else:
            self._begin(self.tr("Saving …"))
            done = partial(self._saved, status.account.id)
            self._channels.amend(status.account, form.changes(), done, self._failed)

    def _saved(self, id_: AccountId, sentence: str) -> None:
        if isValid(self):
            self._drop_form(id_)
        self._done(sentence)

    def _ask_remove(self) -> None:
        status = self._status()
        if status is not None:
            self._close_form()
            question = self.tr("Remove {name}? What was written there stays; its password is forgotten.")
            self._say(question.format(name=plain(status.account.name, 60)), trouble=True)
            self._removing = status
            self._show_verbs()
            self.keep.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep(self) -> None:
        self._removing = None
        self._say("")
        self._show_verbs()
        self.remove.setFocus(Qt.FocusReason.OtherFocusReason)

    def _remove(self) -> None:
        status, self._removing = self._removing, None
        if status is not None:
            self._begin(self.tr("Removing …"))
            self._channels.remove(status.account, self._done, self._failed)

    def _open_new(self) -> None:
        self._close_form()
        self._say("")
        self._before = frozenset(self._lines)
        self.new.show()
        self.new.begin()
        self._show_verbs()

    def _added(self, sentence: str) -> None:
        self.new.hide()
        self._awaits_new = True
        self._done(sentence)
