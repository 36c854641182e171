"""What happens to badges from elsewhere; the only writers of this room."""

import json
import secrets
from datetime import date

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from staffroom.credentials import bringing, issuer
from staffroom.credentials.models import WAITS, Badge, IssuerKey, Listed, StatusList
from staffroom.credentials.openbadges import keys, status
from staffroom.kit import clock, outbox
from staffroom.kit.acts import Refusal, act
from staffroom.kit.secrets import make_anew
from staffroom.people.models import Account
from staffroom.record import actions as record
from staffroom.record import shelf
from staffroom.record.actions.evidence import check_room

ASK = "credentials.ask"
SIGN_LIST = "credentials.sign_list"
MOST_WAITING = 20
BATCH = 200


@act("credentials.bring")
def bring(*, by: Account, looked: bringing.Looked) -> Badge:
    """A badge that was looked at waits for a day to be kept. Raises Refusal when there is no room, with the numbers."""
    check_room(by, looked.size)
    if Badge.objects.filter(person=by, evidence=None).count() >= MOST_WAITING:
        raise Refusal(_("%(most)s badges wait for you to keep them or let them go. Decide on some first; nothing was added.") % {
            "most": MOST_WAITING})
    badge = Badge.objects.create(id=looked.pk, person=by, stored=looked.stored, name=looked.name, found=bringing.dumps(looked.found))
    looked.taken = True
    return badge


@act("credentials.keep")
def keep(*, by: Account, badge: Badge, file: shelf.BroughtIn, kind: str, minutes: int, on_on: date, says_no_pupils: bool) -> Badge:
    """The badge is an entry of the record, with its file as proof, whatever was found about it; where something does not hold, the proof says so.

    Kept already it stays as it is. Raises Refusal.
    """
    held = Badge.objects.select_for_update().get(pk=badge.pk, person=by)
    if held.evidence_id is not None:
        return held
    found = held.read()
    title, told = bringing.title_of(found), found.get("told") or {}
    entry = record.note(by=by, title=title, kind=kind, minutes=minutes, on_on=on_on, source=told.get("issuer", "") or told.get("issuer_id", ""),
                        from_kind="badge", from_id=held.pk)
    name = _("Does not hold: %(title)s") % {"title": title} if found.get("ok") is False else title
    held.evidence = record.add_evidence(by=by, entry=entry, file=file, name=name, says_no_pupils=says_no_pupils)
    held.stored = ""
    held.save(update_fields=["evidence", "stored"])
    return held


@act("credentials.checked")
def checked(*, by: Account, badge: Badge, found: dict) -> Badge:
    """This is what was found just now; the picture stays."""
    held = Badge.objects.select_for_update().get(pk=badge.pk, person=by)
    before = held.read()
    if not found["kind"]:  # it could not even be read this time: what it says stays
        found = found | {name: before.get(name) for name in ("kind", "form", "told")}
    held.found, held.checked_at = bringing.dumps(found | {"picture": before.get("picture", "")}), clock.now()
    held.save(update_fields=["found", "checked_at"])
    return held


@act("credentials.ask")
def ask(*, by: Account, badge: Badge) -> None:
    """The worker asks the issuer's own addresses for what is missing, and checks again with the answers."""
    now = clock.now()
    Badge.objects.filter(pk=badge.pk, person=by).update(asked_at=now)
    outbox.put(ASK, f"{badge.pk}:{now.isoformat()}", {"badge": str(badge.pk)})


@act("credentials.forget")
def forget(*, by: Account, badge: Badge) -> None:
    """A badge that was only looked at is gone, with its file. One that was kept is let go as an entry or as proof."""
    held = Badge.objects.select_for_update().filter(pk=badge.pk, person=by, evidence=None).first()
    if held is not None:
        _gone(held)


@act("credentials.sweep")
def sweep(*, by: None) -> None:
    """What was looked at a day ago and not kept is gone, with its file."""
    for badge in Badge.objects.select_for_update().filter(evidence=None, made_at__lt=clock.now() - WAITS).order_by("made_at")[:BATCH]:
        _gone(badge)


def _gone(badge: Badge) -> None:
    outbox.put("record.unshelve", badge.stored, {"stored": badge.stored})
    badge.delete()


# The issuer of this place


@act("credentials.list_key")
def list_key(*, by: None, public: str) -> IssuerKey:
    """This key signs from now on, and is listed for checking; those before it stay listed."""
    row, is_new = IssuerKey.objects.get_or_create(public=public)
    if is_new:
        IssuerKey.objects.filter(ended_at=None).exclude(pk=row.pk).update(ended_at=clock.now())
    return row


def current() -> issuer.Ed25519PrivateKey:
    """The key that signs, listed before anything is signed with it. For the worker alone."""
    private = issuer.key()
    public = keys.as_multikey(private.public_key())
    if not IssuerKey.objects.filter(public=public).exists():
        list_key(by=None, public=public)
    return private


def rotate() -> IssuerKey:
    """Another key signs from now on. The one before is destroyed; what it signed holds. Raises OSError where the file cannot be written."""
    current()
    private = issuer.of_secret(make_anew(settings.ISSUER_KEY_FILE))
    return list_key(by=None, public=keys.as_multikey(private.public_key()))


@act("credentials.place")
def place(*, by: Account) -> Listed:
    """Within an act: a place for something of theirs in a list of what was taken back, drawn by lot; half full, another list begins."""
    last = StatusList.objects.order_by("-number").first()
    if last is None or Listed.objects.filter(list=last).count() >= status.LEAST_BITS // 2:
        last, _new = StatusList.objects.get_or_create(number=last.number + 1 if last else 1)  # of two who begin it, one waits
        outbox.put(SIGN_LIST, f"{SIGN_LIST}:{last.number}", {"number": last.number})
    held = StatusList.objects.select_for_update().get(pk=last.pk)
    drawn = secrets.randbelow(status.LEAST_BITS)
    while Listed.objects.filter(list=held, place=drawn).exists():
        drawn = secrets.randbelow(status.LEAST_BITS)
    return Listed.objects.create(list=held, place=drawn, person=by)


@act("credentials.take_back")
def take_back(*, by: Account, listed: Listed) -> None:
    """Within an act: what has this place holds no more; the worker signs its list anew."""
    Listed.objects.filter(pk=listed.pk, ended_at=None).update(ended_at=clock.now())
    outbox.put(SIGN_LIST, f"{SIGN_LIST}:{listed.pk}", {"number": listed.list.number})


def sign_list(number: int) -> None:
    """Sign a list as it stands, if it says something else than the one signed last. For the worker alone."""
    held = StatusList.objects.get(number=number)
    places = sorted(Listed.objects.filter(Q(person=None) | ~Q(ended_at=None), list=held).values_list("place", flat=True))
    made = issuer.listing(number, places, clock.now())
    if held.signed and json.loads(held.signed)["credentialSubject"] == made["credentialSubject"]:
        return
    keep_list(by=None, number=number, signed=json.dumps(issuer.signed(made, current())))


@act("credentials.keep_list")
def keep_list(*, by: None, number: int, signed: str) -> None:
    """Anybody reads the list like this from now on."""
    StatusList.objects.filter(number=number).update(signed=signed)


def sign_lists() -> None:
    """Every list is as it should be, also after somebody is gone."""
    for number in StatusList.objects.order_by("number").values_list("number", flat=True):
        sign_list(number)
