"""Reviews of an offer as pages show them: never a star, never an average."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from staffroom.catalogue import rubric
from staffroom.catalogue.models import Offer, Review
from staffroom.kit import clock
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import Viewer
from staffroom.ui.paper import day_in_words

MOST = 40


@dataclass(frozen=True)
class Shown:
    """A review: (question, answer, why) for each question, and whether it is the reader's own."""

    row: Review
    lines: tuple[tuple[str, str, str], ...]
    mine: bool


def of(viewer: Viewer, offer: Offer) -> list[Shown]:
    """What stands, newest first. Names are for people who are signed in."""
    rows = visible_to(viewer, Review).filter(offer=offer).select_related("person").order_by("-on_on", "-pk")[:MOST]
    return [Shown(row, tuple(lines(row)), viewer.holds_own_key and row.person_id == viewer.pk) for row in rows]


def lines(row: Review):
    """Each question with what was found and why, in words."""
    for name, (title, _question) in rubric.QUESTIONS.items():
        found, why = row.answers.get(name, [Review.Answer.NOT_LOOKED, ""])
        yield str(title), str(Review.Answer(found).label), why


def first(viewer: Viewer, offer: Offer) -> dict:
    """What the form shows at first: the answers of the review that one put up."""
    row = visible_to(viewer, Review).filter(offer=offer, person=viewer.account).first()
    if row is None:
        return {}
    answers = {name: found for name, (found, _why) in row.answers.items()} | {f"{name}_why": why for name, (_found, why) in row.answers.items()}
    return answers | {"conflict": row.conflict, "tied": "yes" if row.conflict else "no", "changes": row.changes}


def state(offer: Offer, today: date | None = None) -> str:
    """What the label says of reviews, on a day."""
    today = today or clock.today_in("UTC")
    due = day_in_words(offer.review_due_on, 0).split(" ", 1)[1] if offer.review_due_on else ""
    on = day_in_words(offer.reviewed_on, 0).split(" ", 1)[1] if offer.reviewed_on else ""
    words = {
        "": _("Not yet"), "asked": _("Asked for, nobody has yet"), "begun": _("By one teacher; a second is needed"),
        "reviewed": _("By two teachers, %(on)s; due again %(due)s"), "changes": _("Changes wanted, %(on)s; due again %(due)s"),
        "due": _("Due again since %(due)s"), "lapsed": _("Lapsed: it was due again %(due)s")}
    return words[rubric.aged(offer.review, offer.review_due_on, today)] % {"on": on, "due": due}
