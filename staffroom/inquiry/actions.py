"""What happens to a look back: kept, forgotten, answered by somebody who holds a copy. A notice says that something was said, never what."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from staffroom.inquiry.models import Reflection, Response
from staffroom.inquiry.prompts import QUESTIONS
from staffroom.inquiry.rules import may_respond
from staffroom.kit import clock
from staffroom.kit.acts import Refusal, act
from staffroom.kit.words import cut
from staffroom.notices.actions import tell
from staffroom.people.models import Account
from staffroom.practice import actions as practice
from staffroom.practice.models import PlanStep
from staffroom.record.actions import DraftMark
from staffroom.record.actions.drafts import use_up
from staffroom.record.models import Entry
from staffroom.sharing.models import Copy
from staffroom.sharing.viewers import SELF, Viewer
from staffroom.ui import paper

MOST, MOST_TITLE = 12, 200


class Changed(Exception):
    """It was changed somewhere else meanwhile; `thing` is as it stands now."""

    def __init__(self, thing: Reflection):
        super().__init__()
        self.thing = thing


@act("inquiry.look_back")
def look_back(*, by: Account, entry: Entry, answers: dict[str, str], version: int = 0, draft: DraftMark | None = None) -> Reflection:
    """The answers stand beside the entry, and the draft of their form ends. `version`: of the answers that were shown, 0 for none.

    Raises Changed when they were changed since, and Refusal where nothing was said.
    """
    held_entry = Entry.objects.select_for_update().get(pk=entry.pk, person=by, gone=None)
    words = {name: answers.get(name, "") for name in QUESTIONS}
    if not any(words.values()):
        raise Refusal(_("Nothing was said yet. One answer is enough."))
    held = Reflection.objects.filter(entry=held_entry).first()
    if held is not None and held.version != version:
        raise Changed(held)
    held = held or Reflection(person=by, entry=held_entry, version=0)
    for name, text in words.items():
        setattr(held, name, text)
    held.version, held.changed_at = held.version + 1, clock.now()
    held.save()
    use_up(by, draft)
    return held


@act("inquiry.next_round")
def next_round(*, by: Account, reflection: Reflection) -> PlanStep:
    """What is to be otherwise stands in the plan as a step, about the same offer as the step that was tried, if it came from one. Raises Refusal."""
    held = Reflection.objects.select_related("entry").get(pk=reflection.pk, person=by, entry__gone=None)
    entry = held.entry
    title = cut(" ".join(held.otherwise.split()), MOST_TITLE)
    if not title:
        raise Refusal(_("Say first what you will do otherwise. Nothing was planned."))
    tried = PlanStep.objects.filter(pk=entry.from_id, person=by).first() if entry.from_kind == "step" else None
    about = {"about_kind": tried.about_kind, "about_id": tried.about_id, "link": tried.link} if tried else {}
    why = _("After “%(title)s”, %(day)s") % {"title": entry.title, "day": paper.whole_day(entry.on_on)}
    return practice.plan(by=by, title=title, why=why, **about)


@act("inquiry.forget")
def forget(*, by: Account, reflection: Reflection) -> None:
    """The look back is gone. Copies that were handed over stay until their day, or until they are taken back."""
    Reflection.objects.filter(pk=reflection.pk, person=by).delete()


@act("inquiry.respond")
def respond(*, by: Account, copy: Copy, kind: str, text: str) -> Response:
    """`by` says something to a copy that they hold; whoever handed it over is told that they did."""
    held = Copy.objects.select_for_update(of=("self",)).select_related("person").get(pk=copy.pk)
    if not may_respond(Viewer(by, SELF), held):
        raise Refusal(_("You do not hold this copy any more. Nothing was sent."))
    if Response.objects.filter(copy=held).count() >= MOST:
        raise Refusal(_("You said twelve things to it. Take one back first; nothing was sent."))
    made = Response.objects.create(person=by, copy=held, kind=kind, text=text)
    about = Reflection.objects.filter(pk=held.about, person=held.person, entry__gone=None).select_related("entry").first()
    href = reverse("inquiry:reflection", args=[about.entry.code]) if about else reverse("sharing:copy", args=[held.code])
    tell(by=by, person=held.person, kind="responded", key=f"responded:{made.code}", name=str(by), href=href)
    return made


@act("inquiry.unsay")
def unsay(*, by: Account, response: Response) -> None:
    """What was said is gone, for both of them: who said it takes it back, or who heard it lets it go."""
    Response.objects.filter(Q(person=by) | Q(copy__person=by), pk=response.pk).delete()
