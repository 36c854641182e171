"""A certificate is wished for, issued, made anew, revoked. Each act holds the event and the presence first: one stands at most. No PDF is made."""

from datetime import timedelta
from itertools import groupby
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from staffroom.certificates import frozen
from staffroom.certificates.models import Certificate, Revocation, Wish
from staffroom.certificates.rules import is_ready, ready_of
from staffroom.events.models import Event, Going, Guest, Presence
from staffroom.events.policy import MOST_DAYS
from staffroom.events.rules import is_run_by
from staffroom.kit import clock, outbox
from staffroom.kit.acts import Refusal, act
from staffroom.notices import actions as notices
from staffroom.notices.models import Notice
from staffroom.people.models import Account
from staffroom.record import actions as record

ISSUE = "certificates.issue"
AT_ONCE = 100
FARTHEST = timedelta(days=2 + MOST_DAYS)  # back from now: what can still be done at an event


@act("certificates.wish")
def wish(*, by: Account, event: Event, yes: bool = True) -> None:
    """This person would like a certificate of the event, and whoever runs it may issue it for them; or they would not."""
    if yes:
        Wish.objects.get_or_create(event=event, person=by)
    else:
        Wish.objects.filter(event=event, person=by).delete()


@act("certificates.issue")
def issue(*, by: Account | None, presence: Presence, guest: Guest | None = None, takeaway: str = "") -> Certificate:
    """The certificate of one's own presence, or a guest's (by None, with the link). Asked for again it is the same one.

    Raises Refusal where it is not over, nobody but themselves says that they were there, or one was revoked by whoever runs the event.
    """
    held = _hold(presence)
    if (held.person_id, held.guest_id) != (by.pk if by else None, guest.pk if guest else None):
        raise Refusal(_("This is somebody else’s. Nothing was issued."))
    standing = Certificate.objects.filter(presence=held, ended_at=None).first()
    if standing is not None:
        return standing
    if Revocation.objects.filter(certificate__presence=held, by_holder=False).exists():
        raise Refusal(_("Whoever runs the event revoked it. Only they can issue another one; nothing was issued."))
    return _issued(held, by, (translation.get_language() or "en")[:12], takeaway=takeaway)


@act("certificates.issue_wished")
def issue_wished(*, by: Account, event: Event) -> int:
    """Everybody who wishes for one and was there is to have a certificate, issued by whoever runs the event; how many that are. The worker
    does it.
    """
    _runs(by, event)
    waiting = _waiting(event)
    if waiting:
        outbox.put(ISSUE, f"certificates:{event.pk}:{clock.now().isoformat()}", {"event": str(event.pk), "by": str(by.pk)})
    return len(waiting)


def _waiting(event: Event) -> list[Presence]:
    """Who wishes for one, was there and has none."""
    standing = Certificate.objects.filter(event=event, ended_at=None).values("presence")
    rows = Presence.objects.filter(event=event, person__in=Wish.objects.filter(event=event).values("person")).exclude(pk__in=standing)
    return ready_of(event, rows.select_related("event", "person").order_by("pk"))


@act("certificates.issue_some")
def issue_some(*, by: Account, event: Event, after: UUID | None = None) -> UUID | None:
    """The next hundred of those who wish for one and were there have it, each told once; the key of the last, None when all have."""
    _runs(by, event)
    found = [row for row in _waiting(event) if after is None or row.pk > after][:AT_ONCE]
    for row in found:
        held = _hold(row)
        if held.person is not None and is_ready(held) and not Certificate.objects.filter(presence=held, ended_at=None).exists():
            _issued(held, by, held.person.language)
    return found[-1].pk if len(found) == AT_ONCE else None


def issue_met(presence: Presence) -> bool:
    """Within an act: whoever did all that the event asks for has the certificate by itself, once; not again when one was revoked."""
    held = _hold(presence)
    if held.event.terms is None or not is_ready(held) or Certificate.objects.filter(presence=held).exists():
        return False
    who = held.person or held.guest
    _issued(held, None, who.language if who else "en")
    return True


@act("certificates.issue_due")
def issue_due(*, by: None) -> int:
    """Up to a hundred people who did all that an event asks for have their certificate; how many that were."""
    now, have = clock.now(), Certificate.objects.values("presence")
    rows = Presence.objects.filter(event__starts_at__gt=now - FARTHEST, event__ends_at__lte=now, event__cancelled_at=None, minutes__gt=0)
    rows = rows.exclude(event__policy={}).exclude(pk__in=have).select_related("event").order_by("event", "pk")
    ready = [row for _event, there in groupby(rows, key=lambda row: row.event_id) for held in [list(there)] for row in ready_of(held[0].event, held)]
    return sum(issue_met(row) for row in ready[:AT_ONCE])


@act("certificates.anew")
def anew(*, by: Account, certificate: Certificate, why: str, takeaway: str | None = None) -> Certificate:
    """Another certificate, of what the list says today, stands in the place of this one, which says so for ever. Raises Refusal where it stands no
    more or says the same.
    """
    held = _hold(certificate.presence)
    _may_end(by, certificate, held)
    row = _standing(certificate)
    said = row.takeaway if takeaway is None or held.person_id != by.pk else takeaway
    if _facts(held) == row.facts and said == row.takeaway:
        raise Refusal(_("It would say the same. Nothing was issued."))
    return _in_its_place(held, by, row, why, said)


