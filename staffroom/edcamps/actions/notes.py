"""Notes of a session are written by many: what two wrote at once becomes one text; each version says who wrote it and can be taken back."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from django.db import transaction
from django.utils.translation import gettext as _

from staffroom.edcamps.actions.held import keeps
from staffroom.edcamps.merging import Clash, merge, union
from staffroom.edcamps.models import MOST_NOTES, Card, Edcamp, Notes, NotesVersion
from staffroom.edcamps.rules import TAKES_PART
from staffroom.events.models import Going, Guest, Presence
from staffroom.kit import clock, live
from staffroom.kit.acts import Refusal, act
from staffroom.kit.words import length
from staffroom.people.models import Account

MOST_LINES = 1_000
THIN_EVERY = 20
FRESH = timedelta(minutes=10)  # so long every version is kept
ONE_STRETCH = timedelta(seconds=60)


@dataclass(frozen=True)
class Wrote:
    """The notes as they stand now; whether others wrote meanwhile, and what could not be made one with theirs."""

    notes: Notes
    met: bool = False
    clashes: tuple[Clash, ...] = ()


@act("edcamps.write_notes")
def write_notes(*, by: Account | None, card: Card, text: str, version: int, base: str | None = None, key: str = "",
                guest: Guest | None = None) -> Wrote:
    """What was written stands in the notes, together with what others wrote since `version`, from which the writer began; `base` says so word by word
    where a page knows better. The same `key` again changes nothing. Raises Refusal.
    """
    held = _hold(by, guest, card)
    if key and NotesVersion.objects.filter(notes=held, key=key).exists():
        return Wrote(held, met=True)
    began = base if base is not None else _text_at(held, version)
    if text in (began, held.text):
        return Wrote(held, met=held.text != text)
    there = held.text if held.version or began is None else began
    found = merge(began if began is not None else union(text, there), text, there)
    _kept(held, by, guest, found.text, key=key)
    return Wrote(held, held.text != text, found.clashes)


@act("edcamps.add_to_notes")
def add_to_notes(*, by: Account | None, card: Card, text: str, guest: Guest | None = None) -> Notes:
    """A text that was written elsewhere stands at the end of the notes; nothing else is touched. Raises Refusal."""
    held = _hold(by, guest, card)
    if not held.text.endswith(text):
        _kept(held, by, guest, f"{held.text.rstrip()}\n\n{text}".lstrip())
    return held


@act("edcamps.undo_notes")
def undo_notes(*, by: Account | None, version: NotesVersion, guest: Guest | None = None) -> Notes:
    """What came with this version is taken back, and what came later stays; that is a version too. Raises Refusal where the same words were changed
    since.
    """
    held = _hold(by, guest, version.notes.card)
    row = NotesVersion.objects.get(pk=version.pk)
    before = _text_at(held, row.number - 1) or ""
    found = merge(row.text, before, held.text)
    if found.clashes or found.text == held.text:
        raise Refusal(_("These words were changed again since. Set them right by hand; nothing was changed."))
    _kept(held, by, guest, found.text, undoes=row.number)
    return held


@act("edcamps.forget_versions")
def forget_versions(*, by: Account, notes: Notes) -> Notes:
    """Only what stands now is kept: nobody reads any more how it was before. Whoever keeps the board may. Raises Refusal."""
    held = Notes.objects.select_for_update(of=("self",)).select_related("card__edcamp__event__organisation").get(pk=notes.pk)
    keeps(by, held.card.edcamp)
    NotesVersion.objects.filter(notes=held).exclude(number=held.version).delete()
    return held


def take_down_notes(notes: Notes) -> None:
    """Within an act: nobody reads the notes, and nobody writes there."""
    _set_down(notes, clock.now())


def hang_notes_again(notes: Notes) -> None:
    """Within an act: they are there again."""
    _set_down(notes, None)


def _set_down(notes: Notes, at) -> None:
    row = Notes.objects.select_for_update(of=("self",)).select_related("card").get(pk=notes.pk)
    row.taken_down_at, row.changed_at = at, clock.now()
    row.save(update_fields=["taken_down_at", "changed_at"])


@act("edcamps.take_over_notes")
def take_over_notes(*, by: Account, guest: Guest) -> None:
    """Within the act that takes a guest's things into an account: what they wrote is the account's."""
    NotesVersion.objects.filter(guest=guest).update(by=by, guest=None)


def write_versions(by: Account, card: Card, text: str) -> None:
    """Within an act of whoever runs the edcamp: the notes read so from now on, as a version of their own."""
    Notes.objects.get_or_create(card=card)
    held = Notes.objects.select_for_update(of=("self",)).select_related("card").get(card=card)
    if not held.taken_down_at:
        _kept(held, by, None, text)


def _hold(by: Account | None, guest: Guest | None, card: Card) -> Notes:
    """The notes as they are now, held. Raises Refusal for somebody who may not write there, and where nothing hangs any more."""
    rows = Card.objects.select_related("edcamp__event__organisation")
    row = rows.filter(pk=card.pk, taken_down_at=None).exclude(state=Card.State.GONE).first()
    if row is None or row.edcamp.event.taken_down_at or row.edcamp.event.cancelled_at:
        raise Refusal(_("This session does not hang here any more. Nothing was kept; copy your words to be sure."))
    _may_write(by, guest, row.edcamp)
    Notes.objects.get_or_create(card=row)
    held = Notes.objects.select_for_update(of=("self",)).get(card=row)
    if held.taken_down_at:
        raise Refusal(_("These notes were taken down. Nothing was kept; copy your words to be sure."))
    held.card = row
    return held


def _may_write(by: Account | None, guest: Guest | None, edcamp: Edcamp) -> None:
    if by is None:
        if guest is None or not Guest.objects.filter(pk=guest.pk, event=edcamp.event_id).exists():
            raise Refusal(_("You are not on the list of this edcamp. Nothing was kept; copy your words to be sure."))
    elif not (Going.objects.filter(event=edcamp.event_id, person=by, answer__in=TAKES_PART).exists()
              or Presence.objects.filter(event=edcamp.event_id, person=by).exists()):
        keeps(by, edcamp)


def _text_at(held: Notes, number: int) -> str | None:
    """How the notes read at that version or, where it was thinned out, the last one before it; None where neither is known."""
    if number <= 0:
        return "" if number == 0 else None
    if number == held.version:
        return held.text
    return NotesVersion.objects.filter(notes=held, number__lte=number).order_by("-number").values_list("text", flat=True).first()


def _kept(held: Notes, by: Account | None, guest: Guest | None, text: str, *, key: str = "", undoes: int | None = None) -> None:
    if length(text) > MOST_NOTES or text.count("\n") >= MOST_LINES:
        raise Refusal(_("These notes are full: 20,000 characters in 1,000 lines. Nothing of it was kept; copy your words to be sure."))
    held.text, held.version, held.changed_at = text, held.version + 1, clock.now()
    held.save(update_fields=["text", "version", "changed_at"])
    NotesVersion.objects.create(notes=held, number=held.version, text=text, by=by, guest=None if by else guest, key=key, undoes=undoes)
    if held.version % THIN_EVERY == 0:
        _thin(held)
    transaction.on_commit(lambda card=held.card.code, version=held.version: tell_notes(card, version))  # a page that misses it looks by itself


def _thin(held: Notes) -> None:
    """Of what one person typed in one stretch the end is kept; older texts still lead to the last one before them."""
    old = NotesVersion.objects.filter(notes=held, made_at__lt=clock.now() - FRESH)
    rows = old.order_by("number").values_list("pk", "by", "guest", "made_at")
    gone = [row[0] for row, after in pairwise(rows) if row[1:3] == after[1:3] and after[3] - row[3] < ONE_STRETCH]
    NotesVersion.objects.filter(pk__in=gone).delete()


def channel_of(card: str) -> str:
    """Where open pages of the notes of a card hear that something was written."""
    return f"notes:{card}"


def tell_notes(card: str, version: int) -> None:
    """Every open page of the notes hears the number of their newest version."""
    try:
        live.publish(channel_of(card), "notes", {"version": version}, coalesce=True)
    except live.Down:
        pass
