"""What happens to a licence: chosen, told of, forgotten. Nobody else is told, nothing is counted elsewhere."""

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from staffroom.credit import coming, kept
from staffroom.credit.models import Licence
from staffroom.kit import clock
from staffroom.kit.acts import Refusal, act
from staffroom.notices import actions as notices
from staffroom.notices.models import Notice, Preference
from staffroom.people.models import Account
from staffroom.practice.mornings import mornings
from staffroom.record.models import Entry

AT_ONCE = 200


@act("credit.choose")
def choose(*, by: Account, chosen: kept.Kept) -> Licence:
    """These are the rules and the days from now on; what was told of entries stays."""
    row = _mine(by)
    before = row and kept.loads(row.body)
    body = kept.dumps(kept.Kept(chosen.pack, chosen.first_on, chosen.last_on, chosen.certificates, before.told if before else chosen.told))
    if row is None:
        return Licence.objects.create(person=by, body=body)
    row.body, row.look_on = body, clock.today_in(by.zone)
    row.save(update_fields=["body", "look_on"])
    return row


@act("credit.tell")
def tell(*, by: Account, entry: Entry, told: kept.Told) -> Licence:
    """What the record does not know of an entry is kept with the licence; of entries that are gone for good nothing is. Raises Refusal."""
    row = _mine(by)
    now = row and kept.loads(row.body)
    if now is None:
        raise Refusal(_("Choose rules and the days of your licence first. Nothing was kept."))
    there = set(Entry.objects.filter(person=by, code__in=list(now.told)).values_list("code", flat=True))
    now = kept.Kept(now.pack, now.first_on, now.last_on, now.certificates, {code: each for code, each in now.told.items() if code in there})
    now = now.with_told(entry.code, told)
    if len(now.told) > kept.MOST_TOLD:
        raise Refusal(_("You told of 1,000 entries, the most that there is room for. Empty another one first; nothing was changed."))
    row.body = kept.dumps(now)
    row.save(update_fields=["body"])
    return row


@act("credit.forget")
def forget(*, by: Account) -> None:
    """The licence is gone, and with it what was told. The record stays as it is."""
    Licence.objects.filter(person=by).delete()


@act("credit.remind_due")
def remind_due(*, by: None) -> int:
    """Whoever keeps a licence is told 18, 12, 6 and 3 months before its last day, in the morning where they live. How many were looked at.

    Only that it comes to its end and how many months are left, never which it is. Whoever wishes for no reminders is told nothing.
    """
    it_is_morning = Q(pk__in=[])
    for day, zones in mornings(clock.now()).items():
        it_is_morning |= Q(person__zone__in=zones, look_on__lte=day)
    rows = Licence.objects.filter(it_is_morning, person__is_active=True).select_related("person")
    rows = rows.annotate(quiet=Exists(Preference.objects.filter(person=OuterRef("person"), reminds=Preference.Reminds.NO)))
    found = list(rows.order_by("pk").select_for_update(skip_locked=True, of=("self",))[:AT_ONCE])
    for row in found:
        today, held = clock.today_in(row.person.zone), kept.loads(row.body)
        months = coming.due(held.last_on, row.look_on, today) if held else 0
        if months and not row.quiet:
            notices.tell(by=None, person=row.person, kind=Notice.Kind.LICENCE, key=f"licence:{row.code}:{today}", name=str(months),
                         href=reverse("credit:counts"))
        Licence.objects.filter(pk=row.pk).update(look_on=coming.next_day(held.last_on, today) if held else None)
    return len(found)


def _mine(by: Account) -> Licence | None:
    """The row, held until the act is over: two tabs write one after the other. The account is held where there is none yet."""
    Account.objects.select_for_update(no_key=True).get(pk=by.pk)
    return Licence.objects.filter(person=by).first()