@act("certificates.revoke")
def revoke(*, by: Account, certificate: Certificate, why: str) -> Revocation:
    """It counts no more, and its page says why. Raises Refusal where it stands no more."""
    held = _hold(certificate.presence)
    _may_end(by, certificate, held)
    return _revoked(_standing(certificate), by, why)


# Within acts of the rooms below


def set_right(presence: Presence, by: Account, why: str) -> None:
    """Within the act that sets the list right: a certificate never says more than the list. Another one stands in its place, or it is revoked."""
    row = Certificate.objects.select_for_update(of=("self",)).filter(presence=presence, ended_at=None).first()
    if row is None:
        return
    if not is_ready(presence):
        _revoked(row, by, why)
    elif _facts(presence) != row.facts:
        _in_its_place(presence, by, row, why, row.takeaway)


@act("certificates.follow")
def taken_over(*, by: Account, was: Presence | None, now: Presence | None) -> None:
    """Within the act that takes a guest's presence into an account: the papers go with it; of two that stand the account's stays."""
    if was is None or now is None:
        return
    rows = Certificate.objects.filter(presence=was)
    if was.pk != now.pk and Certificate.objects.filter(presence=now, ended_at=None).exists():
        for row in rows.filter(ended_at=None):
            _revoked(row, None, _("Its holder has another one of the same event."), by_holder=True)
    rows.update(presence=now, person=by)
    Revocation.objects.filter(certificate__presence=now).update(person=by)


def as_proof(certificate: Certificate) -> None:
    """Within an act: the entry that came of the presence has the certificate as proof, as a link to its page."""
    presence, person = certificate.presence, certificate.person
    if person is None or presence.entry is None:
        return
    with translation.override(person.language):
        name = _("Certificate of attendance, in place of an earlier one") if certificate.replaces_id else _("Certificate of attendance")
    try:
        record.add_evidence(by=person, entry=presence.entry, link=certificate.address, name=f"{name} {certificate.written}")
    except Refusal:  # the entry is let go or full; the certificate stands all the same
        return


def _hold(presence: Presence) -> Presence:
    """The presence, held after its event, in the order in which the list is set right: otherwise each would wait for the other."""
    Event.objects.select_for_update().get(pk=presence.event_id)
    rows = Presence.objects.select_for_update(of=("self",)).select_related("event__organisation", "event__host", "person", "guest", "confirmed_by")
    return rows.get(pk=presence.pk)


def _standing(certificate: Certificate) -> Certificate:
    row = Certificate.objects.select_for_update(of=("self",)).get(pk=certificate.pk)
    if row.ended_at is not None:
        raise Refusal(_("It stands no more: another one took its place, or it was revoked. Nothing was changed."))
    return row


def _runs(by: Account, event: Event) -> None:
    if not is_run_by(by, event):
        raise Refusal(_("You do not run this event today. Nothing was changed."))


def _may_end(by: Account, certificate: Certificate, held: Presence) -> None:
    if certificate.person_id != by.pk:
        _runs(by, held.event)


def _facts(held: Presence) -> dict:
    part = Going.objects.filter(event=held.event_id, person=held.person_id, guest=held.guest_id).values_list("part", flat=True).first() or ""
    return frozen.freeze(held, part, str(held.who))


def _issued(held: Presence, by: Account | None, language: str, *, replaces: Certificate | None = None, why: str = "",
            takeaway: str = "") -> Certificate:
    if not is_ready(held):
        raise Refusal(_(
            "A certificate can be made when it is over and the list or the code at the door says that you were there. Nothing was issued."))
    row = Certificate.objects.create(event=held.event, presence=held, person=held.person, facts=_facts(held), takeaway=takeaway, language=language,
                                     issued_by=by, replaces=replaces, why=why)
    as_proof(row)
    if held.person is not None and (by is None or by.pk != held.person_id):
        notices.tell(by=by, person=held.person, kind=Notice.Kind.PAPER, key=f"certificate:{row.pk}", name=held.event.title, href=row.href)
    return row


def _in_its_place(held: Presence, by: Account, row: Certificate, why: str, takeaway: str) -> Certificate:
    if not why:
        raise Refusal(_("Say why, please. Nothing was changed."))
    row.ended_at = clock.now()
    row.save(update_fields=["ended_at"])
    return _issued(held, by, row.language, replaces=row, why=why, takeaway=takeaway)


def _revoked(row: Certificate, by: Account | None, why: str, by_holder: bool | None = None) -> Revocation:
    if not why:
        raise Refusal(_("Say why, please. Nothing was changed."))
    row.ended_at = clock.now()
    row.save(update_fields=["ended_at"])
    mine = by is not None and by.pk == row.person_id
    made = Revocation.objects.create(certificate=row, person=row.person, by=by, by_holder=mine if by_holder is None else by_holder, why=why)
    if row.person is not None and not made.by_holder:
        notices.tell(by=by, person=row.person, kind=Notice.Kind.PAPER, key=f"certificate-revoked:{row.pk}", name=row.event.title, href=row.href)
    return made
