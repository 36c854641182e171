"""Addresses of this room."""

from django.urls import include, path

from staffroom.credit import views

patterns = ([
    path("", views.counts, name="counts"),
    path("licence/", views.licence, name="licence"),
    path("licence/forget/", views.forget, name="forget"),
    path("counts.csv", views.file, name="file"),
    path("<slug:code>/", views.told, name="told"),
], "credit")
urlpatterns = [path("record/counts/", include(patterns))]
