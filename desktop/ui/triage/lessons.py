"""The page of what was learned: read off the GUI thread, and everything on it carried out as a gesture that can be undone."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog

from desktop.domain.begun import is_begun
from desktop.domain.change import ChangeSet
from desktop.ui.reads import Reads
from desktop.ui.views.pickers.learned import MOST, Counting, Learned, Learnt
from desktop.ui.workplace import Workplace

if TYPE_CHECKING:
    from datetime import datetime

    from sqlite_utils import Database

    Write = Callable[[Database, datetime], ChangeSet]


class Lessons(QObject):
    """Made once, when the window is put together; GUI thread."""

    def __init__(self, work: Workplace) -> None:
        super().__init__(work.window)
        self._window = work.window
        self._desk = work.desk
        self._theme = work.theme
        self._float = work.show
        self._undo = work.undo
        self._key = work.key
        self._page: Learned | None = None

    def runs(self) -> dict[str, Callable[[], object]]:
        """Return what carries the command out."""
        return {"learned": self.open}

    def open(self) -> None:
        """Show what was learned."""
        opened = self._window.opened()
        who = "" if opened is None or is_begun(opened.row.id) else opened.row.who
        page = self._page = Learned(self._theme, who, self._key("undo"))
        page.pin_wished.connect(self._pin)
        page.sender_wished.connect(self._pin_sender)
        page.unpin_wished.connect(self._unpin)
        page.forget_wished.connect(self._forget)
        page.unlearn_wished.connect(self._unlearn)
        page.reset_wished.connect(self._reset)
        page.save_wished.connect(self._ask_where)
        page.undo_wished.connect(self._take_back)
        page.closed.connect(partial(self._put_away, page))
        self._read(partial(self._float, page))

    def follow(self, change: ChangeSet) -> None:
        """Show what a commit has changed of it."""
        if self._page is not None and change.learned:
            self._read()

    # What can be done

    def _pin(self, words: str) -> None:
        def write(db: "Database", now: "datetime") -> ChangeSet:
            from desktop.store import learned
            from desktop.triage.personal import feature_of_sender, feature_of_word

            known = learned.senders(db.conn, words) if "@" in words else []
            return learned.pin(db, feature_of_sender(known[0]) if known else feature_of_word(words), now=now)

        self._pinned(write, words)

    def _pin_sender(self) -> None:
        opened = self._window.opened()
        if opened is None:
            return
        id_ = opened.row.id

        def write(db: "Database", now: "datetime") -> ChangeSet:
            from desktop.store import learned
            from desktop.triage.personal import feature_of_sender

            return learned.pin(db, feature_of_sender(learned.sender_of(db.conn, id_)), now=now)

        self._pinned(write, opened.row.who)

    def _pinned(self, write: "Write", what: str) -> None:
        already = self.tr("It is always shown already: {what}").format(what=what)
        self._do(write, self.tr("Always shown from now on: {what}").format(what=what), already)

    def _unpin(self, feature: str) -> None:
        def write(db: "Database", now: "datetime") -> ChangeSet:
            from desktop.store import learned

            return learned.unpin(db, feature, now=now)

        self._do(write, self.tr("No longer always shown"))

    def _forget(self, sender: str) -> None:
        def write(db: "Database", now: "datetime") -> ChangeSet:
            from desktop.store import learned

            return learned.forget(db, sender, now=now)

        self._do(
            write, self.tr("Forgotten: what was learned from {who}").format(who=sender.partition("/")[2] or sender)
        )

    def _unlearn(self) -> None:
        def write(db: "Database", now: "datetime") -> ChangeSet:
            from desktop.store import learned

            return learned.unlearn(db, now=now)

        self._do(write, self.tr("The last lesson is forgotten"))

    def _reset(self) -> None:
        def write(db: "Database", now: "datetime") -> ChangeSet:
            from desktop.store import learned

            return learned.reset(db, now=now)

        self._do(write, self.tr("All lessons are forgotten"))

    def _do(self, write: "Write", said: str, nothing: str = "") -> None:
        """`nothing` is said on the page where that changes nothing."""
        self._desk.learn(write, said, partial(self._say, nothing=nothing))

    def _take_back(self) -> None:
        self._undo()
        self._say("")

    def _ask_where(self) -> None:
        dialog = QFileDialog(self._window, self.tr("Save what was learned"), str(self._window.folder or Path.home()))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile("learned.json")
        dialog.fileSelected.connect(self.save)
        dialog.open()

    def save(self, target: str) -> None:
        """Write all that was learned to a file that people can read."""
        self._desk.seek(partial(_save, Path(target)), self._saved, self._desk.failed.emit)

    def _saved(self, name: str) -> None:
        self._desk.told.emit(self.tr("Saved {name}").format(name=name))

    # Within

    def _say(self, sentence: str, nothing: str = "") -> None:
        if self._page is None:
            return
        if nothing and not sentence:
            self._page.tell(nothing)
        else:
            self._page.say(sentence)

    def _read(self, then: Callable[[], object] | None = None) -> None:
        page = self._page

        def show(learnt: Learnt) -> None:
            if page is not None and page is self._page:
                page.show_learnt(learnt)
                if then is not None:
                    then()

        self._desk.look(_learnt, show)

    def _put_away(self, page: Learned) -> None:
        # Another one may have taken its place.
        if page is self._page:
            self._page = None


def _learnt(reads: Reads) -> Learnt:
    """Return what counts now; called off the GUI thread."""
    from desktop.store.sense import sense
    from desktop.triage.own import personal
    from desktop.triage.taken_out import strongest

    mine = personal(reads.folder, sense(reads.connection))
    weights = [(name, weight) for name, weight in strongest(mine.weights) if round(weight.points, 2)][:MOST]
    senders = [name for name, _ in weights if name.startswith("from:")]
    called = reads.called(
        [name.removeprefix("from:") for name in (*senders, *mine.sense.pins) if name.startswith("from:")]
    )
    names = {f"from:{sender}": who for sender, who in called.items()}
    return Learnt(
        sense=mine.sense,
        counting=tuple(Counting(name, weight.points, weight.count, names.get(name, "")) for name, weight in weights),
        names=names,
    )


def _save(target: Path, reads: Reads) -> str:
    from desktop.compose.files import saving
    from desktop.store.sense import sense
    from desktop.triage.own import personal
    from desktop.triage.taken_out import text

    with saving(target):
        target.write_text(text(personal(reads.folder, sense(reads.connection))), encoding="utf-8")
    return target.name
