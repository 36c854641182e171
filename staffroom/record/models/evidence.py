"""What proves an entry: files, photos and links, all under their owner's key."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from staffroom.kit.rows import Row
from staffroom.kit.sealed import SealedText
from staffroom.people.models import Account
from staffroom.record.models.entry import Entry, Removal


class Evidence(Row):
    """A file, a photo or a link. A file's bytes lie sealed under a random name; `size` and `sha256` are those of the plain file.

    `says_no_pupils`: the teacher said that no pupil can be recognised in it (trust rule R9); nothing comes in without.
    """

    class Kind(models.TextChoices):
        FILE = "file", _("file")
        PHOTO = "photo", _("photo")
        LINK = "link", _("link")

    person = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=5, choices=Kind)
    name = SealedText()
    note = SealedText()
    link = SealedText()
    stored = models.CharField(max_length=64, blank=True)
    mime = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    left = models.CharField(max_length=60, blank=True)
    says_no_pupils = models.BooleanField(default=False)
    gone = models.OneToOneField(Removal, on_delete=models.RESTRICT, null=True, related_name="evidence")

    known = {"person": "owner", "entry": "owner", "kind": "owner", "name": "owner", "note": "owner", "link": "owner", "stored": "never",
             "mime": "owner", "size": "owner", "sha256": "owner", "left": "owner", "says_no_pupils": "owner", "gone": "owner"}
    holds_files = {"stored": "evidence"}
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["person", "size"], name="evidence_room")]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind="link") | models.Q(says_no_pupils=True), name="evidence_no_pupils"),
            models.CheckConstraint(name="evidence_stored",
                                   condition=models.Q(kind="link", stored="") | (~models.Q(kind="link") & ~models.Q(stored=""))),
            models.UniqueConstraint(fields=["stored"], condition=~models.Q(stored=""), name="evidence_stored_once"),
        ]


class Upload(Row):
    """A file on its way in, piece by piece over a bad line. `key` is the browser's own name for it, so that it can go on after a break."""

    person = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    name = SealedText()
    declared_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField()
    got = models.PositiveBigIntegerField(default=0)

    known = {"person": "owner", "entry": "owner", "key": "never", "name": "owner", "declared_type": "owner", "size": "owner", "got": "owner"}
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="upload_once"),
            models.CheckConstraint(condition=models.Q(size__gte=1, got__lte=models.F("size")), name="upload_within"),
        ]


class Piece(Row):
    """One sealed piece of an upload, where it begins and how long it is."""

    person = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="pieces")
    offset = models.PositiveBigIntegerField()
    size = models.PositiveBigIntegerField()
    stored = models.CharField(max_length=64, unique=True)

    known = {"person": "owner", "upload": "never", "offset": "never", "size": "never", "stored": "never"}
    holds_files = {"stored": "evidence"}
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        ordering = ["offset"]
        constraints = [models.UniqueConstraint(fields=["upload", "offset"], name="piece_once")]

    @property
    def label(self) -> str:
        return f"record.Piece:{self.pk}"
