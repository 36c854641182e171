"""Where archives wait for a day: in the default storage, sealed frame by frame with their owner's key."""

import secrets
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.core.files import File
from django.core.files.storage import FileSystemStorage, default_storage

from staffroom.kit import files
from staffroom.kit.sealed import open_bytes, seal_bytes

FOLDER = "exports"
FRAME = 1_000_000


def _label(pk: UUID, number: int, is_last: bool = False) -> str:
    return f"exchange.Export:{pk}:{number}{':end' if is_last else ''}"


def _frames(account: UUID, pk: UUID, pieces: Iterator[bytes], sizes: list[int]) -> Iterator[bytes]:
    """Frames of a length in four bytes and sealed data; the last one is empty, so that a file that was cut off shows."""
    held, number = bytearray(), 0
    for piece in pieces:
        held += piece
        sizes[0] += len(piece)
        while len(held) >= FRAME:
            yield _frame(seal_bytes(account, _label(pk, number), bytes(held[:FRAME])))
            del held[:FRAME]
            number += 1
    yield _frame(seal_bytes(account, _label(pk, number), bytes(held)))
    yield _frame(seal_bytes(account, _label(pk, number + 1, is_last=True), b""))


def _frame(sealed: bytes) -> bytes:
    return len(sealed).to_bytes(4) + sealed


def put(account: UUID, pk: UUID, pieces: Iterator[bytes]) -> tuple[str, int]:
    """Seal and lay down; (its name, the size of what was sealed). There whole or not at all."""
    name, sizes = secrets.token_hex(20), [0]
    frames = _frames(account, pk, pieces, sizes)
    if isinstance(default_storage, FileSystemStorage):
        folder = Path(default_storage.path(FOLDER))
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        files.write_durably(folder, name, frames)
    else:
        with tempfile.TemporaryFile() as beside:
            for frame in frames:
                beside.write(frame)
            beside.seek(0)
            default_storage.save(f"{FOLDER}/{name}", File(beside))
    return name, sizes[0]


def opened(name: str, pk: UUID) -> Iterator[bytes]:
    """The plain bytes, frame by frame. Raises FileNotFoundError, ValueError (damaged, cut off), keystore.KeyGone."""
    with default_storage.open(f"{FOLDER}/{name}") as file:
        sealed = _next(file)
        number = 0
        while sealed:
            following = _next(file)
            yield open_bytes(_label(pk, number, is_last=not following), sealed)
            sealed, number = following, number + 1


def _next(file) -> bytes:
    length = file.read(4)
    return file.read(int.from_bytes(length)) if len(length) == 4 else b""


def is_there(name: str) -> bool:
    return bool(name) and default_storage.exists(f"{FOLDER}/{name}")


def remove(name: str) -> None:
    """Take an archive away; doing it twice changes nothing."""
    if name:
        default_storage.delete(f"{FOLDER}/{name}")


def older_than(when: datetime) -> list[str]:
    """Names of all that were laid down before a moment."""
    if not default_storage.exists(FOLDER):
        return []
    return [name for name in default_storage.listdir(FOLDER)[1] if default_storage.get_modified_time(f"{FOLDER}/{name}") < when]
