"""Drafts: kept as they are typed, never written over from another place."""

import json
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from staffroom.kit import clock, outbox
from staffroom.kit.acts import Refusal, act
from staffroom.kit.statement import fresh, insert, written_once
from staffroom.people.models import Account
from staffroom.people.queries import alone
from staffroom.record import reckoning
from staffroom.record.models import Draft, Removal

MOST_BYTES = 200_000
MOST_DRAFTS = 200
KEPT_DAYS = 14
Body = dict[str, list[str]]


@dataclass(frozen=True)
class DraftMark:
    """Which draft a form that is sent had been keeping: its form, the version it last knew, and the tab it was typed in."""

    form: str
    version: int = 0
    tab: str = ""


@act("record.keep_draft")
def keep_draft(*, by: Account, mark: DraftMark, body: Body, device: str = "", base: int = 0) -> Draft:
    """The words are kept. What another tab or device kept meanwhile stays as it is; these words then lie `beside` it.

    `base` is the version of the thing that the form changes, if any. Raises Refusal when it is too long or there are too many.
    """
    text = json.dumps(body, ensure_ascii=False, sort_keys=True)
    if len(text.encode()) > MOST_BYTES:
        raise Refusal(_("This is too long for a draft. Copy your words to be sure."))
    alone(person=by.pk)  # one draft of a form, also when two tabs send their first words at once
    live = next(iter(_live(person=by.pk, form=mark.form)), None)
    if live is None and sum(_count(person=by.pk)) >= MOST_DRAFTS:
        raise Refusal(_("You have 200 drafts. Let some go, then this one can be kept."))
    if live is not None and live.body == text:
        return live
    if live is not None and live.version != mark.version and live.tab != (mark.tab or None):
        held = _beside(person=by.pk, form=mark.form, tab=mark.tab)
        draft = held[0] if held else Draft(person=by, form=mark.form, beside=True, tab=mark.tab, version=0)
    else:
        draft = live or fresh(Draft, person=by, form=mark.form, version=0)
        draft.tab = mark.tab
    if draft.body == text:
        return draft
    draft.body, draft.device, draft.base, draft.version, draft.changed_at = text, device, base, draft.version + 1, clock.now()
    if not draft._state.adding:
        draft.save()
    else:
        insert(draft)
    outbox.put("record.draft_kept", f"{draft.pk}:{draft.version}", {"draft": str(draft.pk)})
    return draft


@written_once
def _live(*, person: UUID, form: str) -> QuerySet[Draft]:
    return Draft.objects.filter(person_id=person, form=form, gone=None, beside=False).order_by("pk")[:1]


@written_once
def _beside(*, person: UUID, form: str, tab: str) -> QuerySet[Draft]:
    return Draft.objects.filter(person_id=person, form=form, gone=None, beside=True, tab=tab)


@written_once
def _count(*, person: UUID) -> QuerySet:
    return Draft.objects.filter(person_id=person, gone=None).order_by().values("person_id").annotate(n=Count("pk")).values_list("n", flat=True)


@act("record.drop_draft")
def drop_draft(*, by: Account, draft: Draft) -> Draft:
    """The draft is let go; for 14 days it can come back."""
    held = Draft.objects.select_for_update().get(pk=draft.pk, person=by)
    if held.gone_id is None:
        _let_go(held)
    return held


@act("record.settle_draft")
def settle_draft(*, by: Account, beside: Draft, keep: str) -> Draft:
    """Two versions become one: `keep` is "mine" (the one beside), "theirs", or "both", one after the other. The loser can come back."""
    mine = Draft.objects.select_for_update().get(pk=beside.pk, person=by, beside=True, gone=None)
    theirs = Draft.objects.select_for_update().filter(person=by, form=mine.form, beside=False, gone=None).first()
    if theirs is None:
        mine.beside = False
        mine.save()
        return mine
    if keep == "theirs":
        _let_go(mine)
        return theirs
    body = mine.read() if keep == "mine" else reckoning.merge(mine.read(), theirs.read())
    _let_go(theirs)
    mine.body, mine.beside, mine.version = json.dumps(body, ensure_ascii=False, sort_keys=True), False, theirs.version + 1
    mine.changed_at = clock.now()
    mine.save()
    return mine


def use_up(by: Account, mark: DraftMark | None) -> None:
    """The words of this draft are now kept in the thing itself: the draft ends. Words of another tab are left alone."""
    if mark is None or not (mark.version or mark.tab):  # a form that kept nothing while it was typed
        return
    live = next(iter(_live(person=by.pk, form=mark.form)), None)
    if live is not None and (live.version == mark.version or (mark.tab and live.tab == mark.tab)):
        live.delete()
    if mark.tab:
        for draft in _beside(person=by.pk, form=mark.form, tab=mark.tab):
            draft.delete()


def _let_go(draft: Draft) -> None:
    draft.gone = Removal.objects.create(person_id=draft.person_id, until_at=clock.now() + timedelta(days=KEPT_DAYS))
    draft.save()
