"""The saved replies, read and written off the GUI thread: those that come with the product, and the owner's own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.domain.conversation import Opened
from desktop.domain.item import Audience
from desktop.paths import resource
from desktop.ui.reads import Reads
from desktop.ui.tasks import Tasks
from desktop.ui.wording.language import retell, sentence_of

if TYPE_CHECKING:
    from desktop.compose.templates import Known, Template


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What is offered for one conversation: the replies, those in the customer's language first, and what fills them.

    `changeable` are the names of those that were saved in the window.
    """

    templates: "tuple[Template, ...]"
    known: "Known"
    changeable: frozenset[str] = frozenset()
    problem: str = ""


class SavedReplies:
    """Made and used on the GUI thread; results come back through `tasks`."""

    def __init__(self, tasks: Tasks, folder: Path | None = None, config: Path | None = None) -> None:
        """`folder` holds the owner's own, `config` is the file with the name of the shop; None for neither."""
        self._tasks = tasks
        self._folder = folder
        self._config = config

    @property
    def can_save(self) -> bool:
        """Whether there is a place for the owner's own."""
        return self._folder is not None

    def read(self, opened: Opened, done: Callable[[Saved], None]) -> None:
        """Read them for a conversation, then call `done`."""
        folder, config = self._folder, self._config

        def work(_reads: object) -> Saved:
            from desktop.compose.own_templates import written_here
            from desktop.compose.templates import facts, load, load_all
            from desktop.settings import load as settings

            shipped = resource("templates")
            found, problems = load(shipped) if folder is None else load_all(shipped, folder)
            spoken = opened.language
            shop = settings(config)[0].shop_name if config is not None else ""
            found.sort(key=lambda one: (not one.own, spoken[:2] not in one.bodies if spoken else False))
            return Saved(
                templates=tuple(found),
                known=facts(customer=opened.row.who, shop=shop, language=spoken),
                changeable=written_here(folder) if folder is not None else frozenset(),
                problem=retell(problems[0]) if problems else "",
            )

        self._tasks.run(work, done)

    def save(
        self,
        *,
        title: str,
        text: str,
        language: str,
        audience: Audience | None,
        name: str,
        done: Callable[[str], None],
        failed: Callable[[str], None],
    ) -> None:
        """Keep a text as a saved reply; `done` is told its name, `failed` why not."""
        folder = self._folder

        def work(_reads: Reads) -> str:
            from desktop.compose.own_templates import save

            if folder is None:
                return ""
            return save(folder, title=title, text=text, language=language, audience=audience, name=name)

        self._tasks.run(work, done, lambda error: failed(sentence_of(error)), keeps=True)

    def remove(self, name: str, done: Callable[[Mapping[str, bytes]], None], failed: Callable[[str], None]) -> None:
        """Delete a saved reply that was written in the window; `done` is told what puts it back."""
        folder = self._folder

        def work(_reads: Reads) -> Mapping[str, bytes]:
            from desktop.compose.own_templates import remove

            return remove(folder, name) if folder is not None else {}

        self._tasks.run(work, done, lambda error: failed(sentence_of(error)), keeps=True)

    def put_back(self, files: Mapping[str, bytes], failed: Callable[[str], None]) -> None:
        """Undo a removal."""
        folder = self._folder

        def work(_reads: Reads) -> None:
            from desktop.compose.own_templates import put_back

            if folder is not None:
                put_back(folder, files)

        self._tasks.run(work, _nothing, lambda error: failed(sentence_of(error)), keeps=True)


def _nothing(_done: None) -> None:
    return
