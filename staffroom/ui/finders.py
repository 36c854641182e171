"""Where ``ui/app.css`` and the sheets of single rooms come from when files are looked for or collected: joined on demand, not kept in the source."""

import tempfile
import threading
from pathlib import Path

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

from staffroom.ui import sheet


class SheetFinder(BaseFinder):
    """Finds the sheets, joined in a private folder of this process."""

    def __init__(self, app_names=None, *args, **kwargs):
        self._folder = None
        self._made = 0.0
        self._lock = threading.Lock()

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
        with self._lock:
            if self._folder is None:
                self._folder = tempfile.TemporaryDirectory(prefix="staffroom-sheet-")
            folder, changed = Path(self._folder.name), sheet.newest()
            if changed != self._made:
                for name in (sheet.NAME, *sheet.apart()):
                    target = folder / name
                    target.parent.mkdir(exist_ok=True)
                    fresh = target.with_suffix(".new")
                    fresh.write_text(sheet.joined(name))
                    fresh.replace(target)
                self._made = changed
            return folder
