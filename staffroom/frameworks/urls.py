"""Addresses of this room."""

from django.urls import include, path, re_path

from staffroom.frameworks import views

patterns = ([
    path("", views.listing, name="listing"),
    path("bring/", views.bring, name="bring"),
    path("mine/<slug:code>/", views.mine, name="mine"),
    path("mine/<slug:code>/case.json", views.my_package, name="my_package"),
    re_path(r"^mine/(?P<code>[0-9a-z]+)/(?P<how>keep|drop|put-up)/$", views.ending, name="ending"),
    path("<slug:code>/", views.one, name="one"),
    path("<slug:code>/case.json", views.package, name="package"),
    path("<slug:code>/take-down/", views.taking_down, name="take_down"),
], "frameworks")
urlpatterns = [path("frameworks/", include(patterns)), path("ims/case/v1p1/CFPackages/<str:identifier>", views.service, name="case_service")]
