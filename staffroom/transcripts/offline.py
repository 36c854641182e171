"""What goes along with an account so that its signed records can be checked in ten years, when this place may be gone: keys, lists, vocabularies."""

import json
from collections.abc import Iterator

from django.utils.translation import gettext as _

from staffroom.credentials import queries as issuing
from staffroom.credentials.openbadges import contexts
from staffroom.kit import clock
from staffroom.people.models import Account
from staffroom.transcripts import clr
from staffroom.transcripts.models import Transcript
from staffroom.ui import paper

COMMAND = "    staffroom badge verify --with verify/did.json --with verify/status-1.json transcripts/NUMBER.json"


def members(account: Account) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of each signed record, and in `verify/` of everything with which it is checked. Nothing where nothing was signed."""
    rows = list(Transcript.objects.filter(person=account).exclude(signed_at=None).select_related("listed__list").order_by("made_at", "code"))
    for row in rows:
        if str(row.signed):
            yield f"transcripts/{row.number}.json", str(row.signed).encode()
    if not rows:
        return
    yield "verify/did.json", json.dumps(issuing.key_page()).encode()
    for number in sorted({row.listed.list.number for row in rows}):
        yield f"verify/status-{number}.json", issuing.signed_list(number).encode()
    for address in sorted({*clr.CONTEXTS, *clr.INSIDE}):
        yield f"verify/contexts/{contexts.PINNED[address]}", (contexts.FOLDER / contexts.PINNED[address]).read_bytes()
    words = _("With these files the signed records in transcripts/ are checked without asking anybody: did.json is the page of keys of the place "
              "that signed them, status-1.json its list of what was taken back, contexts/ says what the words mean.\n\n%(command)s\n\n"
              "They say how it stood on %(day)s. Whether a record was taken back since, only its issuer can say.\n")
    yield "verify/README.txt", (words % {"day": paper.whole_day(clock.now().date()), "command": COMMAND}).encode()
