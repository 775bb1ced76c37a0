"""A file that came with a message is saved where the owner says, also where the usual folder cannot be made."""

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.domain.item import Attachment
from desktop.ui.conversation.attachments import Attachments
from tests.ui.test_desk import shop
from tests.ui.values import a_row, an_entry, opened

__all__ = ["shop"]


def test_where_the_usual_folder_cannot_be_made_another_is_offered(qtbot, tmp_path, monkeypatch):
    (tmp_path / "full").write_text("")
    window = QWidget()
    qtbot.addWidget(window)
    monkeypatch.setattr(QFileDialog, "open", lambda _: None)
    file = Attachment(name="menu.pdf", media_type="application/pdf", size=9, part="2")
    entry = an_entry(9, "See file", attachments=(file,))
    Attachments(window, None, tmp_path / "full" / "files").save(opened(a_row(0), entry), entry.id, 0)
    (dialog,) = window.findChildren(QFileDialog)
    assert [name.rpartition("/")[2] for name in dialog.selectedFiles()] == ["menu.pdf"]


def test_where_it_cannot_be_saved_the_owner_is_told_why_and_what_to_do(qtbot, tmp_path, shop):
    window = QWidget()
    qtbot.addWidget(window)
    attachments = Attachments(window, shop.tasks, tmp_path)
    message = next(entry.id for entry in shop.open("mail").timeline)
    with qtbot.waitSignal(attachments.said) as told:
        attachments.put(message, None, str(tmp_path / "unplugged" / "message.eml"))
    assert told.args == [
        "“message.eml” could not be saved: No such file or directory. Choose another folder, or make room there."
    ]
