"""Addresses of this room."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from staffroom.inquiry import queries, views
from staffroom.record import prefills

patterns = ([
    path("reflections/<slug:code>/", views.reflection, name="reflection"),
    path("reflections/<slug:code>/next/", views.next_round, name="next"),
    path("reflections/<slug:code>/forget/", views.forget, name="forget"),
    path("responses/<slug:code>/", views.respond, name="respond"),
    path("responses/<slug:code>/take-back/", views.unsay, name="unsay"),
], "inquiry")
urlpatterns = [path("practice/", include(patterns))]
prefills.HOMES["inquiry.reflection"] = queries.home
prefills.NAMES["inquiry.reflection"] = _("Looking back")
