"""What happens when something on the wall is wrong: reported, taken down or left, answered, put back."""

from datetime import timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from staffroom.kit import clock, outbox
from staffroom.kit.acts import Refusal, act
from staffroom.moderation import kinds
from staffroom.moderation.models import Caretaker, Decision, Objection, Report
from staffroom.moderation.queries import looks_after
from staffroom.notices import actions as notices
from staffroom.notices.models import Notice
from staffroom.people.actions import log_access
from staffroom.people.models import AccessLine, Account
from staffroom.people.queries import alone

MOST_A_DAY = 20
AT_ONCE = 200
TELL = "moderation.tell"


@act("moderation.appoint")
def appoint(*, by: None, person: Account) -> Caretaker:
    """This person looks after the wall from now on: whoever runs the instance says so, nobody else."""
    alone(person=person.pk)
    return Caretaker.objects.get_or_create(person=person, until_at=None)[0]


@act("moderation.dismiss")
def dismiss(*, by: None, person: Account) -> None:
    """This person looks after it no longer, from the next request on."""
    Caretaker.objects.filter(person=person, until_at=None).update(until_at=clock.now())


@act("moderation.report")
def report(*, by: Account, kind: str, thing: kinds.Thing, reason: str, words: str = "") -> Report:
    """Those who look after the wall are told that something is reported; its author reads of it when one of them looks. Raises Refusal."""
    alone(person=by.pk)
    if thing.down:
        raise Refusal(_("It was taken down already. Nothing was sent."))
    if thing.author is not None and thing.author.pk == by.pk:
        raise Refusal(_("It is yours: change it or take it back on its page. Nothing was sent."))
    held = Report.objects.filter(person=by, kind=kind, about_id=thing.row.pk, decision=None).first()
    if held is None and Report.objects.filter(person=by, made_at__gt=clock.now() - timedelta(days=1)).count() >= MOST_A_DAY:
        raise Refusal(_("That is enough for one day. Nothing was sent; come back tomorrow."))
    row = held or Report(person=by, kind=kind, about_id=thing.row.pk)
    row.reason, row.words = Report.Reason(reason), words
    row.save()
    if held is None:
        _tell_caretakers(Notice.Kind.REPORTED, f"report:{row.pk}", reverse("moderation:case", args=[kind, thing.row.code]), but=thing.author)
    return row


@act("moderation.look")
def look(*, by: Account, kind: str, author: Account) -> None:
    """Its author reads, once a day, that it was looked at because of a report (trust rule R10), not by whom: that is in no row of theirs."""
    today = clock.now() - timedelta(days=1)
    said = {"what": str(kinds.KINDS[kind].words), "how": "report", "by_name": _("somebody who looks after the wall")}
    if not AccessLine.objects.filter(person=author, at__gt=today, what=said["what"], how=said["how"]).exists():
        log_access(by=None, person=author, **said)


@act("moderation.decide")
def decide(*, by: Account, kind: str, thing: kinds.Thing, takes_down: bool, why: str) -> Decision:
    """It is taken down or stays; the open reports of it are closed, and the worker tells those who sent them; its author reads why it is down.

    Raises Refusal for what is the caretaker's own, and for what another took down meanwhile.
    """
    _check_caretaker(by)
    if thing.author is not None and thing.author.pk == by.pk:
        raise Refusal(_("It is yours, so somebody else decides. Nothing was changed."))
    said = {"person": thing.author, "by": by, "why": why}
    if takes_down:
        row, new = Decision.objects.get_or_create(kind=kind, about_id=thing.row.pk, takes_down=True, undone_at=None, defaults=said)
        if thing.down or not new:
            raise Refusal(_("It is down already. Nothing was changed."))
    else:
        row = Decision.objects.create(kind=kind, about_id=thing.row.pk, takes_down=False, **said)
    if takes_down:
        kinds.KINDS[kind].down(thing.row)
        if thing.author is not None:
            notices.tell(by=None, person=thing.author, kind=Notice.Kind.DOWN, key=f"down:{row.pk}", href=_page(row))
    if Report.objects.filter(kind=kind, about_id=thing.row.pk, decision=None).update(decision=row):
        outbox.put(TELL, f"decided:{row.pk}", {"decision": str(row.pk)})
    return row


