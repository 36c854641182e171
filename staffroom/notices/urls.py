"""Addresses of this room."""

from django.urls import include, path

from staffroom.notices import views

patterns = ([
    path("", views.inbox, name="inbox"),
    path("read/", views.reading, name="read"),
    path("how/", views.how, name="how"),
], "notices")
urlpatterns = [path("notices/", include(patterns))]
