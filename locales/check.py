"""Checks that every sentence of the program has a translation; `--update` adds the missing ones to the catalogue.

What is checked: templates of `message(...)` are literals; each one is translated, with the same places to fill;
nothing is left in the catalogue that the program no longer says.
"""

import argparse
import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from locales.catalogue import FOLDER, LANGUAGES, SOURCE_LANGUAGE

ROOT = FOLDER.parent
FOLDERS = ("commands", "intake", "locales", "optimizer", "records", "reports", "scenarios", "scoring", "views")
KEYWORDS: dict[str, Any] = {"message": None, "plural": (1, 2)}
PLURAL_FORMS = {"id": "nplurals=1; plural=0;"}
"""How many forms a language has for numbers; Indonesian says one book and two book alike."""
PLACES = re.compile(r"\{(\w+)\}")


def sources() -> list[Path]:
    """Every file that may say something to a user."""
    found = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")]
    return sorted([*found, *(path for path in (ROOT / "cli.py", ROOT / "app.py") if path.exists())])


def extracted() -> Catalog:
    """Collect all templates, without line numbers, so that moving code changes nothing here."""
    catalogue = Catalog(project="pilih", charset="utf-8")
    for path in sources():
        for _, template, _, _ in extract_from_file("python", str(path), keywords=KEYWORDS):
            catalogue.add(template, locations=[(str(path.relative_to(ROOT).as_posix()), 0)])
    return catalogue


def unliteral() -> Iterator[str]:
    """Find calls of `message` and `plural` whose templates are no literals and so cannot be extracted."""
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
                wanted = len(KEYWORDS[node.func.id] or (1,))
                given = [each for each in node.args[:wanted] if isinstance(each, ast.Constant)]
                if len([each for each in given if isinstance(each.value, str)]) < wanted:
                    place = f"{path.relative_to(ROOT)}:{node.lineno}"
                    yield f"{place}: the template of {node.func.id}() must be a literal"


def hidden() -> Iterator[str]:
    """Find calls of `message` and `plural` inside f-strings, where no template is found by the extraction."""
    for path in sources():
        for outer in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for node in ast.walk(outer) if isinstance(outer, ast.JoinedStr) else ():
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
                    place = f"{path.relative_to(ROOT)}:{node.lineno}"
                    yield f"{place}: {node.func.id}() inside an f-string is not found; name it before"


def problems(language: str) -> Iterator[str]:
    """Find what is missing, wrong or left over in one language."""
    said = {str(entry.id): _forms(entry.id) for entry in extracted() if entry.id}
    with po_file(language).open("rb") as file:
        known = {str(entry.id): entry for entry in read_po(file, locale=language) if entry.id}
    for template, forms in sorted(said.items()):
        entry = known.get(template)
        strings = () if entry is None else _forms(entry.string)
        if entry is None or not all(strings) or entry.fuzzy:
            yield f"{language}: no translation of {template!r}"
        elif any(set(PLACES.findall(each)) != set(PLACES.findall(forms[-1])) for each in (*forms, *strings)):
            yield f"{language}: {template!r} and its translation have different places to fill"
    for template in sorted(set(known) - set(said)):
        yield f"{language}: nothing says {template!r} any more"


def _forms(said: Any) -> tuple[str, ...]:  # noqa: ANN401
    """All forms of a sentence: one, or as many as there are of numbers."""
    return (said,) if isinstance(said, str) else tuple(said)


def update(language: str) -> None:
    """Add new templates untranslated, and drop those that nothing says any more."""
    path = po_file(language)
    known = Catalog(locale=language)
    if path.exists():
        with path.open("rb") as file:
            known = read_po(file, locale=language)
    fresh = extracted()
    merged = Catalog(locale=language, project="pilih", charset="utf-8", fuzzy=False)
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Plural-Forms", PLURAL_FORMS[language])]
    merged.mime_headers = headers
    for entry in sorted((entry for entry in fresh if entry.id), key=lambda entry: str(entry.id)):
        old = known.get(entry.id)
        merged.add(entry.id, string=old.string if old else "", locations=sorted(set(entry.locations)))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(b'msgid ""\nmsgstr ""\n')
        file.writelines(f'"{name}: {value}\\n"\n'.encode() for name, value in headers)
        file.write(b"\n")
        write_po(file, merged, omit_header=True, include_lineno=False, width=0)


def po_file(language: str) -> Path:
    """Where a language's catalogue lies."""
    return FOLDER / language / "LC_MESSAGES" / "pilih.po"


def main() -> int:
    """Check, or update; the exit code is 1 when anything is amiss."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--update", action="store_true", help="bring the catalogues up to date first")
    chosen = parser.parse_args()
    languages = [language for language in LANGUAGES if language != SOURCE_LANGUAGE]
    for language in languages if chosen.update else []:
        update(language)
    found = [*unliteral(), *hidden(), *(problem for language in languages for problem in problems(language))]
    sys.stdout.writelines(f"{problem}\n" for problem in found)
    sys.stdout.write(f"translations: {len(found)} problems\n" if found else "translations: complete\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
