"""Addresses of the pages made from many rooms."""

from django.urls import path

from staffroom.pages.views import places

urlpatterns = [
    path("", places.landing, name="landing"),
    path("today/", places.today, name="today"),
    path("help/", places.guide, name="help"),
    path("source", places.source, name="source"),
    path("source/staffroom.zip", places.source_archive, name="source_archive"),
]
