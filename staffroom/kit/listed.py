"""Lists as files that other programs read: feeds (OPML), bookmarks (Netscape's form). The same rows make the same bytes."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0"><head><title>%s</title></head><body>\n'
_MARKS = ('<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">\n'
          "<TITLE>Bookmarks</TITLE>\n<H1>Bookmarks</H1>\n<DL><p>\n    <DT><H3>%s</H3>\n    <DL><p>\n")


@dataclass(frozen=True)
class Mark:
    """One bookmark: `note` stands under it."""

    title: str
    url: str
    note: str = ""
    at: datetime | None = None


def _text(words: str) -> str:
    return _NOT_XML.sub("", words)


def opml(title: str, feeds: Iterable[dict[str, str]]) -> bytes:
    """A list of feeds, each with its name, url and site."""
    lines = [f'<outline type="rss" text={quoteattr(_text(feed["name"]))} xmlUrl={quoteattr(feed["url"])} htmlUrl={quoteattr(feed["site"])}/>'
             for feed in feeds]
    return (_HEAD % escape(_text(title)) + "\n".join(lines) + "\n</body></opml>\n").encode()


def bookmarks(folder: str, marks: Iterable[Mark]) -> bytes:
    """A file of bookmarks, all in one folder, that every browser brings in; what is no address of a web page is left out."""
    lines = []
    for mark in marks:
        if not mark.url.startswith(("https://", "http://")):
            continue
        at = f' ADD_DATE="{int(mark.at.timestamp())}"' if mark.at else ""
        lines.append(f"        <DT><A HREF={quoteattr(_text(mark.url))}{at}>{escape(_text(mark.title))}</A>")
        lines += [f"        <DD>{escape(_text(' '.join(mark.note.split())))}"] if mark.note else []
    return (_MARKS % escape(_text(folder)) + "\n".join(lines) + "\n    </DL><p>\n</DL><p>\n").encode()
