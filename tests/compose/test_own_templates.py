"""The owner's own saved replies as files: what was put into one by hand outlasts a change made in the window."""

import tomllib
from pathlib import Path

from desktop.compose import own_templates
from desktop.compose.templates import find, load


def test_what_was_added_by_hand_under_a_name_in_quotes_outlasts_a_change(tmp_path: Path) -> None:
    name = own_templates.save(tmp_path, title="Sorry", text="We are sorry.", language="en")
    (file,) = tmp_path.glob("*.toml")
    file.write_text(file.read_text(encoding="utf-8") + '"für wen" = "Stammkunden"\n', encoding="utf-8")
    own_templates.save(tmp_path, title="Sorry", text="We are very sorry.", language="en", name=name)
    found, problems = load(tmp_path, own=True)
    assert problems == []
    template = find(found, name)
    assert template is not None
    assert template.body("en").long == "We are very sorry."
    (entry,) = tomllib.loads(file.read_text(encoding="utf-8"))["template"]
    assert entry["für wen"] == "Stammkunden"


def test_a_file_that_cannot_be_read_is_not_deleted_with_what_was_written_there_by_hand(tmp_path: Path) -> None:
    name = own_templates.save(tmp_path, title="Sorry", text="We are sorry.", language="en")
    own_templates.save(tmp_path, title="Sorry", text="Es tut uns leid.", language="de", name=name)
    broken = next(file for file in tmp_path.glob("*.toml") if "leid" in file.read_text(encoding="utf-8"))
    broken.write_text(broken.read_text(encoding="utf-8") + "\n[[template]\nname = 'mine'\n", encoding="utf-8")
    gone = own_templates.remove(tmp_path, name)
    assert list(tmp_path.glob("*.toml")) == [broken]
    own_templates.put_back(tmp_path, gone)
    assert own_templates.written_here(tmp_path) == {name}


def test_a_change_does_not_take_the_place_of_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    name = own_templates.save(tmp_path, title="Sorry", text="We are sorry.", language="en")
    own_templates.save(tmp_path, title="Sorry", text="Es tut uns leid.", language="de", name=name)
    broken = next(file for file in tmp_path.glob("*.toml") if "leid" in file.read_text(encoding="utf-8"))
    written = broken.read_text(encoding="utf-8") + "\n[[template]\nname = 'mine'\n"
    broken.write_text(written, encoding="utf-8")
    own_templates.save(tmp_path, title="Sorry", text="Verzeihung.", language="de", name=name)
    assert broken.read_text(encoding="utf-8") == written
    template = find(load(tmp_path, own=True)[0], name)
    assert template is not None
    assert (template.body("en").long, template.body("de").long) == ("We are sorry.", "Verzeihung.")
