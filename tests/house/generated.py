"""Pages of the docs that are made from the source. `python -m tests.house.generated` says which lag behind; `--write` makes them anew."""

import argparse
import sys

from tests.house.rules import ROOT

NOTE = "<!-- Made from the source by `python -m tests.house.generated --write`; change it there. -->\n"


def settings_page() -> str:
    """docs/running/settings.md"""
    from staffroom import settings
    lines = [NOTE, "# Settings\n",
             "Staffroom reads its settings from the environment, and from the file `staffroom.env` in its data folder (`NAME=value`, one on a line). "
             "What stands in the environment wins. Everything has a default that works on one machine.\n",
             "| name | default | what it does |", "|---|---|---|"]
    lines += [f"| `{one.name}` | {one.default or '(empty)'} | {one.words} |" for one in settings.DECLARED]
    return "\n".join(lines) + "\n"


def commands_page() -> str:
    """docs/running/commands.md"""
    import importlib.util

    from staffroom.cli import VERBS
    lines = [NOTE, "# The command `staffroom`\n", "Exit codes: 0 done · 1 it could not be done · 2 the words of the call are off · 3 refused, because it would "
             "not be safe. Every verb takes `--data DIR`, the folder of the instance (default: `STAFFROOM_DATA`, else `./data`).\n"]
    for verb, words in VERBS.items():
        if importlib.util.find_spec(f"staffroom.cli.{verb}_") is None:
            continue
        parser = argparse.ArgumentParser(prog=f"staffroom {verb}", add_help=False, formatter_class=lambda prog: argparse.HelpFormatter(prog, width=100))
        importlib.import_module(f"staffroom.cli.{verb}_").add(parser)
        lines += [f"## {verb}\n", words[0].upper() + words[1:] + ".\n", "```", parser.format_help().strip(), "```", ""]
    return "\n".join(lines)


PAGES = {"docs/running/settings.md": settings_page, "docs/running/commands.md": commands_page}


def lagging() -> list[str]:
    """The pages that are not what the source says."""
    return [name for name, make in PAGES.items() if not (ROOT / name).is_file() or (ROOT / name).read_text() != make()]


def write() -> None:
    for name, make in PAGES.items():
        (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / name).write_text(make())


if __name__ == "__main__":
    if "--write" in sys.argv[1:]:
        write()
    late = lagging()
    for name in late:
        print(f"{name} lags behind the source; run: python -m tests.house.generated --write")
    sys.exit(1 if late else 0)
