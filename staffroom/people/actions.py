"""What happens to accounts. Passkeys and codes are written by the sign-in library; `note_change` puts each such change on record."""

from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from staffroom.kit import clock, keystore
from staffroom.kit.acts import Refusal, act
from staffroom.people import factors, letters, signals
from staffroom.people.models import AccessLine, Account, Profile, Proof

MOST_ADDRESSES = 5
ACCESS_KEPT = timedelta(days=731)


# Opening an account


@act("people.open")
def open_account(*, by, email: str, password: str, zone: str = "UTC", language: str = "en", name: str = "") -> Account:
    """A new account with an address that nobody has proved yet. An address that others typed as well makes no difference."""
    account = Account.objects.make(email=email, password=password, zone=zone, language=language, name=name)
    address = EmailAddress.objects.create(user=account, email=account.email, primary=True)
    letters.promise("prove", address)
    signals.account_opened.send(sender=Account, account=account)
    return account


@act("people.open_for_body")
def open_for_body(*, by, account: Account, name: str = "") -> Account:
    """Keep an account that a body's sign-in made. It has no password, no address, and no notebook until a factor of its own."""
    account.set_unusable_password()
    account.email, account.password_held_by = "", Account.PasswordHeldBy.ORG
    account.name = name
    keystore.make(account.pk)
    account.save()
    signals.account_opened.send(sender=Account, account=account)
    return account


# Passwords


@act("people.set_password")
def set_password(*, by, account: Account, password: str) -> Account:
    """The teacher sets the password from inside a session of their own. Every other session ends."""
    account.set_password(password)
    account.password_held_by, account.kept_password, account.own_from_at = Account.PasswordHeldBy.SELF, "", None
    account.save()
    _tell(account, "password")
    return account


@act("people.reset_password")
def reset_password(*, by, address: EmailAddress, password: str) -> Account:
    """A letter to a proved address was opened and a new password set; every session ends.

    By a mailbox of a body the password is the body's: it opens no notebook, and the teacher's own password stays valid
    beside it. By the teacher's own mailbox it counts as theirs once the address has been proved for 72 hours.
    """
    account, begins = address.user, factors.rests_until(address)
    held = account.password if account.password_is_own else account.kept_password
    account.set_password(password)
    if begins is None:
        account.password_held_by, account.kept_password, account.own_from_at = Account.PasswordHeldBy.ORG, held, None
    else:
        account.password_held_by, account.kept_password = Account.PasswordHeldBy.SELF, ""
        account.own_from_at = begins if begins > clock.now() else None
    account.save()
    _tell(account, "password_by_body" if begins is None else "password_by_mail", but=address if begins is None else None)
    return account


@act("people.take_back_password")
def take_back_password(*, by) -> Account:
    """The teacher signed in with the password that a body's reset had put aside: it is the only one again, other sessions end."""
    by.password, by.kept_password = by.kept_password, ""
    by.password_held_by, by.own_from_at = Account.PasswordHeldBy.SELF, None
    by.save()
    _tell(by, "password")
    return by


@act("people.ask_reset")
def ask_reset(*, by, email: str) -> None:
    """Promise a letter with a link for a new password, if anybody proved this address. Nobody can tell whether."""
    letters.promise("reset", EmailAddress.objects.filter(email=email.lower(), verified=True, user__is_active=True).first())


# Addresses


@act("people.add_address")
def add_address(*, by, email: str) -> EmailAddress:
    """One more address, unproved until a letter to it was opened."""
    if EmailAddress.objects.filter(user=by).count() >= MOST_ADDRESSES:
        raise Refusal(_("Five addresses are the most. Remove one first."))
    address, is_new = EmailAddress.objects.get_or_create(user=by, email=email.lower())
    letters.promise("prove", address)
    if is_new:
        _tell(by, "address_added", but=address)
    return address


@act("people.ask_proof")
def ask_proof(*, by, address: EmailAddress) -> EmailAddress:
    """Send the letter that proves an address once more."""
    letters.promise("prove", address)
    return address


@act("people.prove_address")
def prove_address(*, by, address: EmailAddress) -> Proof:
    """The letter to this address was opened by somebody inside the account that lists it. A proved address has one account."""
    try:
        with transaction.atomic():
            EmailAddress.objects.filter(pk=address.pk).update(verified=True)
    except IntegrityError:
        raise Refusal(_("Another account has proved this address. Remove it there first, or use another one here.")) from None
    proof, is_new = Proof.objects.get_or_create(person=by, address=address)
    if is_new:
        _tell(by, "address_proved", but=address)
    return proof


@act("people.drop_address")
def drop_address(*, by, address: EmailAddress) -> None:
    """Remove an address. The main one stays until another one is the main one. All own addresses are told, the removed one too."""
    if address.primary:
        raise Refusal(_("This is the address your mail goes to. Make another one the main one first."))
    _tell(by, "address_removed", gone=address.email)
    address.delete()


