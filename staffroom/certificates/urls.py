"""Addresses of this room. /verify/<number> stands on papers: it never changes."""

from django.urls import include, path, re_path

from staffroom.certificates import views

patterns = ([
    path("", views.mine, name="mine"),
    path("new/<slug:presence>/", views.new, name="new"),
    re_path(r"^wish/(?P<event>[0-9a-z]+)/(?P<how>yes|no)/$", views.wish, name="wish"),
    path("of/<slug:event>/", views.of_event, name="of_event"),
    path("guest/<slug:token>/", views.guest, name="guest"),
    path("guest/<slug:token>.pdf", views.guest_file, name="guest_file"),
    path("<slug:code>/", views.certificate, name="certificate"),
    path("<slug:code>.pdf", views.file, name="file"),
    path("<slug:code>/anew/", views.anew, name="anew"),
    path("<slug:code>/revoke/", views.revoke, name="revoke"),
], "certificates")
anybody = ([path("", views.verify, name="verify"), path("<slug:code>", views.check, name="check")], "verify")
urlpatterns = [path("certificates/", include(patterns)), path("verify/", include(anybody))]
