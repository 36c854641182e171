"""The style sheet, scripts and pictures as they are sent: named by their content, compressed once, kept beside the package.

`python -m staffroom.ui.built` makes them when a source has changed since, and returns at once when none has. `script/serve` and the
build of the wheel call it; settings use the result where it is there.
"""

import hashlib
import importlib.util
import os
import shutil
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
TARGET = PACKAGE / "static_built"
STAMP = "made-from"
LIBRARIES = ("allauth.account", "allauth.mfa", "django_htmx")


def folders() -> list[Path]:
    """Where the sources are: the rooms first, then the libraries whose scripts are used."""
    found = sorted(path for path in PACKAGE.glob("*/static") if path.is_dir())
    for name in LIBRARIES:
        top = importlib.util.find_spec(name.partition(".")[0])
        inside = Path(top.submodule_search_locations[0], *name.split(".")[1:], "static") if top else None
        if inside is not None and inside.is_dir():
            found.append(inside)
    return found


def state() -> str:
    """A digest that changes when any source is added, changed or removed."""
    hasher = hashlib.sha256()
    for folder in folders():
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                facts = path.stat()
                hasher.update(f"{path}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
    return hasher.hexdigest()


def build(target: Path = TARGET) -> bool:
    """Make the built files where they are not up to date; says whether that was needed."""
    stamp = target / STAMP
    now = state()
    if stamp.is_file() and stamp.read_text() == now:
        return False
    half = target.with_name(f"{target.name}.{os.getpid()}")
    shutil.rmtree(half, ignore_errors=True)
    _collect(half)
    (half / STAMP).write_text(now)
    shutil.rmtree(target, ignore_errors=True)
    half.rename(target)
    return True


def _collect(target: Path) -> None:
    import django
    from django.conf import settings
    settings.configure(
        INSTALLED_APPS=["django.contrib.staticfiles"], STATIC_URL="/static/", STATIC_ROOT=str(target),
        STATICFILES_DIRS=[str(folder) for folder in folders()],
        STATICFILES_FINDERS=["staffroom.ui.finders.SheetFinder", "django.contrib.staticfiles.finders.FileSystemFinder"],
        STORAGES={"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}},
        WHITENOISE_SKIP_COMPRESS_EXTENSIONS=["png", "jpg", "jpeg", "webp", "gz", "br", "woff2"],
    )
    django.setup()
    from django.core.management import call_command
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["css", "*-4.js", "*-4.min.js", "ext", "htmx-2.js", "htmax*"])


if __name__ == "__main__":
    try:
        build()
    except OSError as problem:
        # A checkout that cannot be written still serves: from the sources, uncompressed.
        print(f"The built style sheet could not be kept ({problem.strerror}); serving from the sources.", file=sys.stderr)  # noqa: T201  # a script
