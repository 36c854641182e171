"""The one table of rules."""

import pytest
from django.http import Http404

from staffroom.growth import actions as growth
from staffroom.growth.models import Sentence
from staffroom.kit.models import AuditLine
from staffroom.sharing.rules import NOTEBOOK, can, declare, declare_notebook, get_or_404, material, rule_for, visible_to, who_can_see
from staffroom.sharing.viewers import NOBODY, ORG, SELF, Viewer, of

pytestmark = pytest.mark.django_db


@pytest.fixture
def sentence(ann):
    return growth.say(by=ann, text="The first minutes", mood="bothering", minutes=15)


def test_a_thing_of_the_notebook_is_for_its_owner_by_a_key_of_their_own(ann, ben, sentence):
    viewers = {"own": Viewer(ann, SELF), "by the school": Viewer(ann, ORG), "another": Viewer(ben, SELF), "nobody": NOBODY}
    assert [name for name, viewer in viewers.items() if visible_to(viewer, Sentence).exists()] == ["own"]
    assert [name for name, viewer in viewers.items() if can(viewer, "read", sentence)] == ["own"]
    assert get_or_404(viewers["own"], Sentence, sentence.code) == sentence
    for name in ("by the school", "another", "nobody"):
        with pytest.raises(Http404):
            get_or_404(viewers[name], Sentence, sentence.code)


def test_a_verb_that_no_rule_names_may_not_be_done(ann, sentence):
    assert not can(Viewer(ann, SELF), "publish", sentence)
    with pytest.raises(Http404):
        get_or_404(Viewer(ann, SELF), Sentence, sentence.code, "publish")


def test_what_is_not_in_the_table_cannot_be_asked_for(ann):
    with pytest.raises(KeyError):
        visible_to(Viewer(ann, SELF), AuditLine)


def test_a_rule_without_reading_is_no_rule():
    with pytest.raises(ValueError, match="needs the verb read"):
        declare(AuditLine, words="x", home="wall", visible=lambda viewer: AuditLine.objects.all(), verbs={}, readers=lambda thing: [])


def test_a_notebook_has_no_argument_for_a_role():
    with pytest.raises(TypeError):
        declare_notebook(Sentence, words="x", office=lambda viewer: True)  # type: ignore[call-arg]  # that it is refused is the test


def test_who_can_see_and_the_material_come_from_the_rule(ann, sentence):
    assert [reader.account for reader in who_can_see(sentence)] == [ann]
    assert material(Viewer(ann, SELF), sentence) == rule_for(sentence).home == NOTEBOOK


def test_an_unknown_assurance_counts_as_the_employers(ann, rf):
    for said, holds in (("self", True), ("org", False), ("", False), ("SELF", False), (None, False), (1, False)):
        request = rf.get("/")
        request.user, request.session = ann, {"assurance": said}
        assert of(request).holds_own_key is holds, said
