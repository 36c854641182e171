"""What happens to a licence: chosen, told of, forgotten. Nobody is told, nothing is counted elsewhere."""

from django.utils.translation import gettext as _

from staffroom.credit import kept
from staffroom.credit.models import Licence
from staffroom.kit.acts import Refusal, act
from staffroom.people.models import Account
from staffroom.record.models import Entry


@act("credit.choose")
def choose(*, by: Account, chosen: kept.Kept) -> Licence:
    """These are the rules and the days from now on; what was told of entries stays."""
    row = _mine(by)
    before = row and kept.loads(row.body)
    body = kept.dumps(kept.Kept(chosen.pack, chosen.first_on, chosen.last_on, chosen.certificates, before.told if before else chosen.told))
    if row is None:
        return Licence.objects.create(person=by, body=body)
    row.body = body
    row.save(update_fields=["body"])
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


def _mine(by: Account) -> Licence | None:
    """The row, held until the act is over: two tabs write one after the other. The account is held where there is none yet."""
    Account.objects.select_for_update(no_key=True).get(pk=by.pk)
    return Licence.objects.filter(person=by).first()
