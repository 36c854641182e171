"""Trials XS-01, XS-02, XS-03 and XS-05 for the renderer of people's Markdown."""

import time
from html.parser import HTMLParser

import pytest

from staffroom.kit import markdown
from staffroom.kit.tests.xss_payloads import PAYLOADS, TEMPLATES

TAGS = {"p", "br", "hr", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "h2", "h3", "h4", "h5", "h6"} | {
    "a", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip


class Judge(HTMLParser):
    """Collects every tag, attribute and comment that a reader of the HTML would see."""

    def __init__(self, html: str):
        super().__init__(convert_charrefs=True)
        self.tags, self.text = [], ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data

    def handle_comment(self, data):
        self.tags.append(("comment", {}))

    handle_decl = handle_pi = unknown_decl = handle_comment


def harmless(html: str) -> bool:
    for tag, attrs in Judge(html).tags:
        allowed = {"a": {"href", "title", "rel"}, "ol": {"start"}, "th": {"scope"}}.get(tag, set())
        if tag not in TAGS or not set(attrs) <= allowed:
            return False
        if tag == "a" and (attrs["rel"] != "nofollow ugc noopener" or not attrs.get("href", "http:").startswith(("http:", "https:", "mailto:"))):
            return False
    return True


def test_there_are_enough_payloads_and_no_two_are_the_same():
    assert len(PAYLOADS) == len(set(PAYLOADS)) >= 200


@pytest.mark.parametrize(
    "around", ["{}", "**{}**", "> {}", "- {}", "# {}", "| a |\n|---|\n| {} |", "[{}](https://x.example)", "[a]({})", "[a]: {}\n\n[a]"]
)
def test_no_payload_becomes_anything_but_text_and_plain_links(around):
    assert [payload for payload in PAYLOADS if not harmless(markdown.to_html(around.format(payload)))] == []


def test_the_two_locks_each_hold_alone():
    assert [payload for payload in PAYLOADS if not harmless(markdown._cleaner.clean(payload))] == []
    tags = [Judge(markdown._parser.render(payload, {"top": 3})).tags for payload in PAYLOADS]
    raw = {(tag, name) for found in tags for tag, attributes in found for name in attributes}
    assert raw == {("a", "href"), ("a", "title"), ("code", "class")}
    assert {tag for found in tags for tag, _attributes in found} <= TAGS


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "java\nscript:alert(1)", "JavaScript&colon;x", "data:text/html,x", "vbscript:x", "&#106;avascript:x"]
)
@pytest.mark.parametrize("form", ["[word]({})", "[word](<{}>)", "<{}>", "[word]\n\n[word]: {}", "{}"])
def test_a_link_that_is_no_web_or_mail_address_is_dropped(url, form):
    assert "<a" not in markdown.to_html(form.format(url))


@pytest.mark.parametrize("url", ["/find/", "//evil.example", "page.html", "#here", "ftp://x.example", "tel:123"])
def test_a_link_within_the_site_or_of_another_kind_is_dropped(url):
    assert "href" not in markdown.to_html(f"[word]({url})")


@pytest.mark.parametrize("text", TEMPLATES)
def test_template_words_stay_what_they_are(text):
    assert Judge(markdown.to_html(text)).text.strip() == text


def test_what_people_write_is_shown():
    html = markdown.to_html(
        "# Plan\n\n"
        "See https://a.example/x_y and [b](mailto:b@b.example 'Mail').\n\n"
        "1. *one*\n2. ~~two~~ **three** `<c>`\n\n| h |\n|:-:|\n| d |\n\n---\n> q"
    )
    rel = 'rel="nofollow ugc noopener"'
    assert html == (
        f'<h3>Plan</h3>\n<p>See <a href="https://a.example/x_y" {rel}>https://a.example/x_y</a> and '
        f'<a href="mailto:b@b.example" title="Mail" {rel}>b</a>.</p>\n<ol>\n<li><em>one</em></li>\n'
        "<li><s>two</s> <strong>three</strong> <code>&lt;c&gt;</code></li>\n</ol>\n"
        '<table>\n<thead>\n<tr>\n<th scope="col">h</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>d</td>\n</tr>\n</tbody>\n</table>\n'
        "<hr>\n<blockquote>\n<p>q</p>\n</blockquote>\n"
    )
    assert hasattr(html, "__html__")


