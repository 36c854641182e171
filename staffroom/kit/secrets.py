"""Keys in files: made once, readable by their owner alone."""

import os
import secrets
from pathlib import Path

from staffroom.kit.disk import keep_names


def read_or_make(path: Path) -> str:
    """Return the secret text in `path`; make it (64 random characters, mode 600) where the folder allows.

    Without a data folder (building a wheel, asking for help) the secret lives for this process only.
    """
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        pass
    secret = secrets.token_urlsafe(48)
    if not path.parent.parent.is_dir():
        return secret
    half = _half(path, secret)
    try:
        os.link(half, path)  # whole or not at all, and only by the first of several processes
    except FileExistsError:
        return path.read_text().strip()
    finally:
        half.unlink()
    keep_names(path.parent)
    return secret


def make_anew(path: Path) -> str:
    """Another secret stands in `path`, whole or not at all; the one before is nowhere any more. Returns the new one. Raises OSError."""
    secret = secrets.token_urlsafe(48)
    _half(path, secret).replace(path)
    keep_names(path.parent)
    return secret


def _half(path: Path, secret: str) -> Path:
    """The secret in a file beside `path`, on disk."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    half = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secret + "\n")
        file.flush()
        os.fsync(file.fileno())
    return half
