"""What a teacher does with a claim: sends it, sends it again, withdraws it, appeals once."""

from collections.abc import Collection
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from staffroom.claims import queries, rules, sent
from staffroom.claims.models import Claim, Desk
from staffroom.credit import counting
from staffroom.kit import clock
from staffroom.kit.acts import Refusal, act
from staffroom.notices.actions import tell
from staffroom.notices.models import Notice
from staffroom.orgs.models import Organisation
from staffroom.orgs.queries import chains_of
from staffroom.people.models import Account
from staffroom.record.actions.entries import hold
from staffroom.record.models import Entry, Evidence

ANSWERED = (Claim.State.APPROVED, Claim.State.CORRECTED, Claim.State.DECLINED, Claim.State.REVOKED)


def held(claim: Claim) -> Claim:
    """Within an act: the claim as it stands now, held until the act is over. Its entry is held first, as every act of a record does."""
    list(Entry.objects.select_for_update().filter(pk=claim.entry_id))
    return Claim.objects.select_for_update(of=("self",)).select_related("person", "organisation").get(pk=claim.pk)


@act("claims.send")
def send(*, by: Account, entry: Entry, organisation: Organisation, pieces: Collection[str] = (), with_note: bool = False, remark: str = "") -> Claim:
    """The office of the body holds a frozen copy of the entry's facts and of these pieces of proof (codes), and is asked to let its hours count.

    What came back to be changed goes again as it is now. Whoever decides there is told, once a day. Raises Refusal.
    """
    now = hold(by, entry)
    desk = Desk.objects.select_related("organisation").filter(organisation=organisation, is_open=True).first()
    if desk is None:
        raise Refusal(_("This office takes no claims just now. Nothing was sent."))
    if organisation.pk not in {body.pk for body in chains_of(by.pk)}:
        raise Refusal(_("You do not belong to this body. Nothing was sent."))
    others = list(rules.deciders(organisation).exclude(person=by))
    if len({row.person_id for row in others}) < (2 if desk.needs_two else 1):
        raise Refusal(_("There is nobody else in this office who could decide it now. Nothing was sent."))
    before = Claim.objects.select_for_update().filter(entry=now, organisation=organisation, state__in=Claim.LIVE).first()
    if before is not None and before.state != Claim.State.RETURNED:
        raise Refusal(_("This office has it already: %(state)s. Nothing was sent twice.") % {"state": before.get_state_display()})
    evidence = Evidence.objects.filter(entry=now, person=by, gone=None, code__in=list(pieces))
    copy = queries.copy_of(now, evidence, with_note=with_note, remark=remark)
    made = before or Claim(person=by, entry=now, organisation=organisation, round=0)
    _write(made, desk, copy, now)
    for row in others:
        tell(by=by, person=row.person, kind=Notice.Kind.CLAIMED, key=f"claims.waiting:{organisation.code}:{clock.now().date()}",
             name=organisation.name, href=reverse("claims:queue"), body=organisation)
    return made


def _write(claim: Claim, desk: Desk, copy: sent.Sent, entry: Entry) -> None:
    said = queries.judge(copy, desk.pack, clock.now().date())
    claim.body_name, claim.pack, claim.version = desk.organisation.name[:160], desk.pack, counting.load(desk.pack).version
    claim.state, claim.round, claim.body = Claim.State.SUBMITTED, claim.round + 1, sent.dumps(copy)
    claim.shuts_at = claim.final_at = None
    claim.minutes, claim.counted_minutes, claim.granted_minutes, claim.is_clean = copy.minutes, said.minutes, None, said.is_clean
    claim.on_on, claim.facts_version = entry.on_on, entry.facts_version
    claim.answer_days, claim.appeal_days, claim.needs_two = desk.answer_days, desk.appeal_days, desk.needs_two
    _begin_to_wait(claim)
    claim.save()


def _begin_to_wait(claim: Claim) -> None:
    claim.sent_at = clock.now()
    claim.due_on = clock.today_in(claim.person.zone) + timedelta(days=claim.answer_days)


@act("claims.withdraw")
def withdraw(*, by: Account, claim: Claim) -> Claim:
    """While it is not answered the office loses it at once. Taking back an appeal leaves what was answered. Raises Refusal."""
    now = held(claim)
    if now.person_id != by.pk:
        raise Refusal(_("That is not your claim."))
    if now.state in ANSWERED:
        raise Refusal(_("The office has answered already: %(state)s. Nothing was withdrawn.") % {"state": now.get_state_display()})
    if now.state == Claim.State.WITHDRAWN:
        return now
    return _withdraw(now)


def _withdraw(claim: Claim) -> Claim:
    claim.state = Claim.State.WITHDRAWN if claim.state != Claim.State.APPEALED else Claim.State(claim.appealed_from)
    claim.shuts_at = claim.final_at = clock.now()
    claim.save(update_fields=["state", "shuts_at", "final_at"])
    return claim


@act("claims.withdraw_of")
def withdraw_of(*, by: Account, entry: Entry) -> None:
    """Its owner let the entry go: what was not answered is withdrawn with it. What was answered stays as it was."""
    for claim in Claim.objects.select_for_update().filter(entry=entry, person=by, state__in=(*Claim.PENDING, Claim.State.RETURNED)):
        _withdraw(claim)


@act("claims.appeal")
def appeal(*, by: Account, claim: Claim, words: str) -> Claim:
    """Somebody else of the office looks at it again, once, with these words beside it. What was granted stays until they answer. Raises Refusal."""
    now = held(claim)
    if now.person_id != by.pk or not now.may_be_appealed():
        raise Refusal(_("This cannot be appealed any more. Nothing was sent."))
    if not words:
        raise Refusal(_("Say what they should look at again. Nothing was sent."))
    rest = Claim.objects.filter(entry=now.entry_id, organisation=now.organisation_id, state__in=Claim.LIVE).exclude(pk=now.pk)
    if now.entry_id and rest.exists():
        raise Refusal(_("You sent this entry to the same office once more. Withdraw that one first. Nothing was sent."))
    others = list(rules.deciders(now.organisation).exclude(person=by).exclude(person__in=queries.answered(now)))
    if not others:
        raise Refusal(_("Nobody else decides in this office now who has not answered it before. Ask the body to name somebody; nothing was sent."))
    now.appealed_from, now.state, now.appeal, now.round, now.shuts_at = now.state, Claim.State.APPEALED, words, now.round + 1, None
    _begin_to_wait(now)
    now.save()
    for row in others:
        tell(by=by, person=row.person, kind=Notice.Kind.CLAIMED, key=f"claims.appeal:{now.code}", name=now.body_name, href=reverse("claims:queue"),
             body=now.organisation)
    return now
