"""Addresses of this room."""

from django.urls import include, path, re_path

from staffroom.growth import views

patterns = ([
    path("start/", views.start, name="start"),
    path("how-suggestions-work/", views.how, name="how"),
    path("start/<slug:code>/", views.sentence, name="sentence"),
    path("start/<slug:code>/forget/", views.forget, name="forget"),
    re_path(r"^start/(?P<code>[0-9a-z]+)/(?P<offer>[0-9a-z]+)/(?P<how>plan|aside)/$", views.answer, name="answer"),
], "growth")
urlpatterns = [path("practice/", include(patterns))]
