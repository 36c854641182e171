"""Addresses of this room."""

from django.urls import include, path, re_path

from staffroom.record import prefills
from staffroom.record.views import drafts, entry, evidence, noting, take, time, timeline

patterns = ([
    path("", timeline.timeline, name="timeline"),
    path("new/", noting.new, name="new"),
    path("time/", time.time, name="time"),
    path("take/", take.take, name="take"),
    re_path(r"^take/record\.(?P<form>csv|json|pdf)$", take.file, name="file"),
    path("let-go/", timeline.let_go, name="let_go"),
    re_path(r"^let-go/(?P<what>entry|proof|draft)/(?P<code>[0-9a-z]+)/$", entry.bring_back, name="bring_back"),
    path("drafts/", drafts.drafts, name="drafts"),
    path("drafts/<str:key>/", drafts.draft, name="draft"),
    path("drafts/<slug:code>/two/", drafts.draft_two, name="draft_two"),
    path("drafts/<slug:code>/let-go/", drafts.drop, name="drop"),
    path("asked/", entry.asked, name="asked"),
    path("asked/<slug:code>/", entry.answer, name="answer"),
    path("<slug:code>/", entry.entry, name="entry"),
    path("<slug:code>/edit/", noting.edit, name="edit"),
    path("<slug:code>/two/", noting.two, name="two"),
    path("<slug:code>/let-go/", entry.let_go, name="entry_let_go"),
    path("<slug:code>/ask/", entry.ask, name="ask"),
    path("<slug:code>/sittings/", entry.add_sitting, name="sittings"),
    path("<slug:code>/sittings/<slug:sitting>/let-go/", entry.remove_sitting, name="sitting_let_go"),
    path("<slug:code>/proof/", evidence.add, name="proof"),
    path("<slug:code>/pieces/", evidence.pieces, name="pieces"),
    path("<slug:code>/proof/<slug:proof>/", evidence.send, name="proof_file"),
    path("<slug:code>/proof/<slug:proof>/let-go/", evidence.remove, name="proof_let_go"),
], "record")
urlpatterns = [path("record/", include(patterns))]

prefills.HOMES |= {
    noting.NEW: noting.home_of_new,
    "record.entry": noting.home_of_entry,
}
