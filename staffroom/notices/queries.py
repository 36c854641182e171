"""What the inbox shows."""

from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from staffroom.notices.codes import hash_of, tokens_in
from staffroom.notices.models import Notice, ReplyCode
from staffroom.people import factors
from staffroom.people.models import Account
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import ORG, SELF, Viewer


@dataclass(frozen=True)
class Told:
    """A notice as a sentence."""

    words: str
    href: str
    at: datetime
    unread: bool


def inbox(viewer: Viewer, limit: int = 100) -> list[Told]:
    """The newest notices of this viewer, as sentences."""
    return [Told(sentence(row), row.href, row.made_at, row.read_at is None) for row in visible_to(viewer, Notice).order_by("-made_at", "-pk")[:limit]]


def sentence(notice: Notice) -> str:
    """The sentence of a notice; a name that is missing becomes "somebody"."""
    name, months = notice.name or _("Somebody"), int(notice.name) if notice.name.isdecimal() else 0
    return {
        "copy": _("%(name)s handed you a copy to read."),
        "confirmed": _("%(name)s answered your request for confirmation."),
        "accepted": _("%(name)s decided on something you handed over."),
        "invited": _("%(name)s invites you."),
        "joined": _("You hold a role now: %(name)s. Was it a mistake? You can leave it under People."),
        "factor": _("A way to sign in to your account was changed: %(name)s. If that was not you, open your account at once."),
        "ended": _("Your role ended: %(name)s. Everything of yours stays yours."),
        "export": _("Your export is ready."),
        "found": _("New for a search that you keep: %(name)s."),
        "looked": _("%(name)s looked at something you handed over."),
        "needed": _("Somebody misses something, and you may know: %(name)s."),
        "answered": _("There is an answer to what you and others miss: %(name)s."),
        "reopened": _("Your answer does not fit, and its author says why: %(name)s."),
        "same": _("Somebody says that what you miss is the same as what they miss. Is it?"),
        "merged": _("What you put up was made one with another that says the same: %(name)s."),
        "due": _("A review of yours is two years old. Does it still hold? Look again, if you like."),
        "reported": _("Something on the wall was reported."),
        "objected": _("The author of something that was taken down has answered."),
        "decided": _("Somebody looked at what you reported."),
        "down": _("Something of yours was taken down. Read why, and answer if you wish."),
        "back": _("Something of yours that was taken down hangs again."),
        "stays": _("They read your answer: what was taken down stays down."),
        "seat": _("You need not wait any more: you go to %(name)s."),
        "moved": _("It has another time or place: %(name)s. Look, and say whether you still come."),
        "off": _("It was called off: %(name)s. Why stands on its page."),
        "first": _("It has a date, and you are told first: %(name)s. Its page says whether you can sign up before all others, and until when."),
        "soon": _("It begins soon: %(name)s."),
        "present": _("The list says how long you were there: %(name)s. One tap takes it into your record."),
        "paper": _("A certificate of yours was issued, put right or revoked: %(name)s. Look at it."),
        "thanks": _("Somebody thanks you for %(name)s. Look what for."),
        "offered": _("%(name)s asks whether it may offer something that you made."),
        "agreed": _("Whether it is offered, and by whom, is answered: %(name)s."),
        "buddy": _("%(name)s asks whether you would be their buddy."),
        "paired": _("%(name)s says yes: you are buddies."),
        "not_now": _("%(name)s cannot be your buddy just now. That says nothing about you; others may be glad to be asked."),
        "parted": _("You and %(name)s are buddies no longer. Thank you for having been there."),
        "claimed": _("Claims wait for an answer: %(name)s."),
        "responded": _("%(name)s said something to what you handed over, looking back."),
        "licence": ngettext("The days for which you count end in %(n)s month. See what is counted and what is short.",
                            "The days for which you count end in %(n)s months. See what is counted and what is short.", months) % {"n": months},
        "required": _("%(name)s requires something of you, and says why."),
        "altered": _("%(name)s changed something that it requires of you, and says why."),
        "asked": _("You tried something some weeks ago. What became of it? One tap is enough."),
        "day": _("A step of your plan has its day."),
        "closing": _("Something that you saved closes within seven days."),
        "rested": _("A course in your plan has rested for two weeks. Go on, pause it, make it smaller or leave it: each of these is fine."),
    }[notice.kind] % {"name": name}


def mailbox_of(person: Account) -> Viewer | None:
    """Whoever reads the main address of this account; None where nobody proved it."""
    address = EmailAddress.objects.filter(user=person, primary=True, verified=True, email=person.email).first()
    return speaker(person, address) if address else None


def speaker(person: Account, address: EmailAddress) -> Viewer:
    """Whoever opened this mailbox, as the viewer that a session opened by it would be: with a body's mailbox no more than a body's session (R4)."""
    if factors.is_own_mailbox(person, address.email):
        return Viewer(person, SELF)
    return Viewer(person, ORG, body=factors.body_of_mailbox(address.email))


def code_in(addresses) -> ReplyCode | None:
    """The code to which a message was sent, in whatever state; None for one that never was."""
    hashes = [hash_of(token) for token in tokens_in(addresses)]
    return ReplyCode.objects.select_related("person", "address").filter(token_hash__in=hashes).first() if hashes else None
