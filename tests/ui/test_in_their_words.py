"""What is wrong with a channel is said in the window by the titles of its form, never by the names settings have in files."""

import re

import pytest

from desktop.connectors import registry
from desktop.domain.wording import about, split_about
from desktop.ui.setting_titles import setting_title
from desktop.ui.wording.language import retell
from tests.translating import script

KEYS = sorted({setting.key for kind in ("mail", "feed", "watch") for setting in registry.channel(kind).settings})
_RAW = re.compile(
    rf"\b(?:{'|'.join(key for key in KEYS if '_' in key)}|_(?:host|port|security)|the setting)\b|\w=[\w{{]"
)
"""What only somebody who knows the files would understand."""
_OF_THE_FILE = "The setting “"
"""Sentences about the owner's own settings file, which they are offered to open, name what stands in it."""


def test_no_sentence_below_the_window_names_a_setting_as_files_do() -> None:
    said = [
        re.sub(r"{\w+}", "…", one.template) for one in script().sentences() if not one.template.startswith(_OF_THE_FILE)
    ]
    assert len(said) > 300
    assert [sentence for sentence in said if _RAW.search(sentence)] == []


@pytest.mark.parametrize("key", KEYS)
def test_a_setting_that_is_wrong_is_called_by_its_title(key: str) -> None:
    said = retell(about("It cannot be read.", key))
    assert said == f"It cannot be read. Look at “{setting_title(key)}”."
    assert "_" not in said


def test_the_settings_behind_a_sentence_are_found_wherever_it_stands() -> None:
    once = about("It cannot be read.", "ca_file")
    assert split_about(f"Mail: {once}") == ("Mail: It cannot be read.", ("ca_file",))
    assert split_about(about(once, "imap_host")) == ("It cannot be read.", ("ca_file", "imap_host"))
    assert split_about("Nothing (setting") == ("Nothing (setting", ())
    assert split_about("Nothing (setting x") == ("Nothing (setting x", ())
