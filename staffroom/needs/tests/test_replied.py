"""Somebody who only uses mail: what a colleague misses comes as a mail, and the reply goes up under their name, by the rules of the page."""

import io
import os
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail

from staffroom.cli import main
from staffroom.kit import clock
from staffroom.kit.incoming import MOST_BYTES, read
from staffroom.kit.testing import op_id, sign_in
from staffroom.needs import actions
from staffroom.needs.models import Answer, Need
from staffroom.needs.tests.conftest import worker
from staffroom.notices.actions import open_code, prefer
from staffroom.notices.models import Notice, Preference, ReplyCode
from staffroom.notices.receiving import receive
from staffroom.notices.replies import Asked
from staffroom.orgs import actions as orgs
from staffroom.people.actions import set_password
from staffroom.people.models import Proof

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def replies(settings):
    settings.MAIL_WORKS = settings.REPLIES_WORK = True
    settings.MAIL_REPLIES = "replies@school.example"


@pytest.fixture
def need(world):
    return actions.put_up(by=world.tom, words="Calm after lunch", more="For six-year-olds")


@pytest.fixture
def asked(world, need):
    """zoe wishes to be asked, from a mailbox that has long been her own, and was."""
    wishes(world.zoe)
    ask()
    return mail.outbox[-1]


def wishes(person):
    Proof.objects.get_or_create(person=person, address=person.emailaddress_set.get(), defaults={"made_at": clock.now() - timedelta(days=9)})
    prefer(by=person, by_mail=False, is_asked=True, quiet_from=0, quiet_to=0)


def ask() -> int:
    before = len(mail.outbox)
    actions.ask_by_mail(by=None)
    worker()
    return len(mail.outbox) - before


def reply(letter, words="Try a bell.", mark="one", sender="zoe@home.example", more=b"") -> bool:
    """The letter is answered; the worker does what follows."""
    raw = f"Message-ID: <{mark}@home.example>\nFrom: zoe@home.example\nTo: {letter.extra_headers['Reply-To'].upper()}\n".encode() + more
    done = receive(read(raw + b"\n" + words.encode(), sender))
    worker()
    return done


def up() -> list:
    return list(Answer.objects.order_by("made_at").values_list("kind", "words", "by__name"))


def test_who_only_uses_mail_answers_a_mail_and_is_credited(world, need, asked, client):
    assert asked.to == [world.zoe.email] and asked.subject == "Can you help? Calm after lunch"
    assert "For six-year-olds" in asked.body and "1 person misses it." in asked.body
    assert re.fullmatch(r"replies\+[a-z2-7]{32}@school\.example", asked.extra_headers["Reply-To"])
    quoted = "\n".join(f"> {line}" for line in asked.body.splitlines())
    assert reply(asked, f"Try a bell.\n\nOn Monday, Staffroom wrote:\n{quoted}\n-- \nZoe\n")
    assert up() == [("told", "Try a bell.", "Zoe Example")]
    told = mail.outbox[-1]
    assert (told.to, told.subject, "Try a bell." in told.body) == ([world.zoe.email], "Your answer is up", True)
    assert Notice.objects.filter(person=world.tom, kind="answered").count() == 1
    page = sign_in(client, world.tom).get(f"/find/needs/{need.code}/").content.decode()
    assert "Try a bell." in page and "Zoe Example" in page and "Told in words" in page


def test_the_same_message_twice_and_a_second_answer_change_nothing(need, asked):
    reply(asked)
    sent = len(mail.outbox)
    assert not reply(asked) and len(mail.outbox) == sent
    reply(asked, "And a song.", mark="two")
    assert len(up()) == 1 and "answered before" in mail.outbox[-1].body and "Reply-To" not in mail.outbox[-1].extra_headers


def test_a_reply_is_taken_back_by_one_word_and_by_no_other_and_for_fourteen_days(need, asked):
    reply(asked)
    confirmed = mail.outbox[-1]
    reply(confirmed, "Thank you!", mark="two")
    assert len(up()) == 1 and "one word" in mail.outbox[-1].body
    Answer.objects.update(made_at=clock.now() - timedelta(days=15))
    reply(confirmed, "back", mark="three")
    assert len(up()) == 1 and "any more" in mail.outbox[-1].body
    Answer.objects.update(made_at=clock.now() - timedelta(days=13))
    reply(confirmed, "Back.\n\n> Your answer is up", mark="four")
    assert up() == [] and Need.objects.get().answered_as == ""


