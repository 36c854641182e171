"""A look that was begun and holds no words yet has a name among the unfinished."""

import pytest

from staffroom.record.models import Draft
from staffroom.record.queries import first_words

pytestmark = pytest.mark.django_db


def test_a_draft_of_a_look_is_called_what_it_is_and_by_its_words_once_there_are_some(as_ann, ann):
    address = "/record/drafts/looks.part:anyn1/"
    said = as_ann.post(address, {"version": 0, "tab": "here", "level": "often"}, headers={"Accept": "application/json"})
    assert said.status_code == 200
    assert first_words(Draft.objects.get(person=ann)) == "A look at my own practice"
    as_ann.post(address, {"version": 1, "tab": "here", "level": "often", "why": "They ask each other first"}, headers={"Accept": "application/json"})
    assert first_words(Draft.objects.get(person=ann)) == "They ask each other first"
