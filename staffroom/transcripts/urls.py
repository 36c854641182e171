"""Addresses of this room. /verify/transcript/<number> stands on papers: it never changes."""

from django.urls import include, path, re_path

from staffroom.certificates.queries import PAGES
from staffroom.transcripts import views
from staffroom.transcripts.models import LENGTH

patterns = ([
    path("", views.mine, name="mine"),
    path("new/", views.new, name="new"),
    path("<slug:code>/", views.transcript, name="transcript"),
    re_path(r"^(?P<code>[0-9a-z]+)\.(?P<form>pdf|csv|json)$", views.file, name="file"),
    path("<slug:code>/end/", views.end, name="end"),
], "transcripts")
anybody = ([path("<slug:code>", views.check, name="check"), path("<slug:code>.json", views.credential, name="credential")], "checked")
urlpatterns = [path("record/transcript/", include(patterns)), path("verify/transcript/", include(anybody))]

PAGES[LENGTH] = "checked:check"
