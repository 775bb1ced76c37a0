#!/usr/bin/env python3
"""Collects everything that can be translated, and compiles what was translated.

  python packaging/translations.py                      brings resources/i18n up to date with the source
  python packaging/translations.py --begin de FOLDER    writes FOLDER/shopbell_de.ts for a translator, or renews it
  python packaging/translations.py --check              says what is out of date, and changes nothing

Two kinds of words are found. What the window itself says is collected by pyside6-lupdate under the name of its class.
Sentences made below the window are marked with `worded(...)`; they are collected here, under the context "Sentences",
and listed in resources/i18n/sentences.txt, by which the window knows them again.

A language is shipped when resources/i18n/shopbell_<language>.ts has nothing unfinished; others are not compiled.
"""

import argparse
import ast
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
from desktop.domain.wording import parted  # noqa: E402 - from this checkout, wherever the script is called

PRODUCT = ROOT / "desktop"
FOLDER = ROOT / "resources" / "i18n"
CONTEXT = "Sentences"
WINDOW = ("ui", "app.py")
TOOLS = Path(sys.executable).parent
COUNTED = frozenset(("count", "days", "followers", "left", "many", "most", "older", "over", "unanswered", "waiting"))
"""Placeholders that hold a number of things: languages have a form of the sentence for each kind of number."""
LEAST = 2
"""Letters that must stand between what is filled in, so that a sentence is known again and no other is taken for it."""


@dataclass(frozen=True, slots=True, order=True)
class Sentence:
    """One marked sentence: what is filled in stands in it by name; `counted` names the number it depends on, or ""."""

    template: str
    counted: str = ""
    place: str = ""


class Unclear(Exception):
    """A mark that cannot be collected; says where and why."""


def window_files() -> list[Path]:
    """Return the source of the window."""
    return sorted(
        file
        for part in WINDOW
        for file in ([PRODUCT / part] if part.endswith(".py") else (PRODUCT / part).rglob("*.py"))
    )


def sentences() -> list[Sentence]:
    """Return every marked sentence once. Raises Unclear."""
    found: dict[str, Sentence] = {}
    for file in sorted(PRODUCT.rglob("*.py")):
        for call in marked(file):
            made = _sentence(call, f"{file.relative_to(ROOT)}:{call.lineno}")
            found.setdefault(made.template, made)
    return sorted(found.values())


def marked(file: Path) -> Iterator[ast.Call]:
    """Yield the calls that mark a sentence in a file."""
    text = file.read_text(encoding="utf-8")
    if "worded(" not in text:
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "worded":
            yield node


def _sentence(call: ast.Call, place: str) -> Sentence:
    what = call.args[0] if len(call.args) == 1 and not call.keywords else None
    if isinstance(what, ast.Constant) and isinstance(what.value, str):
        template = what.value
    elif isinstance(what, ast.JoinedStr):
        template = _template(what)
    else:
        raise Unclear(f"{place}: what is marked must be one string literal")
    words, names = parted(template)
    letters = sum(char.isalpha() for char in "".join(words))
    if "" in names or (names and ("" in words[1:-1] or letters < LEAST)):
        raise Unclear(f"{place}: “{template}” cannot be known again: there must be words between what is filled in")
    return Sentence(template, next((name for name in names if name in COUNTED), ""), place)


def _template(joined: ast.JoinedStr) -> str:
    parts: list[str] = []
    names: dict[str, str] = {}
    for part in joined.values:
        if isinstance(part, ast.FormattedValue):
            source = ast.unparse(part)
            name = names.get(source) or _free(_name(part.value), names)
            names[source] = name
            parts.append(f"{{{name}}}")
        elif isinstance(part, ast.Constant):
            parts.append(str(part.value).replace("{", "{{").replace("}", "}}"))
    return "".join(parts)


def _free(name: str, names: dict[str, str]) -> str:
    taken = set(names.values())
    return next(each for each in (name, *(f"{name}{n}" for n in range(2, 9))) if each not in taken)


