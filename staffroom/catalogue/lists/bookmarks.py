"""Bookmarks that a browser saved (Netscape's form), as rows with their folder and line. Pure."""

from html.parser import HTMLParser

from staffroom.kit.words import outside_line

DEEPEST = 60
BETWEEN = " / "
PARTS = {"dl", "dt", "dd", "h3", "a"}


class _Marks(HTMLParser):
    """Walks the lists: a heading names the list that follows it, a link is a row, and words after it are its summary."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.path: list[str] = []
        self.heading, self.text, self.row = "", "", {}
        self.inside = ""
        self.rows: list[tuple[int, dict[str, str]]] = []

    def handle_starttag(self, tag, attrs):
        if tag in PARTS:
            self._close()
        if tag == "dl":
            self.path.append(self.heading)
            self.heading = ""
        elif tag == "a":
            self.row = {"url": (dict(attrs).get("href") or "").strip()[:2_000], "folder": BETWEEN.join(name for name in self.path[:DEEPEST] if name)}
            self.rows.append((self.getpos()[0], self.row))
        if tag in {"a", "h3", "dd"}:
            self.inside, self.text = tag, ""

    def handle_endtag(self, tag):
        if tag in PARTS:
            self._close()
        if tag == "dl" and self.path:
            self.path.pop()

    def handle_data(self, data):
        if self.inside:
            self.text += data

    def _close(self) -> None:
        """The words of the element that ends here."""
        words = outside_line(self.text, 1_000)
        if self.inside == "h3":
            self.heading = outside_line(words, 80)
        elif self.inside == "a":
            self.row["title"] = words
        elif self.inside == "dd" and self.row and words:
            self.row["summary"] = words
        self.inside, self.text = "", ""


def read(data: bytes) -> list[tuple[int, dict[str, str]]]:
    """(line, {title, url, folder, summary}) of every bookmark, in the order of the file."""
    reader = _Marks()
    reader.feed(data.decode("utf-8-sig", "replace"))
    reader.close()
    return reader.rows


def folders(rows) -> list[str]:
    """The folders that hold bookmarks, in the order of the file; "" for those that lie in none."""
    return list(dict.fromkeys(row["folder"] for _line, row in rows))
