"""What happens to bodies, roles and invitations. No act here touches an account: not its address, name, password or notebook."""

import re
from datetime import date, timedelta

from allauth.account.models import EmailAddress
from django.contrib.sessions.backends.db import SessionStore
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from staffroom.kit import clock
from staffroom.kit.acts import Refusal, act
from staffroom.kit.ids import new_code
from staffroom.orgs import queries, signals, tokens
from staffroom.orgs.models import CHAIN, DEPTH, ClaimedDomain, Invitation, JoinSheet, Membership, Organisation, below
from staffroom.people import factors
from staffroom.people.actions import end_session
from staffroom.people.models import Account

LASTS = timedelta(days=14)
KEPT = timedelta(days=30)
MOST_OPEN = 50
MOST_A_DAY = 3
MOST_SHEETS, MOST_BY_SHEET = 5, 200
DOMAIN = re.compile(r"(?=.{4,190}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
# Mail providers that anybody can use: no body may say that such a domain is its own.
_OPEN = """
    aol.com fastmail.com free.fr gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.net googlemail.com hotmail.com hotmail.co.uk icloud.com laposte.net
    live.com mac.com mail.com mail.ru me.com msn.com naver.com orange.fr outlook.com pm.me posteo.de proton.me protonmail.com qq.com t-online.de
    tuta.com web.de yahoo.co.uk yahoo.com yahoo.fr yandex.ru ymail.com zoho.com 126.com 163.com
"""
OPEN_TO_ALL = frozenset(_OPEN.split())


class Gone(Refusal):
    """An invitation that cannot be accepted any more."""


# Bodies


@act("orgs.found")
def found(*, by: Account | None, parent: Organisation | None, kind: str, name: str, place: str = "") -> Organisation:
    """A new body. An administrator founds under a body in reach what may stand there; whoever runs the instance (None) founds anything."""
    if by is not None:
        _must_administer(by, parent)
        if kind not in Organisation.UNDER.get(parent.kind, ()):
            raise Refusal(_("A body of this kind cannot be founded here."))
    if parent is not None:
        _lock(parent.chain())
        if len(parent.chain()) >= DEPTH:
            raise Refusal(_("This would be too many levels."))
    if Organisation.objects.filter(parent=parent, name__iexact=name).exists():
        raise Refusal(_("There is a body of this name here already."))
    kind = Organisation.Kind(kind)
    return Organisation.objects.create(parent=parent, kind=kind, name=name, place=place, is_demo=bool(parent and parent.is_demo))


@act("orgs.rename")
def rename(*, by: Account | None, organisation: Organisation, name: str, place: str | None = None) -> Organisation:
    """The body has this name from now on, everywhere."""
    _must_administer(by, organisation)
    organisation.name, organisation.place = name, organisation.place if place is None else place
    organisation.save(update_fields=["name", "place"])
    signals.renamed.send(sender=Organisation, organisation=organisation)
    return organisation


@act("orgs.claim_domain")
def claim_domain(*, by: Account | None, organisation: Organisation, domain: str) -> ClaimedDomain:
    """Mail to this domain opens no notebook from now on. It proves nothing about anybody, and nobody becomes a member by it.

    An administrator must have proved an address of their own at it. A claim only ever shuts, so none is taken back here:
    letting go of one would let whoever reads those mailboxes open what they could not open before.
    """
    _must_administer(by, organisation)
    domain = _plain_domain(domain)
    if by is not None and (domain in OPEN_TO_ALL or not EmailAddress.objects.filter(user=by, verified=True, email__iendswith=f"@{domain}").exists()):
        raise Refusal(_("You can claim a domain at which you have proved an address of your own. Others are claimed by whoever runs this instance."))
    claimed, _new = ClaimedDomain.objects.get_or_create(domain=domain, defaults={"organisation": organisation})
    if claimed.organisation_id != organisation.pk:
        raise Refusal(_("Another body claims this domain."))
    return claimed


def _plain_domain(text: str) -> str:
    try:
        domain = text.strip().lstrip("@").rstrip(".").lower().encode("idna").decode()
    except UnicodeError:
        domain = ""
    if not DOMAIN.fullmatch(domain):
        raise Refusal(_("This is not the name of a mail domain. It looks like school.example, without what stands before the @."))
    return domain


# Invitations


@act("orgs.invite")
def invite(*, by: Account | None, organisation: Organisation, role: str, to_name: str = "", to_person: Account | None = None) -> Invitation:
    """A link for one role, for one person, for 14 days. Its secret part stands in `.token` of the returned row and nowhere else.

    With `to_person` (a member whose name the office knows) it waits on that person's own page. Refused beyond 50 open ones
    of a sender, and beyond three a day to one name.
    """
    _must_administer(by, organisation)
    if role not in Membership.Role.values:
        raise Refusal(_("There is no such role."))
    mark = f"person:{to_person.pk}" if to_person else tokens.to_hash(to_name, organisation.code)
    _within_caps(by, organisation, mark)
    code = new_code()
    invitation = Invitation(code=code, organisation=organisation, role=role, by=by, to_name=to_name[:120], to_person=to_person, to_hash=mark,
                            token_hash=tokens.hash_of(tokens.token_of(code)), lapses_at=clock.now() + LASTS)
    invitation.save()
    invitation.token = tokens.token_of(code)
    signals.invited.send(Invitation, invitation=invitation)
    return invitation


def _within_caps(by: Account | None, organisation: Organisation, mark: str) -> None:
    now = clock.now()
    _lock([organisation])
    if by is not None:
        Account.objects.select_for_update(no_key=True).get(pk=by.pk)
        if Invitation.objects.filter(by=by, accepted_at=None, withdrawn_at=None, lapses_at__gt=now).count() >= MOST_OPEN:
            raise Refusal(_("Fifty of your invitations are open. Wait until some are accepted, or withdraw some."))
    if mark and Invitation.objects.filter(to_hash=mark, made_at__gt=now - timedelta(days=1)).count() >= MOST_A_DAY:
        raise Refusal(_("This name was invited three times today. Tomorrow it can be invited again."))


@act("orgs.withdraw")
def withdraw(*, by: Account | None, invitation: Invitation) -> Invitation:
    """The link opens nothing any more. One that was accepted stays accepted."""
    _must_administer(by, invitation.organisation)
    return _shut(invitation)


@act("orgs.decline")
def decline(*, by: Account, invitation: Invitation) -> Invitation:
    """The person for whom it waited does not want it."""
    if invitation.to_person_id != by.pk:
        raise Gone(_("This invitation is not for you."))
    return _shut(invitation)


def _shut(invitation: Invitation) -> Invitation:
    Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None).update(withdrawn_at=clock.now(), to_name="")
    invitation.refresh_from_db()
    return invitation


