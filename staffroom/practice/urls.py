"""Addresses of this room."""

from django.urls import include, path, re_path

from staffroom.practice import views

patterns = (
    [
        path("", views.plan, name="plan"),
        path("new/", views.new, name="new"),
        path("<slug:code>/", views.step, name="step"),
        re_path(r"^(?P<code>[0-9a-z]+)/(?P<how>done|let-go|again|not-today)/$", views.ending, name="ending"),
    ],
    "practice",
)
urlpatterns = [path("practice/", include(patterns))]
