"""A body asks whether it may offer what teachers made; they say yes or no; it is offered, and is offered no more."""

from django.urls import reverse
from django.utils.translation import gettext as _

from staffroom.catalogue.actions.offering import hang_for_body, hang_no_more, say_offered
from staffroom.catalogue.carded import maker_of
from staffroom.catalogue.described import Described, described
from staffroom.catalogue.models import Offer
from staffroom.kit import clock
from staffroom.kit.acts import Refusal, act
from staffroom.notices import actions as notices
from staffroom.notices.models import Notice
from staffroom.offered.models import Adoption, Consent
from staffroom.offered.things import Thing
from staffroom.orgs.models import Organisation
from staffroom.orgs.queries import speaks_for
from staffroom.people.models import Account


@act("offered.ask")
def ask(*, by: Account, organisation: Organisation, thing: Thing, minutes: int, counts_as: str, words: str = "") -> Adoption:
    """Everybody who made it is asked, each once; nothing hangs before all of them said yes.

    Raises Refusal for who does not speak for the body, for what nobody can be asked about, for what it offers or asked already, and where somebody
    said no to it before.
    """
    if speaks_for(by.pk, organisation) is None:
        raise Refusal(_("You do not speak for this body today, so nobody was asked."))
    if not thing.makers:
        raise Refusal(_("Somebody who made it has no account here, so nobody can be asked."))
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    earlier = Adoption.objects.filter(organisation=organisation, **thing.key)
    if earlier.filter(ended_at=None).exists():
        raise Refusal(_("This body offers it or has asked already. Nobody was asked again."))
    if Consent.objects.filter(adoption__in=earlier, says=Consent.Says.NO).exists():
        raise Refusal(_("Somebody who made it said no to this body. They are not asked again."))
    made = Adoption.objects.create(organisation=organisation, by=by, title=thing.title, minutes=minutes, counts_as=counts_as, words=words,
                                   **thing.key)
    for person in dict.fromkeys(thing.makers):
        Consent.objects.create(adoption=made, person=person)
        notices.tell(by=by, person=person, kind=Notice.Kind.OFFERED, key=f"offered:{made.pk}", name=str(organisation), href=_address(made),
                     body=organisation)
    return made


@act("offered.answer")
def answer(*, by: Account, adoption: Adoption, thing: Thing | None, says: str, is_named: bool = False) -> Adoption:
    """Somebody who made it said yes or no. After the last yes it is offered; any no ends it, also later. Raises Refusal for what has ended."""
    held = _held(adoption)
    mine = Consent.objects.filter(adoption=held, person=by).first()
    if mine is None or held.ended_at is not None:
        raise Refusal(_("There is nothing to answer here any more. Nothing was changed."))
    if says == Consent.Says.YES and thing is None:
        raise Refusal(_("What it is about hangs no more, so it cannot be offered. Nothing was changed."))
    mine.says, mine.is_named, mine.said_at = Consent.Says(says), is_named and says == Consent.Says.YES, clock.now()
    mine.save(update_fields=["says", "is_named", "said_at"])
    if mine.says == Consent.Says.NO:
        _end(held)
        _tell_of(held, by)
    elif not held.consents.exclude(says=Consent.Says.YES).exists():
        first = held.agreed_at is None
        held.agreed_at = held.agreed_at or clock.now()
        _offer(held, thing)
        if first:
            _tell_of(held, by)
    return held


@act("offered.end")
def end(*, by: Account, adoption: Adoption) -> Adoption:
    """The body offers it no more, or asks no more. Its card hangs on as its author's. Raises Refusal."""
    held = _held(adoption)
    if speaks_for(by.pk, held.organisation) is None:
        raise Refusal(_("You do not speak for this body today. Nothing was changed."))
    if held.ended_at is None:
        _end(held)
        _tell_of(held, by)
    return held


def _held(adoption: Adoption) -> Adoption:
    return Adoption.objects.select_for_update(of=("self",)).select_related("organisation", "by", "offer", "card__offer").get(pk=adoption.pk)


def _address(adoption: Adoption) -> str:
    return reverse("offered:one", args=[adoption.code])


def _tell_of(adoption: Adoption, by: Account) -> None:
    """Whoever asked, and all who made it but the one who did this now, read how it stands."""
    people = [adoption.by, *(row.person for row in adoption.consents.select_related("person"))]
    state = "ended" if adoption.ended_at else "agreed"
    for person in {one.pk: one for one in people if one is not None and one.pk != by.pk}.values():
        notices.tell(by=by, person=person, kind=Notice.Kind.AGREED, key=f"offered:{adoption.pk}:{state}", name=adoption.title,
                     href=_address(adoption), body=adoption.organisation)


def _offer(adoption: Adoption, thing: Thing) -> None:
    if adoption.card is not None:
        adoption.offer = adoption.card.offer
    else:
        adoption.offer = hang_for_body(_described(adoption, thing), adoption.by)
    adoption.save(update_fields=["agreed_at", "offer"])
    _say(adoption.offer)


def _described(adoption: Adoption, thing: Thing) -> Described:
    body = "\n\n".join(filter(None, (thing.words, thing.said)))
    return described(title=thing.title, kind=Offer.Kind.EVENT, key=f"offered:{adoption.code}", body=body, maker=_makers(adoption),
                     minutes=thing.minutes, minutes_from=Offer.MinutesFrom.STATED if thing.minutes else "")


def _makers(adoption: Adoption) -> str:
    """Everybody who made it, by name if they said so, each once."""
    rows = adoption.consents.select_related("person").order_by("made_at", "pk")
    language = adoption.by.language if adoption.by else "en"
    return ", ".join(dict.fromkeys(maker_of(row.person, row.is_named, language) for row in rows))


def _say(offer: Offer) -> None:
    """The offer says who offers it now."""
    rows = Adoption.objects.filter(offer=offer, agreed_at__isnull=False, ended_at=None).select_related("organisation").order_by("agreed_at", "pk")
    say_offered(offer, [{"body": row.organisation.name, "minutes": row.minutes, "counts_as": row.counts_as} for row in rows])


def _end(adoption: Adoption) -> None:
    adoption.ended_at = clock.now()
    adoption.save(update_fields=["ended_at"])
    if adoption.offer is None:
        return
    _say(adoption.offer)
    if adoption.card is None:
        hang_no_more(adoption.offer)


def call_body_again(organisation: Organisation) -> None:
    """Within an act: what a body offers names it as it is called now."""
    for row in _hanging().filter(organisation=organisation):
        _say(row.offer)


def call_again(account: Account) -> None:
    """Within an act: what was put up for somebody who made it names them as they are called now."""
    for row in _hanging().filter(card=None, consents__person=account):
        _credit(row)


@act("offered.leave")
def leave(*, by: None, account: Account) -> None:
    """Somebody is erased: their name goes from all that a body offers, and nobody waits for their answer."""
    for row in Adoption.objects.filter(consents__person=account, agreed_at=None, ended_at=None).select_related("organisation", "offer", "card"):
        _end(row)
    hang = list(_hanging().filter(card=None, consents__person=account))
    Consent.objects.filter(person=account).update(person=None, is_named=False)
    for row in hang:
        _credit(row)


def _hanging():
    return Adoption.objects.filter(agreed_at__isnull=False, ended_at=None).select_related("organisation", "offer", "by").order_by("pk")


def _credit(adoption: Adoption) -> None:
    adoption.offer.maker = _makers(adoption)
    adoption.offer.save(update_fields=["maker"])
    _say(adoption.offer)
