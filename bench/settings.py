"""Settings of the yardstick: the product's own server and database around bare pages, with nothing between but session and account."""

from staffroom.settings import *  # noqa: F403  # everything else is the product's

ROOT_URLCONF = "bench.yardstick"
MIDDLEWARE = ["staffroom.kit.packed.packed", "django.contrib.sessions.middleware.SessionMiddleware",
              "django.contrib.auth.middleware.AuthenticationMiddleware",
              "allauth.account.middleware.AccountMiddleware"]  # the library for signing in does not start without it
