"""Who may know what of attendance: each what they did, and whoever runs the event or keeps its list. What came of the three questions is told to them
when they are closed; who answered what, to nobody.
"""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from staffroom.attendance.models import Deed, Outcome, Roster
from staffroom.events.models import Going
from staffroom.events.rules import KEEPS, SERVER, is_own, keepers, kept, may_keep
from staffroom.sharing.rules import WALL, Columns, Reader, declare
from staffroom.sharing.viewers import Viewer

FEWEST = 5  # answers to the three questions, below which nothing is told


def _mine_or_kept(viewer: Viewer) -> Q:
    if not viewer.holds_own_key:
        return Q(pk__in=[])
    return Q(person=viewer.pk) | Q(event__in=kept(viewer).values("pk"))


def visible_rosters(viewer: Viewer) -> QuerySet[Roster]:
    return Roster.objects.select_related("person", "event").filter(_mine_or_kept(viewer))


def hosts(row: Outcome) -> list[Reader]:
    why = _("They run the event or keep its list.")
    rows = Going.objects.filter(event=row.event, part__in=KEEPS).select_related("person")
    body = [Reader(name=_("Those who speak for %(body)s") % {"body": row.event.organisation}, why=why)] if row.event.organisation else []
    return [*(Reader(name=str(going.person), why=why, account=going.person) for going in rows), *body]


COLUMNS = Columns(group=gettext_lazy("Whoever runs the event or keeps its list"), principal=gettext_lazy("Where they speak for the body that hosts"),
                  office=gettext_lazy("Where they speak for the body that hosts"), server=SERVER)
declare(Deed, words=gettext_lazy("What you did of what a certificate takes; how much of a quiz was right, only you"), home=WALL, columns=COLUMNS,
        readers=keepers, visible=lambda viewer: Deed.objects.filter(_mine_or_kept(viewer)),
        verbs={"read": lambda viewer, row: is_own(viewer, row) or may_keep(viewer, row.event)})
declare(Roster, words=gettext_lazy("A list of people who watched together, that you signed"), home=WALL, columns=COLUMNS, readers=keepers,
        visible=visible_rosters, verbs={"read": lambda viewer, row: is_own(viewer, row) or may_keep(viewer, row.event)})
declare(Outcome, words=gettext_lazy("What came of three questions after an event, from five answers on, without names"), home=WALL, columns=COLUMNS,
        readers=hosts, visible=lambda viewer: Outcome.objects.filter(event__in=kept(viewer).values("pk")),
        verbs={"read": lambda viewer, row: may_keep(viewer, row.event)})