@act("orgs.accept")
def accept(*, by: Account, invitation: Invitation) -> Membership:
    """`by` holds the role from today. It can be accepted once, by one person, however many try in the same moment."""
    now = clock.now()
    if invitation.to_person_id not in {None, by.pk} or (invitation.by and not queries.administers(invitation.by_id, invitation.organisation)):
        raise Gone(_("This invitation was withdrawn."))
    if queries.current().filter(person=by, organisation=invitation.organisation, role=invitation.role, to_on=None).exists():
        raise Refusal(_("You hold this role already. The invitation stays open."))
    free = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None, lapses_at__gt=now)
    if free.update(accepted_at=now, accepted_by=by, to_name="") != 1:
        raise Gone(_("This invitation was used already, or it has lapsed."))
    return _begin(by, by, invitation.organisation, invitation.role, now.date(), None)


# A sheet for many


@act("orgs.print_sheet")
def print_sheet(*, by: Account | None, organisation: Organisation, most: int, days: int) -> JoinSheet:
    """A sheet by whose code at most `most` people (200) become teachers of this body within so many days (30). Five are open at a time."""
    _must_administer(by, organisation)
    _lock([organisation])
    if JoinSheet.objects.filter(organisation=organisation, ended_at=None, lapses_at__gt=clock.now()).count() >= MOST_SHEETS:
        raise Refusal(_("Five sheets of this body are open. End one first."))
    lapses_at = clock.now() + min(timedelta(days=days), KEPT)
    sheet = JoinSheet(organisation=organisation, by=by, most=min(max(most, 1), MOST_BY_SHEET), lapses_at=lapses_at)
    sheet.token_hash = tokens.sheet_hash(tokens.sheet_code(sheet.code))
    sheet.save()
    return sheet


@act("orgs.end_sheet")
def end_sheet(*, by: Account | None, sheet: JoinSheet) -> JoinSheet:
    """Nobody joins by it any more; who joined stays."""
    _must_administer(by, sheet.organisation)
    JoinSheet.objects.filter(pk=sheet.pk, ended_at=None).update(ended_at=clock.now())
    sheet.refresh_from_db()
    return sheet


@act("orgs.join_by_sheet")
def join_by_sheet(*, by: Account, sheet: JoinSheet) -> Membership:
    """`by` is a teacher of the body from today, counted on the sheet; never more than it has room for, however many try in the same moment.

    A role that was ended here does not come back by a sheet: for that there is an invitation for one person. Raises Refusal.
    """
    now = clock.now()
    if not queries.still_joins(sheet):
        raise Gone(_("Nobody joins by this sheet any more."))
    held = Membership.objects.filter(person=by, organisation=sheet.organisation)
    if held.filter(to_on=None, ended_at=None, role=Membership.Role.TEACHER).exists():
        raise Refusal(_("You are a teacher of this body already. Nothing was changed."))
    if held.filter(ended_at__isnull=False).exists():
        raise Refusal(_("A role of yours here was ended before. Ask the office for an invitation of your own."))
    free = JoinSheet.objects.filter(pk=sheet.pk, ended_at=None, lapses_at__gt=now, joins_count__lt=F("most"))
    if free.update(joins_count=F("joins_count") + 1) != 1:
        raise Gone(_("Nobody joins by this sheet any more."))
    return _begin(by, by, sheet.organisation, Membership.Role.TEACHER, now.date(), None)


