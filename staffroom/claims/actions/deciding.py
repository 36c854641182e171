"""What an office does with a claim. Of two in one moment one wins, and the other is told what happened."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID, uuid5

from django.urls import reverse
from django.utils.translation import gettext as _

from staffroom.claims import queries, rules
from staffroom.claims.actions.sending import held
from staffroom.claims.models import Claim, Ruling
from staffroom.kit import clock
from staffroom.kit.acts import Refusal, act
from staffroom.ledger import actions as ledger
from staffroom.ledger.models import MOST_MINUTES, Posting
from staffroom.notices.actions import tell
from staffroom.notices.models import Notice
from staffroom.people.models import Account
from staffroom.record import actions as record
from staffroom.record.models import Entry

WHAT, STATE = Ruling.What, Claim.State


def _waiting(by: Account, claim: Claim) -> Claim:
    """The claim, held, if this person may answer it now. Raises Refusal with what happened otherwise."""
    now = held(claim)
    _sits(by, now)
    if not now.is_pending():
        raise Refusal(_("It does not wait any more: %(state)s. Nothing was changed.") % {"state": now.get_state_display()})
    if now.state == STATE.APPEALED and by.pk in queries.answered(now):
        raise Refusal(_("You answered this claim before; somebody else hears the appeal. Nothing was changed."))
    return now


def _sits(by: Account, claim: Claim) -> None:
    if claim.person_id == by.pk:
        raise Refusal(_("Nobody decides about themselves. Nothing was changed."))
    if claim.organisation is None or not rules.decides(by, claim.organisation):
        raise Refusal(_("Your office in this body has ended, and this act went with it."))


@act("claims.approve")
def approve(*, by: Account, claim: Claim, minutes: int, reason: str = "") -> Claim:
    """The body lets these minutes count; where it asks for two people, the first yes waits for a second one. Raises Refusal.

    Fewer minutes than were asked for need a reason.
    """
    now = _waiting(by, claim)
    if not 1 <= minutes <= _most(now):
        raise Refusal(_("As many minutes as were sent at most, and one at least. Nothing was changed."))
    if minutes < now.minutes and minutes != now.counted_minutes and not reason:
        raise Refusal(_("Say why fewer minutes count than were sent. Nothing was changed."))
    if now.needs_two and now.state == STATE.SUBMITTED:
        _rule(by, now, WHAT.FIRST, minutes, reason)
        now.state = STATE.SECONDED
        now.save(update_fields=["state"])
        return now
    if now.state == STATE.SECONDED and queries.said_first(now, by):
        raise Refusal(_("You said yes already. A second person of the office decides now."))
    ruling = _rule(by, now, WHAT.APPROVED, minutes, reason)
    if now.granted_minutes is not None:  # an appeal against fewer minutes
        _take_back(by, now)
    _grant(by, now, ruling, STATE.APPROVED)
    return _answered(by, now, ruling, back="appeal")


@act("claims.send_back")
def send_back(*, by: Account, claim: Claim, reason: str) -> Claim:
    """It goes back to the teacher, who can change it and send it again. Raises Refusal without a reason, or of an appeal."""
    now = _waiting(by, claim)
    if now.state == STATE.APPEALED:
        raise Refusal(_("An appeal is answered with yes or no. Nothing was changed."))
    now.state = STATE.RETURNED
    return _answered(by, now, _rule(by, now, WHAT.RETURNED, None, _why(reason)))


@act("claims.decline")
def decline(*, by: Account, claim: Claim, reason: str) -> Claim:
    """The hours do not count here; of an appeal: it stays as it was answered before. Raises Refusal without a reason."""
    now = _waiting(by, claim)
    now.state = STATE(now.appealed_from) if now.state == STATE.APPEALED else STATE.DECLINED
    return _answered(by, now, _rule(by, now, WHAT.DECLINED, None, _why(reason)))


@act("claims.correct")
def correct(*, by: Account, claim: Claim, minutes: int, code: str, reason: str) -> Claim:
    """Other minutes count than were approved: the first are taken back, with their reason, and these are set in their place. Raises Refusal."""
    now = _granted(by, claim)
    if not 1 <= minutes <= _most(now) or minutes == now.granted_minutes:
        raise Refusal(_("Say another number of minutes, at most as many as were sent. Nothing was changed."))
    ruling = _rule(by, now, WHAT.CORRECTED, minutes, _why(reason))
    _take_back(by, now)
    _grant(by, now, ruling, STATE.CORRECTED)
    return _answered(by, now, ruling, back=code)


@act("claims.revoke")
def revoke(*, by: Account, claim: Claim, code: str, reason: str) -> Claim:
    """What was approved counts no longer, and the teacher is told why. Raises Refusal."""
    now = _granted(by, claim)
    ruling = _rule(by, now, WHAT.REVOKED, None, _why(reason))
    _take_back(by, now)
    now.state, now.granted_minutes = STATE.REVOKED, None
    return _answered(by, now, ruling, back=code)


def _most(claim: Claim) -> int:
    """As many minutes as were sent, or as the rules make of them."""
    return min(max(claim.minutes, claim.counted_minutes or 0), MOST_MINUTES)


def _granted(by: Account, claim: Claim) -> Claim:
    now = held(claim)
    _sits(by, now)
    if not now.is_granted():
        raise Refusal(_("Nothing is granted here now: %(state)s. Nothing was changed.") % {"state": now.get_state_display()})
    return now


def _why(reason: str) -> str:
    if not reason:
        raise Refusal(_("Say why, in plain words: the teacher reads it. Nothing was changed."))
    return reason


def _rule(by: Account, claim: Claim, what: str, minutes: int | None, reason: str) -> Ruling:
    return Ruling.objects.create(person=claim.person, claim=claim, by=by, in_name=f"{claim.body_name} ({by})", what=what, minutes=minutes,
                                 reason=reason, round=claim.round)


def _answered(by: Account, claim: Claim, ruling: Ruling, back: str = "") -> Claim:
    """Kept, told, and last of all posted: the end of the ledger is held from then on.

    Once it is answered the copy stays open while the teacher can appeal; after an appeal it is shut at once. What changes an answer opens nothing.
    """
    claim.final_at = clock.now() + claim.window()
    if claim.shuts_at is None:
        claim.shuts_at = clock.now() if claim.appealed_from else claim.final_at
    claim.save()
    tell(by=by, person=claim.person, kind=Notice.Kind.ACCEPTED, key=f"claims.ruling:{ruling.code}", name=claim.body_name,
         href=reverse("claims:one", args=[claim.code]), body=claim.organisation)
    if ruling.what in {WHAT.APPROVED, WHAT.CORRECTED, WHAT.REVOKED}:
        _post(by, claim, ruling, back)
    return claim


def _post(by: Account, claim: Claim, ruling: Ruling, back: str) -> None:
    """In the ledger what stood for this claim goes back, and what was granted now stands. The operation is the ruling."""
    for posting in Posting.objects.filter(about=claim.pk, reverses=None, reversal=None):
        ledger.reverse(by=by, posting=posting, reason_code=back, op_id=_back_of(ruling))
    if claim.granted_minutes is not None:
        ledger.post(by=by, of=claim.person, minutes=claim.granted_minutes, office=claim.organisation, pack=claim.pack, version=claim.version,
                    about=claim.pk, op_id=ruling.pk, category=queries.category(claim), earned_on=claim.on_on)


def _back_of(ruling: Ruling) -> UUID:
    """The operation by which this ruling took back what stood before."""
    return uuid5(ruling.pk, "back")


def _grant(by: Account, claim: Claim, ruling: Ruling, state: str) -> None:
    """The minutes count: on the rung of the entry, in the name of the body."""
    claim.state, claim.granted_minutes = state, ruling.minutes
    if claim.entry is not None:
        record.count(by=by, entry=claim.entry, minutes=ruling.minutes, in_name=ruling.in_name, facts_version=claim.facts_version)


def _take_back(by: Account, claim: Claim) -> None:
    """What was granted counts no longer; where another body granted the same entry, that stands on its rung from now on."""
    names = [ruling.in_name for ruling in Ruling.objects.filter(claim=claim, what__in=(WHAT.APPROVED, WHAT.CORRECTED))]
    if claim.entry is None:
        return
    record.count_no_longer(by=by, entry=claim.entry, in_names=names)
    other = Claim.objects.filter(entry=claim.entry, person=claim.person, state__in=Claim.GRANTED).exclude(pk=claim.pk).order_by("sent_at").first()
    if other is not None:
        said = Ruling.objects.filter(claim=other, what__in=(WHAT.APPROVED, WHAT.CORRECTED)).select_related("by").latest("made_at", "pk")
        record.count(by=said.by, entry=claim.entry, minutes=other.granted_minutes, in_name=said.in_name, facts_version=other.facts_version)


@dataclass(frozen=True)
class InOneGo:
    """What came of approving several: those that were, and (claim, why not) for the others."""

    done: list[Claim]
    left: list[tuple[Claim, str]]


@act("claims.approve_clean")
def approve_clean(*, by: Account, claims: Iterable[Claim]) -> InOneGo:
    """Each of these for which every rule is met is approved with the minutes that the rules count; the others wait as they did.

    All of them are held before the first is posted, so that nobody who holds one waits for whoever holds the ledger.
    """
    claims = list(claims)
    list(Entry.objects.select_for_update().filter(pk__in=[claim.entry_id for claim in claims if claim.entry_id]).order_by("pk"))
    list(Claim.objects.select_for_update().filter(pk__in=[claim.pk for claim in claims]).order_by("pk"))
    done: list[Claim] = []
    left: list[tuple[Claim, str]] = []
    for claim in claims:
        try:
            if not claim.is_clean or not claim.counted_minutes or queries.same_day(claim):
                raise Refusal(_("It needs a look of its own. Nothing was changed."))
            done.append(approve(by=by, claim=claim, minutes=claim.counted_minutes))
        except Refusal as refusal:
            left.append((claim, str(refusal)))
    return InOneGo(done, left)
