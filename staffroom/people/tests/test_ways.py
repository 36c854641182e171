"""Password, addresses, sessions and passkeys are changed from inside, with everybody told and every trace on record."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client

from staffroom.kit.acts import Refusal
from staffroom.kit.models import AuditLine
from staffroom.kit.testing import sign_in
from staffroom.people import actions
from staffroom.people import letters as written
from staffroom.people.models import Account, Proof
from staffroom.people.tests.conftest import PASSWORD, assurance, enter, link_in, post, prove

pytestmark = pytest.mark.django_db
NEW = "three odd words together"


@pytest.fixture
def ann_inside(ann):
    """Ann's browser a moment after she signed in."""
    client = Client()
    enter(client, ann.email)
    return client


def acts() -> list[str]:
    return list(AuditLine.objects.order_by("pk").values_list("act", flat=True))


def test_a_new_password_signs_out_every_other_device_and_leaves_this_one_in(ann, ann_inside):
    other = Client()
    enter(other, ann.email)
    assert post(ann_inside, "/account/password/", password=NEW).status_code == 302
    assert ann_inside.get("/me/").status_code == 200
    assert assurance(ann_inside) == "self"
    assert other.get("/me/").status_code == 302
    assert enter(Client(), ann.email, PASSWORD).status_code == 200
    assert "people.set_password" in acts()


def test_even_the_same_password_again_ends_the_other_sessions(ann, ann_inside):
    other = Client()
    enter(other, ann.email)
    post(ann_inside, "/account/password/", password=PASSWORD)
    assert other.get("/me/").status_code == 302


def test_a_short_or_common_password_or_ones_own_address_is_refused(ann, ann_inside):
    for password in ("short", "password12", ann.email):
        assert post(ann_inside, "/account/password/", password=password).status_code == 200
    assert Account.objects.get(pk=ann.pk).password == ann.password


def test_a_while_after_signing_in_a_key_is_asked_for_once_more_and_the_form_goes_on(ann):
    client = sign_in(Client(), ann)  # no fresh step on record
    answer = post(client, "/account/password/", password=NEW)
    assert answer["Location"].startswith("/account/again/")
    answer = client.post(answer["Location"], {"password": PASSWORD, "next": "/account/password/"})
    assert answer.status_code == 302
    assert enter(Client(), ann.email, NEW).status_code == 302


def test_an_address_is_added_proved_made_the_main_one_and_the_old_one_removed(ann, ann_inside, letters):
    assert post(ann_inside, "/account/addresses/", email="New@Home.example").status_code == 302
    added = EmailAddress.objects.get(email="new@home.example")
    sent = letters()
    assert {(letter.to[0], letter.subject) for letter in sent} == {
        ("new@home.example", "Is this your address?"), (ann.email, "A way into your account changed")}
    path = link_in(next(letter for letter in sent if letter.to == ["new@home.example"]))
    assert ann_inside.get(path).status_code == 200
    assert not EmailAddress.objects.get(pk=added.pk).verified, "looking at the link proves nothing"
    assert post(ann_inside, path).status_code == 302
    assert Proof.objects.get(address=added).person == ann
    assert post(ann_inside, f"/account/addresses/{added.pk}/main/").status_code == 302
    assert Account.objects.get(pk=ann.pk).email == "new@home.example"
    letters()
    old = EmailAddress.objects.get(email=ann.email)
    assert post(ann_inside, f"/account/addresses/{old.pk}/remove/").status_code == 302
    assert {letter.to[0] for letter in letters()} == {"new@home.example", ann.email}, "the removed address is told too"
    assert not EmailAddress.objects.filter(pk=old.pk).exists()
    assert [act for act in acts() if "address" in act or "mail_to" in act] == [
        "people.add_address", "people.prove_address", "people.mail_to", "people.drop_address"]


def test_an_address_is_proved_only_from_inside_the_account_that_lists_it(ann, ben, letters):
    address = actions.add_address(by=ann, email="second@home.example")
    path = f"/account/addresses/prove/{written.proof_token(address)}/"
    assert Client().get(path).status_code == 302
    stranger = sign_in(Client(), ben)
    assert stranger.get(path).status_code == 410
    assert post(stranger, path).status_code == 410
    assert not EmailAddress.objects.get(pk=address.pk).verified


def test_a_proved_address_has_one_account(ann, ben):
    prove(ann, "shared@home.example")
    other = actions.add_address(by=ben, email="shared@home.example")
    with pytest.raises(Refusal):
        actions.prove_address(by=ben, address=other)
    assert not EmailAddress.objects.get(pk=other.pk).verified


