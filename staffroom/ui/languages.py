"""The words of the languages that Staffroom speaks beside English: `locale/<language>/LC_MESSAGES/django.po`.

`script/words` brings the files in line with the program: what is new stands there empty, what vanished is marked as gone and keeps
its translation, should it come back. It says as JSON what is still to be translated, and takes the same JSON with the words filled in.
`make` compiles what is newer than its compiled twin, which is not kept in the repository.
"""

import json
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).resolve().parent.parent
LOCALE = PACKAGE / "locale"
HEADER = '''# The words of Staffroom; docs/words.{language}.md says which word stands for what. Written by script/words.
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

'''


def sources(locale: Path = LOCALE) -> list[Path]:
    return sorted(locale.glob("*/LC_MESSAGES/django.po"))


def make(locale: Path = LOCALE, otherwise: Path | None = None) -> int:
    """Compile every language that changed since; where the package cannot be written, into ``otherwise``. Returns how many.

    Where neither can be written, pages are in English.
    """
    made = 0
    for po in sources(locale):
        targets = [folder / po.relative_to(locale).with_suffix(".mo") for folder in (locale, otherwise) if folder]
        if any(mo.is_file() and mo.stat().st_mtime_ns >= po.stat().st_mtime_ns for mo in targets):
            continue
        made += any(_compiled(po, mo) for mo in targets)
    return made


def _compiled(po: Path, mo: Path) -> bool:
    try:
        _compile(po, mo)
    except OSError:
        return False
    return True


def _compile(po: Path, mo: Path) -> None:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po
    mo.parent.mkdir(parents=True, exist_ok=True)
    half = mo.with_name(f"{mo.name}.{os.getpid()}")
    with po.open("rb") as source, half.open("wb") as target:
        write_mo(target, read_po(source))
    half.replace(mo)


def read(po: Path):
    """The catalogue of one language; what is gone is in its ``obsolete``."""
    from babel.messages.pofile import read_po
    with po.open("rb") as source:
        return read_po(source, locale=po.parts[-3], domain="django")


def update(po: Path, messages: Iterable, told: dict | None = None) -> dict:
    """Bring a file in line with the messages of the program, with what was ``told`` of them; returns what is still without words.

    Both are {English: words}, and {English of one: [words for one, for several]} for what is counted; a context stands before, as "context: English".
    """
    from babel.messages.catalog import Catalog
    old, told = read(po), told or {}
    new = Catalog(locale=old.locale, domain="django", charset="utf-8", fuzzy=False)
    were = [*((_key(message), message) for message in old.obsolete.values()), *_keyed(old)]
    kept = {key: message.string for key, message in were if message.string}
    for message in messages:
        key = _key(message)
        said = told.get(key) or kept.pop(key, "")
        if isinstance(message.id, tuple):
            said = tuple(said) if isinstance(said, list | tuple) else ("",) * new.num_plurals
        new.add(message.id, said, context=message.context, locations=message.locations)
        kept.pop(key, None)
    new.obsolete.update({key: message for key, message in were if key in kept})
    _write(po, new)
    return lacking(new)


def _write(po: Path, catalogue) -> None:
    from babel.messages.pofile import write_po
    with po.open("wb") as target:
        target.write(HEADER.format(language=catalogue.locale, plurals=catalogue.plural_forms).encode())
        write_po(target, catalogue, width=140, omit_header=True, include_lineno=False)


def _key(message) -> str:
    words = message.id[0] if isinstance(message.id, tuple) else message.id
    return f"{message.context}: {words}" if message.context else words


def _keyed(catalogue) -> Iterator[tuple[str, Any]]:
    for message in catalogue:
        if message.id:
            yield _key(message), message


def lacking(catalogue) -> dict:
    """What has no words yet, in the shape in which `update` takes them."""
    return {key: list(message.string) if isinstance(message.id, tuple) else "" for key, message in _keyed(catalogue)
            if not all(message.string if isinstance(message.id, tuple) else [message.string])}


def main(arguments: list[str]) -> int:
    from staffroom.ui.pseudo import messages
    told = json.loads(Path(arguments[0]).read_text()) if arguments else {}
    found, left = messages(PACKAGE), 0
    for po in sources():
        open_words = update(po, found, told)
        left += len(open_words)
        print(json.dumps(open_words, ensure_ascii=False, indent=1))  # noqa: T201  # a script
        print(f"{po.parts[-3]}: {len(found)} messages, {len(open_words)} without words.", file=sys.stderr)  # noqa: T201  # a script
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