def _name(node: ast.expr) -> str:
    """Return what an expression is called: its last name."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name.strip("_").lower()
        case ast.Call(func=ast.Name(id=name), args=[first, *_]) if name in ("len", "plain", "type", "str", "int"):
            return {"len": "many"}.get(name) or _name(first)
        case ast.Call(func=ast.Attribute(attr="join")):
            return "list"
        case ast.Call(func=ast.Attribute(value=value, attr=name)) if name in ("strip", "removesuffix", "lower"):
            return _name(value)
        case ast.Call(func=function):
            return _name(function)
        case ast.BinOp(left=inner) | ast.UnaryOp(operand=inner) | ast.Subscript(value=inner):
            return _name(inner)
        case ast.BoolOp(values=[first, *_]):
            return _name(first)
        case ast.IfExp(body=inner):
            return _name(inner)
    return "what"


def listed() -> str:
    """Return the text of sentences.txt: on each line what is counted, a tab, and the sentence."""
    return "".join(f"{made.counted}\t{made.template}\n" for made in sentences())


def update(target: Path, language: str) -> None:
    """Bring a .ts file up to date with the source; what was translated stays."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "sentences.py"
        source.write_text(_as_source(), encoding="utf-8")
        command = [str(TOOLS / "pyside6-lupdate"), "-silent", "-no-obsolete", "-locations", "none", "-sort-messages"]
        command += ["-disable-heuristic", "sametext", "-disable-heuristic", "similartext"]
        command += ["-source-language", "en", "-target-language", language, "-tr-function-alias", "tr+=_tr"]
        command += [*map(str, window_files()), str(source), "-ts", str(target)]
        subprocess.run(command, check=True, capture_output=True)


def _as_source() -> str:
    """Return a program that says every sentence, for the tool that reads programs."""
    lines = ["from PySide6.QtCore import QCoreApplication\n"]
    for made in sentences():
        text = json.dumps(made.template, ensure_ascii=False)
        count = ', "", 1' if made.counted else ""
        lines.append(f'QCoreApplication.translate("{CONTEXT}", {text}{count})\n')
    return "".join(lines)


def release(source: Path) -> bool:
    """Compile a .ts file beside it; return False, and leave nothing, while something in it is unfinished.

    Raises Unclear for a translation over which the window would stumble.
    """
    made = source.with_suffix(".qm")
    if wrong := mistaken(source):
        raise Unclear(f"{source.name}: “{wrong[0]}” fills in what its sentence does not")
    if source.stem != "shopbell_en" and unfinished(source):
        made.unlink(missing_ok=True)
        return False
    command = [str(TOOLS / "pyside6-lrelease"), "-silent", "-nounfinished", str(source), "-qm", str(made)]
    subprocess.run(command, check=True, capture_output=True)
    return True


def mistaken(source: Path) -> list[str]:
    """Return the translations that fill in something else than their sentence does: the window would stumble over them."""
    found = []
    for message in ET.parse(source).iter("message"):
        said = message.findtext("source") or ""
        into = message.find("translation")
        forms = [] if into is None else [into.text or "", *(form.text or "" for form in into.iter("numerusform"))]
        found += [form.strip() for form in forms if form.strip() and _gaps(form) - _gaps(said)]
    return found


def _gaps(text: str) -> set[str]:
    try:
        return set(parted(text)[1])
    except ValueError:
        return {text}


def unfinished(source: Path) -> int:
    """Return how many messages of a .ts file still need words."""
    return sum(each.get("type") == "unfinished" for each in ET.parse(source).iter("translation"))


def bring_up_to_date(folder: Path = FOLDER) -> list[str]:
    """Collect and compile everything; return the languages that are shipped."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sentences.txt").write_text(listed(), encoding="utf-8", newline="\n")
    files = {folder / "shopbell_en.ts", *folder.glob("shopbell_*.ts")}
    for file in sorted(files):
        update(file, file.stem.removeprefix("shopbell_"))
    return [file.stem.removeprefix("shopbell_") for file in sorted(files) if release(file)]


def outdated(folder: Path = FOLDER) -> list[str]:
    """Return the names of the files that do not fit the source."""
    with tempfile.TemporaryDirectory() as place:
        fresh = Path(place)
        for file in folder.glob("shopbell_*.ts"):
            (fresh / file.name).write_bytes(file.read_bytes())
        bring_up_to_date(fresh)
        names = {file.name for file in (*fresh.iterdir(), *folder.iterdir())}
        return sorted(name for name in names if _content(folder / name) != _content(fresh / name))


def _content(file: Path) -> bytes:
    return file.read_bytes() if file.exists() else b""


def main() -> int:
    """Do what the arguments say; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--begin", nargs=2, metavar=("LANGUAGE", "FOLDER"))
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args()
    try:
        if asked.begin:
            language, folder = asked.begin
            target = Path(folder) / f"shopbell_{language}.ts"
            update(target, language)
            print(f"{target}: {unfinished(target)} to translate")
        elif asked.check:
            if old := outdated():
                print(f"Out of date: {', '.join(old)}. Run: poe words")
                return 1
        else:
            print(f"Shipped: {', '.join(bring_up_to_date())}")
    except Unclear as error:
        print(error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
