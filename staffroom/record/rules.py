"""Who may know what of a record: its owner, and whoever was handed a copy."""

from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from staffroom.kit import clock
from staffroom.kit.statement import written_once
from staffroom.record.facts import facts_text
from staffroom.record.models import Ask, Draft, Entry, Evidence, Removal, Rung, Sitting, Upload
from staffroom.sharing.models import Copy
from staffroom.sharing.queries import lasting, lasts, reader_of
from staffroom.sharing.rules import HANDED, Columns, Reader, declare, declare_notebook, only_owner
from staffroom.sharing.viewers import SELF, Viewer

KIND = "record.Entry"
_OF_COPY = ("code", "kind", "about", "purpose", "until_on", "taken_back_at", "person__zone", "reader__code", "reader__name", "reader__is_demo")


def copies_now(entries: list[Entry]) -> list[Copy]:
    """The copies of these entries that somebody can open today."""
    owners = list({entry.person_id for entry in entries})
    found = _handed(owners=owners, entries=[entry.pk for entry in entries], since=clock.now().date() - timedelta(days=1))
    return [copy for copy in found if lasts(copy)]


@written_once
def _handed(*, owners: list[UUID], entries: list[UUID], since: date) -> QuerySet[Copy]:
    """The copies that may last today, whatever day it is where their owner lives."""
    rows = Copy.objects.filter(taken_back_at=None, until_on__gte=since, kind=KIND, person__in=owners, about__in=entries)
    rows = rows.select_related("reader", "person")
    return rows.only(*_OF_COPY)


def readers(entry: Entry) -> list[Reader]:
    """The owner, and everybody who holds a copy today. `entry.copies` may hold the copies already (lists do that in one query)."""
    copies = entry.__dict__.get("copies")
    if copies is None:
        copies = copies_now([entry])
    return [only_owner(entry.person), *map(_holder, copies)]


def _holder(copy: Copy) -> Reader:
    return reader_of(copy, copy.get_purpose_display())


def is_there(viewer: Viewer, thing) -> bool:
    """Not let go."""
    return thing.gone_id is None


def was_let_go(viewer: Viewer, thing) -> bool:
    return thing.gone_id is not None


def is_open(ask: Ask) -> bool:
    """Can still be answered: not answered, not taken back, in time."""
    return ask.answer == "" and lasts(ask.copy)


def may_read_ask(viewer: Viewer, ask: Ask) -> bool:
    """Its owner, or the person who was asked while the copy lasts; for a body only while they hold an office in it.

    A session opened by an employer's factor answers for a body, never as a colleague.
    """
    if viewer.holds_own_key and ask.person_id == viewer.pk:
        return True
    if viewer.account is None or ask.copy.reader_id != viewer.pk or not lasts(ask.copy):
        return False
    return _holds_office(viewer, ask) if ask.body_id else viewer.holds_own_key


def may_answer(viewer: Viewer, ask: Ask) -> bool:
    return viewer.account is not None and ask.copy.reader_id == viewer.pk and may_read_ask(viewer, ask) and is_open(ask)


def _holds_office(viewer: Viewer, ask: Ask) -> bool:
    return any(office.organisation_id == ask.body_id for office in viewer.offices)


def _asks(viewer: Viewer) -> QuerySet[Ask]:
    rows = Ask.objects.select_related("copy__person", "copy__reader", "person", "body")
    if viewer.account is None:
        return rows.none()
    held = Q(copy__reader=viewer.pk) & lasting("copy__")
    bodies = [office.organisation_id for office in viewer.offices]
    if not viewer.holds_own_key:
        return rows.filter(held, body__in=bodies)
    return rows.filter(Q(person=viewer.pk) | (held & (Q(body=None) | Q(body__in=bodies))))


def _ask_readers(ask: Ask) -> list[Reader]:
    """The owner, and the person who was asked while the same rule lets them open it (an office may have ended meanwhile)."""
    asked = Viewer(account=ask.copy.reader, assurance=SELF)
    return [only_owner(ask.person), *([_holder(ask.copy)] if may_read_ask(asked, ask) else [])]


NAMED = Columns(named=_("A copy that you hand over"))
PLAIN = _("Could read it")
ASKED = _("Only the person you asked, for their body")
declare_notebook(Entry, words=_("What you noted in your record"), columns=NAMED, readers=readers,
                 frozen=lambda entry: (entry.title, facts_text(entry)),
                 verbs={"ask": is_there, "add_evidence": is_there, "bring_back": was_let_go})
declare_notebook(Evidence, words=_("Files, photos and links that prove it"), verbs={"bring_back": was_let_go})
declare_notebook(Sitting, words=_("How long each sitting was"), columns=Columns(server=PLAIN))
declare_notebook(Rung, words=_("How well an entry is proved"), columns=Columns(named=NAMED.named, server=PLAIN))
declare_notebook(Draft, words=_("Drafts"), verbs={"bring_back": was_let_go})
declare_notebook(Upload, words=_("Files on their way in"))
declare_notebook(Removal, words=_("What you let go, for 14 days"), columns=Columns(server=PLAIN))
declare(Ask, words=_("A copy that you asked somebody to confirm or accept"), home=HANDED, visible=_asks, readers=_ask_readers,
        verbs={"read": may_read_ask, "answer": may_answer},
        columns=Columns(named=_("The person you asked, until the date you set"), principal=ASKED, office=ASKED))
