"""The text of a reply: what is put into it stands as if it had been there all along."""

from desktop.paths import resource
from desktop.ui.theme import Theme
from desktop.ui.widgets.reply_text import ReplyText


def test_an_empty_text_put_in_takes_away_what_was_typed_and_what_could_bring_it_back(qtbot, qapp):
    field = ReplyText(Theme(qapp, resource(), "light"))
    qtbot.addWidget(field)
    for taken_back in (False, True):
        field.insertPlainText("Dear Marta")
        if taken_back:
            field.undo()
            assert field.toPlainText() == ""
        field.put("")
        field.undo()
        field.redo()
        assert field.toPlainText() == ""
        assert not field.document().isUndoAvailable()
        assert not field.document().isRedoAvailable()