@act("moderation.tell")
def tell(*, by: None, decision: Decision, after: str = "") -> str:
    """The next two hundred of those whose reports this decision closed are told, each once. The last key, empty when all were told."""
    rows = Report.objects.filter(decision=decision).select_related("person").order_by("pk")
    found = list((rows.filter(pk__gt=after) if after else rows)[:AT_ONCE])
    for sent in found:
        notices.tell(by=None, person=sent.person, kind=Notice.Kind.DECIDED, key=f"decided:{sent.pk}", href=reverse("moderation:reports"))
    return str(found[-1].pk) if len(found) == AT_ONCE else ""


@act("moderation.object")
def object_to(*, by: Account, decision: Decision, words: str) -> Objection:
    """The author answered, once: those who look after the wall read it and decide again. Raises Refusal."""
    held = Decision.objects.select_for_update().get(pk=decision.pk)
    if held.person_id != by.pk or not held.takes_down or held.undone_at or Objection.objects.filter(decision=held).exists():
        raise Refusal(_("There is nothing to answer here any more. Nothing was sent."))
    row = Objection(decision=held, person=by, words=words)
    row.save(force_insert=True)
    _tell_caretakers(Notice.Kind.OBJECTED, f"objected:{held.pk}", _page(held), but=by)
    return row


@act("moderation.put_back")
def put_back(*, by: Account, decision: Decision) -> Decision:
    """What was taken down hangs again as it did; its author is told. Done twice it is done once."""
    _check_caretaker(by)
    held = Decision.objects.select_for_update(of=("self",)).select_related("person").get(pk=decision.pk)
    if held.person_id == by.pk:
        raise Refusal(_("It is yours, so somebody else decides. Nothing was changed."))
    if held.takes_down and held.undone_at is None:
        held.undone_at = held.settled_at = clock.now()
        held.save(update_fields=["undone_at", "settled_at"])
        thing = kinds.by_key(held.kind, held.about_id)
        if thing is not None:
            kinds.KINDS[held.kind].up(thing.row)
        if held.person is not None:
            notices.tell(by=None, person=held.person, kind=Notice.Kind.BACK, key=f"back:{held.pk}", href=_page(held))
    return held


@act("moderation.settle")
def settle(*, by: Account, decision: Decision) -> Decision:
    """What was taken down stays down, although its author answered; the author is told. Raises Refusal before there is an answer."""
    _check_caretaker(by)
    held = Decision.objects.select_for_update(of=("self",)).select_related("person").get(pk=decision.pk)
    if not Objection.objects.filter(decision=held).exists():
        raise Refusal(_("Its author has not answered, so there is nothing to decide again. Nothing was changed."))
    if held.settled_at is None:
        held.settled_at = clock.now()
        held.save(update_fields=["settled_at"])
        if held.person is not None:
            notices.tell(by=None, person=held.person, kind=Notice.Kind.STAYS, key=f"stays:{held.pk}", href=_page(held))
    return held


@act("moderation.carry_on")
def carry_on(*, by: Account, kind: str, gone: UUID, there: UUID) -> None:
    """Its author wrote it anew, and what was reported of it waits as before."""
    Report.objects.filter(kind=kind, about_id=gone, decision=None).update(about_id=there)


@act("moderation.leave")
def leave(*, by: None, account: Account) -> None:
    """Somebody is erased: what was taken down of theirs stays down, without their name and without what was said to them."""
    Decision.objects.filter(person=account).update(person=None, why="")


def _check_caretaker(person: Account) -> None:
    if not looks_after(person):
        raise Refusal(_("You do not look after the wall any more. Nothing was changed."))


def _tell_caretakers(kind: str, key: str, href: str, but: Account | None) -> None:
    for row in Caretaker.objects.filter(until_at=None, person__is_active=True).exclude(person=but).select_related("person"):
        notices.tell(by=None, person=row.person, kind=kind, key=key, href=href)


def _page(decision: Decision) -> str:
    return reverse("moderation:decision", args=[decision.code])