@act("orgs.forget_invitations")
def forget_invitations(*, by: None) -> None:
    """Invitations that came to nothing, and sheets, go 30 days after they lapsed (asked by the clock)."""
    JoinSheet.objects.filter(lapses_at__lt=clock.now() - KEPT).delete()
    Invitation.objects.filter(accepted_at=None, lapses_at__lt=clock.now() - KEPT).delete()


# Roles


@act("orgs.enrol")
def enrol(*, by: None, person: Account, organisation: Organisation, role: str, from_on: date | None = None, to_on: date | None = None) -> Membership:
    """Whoever runs the instance gives a role, the first administrator of a body for instance. The person is told."""
    if by is not None:
        raise Refusal(_("A role is given by an invitation that the person accepts."))
    held = queries.current().filter(person=person, organisation=organisation, role=role).first()
    return held or _begin(None, person, organisation, Membership.Role(role), from_on or clock.now().date(), to_on)


def _begin(by, person, organisation, role, from_on, to_on) -> Membership:
    try:
        with transaction.atomic():
            membership = Membership.objects.create(person=person, organisation=organisation, role=role, from_on=from_on, to_on=to_on)
    except IntegrityError:
        raise Refusal(_("This role is held already.")) from None
    signals.joined.send(Membership, membership=membership, by=by)
    return membership


@act("orgs.end_membership")
def end_membership(*, by: Account | None, membership: Membership) -> Membership:
    """The role is over from this moment: by the person, by an administrator, or by whoever runs the instance (None).

    Everything of the person stays. Office rights are gone with the next request; invitations that stood on them with it; so is
    a session opened by the sign-in of a body to which the person no longer belongs. Ending it twice changes nothing.
    """
    organisation = membership.organisation
    chain = organisation.chain()
    if by is not None and by.pk != membership.person_id:
        _must_administer(by, organisation)
    _lock(chain)
    membership.refresh_from_db()
    if membership.ended_at is None:
        if by is not None and membership.role == Membership.Role.ORG_ADMIN:
            _must_not_be_last(membership, chain)
        membership.ended_at = clock.now()
        membership.to_on = max(min(membership.to_on or date.max, membership.ended_at.date()), membership.from_on)
        membership.save(update_fields=["ended_at", "to_on"])
        _end_sessions_of_bodies(membership.person, chain)
        _shut_invitations_by(membership.person, organisation)
        signals.ended.send(Membership, membership=membership, by=by)
    return membership


def _must_not_be_last(membership: Membership, chain: list[Organisation]) -> None:
    others = queries.current().filter(role=Membership.Role.ORG_ADMIN, organisation__in=chain).exclude(pk=membership.pk)
    if not others.exists():
        raise Refusal(_("This is the last administrator of %(body)s. Invite another one first; when they have accepted, this role can end.") % {
            "body": membership.organisation})


def _shut_invitations_by(person: Account, organisation: Organisation) -> None:
    """What somebody invited as an administrator does not outlive the role."""
    rows = Invitation.objects.filter(by=person, accepted_at=None, withdrawn_at=None, organisation__in=below([organisation.pk]))
    for invitation in rows.select_related(f"organisation__{CHAIN}"):
        if not queries.administers(person.pk, invitation.organisation):
            _shut(invitation)


def _end_sessions_of_bodies(person: Account, chain: list[Organisation]) -> None:
    from allauth.usersessions.models import UserSession
    left = {body.code for body in chain if not queries.current().filter(Q(organisation__in=below([body.pk])), person=person).exists()}
    for session in UserSession.objects.filter(user=person) if left else ():
        held = SessionStore(session.session_key).load()
        if held.get(factors.SESSION_KEY) != factors.SELF and held.get(factors.BODY_KEY) in left:
            end_session(by=person, session=session)


# Authority


def _must_administer(by: Account | None, organisation: Organisation | None) -> None:
    """Asked of the database within the act; None is whoever runs the instance."""
    if by is not None and (organisation is None or not queries.administers(by.pk, organisation)):
        raise Refusal(_("Only an administrator of this body or of one above it can do this."))


def _lock(bodies: list[Organisation]) -> None:
    list(Organisation.objects.select_for_update(no_key=True).filter(pk__in=[body.pk for body in bodies]).order_by("pk"))


@act("orgs.carry_over")
def carry_over(*, by: None, away: Account, to: Account) -> None:
    """A body's sign-in moved to the teacher's own account: the roles it held go with it; one held there already is not doubled."""
    held = set(Membership.objects.filter(person=to, to_on=None).values_list("organisation_id", "role"))
    for membership in Membership.objects.select_for_update().filter(person=away):
        if membership.to_on is None and (membership.organisation_id, membership.role) in held:
            membership.delete()
        else:
            Membership.objects.filter(pk=membership.pk).update(person=to)
