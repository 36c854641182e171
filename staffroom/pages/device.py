"""What a device is given to keep for the time without a line: the plan of its owner, as short as it can be."""

from typing import Any

from staffroom.catalogue.models import Offer
from staffroom.kit import clock
from staffroom.practice.models import PlanStep
from staffroom.practice.queries import open_steps
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import Viewer
from staffroom.ui import paper

MOST_STEPS = 40


def plan_for_a_device(viewer: Viewer) -> dict[str, Any]:
    """{account, zone, steps: [{code, title, why, note, day, minutes, offer: {title, html}}]}; an offer only where we hold its whole text."""
    steps = open_steps(viewer, MOST_STEPS)
    wanted = {step.about_id for step in steps if step.about_kind == "offer"}
    offers = {offer.pk: offer for offer in visible_to(viewer, Offer).filter(pk__in=wanted).only("title", "body_html")}
    year = clock.today_in(viewer.account.zone).year
    return {"account": viewer.account.code, "zone": viewer.account.zone, "steps": [_told(step, offers.get(step.about_id), year) for step in steps]}


def _told(step: PlanStep, offer: Offer | None, year: int) -> dict[str, Any]:
    return {"code": step.code, "title": step.title, "why": step.why, "note": step.note,
            "day": paper.day_in_words(step.planned_on, year) if step.planned_on else "",
            "minutes": paper.minutes_in_words(step.minutes) if step.minutes else "",
            "offer": {"title": offer.title, "html": offer.body_html} if offer and offer.body_html else None}
