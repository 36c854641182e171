"""Addresses of this room."""

from django.urls import include, path

from staffroom.catalogue import views

patterns = ([
    path("", views.find, name="find"),
    path("how/", views.how, name="how"),
    path("<slug:code>/", views.offer, name="offer"),
    path("<slug:code>/plan/", views.plan, name="plan"),
], "catalogue")
urlpatterns = [path("find/", include(patterns))]
