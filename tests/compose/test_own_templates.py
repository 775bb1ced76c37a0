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
