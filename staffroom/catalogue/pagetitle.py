"""What a web page says of itself, out of its bytes: its title, and the facts it tells machines. Pure."""

import re
from html.parser import HTMLParser

from staffroom.catalogue import addresses, dated
from staffroom.catalogue.described import Bad, Described, described
from staffroom.catalogue.lists import linked, lrmi
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


def text_of(data: bytes) -> str:
    """The page as text: by the alphabet that it names, else as UTF-8."""
    told = _CHARSET.search(data[:4000])
    try:
        return data.decode(told[1].decode() if told else "utf-8", "replace")
    except LookupError:
        return data.decode("utf-8", "replace")


def title_of(text: str) -> str:
    """The page's own title for sharing, else its <title>; empty when it has none."""
    reader = _Titles()
    reader.feed(text[:READ])
    return outside_line(reader.shared or reader.title, 300)


def facts_of(text: str, url_key: str) -> Described | None:
    """The offer that a page tells machines of, without its address; None when it tells of none, or of several and not which one is at this key."""
    try:
        told = [lrmi.facts_of(node) for _line, node in linked.in_page(text)]
    except linked.NotLinked:
        return None
    its_own = next((facts for facts in told if _key(facts) == url_key), told[0] if len(told) == 1 else None)
    try:
        return described(**lrmi.with_days({"title": url_key[:300]} | its_own | {"url": ""})) if its_own else None
    except (Bad, dated.NoDay):
        return None


def _key(facts: dict) -> str:
    try:
        return addresses.key_of(facts.get("url", ""))
    except addresses.NoAddress:
        return ""
