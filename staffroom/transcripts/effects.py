"""What the worker does for this room: signing. No page has the key."""

import json
from uuid import UUID

from django.utils import translation

from staffroom.credentials import actions as credentials
from staffroom.credentials import issuer
from staffroom.kit.outbox import handles
from staffroom.transcripts import actions, clr
from staffroom.transcripts.models import Transcript


@handles(actions.SIGN)
def sign(payload: dict) -> None:
    """Sign a transcript that stands; done twice it is done once."""
    row = Transcript.objects.select_related("person", "listed__list").filter(pk=UUID(payload["transcript"]), ended_at=None, signed_at=None).first()
    facts = row.facts() if row is not None else None
    if row is None or facts is None:
        return
    with translation.override(row.language):
        made_at = issuer.moment(row.made_at)
        record = clr.build(facts, address=row.address, made_at=made_at, status=issuer.entry(row.listed.list.number, row.listed.place))
        signed = issuer.signed(record, credentials.current())
    actions.keep_signed(by=None, transcript=row, signed=json.dumps(signed, ensure_ascii=False))
