"""Gathers what people see into the catalogues, with Babel and without a gettext binary.

    python -m tests.machine.messages           bring mainstay/locale/*/…/django.po up to date
    python -m tests.machine.messages --check   fail where a file would change or a translation is missing

Texts of third parties stand in ``mainstay/locale/others`` and are only checked, never gathered.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from babel.messages import Catalog
from babel.messages.catalog import Message, TranslationError
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
LOCALE = ROOT / "mainstay" / "locale"
LANGUAGES = ("de", "ms", "ru")
# what marks a text, and how many of its first arguments are texts; a context stands before them
MARKS = {"_": 1, "gettext_noop": 1} | {
    name + lazy: count
    for name, count in {"gettext": 1, "ngettext": 2, "pgettext": 2, "npgettext": 3}.items()
    for lazy in ("", "_lazy")
}
RENAMED = re.compile(r"\b[np]{0,2}gettext(?:_lazy)?\s+as\s+(?P<name>\w+)")
NOT_SHOWN = {"tests", "migrations", "locale", "static"}
PLACES = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
# cotton's :attribute="_('…')" is an expression that Django's own gatherer does not see
BOUND = re.compile(r""":[\w-]+="[^"]*?_\('(?P<text>(?:[^'\\]|\\.)+)'\)""")

# lines of the head that git knows better, or that name nobody
HOLLOW = re.compile(
    rb'^"(?:Project-Id-Version|Report-Msgid-Bugs-To|POT-Creation-Date|PO-Revision-Date|Last-Translator|'
    rb'Language-Team|Generated-By):.*\n', re.MULTILINE
)  # fmt: skip

Found = tuple[int, str | tuple[str, ...], list[str], str | None]


def _sources() -> Iterator[Path]:
    for path in sorted((ROOT / "mainstay").rglob("*")):
        inside = set(path.relative_to(ROOT).parts)
        shown = path.suffix == ".py" or (path.suffix in {".html", ".txt"} and "templates" in inside)
        if path.is_file() and shown and not inside & NOT_SHOWN:
            yield path


def _in_python(text: str) -> Iterator[Found]:
    """Every marked text: where, what, what was said to translators, in which sense."""
    keywords: dict[str, Any] = dict.fromkeys(MARKS)
    rows: Iterable[Any] = extract_python(io.BytesIO(text.encode()), keywords, ["Translators:"], {"encoding": "utf-8"})
    for line, name, given, comments in rows:
        said = (given if isinstance(given, tuple) else (given,))[: MARKS[name]]
        if len(said) < MARKS[name] or not all(isinstance(word, str) and word for word in said):
            continue  # a variable, translated where it was marked
        context = said[0] if name.startswith(("pgettext", "npgettext")) else None
        plain = said[1:] if context else said
        yield line, plain if len(plain) > 1 else plain[0], comments, context


def _in_template(text: str, origin: str) -> Iterator[Found]:
    as_python = "\n".join(line.lstrip() for line in templatize(text, origin=origin).splitlines())
    yield from _in_python(as_python)
    for match in BOUND.finditer(text):
        yield text.count("\n", 0, match.start()) + 1, match["text"].replace("\\'", "'"), [], None


def gather() -> Catalog:
    """All texts of the package."""
    found = Catalog(project="Mainstay", charset="utf-8")
    for path in _sources():
        text, name = path.read_text(), path.relative_to(ROOT).as_posix()
        rows = _in_python(text) if path.suffix == ".py" else _in_template(text, name)
        for line, words, comments, context in rows:
            found.add(words, locations=[(name, line)], auto_comments=comments, context=context)
    return found


def unmarked() -> list[str]:
    """Where texts are marked by a name of one's own, under which nobody would gather them."""
    return [
        f"{path.relative_to(ROOT).as_posix()}: texts marked by {match['name']} are not gathered: call it by its name."
        for path in _sources()
        for match in RENAMED.finditer(path.read_text())
        if match["name"] not in MARKS
    ]


def written(catalogue: Catalog) -> bytes:
    """A catalogue as it stands in its file: sorted, no line numbers, no dates, so that diffs stay small."""
    catalogue.header_comment = f"# Mainstay in {catalogue.locale.english_name}." if catalogue.locale else ""
    out = io.BytesIO()
    write_po(out, catalogue, width=110, sort_output=True, include_lineno=False, ignore_obsolete=True)
    return HOLLOW.sub(b"", out.getvalue())


def brought_up_to_date(language: str, path: Path, found: Catalog) -> Catalog:
    """The catalogue of one language with the texts of today: new ones empty, old ones gone."""
    if path.exists():
        catalogue = read_po(io.BytesIO(path.read_bytes()), locale=language, abort_invalid=True)
    else:
        catalogue = Catalog(locale=language, project="Mainstay", charset="utf-8", fuzzy=False)
    catalogue.update(found, no_fuzzy_matching=True, update_creation_date=False)
    return catalogue


def several(said: Any) -> Sequence[str | None]:
    """A text in its plural forms, or as the only one."""
    return said if isinstance(said, tuple | list) else (said,)


def _fault(message: Message, catalogue: Catalog) -> str | None:
    forms = [form or "" for form in several(message.string)]
    texts = [text or "" for text in several(message.id)]
    if not all(forms):
        return "not translated"
    if message.fuzzy:
        return "marked as a guess (fuzzy)"
    if len(texts) > 1 and len(forms) != catalogue.num_plurals:
        return f"{len(forms)} plural forms where the language has {catalogue.num_plurals}"
    known = set(PLACES.findall("".join(texts)))
    strange = sorted({place for form in forms for place in PLACES.findall(form)} - known)
    if strange:
        return f"uses {', '.join(strange)}, which the English has not"
    if len(texts) == 1 and set(PLACES.findall(forms[0])) != known:
        return "leaves out a placeholder"
    try:
        for error in message.check(catalogue):
            return str(error)
    except TranslationError as error:
        return str(error)
    return None


def faults(name: str, catalogue: Catalog) -> list[str]:
    """What is missing or wrong in a catalogue, one sentence each."""
    said = []
    for message in catalogue:
        reason = _fault(message, catalogue) if message.id else None
        if reason:
            said.append(f"{name}: {message.id!r}: {reason}.")
    return said


def main(words: list[str]) -> int:
    """Write the catalogues, or say what is wrong with them."""
    found, said = gather(), unmarked()
    for language in LANGUAGES:
        path = LOCALE / language / "LC_MESSAGES" / "django.po"
        name = path.relative_to(ROOT).as_posix()
        catalogue = brought_up_to_date(language, path, found)
        if "--check" not in words:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(written(catalogue))
        elif not path.exists() or path.read_bytes() != written(catalogue):
            said.append(f"{name} is not up to date: run `make messages`.")
        said += faults(name, catalogue)
    for path in sorted((LOCALE / "others").rglob("*.po")):
        others = read_po(io.BytesIO(path.read_bytes()), locale=path.parents[1].name)
        said += faults(path.relative_to(ROOT).as_posix(), others)
    print("\n".join(said) or f"{len(found)} texts in {len(LANGUAGES) + 1} languages.")
    return 1 if said and "--check" in words else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