def test_a_link_in_it_leads_there_as_on_the_page(need, asked):
    reply(asked, "Look at https://www.example.org/calm, it works.")
    answer = Answer.objects.select_related("offer").get()
    assert (answer.kind, answer.offer.url, answer.words) == (
        "offer", "https://www.example.org/calm", "Look at https://www.example.org/calm, it works.")


@pytest.mark.parametrize(("words", "more", "says"), [
    ("x" * 601, b"", "characters too many|character too many"), ("> only a quote", b"", "no words of yours"), ("a" * MOST_BYTES, b"", "too large"),
    ("\x00hidden", b"", "cannot be kept"),
    ("--x\nContent-Type: image/png\nContent-Disposition: attachment\n\nzz\n--x--", b'Content-Type: multipart/mixed; boundary="x"\n', "leave files out")])
def test_what_does_not_fit_is_said_kindly_and_can_be_tried_again(asked, words, more, says):
    reply(asked, words, more=more)
    assert up() == [] and re.search(says, mail.outbox[-1].body)
    reply(mail.outbox[-1], mark="two")
    assert len(up()) == 1


def test_a_file_beside_words_is_left_out_and_that_is_said(asked):
    reply(asked, "--x\nContent-Type: text/plain\n\nTry a bell.\n--x\nContent-Type: image/png\n\nzz\n--x--",
          more=b'Content-Type: multipart/mixed; boundary="x"\n')
    assert up()[0][1] == "Try a bell." and "left out" in mail.outbox[-1].body


@pytest.mark.parametrize("more", [b"Auto-Submitted: auto-replied\n", b"List-Id: <x.y>\n", b"Precedence: bulk\n", b"X-Loop: 1\n", b"Return-Path: <>\n"])
def test_a_machine_is_neither_posted_nor_answered(asked, more):
    sent = len(mail.outbox)
    assert not reply(asked, more=more, sender=None)
    assert not reply(asked, sender="")
    assert up() == [] and len(mail.outbox) == sent


def test_codes_that_are_late_or_changed_or_never_were(world, asked):
    row = ReplyCode.objects.get()
    sent = len(mail.outbox)
    for address in (asked.extra_headers["Reply-To"].replace("@school", "@other"), "replies+" + "a" * 32 + "@school.example", "replies@school.example"):
        asked.extra_headers["Reply-To"], kept = address, asked.extra_headers["Reply-To"]
        assert not reply(asked)
        asked.extra_headers["Reply-To"] = kept
    set_password(by=world.zoe, account=world.zoe, password="another long password")
    assert not reply(asked), "who changed the password shuts what went out before"
    assert up() == [] and len([one for one in mail.outbox[sent:] if one.subject == "About your reply"]) == 0
    ReplyCode.objects.filter(pk=row.pk).update(epoch=world.zoe.epoch, lapses_at=clock.now() - timedelta(seconds=1))
    assert reply(asked, mark="two") and up() == [] and "thirty days" in mail.outbox[-1].body


@pytest.mark.parametrize("what", ["stopped", "another address", "a claimed domain"])
def test_a_mailbox_that_does_not_count_any_more_speaks_for_nobody(world, asked, what):
    if what == "stopped":
        type(world.zoe).objects.filter(pk=world.zoe.pk).update(is_active=False)
    elif what == "another address":
        type(world.zoe).objects.filter(pk=world.zoe.pk).update(email="other@home.example")
    else:
        orgs.claim_domain(by=None, organisation=world.juniper, domain="home.example")
    reply(asked)
    assert up() == []


