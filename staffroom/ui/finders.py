"""Where ``ui/app.css`` and the sheets of single rooms come from when files are looked for or collected: joined on demand, not kept in the source."""

import tempfile
import threading
from pathlib import Path

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

from staffroom.ui import sheet

_LOCK = threading.Lock()
_HELD: list[tempfile.TemporaryDirectory] = []
_MADE: list[tuple[Path, float]] = []  # where the parts were and when the newest was written


class SheetFinder(BaseFinder):
    """Finds the sheets, joined in a folder of this process. Django may make several finders where threads ask in one moment: the folder is one."""

    def __init__(self, app_names=None, *args, **kwargs):
        pass

    def check(self, **kwargs):
        return []

    def find(self, path, find_all=False, **kwargs):
        if path not in {sheet.NAME, *sheet.apart()}:
            return []
        found = str(self._current() / path)
        return [found] if find_all else found

    def list(self, ignore_patterns):
        folder = self._current()
        for name in (sheet.NAME, *sheet.apart()):
            yield name, FileSystemStorage(location=folder)

    def _current(self) -> Path:
        """The folder of the sheets, written anew when a part has changed; two threads may ask in one moment."""
        with _LOCK:
            if not _HELD:
                _HELD.append(tempfile.TemporaryDirectory(prefix="staffroom-sheet-"))
            folder, now = Path(_HELD[0].name), (sheet.CSS, sheet.newest())
            if [now] != _MADE:
                for name in (sheet.NAME, *sheet.apart()):
                    target = folder / name
                    target.parent.mkdir(exist_ok=True)
                    fresh = target.with_suffix(".new")
                    fresh.write_text(sheet.joined(name))
                    fresh.replace(target)
                _MADE[:] = [now]
            return folder
