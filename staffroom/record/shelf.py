"""Where sealed bytes lie: under random names in the default storage, written whole or not at all.

On a folder a file is written beside, flushed to the disk and renamed, before the row that names it commits. Taking away
happens after the commit, through the outbox.
"""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.db.models import Model

from staffroom.kit import files, words
from staffroom.kit.ids import uuid7
from staffroom.kit.sealed import open_bytes, seal_bytes

FOLDER = "evidence"


def put(account: UUID, label: str, data: bytes) -> str:
    """Seal the bytes for the account and lay them down; the name they have from now on."""
    name = secrets.token_hex(20)
    sealed = seal_bytes(account, label, data)
    if isinstance(default_storage, FileSystemStorage):
        folder = Path(default_storage.path(FOLDER))
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        files.write_durably(folder, name, [sealed])
    else:
        default_storage.save(f"{FOLDER}/{name}", ContentFile(sealed))
    return name


def get(name: str, label: str) -> bytes:
    """The plain bytes. Raises FileNotFoundError, ValueError (damaged or moved), keystore.KeyGone."""
    with default_storage.open(f"{FOLDER}/{name}") as file:
        return open_bytes(label, file.read())


def remove(name: str) -> None:
    """Take a file away; doing it twice changes nothing."""
    default_storage.delete(f"{FOLDER}/{name}")


def holders() -> list[tuple[type[Model], str]]:
    """(model, column) for each column of any room that names a file of the shelf: they say so in `holds_files`."""
    return [(model, column) for model in apps.get_models() for column, folder in getattr(model, "holds_files", {}).items() if folder == FOLDER]


def older_than(when: datetime) -> list[str]:
    """Names of all files that were laid down before a moment."""
    if not default_storage.exists(FOLDER):
        return []
    names = default_storage.listdir(FOLDER)[1]
    return [name for name in names if default_storage.get_modified_time(f"{FOLDER}/{name}") < when]


@dataclass
class BroughtIn:
    """A file that was looked at, made harmless and laid down; it belongs to no row until an act takes it (`taken`)."""

    pk: UUID
    kind: str
    name: str
    mime: str
    size: int
    sha256: str
    left: str
    stored: str
    taken: bool = field(default=False)

    def put_back(self) -> None:
        """Take it away again unless an act took it."""
        if not self.taken:
            remove(self.stored)


def evidence_label(pk: UUID) -> str:
    """What the bytes of a piece of evidence are bound to."""
    return f"record.Evidence.file:{pk}"


def bring_in(account: UUID, stream: BinaryIO, name: str, declared_type: str) -> BroughtIn:
    """Check by content, strip what is hidden, seal, lay down. Raises files.Unwelcome. Slow: call it outside a transaction."""
    found = files.inspect(stream, name, declared_type)
    stripped = files.strip(stream, found)
    pk = uuid7()
    digest = hashlib.sha256(stripped.data).hexdigest()
    return BroughtIn(pk=pk, kind="photo" if found.kind == "image" else "file", name=words.cut(found.clean_name, 120), mime=found.mime,
                     size=len(stripped.data), sha256=digest, left=" ".join(stripped.left), stored=put(account, evidence_label(pk), stripped.data))
