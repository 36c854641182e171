"""Addresses of this room."""

from django.urls import include, path

from staffroom.offered import views

patterns = ([
    path("office/<slug:code>/offered/", views.of_body, name="of_body"),
    path("offered/ask/<slug:kind>/<slug:code>/", views.ask, name="ask"),
    path("offered/<slug:code>/", views.one, name="one"),
    path("offered/<slug:code>/answer/", views.answer, name="answer"),
    path("offered/<slug:code>/end/", views.end, name="end"),
], "offered")
urlpatterns = [path("", include(patterns))]
