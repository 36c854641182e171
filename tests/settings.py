"""Settings for the tests: a data folder of their own, quick passwords, the trial language."""

import atexit
import os
import shutil
import tempfile

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
if WORKER not in os.environ.get("STAFFROOM_DATA", "") or "STAFFROOM_DATA" not in os.environ:  # side by side, each with files and keys of its own
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108  each new account waits for the disk otherwise, many thousand times
    os.environ["STAFFROOM_DATA"] = tempfile.mkdtemp(prefix=f"staffroom-test-{WORKER}-", dir=memory)
    atexit.register(shutil.rmtree, os.environ["STAFFROOM_DATA"], ignore_errors=True)
os.environ.setdefault("STAFFROOM_TRIAL_LANGUAGES", "1")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # a browser's driver leaves its loop running in the process
os.environ.setdefault("STAFFROOM_GALLERY", "1")

from staffroom.settings import *  # noqa: E402, F403  # the environment must be set first
from staffroom.ui import languages  # noqa: E402  # the same

languages.make()

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405  # from the star above
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}  # noqa: F405  # the same; Django's own is known by its name to be kept there

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

# Tests read the style sheet and scripts from their sources, whether or not built ones lie beside the package.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405  # from the star above
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