def test_headings_follow_the_heading_of_the_page():
    text = "# a\n\n### b\n\n###### c"
    assert markdown.to_html(text) == "<h3>a</h3>\n<h4>b</h4>\n<h5>c</h5>\n"
    assert markdown.to_html(text, top=2) == "<h2>a</h2>\n<h3>b</h3>\n<h4>c</h4>\n"
    assert markdown.to_html("## a\n\n#### b", top=2) == "<h2>a</h2>\n<h3>b</h3>\n"
    assert "<h6>" in markdown.to_html("# a\n\n## b\n\n### c\n\n#### d\n\n##### e\n\n###### f") and "<h7>" not in markdown.to_html("# a\n\n## b\n\n### c\n\n#### d\n\n##### e\n\n###### f")


def test_names_of_files_and_people_are_not_made_into_links():
    assert "<a" not in markdown.to_html("readme.md node.js ann@home.example www.x.example //x.example 10.0.0.1")


def test_a_picture_is_a_link_and_asks_no_other_host():
    assert markdown.to_html("![plan](https://x.example/a.png)") == (
        '<p>!<a href="https://x.example/a.png" rel="nofollow ugc noopener">plan</a></p>\n'
    )


HEAVY = [
    "[",
    "*",
    ">",
    "![[",
    "[a](b",
    "`",
    "_a*",
    "a@",
    "https://",
    "|a",
    "<",
    "&",
    "\\",
    "- ",
    "1. a\n",
    "[a]: b\n",
    "~~",
    "(",
    "www.",
    "> - ",
    "*a **a ",
    "[](",
    "<a ",
]
HEAVY += ["\n".join("  " * depth + "- x" for depth in range(280)), "https://x.y/((((", "|-" * 40 + "\n", "``` \n", "![](<", "[[a]]", "x\n=\n"]


@pytest.mark.parametrize("part", HEAVY)
def test_a_text_made_to_be_slow_is_not(part):
    for size in (markdown.MOST_CHARACTERS, 1_000_000):
        text = (part * (size // len(part) + 1))[:size]
        began = time.process_time()
        markdown.to_html(text)
        assert time.process_time() - began < 10  # a guard against hanging; usual is well under one second


def test_a_text_past_the_limit_is_shown_whole_and_plain():
    text = "<b>*a*</b>\nb\n\n" * 4_000
    html = markdown.to_html(text)
    assert html == "<p>&lt;b&gt;*a*&lt;/b&gt;<br>b</p>" * 4_000


def test_stored_text_is_cut_at_a_heading():
    html = markdown.to_html("Before.\n\n## Try it\n\nDo.\n\n## After\n\nEnd.", top=2)
    assert [(piece.strip(), inside) for piece, inside in markdown.cut_at(html, "Try it")] == [
        ("<p>Before.</p>", False), ("<h2>Try it</h2>\n<p>Do.</p>", True), ("<h2>After</h2>\n<p>End.</p>", False)]
    assert markdown.cut_at(html, "Nothing") == [(html, False)]
    assert markdown.cut_at("", "Try it") == []


def test_addresses_in_plain_text_are_those_that_may_be_links():
    text = "see https://example.org/a?b=1, http://x.example. javascript:alert(1) ftp://a.example //b.example mail@x.example"
    assert [(text[start:end], url) for start, end, url in markdown.addresses_in(text)] == [
        ("https://example.org/a?b=1", "https://example.org/a?b=1"), ("http://x.example", "http://x.example")]
