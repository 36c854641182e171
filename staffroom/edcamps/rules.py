"""Who may know what of an edcamp. Its board is for whomever its event is for. Whoever takes part puts up cards and gives dots; whoever hosts or helps
keeps the board. A dot is known to the one who gave it.
"""

from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from staffroom.edcamps.models import Card, Carried, Dot, Edcamp, Lead, Move, Notes, NotesVersion, Room, Slot, Thanks, Turn
from staffroom.events import rules as events
from staffroom.events.models import Event, Going, Presence
from staffroom.orgs.models import CHAIN
from staffroom.sharing.rules import WALL, Columns, Reader, by_person, declare, declare_notebook
from staffroom.sharing.viewers import Viewer

KEEPS_BOARD = (Going.Part.HOSTS, Going.Part.HELPS)
TAKES_PART = (Going.Answer.GOING, Going.Answer.WAITS)
YES = gettext_lazy("Yes")


def visible(viewer: Viewer, day: date | None = None) -> QuerySet[Edcamp]:
    rows = Edcamp.objects.select_related(f"event__organisation__{CHAIN}", "event__audience_body", "event__host", "event__series")
    return rows.filter(event__in=events.visible(viewer, day).values("pk"))


def kept(viewer: Viewer) -> QuerySet[Edcamp]:
    """Edcamps whose board this viewer keeps."""
    if not viewer.holds_own_key:
        return Edcamp.objects.none()
    helps = Going.objects.filter(person=viewer.pk, part__in=KEEPS_BOARD).values("event")
    return visible(viewer).filter(Q(event__in=helps) | Q(event__in=Event.objects.filter(events.runs(viewer)).values("pk")))


def may_read(viewer: Viewer, edcamp: Edcamp) -> bool:
    return events.may_read(viewer, edcamp.event)


def may_run(viewer: Viewer, edcamp: Edcamp) -> bool:
    return events.may_run(viewer, edcamp.event)


def may_keep(viewer: Viewer, edcamp: Edcamp) -> bool:
    """Place cards, enter those on paper, move, undo: whoever hosts or helps, and whoever runs the event."""
    if not viewer.holds_own_key:
        return False
    return may_run(viewer, edcamp) or Going.objects.filter(event=edcamp.event_id, person=viewer.pk, part__in=KEEPS_BOARD).exists()


def may_take_part(viewer: Viewer, edcamp: Edcamp) -> bool:
    """Put up a card, lead one, give dots: whoever goes or waits for a seat."""
    return viewer.holds_own_key and Going.objects.filter(event=edcamp.event_id, person=viewer.pk, answer__in=TAKES_PART).exists()


def may_write(viewer: Viewer, card: Card) -> bool:
    """Write in its notes: whoever takes part, was there, or keeps the board. A guest may too, by their link."""
    if not viewer.holds_own_key or card.taken_down_at is not None or card.state == Card.State.GONE:
        return False
    return (may_take_part(viewer, card.edcamp) or Presence.objects.filter(event=card.edcamp.event_id, person=viewer.pk).exists()
            or may_keep(viewer, card.edcamp))


def may_change_card(viewer: Viewer, card: Card) -> bool:
    """Its author, or whoever keeps the board."""
    return viewer.holds_own_key and (card.author_id == viewer.pk or may_keep(viewer, card.edcamp))


def visible_cards(viewer: Viewer, day: date | None = None) -> QuerySet[Card]:
    rows = Card.objects.select_related("edcamp__event__organisation", "slot__edcamp__event", "room", "author")
    hangs = Q(edcamp__in=visible(viewer, day).values("pk"), taken_down_at=None)
    return rows.filter(hangs | Q(author=viewer.pk) if viewer.holds_own_key else hangs)


def may_read_card(viewer: Viewer, card: Card) -> bool:
    if viewer.holds_own_key and card.author_id == viewer.pk:
        return True
    return card.taken_down_at is None and may_read(viewer, card.edcamp)


def _of_edcamp(model):
    return lambda viewer: model.objects.filter(edcamp__in=visible(viewer).values("pk"))


def keepers(move: Move) -> list[Reader]:
    return [Reader(name=_("Whoever keeps the board"), why=_("They host or help."))]


COLUMNS = Columns(named=YES, group=YES, principal=YES, office=YES, server=YES)
WORDS = gettext_lazy("Edcamps: the board, its rooms, cards and the names of those who lead")
declare(Edcamp, words=WORDS, home=WALL, visible=visible, with_code=by_person(visible), columns=COLUMNS,
        readers=lambda edcamp: events.readers(edcamp.event), verbs={
    "read": may_read, "run": may_run, "keep": may_keep, "take_part": may_take_part})
for kind in (Room, Slot):
    declare(kind, words=WORDS, home=WALL, visible=_of_edcamp(kind), columns=COLUMNS, verbs={"read": lambda viewer, row: may_read(viewer, row.edcamp)},
            readers=lambda row: events.readers(row.edcamp.event))
declare(Card, words=WORDS, home=WALL, visible=visible_cards, with_code=by_person(visible_cards), columns=COLUMNS,
        readers=lambda card: events.readers(card.edcamp.event), verbs={
    "read": may_read_card, "change": may_change_card, "keep": lambda viewer, card: may_keep(viewer, card.edcamp),
    "take_part": lambda viewer, card: may_take_part(viewer, card.edcamp), "write": may_write})
