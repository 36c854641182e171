"""Who may know a look back: its owner, and of what was handed over the one who holds the copy. What they say to it: both of them, nobody else."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from staffroom.inquiry import prompts
from staffroom.inquiry.models import Reflection, Response
from staffroom.sharing.models import Copy
from staffroom.sharing.queries import copies_of, lasting, lasts, reader_of
from staffroom.sharing.rules import HANDED, Columns, Reader, declare, declare_notebook, only_owner
from staffroom.sharing.viewers import Viewer
from staffroom.ui import paper

ABOUT = "inquiry.Reflection"


def readers(reflection: Reflection) -> list[Reader]:
    return [only_owner(reflection.person), *(reader_of(copy, _("You handed over a copy.")) for copy in copies_of(reflection))]


def frozen(reflection: Reflection) -> tuple[str, str]:
    """Title and text of a copy: what the entry is called, its day, how it went, and the answers. Never the entry's own note."""
    entry = reflection.entry
    went = f" {entry.get_outcome_display()}." if entry.outcome else ""
    said = [f"{question}\n{answer}" for question, answer in prompts.answered(reflection)]
    return entry.title, "\n\n".join([f"{paper.whole_day(entry.on_on)}.{went}", *said])


def stands(viewer: Viewer, reflection: Reflection) -> bool:
    """Its entry was not let go."""
    return reflection.entry.gone_id is None


def may_respond(viewer: Viewer, copy: Copy) -> bool:
    """Whoever holds a copy of a look back that was handed over to be read, as long as it lasts."""
    is_ours = copy.kind == ABOUT and copy.purpose == Copy.Purpose.READ
    return is_ours and viewer.holds_own_key and viewer.pk == copy.reader_id and lasts(copy)


def said(viewer: Viewer) -> QuerySet[Response]:
    """What was said to the viewer, and what they said themselves to copies that they still hold."""
    if not viewer.holds_own_key:
        return Response.objects.none()
    mine = Q(person_id=viewer.pk) & lasting("copy__")
    return Response.objects.filter(mine | Q(copy__person_id=viewer.pk)).select_related("person", "copy__person", "copy__reader")


def may_read(viewer: Viewer, response: Response) -> bool:
    if not viewer.holds_own_key:
        return False
    return viewer.pk == response.copy.person_id or (viewer.pk == response.person_id and lasts(response.copy))


def hear(response: Response) -> list[Reader]:
    """Whoever said it, and whoever it was said to."""
    to = response.copy.person
    heard = Reader(name=str(to), why=_("You said it to them."), account=to)
    return [only_owner(response.person), heard] if lasts(response.copy) else [heard]


declare_notebook(
    Reflection,
    words=gettext_lazy("What you say looking back"),
    columns=Columns(named=gettext_lazy("A copy that you hand over")),
    readers=readers,
    frozen=frozen,
    verbs={"hand": stands},
)
declare(
    Response,
    words=gettext_lazy("What you say to somebody’s look back"),
    home=HANDED,
    visible=said,
    verbs={"read": may_read, "remove": may_read},
    readers=hear,
    columns=Columns(named=gettext_lazy("Whoever handed you the copy")),
)
