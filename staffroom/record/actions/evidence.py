"""Proof: files, photos and links, whole or piece by piece."""

import io

from django.conf import settings
from django.db.models import Sum
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from staffroom.kit import outbox
from staffroom.kit.acts import Refusal, act
from staffroom.kit.ids import uuid7
from staffroom.people.models import Account
from staffroom.people.queries import alone
from staffroom.record import shelf
from staffroom.record.actions.entries import hold
from staffroom.record.actions.letting_go import let_go_row
from staffroom.record.models import Entry, Evidence, Piece, Rung, Upload

MOST_PER_ENTRY = 50


class WrongPlace(Refusal):
    """A piece that does not go on where the last one ended; `got` is how many bytes are here."""

    def __init__(self, got: int):
        super().__init__(_("The upload goes on at another place."))
        self.got = got


@act("record.add_evidence")
def add_evidence(*, by: Account, entry: Entry, file: "shelf.BroughtIn | None" = None, link: str = "", name: str = "", note: str = "",
                 says_no_pupils: bool = False) -> Evidence:
    """The entry has one more piece of proof: a file brought in by `shelf.bring_in`, or a link.

    A file needs the teacher's word that no pupil can be recognised in it (R9), and room: raises Refusal with the numbers.
    """
    held = hold(by, entry)
    if held.evidence.filter(gone=None).count() >= MOST_PER_ENTRY:
        raise Refusal(_("An entry holds 50 pieces of proof. Let one go first; nothing was added."))
    if file is None:
        row = Evidence(person=by, entry=held, kind=Evidence.Kind.LINK, link=link, name=name, note=note)
    else:
        if not says_no_pupils:
            raise Refusal(_("Please look first: no pupil may be recognised in it."))
        check_room(by, file.size)
        row = Evidence(id=file.pk, person=by, entry=held, kind=file.kind, name=name or file.name, note=note, stored=file.stored, mime=file.mime,
                       size=file.size, sha256=file.sha256, left=file.left, says_no_pupils=says_no_pupils)
    row.save(force_insert=True)
    Rung.objects.get_or_create(entry=held, step=Rung.Step.PROOF, defaults={
        "person": by, "by": by, "in_name": str(by), "minutes": held.minutes, "facts_version": held.facts_version})
    if file is not None:
        file.taken = True
    return row


@act("record.remove_evidence")
def remove_evidence(*, by: Account, evidence: Evidence) -> Evidence:
    """The piece of proof is let go; for 14 days it can come back. Without any proof left the entry is noted again."""
    held = Evidence.objects.select_for_update().get(pk=evidence.pk, person=by)
    if held.gone_id is None:
        let_go_row(held)
        if not Evidence.objects.filter(entry=held.entry_id, gone=None).exists():
            Rung.objects.filter(entry=held.entry_id, step=Rung.Step.PROOF).delete()
    return held


@act("record.add_piece")
def add_piece(*, by: Account, entry: Entry, key: str, name: str, declared_type: str, size: int, offset: int, data: bytes) -> Upload:
    """The piece is here, sealed. A piece that came before changes nothing; one from another place raises WrongPlace."""
    held = hold(by, entry)
    if size > settings.UPLOAD_BYTES:
        raise Refusal(too_large())
    alone(person=by.pk)  # one upload of a name, also when two pieces come at once
    upload = Upload.objects.filter(person=by, key=key).first()
    if upload is None:
        check_room(by, size)
        upload = Upload.objects.create(person=by, entry=held, key=key, name=name, declared_type=declared_type, size=size)
    if upload.entry_id != held.pk or upload.size != size or offset > upload.got:
        raise WrongPlace(upload.got)
    if offset < upload.got or not data:
        return upload
    if offset + len(data) > size:
        raise WrongPlace(upload.got)
    piece = Piece(id=uuid7(), person=by, upload=upload, offset=offset, size=len(data))
    piece.stored = shelf.put(by.pk, piece.label, data)
    piece.save(force_insert=True)
    upload.got += len(data)
    upload.save(update_fields=["got"])
    return upload


def whole(upload: Upload) -> io.BytesIO:
    """All pieces of a finished upload, in memory; at most settings.UPLOAD_BYTES."""
    return io.BytesIO(b"".join(shelf.get(piece.stored, piece.label) for piece in upload.pieces.all()))


@act("record.finish_upload")
def finish_upload(*, by: Account, upload: Upload) -> None:
    """The upload is over, used or not: its pieces go."""
    for stored in upload.pieces.values_list("stored", flat=True):
        outbox.put("record.unshelve", stored, {"stored": stored})
    Upload.objects.filter(pk=upload.pk, person=by).delete()


def room_taken(by: Account) -> tuple[int, int]:
    """(bytes, files) of an account: its evidence, what was let go but can come back, and files on their way."""
    held = Evidence.objects.filter(person=by).exclude(kind=Evidence.Kind.LINK)
    coming = Upload.objects.filter(person=by).aggregate(size=Sum("size"))["size"] or 0
    return (held.aggregate(size=Sum("size"))["size"] or 0) + coming, held.count()


def check_room(by: Account, size: int) -> None:
    """Raise Refusal, with the numbers, unless a file of this size still fits."""
    alone(person=by.pk)
    taken, count = room_taken(by)
    if count >= settings.ACCOUNT_FILES:
        raise Refusal(_("You have %(n)s files, and %(n)s is the most. Let one go first, or add a link; nothing was changed.") % {"n": count})
    if taken + size > settings.ACCOUNT_BYTES:
        raise Refusal(_("Your files take %(taken)s of %(all)s; this one needs %(size)s. Let one go first, or add a link; nothing was changed.") % {
            "taken": filesizeformat(taken), "all": filesizeformat(settings.ACCOUNT_BYTES), "size": filesizeformat(size)})


def too_large() -> str:
    """The words for a file above the limit of this instance."""
    return _("A file may have %(most)s at most. Choose a smaller one, or add a link to it instead.") % {"most": filesizeformat(settings.UPLOAD_BYTES)}
