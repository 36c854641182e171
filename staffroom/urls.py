"""All addresses. Each room names its own nouns."""

from django.urls import include, path

ROOMS = ("pages", "exchange", "looks", "growth", "required", "needs", "catalogue", "moderation", "practice", "record", "frameworks",
         "notices", "sharing", "orgs", "people", "topics", "ui", "kit")

urlpatterns = [path("", include(f"staffroom.{room}.urls")) for room in ROOMS]

handler400 = "staffroom.pages.views.errors.bad_request"
handler403 = "staffroom.pages.views.errors.forbidden"
handler404 = "staffroom.pages.views.errors.not_found"
handler500 = "staffroom.kit.shed.broken"
handler429 = "staffroom.kit.limits.busy"  # asked for by the sign-in library
