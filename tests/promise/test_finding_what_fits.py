"""Given, when, then: an offer that fits a teacher, and offers that somebody vouches for."""

import pytest
from django.test import Client

from staffroom.catalogue.actions.shelving import shelve
from staffroom.catalogue.described import described
from staffroom.catalogue.models import Source
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
    assert "Fits you: Many languages in one room; Primary, about 5 to 11; new to this." in page.content.decode()
    assert "Fits you" not in Client().get("/find/").content.decode()
