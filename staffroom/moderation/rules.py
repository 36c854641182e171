"""Reports are for those who look after the wall, who do not read by whom they are; a decision is for them and for the author of the thing."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from staffroom.moderation.models import Caretaker, Decision, Objection, Report
from staffroom.sharing.rules import NOTEBOOK, Columns, Reader, declare, declare_notebook
from staffroom.sharing.viewers import Viewer

NAMED = gettext_lazy("Those who look after the wall, without your name")
COLUMNS = Columns(named=NAMED)


def is_caretaker(viewer: Viewer) -> bool:
    """Does this viewer look after the wall, in a session of their own? Asked once for each viewer, like their offices."""
    known = vars(viewer)
    if "looks_after_the_wall" not in known:
        known["looks_after_the_wall"] = viewer.holds_own_key and Caretaker.objects.filter(person=viewer.pk, until_at=None).exists()
    return known["looks_after_the_wall"]


def _caretakers() -> list[Reader]:
    rows = Caretaker.objects.filter(until_at=None, person__is_active=True).select_related("person").order_by("made_at", "pk")
    return [Reader(name=str(row.person), why=_("Looks after the wall."), account=row.person) for row in rows]


def _readers(thing) -> list[Reader]:
    """The author without their name: whoever looks after the wall reads this too, and the author may have chosen none."""
    why = _("It is theirs. No school or district can open it, even with the school password.")
    own = [Reader(name=_("Its author"), why=why, account=thing.person)] if thing.person else []
    return [*own, *(reader for reader in _caretakers() if reader.account != thing.person)]


def _for_owner_and_caretakers(model):
    def visible(viewer: Viewer) -> QuerySet:
        if not viewer.holds_own_key:
            return model.objects.none()
        rows = model.objects.select_related("person")
        return rows if is_caretaker(viewer) else rows.filter(person=viewer.pk)
    return visible


def _may_read(viewer: Viewer, thing) -> bool:
    return _is_own(viewer, thing) or is_caretaker(viewer)


def _is_own(viewer: Viewer, thing) -> bool:
    return viewer.holds_own_key and thing.person_id is not None and thing.person_id == viewer.pk


def _may_answer(viewer: Viewer, decision: Decision) -> bool:
    """Its author may answer what was taken down, once, while it is down."""
    return _is_own(viewer, decision) and decision.takes_down and decision.undone_at is None and not hasattr(decision, "objection")


def _may_undo(viewer: Viewer, decision: Decision) -> bool:
    """A caretaker who is not its author may put it back."""
    return decision.takes_down and decision.undone_at is None and not _is_own(viewer, decision) and is_caretaker(viewer)


declare(Report, words=gettext_lazy("What you reported"), home=NOTEBOOK, visible=_for_owner_and_caretakers(Report), readers=_readers, private=True,
        columns=COLUMNS, verbs={"read": _may_read})
declare(Decision, words=gettext_lazy("What was taken down of yours, and why"), home=NOTEBOOK, visible=_for_owner_and_caretakers(Decision),
        readers=_readers, private=True, verbs={"read": _may_read, "answer": _may_answer, "undo": _may_undo},
        columns=Columns(named=gettext_lazy("Those who look after the wall"), server=gettext_lazy("Could read it")))
declare(Objection, words=gettext_lazy("What you answered when something was taken down"), home=NOTEBOOK,
        visible=_for_owner_and_caretakers(Objection), readers=_readers, private=True, columns=COLUMNS, verbs={"read": _may_read})
declare_notebook(Caretaker, words=gettext_lazy("That you look after the wall"), columns=Columns(server=gettext_lazy("Could read it")))
