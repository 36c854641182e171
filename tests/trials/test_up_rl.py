"""UP and RL: files, and asking too often. What stands in one room's own tests is listed in docs/trials.md."""

import io

import pytest
from django.test import Client

from staffroom.kit.testing import make_account, op_id, sign_in
from staffroom.people import actions as people
from staffroom.people.models import Profile
from staffroom.record import actions as record
from staffroom.record.models import Evidence
from tests.attacks import asking
from tests.attacks.world import TODAY
from tests.trials import shown

pytestmark = pytest.mark.django_db
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + b"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@pytest.mark.either
def test_up06_every_page_that_takes_a_file_says_that_no_scanner_looks_at_it(world):
    pages = {(form.page, form.viewer) for form in shown.forms(world) if "file" in form.kinds.values()}
    assert len(pages) >= 2
    for page, viewer in pages:
        assert "not scanned for viruses" in asking.send(world, viewer, "GET", page).plain.decode(), page


def test_up06_a_test_virus_comes_back_only_as_something_to_save(shelf):
    ann = make_account("Ann Example")
    browser = sign_in(Client(), ann)
    entry = record.note(by=ann, title="A visit", kind="visit", minutes=20, on_on=TODAY)
    answer = browser.post(f"/record/{entry.code}/proof/", {"file": io.BytesIO(EICAR), "says_no_pupils": "on", "op_id": op_id()})
    assert answer.status_code in {302, 422}
    for proof in Evidence.objects.all():
        sent = browser.get(f"/record/{entry.code}/proof/{proof.code}/")
        assert sent.headers["Content-Disposition"].startswith("attachment") and "sandbox" in sent.headers["Content-Security-Policy"]


@pytest.mark.parametrize("asked", ["bytes=" + ",".join(f"{n}-{n}" for n in range(1_000)), "bytes=0-0,-1", "bytes=-0", "bytes=9-1", "bytes=5-99999999999999999999"])
def test_up14_many_parts_of_a_file_are_one_answer_at_most(shelf, asked):
    ann = make_account("Ann Example")
    browser = sign_in(Client(), ann)
    entry = record.note(by=ann, title="A visit", kind="visit", minutes=20, on_on=TODAY)
    words = b"What I saw in the lesson\n" * 40
    file = io.BytesIO(words)
    file.name = "notes.txt"
    browser.post(f"/record/{entry.code}/proof/", {"file": file, "says_no_pupils": "on", "op_id": op_id()})
    answer = browser.get(f"/record/{entry.code}/proof/{Evidence.objects.get().code}/", headers={"Range": asked})
    assert answer.status_code in {200, 206, 416}
    assert len(answer.content) <= len(words) and "multipart" not in answer.headers["Content-Type"]


@pytest.mark.either
@pytest.mark.parametrize("where", ["/find/?q=routine", "/people/{code}/", "/people/"])
def test_rl01_a_page_that_can_be_scraped_is_given_so_often_and_says_when_again(monkeypatch, where):
    monkeypatch.setattr("staffroom.kit.limits.time.time", lambda: 1_800_000_000.0)
    ann, browser = make_account("Ann Example"), Client()
    people.tell(by=ann, told={"about": "I teach."}, seen={"about": Profile.Seen.ANYONE})
    if where == "/people/":
        sign_in(browser, ann)
    path = where.format(code=ann.code)
    answers = [browser.get(path).status_code for _n in range(301)]
    assert (set(answers[:300]), answers[300]) == ({200}, 429)
    assert int(browser.get(path).headers["Retry-After"]) > 0
    other = Client(REMOTE_ADDR="203.0.113.9")
    assert (sign_in(other, make_account("Ben Example")) if where == "/people/" else other).get(path).status_code == 200


def test_rl01_refused_or_not_a_page_that_is_nobodys_looks_the_same(monkeypatch):
    """The budget counts codes that never were, too: nothing is told by what is refused."""
    monkeypatch.setattr("staffroom.kit.limits.time.time", lambda: 1_800_000_000.0)
    browser = Client()
    answers = [browser.get("/people/zzzzzzzzzzzz/").status_code for _n in range(301)]
    assert (set(answers[:300]), answers[300]) == ({404}, 429)
