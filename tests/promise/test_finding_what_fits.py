"""Given, when, then: an offer that fits a teacher, and offers that somebody vouches for."""

import re
from html import unescape

import pytest
from django.test import Client

from staffroom.catalogue.actions.shelving import shelve
from staffroom.catalogue.described import described
from staffroom.catalogue.models import Offer, Source
from staffroom.catalogue.rubric import QUESTIONS
from staffroom.catalogue.tests.conftest import nothing_remembered
from staffroom.kit.testing import make_account, op_id, sign_in
from staffroom.practice.models import PlanStep
from staffroom.topics import actions as topics

__all__ = ["nothing_remembered"]
pytestmark = pytest.mark.django_db


def hang(*rows: dict) -> None:
    topics.load(by=None)
    shelve(Source.objects.create(kind=Source.Kind.FILE, name="A list"), [described(**row) for row in rows])


def titles(page) -> list[str]:
    return [offer.title for offer in page.context["found"].offers]


def test_s3_12_a_course_is_picked_by_format_depth_and_pace():
    hang({"title": "Questions, a first look", "kind": "course", "level": "rookie", "minutes": 20, "watch_minutes": 20, "follow_up": False},
         {"title": "Questions, with a coach", "kind": "course", "level": "practised", "minutes": 600, "do_minutes": 400, "relate_minutes": 200,
          "follow_up": True},
         {"title": "Questions, over a term", "kind": "course", "level": "expert", "relate_minutes": 900, "online": True, "place": "Lisbon"})
    ann = sign_in(Client(), make_account("Ann Example"))
    assert len(titles(ann.get("/find/?kind=course"))) == 3
    assert titles(ann.get("/find/?kind=course&format=do&level=practised&follow_up=yes")) == ["Questions, with a coach"]
    assert titles(ann.get("/find/?kind=course&level=rookie&minutes=30")) == ["Questions, a first look"]
    page = ann.get("/find/?kind=course&place=online&format=relate")
    assert titles(page) == ["Questions, over a term"]
    ann.post(f"/find/{page.context['found'].offers[0].code}/plan/", {"op_id": op_id()})
    assert PlanStep.objects.count() == 1


def test_s2_02_a_second_year_teacher_with_many_multilingual_learners_finds_what_fits_first_and_reads_why():
    hang({"title": "Talk in four languages", "kind": "article", "level": "rookie",
          "topics": [("theme", "languages"), ("stage", "primary"), ("subject", "any-subject")]},
         {"title": "Essays at the end of school", "kind": "article", "topics": [("stage", "secondary"), ("subject", "english")]},
         {"title": "Something for everybody", "kind": "article", "topics": [("stage", "any-stage"), ("subject", "any-subject")]})
    ann = sign_in(Client(), make_account("Ann Example"))
    ann.post("/me/profile/", {"op_id": op_id(), "years": "1-3", "stages": ["primary"], "pupils": ["languages"]})
    page = ann.get("/find/")
    assert titles(page)[0] == "Talk in four languages"
    assert "Fits you: Many languages in one room; Primary; new to this." in page.content.decode()
    assert "Fits you" not in Client().get("/find/").content.decode()


def review(person, code: str, answer: str = "yes", **more) -> None:
    said = dict.fromkeys(QUESTIONS, answer) | {f"{name}_why": "I tried it with my class." for name in QUESTIONS}
    sign_in(Client(), person).post(f"/find/{code}/reviews/mine/", said | {"tied": "no", "op_id": op_id()} | more)


def words_of(answer) -> str:
    return " ".join(unescape(re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", answer.content.decode(), flags=re.S)).split())


def test_s0_27_an_item_nobody_looked_at_becomes_reviewed_with_its_rubric_its_date_and_the_next():
    hang({"title": "Exit tickets", "kind": "article", "evidence": "practice"})
    code, here = Offer.objects.get().code, Client()
    assert "Practice wisdom" in words_of(here.get(f"/find/{code}/")) and "Reviewed Not yet" in words_of(here.get(f"/find/{code}/"))
    ben, cara = make_account("Ben Example"), make_account("Cara Example")
    review(ben, code)
    review(cara, code)
    label, rubric = words_of(sign_in(Client(), ben).get(f"/find/{code}/")), words_of(here.get(f"/find/{code}/reviews/"))
    assert "Reviewed By two teachers," in label and "; due again " in label
    assert all(str(title) in rubric for title, _question in QUESTIONS.values()) and "I tried it with my class." in rubric
    assert ("Ben Example" in rubric, "Ben Example" in words_of(sign_in(Client(), cara).get(f"/find/{code}/reviews/"))) == (False, True)
    assert "/reports/new/review/" in sign_in(Client(), make_account("Dan Example")).get(f"/find/{code}/reviews/").content.decode()


def test_s2_06_of_thirty_offers_two_teachers_make_some_reviewed_and_some_not_with_reasons_and_a_day():
    hang(*({"title": f"Course {number}", "kind": "course", "url": f"https://courses.example/{number}"} for number in range(30)))
    good, poor, *others = Offer.objects.order_by("title")
    for name in ("Ben Example", "Cara Example"):
        person = make_account(name)
        review(person, good.code)
        review(person, poor.code, "no", changes="It names pupils.")
    assert (Offer.objects.get(pk=good.pk).review, Offer.objects.get(pk=poor.pk).review) == ("reviewed", "changes")
    assert {offer.review for offer in Offer.objects.filter(pk__in=[offer.pk for offer in others])} == {""}
    failed = words_of(Client().get(f"/find/{poor.code}/reviews/"))
    assert "Changes wanted," in failed and "It names pupils." in failed and "no: I tried it with my class." in failed
    reviewed = Offer.objects.get(pk=good.pk)
    assert (reviewed.review_due_on.year - reviewed.reviewed_on.year, reviewed.review_due_on.month) == (2, reviewed.reviewed_on.month)
