"""A translation made by the tools is spoken in the real window: its words, its plurals, and what is made below it."""

import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtWidgets import QApplication

from desktop.domain.change import ChangeSet
from desktop.store import accounts
from desktop.ui.wording import language
from desktop.ui.wording.language import retell, speak
from tests.translating import CHECKOUT, script
from tests.ui.places import open_place, shown
from tests.ui.test_everything_is_translated import painted
from tests.ui.workshop import RESOURCES

_GERMAN = {
    "Needs you": ("Braucht dich",),
    "Reply": ("Antworten",),
    "{n} need you": ("{n} braucht dich", "{n} brauchen dich"),
    "{n} conversations": ("{n} Gespräch", "{n} Gespräche"),
    "mentions: {said}": ("erwähnt: {said}",),
    "{host} does not answer. Shopbell tries again later.": ("{host} antwortet nicht. Shopbell versucht es später.",),
    "{count} earlier conversations": ("{count} früheres Gespräch", "{count} frühere Gespräche"),
    "{size} MB": ("{size} MB",),
    "“{name}” is too large: at most {size_in_words} can go with a reply.": (
        "„{name}“ ist zu groß: höchstens {size_in_words} gehen mit.",
    ),
}
_FAILED = "shop.example.net does not answer. Shopbell tries again later."


def _translate(folder: Path, name: str, words: dict[str, tuple[str, ...]]) -> Path:
    """Write what a translator hands in, with the given words in it, and compile it; return its folder."""
    source = folder / f"shopbell_{name}.ts"
    script().update(source, name)
    tree = ET.parse(source)
    for message in tree.iter("message"):
        said, into = words.get(message.findtext("source") or ""), message.find("translation")
        if said is None or into is None:
            continue
        into.attrib.pop("type")
        into.text = None if len(said) > 1 else said[0]
        for form, text in zip(into.iter("numerusform"), said, strict=False):
            form.text = text
    tree.write(source, encoding="utf-8", xml_declaration=True)
    tool = script().TOOLS / "pyside6-lrelease"
    made = source.with_suffix(".qm")
    subprocess.run([str(tool), "-silent", "-nounfinished", str(source), "-qm", str(made)], check=True, timeout=60)
    (folder / "sentences.txt").write_text(script().listed(), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def german(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _translate(Path(tmp_path_factory.mktemp("german")), "de", _GERMAN)


@pytest.fixture
def quiet(qapp: QApplication) -> Iterator[QApplication]:
    """An application that speaks English again afterwards."""
    before = QLocale()
    yield qapp
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
    language.understand(None)
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    QLocale.setDefault(before)
    qapp.setStyleSheet("")


def _speak(app: QApplication, folder: Path, kind: QLocale.Language, where: QLocale.Country) -> None:
    QLocale.setDefault(QLocale(kind, where))
    speak(app, folder, {})


def test_german_is_spoken_in_the_window(quiet: QApplication, german: Path, tmp_path: Path) -> None:
    _speak(quiet, german, QLocale.Language.German, QLocale.Country.Germany)
    with open_place(quiet, tmp_path) as place:
        shop = place.shop
        status = place.window.overview.statuses[0]

        def fail(db) -> ChangeSet:  # type: ignore[no-untyped-def]
            later = shop.clock.now() + timedelta(minutes=9)
            return accounts.record_failure(db, status.account.id, sentence=_FAILED, retry_at=later, failures=2)

        shop.writer.submit(fail).result()
        place.window.take_change(ChangeSet(accounts=frozenset({status.account.id})))
        place.settle()
        said = painted(place.window)
        assert "Braucht dich" in said
        assert any(text.endswith(" brauchen dich") for text in said)
        # Why the first of them comes first: of danger to somebody.
        assert any(text.startswith("erwähnt: ") for text in said)
        told = " ".join(
            line.accessibleDescription() + line.accessibleName() + line.toolTip() for line in shown(place.window.rail)
        )
        assert "shop.example.net antwortet nicht. Shopbell versucht es später." in told


@pytest.mark.parametrize(
    ("english", "german_"),
    [
        ("1,234 earlier conversations", "1.234 frühere Gespräche"),
        ("1 earlier conversations", "1 früheres Gespräch"),
        (
            "“a.pdf” is too large: at most 2.5 MB can go with a reply.",
            "„a.pdf“ ist zu groß: höchstens 2,5 MB gehen mit.",
        ),
        ("nobody marked this", "nobody marked this"),
    ],
)
def test_numbers_and_plurals_follow_the_language(quiet: QApplication, german: Path, english: str, german_: str) -> None:
    _speak(quiet, german, QLocale.Language.German, QLocale.Country.Germany)
    assert retell(english) == german_


def test_qts_own_words_come_with_the_language(quiet: QApplication, german: Path) -> None:
    if not (Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)) / "qtbase_de.qm").exists():
        pytest.skip("this Qt has no German")
    _speak(quiet, german, QLocale.Language.German, QLocale.Country.Germany)
    assert QCoreApplication.translate("QWidgetTextControl", "&Copy") == "&Kopieren"


