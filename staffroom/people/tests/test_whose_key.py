"""Trust rule R4: what an employer can use opens no notebook and changes no way in; an own factor opens it again."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core.cache import cache
from django.test import Client

from staffroom.kit import clock
from staffroom.kit.testing import sign_in
from staffroom.people import actions, factors, letters, signals
from staffroom.people.models import Account
from staffroom.people.tests.conftest import PASSWORD, assurance, enter, link_in, post, prove

pytestmark = pytest.mark.django_db
NEW = "three odd words together"


def now_code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(clock.now().timestamp()) // 30))


def with_codes(account) -> tuple[str, list[str]]:
    """Codes and recovery codes turned on for this account; their secrets."""
    secret = generate_totp_secret()
    TOTP.activate(account, secret)
    return secret, RecoveryCodes.activate(account).get_unused_codes()


def reset_by(letters_read, address, password=NEW) -> Client:
    """Ask for a letter to this address, open its link, set a password."""
    client = Client()
    post(client, "/account/password/reset/", email=address.email)
    sent = [letter for letter in letters_read() if letter.to == [address.email] and "new password" in letter.subject]
    path = link_in(sent[0])
    assert client.get(path).status_code == 200
    assert post(client, path, password=password)["Location"] == "/sign-in/"
    return client


# By what a session is opened


def test_the_teachers_own_password_opens_the_notebook(ann):
    client = Client()
    enter(client, ann.email)
    assert assurance(client) == "self"


def test_a_session_of_which_nothing_is_known_counts_as_the_employers(client, ann):
    client.force_login(ann)
    assert client.get("/me/profile/").status_code == 403


def test_a_password_set_through_a_bodys_mailbox_opens_no_notebook(ann, body_domain, letters):
    address = prove(ann, f"ann@{body_domain}")
    client = reset_by(letters, address)
    ann.refresh_from_db()
    assert ann.password_held_by == "org"
    enter(client, ann.email, NEW)
    assert assurance(client) == "org"
    assert client.get("/me/profile/").status_code == 403


def test_the_teachers_own_password_goes_on_working_beside_it_and_using_it_ends_the_other(ann, body_domain, letters):
    principal = reset_by(letters, prove(ann, f"ann@{body_domain}"))
    enter(principal, ann.email, NEW)
    assert principal.get("/me/").status_code == 200
    teacher = Client()
    enter(teacher, ann.email, PASSWORD)
    assert assurance(teacher) == "self"
    assert principal.get("/me/").status_code == 302, "the session that the body opened has ended"
    enter(principal, ann.email, NEW)
    assert assurance(principal) == "none"


def test_trying_the_own_password_without_finishing_lends_nothing_to_whoever_comes_next_at_that_browser(ann, body_domain, letters):
    reset_by(letters, prove(ann, f"ann@{body_domain}"))
    with_codes(ann)
    shared = Client()
    enter(shared, ann.email, PASSWORD)  # then the teacher walks away before the second step
    assert shared.session[factors.KEPT_KEY] == str(ann.pk)
    shared.post("/sign-out/")
    assert enter(shared, ann.email, NEW)["Location"] == "/account/keys/second/"
    assert factors.KEPT_KEY not in shared.session


def test_a_second_reset_by_a_body_does_not_push_out_the_own_password(ann, body_domain, letters):
    address = prove(ann, f"ann@{body_domain}")
    reset_by(letters, address)
    cache.clear()
    reset_by(letters, address, "yet more odd words")
    client = Client()
    enter(client, ann.email, PASSWORD)
    assert assurance(client) == "self"


def test_a_password_set_through_the_own_mailbox_opens_it_when_the_address_was_proved_for_three_days(ann, letters):
    client = reset_by(letters, prove(ann, ann.email, hours_ago=73))
    enter(client, ann.email, NEW)
    assert assurance(client) == "self"


def test_a_password_set_through_an_address_proved_yesterday_has_to_rest_first(ann, letters):
    client = reset_by(letters, prove(ann, ann.email, hours_ago=24))
    enter(client, ann.email, NEW)
    assert assurance(client) == "org"
    assert "opens your notebook from" in client.get("/account/open-notebook/").content.decode()
    Account.objects.filter(pk=ann.pk).update(own_from_at=clock.now() - timedelta(minutes=1))
    later = Client()
    enter(later, ann.email, NEW)
    assert assurance(later) == "self"


def test_no_letter_goes_to_an_address_that_was_never_proved(letters):
    account = actions.open_account(by=None, email="typed@home.example", password=NEW)
    letters()
    post(Client(), "/account/password/reset/", email="typed@home.example")
    assert letters() == []
    assert account.password_held_by == "self"


def test_a_link_for_a_new_password_works_once_and_not_after_the_password_changed(ann):
    address = prove(ann, ann.email)
    path = f"/account/password/reset/{letters.reset_token(address)}/"
    client = Client()
    assert post(client, path, password=NEW).status_code == 302
    assert client.get(path).status_code == 410
    assert post(client, path, password="other odd words here").status_code == 410
    assert client.get(f"/account/password/reset/{letters.proof_token(address)}/").status_code == 410, "a token for another purpose"
    assert client.get("/account/password/reset/nonsense/").status_code == 410


@pytest.mark.parametrize(("hours", "by_body", "expected"), [(100, False, "self"), (10, False, "org"), (100, True, "org")])
def test_a_code_by_mail_opens_what_its_mailbox_deserves(ann, body_domain, letters, hours, by_body, expected):
    address = prove(ann, f"ann@{body_domain}" if by_body else ann.email, hours_ago=hours)
    client = Client()
    assert client.post("/account/code/", {"email": address.email})["Location"] == "/account/code/confirm/"
    [letter] = [letter for letter in letters() if "code" in letter.subject]
    code = re.search(r"\n([A-Z0-9-]{6,})\n", letter.body)[1]
    client.post("/account/code/confirm/", {"code": code})
    assert assurance(client) == expected


def test_asking_for_a_code_or_a_new_password_answers_the_same_for_known_and_unknown(ann, letters):
    from staffroom.kit.models import OutboxRow
    from staffroom.people.tests.test_signing_in import bare
    prove(ann, ann.email)
    for path in ("/account/password/reset/", "/account/code/"):
        answers = []
        for email in (ann.email, "nobody@home.example"):
            OutboxRow.objects.all().delete()
            client = Client()
            answers.append((bare(post(client, path, email=email)), OutboxRow.objects.count()))
            answers[-1] += (bare(client.get("/account/code/confirm/")) if "code" in path else None,)
        assert answers[0] == answers[1], path
        assert answers[0][1] == 1, "known and unknown both leave one row"


def test_a_code_of_an_app_is_an_own_factor_and_works_once(ann, body_domain):
    Account.objects.filter(pk=ann.pk).update(password_held_by="org")
    secret, _ = with_codes(ann)
    code = now_code(secret)
    first, second = Client(), Client()
    assert enter(first, ann.email)["Location"] == "/account/keys/second/"
    assert first.post("/account/keys/second/", {"code": code}).status_code == 302
    assert assurance(first) == "self"
    enter(second, ann.email)
    assert second.post("/account/keys/second/", {"code": code}).status_code == 200
    assert assurance(second) == "none"


def test_codes_are_guessed_a_few_times_only(ann):
    with_codes(ann)
    client = Client()
    enter(client, ann.email)
    pages = [client.post("/account/keys/second/", {"code": f"{n:06}"}).content.decode() for n in range(8)]
    assert "tried many times" in pages[-1]


def test_a_recovery_code_works_once(ann):
    _, codes = with_codes(ann)
    first, second = Client(), Client()
    enter(first, ann.email)
    assert first.post("/account/keys/second/", {"code": codes[0]}).status_code == 302
    assert assurance(first) == "self"
    enter(second, ann.email)
    assert second.post("/account/keys/second/", {"code": codes[0]}).status_code == 200
    assert assurance(second) == "none"


def test_secrets_of_factors_lie_sealed_in_the_database(ann):
    secret, codes = with_codes(ann)
    stored = " ".join(str(row.data) for row in Authenticator.objects.all())
    assert secret not in stored
    assert not any(code in stored for code in codes)


# What such a session may not do

SHUT = ["/me/name/", "/me/profile/", "/me/profile/as/anyone/", "/me/access/", "/account/password/", "/account/addresses/", "/account/sessions/",
        "/account/keys/", "/account/keys/codes/on/", "/account/keys/codes/off/", "/account/keys/recovery/", "/account/keys/recovery/new/",
        "/account/keys/recovery/file/", "/account/keys/passkeys/", "/account/keys/passkeys/add/", "/account/keys/passkeys/1/remove/",
        "/account/keys/passkeys/1/name/", "/account/bodies/", "/account/bodies/some/?process=connect"]


@pytest.mark.parametrize("path", SHUT)
def test_a_session_of_a_body_finds_these_doors_shut_and_is_told_kindly(as_ann_by_body, ann, path):
    for answer in (as_ann_by_body.get(path), post(as_ann_by_body, path, password=NEW, email="x@y.example", name="X", process="connect")):
        assert answer.status_code == 403, path
        assert "Your notebook stays shut in this session" in answer.content.decode()
    was, now = ann.password, Account.objects.get(pk=ann.pk)
    assert (now.password, now.name) == (was, "Ann Example")
    assert EmailAddress.objects.filter(user=ann).count() == 1


@pytest.mark.parametrize("path", SHUT)
def test_somebody_who_is_not_signed_in_is_asked_to(db, path):
    answer = Client().get(path)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/?next=")


def test_such_a_session_sees_a_name_and_how_pages_look_and_no_address_or_session(as_ann_by_body, ann):
    page = as_ann_by_body.get("/me/").content.decode()
    assert "Ann Example" in page
    assert ann.email not in page
    assert "Open my notebook" in page
    assert post(as_ann_by_body, "/me/settings/", zone="Asia/Tokyo", language="en").status_code == 302


def test_without_any_factor_of_its_own_the_account_is_told_in_plain_words(client):
    account = actions.open_for_body(by=None, account=Account(), name="New Teacher")
    sign_in(client, account, "org")
    assert "has no key of its own" in client.get("/me/").content.decode()
    assert "link this sign-in" in client.get("/me/profile/").content.decode()


# From such a session to one's own


def test_showing_the_own_password_opens_the_notebook_here_under_another_key(as_ann_by_body):
    before = as_ann_by_body.session.session_key
    page = as_ann_by_body.get("/account/open-notebook/?next=/me/access/").content.decode()
    assert "/account/again/?next=%2Fme%2Faccess%2F" in page
    answer = as_ann_by_body.post("/account/again/?next=/me/access/", {"password": PASSWORD, "next": "/me/access/"})
    assert answer["Location"] == "/me/access/"
    assert assurance(as_ann_by_body) == "self"
    assert as_ann_by_body.session.session_key != before
    assert as_ann_by_body.get("/me/access/").status_code == 200


def test_a_password_that_a_body_set_is_no_key_there(ann, body_domain, letters):
    client = reset_by(letters, prove(ann, f"ann@{body_domain}"))
    enter(client, ann.email, NEW)
    client.post("/account/again/", {"password": NEW})
    assert assurance(client) == "org"
    client.post("/account/again/", {"password": PASSWORD})
    assert assurance(client) == "self", "the one she set herself is"


def test_a_code_of_an_app_opens_it_too(as_ann_by_body, ann):
    secret, _ = with_codes(ann)
    as_ann_by_body.post("/account/keys/again/", {"code": now_code(secret)})
    assert assurance(as_ann_by_body) == "self"


def test_the_key_of_one_account_does_not_open_another(as_ann_by_body, ben):
    as_ann_by_body.post("/account/again/", {"password": "not the password of ann"})
    assert assurance(as_ann_by_body) == "org"


# Everybody is told


def test_a_reset_by_a_body_is_told_to_the_other_addresses_and_announced(ann, body_domain, letters):
    heard = []

    def hear(**news):
        heard.append((news["what"], news["by_org"]))

    signals.factor_changed.connect(hear)
    prove(ann, ann.email)
    reset_by(letters, prove(ann, f"ann@{body_domain}"))
    told = letters()
    assert [letter.to for letter in told] == [[ann.email]]
    assert "does not open your notebook" in told[0].body
    assert heard[-1] == ("password_by_body", True)
    signals.factor_changed.disconnect(hear)


@pytest.mark.parametrize("domain", ["district.example", "mail.district.example"])
def test_domains_that_a_body_claims_are_known_in_any_spelling(body_domain, domain):
    assert factors.is_body_domain(f"Ann@{domain.upper()}")
    assert not factors.is_body_domain("ann@notdistrict.example")
