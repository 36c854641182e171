"""Who may know what a body requires: everybody who belongs to it or to a body below it, and offices that reach it.

That somebody said "done" is known to those offices: it was told to them. That somebody said "not for me" is a thing of their notebook; of it
only counts leave (`queries.counts_of`).
"""

from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat, StrIndex
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from staffroom.orgs.models import CHAIN, DEPTH
from staffroom.orgs.queries import current, office_holders
from staffroom.orgs.rules import holds_office, is_party, may_speak, party, scope
from staffroom.required.models import Change, Done, NotForMe, Option, Requirement
from staffroom.sharing.bodies import holder
from staffroom.sharing.rules import WALL, Columns, Reader, declare, declare_notebook
from staffroom.sharing.viewers import Viewer

SERVER = gettext_lazy("Could read it")


def _within(path: str) -> Q:
    """Roles in the body that a row names at `path`, or in one below it."""
    found = Q(organisation=OuterRef(path))
    for up in range(1, DEPTH):
        found |= Q(**{"organisation__" + "__".join(["parent"] * up): OuterRef(path)})
    return found


def belongs(viewer: Viewer) -> Exists:
    """Requirements of the bodies to which this viewer belongs today, and of those above them."""
    return Exists(current().filter(_within("organisation_id"), person_id=viewer.pk))


def asked(on: date | None = None, **who) -> Exists:
    """Requirements that are for whoever these roles belong to, on a day (today, UTC, unless told)."""
    role = Concat(Value(","), F("role"), Value(","))
    return Exists(current(on).annotate(at=StrIndex(OuterRef("roles"), role)).filter(_within("organisation_id"), at__gt=0, **who))


def visible(viewer: Viewer) -> QuerySet[Requirement]:
    rows = Requirement.objects.select_related("by", f"organisation__{CHAIN}")
    if viewer.account is None:
        return rows.none()
    return rows.filter(Q(party(viewer, "organisation"), belongs(viewer)) | Q(organisation__in=scope(viewer)))


def may_read(viewer: Viewer, requirement: Requirement) -> bool:
    if viewer.account is None:
        return False
    if holds_office(viewer, requirement.organisation):
        return True
    return is_party(viewer, requirement.organisation) and Requirement.objects.filter(belongs(viewer), pk=requirement.pk).exists()


def is_asked(viewer: Viewer, requirement: Requirement) -> bool:
    return viewer.account is not None and Requirement.objects.filter(asked(person_id=viewer.pk), pk=requirement.pk).exists()


def may_answer(viewer: Viewer, requirement: Requirement) -> bool:
    """Plan it, say that it is done, or that it is not for me: in a session of my own, where it is asked of me."""
    return viewer.holds_own_key and is_asked(viewer, requirement)


def may_look(viewer: Viewer, requirement: Requirement) -> bool:
    return holds_office(viewer, requirement.organisation)


def may_run(viewer: Viewer, requirement: Requirement) -> bool:
    return may_speak(viewer, requirement.organisation)


def readers(requirement: Requirement) -> list[Reader]:
    return [Reader(name=_("Everybody who belongs to %(body)s or to a body below it") % {"body": requirement.organisation},
                   why=_("A body says to all of its people what it requires of some.")),
            Reader(name=_("Offices that reach %(body)s") % {"body": requirement.organisation}, why=_("They act for it, or look at what it does."))]


def of_the_same(model):
    """What belongs to a requirement is seen by whoever sees that."""
    return lambda viewer: model.objects.filter(requirement__in=visible(viewer).values("pk"))


def visible_done(viewer: Viewer) -> QuerySet[Done]:
    rows = Done.objects.select_related("person", f"requirement__organisation__{CHAIN}")
    if viewer.account is None:
        return rows.none()
    return rows.filter(Q(party(viewer, "requirement__organisation"), person=viewer.pk) | Q(requirement__organisation__in=scope(viewer)))


def may_read_done(viewer: Viewer, done: Done) -> bool:
    if viewer.account is None:
        return False
    own = done.person_id == viewer.pk and is_party(viewer, done.requirement.organisation)
    return own or holds_office(viewer, done.requirement.organisation)


def readers_of_done(done: Done) -> list[Reader]:
    body = done.requirement.organisation
    others: dict = {row.person_id: row for row in office_holders([body])[body.pk] if row.person_id != done.person_id}
    return [Reader(name=str(done.person), why=_("You told the office."), account=done.person), *map(holder, others.values())]


_WORDS = gettext_lazy("What a body requires of its people")
_COLUMNS = Columns(
    you=gettext_lazy("What bodies of yours require"), group=gettext_lazy("What bodies of theirs require"),
    principal=gettext_lazy("In their own body and above it"), office=gettext_lazy("In their own body and below it"), server=SERVER)
declare(Requirement, words=_WORDS, home=WALL, visible=visible, readers=readers, columns=_COLUMNS,
        verbs={"read": may_read, "answer": may_answer, "look": may_look, "run": may_run})
for _kind in (Option, Change):
    declare(_kind, words=_WORDS, home=WALL, visible=of_the_same(_kind), columns=_COLUMNS,
            verbs={"read": lambda viewer, thing: may_read(viewer, thing.requirement)}, readers=lambda thing: readers(thing.requirement))
declare(Done, words=gettext_lazy("That you told an office “done”: your name and the day"), home=WALL, visible=visible_done, readers=readers_of_done,
        columns=Columns(principal=gettext_lazy("What their own body required"),
                        office=gettext_lazy("What their own body or one below it required"), server=SERVER),
        verbs={"read": may_read_done})
declare_notebook(NotForMe, words=gettext_lazy("That you said “not for me”, and why: only how many did is counted, in fives"),
                 columns=Columns(server=SERVER))

