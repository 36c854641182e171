"""Words of a child in danger: the page says whom to tell, before anything else."""

import json
from pathlib import Path

import pytest

from staffroom.growth import actions, danger, queries
from staffroom.sharing.viewers import SELF, Viewer
from tests import laid

IN_DANGER = ["A girl in my homeroom has stopped eating lunch and stopped talking.", "He says he wants to die.", "She hurts herself in the break.",
             "A student told me something about home that I can't stop thinking about.", "He comes with bruises every Monday", "I think she is beaten at home",
             "self-harm in my class", "Una alumna dejó de comer", "Un alumno se corta", "Creo que le pegan en casa", "He is scared to go home on Fridays"]
NOT = ["My slides are boring.", "They kill time until the bell.", "Transitions between activities eat up ten minutes.", "He throws chairs when the timetable changes.",
       "I hit a wall with fractions", "They eat in my lab", "The copier is broken again.", "No comprendo el nuevo currículo"]
SENTENCES = Path(__file__).resolve().parents[3] / "tests" / "suggestions" / "sentences.json"


@pytest.mark.parametrize("text", IN_DANGER)
def test_words_of_danger_are_heard(text):
    assert danger.may_be(text)


@pytest.mark.parametrize("text", NOT)
def test_ordinary_trouble_is_ordinary(text):
    assert not danger.may_be(text)


def test_of_ninety_ordinary_sentences_those_are_heard_that_speak_of_it():
    heard = [row["said"][:40] for row in json.loads(SENTENCES.read_text()) if danger.may_be(row["said"])]
    assert heard == ["A student told me something about home t", "A girl in my homeroom has stopped eating"]


@pytest.mark.django_db
@pytest.mark.parametrize(("text", "said"), [(IN_DANGER[0], True), (NOT[0], False)])
def test_the_page_says_whom_to_tell_and_that_nobody_here_reads_it(as_ann, ann, text, said):
    page = as_ann.get(f"/practice/start/{actions.say(by=ann, text=text, mood='bothering', minutes=15).code}/").content.decode()
    assert ("tell the person in your school who is responsible for protecting children" in page) == said


@pytest.mark.django_db
def test_beside_a_child_in_danger_nothing_for_another_matter_is_shown(as_ann, ann):
    laid.laid(laid.commons)
    said = actions.say(by=ann, text="A girl in my homeroom has stopped eating lunch and stopped talking.", mood="bothering", minutes=15)
    found = queries.suggestions(Viewer(ann, SELF), said)
    page = as_ann.get(f"/practice/start/{said.code}/").content.decode()
    assert found and "We have nothing that fits" in page and [one.offer.title for one in found if one.offer.title in page] == []
