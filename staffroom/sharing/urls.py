"""Addresses of this room."""

from django.urls import include, path

from staffroom.sharing import views

patterns = ([
    path("trust", views.trust, name="trust"),
    path("trust/check/", views.self_test, name="check"),
    path("trust/eyes/", views.with_other_eyes, name="eyes"),
    path("shared/hand/<slug:kind>/<slug:code>/", views.hand, name="hand"),
    path("shared/<slug:code>/", views.copy, name="copy"),
    path("shared/<slug:code>/take-back/", views.taking_back, name="take_back"),
], "sharing")
urlpatterns = [path("", include(patterns))]
