"""What this room lends to rooms below."""

from django.conf import settings
from django.utils.translation import gettext as _

from staffroom.catalogue.models import Offer
from staffroom.growth import actions
from staffroom.practice.models import PlanStep
from staffroom.record import prefills
from staffroom.record.models import Entry
from staffroom.sharing.checking import CANARIES
from staffroom.sharing.rules import visible_to

CANARIES["sentence"] = (
    lambda account, text: actions.say(by=account, text=text, mood="bothering", minutes=15),
    lambda account, sentence: actions.forget(by=account, sentence=sentence),
)
KINDS = {"piece": "tried", "way": "tried", "video": "watched", "webinar": "watched", "podcast": "listened", "course": "course", "community": "chat"}


@prefills.register("step")
def from_step(viewer, code: str) -> prefills.Prefill | None:
    """The first words of an entry, out of the viewer's own step and the offer it is about: its kind, its themes, its address."""
    step = visible_to(viewer, PlanStep).filter(code=code).first()
    if step is None:
        return None
    offer = visible_to(viewer, Offer).filter(pk=step.about_id).first() if step.about_kind == "offer" else None
    origin, says = "", step.why
    if step.required_by:
        origin, says = Entry.Origin.REQUIRED, _("Required by %(body)s, and noted as required; “Who chose it?” below says otherwise.") % {
            "body": step.required_by}
    if offer is None:
        return prefills.Prefill(title=step.title, minutes=step.minutes, link=step.link, from_id=step.pk, says=says, origin=origin)
    topics = tuple(offer.topics.filter(kind="theme").values_list("slug", flat=True))
    return prefills.Prefill(
        title=step.title, minutes=step.minutes, kind=KINDS.get(offer.kind, "read"), source=offer.maker, topics=topics, from_id=step.pk, says=says,
        origin=origin, link=offer.url or f"{settings.BASE_URL}/find/{offer.code}/")
