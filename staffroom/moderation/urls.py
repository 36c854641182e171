"""Addresses of this room."""

from django.urls import include, path, re_path

from staffroom.moderation import views

patterns = ([
    path("", views.reports, name="reports"),
    path("new/<slug:kind>/<slug:code>/", views.new, name="new"),
    path("open/", views.desk, name="desk"),
    path("open/<slug:kind>/<slug:code>/", views.case, name="case"),
    path("decisions/<slug:code>/", views.decision, name="decision"),
    re_path(r"^decisions/(?P<code>[0-9a-z]+)/(?P<how>put-back|stays-down)/$", views.settling, name="settling"),
], "moderation")
urlpatterns = [path("reports/", include(patterns))]
