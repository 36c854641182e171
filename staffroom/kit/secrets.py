"""Keys in files: made once, readable by their owner alone."""

import os
import secrets
from pathlib import Path


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
    path.parent.mkdir(mode=0o700, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(secret + "\n")
        file.flush()
        os.fsync(file.fileno())
    return secret
