"""Addresses of this room: the gallery, where it is switched on."""

from django.urls import path

from staffroom.ui import views

urlpatterns = [
    path("gallery/", views.gallery, name="gallery"),
    path("gallery/<slug:page>/", views.pattern, name="gallery-page"),
]
