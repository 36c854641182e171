"""XS-03, XS-04 and IN-02: words that would be more than words, in pages and letters."""

import re
from html.parser import HTMLParser

import pytest
from django.core import mail
from django.test import Client

from staffroom.kit import outbox
from staffroom.kit.testing import make_account, op_id, sign_in
from staffroom.notices import actions as notices

pytestmark = pytest.mark.django_db
WORDS = {
    "template": "{{7*7}} {% debug %} ${7*7} #{7*7} <%= 7*7 %>",
    "breaking out": "</title></textarea></script><script>alert(1)</script><b id=broke>",
    "attributes": "\" onmouseover=alert(1) id=broke x=' ` onfocus=alert(1) autofocus=\"",
}


class Broke(HTMLParser):
    """Notes what our words became: an element with id=broke, a script without an address, an attribute that runs."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        held = dict(attrs)
        runs = [name for name in held if name.startswith("on")]
        inline = tag == "script" and "src" not in held and held.get("type", "") not in {"application/json", "application/ld+json", "importmap"}
        if held.get("id") == "broke" or runs or inline:
            self.found.append((tag, held))


@pytest.mark.parametrize("what", WORDS)
def test_xs03_xs04_words_stay_words_on_every_page_of_theirs(what):
    words = WORDS[what]
    ann = make_account("Ann Example")
    browser = sign_in(Client(), ann)

    def send(path, **fields):
        return browser.post(path, fields | {"op_id": op_id()})

    assert send("/me/name/", name=words[:60]).status_code == 302
    assert send("/me/profile/", about=words, place=words[:60], seen_about="3", seen_place="3", in_directory="on").status_code == 302
    said = send("/practice/start/", text=words, mood="curious", minutes="15").headers["Location"]
    step = send("/practice/new/", title=words, note=words, minutes="5").headers["Location"]
    entry = send("/record/new/", title=words, note=words, source=words, kind="visit", minutes="20", on_on="2026-01-07", time_kind="own").headers["Location"].split("?")[0]
    browser.post("/record/drafts/record.new/", {"title": words, "note": words, "tab": "tab-one"})
    pages = [said, step, entry, f"{entry}edit/", f"{entry}ask/", "/record/", "/record/new/", "/record/new/?draft=1", "/record/drafts/", "/practice/", "/practice/start/", "/today/",
             "/me/", "/me/profile/", "/me/name/", f"/people/{ann.code}/", "/people/", "/record/take/", "/trust", f"/find/?q={words[:40]}"]
    shown = 0
    for path in pages:
        answer = browser.get(path)
        assert answer.status_code == 200, path
        text, broke = answer.content.decode(), Broke()
        broke.feed(text)
        assert broke.found == [], path
        assert "49 49" not in text and "{&#x27;" not in text, path
        shown += "7*7" in text or "alert(1)" in text
    assert shown > 10, "the words are on most of these pages"
    assert send("/sign-out/").status_code == 302


@pytest.mark.parametrize("name", ["Ann\r\nBcc: x@evil.example", "Ann\n.\nQUIT", "Ann\u2028Bcc: x@evil.example", "A" * 60])
def test_in02_a_name_never_becomes_a_line_of_a_letter(settings, name):
    settings.MAIL_WORKS = True
    ann = make_account("Ann Example")
    browser = sign_in(Client(), ann)
    browser.post("/me/name/", {"name": name, "op_id": op_id()})
    ann.refresh_from_db()
    assert not re.search(r"[\r\n\u2028]", ann.name)
    browser.post("/notices/how/", {"by_mail": "on", "quiet_from": "0", "quiet_to": "0", "reminds": "no", "op_id": op_id()})
    notices.tell(by=None, person=ann, kind="confirmed", key="one", name=name, href="/record/")
    browser.post("/account/password/reset/", {"email": ann.email, "op_id": op_id()})
    for row in outbox.claim(100):
        outbox.perform(row)
    assert len(mail.outbox) == 2
    for letter in mail.outbox:
        head, _, body = letter.message().as_string().partition("\n\n")
        assert letter.recipients() == [ann.email] and "Bcc" not in letter.message() and "evil.example" not in head + body


@pytest.mark.parametrize("email", ["ann@b\u00fccher.example", '"ann example"@home.example', '"a\\"b"@home.example', "ann@[127.0.0.1]", "a" * 250 + "@home.example",
                                   "ann@home.example, x@evil.example", "<ann@home.example> x@evil.example", "ann@home.example%0d%0aBcc:x@evil.example"])
def test_in02_an_odd_address_is_refused_or_is_one_recipient(settings, email):
    settings.MAIL_WORKS = True
    browser = sign_in(Client(), make_account("Ann Example"))
    assert browser.post("/account/addresses/", {"email": email, "op_id": op_id()}).status_code in {200, 302, 303, 400, 422}
    for row in outbox.claim(100):
        outbox.perform(row)
    for letter in mail.outbox:
        assert len(letter.message().get_all("To")) == 1 and len(letter.recipients()) == 1



def test_ra07_a_letter_that_was_sent_and_not_marked_is_sent_again_as_the_same_letter(settings):
    """The worker died between sending and marking: the repeat carries the same Message-ID, and mailboxes show one."""
    settings.MAIL_WORKS = True
    ann = make_account("Ann Example")
    browser = sign_in(Client(), ann)
    browser.post("/notices/how/", {"by_mail": "on", "quiet_from": "0", "quiet_to": "0", "reminds": "no", "op_id": op_id()})
    notices.tell(by=None, person=ann, kind="confirmed", key="one", name="Ben Example", href="/record/")
    Client().post("/account/password/reset/", {"email": ann.email, "op_id": op_id()})
    rows = outbox.claim(100)
    for row in [*rows, *rows]:
        outbox.HANDLERS[row.kind](row.payload)
    marks = [letter.message()["Message-ID"] for letter in mail.outbox]
    assert len(marks) == 4 and len(set(marks)) == 2
