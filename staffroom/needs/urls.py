"""Addresses of this room."""

from django.urls import include, path, re_path

from staffroom.needs import views

patterns = ([
    path("", views.needs, name="needs"),
    path("new/", views.new, name="new"),
    path("<slug:code>/", views.need, name="need"),
    path("<slug:code>/same/", views.same, name="same"),
    re_path(r"^same/(?P<code>[0-9a-z]+)/(?P<how>agree|undo)/$", views.merging, name="merging"),
    path("answers/<slug:code>/take-back/", views.withdrawing, name="withdrawing"),
    path("<slug:code>/answer/", views.answer, name="answer"),
    path("<slug:code>/reopen/", views.reopen, name="reopen"),
    re_path(r"^(?P<code>[0-9a-z]+)/(?P<how>join|take-back)/$", views.sharing, name="sharing"),
], "needs")
urlpatterns = [path("find/needs/", include(patterns))]
