"""The label picker: found by typing, put on and taken off with Enter; made, renamed, coloured and removed in the same place."""

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from shiboken6 import isValid

from desktop.domain.label import COLOURS, DIGITS, key_of
from desktop.domain.row import Label
from desktop.domain.text import plain
from desktop.store.chosen import Common
from desktop.ui.theme import Theme
from desktop.ui.views.asking_card import AskingCard
from desktop.ui.views.pickers.choices import Choice
from desktop.ui.widgets.verb_button import VerbButton
from desktop.ui.wording import words

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_KEYS = (*_ENTER, Qt.Key.Key_F2, Qt.Key.Key_F3)


class LabelPicker(AskingCard):
    """Enter puts a label on or takes it off and leaves; with Ctrl, or a click, the card stays for the next one.

    `toggled` carries a name: it is put on, or taken off where it is on all of them. What changes a label itself carries
    the label.
    """

    toggled = Signal(str)
    renamed = Signal(object, str)
    recoloured = Signal(object, str)
    removed = Signal(object)

    def __init__(
        self,
        theme: Theme,
        title: str,
        read: Callable[[], Sequence[Label]],
        ask: Callable[[Callable[[Common], None]], object],
        uses: Mapping[int, int] | None = None,
    ) -> None:
        """`read` returns all labels, `uses` how often each is used; `ask` calls, now or later, with what all that `title`
        names has in common.
        """
        super().__init__(
            theme,
            title,
            asks=QCoreApplication.translate("LabelPicker", "Label"),
            hint=_hint(),
            offers=QCoreApplication.translate("LabelPicker", "Labels"),
            width=440,
        )
        self._read = read
        self._ask_common = ask
        self._uses = uses or {}
        self._all: Sequence[Label] = ()
        self._common: Common | None = None
        self._naming: Label | None = None
        self._colouring: Label | None = None
        self._stays = True
        self._tools = QWidget()
        line = QHBoxLayout(self._tools)
        px = theme.look.px
        line.setContentsMargins(px(12), 0, px(12), px(10))
        line.setSpacing(px(6))
        tools = (
            (self.tr("Rename"), "F2", self._begin_naming),
            (self.tr("Colour"), "F3", self._begin_colouring),
            (self.tr("Remove"), "", self._remove),
        )
        for name, keys, run in tools:
            button = VerbButton(name, keys, theme, look="quiet")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(run)
            line.addWidget(button)
        line.addStretch(1)
        self.box.addWidget(self._tools)
        self.refresh()

    def refresh(self) -> None:
        """Read the labels again, and ask which of them are on."""
        self._all = self._read()
        self._offer_again()
        self._ask_common(self._know)

    def _know(self, common: Common) -> None:
        """Show which labels are on."""
        if isValid(self):
            self._common = common
            self._offer_again()

    def _offer_again(self) -> None:
        """Offer what there is now, and stand on the same label."""
        stood = self._current()
        self._typed(self._ask.text())
        places = [n for n, choice in enumerate(self.offered()) if stood is not None and _is(choice.value, stood)]
        if places:
            self._list.setCurrentIndex(self._list.model().index(places[0], 0))

    def event(self, event: QEvent) -> bool:
        """Keep the keys that mean something here from what they mean behind the card."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in _KEYS:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes and leaves; Esc goes back one step; F2 and F3 change the label itself."""
        key = event.key()
        if key in _ENTER:
            self._stays = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            super().keyPressEvent(event)
            self._stays = True
        elif key == Qt.Key.Key_Escape and (self._naming or self._colouring):
            self._end_step()
            event.accept()
        elif key == Qt.Key.Key_F2:
            self._begin_naming()
            event.accept()
        elif key == Qt.Key.Key_F3:
            self._begin_colouring()
            event.accept()
        else:
            super().keyPressEvent(event)

    def _current(self) -> Label | None:
        choice = self._list.current()
        return choice.value if choice is not None and isinstance(choice.value, Label) else None

    def _typed(self, text: str) -> None:
        if self._naming is not None:
            name = text.strip()
            form = self.tr("Call it “{name}”")
            offers = [Choice(title=form.format(name=plain(name)), value=name)] if name else []
            note = self.tr("Another name for “{name}”, on all its conversations. Esc leaves it as it is.").format(
                name=self._naming.name
            )
        elif self._colouring is not None:
            offers = [
                Choice(title=title, value=colour, dot=f"label_{colour}")
                for colour, title in colours().items()
                if text.casefold().strip() in title.casefold()
            ]
            note = self.tr("A colour for “{name}”. Esc leaves it as it is.").format(name=self._colouring.name)
        else:
            offers = self._offers(text)
            note = (
                self.tr("Enter puts it on or takes it off; with Ctrl this stays open.")
                if offers
                else self.tr("There is no label yet: type a name, and Enter makes it.")
            )
        self._list.offer(offers)
        self._tools.setVisible(self._naming is None and self._colouring is None and self._current() is not None)
        self._note.say(note)
        self.arrange()

    def _offers(self, text: str) -> list[Choice]:
        wanted = key_of(text)
        fitting = [
            (self._rank(n, label, wanted), label) for n, label in enumerate(self._all) if wanted in key_of(label.name)
        ]
        found = [label for _, label in sorted(fitting, key=itemgetter(0))]
        offers = [self._offer(label) for label in found]
        if wanted and not any(key_of(label.name) == wanted for label in found):
            make = self.tr("New label “{name}”").format(name=plain(text.strip()))
            offers.append(Choice(title=make, value=text.strip()))
        return offers

    def _rank(self, place: int, label: Label, wanted: str) -> tuple[object, ...]:
        """Return by what labels are put in order: how well they fit, those with a digit, how often they are used."""
        name = key_of(label.name)
        fits = (name != wanted, not name.startswith(wanted), f" {wanted}" not in f" {name}")
        has_digit = place < DIGITS and not wanted
        return (*fits, not has_digit, place if has_digit else -self._uses.get(label.id, 0), place)

    def _offer(self, label: Label) -> Choice:
        many = self._common.many if self._common is not None else 0
        bear = self._common.labels.get(label.id, 0) if self._common is not None else 0
        on = self.tr("on {n} of {all}").format(n=words.number(bear), all=words.number(many))
        place = self._all.index(label) + 1
        return Choice(
            title=plain(label.name),
            detail="" if not bear else self.tr("on") if bear == many else on,
            keys=(str(place),) if place <= DIGITS else (),
            dot=f"label_{label.colour}",
            value=label,
        )

    def _take(self, value: object) -> None:
        if self._naming is not None:
            label = self._naming
            self._end_step()
            self.renamed.emit(label, str(value))
        elif self._colouring is not None:
            label = self._colouring
            self._end_step()
            self.recoloured.emit(label, str(value))
        else:
            self._toggle(value)

    def _toggle(self, value: object) -> None:
        stays = self._stays
        if not stays:
            self.put_away()
        elif not isinstance(value, Label):
            self._ask.clear()
        self.toggled.emit(value.name if isinstance(value, Label) else str(value))

    def _begin_naming(self) -> None:
        label = self._current()
        if label is not None:
            self._naming = label
            self._ask.setText(label.name)
            self._ask.selectAll()
            self._typed(label.name)
            self._ask.setFocus()

    def _begin_colouring(self) -> None:
        label = self._current()
        if label is not None:
            self._colouring = label
            self._ask.setPlaceholderText(self.tr("Find a colour"))
            self._ask.clear()
            self._typed("")
            self._ask.setFocus()

    def _end_step(self) -> None:
        self._naming = self._colouring = None
        self._ask.setPlaceholderText(_hint())
        self._ask.clear()
        self._typed("")

    def _remove(self) -> None:
        label = self._current()
        if label is not None:
            self.removed.emit(label)
            self._ask.setFocus()


def _hint() -> str:
    return QCoreApplication.translate("LabelPicker", "Find a label, or name a new one")


def _is(value: object, label: Label) -> bool:
    return isinstance(value, Label) and value.id == label.id


def colours() -> dict[str, str]:
    """Return the colours that a label may have, each with what it is called."""
    names = {
        "teal": QCoreApplication.translate("LabelPicker", "Teal"),
        "amber": QCoreApplication.translate("LabelPicker", "Amber"),
        "red": QCoreApplication.translate("LabelPicker", "Red"),
        "green": QCoreApplication.translate("LabelPicker", "Green"),
        "blue": QCoreApplication.translate("LabelPicker", "Blue"),
        "violet": QCoreApplication.translate("LabelPicker", "Violet"),
        "pink": QCoreApplication.translate("LabelPicker", "Pink"),
        "grey": QCoreApplication.translate("LabelPicker", "Grey"),
    }
    return {colour: names[colour] for colour in COLOURS}
