"""Addresses of this room."""

from django.urls import include, path, re_path

from staffroom.required.views import mine, office

patterns = ([
    path("practice/required/", mine.mine, name="mine"),
    path("practice/required/<slug:code>/", mine.one, name="one"),
    path("practice/required/<slug:code>/not-for-me/", mine.not_for_me, name="not_for_me"),
    path("practice/required/<slug:code>/<slug:option>/plan/", mine.planning, name="plan"),
    re_path(r"^practice/required/(?P<code>[0-9a-z]+)/(?P<how>done|not-done|for-me)/$", mine.saying, name="saying"),
    path("office/<slug:code>/required/", office.of_body, name="of_body"),
    path("office/<slug:code>/required/new/", office.new, name="new"),
    path("office/<slug:code>/required/<slug:required>/", office.at_office, name="at_office"),
    path("office/<slug:code>/required/<slug:required>/change/", office.change, name="change"),
    path("office/<slug:code>/required/<slug:required>/end/", office.end, name="end"),
    path("office/<slug:code>/required/<slug:required>/instead/", office.instead, name="instead"),
], "required")
urlpatterns = [path("", include(patterns))]
