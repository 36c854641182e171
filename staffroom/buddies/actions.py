"""What happens between somebody who is new and a buddy. Each act is one person's; both say yes."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from staffroom.buddies.models import Offering, Pair
from staffroom.kit import clock
from staffroom.kit.acts import Refusal, act
from staffroom.notices import actions as notices
from staffroom.notices.models import Notice
from staffroom.orgs.models import Organisation
from staffroom.orgs.queries import current
from staffroom.people.models import Account

MOST_ASKED = 3
REST = timedelta(days=90)


@act("buddies.offer")
def offer(*, by: Account, organisation: Organisation) -> Offering:
    """Members of the body read that `by` would be a buddy there. Raises Refusal for somebody who does not belong to it."""
    _must_belong(by, organisation)
    return Offering.objects.get_or_create(person=by, organisation=organisation)[0]


@act("buddies.withdraw")
def withdraw(*, by: Account, organisation: Organisation) -> None:
    """`by` offers it there no longer. Pairs that are stay."""
    Offering.objects.filter(person=by, organisation=organisation).delete()


@act("buddies.ask")
def ask(*, by: Account, offering: Offering) -> Pair:
    """Whoever offered is asked, and told; nothing is seen of either until they say yes, and not much then. Raises Refusal."""
    Account.objects.select_for_update(no_key=True).get(pk=by.pk)
    buddy = offering.person
    _must_belong(by, offering.organisation)
    if buddy == by or not Offering.objects.filter(pk=offering.pk).exists() or not _belongs(buddy, offering.organisation):
        raise Refusal(_("This colleague offers it no longer. Nobody was asked."))
    if Pair.objects.filter(person=by, ended_at=None).count() >= MOST_ASKED:
        raise Refusal(_("You have asked three colleagues. End one of these first, or wait."))
    if Pair.objects.filter(person=by, buddy=buddy, agreed_at=None, ended_by=buddy, ended_at__gt=clock.now() - REST).exists():
        raise Refusal(_("This colleague could not, a while ago. Ask another one; nobody was told anything."))
    try:
        with transaction.atomic():
            pair = Pair.objects.create(person=by, buddy=buddy, organisation=offering.organisation)
    except IntegrityError:
        raise Refusal(_("You asked this colleague already. Nothing was changed.")) from None
    _tell(by, buddy, Notice.Kind.BUDDY, pair, "asked")
    return pair


@act("buddies.agree")
def agree(*, by: Account, pair: Pair) -> Pair:
    """Whoever was asked says yes; the other is told. Raises Refusal when there is nothing to say yes to any more."""
    row = Pair.objects.select_for_update(of=("self",)).select_related("person", "buddy").get(pk=pair.pk)
    if row.buddy_id != by.pk or row.ended_at or row.agreed_at:
        raise Refusal(_("There is nothing to say yes to any more. Nothing was changed."))
    row.agreed_at = clock.now()
    row.save(update_fields=["agreed_at"])
    _tell(by, row.person, Notice.Kind.PAIRED, row, "agreed")
    return row


@act("buddies.end")
def end(*, by: Account, pair: Pair) -> Pair:
    """Over, by either; said twice it changes nothing. The other is told kindly, unless they had not answered yet."""
    row = Pair.objects.select_for_update(of=("self",)).select_related("person", "buddy").get(pk=pair.pk)
    if by.pk not in (row.person_id, row.buddy_id):
        raise Refusal(_("There is nothing to end any more. Nothing was changed."))
    if row.ended_at is None:
        row.ended_at, row.ended_by = clock.now(), by
        row.save(update_fields=["ended_at", "ended_by"])
        other = row.buddy if by.pk == row.person_id else row.person
        if row.agreed_at or other.pk == row.person_id:
            _tell(by, other, Notice.Kind.PARTED if row.agreed_at else Notice.Kind.NOT_NOW, row, "ended")
    return row


def _tell(by: Account, person: Account, kind: Notice.Kind, pair: Pair, what: str) -> None:
    notices.tell(by=by, person=person, kind=kind, key=f"buddy:{pair.pk}:{what}", name=str(by), href=reverse("buddies:buddies"))


def _belongs(person: Account, organisation: Organisation) -> bool:
    return person.is_active and current().filter(person=person, organisation=organisation).exists()


def _must_belong(person: Account, organisation: Organisation) -> None:
    if not _belongs(person, organisation):
        raise Refusal(_("You do not belong to this body today. Nothing was changed."))
