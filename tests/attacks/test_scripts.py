"""XS-01 to XS-04: texts that try to run, stored by every form, looked at by their owner, by a reader and by anybody."""

import os

import pytest
from django.test import Client
from django.utils.html import escape

from staffroom.catalogue.models import Offer
from staffroom.kit.testing import make_account, op_id, sign_in
from staffroom.kit.tests.xss_payloads import PAYLOADS, TEMPLATES
from staffroom.orgs import actions as orgs
from staffroom.practice.models import PlanStep
from staffroom.record.models import Entry
from staffroom.sharing.models import Copy
from tests import browsing

pytestmark = [*browsing.needed, pytest.mark.django_db(transaction=True)]
WATCH = """
window.ran = [];
for (const name of ['alert', 'boom', 'panic', 'confirm', 'prompt']) window[name] = (...words) => window.ran.push(name + ': ' + words);
document.addEventListener('securitypolicyviolation', event => window.ran.push('policy: ' + event.violatedDirective + ' ' + event.blockedURI));
"""


def joined(most: int, *, line: bool = False) -> list[str]:
    """The payloads, as few texts as fit into fields of so many characters."""
    texts = [""]
    for payload in PAYLOADS:
        payload = payload.replace("\x00", "")
        if len(texts[-1]) + len(payload) + 1 > most:
            texts.append("")
        texts[-1] += (" " if line else "\n") + payload
    return [text.strip() for text in texts if text.strip() and len(text) <= most]


class Sender:
    """Somebody who fills forms in, and what was answered."""

    def __init__(self, account):
        self.client, self.answers = sign_in(Client(), account), []
        session = self.client.session
        session["account_authentication_methods_user"] = str(account.pk)
        session["account_authentication_methods"] = [{"method": "password", "at": 4e9, "reauthenticated": True}]
        session.save()

    def send(self, path: str, **fields):
        answer = self.client.post(path, {"op_id": op_id(), **fields})
        self.answers.append(answer.status_code)
        return answer.headers.get("Location", "")


@pytest.fixture
def filled(db):
    """Ann, Rosa, and everything that Ann's forms took."""
    ann, rosa = make_account("Ann Example"), make_account("Rosa Example")
    school = orgs.found(by=None, parent=None, kind="school", name="Juniper School")
    for person, role in ((ann, "org_admin"), (rosa, "teacher")):
        orgs.enrol(by=None, person=person, organisation=school, role=role)
    form, visits = Sender(ann), []
    note = {"kind": "visit", "minutes": "20", "on_on": "2026-11-18", "time_kind": "own", "origin": "chosen"}
    lines, texts = joined(180, line=True), joined(5_000)
    for number, line in enumerate(lines):
        form.send("/record/new/", title=line, source=lines[-number], note=texts[number % len(texts)], **note)
        if number < 150:
            form.send("/practice/new/", title=line, note=texts[number % len(texts)])
    for text in joined(590):
        visits.append(form.send("/practice/start/", text=text, mood="curious", minutes="15"))
    for number, text in enumerate(texts):
        form.send(f"/record/drafts/record.entry:x{number}/", title=lines[number], note=text, version="0", tab=f"t{number}")
    entries = list(Entry.objects.order_by("made_at"))
    for entry, line in zip(entries, joined(110, line=True), strict=False):
        form.send(f"/record/{entry.code}/proof/", link="https://proof.example/?q=<script>alert(1)</script>", name=line)
    for entry in entries[:12]:
        form.send(f"/shared/hand/entry/{entry.code}/", reader=rosa.code, until_on="2027-06-30")
    for step in PlanStep.objects.order_by("made_at")[:12]:
        form.send(f"/shared/hand/planstep/{step.code}/", reader=rosa.code, until_on="2027-06-30")
    offers(form)
    form.send("/me/name/", name="<img src=x onerror=alert(1)>\"'><svg onload=alert(1)>")
    form.send("/me/profile/", about=joined(590)[0], place="\" onmouseover=\"alert(1)", years="", locale="", seen_about="3", seen_place="3", in_directory="on")
    form.send(f"/office/{school.code}/name/", name="</title><script>alert(1)</script>", place="' autofocus onfocus='alert(1)")
    form.send(f"/office/{school.code}/invite/", to_name="<iframe srcdoc='<script>alert(1)</script>'>", role="coach")
    ann.refresh_from_db()
    return ann, rosa, form, visits, school