def visible_leads(viewer: Viewer) -> QuerySet[Lead]:
    return Lead.objects.select_related("card__edcamp__event__organisation").filter(card__in=visible_cards(viewer).values("pk"))


def may_leave(viewer: Viewer, lead: Lead) -> bool:
    """Whoever leads, whoever put up a card on which it stands without an account, and whoever keeps the board."""
    if not viewer.holds_own_key:
        return False
    return lead.person_id == viewer.pk or (lead.person_id is None and lead.card.author_id == viewer.pk) or may_keep(viewer, lead.card.edcamp)


declare(Lead, words=WORDS, home=WALL, visible=visible_leads, columns=COLUMNS, readers=lambda lead: events.readers(lead.card.edcamp.event),
        verbs={"read": lambda viewer, lead: may_read_card(viewer, lead.card), "leave": may_leave})
declare(Move, words=gettext_lazy("Who moved what on the board of an edcamp"), home=WALL, readers=keepers,
        visible=lambda viewer: Move.objects.filter(edcamp__in=kept(viewer).values("pk")),
        verbs={"read": lambda viewer, move: may_keep(viewer, move.edcamp)},
        columns=Columns(group=gettext_lazy("Whoever keeps the board"), principal=gettext_lazy("Where they speak for the body that hosts"),
                        office=gettext_lazy("Where they speak for the body that hosts"), server=gettext_lazy("Could read it")))
declare(Carried, words=gettext_lazy("That an edcamp came as a file from another Staffroom, and who brought it"), home=WALL, readers=keepers,
        visible=lambda viewer: Carried.objects.select_related("edcamp__event__organisation").filter(edcamp__in=kept(viewer).values("pk")),
        verbs={"read": lambda viewer, row: may_keep(viewer, row.edcamp), "run": lambda viewer, row: may_run(viewer, row.edcamp)},
        columns=Columns(group=gettext_lazy("Whoever keeps the board"), principal=gettext_lazy("Where they speak for the body that hosts"),
                        office=gettext_lazy("Where they speak for the body that hosts"), server=gettext_lazy("Could read it")))
declare(Turn, words=gettext_lazy("Edcamps: what you show in the smackdown, and your name there"), home=WALL, columns=COLUMNS, visible=lambda viewer: (
    Turn.objects.select_related("edcamp__event__organisation").filter(edcamp__in=visible(viewer).values("pk"))), verbs={
    "read": lambda viewer, turn: may_read(viewer, turn.edcamp), "keep": lambda viewer, turn: may_keep(viewer, turn.edcamp),
    "back": lambda viewer, turn: viewer.holds_own_key and (turn.person_id == viewer.pk or may_keep(viewer, turn.edcamp))},
    readers=lambda turn: events.readers(turn.edcamp.event))


def visible_notes(viewer: Viewer) -> QuerySet[Notes]:
    rows = Notes.objects.select_related("card__edcamp__event__organisation")
    return rows.filter(card__in=visible_cards(viewer).exclude(state=Card.State.GONE).values("pk"), card__taken_down_at=None, taken_down_at=None)


def may_read_notes(viewer: Viewer, notes: Notes) -> bool:
    there = notes.taken_down_at is None and notes.card.taken_down_at is None and notes.card.state != Card.State.GONE
    return there and may_read_card(viewer, notes.card)


def visible_versions(viewer: Viewer) -> QuerySet[NotesVersion]:
    rows = NotesVersion.objects.select_related("notes__card__edcamp__event__organisation", "by", "guest").filter(
        notes__in=visible_notes(viewer).values("pk"))
    if not viewer.holds_own_key:
        return rows.none()
    goes = Going.objects.filter(person=viewer.pk, answer__in=TAKES_PART).values("event")
    was = Presence.objects.filter(person=viewer.pk).values("event")
    return rows.filter(Q(notes__card__edcamp__in=kept(viewer).values("pk")) | Q(notes__card__edcamp__event__in=goes)
                       | Q(notes__card__edcamp__event__in=was))


def may_read_version(viewer: Viewer, version: NotesVersion) -> bool:
    return may_read_notes(viewer, version.notes) and may_write(viewer, version.notes.card)


def writers(version: NotesVersion) -> list[Reader]:
    return [Reader(name=_("Whoever takes part in the edcamp"), why=_("They may write there too, and see who wrote what."))]


WHERE = gettext_lazy("Where they take part, or speak for the body that hosts")
declare(Notes, words=gettext_lazy("Edcamps: the notes of a session"), home=WALL, visible=visible_notes, columns=COLUMNS,
        readers=lambda notes: events.readers(notes.card.edcamp.event), verbs={
            "read": may_read_notes, "keep": lambda viewer, notes: may_read_notes(viewer, notes) and may_keep(viewer, notes.card.edcamp)})
declare(NotesVersion, words=gettext_lazy("Edcamps: who wrote what in the notes of a session, and how they read before"), home=WALL,
        visible=visible_versions, readers=writers, verbs={"read": may_read_version},
        columns=Columns(group=gettext_lazy("Whoever takes part in the edcamp"), principal=WHERE, office=WHERE, server=gettext_lazy("Could read it")))
declare_notebook(Dot, words=gettext_lazy("On which cards of an edcamp you put your dots"), columns=Columns(server=gettext_lazy("Could read it")))
declare_notebook(Thanks, words=gettext_lazy("Whom you thanked after an edcamp; they learn how many did"),
                 columns=Columns(server=gettext_lazy("Could read it")))
