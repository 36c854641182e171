"""The title of a web page, out of its bytes. Pure."""

import re
from html.parser import HTMLParser

from staffroom.kit.words import outside_line

READ = 300_000
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([A-Za-z0-9_-]{1,30})""", re.IGNORECASE)


class _Titles(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.inside, self.title, self.shared = False, "", ""

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        self.inside = tag == "title" and not self.title
        if tag == "meta" and said.get("property") == "og:title":
            self.shared = self.shared or said.get("content") or ""

    def handle_endtag(self, tag):
        self.inside = False

    def handle_data(self, data):
        if self.inside:
            self.title += data


def title_of(data: bytes) -> str:
    """The page's own title for sharing, else its <title>; empty when it has none."""
    data = data[:READ]
    told = _CHARSET.search(data[:4000])
    try:
        text = data.decode(told[1].decode() if told else "utf-8", "replace")
    except LookupError:
        text = data.decode("utf-8", "replace")
    reader = _Titles()
    reader.feed(text)
    return outside_line(reader.shared or reader.title, 300)
