"""A transcript is made, signed by the worker, ended by its holder."""

import json

from allauth.account.models import EmailAddress
from django.utils import translation
from django.utils.translation import gettext as _

from staffroom.credentials import actions as credentials
from staffroom.credentials.queries import of_entries
from staffroom.kit import clock, outbox
from staffroom.kit.acts import Refusal, act
from staffroom.people.models import Account
from staffroom.record.models import Entry
from staffroom.sharing.viewers import holder
from staffroom.transcripts import frozen, queries
from staffroom.transcripts.models import Transcript

SIGN = "transcripts.sign"
MOST_STANDING = 50


class Changed(Refusal):
    """Something that was chosen is no longer as it was shown."""


@act("transcripts.make")
def make(*, by: Account, chosen: list[tuple[str, int]]) -> Transcript:
    """What was chosen of one's own record, as (code, version) of entries, is frozen under a number; the worker signs it.

    Raises Changed where an entry is not as it was shown, Refusal for none, too many, or too many transcripts that stand.
    """
    if not chosen:
        raise Refusal(_("Tick at least one entry. Nothing was made."))
    if len(chosen) > queries.MOST:
        raise Refusal(_("A transcript holds %(most)s entries at most. Nothing was made; make two.") % {"most": queries.MOST})
    if Transcript.objects.filter(person=by, ended_at=None).count() >= MOST_STANDING:
        raise Refusal(_("%(most)s transcripts of yours stand. End one that nobody needs first; nothing was made.") % {"most": MOST_STANDING})
    rows = Entry.objects.filter(person=by, gone=None, code__in=[code for code, _version in chosen]).order_by("-on_on", "-id")
    entries = list(queries.whole(rows))
    if {(entry.code, entry.version) for entry in entries} != set(chosen):
        raise Changed(_("An entry was changed or let go since this page was shown. Nothing was made: look at what would be on it now."))
    language = (translation.get_language() or "en")[:12]
    mail = EmailAddress.objects.filter(user=by, verified=True).order_by("-primary", "pk").values_list("email", flat=True).first() or ""
    facts = frozen.freeze(entries, of_entries(holder(by.pk), entries), name=str(by), zone=by.zone, made_on=clock.today_in(by.zone), mail=mail,
                          is_demo=by.is_demo)
    made = Transcript.objects.create(person=by, body=json.dumps(facts, ensure_ascii=False), language=language, listed=credentials.place(by=by))
    outbox.put(SIGN, str(made.pk), {"transcript": str(made.pk)})
    return made


@act("transcripts.keep_signed")
def keep_signed(*, by: None, transcript: Transcript, signed: str) -> None:
    """The worker signed it."""
    held = Transcript.objects.select_for_update().get(pk=transcript.pk)
    held.signed, held.signed_at = signed, clock.now()
    held.save(update_fields=["signed", "signed_at"])


@act("transcripts.end")
def end(*, by: Account, transcript: Transcript) -> Transcript:
    """Its page shows nothing of it from now on, and its signed record is taken back. It stays one's own. Done twice it is done once."""
    held = Transcript.objects.select_for_update(of=("self",)).select_related("listed__list").get(pk=transcript.pk, person=by)
    if held.ended_at is None:
        held.ended_at = clock.now()
        held.save(update_fields=["ended_at"])
        credentials.take_back(by=by, listed=held.listed)
    return held
