"""Our own rules over the source: small checks that a linter does not know. `python -m tests.house.rules` prints what breaks one.

A line that has to break a rule says why: `# house: the reason`.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "staffroom"
WRITERS = {"create", "get_or_create", "update_or_create", "bulk_create", "bulk_update", "update", "delete", "aupdate", "acreate"}
NETWORK = {"requests", "httpx", "httpx2", "urllib.request", "http.client", "aiohttp", "ftplib", "telnetlib"}
CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("timezone", "now"), ("timezone", "localdate")}
SHUT = ("views", "forms", "urls", "receivers")


def sources() -> list[Path]:
    """All modules of the product (no tests, no migrations)."""
    return [path for path in sorted(PACKAGE.rglob("*.py")) if not {"tests", "migrations"} & set(path.parts)]


def dotted(node: ast.AST) -> str:
    """`a.b.c` of a chain of names; calls and subscripts in it are passed through."""
    match node:
        case ast.Name():
            return node.id
        case ast.Attribute():
            return f"{dotted(node.value)}.{node.attr}"
        case ast.Call():
            return dotted(node.func)
        case ast.Subscript():
            return dotted(node.value)
    return "?"


def kind_of(path: Path) -> str:
    """What a module is in its room: views, actions, queries …"""
    inside = path.relative_to(PACKAGE).parts[1:]
    return inside[0].removesuffix(".py") if inside else path.stem


class Finder(ast.NodeVisitor):
    """Walks one module and notes what breaks a rule: (line, words)."""

    def __init__(self, path: Path):
        self.path, self.room, self.kind = path, path.relative_to(PACKAGE).parts[0], kind_of(path)
        self.place = str(path.relative_to(PACKAGE))
        self.found: list[tuple[int, str]] = []
        self.foreign: set[str] = set()  # names of classes that are not ours

    def note(self, node: ast.AST, words: str) -> None:
        self.found.append((node.lineno, words))  # type: ignore[attr-defined]  # every node that is noted has a line

    def visit_Import(self, node: ast.Import) -> None:
        for name in node.names:
            self._import(node, name.name)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        for name in node.names:
            self._import(node, f"{node.module or ''}.{name.name}")
            if not (node.module or "").startswith("staffroom") and not node.level:
                self.foreign.add(name.asname or name.name)
        parts = (node.module or "").split(".")
        shut = [part for part in (*parts[2:3], *(name.name for name in node.names if len(parts) == 2)) if part in SHUT]
        if parts[0] == "staffroom" and len(parts) > 1 and parts[1] != self.room and shut and self.place != "urls.py":
            self.note(node, f"imports the {shut[0]} of another room")

    def _import(self, node: ast.AST, name: str) -> None:
        top = next((known for known in NETWORK if name == known or name.startswith(known + ".")), None)
        if top and self.place not in {"kit/fetch.py", "cli/serve_.py"}:
            self.note(node, f"goes out by {top}; the one door is kit.fetch")
        if name.startswith("django.contrib.admin"):
            self.note(node, "uses Django's admin")
        if name.startswith("django.db.models.signals"):
            self.note(node, "listens to model signals; a room announces what happened itself")
        if name.split(".")[0] in {"pickle", "marshal", "shelve"}:
            self.note(node, "unpickles")
        if name.endswith(("mark_safe", "SafeString")) and self.place not in {"kit/markdown.py", "ui/templatetags/ui.py", "ui/templatetags/gallery.py"}:
            self.note(node, "declares HTML safe by hand")
        if name.endswith("csrf_exempt"):
            self.note(node, "takes a form without its token")

    def visit_Call(self, node: ast.Call) -> None:
        name = dotted(node.func)
        last = name.rpartition(".")[2]
        ours = name.partition(".")[0] not in self.foreign
        parts = tuple(name.split(".")[-2:])
        if parts in CLOCKS and self.place != "kit/clock.py":
            self.note(node, f"asks {'.'.join(parts)}(); the one clock is kit.clock.now")
        if (last in {"raw", "extra"} and ".objects" in name) or last == "RawSQL":
            self.note(node, f"writes SQL by .{last}()")
        if last in {"execute", "executemany"} and "cursor" in name and self.room not in {"kit", "cli"}:
            self.note(node, "writes SQL outside the kit")
        if ours and ".objects" in name and last in WRITERS and self.kind in {"views", "forms", "queries", "rules", "urls", "receivers"}:
            self.note(node, f"writes by .{last}() outside an act")
        if self.kind == "views" and ((ours and ".objects." in name) or (last == "get_object_or_404" and self._is_ours(node))):
            self.note(node, "reads past visible_to")
        if last in {"redirect", "HttpResponseRedirect"} and any("request" in dotted(part) and re.search(r"\.(GET|POST|META|headers|COOKIES)", ast.unparse(part))
                                                                for part in [*node.args, *(word.value for word in node.keywords)]):
            self.note(node, "redirects to where the request says")
        if last in {"eval", "exec", "system", "popen"} and self.kind != "cli":
            self.note(node, f"calls {last}()")
        if last == "FloatField" or (last == "float" and self.room in {"record", "practice"}):
            self.note(node, "counts with floats")
        self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        if any(isinstance(target, ast.Name) and target.id == "fields" for target in node.targets) and ast.unparse(node.value) == "'__all__'":
            self.note(node, 'opens every field by "__all__"')
        self.generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        if self.kind == "models":
            for part in node.body:
                if isinstance(part, ast.FunctionDef) and part.name in {"save", "delete"}:
                    self.note(part, f"a model with a {part.name}() of its own")
        self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        if self.kind == "actions" and node.col_offset == 0 and not node.name.startswith("_") and self._writes(node) and not self._is_act(node) and self._is_open(node.name):
            self.note(node, f"{node.name}() writes and is no act")
        self.generic_visit(node)

    def _is_open(self, name: str) -> bool:
        """Can other rooms see this function? In a package of acts only what its front names."""
        front = self.path.parent / "__init__.py"
        return self.path.name == "actions.py" or re.search(rf"\b{name}\b", front.read_text()) is not None

    def _is_ours(self, node: ast.Call) -> bool:
        return not node.args or dotted(node.args[0]).partition(".")[0] not in self.foreign

    @staticmethod
    def _is_act(node: ast.FunctionDef) -> bool:
        return any(isinstance(mark, ast.Call) and dotted(mark.func) in {"act", "handles", "outbox.handles"} for mark in node.decorator_list)

    @staticmethod
    def _writes(node: ast.FunctionDef) -> bool:
        for part in ast.walk(node):
            if isinstance(part, ast.Call):
                name = dotted(part.func)
                if ".objects" in name and name.rpartition(".")[2] in WRITERS:
                    return True
        return False


def broken_in(path: Path) -> Iterator[str]:
    """`place:line: words` for each broken rule of a module."""
    text = path.read_text()
    finder = Finder(path)
    finder.visit(ast.parse(text))
    lines = text.splitlines()
    for line, words in sorted(set(finder.found)):
        if not re.search(r"# house: \w+", lines[line - 1]):
            yield f"{path.relative_to(ROOT)}:{line}: {words}"


def broken() -> list[str]:
    return [words for path in sources() for words in broken_in(path)]


if __name__ == "__main__":
    found = broken()
    print("\n".join(found))
    sys.exit(1 if found else 0)
