"""A language made of our own words, to look at pages with: longer by a third, and turned from right to left.

``ar-xb`` reads like English in a mirror. A sentence that stays plain on such a page was never marked for translation; a page
that breaks was laid out for one direction. Placeholders and markup are left whole.
"""

import ast
import json
import re
from collections.abc import Iterable
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import write_po
from django.utils.translation.template import templatize

LANGUAGE = "ar_XB"
_FUNCTIONS = {  # how many words are context, how many are message
    "_": (0, 1), "gettext": (0, 1), "gettext_lazy": (0, 1), "gettext_noop": (0, 1), "ngettext": (0, 2), "ngettext_lazy": (0, 2),
    "pgettext": (1, 1), "pgettext_lazy": (1, 1), "npgettext": (1, 2), "npgettext_lazy": (1, 2),
}
_KEEP = re.compile(r"(%\(\w+\)[sd]|%[sd%]|\{\w*\}|<[^>]+>|&\w+;|\n)")
_MARK, _OVER, _END = "\u200f", "\u202e", "\u202c"
_SOFT = str.maketrans("aeiouAEIOU", "áéíóúÁÉÍÓÚ")


def mirrored(words: str) -> str:
    """The same words with accents, a third longer, in right-to-left order; what a program puts in stays as it is."""
    if not words.strip():
        return words
    pieces = _KEEP.split(words)
    for i in range(0, len(pieces), 2):
        if pieces[i].strip():
            pieces[i] = f"{_OVER}{pieces[i].translate(_SOFT)}{_END}"
    longer = "~" * (len(words) // 6)
    return f"{_MARK}{''.join(pieces)}{longer}{_MARK}"


def messages(package: Path) -> list[Message]:
    """Every message of a package: from ``gettext`` calls in Python, ``translate`` tags in templates, and the names of topics."""
    found: dict[tuple, Message] = {}
    for path in sorted(package.rglob("*.py")):
        if "tests" not in path.parts:
            _note(found, path.relative_to(package.parent), _calls(ast.parse(path.read_text())))
    for path in sorted(package.rglob("templates/**/*")):
        if path.suffix in {".html", ".txt"}:
            _note(found, path.relative_to(package.parent), _in_template(templatize(path.read_text(), origin=path.name)))
    for path in sorted(package.glob("topics/commons/topics.json")):  # the names of topics are ours, and are rows of the database
        rows = [row for group in json.loads(path.read_text()).values() for row in group]
        _note(found, path.relative_to(package.parent), (Message(row["name"]) for row in rows))
    return list(found.values())


def _note(found: dict, path: Path, calls: Iterable[Message]) -> None:
    for call in calls:
        place = (path.as_posix(), 0)
        message = found.setdefault((call.id, call.context), call)
        if place not in message.locations:
            message.locations.append(place)


def _calls(tree: ast.AST):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            words = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
            shape = _FUNCTIONS.get(name)
            if shape and len(words) == sum(shape):
                yield Message(tuple(words[shape[0]:]) if shape[1] == 2 else words[-1], context=words[0] if shape[0] else None)


def _in_template(source: str):
    """Django turns a template into something that looks like calls; each is read by itself, so the rest may be anything."""
    for start in re.finditer(r"\b(?:_|n?p?gettext)\(", source):
        end = start.end()
        while (end := source.find(")", end) + 1) > 0:
            try:
                tree = ast.parse(source[start.start():end].replace("\n", " "))
            except SyntaxError:
                continue
            yield from _calls(tree)
            break


def catalogue(package: Path) -> Catalog:
    """A pseudo translation of every message; each form of a plural is mirrored."""
    made = Catalog(locale=Locale("ar"), domain="django", project="Staffroom", charset="utf-8", fuzzy=False)
    for message in messages(package):
        if isinstance(message.id, tuple):
            one, many = (mirrored(words) for words in message.id)
            made.add(message.id, (one, one, *[many] * 4)[: made.num_plurals], context=message.context)
        else:
            made.add(message.id, mirrored(message.id), context=message.context)
    return made


def write(package: Path, locale_folder: Path) -> int:
    """Write ``<folder>/ar_XB/LC_MESSAGES/django.{po,mo}`` for a package; returns the number of messages."""
    made = catalogue(package)
    folder = locale_folder / LANGUAGE / "LC_MESSAGES"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "django.po").open("wb") as po:
        write_po(po, made)
    with (folder / "django.mo").open("wb") as mo:
        write_mo(mo, made)
    return len(made)
