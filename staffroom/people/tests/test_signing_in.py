"""Opening an account, signing in and out: the same for known and unknown addresses, and by whose key."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from staffroom.kit import keystore
from staffroom.kit.testing import make_account, op_id, sign_in
from staffroom.people.models import Account
from staffroom.people.tests.conftest import PASSWORD, assurance, enter, post, prove

pytestmark = pytest.mark.django_db
NEW = "three odd words together"


def bare(response) -> tuple:
    """An answer without what differs between any two answers: tokens, operation ids, the typed address, the second it was sent."""
    text = re.sub(r'(csrfmiddlewaretoken|op_id)" value="[^"]*"', r"\1", response.content.decode())
    text = re.sub(r"[\w.]+@[\w.]+", "ADDRESS", text)
    headers = {name: value for name, value in response.headers.items() if name not in {"Content-Length", "Expires"}}
    return response.status_code, headers, sorted(response.cookies), text


def sign_up(email: str, password: str = NEW, client: Client | None = None, **more):
    client = client or Client()
    return client, post(client, "/sign-up/", email=email, password1=password, **more)


def test_an_account_needs_an_address_and_a_password_and_opens_a_notebook():
    client, answer = sign_up("new@home.example", zone="Europe/Rome")
    account = Account.objects.get(email="new@home.example")
    assert (answer.status_code, answer["Location"]) == (302, "/today/")
    assert (account.zone, account.password_held_by, assurance(client)) == ("Europe/Rome", "self", "self")
    assert keystore.get(account.pk)
    assert not EmailAddress.objects.get(user=account).verified


def test_a_zone_that_is_none_is_not_believed():
    sign_up("new@home.example", zone="Mars/Olympus")
    assert Account.objects.get().zone == "UTC"


def test_fields_that_the_form_does_not_have_change_nothing():
    sign_up("new@home.example", is_active="", is_demo="1", password_held_by="org", name="Principal", email_verified="1")
    account = Account.objects.get()
    assert (account.is_demo, account.password_held_by, account.name) == (False, "self", "")


@pytest.mark.parametrize("with_mail", [True, False])
def test_sign_up_answers_the_same_for_a_known_and_an_unknown_address(settings, with_mail):
    settings.MAIL_WORKS = with_mail
    make_account("Ann", email="known@home.example")
    (first, known), (second, unknown) = sign_up("known@home.example"), sign_up("other@home.example")
    assert bare(known) == bare(unknown)
    # What the new account sees afterwards is the same too, and neither sees anything of Ann.
    assert bare(first.get("/me/")) == bare(second.get("/me/"))


def test_a_weak_password_is_refused_in_the_same_words_for_both():
    make_account("Ann", email="known@home.example")
    known, unknown = (bare(sign_up(email, "password12")[1]) for email in ("known@home.example", "other@home.example"))
    assert known == unknown
    assert known[0] == 200


def test_signing_in_fails_alike_for_known_and_unknown_addresses():
    make_account("Ann", email="known@home.example")
    assert bare(enter(Client(), "known@home.example", "wrong")) == bare(enter(Client(), "other@home.example", "wrong"))


def test_the_work_of_a_failed_sign_in_is_one_hash_however_many_accounts_have_the_address(monkeypatch):
    from django.contrib.auth.hashers import MD5PasswordHasher
    made = []
    real = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda self, password, salt, **more: made.append(salt) or real(self, password, salt, **more))
    counts = {}
    for number, email in enumerate(("nobody@home.example", "one@home.example", "three@home.example", "three@home.example", "three@home.example")):
        if number:
            sign_up(email, f"odd words number {number}")
    for email in ("nobody@home.example", "one@home.example", "three@home.example"):
        made.clear()
        enter(Client(), email, "wrong")
        counts[email] = len(made)
    assert set(counts.values()) == {1}, counts


def test_two_who_typed_the_same_unproved_address_each_open_their_own_account():
    sign_up("shared@home.example", "first odd words")
    sign_up("shared@home.example", "second odd words")
    older, newer = Account.objects.order_by("made_at")
    for account, password in ((older, "first odd words"), (newer, "second odd words")):
        client = Client()
        enter(client, "shared@home.example", password)
        assert client.session["_auth_user_id"] == str(account.pk)


def test_that_somebody_proved_the_address_cannot_be_found_out_by_trying_ones_own_password():
    make_account("Ann", email="known@home.example")  # proved
    sign_up("known@home.example", "second odd words")
    sign_up("other@home.example", "second odd words")
    assert bare(enter(Client(), "known@home.example", "second odd words")) == bare(enter(Client(), "other@home.example", "second odd words"))


def test_a_form_for_a_new_account_that_is_sent_twice_opens_one_account():
    client, form = Client(), {"op_id": op_id(), "email": "new@home.example", "password1": NEW}
    first = client.post("/sign-up/", form)
    again = Client().post("/sign-up/", form)
    assert Account.objects.count() == 1
    assert (first.status_code, first["Location"]) == (again.status_code, again["Location"])


# Sessions


def test_signing_in_gives_the_session_another_key(ann):
    client = Client()
    client.get("/sign-in/")
    session = client.session
    session["planted"] = "1"
    session.save()
    before = client.session.session_key
    enter(client, ann.email)
    assert client.session.session_key != before
    assert client.session["_auth_user_id"] == str(ann.pk)


def test_cookies_are_closed_to_scripts_and_other_sites(ann):
    client = Client()
    enter(client, ann.email, remember="on")
    for name in ("session", "device"):
        assert client.cookies[name]["httponly"], name
        assert client.cookies[name]["samesite"] == "Lax", name


def test_on_https_cookies_are_for_this_host_alone_and_never_plain():
    import json
    import os
    import subprocess
    import sys
    script = ("import json, staffroom.settings as s; from staffroom.people import devices; "
              "print(json.dumps([s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_NAME, s.CSRF_COOKIE_SECURE]))")
    script = script.replace("from staffroom.people import devices; ", "")
    said = subprocess.run([sys.executable, "-c", script], env=os.environ | {"STAFFROOM_BASE_URL": "https://staffroom.example"},
                          capture_output=True, text=True, check=True)
    assert json.loads(said.stdout) == ["__Host-session", True, "__Host-csrf", True]


def test_signing_out_kills_the_session_at_once(as_ann):
    stolen = as_ann.cookies["session"].value
    assert as_ann.get("/me/").status_code == 200
    as_ann.post("/sign-out/")
    thief = Client()
    thief.cookies["session"] = stolen
    assert thief.get("/me/").status_code == 302


def test_signing_out_by_following_a_link_does_nothing(as_ann):
    as_ann.get("/sign-out/")
    assert as_ann.get("/me/").status_code == 200


def test_pages_of_a_session_are_kept_by_no_cache(as_ann):
    assert as_ann.get("/me/")["Cache-Control"] == "no-store"


@pytest.mark.parametrize("following", [
    "//evil.example", "/\\evil.example", "https:evil.example", "https://evil.example/", "javascript:alert(1)", "/%0d%0aSet-Cookie:x=1",
    "\r\nSet-Cookie: x=1", "/\r\nSet-Cookie: x=1",
    "http://testserver/me/", "", "/\t/evil.example"])
def test_after_signing_in_only_a_path_of_this_site_is_followed(ann, following):
    client = Client()
    answer = enter(client, ann.email, next=following)
    assert answer.status_code == 302
    assert answer["Location"] in ("/today/", "/%0d%0aSet-Cookie:x=1")
    assert "x" not in answer.cookies


def test_an_inner_path_is_followed(ann):
    assert enter(Client(), ann.email, next="/me/access/")["Location"] == "/me/access/"


def test_another_host_is_refused_and_never_reaches_a_letter(ann, letters):
    prove(ann, ann.email)
    client = Client()
    assert post(client, "/account/password/reset/", email=ann.email).status_code == 302
    forged = client.post("/account/password/reset/", {"email": ann.email, "op_id": op_id()}, HTTP_HOST="evil.example")
    assert forged.status_code == 400
    client.post("/account/password/reset/", {"email": ann.email, "op_id": op_id()}, HTTP_X_FORWARDED_HOST="evil.example")
    read = letters()
    assert len(read) == 2
    assert all("http://127.0.0.1:8000/" in letter.body and "evil" not in letter.body for letter in read)


def test_a_form_from_another_site_changes_nothing(ann):
    client = Client(enforce_csrf_checks=True)
    sign_in(client, ann)
    for path in ("/sign-out/", "/me/name/", "/me/profile/", "/account/password/", "/account/addresses/", "/account/sessions/"):
        assert client.post(path, {"op_id": op_id(), "name": "Changed"}).status_code == 403, path
    assert client.post("/me/name/", '{"name": "Changed"}', content_type="text/plain").status_code in (403, 415)
    ann.refresh_from_db()
    assert ann.name == "Ann Example"


# Too often


def test_guessing_stops_after_five_tries_and_a_known_device_still_comes_in(ann):
    home = Client()
    enter(home, ann.email)
    home.post("/sign-out/")
    stranger = Client()
    for _ in range(6):
        last = enter(stranger, ann.email, "wrong")
    assert "tried many times" in last.content.decode()
    assert "tried many times" in enter(stranger, ann.email, PASSWORD).content.decode()
    assert enter(home, ann.email).status_code == 302


def test_the_mark_of_one_account_does_not_open_the_door_of_another(ann, ben):
    home = Client()
    enter(home, ben.email)
    home.post("/sign-out/")
    for _ in range(6):
        enter(Client(), ann.email, "wrong")
    assert "tried many times" in enter(home, ann.email, PASSWORD).content.decode()


def test_many_failures_everywhere_ring_an_alarm(settings, caplog):
    settings.ALARM_FAILURES = 3
    for number in range(4):
        enter(Client(), f"nobody{number}@home.example", "wrong")
    assert "ALARM" in caplog.text


def test_a_new_device_is_told_by_letter_and_a_known_one_is_not(ann, letters):
    client = Client()
    enter(client, ann.email)
    assert [letter.subject for letter in letters()] == ["Signed in on a new device"]
    client.post("/sign-out/")
    enter(client, ann.email)
    assert letters() == []
