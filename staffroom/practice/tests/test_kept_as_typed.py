"""The long forms of this room keep their words as they are typed, one draft for each form, two tabs side by side."""

from uuid import uuid4

import pytest
from django.test import Client

from staffroom.kit.testing import op_id, sign_in
from staffroom.practice import actions
from staffroom.practice.models import FollowUp, PlanStep
from staffroom.record.models import Draft

pytestmark = pytest.mark.django_db
HALF = "Half a thought about the door"


@pytest.fixture
def forms(ann):
    """{form: (its page, what is sent in it, the field of the long words, what is kept of them)}"""
    step = actions.plan(by=ann, title="Sort tickets at the door", minutes=6)
    actions.ask_later(by=ann, title="Sort tickets at the door", from_id=uuid4())
    asked = FollowUp.objects.get(person=ann, after_days=21)
    return {
        "practice.new": ("/practice/new/", {"title": "Ask Luz", "minutes": "5"}, "note", lambda: [row.why for row in PlanStep.objects.exclude(pk=step.pk)]),
        f"practice.step:{step.code}": (f"/practice/{step.code}/", {"title": step.title, "minutes": "6", "base": "1"}, "note",
                                       lambda: [row.note for row in PlanStep.objects.filter(pk=step.pk) if row.note]),
        f"practice.asked:{asked.code}": (f"/practice/asked/{asked.code}/", {"easier": "yes"}, "pupils",
                                         lambda: [row.pupils for row in FollowUp.objects.filter(pk=asked.pk).exclude(answered_at=None)]),
    }


def typed(client, form, words, tab, version=0):
    """What the script of the page sends."""
    answer = client.post(f"/record/drafts/{form}/", {**words, "version": version, "tab": tab}, headers={"Accept": "application/json"})
    return answer.status_code


def test_what_is_typed_is_kept_offered_taken_up_and_ends_when_it_is_sent(as_ann, forms):
    for form, (page, fields, long, kept) in forms.items():
        assert f'data-autosave="/record/drafts/{form}/"' in as_ann.get(page).content.decode()
        assert typed(as_ann, form, fields | {long: HALF}, "desk") == 200
        offered = as_ann.get(page).content.decode()
        assert f'href="{page}?draft=1"' in offered and f">{HALF}</textarea>" not in offered.replace("\n", "")
        assert f'href="{page}?draft=1"' in as_ann.get("/record/drafts/").content.decode()
        taken = as_ann.get(f"{page}?draft=1")
        assert f">{HALF}</textarea>" in taken.content.decode().replace("\n", "")
        assert (taken.context["draft_version"], taken.context["offered"]) == (1, None)
        sent = fields | {long: HALF, "op_id": op_id(), "tab": taken.context["draft_tab"], "draft_version": "1", "draft_form": form}
        assert as_ann.post(page, sent).status_code == 302
        assert (kept(), Draft.objects.count()) == ([HALF], 0)


def test_two_tabs_lie_side_by_side_and_nothing_is_sent_before_one_chose(as_ann, forms):
    for form, (page, fields, long, kept) in forms.items():
        assert [typed(as_ann, form, fields | {long: f"From my {tab}"}, tab) for tab in ("phone", "desk")] == [200, 409]
        answer = as_ann.post(page, fields | {long: "From my desk", "op_id": op_id(), "tab": "desk", "draft_form": form})
        both = as_ann.get(answer["Location"]).content.decode()
        assert "From my phone" in both and "From my desk" in both
        assert kept() == []
        home = as_ann.post(answer["Location"], {"op_id": op_id(), "keep": "mine"})["Location"]
        assert home == f"{page}?draft=1"
        chosen = as_ann.get(home)
        as_ann.post(page, fields | {long: "From my desk", "op_id": op_id(), "tab": chosen.context["draft_tab"],
                                    "draft_version": str(chosen.context["draft_version"]), "draft_form": form})
        assert (kept(), Draft.objects.filter(gone=None).count()) == (["From my desk"], 0)


def test_words_that_were_left_stay_beside_a_new_step(as_ann, ann):
    typed(as_ann, "practice.new", {"title": "Yesterday", "note": HALF}, "yesterday")
    page = as_ann.get("/practice/new/").context
    fresh = {"title": "Ask Luz", "op_id": op_id(), "tab": page["draft_tab"], "draft_version": str(page["draft_version"]), "draft_form": page["draft_form"]}
    assert as_ann.post("/practice/new/", fresh).status_code == 302
    assert [step.title for step in PlanStep.objects.filter(person=ann)] == ["Ask Luz"]
    assert [draft.read()["note"] for draft in Draft.objects.all()] == [[HALF]]


def test_a_draft_keeps_the_version_it_was_written_over(as_ann, ann):
    step = actions.plan(by=ann, title="Sort tickets at the door", minutes=6)
    page, form = f"/practice/{step.code}/", f"practice.step:{step.code}"
    typed(as_ann, form, {"title": "From my desk", "note": HALF, "base": "1"}, "desk")
    actions.change(by=ann, step=step, version=1, title="From my phone", minutes=6, planned_on=None, note="")
    taken = as_ann.get(f"{page}?draft=1")
    assert 'name="base" value="1"' in taken.content.decode()
    sent = {"title": "From my desk", "note": HALF, "base": "1", "op_id": op_id(), "tab": taken.context["draft_tab"], "draft_version": "1"}
    both = as_ann.post(page, sent)
    assert both.status_code == 409
    assert "From my phone" in both.content.decode() and HALF in both.content.decode()
    assert (PlanStep.objects.get().title, Draft.objects.count()) == ("From my phone", 1)
    assert as_ann.post(page, sent | {"base": str(both.context["base"]), "op_id": op_id()}).status_code == 302
    assert (PlanStep.objects.get().title, Draft.objects.count()) == ("From my desk", 0)


def test_nobody_else_is_offered_what_was_typed(as_ann, ben, forms):
    for form, (page, fields, long, _kept) in forms.items():
        typed(as_ann, form, fields | {long: HALF}, "desk")
        assert HALF not in sign_in(Client(), ben).get(f"{page}?draft=1").content.decode()
