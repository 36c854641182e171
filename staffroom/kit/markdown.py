"""Markdown from people, as HTML that is safe to put into a page.

Two locks, each enough by itself: markdown-it-py is told to know no HTML and no images, and nh3 then
keeps only the tags and attributes listed here. Links lead to http, https or mailto, carry
``rel="nofollow ugc noopener"``, and are never relative. Render when the text is saved.
"""

import re
from collections.abc import Iterator

import nh3
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from linkify_it import LinkifyIt
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

MOST_CHARACTERS = 30_000
_DEEPEST = 6
_LINK = re.compile(r"(https?://|mailto:)[^\s]", re.IGNORECASE)
_HIDDEN = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\\]")
_TAGS = "p br hr strong em s code pre blockquote ul ol li h2 h3 h4 h5 h6 a table thead tbody tr th td"


def to_html(text: str, *, top: int = 3) -> SafeString:
    """HTML of CommonMark with tables, strike-through and bare web addresses as links.

    The highest heading becomes ``<h{top}>`` (2 to 6) and lower ones follow, so that they stand below
    the headings of the page. A text of more than ``MOST_CHARACTERS`` characters is shown whole but
    plain: no markup is worth that much reading. Never raises for a ``str``.
    """
    if len(text) > MOST_CHARACTERS:
        parts = (escape(part).replace("\n", "<br>") for part in text.split("\n\n") if part.strip())
        return mark_safe("".join(f"<p>{part}</p>" for part in parts))  # noqa: S308  every part is escaped
    return mark_safe(_cleaner.clean(_parser.render(text, {"top": top})))  # noqa: S308  nh3 left only the tags above


def cut_at(html: str, heading: str) -> list[tuple[SafeString, bool]]:
    """Stored HTML of ``to_html`` in at most three pieces: what stands before the section under ``heading``, that section (True), the rest.

    The heading is one of the highest level in the text (``<h2>`` for ``top=2``). Without it the whole is one piece.
    """
    before, found, rest = html.partition(f"<h2>{escape(heading)}</h2>")
    inside, next_one, after = rest.partition("<h2>")
    pieces = ((before, False), (found + inside, True), (next_one + after, False)) if found else ((html, False),)
    return [(mark_safe(piece), is_section) for piece, is_section in pieces if piece.strip()]  # noqa: S308  cleaned when it was made


def addresses_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Web addresses in plain text that may be links: (from, to, address)."""
    for found in _parser.linkify.match(text) or ():  # type: ignore[union-attr]  # it is there: the parser is told to link
        if _may_link(found.url):
            yield found.index, found.last_index, found.url


def _demote(state: StateCore) -> None:
    """Let the highest level of headings in the text be the one that the page leaves free, and each lower one the next."""
    headings = [token for token in state.tokens if token.type in ("heading_open", "heading_close")]
    levels = sorted({token.tag for token in headings})
    for token in headings:
        token.tag = f"h{min(_DEEPEST, levels.index(token.tag) + state.env.get('top', 3))}"


def _may_link(url: str) -> bool:
    return _LINK.match(url) is not None and _HIDDEN.search(url) is None


def _new_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": True, "maxNesting": 20})
    parser.enable(["linkify", "strikethrough", "table"]).disable(["image", "html_block", "html_inline"])
    parser.core.ruler.push("demote", _demote)
    linker = LinkifyIt()
    linker.set({"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
    for schema in ("ftp:", "//"):
        linker.add(schema, None)
    parser.linkify = linker
    parser.validateLink = _may_link  # type: ignore[method-assign]  # the library's own way to narrow links
    return parser


_parser = _new_parser()
_cleaner = nh3.Cleaner(
    tags=set(_TAGS.split()),
    attributes={"a": {"href", "title"}, "ol": {"start"}},
    url_schemes={"http", "https", "mailto"},
    url_relative="deny",
    link_rel="nofollow ugc noopener",
    set_tag_attribute_values={"th": {"scope": "col"}},
)
