"""Addresses of this room."""

from django.urls import include, path

from staffroom.credentials import views

patterns = ([
    path("", views.badges, name="badges"),
    path("bring/", views.bring, name="bring"),
    path("<slug:code>/", views.badge, name="badge"),
    path("<slug:code>/picture.webp", views.picture, name="picture"),
    path("<slug:code>/keep/", views.keep, name="keep"),
    path("<slug:code>/check/", views.check, name="check"),
    path("<slug:code>/forget/", views.forget, name="forget"),
], "credentials")
anybody = ([path(".well-known/did.json", views.did, name="did"), path("credentials/status/<int:number>", views.status, name="status")], "issuer")
urlpatterns = [path("badges/", include(patterns)), path("", include(anybody))]
