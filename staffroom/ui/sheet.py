"""The style sheet of the house: the parts named in ``css/order.txt``, joined into ``ui/app.css``. What one room alone needs much of
lies in ``css/apart/`` and is a sheet of its own (``ui/edcamps.css``), which the pages of that room ask for besides.

A part is plain CSS that a browser could read by itself. Joining does two things more: it takes out
comments and blank space, and it spells out ``light-dark(a, b)`` of the tokens for browsers that do
not know that function, so that a colour stands in one line of the source with both its values.
"""

import re
from pathlib import Path

CSS = Path(__file__).resolve().parent / "static" / "ui" / "css"
NAME = "ui/app.css"

_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_STRING = re.compile(r'("[^"]*")')
_TWO = re.compile(r"(--[\w-]+):\s*light-dark\(([^,()]+),\s*([^,()]+)\)")


def apart() -> dict[str, Path]:
    """The sheets of single rooms: by their name, the file."""
    return {f"ui/{path.name}": path for path in sorted((CSS / "apart").glob("*.css"))}


def parts() -> list[Path]:
    """The files of the sheet of the house, in their order. A file that is in the folder but not in the list is an error."""
    names = (CSS / "order.txt").read_text().split()
    forgotten = {str(path.relative_to(CSS)) for path in CSS.rglob("*.css") if path.parent.name != "apart"} - set(names)
    if forgotten:
        raise ValueError(f"css/order.txt does not name {', '.join(sorted(forgotten))}")
    return [CSS / name for name in names]


def joined(name: str = NAME) -> str:
    """A whole sheet as it is sent."""
    return tight("".join(spelled_out(path.read_text()) for path in (parts() if name == NAME else [apart()[name]])))


def newest() -> float:
    """When a part or the list last changed, as a file time."""
    return max(path.stat().st_mtime for path in [CSS / "order.txt", *parts(), *apart().values()])


def colours(css: str) -> dict[str, tuple[str, str]]:
    """Every token that has two values: name -> (light, dark)."""
    return {name: (light.strip(), dark.strip()) for name, light, dark in _TWO.findall(css)}


def spelled_out(css: str) -> str:
    """``light-dark()`` as plain values: light ones in place, dark ones by system or by ``data-theme``, never on paper."""
    pairs = colours(css)
    if not pairs:
        return css
    dark = "color-scheme:dark;" + "".join(f"{name}:{pair[1]};" for name, pair in pairs.items())
    return (
        _TWO.sub(r"\1: \2", css)
        + "@layer tokens{@media screen and (prefers-color-scheme:dark){:root:not([data-theme=light]){" + dark + "}}"
        + "@media screen{:root[data-theme=dark]{" + dark + "}}}"
    )


def tight(css: str) -> str:
    """The same rules without comments and without space that means nothing."""
    pieces = _STRING.split(_COMMENT.sub("", css))
    for i in range(0, len(pieces), 2):
        piece = re.sub(r"\s+", " ", pieces[i])
        piece = re.sub(r" ?([{};,]) ?", r"\1", piece)
        pieces[i] = re.sub(r"([\w-]): (?=[^{}]*[;}])", r"\1:", piece).replace(";}", "}")
    return "".join(pieces).strip() + "\n"
