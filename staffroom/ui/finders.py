"""Where ``ui/app.css`` comes from when files are looked for or collected: it is joined on demand, never kept in the source."""

import tempfile
import threading
from pathlib import Path

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

from staffroom.ui import sheet


class SheetFinder(BaseFinder):
    """Finds exactly one file, the joined sheet, in a private folder of this process."""

    def __init__(self, app_names=None, *args, **kwargs):
        self._folder = None
        self._made = 0.0
        self._lock = threading.Lock()

    def check(self, **kwargs):
        return []

    def find(self, path, find_all=False, **kwargs):
        if path != sheet.NAME:
            return []
        found = str(self._current())
        return [found] if find_all else found

    def list(self, ignore_patterns):
        self._current()
        yield sheet.NAME, FileSystemStorage(location=self._folder.name)

    def _current(self) -> Path:
        """The path of the sheet, written anew when one of its parts has changed; two threads may ask in one moment."""
        with self._lock:
            if self._folder is None:
                self._folder = tempfile.TemporaryDirectory(prefix="staffroom-sheet-")
            target = Path(self._folder.name) / sheet.NAME
            changed = sheet.newest()
            if changed != self._made:
                target.parent.mkdir(exist_ok=True)
                fresh = target.with_suffix(".new")
                fresh.write_text(sheet.joined())
                fresh.replace(target)
                self._made = changed
            return target
