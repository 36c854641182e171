"""Who may know what of accepted hours: whose they are, and the offices of the body that accepted them. Nobody else, for nothing."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from staffroom.ledger.models import Book, Posting
from staffroom.orgs.models import CHAIN
from staffroom.orgs.rules import holds_office, is_party, party, scope
from staffroom.sharing.rules import WALL, Columns, Reader, declare
from staffroom.sharing.viewers import Viewer


def visible(viewer: Viewer) -> QuerySet[Posting]:
    """Mine (in a session of a body's sign-in only what that body accepted), and those of the bodies that my offices reach."""
    rows = Posting.objects.select_related("book__person", f"against__organisation__{CHAIN}", "reverses", "reversal")
    if viewer.account is None:
        return rows.none()
    mine = Q(party(viewer, "against__organisation"), book__person=viewer.pk)
    return rows.filter(mine | Q(against__organisation__in=scope(viewer)) if viewer.has_office else mine)


def is_mine(viewer: Viewer, posting: Posting) -> bool:
    return viewer.account is not None and posting.book.person_id == viewer.pk and is_party(viewer, posting.against.organisation)


def may_read(viewer: Viewer, posting: Posting) -> bool:
    return is_mine(viewer, posting) or (viewer.account is not None and holds_office(viewer, posting.against.organisation))


def readers(posting: Posting) -> list[Reader]:
    whose = posting.book.person
    mine = [Reader(name=str(whose), why=_("They are their hours."), account=whose)] if whose else []
    return [*mine, Reader(name=_("Offices of %(body)s") % {"body": posting.against.organisation}, why=_("They accepted them."))]


HERE = gettext_lazy("Where they hold an office of the body that accepted them")
declare(Posting, words=gettext_lazy("Your hours that an office accepted"), home=WALL, visible=visible, readers=readers,
        columns=Columns(principal=HERE, office=HERE, server=gettext_lazy("Could read it; a change would show")),
        verbs={"read": may_read, "keep": is_mine})
declare(Book, words=gettext_lazy("The number under which your hours stand in the ledger"), home=WALL,
        visible=lambda viewer: Book.objects.filter(person=viewer.pk) if viewer.account is not None else Book.objects.none(),
        readers=lambda book: [Reader(name=str(book.person), why=_("It is theirs."), account=book.person)] if book.person else [],
        columns=Columns(server=gettext_lazy("Could read it")), verbs={
            "read": lambda viewer, book: viewer.account is not None and book.person_id == viewer.pk})
