"""FO: forms and what they were not made for. Every form that a page shows, every field in it."""

import time

import pytest
from django.test import RequestFactory

from staffroom.record.models import Entry
from tests.attacks import asking
from tests.attacks.routes import ROUTES, path_of
from tests.attacks.world import ANN, undone
from tests.trials import shown

pytestmark = pytest.mark.django_db
UNFIT = {"NUL": b"a\x00b", "half a pair": b"a\xed\xa0\x80b", "no UTF-8": b"a\xff\xfeb"}
# Words of a program, not of a person: a wrong one is passed over.
LONG_TEXTS = {"transcript": 60_001}  # an hour of talk
PASSED_OVER = {"whose", "tab", "draft_version", "draft_form", "base", "zone", "list", "row"}
# A draft keeps what is not finished, up to 100,000 characters; a passkey that is none leads back to the door.
KEPT_ON = {"/record/drafts/record.new/", "/account/keys/passkeys/sign-in/"}
OTHER_KINDS = ("application/json", "text/plain", "application/xml", "application/x-www-form-urlencoded; charset=utf-16",
               "multipart/form-data; boundary=cut; charset=utf-7")


def each_field(world):
    """(form, field) for every field of every form; choices too, since anything can be sent in them."""
    return [(form, name) for form in shown.all_forms(world) for name in (*form.texts, *form.choices)]


def tell(form, name, what, status) -> str:
    return f"{form.method} {form.action} as {form.viewer}, {name}: {what} gives {status}"


def test_fo06_what_no_database_keeps_is_refused_in_every_field_of_every_form(world, long):
    """Fields take turns with the letters and the ways to send them; all of them in each with --long."""
    fields, before, wrong = each_field(world), asking.rows_digest(), []
    ways = [(what, multipart) for what in UNFIT for multipart in (False, True)]
    for number, (form, name) in enumerate(fields):
        for what, multipart in ways if long else [ways[number % len(ways)]]:
            with undone():
                status = shown.raw(world, form, {name: UNFIT[what]}, multipart=multipart).status_code
            is_refused = status == 400 if form.method == "post" and (what == "NUL" or not multipart) else status < 500
            if not is_refused:
                wrong.append(tell(form, name, f"{what}{', multipart' * multipart}", status))
    assert wrong == []
    assert len(fields) > 100
    assert asking.changed(before) == set()


@pytest.mark.one_engine
def test_fo04_a_text_far_over_its_limit_is_an_error_of_that_field_and_never_a_500(world, long):
    wrong = []
    for form, name in each_field(world):
        over = LONG_TEXTS.get(name, 20_001)
        for size in (over, 1_000_000) if long else (over,):
            if form.method == "get" and size > over:
                continue
            with undone():
                status = shown.raw(world, form, {name: b"a" * size}).status_code
            is_passed_over = status == 302 and (name in PASSED_OVER or name.startswith("code-") or form.kinds[name] == "checkbox" or form.action in KEPT_ON)
            if not (is_passed_over or status == 200 or 400 <= status < 500):
                wrong.append(tell(form, name, f"{size} letters", status))
    assert "\n".join(wrong) == ""


def test_fo04_ten_million_bytes_in_a_field_are_too_much_for_any_form(world):
    form = shown.at(world, "/record/new/")
    for multipart in (False, True):
        assert shown.raw(world, form, {"title": b"a" * 10_000_000}, multipart=multipart).status_code == 413


def test_fo04_one_character_over_is_told_with_the_limit_and_the_text_stays(world):
    form = shown.at(world, "/record/new/")
    answer = shown.raw(world, form, {"title": "ä".encode() * 201})
    assert answer.status_code == 422
    assert "One character too many; 200 fit." in answer.content.decode()
    assert "ä" * 201 in answer.content.decode()
    assert shown.raw(world, form, {"title": "ä".encode() * 200, "kind": b"visit", "minutes": b"30"}).status_code == 302


