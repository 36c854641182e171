"""Addresses of this room."""

from django.urls import include, path, re_path

from staffroom.buddies import views

patterns = ([
    path("", views.buddies, name="buddies"),
    re_path(r"^offers/(?P<code>[0-9a-z]+)/(?P<how>offer|withdraw)/$", views.offering, name="offering"),
    path("offers/<slug:code>/ask/", views.asking, name="asking"),
    re_path(r"^pairs/(?P<code>[0-9a-z]+)/(?P<how>agree|end)/$", views.pairing, name="pairing"),
], "buddies")
urlpatterns = [path("buddies/", include(patterns))]
