"""Letting go, bringing back, and the sweep that destroys for good."""

from datetime import timedelta

from django.db.models import Model
from django.utils.translation import gettext as _

from staffroom.kit import clock, outbox
from staffroom.kit.acts import Refusal, act
from staffroom.people.models import Account
from staffroom.record import rules, shelf, signals
from staffroom.record.actions.drafts import KEPT_DAYS
from staffroom.record.models import Draft, Entry, Evidence, KeptWords, Removal, Rung, Upload
from staffroom.sharing.models import Copy

BATCH = 200
UPLOAD_DAYS = 7


def let_go_row(row: Model) -> None:
    """Within an act: the row is gone from every page but "Let go"."""
    row.gone = Removal.objects.create(person_id=row.person_id, until_at=clock.now() + timedelta(days=KEPT_DAYS))
    row.save(update_fields=["gone"])


@act("record.let_go")
def let_go(*, by: Account, entry: Entry) -> Entry:
    """The entry is gone from the record at once and can come back for 14 days. Copies that were handed stay until their date."""
    held = Entry.objects.select_for_update().get(pk=entry.pk, person=by)
    if held.gone_id is None:
        let_go_row(held)
        signals.let_go.send(Entry, entry=held)
    return held


@act("record.bring_back")
def bring_back(*, by: Account, thing: "Entry | Evidence | Draft") -> "Entry | Evidence | Draft":
    """An entry, a piece of proof or a draft is there again as it was. Raises Refusal when its 14 days are over."""
    held = type(thing).objects.select_for_update().get(pk=thing.pk, person=by)
    if held.gone_id is None:
        return held
    if held.gone.until_at < clock.now():
        raise Refusal(_("Its 14 days are over; it can no longer come back."))
    removal, held.gone = held.gone, None
    if isinstance(held, Draft) and Draft.objects.filter(person=by, form=held.form, beside=False, gone=None).exists():
        held.beside, held.tab = True, f"back-{held.code}"
    held.save()
    removal.delete()
    if isinstance(held, Evidence):
        entry = held.entry
        Rung.objects.get_or_create(entry=entry, step=Rung.Step.PROOF, defaults={
            "person": by, "by": by, "in_name": str(by), "minutes": entry.minutes, "facts_version": entry.facts_version})
    return held


@act("record.sweep_removals")
def sweep_removals(*, by: None) -> None:
    """Everything let go more than 14 days ago is destroyed, with its files and copies; so are words nobody came back for."""
    now = clock.now()
    due = Removal.objects.select_for_update().filter(until_at__lt=now).order_by("until_at")[:BATCH]
    for removal in list(due):
        _destroy(removal)
    KeptWords.objects.filter(until_at__lt=now).delete()
    for upload in Upload.objects.filter(made_at__lt=now - timedelta(days=UPLOAD_DAYS))[:BATCH]:
        for stored in upload.pieces.values_list("stored", flat=True):
            outbox.put("record.unshelve", stored, {"stored": stored})
        upload.delete()


def _destroy(removal: Removal) -> None:
    for entry in Entry.objects.filter(gone=removal):
        inner = list(Removal.objects.filter(evidence__entry=entry))
        _unshelve(Evidence.objects.filter(entry=entry))
        for upload in Upload.objects.filter(entry=entry):
            _unshelve(upload.pieces.all())
        Copy.objects.filter(kind=rules.KIND, about=entry.pk).delete()
        entry.delete()
        for one in inner:
            one.delete()
    for evidence in Evidence.objects.filter(gone=removal):
        _unshelve([evidence])
        evidence.delete()
    Draft.objects.filter(gone=removal).delete()
    removal.delete()


def _unshelve(rows) -> None:
    for row in rows:
        if row.stored:
            outbox.put("record.unshelve", row.stored, {"stored": row.stored})


@act("record.sweep_shelf")
def sweep_shelf(*, by: None) -> None:
    """Files that no row names (an act that did not end well, a day ago or more) are taken away."""
    names = shelf.older_than(clock.now() - timedelta(days=1))
    for start in range(0, len(names), BATCH):
        some = names[start:start + BATCH]
        held = {name for model, column in shelf.holders()
                for name in model._base_manager.filter(**{f"{column}__in": some}).values_list(column, flat=True)}
        for name in set(some) - held:
            shelf.remove(name)