def test_fo05_of_a_field_that_is_sent_twice_the_last_one_counts_and_an_array_is_no_field(world):
    form = shown.at(world, "/record/new/")
    ready = {"title": b"Sent twice", "kind": b"visit", "on_on": b"2026-11-18", "time_kind": b"own", "origin": b"chosen"}

    def minutes(answer) -> int:
        return Entry.objects.get(code=answer.headers["Location"].split("/")[2]).minutes

    assert minutes(shown.raw(world, form, ready | {"minutes": b"30"})) == 30
    assert minutes(shown.raw(world, form, ready | {"minutes": b"30", "minutes[]": b"600", "minutes[0]": b"600"})) == 30
    body = b"title=Sent+twice&kind=visit&on_on=2026-11-18&time_kind=own&minutes=30&minutes=600&op_id=01900000-0000-7000-8000-000000000001"
    assert minutes(world.client(ANN).generic("POST", "/record/new/", body, content_type="application/x-www-form-urlencoded")) == 600


@pytest.mark.either
def test_fo05_a_form_takes_forms_only(world):
    """JSON, plain text and words in another alphabet of bytes: 415, at every address that takes a form."""
    wrong, before = [], asking.rows_digest()
    for route, row in ROUTES.items():
        path = path_of(route, row.of(world, "POST")[0].values) if row.post else ""
        for viewer in (ANN, "anon") if path else ():
            for kind in OTHER_KINDS:
                answer = world.client(viewer).generic("POST", path, b'{"title": "x"}', content_type=kind)
                if answer.status_code != 415:
                    wrong.append(f"{path} as {viewer}: {kind} gives {answer.status_code}")
    assert wrong == []
    assert asking.changed(before) == set()


@pytest.mark.either
@pytest.mark.parametrize("charset", ["utf-7", "utf-16", "unicode_escape", "no-such"])
def test_fo06_nobody_smuggles_letters_into_a_search_by_naming_another_charset(world, charset):
    """In UTF-7 `+2AA-` is half a pair, which no database keeps."""
    answer = world.client(ANN).get("/find/?q=%2B2AA-%5Cud800", CONTENT_TYPE=f"text/plain; charset={charset}")
    assert answer.status_code == 415


@pytest.mark.parametrize("kind", ["text/plain; charset=rot13", "text/plain; charset=zlib_codec", "text/plain; charset*=hex''00"])
def test_fo05_a_charset_that_is_none_is_answered_before_there_is_a_request(kind):
    from staffroom.wsgi import application

    told = []
    environ = RequestFactory().get("/find/?q=x").META | {"CONTENT_TYPE": kind}
    body = b"".join(application(environ, lambda status, headers, *more: told.append(status)))
    assert told == ["415 Unsupported Media Type"] and b"UTF-8" in body


def test_fo05_a_part_of_a_form_that_names_no_charset_is_refused(world):
    body = b"--cut\r\nContent-Disposition: form-data; name*=rot13''title\r\n\r\nx\r\n--cut--\r\n"
    assert world.client(ANN).generic("POST", "/record/new/", body, content_type="multipart/form-data; boundary=cut").status_code == 400


@pytest.mark.either
def test_fo11_two_thousand_fields_are_refused_quickly_by_every_form(world):
    many = {f"row-{number}": b"1" for number in range(2_000)} | {"form-TOTAL_FORMS": b"100000", "form-INITIAL_FORMS": b"-1"}
    forms, wrong, slowest, before = shown.all_forms(world), [], 0.0, asking.rows_digest()
    for form in forms:
        if form.method == "post":
            for multipart in (False, True):
                began = time.process_time()
                status = shown.raw(world, form, many, multipart=multipart).status_code
                slowest = max(slowest, time.process_time() - began)
                if status != 400:
                    wrong.append(tell(form, "", f"2,000 fields{', multipart' * multipart}", status))
    assert wrong == []
    assert slowest < 1, "a hang guard of ten times the usual"
    assert asking.changed(before) == set()


def test_fo01_fields_that_no_form_has_change_nothing_of_an_account(world):
    from staffroom.people.models import Account

    more = {"is_staff": b"1", "is_superuser": b"1", "role": b"district_admin", "org": b"2", "email_verified": b"1", "is_active": b"0", "is_demo": b"1", "code": b"mine"}
    kept = ("is_active", "is_demo", "code", "email", "password")
    before = Account.objects.filter(pk=world.people[ANN].pk).values(*kept).get()
    for form in shown.forms(world, (ANN,)):
        if form.method == "post" and form.action.startswith("/me/"):
            shown.raw(world, form, more)
    assert Account.objects.filter(pk=world.people[ANN].pk).values(*kept).get() == before
    assert world.client(ANN).get("/me/").context["viewer"].offices == ()