def offers(form: Sender) -> None:
    """A list that was brought in, and put up."""
    import csv
    import io

    from django.core.files.uploadedfile import SimpleUploadedFile
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(["Title", "Link", "Summary", "Maker"])
    for number, line in enumerate(joined(250, line=True)):
        writer.writerow([line, f"https://list.example/{number}", line, line[:150]])
    found = form.send("/find/add/file/", **{"file-file": SimpleUploadedFile("list <b>.csv", table.getvalue().encode(), "text/csv")})
    form.send(found.rstrip("/") + "/apply/")


def test_nothing_that_somebody_wrote_runs_anywhere(filled, live_server, monkeypatch):
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the browser's driver runs a loop in this thread
    ann, rosa, form, visits, school = filled
    assert not [status for status in form.answers if status >= 500]
    assert min(Entry.objects.count(), PlanStep.objects.count(), Offer.objects.count(), Copy.objects.count()) > 10
    entries, steps = list(Entry.objects.order_by("made_at")[:12]), list(PlanStep.objects.order_by("made_at")[:10])
    own = ["/today/", "/practice/", "/practice/start/", "/practice/new/", "/record/", "/record/?page=2", "/record/time/", "/record/new/", "/record/drafts/",
           "/record/take/", "/record/let-go/", "/people/", "/notices/", "/me/", "/me/profile/", "/me/profile/as/anyone/", "/me/name/", "/me/access/",
           "/find/add/", "/take/", f"/office/{school.code}/", f"/office/{school.code}/name/", f"/office/{school.code}/invite/", *visits,
           *(f"/record/{entry.code}/" for entry in entries), *(f"/record/{entry.code}/edit/" for entry in entries[:3]),
           *(f"/practice/{step.code}/" for step in steps), f"/shared/hand/entry/{entries[-1].code}/"]
    wall = ["/find/", "/find/?page=2", "/find/?q=alert", "/find/?q=<script>alert(1)</script>", "/find/?q=\"onfocus=alert(1)", f"/people/{ann.code}/",
            *(f"/find/{offer.code}/" for offer in Offer.objects.all()[:8])]
    handed = ["/people/", "/notices/", *(f"/shared/{copy.code}/" for copy in Copy.objects.filter(reader=rosa))]
    found = []
    with browsing.chromium() as browser:
        for account, paths in ((ann, own + wall), (rosa, handed + wall), (None, wall)):
            cookie = sign_in(Client(), account).cookies["session"].value if account else ""
            found += look(browser, live_server.url, cookie, paths)
    assert found == []


def look(browser, home: str, cookie: str, paths: list[str]) -> list[str]:
    """Open each address; what ran, what the policy had to stop, what was asked of another host."""
    context = browsing.visitor(browser, home, cookie)
    context.add_init_script(WATCH)
    page, found = browsing.watched(context, home), []
    page.on("dialog", lambda dialog: (found.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    for path in paths:
        answer = page.goto(path.split(home)[-1], wait_until="load")
        ran = page.evaluate("window.ran")
        told = [line for line in page.complaints if "Failed to load resource" not in line]
        page.complaints.clear()
        if ran or told or answer.status >= 500:
            found.append(f"{path} ({answer.status}): {ran} {told[:3]}")
    context.close()
    return found


def test_signs_of_template_languages_are_letters(db):
    """XS-03: what looks like a template is shown as it was typed."""
    ann = make_account("Ann Example")
    form = Sender(ann)
    for text in TEMPLATES:
        place = form.send("/practice/new/", title=text, note=text)
        shown = form.client.get(place).content.decode()
        assert str(escape(text)) in shown, text
