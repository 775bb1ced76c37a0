"""The dictionaries of this system: what they say, and that without them there is no spelling and no complaint."""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import NoReturn

import pytest

from desktop.compose import own_words
from desktop.compose.dictionaries import Dictionaries, open_dictionaries
from desktop.domain.errors import Refused

BOTH = ("en_US", "de_DE")


@pytest.fixture(scope="module")
def here() -> Dictionaries:
    found = open_dictionaries()
    missing = [tag for tag in BOTH if found is None or tag not in found.installed]
    if found is None or missing:
        pytest.skip(f"SPELLING TESTS DID NOT RUN: no dictionary {', '.join(missing)} (see packaging/test.sh)")
    return found


def test_a_word_is_right_that_one_of_the_dictionaries_has(here: Dictionaries) -> None:
    text = "We will recieve your Käsekuchen tomorow, don’t worry. Kaffee-Bestellung bestetigt."
    assert [spot.word for spot in here.misspelt(text, BOTH, frozenset())] == ["recieve", "tomorow", "bestetigt"]
    assert "Käsekuchen" in [spot.word for spot in here.misspelt(text, ("en_US",), frozenset())]
    assert [spot.word for spot in here.misspelt(text, BOTH, {"tomorow"})] == ["recieve", "bestetigt"]
    assert here.misspelt(text, (), frozenset()) == []


def test_the_best_suggestion_is_first_and_no_more_than_six_are_made(here: Dictionaries) -> None:
    assert here.suggestions("recieve", BOTH)[0] == "receive"
    assert "bestätigt" in here.suggestions("bestetigt", BOTH)[:2]
    assert here.suggestions("dont’t", ("en_US",))[0] == "don’t"
    assert all(1 <= len(here.suggestions(word, BOTH)) <= 6 for word in ("tomorow", "cakke", "Brodt", "thier"))


def test_a_letter_that_was_to_be_doubled_comes_first_also_where_a_sentence_begins(here: Dictionaries) -> None:
    assert here.suggestions("sory", ("en_US",))[0] == "sorry"
    assert here.suggestions("Sory", ("en_US",))[0] == "Sorry"
    assert here.suggestions("adress", ("en_US",))[0] == "address"
    assert "The" in here.suggestions("Teh", ("en_US",))[:2]
    assert "Bakery" in here.suggestions("Bakry", ("en_US",))[:2]


def test_a_word_in_a_script_no_dictionary_has_is_not_marked(here: Dictionaries) -> None:
    assert here.misspelt("привет Γειά 你好 صباح", BOTH, frozenset()) == []


def test_a_dictionary_that_cannot_be_read_is_one_less(here: Dictionaries) -> None:
    assert here.is_right("cake", ("zz_ZZ", "en_US"))
    broken = Dictionaries(_Broken())
    assert broken.is_right("nothng", ("en_US",))
    assert broken.installed == ()


class _Broken:
    def list_languages(self) -> list[str]:
        return ["en_US", "en_US-large", "en-variant_0"]

    def request_dict(self, tag: str) -> NoReturn:
        raise OSError(f"{tag}.aff is damaged")


def test_twenty_thousand_characters_are_looked_up_in_half_a_second(here: Dictionaries) -> None:
    text = " ".join(f"wrod{'abcdefghij'[n % 10]}{'klmnopqrst'[n // 10 % 10]} cake" for n in range(2_000))
    begun = time.process_time()
    assert here.misspelt(text, BOTH, frozenset())
    assert time.process_time() - begun < 0.5


@pytest.mark.parametrize("library", ["/nonexistent/libenchant.so", os.devnull])
def test_without_the_library_there_is_no_spelling_and_no_complaint(library: str, tmp_path: Path) -> None:
    code = "from desktop.compose.dictionaries import open_dictionaries; print(open_dictionaries())"
    done = _python(code, tmp_path, PYENCHANT_LIBRARY_PATH=library)
    assert (done.stdout, done.stderr) == ("None\n", "")


def test_without_a_dictionary_there_is_no_spelling(tmp_path: Path) -> None:
    code = "from desktop.compose.dictionaries import Dictionaries, open_dictionaries; print(open_dictionaries())"
    # A folder of modules in which the library finds no language at all.
    (tmp_path / "enchant.py").write_text("class Broker:\n    def list_languages(self):\n        return []\n")
    assert _python(code, tmp_path, PYTHONPATH=str(tmp_path)).stdout == "None\n"


def test_nothing_of_the_library_is_loaded_before_it_is_asked_for(tmp_path: Path) -> None:
    code = "import sys; import desktop.compose.dictionaries; print('enchant' in sys.modules)"
    assert _python(code, tmp_path).stdout == "False\n"


def _python(code: str, folder: Path, **more: str) -> "subprocess.CompletedProcess[str]":
    root = Path(__file__).resolve().parents[2]
    paths = [one for one in (more.pop("PYTHONPATH", ""), str(root)) if one]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), **more}
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=folder, env=env, check=False
    )


def test_own_words_are_kept_in_a_plain_file_that_may_be_edited(tmp_path: Path) -> None:
    path = tmp_path / "home" / own_words.NAME
    assert own_words.read(path) == frozenset()
    own_words.add(path, "Kremšnite")
    own_words.add(path, "kremšnite")
    path.write_text(path.read_text(encoding="utf-8") + "  Brötli  \n\n# mine\n", encoding="utf-8")
    own_words.add(path, "focaccia")
    assert own_words.read(path) == {"kremšnite", "brötli", "focaccia"}
    own_words.remove(path, "Brötli")
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines == ["# Words of your own, one a line: they are never marked as misspelt.", "Kremšnite", "", "# mine", "focaccia"]  # fmt: skip


def test_a_file_of_own_words_that_another_program_wrote_keeps_every_byte(tmp_path: Path) -> None:
    path = tmp_path / own_words.NAME
    path.write_bytes(b"\xef\xbb\xbfMuesli\r\nBr\xf6tli\r\n")
    assert "muesli" in own_words.read(path)
    own_words.add(path, "focaccia")
    assert path.read_bytes() == b"Muesli\nBr\xf6tli\nfocaccia\n"


def test_a_file_of_own_words_that_cannot_be_read_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / own_words.NAME
    path.mkdir()
    assert own_words.read(path) == frozenset()
    with pytest.raises(Refused, match="could not be kept"):
        own_words.add(path, "cake")