def test_the_main_address_stays_and_an_unproved_one_does_not_follow_a_proved_one(ann):
    main = EmailAddress.objects.get(user=ann)
    with pytest.raises(Refusal):
        actions.drop_address(by=ann, address=main)
    with pytest.raises(Refusal):
        actions.mail_to(by=ann, address=actions.add_address(by=ann, email="second@home.example"))
    for number in range(3):
        actions.add_address(by=ann, email=f"more{number}@home.example")
    with pytest.raises(Refusal):
        actions.add_address(by=ann, email="sixth@home.example")


def test_adding_an_address_that_somebody_else_has_looks_like_any_other(ann_inside, ben, letters):
    answers = [post(ann_inside, "/account/addresses/", email=email) for email in (ben.email, "free@home.example")]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, "/account/addresses/")] * 2


def test_somebody_elses_address_cannot_be_touched(ann_inside, ben):
    address = EmailAddress.objects.get(user=ben)
    for verb in ("main", "remove", "letter"):
        assert post(ann_inside, f"/account/addresses/{address.pk}/{verb}/").status_code == 404
    assert EmailAddress.objects.filter(pk=address.pk).exists()


@pytest.mark.parametrize("email", [
    "a@b.example\r\nBcc: x@y.example", "a@b.example\nSubject: x", '"a\r\nb"@b.example', "a@b", "", "x" * 300 + "@b.example"])
def test_an_address_that_could_split_a_letter_is_refused(ann_inside, letters, email):
    assert post(ann_inside, "/account/addresses/", email=email).status_code in (200, 400)
    assert letters() == []


def test_one_session_or_all_others_are_ended_at_once(ann, ann_inside):
    first, second = Client(), Client()
    enter(first, ann.email)
    enter(second, ann.email)
    page = ann_inside.get("/account/sessions/")
    assert len(page.context["sessions"]) == 3
    row = next(row for row in page.context["sessions"] if row.session_key == first.session.session_key)
    assert post(ann_inside, "/account/sessions/", end=str(row.pk)).status_code == 302
    assert first.get("/me/").status_code == 302
    assert second.get("/me/").status_code == 200
    post(ann_inside, "/account/sessions/", end="others")
    assert second.get("/me/").status_code == 302
    assert ann_inside.get("/me/").status_code == 200


def test_a_session_of_somebody_else_cannot_be_ended(ann, ann_inside, ben):
    other = Client()
    enter(other, ben.email)
    from allauth.usersessions.models import UserSession
    row = UserSession.objects.get(user=ben)
    assert post(ann_inside, "/account/sessions/", end=str(row.pk)).status_code == 404
    assert post(ann_inside, "/account/sessions/", end="x' or 1").status_code == 404
    assert other.get("/me/").status_code == 200


def test_turning_codes_on_gives_recovery_codes_and_tells_the_addresses(ann, ann_inside, letters, django_capture_on_commit_callbacks):
    from staffroom.people.tests.test_whose_key import now_code
    prove(ann, ann.email)
    secret = ann_inside.get("/account/keys/codes/on/").context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        answer = ann_inside.post("/account/keys/codes/on/", {"code": now_code(secret)})
    assert answer["Location"] == "/account/keys/recovery/"
    codes = ann_inside.get("/account/keys/recovery/").context["unused_codes"]
    assert len(codes) == 10
    file = ann_inside.get("/account/keys/recovery/file/")
    assert all(code in file.content.decode() for code in codes)
    assert any("Codes of an authenticator app were turned on" in letter.body for letter in letters())
    assert "people.note_change" in acts()
    assert ann_inside.post("/account/keys/codes/off/").status_code == 302
    assert not Authenticator.objects.filter(user=ann).exists()


def test_nothing_is_promised_where_mail_does_not_work(ann, settings):
    from staffroom.kit.models import OutboxRow
    settings.MAIL_WORKS = False
    actions.set_password(by=ann, account=ann, password=NEW)
    assert not OutboxRow.objects.exists()
    page = Client().get("/account/password/reset/").content.decode()
    assert "sends no mail" in page
    assert Client().get("/account/code/")["Location"] == "/sign-in/"


def test_letters_hold_no_word_of_a_notebook_and_no_name(ann, letters):
    actions.rename(by=ann, name="Zebulon Private")
    prove(ann, ann.email)
    for what in ("password", "password_by_body", "address_main", "body_linked"):
        actions.note_change(by=ann, account=ann, what=what)
    sent = letters()
    assert len(sent) == 4
    assert not any("Zebulon" in letter.body + letter.subject for letter in sent)
    assert all(letter.body.strip() and "{%" not in letter.body for letter in sent)


@pytest.mark.parametrize(("said", "words"), [
    ("Mozilla/5.0 (Linux; Android 15; Pixel) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile Safari/604.1", "Safari on iPhone"),
    ("Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Windows"), ("<script>", "a device that is not known")])
def test_a_device_is_called_by_its_name(said, words):
    from staffroom.people.queries import device_words
    assert device_words(said) == words
