import pytest

from staffroom.catalogue import actions as catalogue
from staffroom.catalogue.models import Offer
from staffroom.kit.testing import op_id
from staffroom.practice import actions as practice
from staffroom.practice.models import PlanStep
from staffroom.record import prefills
from staffroom.record.models import Entry
from staffroom.sharing.viewers import ORG, SELF, Viewer
from staffroom.topics import actions as topics

pytestmark = pytest.mark.django_db


@pytest.fixture
def step(ann):
    topics.load(by=None)
    catalogue.load_commons(by=None)
    piece = Offer.objects.get(key="three-seconds")
    return practice.plan(by=ann, title=piece.title, about_kind="offer", about_id=piece.pk, minutes=piece.minutes, why="The same hands")


def test_an_entry_begins_with_what_the_step_and_its_offer_know(ann, step):
    kind, first = prefills.read(Viewer(ann, SELF), f"step:{step.code}")
    assert (kind, first.title, first.kind, first.minutes, first.says, first.from_id) == (
        "step",
        step.title,
        "tried",
        step.minutes,
        "The same hands",
        step.pk,
    )
    assert set(first.topics) == {"quiet", "talk"}


def test_nobody_else_gets_a_word_of_it(ann, ben, step):
    for viewer in (Viewer(ben, SELF), Viewer(ann, ORG), Viewer()):
        assert prefills.read(viewer, f"step:{step.code}") == ("", None)


def test_noting_how_it_went_ends_the_step_and_stands_in_the_record(as_ann, ann, step):
    page = as_ann.get(f"/record/new/?from=step:{step.code}").content.decode()
    assert "The same hands" in page
    answer = as_ann.post(
        f"/record/new/?from=step:{step.code}",
        {
            "op_id": op_id(),
            "title": step.title,
            "kind": "tried",
            "minutes": "20",
            "on_on": "2026-11-20",
            "time_kind": "own",
            "origin": "chosen",
            "outcome": "did_not",
            "from": f"step:{step.code}",
        },
    )
    assert answer.status_code == 302, answer.content.decode()[:3000]
    entry = Entry.objects.get(person=ann)
    assert (entry.minutes, entry.from_id) == (20, step.pk)
    assert PlanStep.objects.get().ended_as == "done"
