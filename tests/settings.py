"""Settings for the tests: a data folder of their own, quick passwords, the trial language."""

import os
import tempfile

os.environ.setdefault("STAFFROOM_DATA", tempfile.mkdtemp(prefix="staffroom-test-"))
os.environ.setdefault("STAFFROOM_TRIAL_LANGUAGES", "1")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # a browser's driver leaves its loop running in the process
os.environ.setdefault("STAFFROOM_GALLERY", "1")

from staffroom.settings import *  # noqa: E402, F403  # the environment must be set first

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

# Tests read the style sheet and scripts from their sources, whether or not built ones lie beside the package.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405  # from the star above
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