def test_nobody_is_asked_without_the_wish_or_by_a_mailbox_of_a_body_nor_twice_nor_what_they_miss(world, need, settings):
    assert ask() == 0
    wishes(world.tom)
    wishes(world.wanda)
    assert [letter.to for letter in mail.outbox] == [] and ask() == 1 and mail.outbox[-1].to == [world.wanda.email]
    assert ask() == 0
    Notice.objects.update(made_at=clock.now() - timedelta(days=8))
    assert ask() == 0, "the same thing is asked once"
    other = actions.put_up(by=world.tom, words="Noise")
    settings.REPLIES_WORK = False
    assert ask() == 0
    settings.REPLIES_WORK = True
    orgs.claim_domain(by=None, organisation=world.juniper, domain="home.example")
    assert ask() == 0 and other.backers_count == 1


def test_what_was_answered_before_the_mail_was_due_asks_nobody(world, need):
    wishes(world.zoe)
    actions.ask_by_mail(by=None)
    actions.answer(by=world.wanda, need=need, kind="told", words="A bell")
    worker()
    assert mail.outbox == [] and Notice.objects.filter(person=world.zoe, kind="needed").exists()


def test_one_word_ends_it(asked, world):
    reply(asked, "Stop")
    assert not Preference.objects.get(person=world.zoe).is_asked and up() == [] and "asked by mail no more" in mail.outbox[-1].body


def test_whoever_gave_an_answer_takes_it_back_on_its_page_and_nobody_else(world, need, client):
    made = actions.answer(by=world.zoe, need=need, kind="told", words="A bell")
    path = f"/find/needs/answers/{made.code}/take-back/"
    assert sign_in(client, world.tom).post(path, {"op_id": op_id()}).status_code == 404
    assert "Take my answer back" not in client.get(f"/find/needs/{need.code}/").content.decode()
    assert "Take my answer back" in sign_in(client, world.zoe).get(f"/find/needs/{need.code}/").content.decode()
    assert client.post(path, {"op_id": op_id()}).status_code == 302 and up() == []


@pytest.fixture
def call(monkeypatch, tmp_path):
    """`staffroom receive` with a message on its input; its exit code. The instance is that of the tests."""
    data = Path(os.environ["STAFFROOM_DATA"])
    monkeypatch.setenv("STAFFROOM_DATA", str(data))

    def run(message: bytes, *words: str) -> int:
        (data / "staffroom.sqlite3").touch()
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(message)))
        return main(["receive", *words])
    return run


@pytest.mark.either
def test_what_the_command_says_to_the_mail_server(asked, call, settings, tmp_path, capsys):
    to = asked.extra_headers["Reply-To"]
    message = f"Message-ID: <1@home.example>\nTo: {to}\n\nTry a bell.\n".encode()
    settings.REPLIES_WORK = False
    assert call(message) == 78
    settings.REPLIES_WORK = True
    assert call(b"  \n") == 65
    assert call(message, "--sender", "") == call(b"To: replies@school.example\n\nHello") == 0 and up() == []
    for _again in range(2):
        assert call(message, "--sender", "zoe@home.example", "--recipient", to.upper()) == 0
    assert up() == [("told", "Try a bell.", "Zoe Example")]
    assert call(message, "--data", str(tmp_path / "elsewhere")) == 75, "there is no instance (yet): try again"


def test_an_answer_by_mail_that_does_not_fit_is_followed_by_another_one_by_mail(world, need, asked):
    reply(asked)
    prefer(by=world.zoe, by_mail=True, is_asked=True, quiet_from=0, quiet_to=0)
    actions.reopen(by=world.tom, need=Need.objects.get(pk=need.pk), why="No bell in our building.")
    worker()
    again = mail.outbox[-1]
    assert "No bell in our building." in again.body and again.extra_headers["Reply-To"] != asked.extra_headers["Reply-To"]
    reply(again, "Then a song.", mark="two")
    assert [words for _kind, words, _by in up()] == ["Try a bell.", "Then a song."]


def test_a_mail_that_is_sent_after_the_password_was_changed_can_be_answered(world, need, asked):
    old = ReplyCode.objects.get(person=world.zoe)
    set_password(by=world.zoe, account=world.zoe, password="another long password")
    world.zoe.refresh_from_db()
    assert open_code(by=world.zoe, asked=Asked(old.kind, old.thing, "", "", "")).is_good()
