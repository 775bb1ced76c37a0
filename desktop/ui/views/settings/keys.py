"""The keys: which keymap, with or without single letters, and the keys of every command, each to be changed."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from desktop.settings import KEYMAPS
from desktop.ui.commands import Command, Commands, Context, Entry, by_id, key_text, said
from desktop.ui.keymap import holders, unfit
from desktop.ui.keys.own_keys import Line
from desktop.ui.keys.strokes import clash, is_bare, strokes
from desktop.ui.preferences import Preferences
from desktop.ui.theme import Theme
from desktop.ui.views.pickers.choices import Choice, Choices
from desktop.ui.views.pickers.palette import match
from desktop.ui.views.settings.page import Page
from desktop.ui.views.settings.recorder import KeyRecorder
from desktop.ui.widgets import safe
from desktop.ui.widgets.flow import Flow
from desktop.ui.widgets.segments import Segments
from desktop.ui.widgets.told import Told

_ROWS = 6


class KeysPage(Page):
    """What is already the key of another command is said before it is kept, and taken only where the owner says so."""

    def __init__(self, theme: Theme, preferences: Preferences, commands: Commands) -> None:
        super().__init__(theme)
        self._preferences = preferences
        self._commands = commands
        self._entry: Entry | None = None
        now = preferences.settings
        self.preset = Segments(theme, self.tr("Keymap"), [(id_, self._title(id_)) for id_ in KEYMAPS], now.keymap)
        self.preset.chosen.connect(self._chose)
        on_off = (("on", self.tr("On")), ("off", self.tr("Off")))
        self.single = Segments(theme, self.tr("Single letters"), on_off, "on" if now.single_keys else "off")
        self.single.chosen.connect(self._switched)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Find a command"))
        self.search.setAccessibleName(self.tr("Find a command"))
        self.search.textChanged.connect(self._find)
        self.list = Choices(theme, self.tr("Commands"), most=_ROWS)
        self.list.speak_through(self.search)
        self.list.chosen.connect(self._picked)
        self._put(self.tr("Keymap"), self.preset)
        self._put(self.tr("Single letters"), self.single)
        self._note(self.tr("Off leaves Ctrl and function keys; what had a letter only gets its key of “Ctrl only”."))
        self._put(self.tr("Keys of a command"), self.search)
        self._column.addWidget(self.list)
        self._make_changer()
        preferences.rekeyed.connect(self._renewed)
        self._find("")

    def _make_changer(self) -> None:
        self._title_line = safe.label(look="strong")
        self._sentence = Told()
        self.recorder = KeyRecorder()
        self.use = self._button(self.tr("Use them"), self._use, primary=True)
        self.take = self._button("", self._take_away)
        self.none = self._button(self.tr("No key"), self._use_none)
        self.reset = self._button(self.tr("As it was"), self._reset)
        self.reset_all = self._button(self.tr("All keys as they were"), self._reset_all)
        self._changer = QWidget()
        row = Flow(self._changer)
        row.setSpacing(self._theme.look.px(6))
        for button in (self.recorder, self.use, self.take, self.none, self.reset):
            row.addWidget(button)
        self.recorder.recorded.connect(self._recorded)
        for part in (self._title_line, self._changer, self._sentence):
            self._column.addWidget(part)
        last = QWidget()
        Flow(last).addWidget(self.reset_all)
        self._column.addWidget(last)
        self._show_entry(None)

    def _button(self, words: str, run: object, *, primary: bool = False) -> QPushButton:
        button = QPushButton(words)
        button.clicked.connect(run)
        if primary:
            button.setProperty("look", "primary")
        return button

    def _title(self, preset: str) -> str:
        return {"vi": self.tr("vi and aerc"), "ctrl-only": self.tr("Ctrl only")}.get(preset, preset.title())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move in the list and take from it while the search has the focus."""
        if not self.search.hasFocus():
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.list.take()
            event.accept()
        elif not self.list.step(event.key()):
            super().keyPressEvent(event)

    # Choosing

    def _chose(self, preset: str) -> None:
        self._preferences.change(keymap=preset)

    def _switched(self, value: str) -> None:
        self._preferences.change(single_keys=value == "on")

    def _find(self, text: str) -> None:
        found: list[tuple[float, int, Choice]] = []
        for place, command in enumerate(self._commands):
            hit = match(text, command.title)
            keys = list(dict.fromkeys(key_text(key) for key in command.keys))
            if hit is not None or text.strip() in keys:
                score = 1000.0 if text.strip() in keys else hit[0] if hit is not None else 0.0
                found.append((-score, place, _choice(command, keys)))
        found.sort(key=lambda one: one[:2])
        self.list.offer([choice for _, _, choice in found])

    def _picked(self, id_: object) -> None:
        self._show_entry(by_id().get(str(id_)))
        self.recorder.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_entry(self, entry: Entry | None) -> None:
        self._entry = entry
        self.recorder.begin()
        self._changer.setVisible(entry is not None)
        self._title_line.setVisible(entry is not None)
        self.use.setEnabled(False)
        self.take.hide()
        if entry is None:
            self._say(self.tr("Choose a command to give it other keys."))
            return
        safe.say(self._title_line, self.tr("Keys of “{title}”").format(title=said(entry.title)))
        self.reset.setEnabled(any(id_ == entry.id for _, id_ in self._preferences.own()))
        self._say(self.tr("Two keys pressed one after the other count as one. Tab leads on, Esc closes."))

    def _say(self, sentence: str, *, trouble: bool = False) -> None:
        self._sentence.say(sentence, trouble=trouble)

    # Changing

    def _recorded(self, key: str) -> None:
        entry = self._entry
        if entry is None:
            return
        wrong = unfit(key, place_for(entry, key))
        taken = {} if wrong else self._taken(entry, key)
        self.use.setEnabled(not wrong and not taken)
        self.take.setVisible(bool(taken))
        names = ", ".join(f"“{title}”" for title in dict.fromkeys(taken.values()))
        if wrong:
            self._say(wrong.format(key=key_text(key), title=said(entry.title)), trouble=True)
        elif taken:
            self.take.setText(self.tr("Take them from {others}").format(others=names).replace("&", "&&"))
            self._say(self._clash(key, taken), trouble=True)
        else:
            self._say(self.tr("“{key}” is free.").format(key=key_text(key)))

    def _taken(self, entry: Entry, key: str) -> dict[str, str]:
        """Return the keys that the key cannot stand beside, each with the title of its command."""
        keys = self._preferences.keymap().keys
        return {
            one: said(by_id()[id_].title)
            for id_, place in holders(keys, entry.id, place_for(entry, key), key)
            for one in keys[id_][place]
            if clash(one, key)
        }

    def _clash(self, key: str, taken: Mapping[str, str]) -> str:
        """Say which keys are in the way of `key`: the same, how it begins, or what begins with it."""
        whole, begins, goes_on = (
            self.tr("“{key}” is already {others}."),
            self.tr("“{key}” begins with {others}."),
            self.tr("“{key}” is how {others} begins."),
        )
        length = len(strokes(key))
        theirs = {one: len(strokes(one)) for one in taken}
        form = goes_on if max(theirs.values()) > length else begins if min(theirs.values()) < length else whole
        if form is whole:
            others = [f"“{title}”" for title in dict.fromkeys(taken.values())]
        else:
            others = [f"“{key_text(one)}” (“{title}”)" for one, title in taken.items()]
        return form.format(key=key_text(key), others=", ".join(others))

    def _use(self) -> None:
        entry, key = self._entry, self.recorder.key
        if entry is not None and key:
            self._give({(place_for(entry, key), entry.id): [key]})

    def _take_away(self) -> None:
        entry, key = self._entry, self.recorder.key
        if entry is None or not key:
            return
        place, keys = place_for(entry, key), self._preferences.keymap().keys
        changes: dict[Line, Sequence[str] | None] = {(place, entry.id): [key]}
        for id_, other in holders(keys, entry.id, place, key):
            changes[other, id_] = [one for one in keys[id_][other] if not clash(one, key)]
        self._give(changes)

    def _use_none(self) -> None:
        if self._entry is not None:
            self._give({(place, self._entry.id): [] for place in self._entry.contexts})

    def _reset(self) -> None:
        if self._entry is not None:
            own = [line for line in self._preferences.own() if line[1] == self._entry.id]
            self._give(dict.fromkeys(own))

    def _give(self, changes: Mapping[Line, Sequence[str] | None]) -> None:
        """Keep other keys of the command. The button that was pressed cannot be pressed again: the next command is looked for."""
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search.selectAll()
        self._preferences.rebind(changes)

    def _reset_all(self) -> None:
        self._preferences.rebind(dict.fromkeys(self._preferences.own()))

    def _renewed(self, _keymap: object) -> None:
        entry = self._entry
        self._find(self.search.text())
        self._show_entry(entry)
        if entry is not None:
            keys = ", ".join(key_text(key) for key in self._commands[entry.id].keys)
            self._say(
                self.tr("“{title}” is on: {keys}").format(title=said(entry.title), keys=keys)
                if keys
                else self.tr("“{title}” has no key.").format(title=said(entry.title))
            )


def place_for(entry: Entry, key: str) -> Context:
    """Return where a key of a command is heard: letters in the list, keys with Ctrl in as much of the window as it can."""
    wanted = (Context.TRIAGE, Context.COMPOSER) if is_bare(key) else (Context.WINDOW, Context.TRIAGE, Context.COMPOSER)
    return next((place for place in wanted if place in entry.contexts), entry.contexts[0])


def _choice(command: Command, keys: Sequence[str]) -> Choice:
    return Choice(title=command.title, detail=command.group, keys=tuple(keys)[:3], value=command.id)