def test_a_language_that_is_read_from_the_right_turns_the_window_round(quiet: QApplication, tmp_path: Path) -> None:
    folder = _translate(tmp_path, "ar", {"Needs you": ("يحتاجك",)})
    _speak(quiet, folder, QLocale.Language.Arabic, QLocale.Country.Egypt)
    assert quiet.layoutDirection() is Qt.LayoutDirection.RightToLeft
    assert QCoreApplication.translate("", "Needs you") == "يحتاجك"


def test_a_broken_translation_leaves_the_english_sentence(quiet: QApplication, tmp_path: Path) -> None:
    words = {"{host} does not answer. Shopbell tries again later.": ("{wirt} antwortet nicht {",)}
    folder = _translate(tmp_path, "de", words)
    _speak(quiet, folder, QLocale.Language.German, QLocale.Country.Germany)
    assert retell(_FAILED) == _FAILED


@pytest.mark.parametrize("kind", [QLocale.Language.English, QLocale.Language.Finnish, QLocale.Language.C])
def test_english_counts_rightly_wherever_there_is_no_translation(quiet: QApplication, kind: QLocale.Language) -> None:
    QLocale.setDefault(QLocale(kind))
    speak(quiet, RESOURCES / "i18n", {})
    assert [QCoreApplication.translate("StatusLine", "{n} need you", "", n) for n in (1, 2)] == [
        "{n} needs you",
        "{n} need you",
    ]
    assert QCoreApplication.translate("", "{n} conversations", "", 1) == "{n} conversation"
    assert retell(_FAILED) == _FAILED


def test_a_language_that_is_not_finished_is_not_shipped(tmp_path: Path) -> None:
    _translate(tmp_path, "de", _GERMAN)
    assert script().bring_up_to_date(tmp_path) == ["en"]
    assert not (tmp_path / "shopbell_de.qm").exists()
    assert "Braucht dich" in (tmp_path / "shopbell_de.ts").read_text(encoding="utf-8")


def test_english_has_both_forms_of_all_that_is_counted() -> None:
    bare = [
        message.findtext("source")
        for context in ET.parse(CHECKOUT / "resources" / "i18n" / "shopbell_en.ts").iter("context")
        if context.findtext("name") != script().CONTEXT
        for message in context.iter("message")
        if message.get("numerus") and any(not form.text for form in message.iter("numerusform"))
    ]
    assert bare == []


@pytest.mark.parametrize("wrong", ["{wirt} antwortet nicht.", "{host antwortet nicht.", "{} antwortet nicht."])
def test_a_translation_that_fills_in_something_else_is_refused(tmp_path: Path, wrong: str) -> None:
    _translate(tmp_path, "de", {"{host} does not answer. Shopbell tries again later.": (wrong,)})
    with pytest.raises(script().Unclear, match=r"shopbell_de\.ts: “.*antwortet nicht"):
        script().bring_up_to_date(tmp_path)