@act("people.mail_to")
def mail_to(*, by, address: EmailAddress) -> EmailAddress:
    """Mail goes to this address from now on. A proved main address is followed by a proved one only."""
    main = EmailAddress.objects.filter(user=by, primary=True).first()
    if main and main.verified and not address.verified:
        raise Refusal(_("This address is not proved yet. Open the letter we sent to it first."))
    _tell(by, "address_main")
    EmailAddress.objects.filter(user=by, primary=True).update(primary=False)
    EmailAddress.objects.filter(pk=address.pk).update(primary=True)
    by.email = address.email
    by.save(update_fields=["email"])
    return address


# Sessions and ways in


@act("people.end_session")
def end_session(*, by, session: UserSession) -> None:
    """That device is signed out at once."""
    session.end()


@act("people.end_sessions")
def end_sessions(*, by, but: str = "") -> None:
    """Every device is signed out at once, except the session with the key `but`."""
    for session in UserSession.objects.filter(user=by).exclude(session_key=but):
        session.end()


@act("people.note_change")
def note_change(*, by, account: Account, what: str, by_org: bool = False) -> Account:
    """A passkey, code or linked body changed: put on record, and all own addresses are told."""
    _tell(account, what, by_org=by_org)
    return account


@act("people.note_device")
def note_device(*, by) -> Account:
    """Signed in on a device that was not known: the own addresses are told."""
    letters.promise("device", *_addresses(by))
    signals.new_device.send(sender=Account, account=by)
    return by


@act("people.move_identity")
def move_identity(*, by, identity: SocialAccount) -> SocialAccount:
    """A body's sign-in moves from the account that it once made to the teacher's own one, asked for from inside that one."""
    away = identity.user
    if away == by or factors.has_own(away):
        raise Refusal(_("That sign-in belongs to another account, which has a key of its own. Unlink it there first."))
    identity.user = by
    identity.save(update_fields=["user"])
    _tell(by, "body_linked")
    signals.identity_moved.send(sender=Account, away=away, to=by, provider=identity.provider)
    return identity


# Name, profile, settings


@act("people.rename")
def rename(*, by, name: str) -> Account:
    """The name others read, as the teacher writes it."""
    by.name = name
    by.save(update_fields=["name", "name_shape", "name_key"])
    signals.renamed.send(sender=Account, account=by)
    return by


@act("people.choose")
def choose(*, by, zone: str, language: str, theme: str = "", keys_off: bool = False) -> Account:
    """How pages look to this person: time zone (IANA name), language, light or dark, keys."""
    by.zone, by.language, by.theme, by.keys_off = zone, language, theme, keys_off
    by.save(update_fields=["zone", "language", "theme", "keys_off"])
    return by


@act("people.switch_suggestions")
def switch_suggestions(*, by, on: bool) -> Account:
    """Suggestions come out of what this person says, or none do: then searching and the shelf are offered alone. Nobody else learns which."""
    by.suggestions_off = not on
    by.save(update_fields=["suggestions_off"])
    return by


@act("people.tell")
def tell(*, by, told: dict[str, Any], seen: dict[str, int], in_directory: bool = False) -> Profile:
    """What the teacher tells about themselves (Profile.FIELDS) and who may know each of it. What is not given is empty and for nobody."""
    unknown = set(told) - set(Profile.FIELDS)
    if unknown:
        raise TypeError(f"no such field: {sorted(unknown)}")
    profile = Profile.objects.filter(person=by).first() or Profile(person=by)
    for field in Profile.FIELDS:
        setattr(profile, field, told.get(field, Profile._meta.get_field(field).get_default()))
    profile.seen = {field: int(Profile.Seen(seen.get(field, 0))) for field in Profile.FIELDS if seen.get(field)}
    profile.in_directory = in_directory
    profile.widest = profile.widest_now()
    profile.save()
    return profile


# Who opened what


@act("people.log_access")
def log_access(*, by, person: Account, what: str, how: str, by_name: str = "") -> AccessLine:
    """An office, an assessor, support or break-glass opened something of `person`. `what` names a kind of thing, never its words."""
    name = by_name or (str(by) if by is not None else _("whoever runs this instance"))
    return AccessLine.objects.create(person=person, by=by, by_name=name[:160], what=what[:200], how=how[:40])


@act("people.forget_access")
def forget_access(*, by) -> None:
    """Lines older than 24 months go (asked by the clock)."""
    AccessLine.objects.filter(at__lt=clock.now() - ACCESS_KEPT).delete()


def _addresses(account: Account) -> list[EmailAddress]:
    """Where the teacher is told of changes: proved addresses, or the only one there is."""
    rows = list(EmailAddress.objects.filter(user=account).order_by("-verified", "-primary", "pk"))
    return [row for row in rows if row.verified] or rows[:1]


def _tell(account: Account, what: str, *, but: EmailAddress | None = None, by_org: bool = False, gone: str = "") -> None:
    letters.promise("changed", *(row for row in _addresses(account) if row != but), what=what, to_gone=gone)
    signals.factor_changed.send(sender=Account, account=account, what=what, by_org=by_org or what == "password_by_body")
