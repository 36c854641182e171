"""The whole web side: live streams and pages behind one port (`kit.shell`); `kit.server` starts it."""

from django.conf import settings

from staffroom.kit.shell import Shell, limits_from_settings
from staffroom.wsgi import application as pages

application = Shell(pages, limits_from_settings(), threads=settings.WEB_THREADS)
