"""Addresses of this room."""

from django.urls import include, path

from staffroom.exchange import views

patterns = ([
    path("take/", views.take, name="take"),
    path("take/bring/", views.bring, name="bring"),
    path("take/<slug:code>/staffroom.zip", views.file, name="file"),
    path("me/erase/", views.erase, name="erase"),
    path("me/erase/asked/", views.erasure_asked, name="erasure_asked"),
    path("me/erase/undo/", views.undo, name="undo"),
], "exchange")
urlpatterns = [path("", include(patterns))]
