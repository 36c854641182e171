"""Addresses of this room."""

from django.urls import include, path, re_path
from django.utils.translation import gettext_lazy as _

from staffroom.looks import queries
from staffroom.looks.views import looking, tagging
from staffroom.record import prefills

patterns = ([
    path("map/", looking.map_, name="map"),
    path("map/<slug:code>/", looking.map_, name="of"),
    path("map/<slug:code>/picture/", looking.picture, name="picture"),
    path("map/<slug:code>/line/", looking.statement, name="statement"),
    path("map/<slug:code>/<int:number>/", looking.part, name="part"),
    re_path(r"^tag/(?P<kind>entry|step|goal)/(?P<code>[0-9a-z]+)/$", tagging.tag, name="tag"),
    path("looks/<slug:code>/", looking.look, name="look"),
    path("looks/<slug:code>/forget/", looking.forget, name="forget"),
    path("looks/<slug:code>/<int:number>/help/", looking.help_, name="help"),
], "looks")
urlpatterns = [path("practice/", include(patterns))]
prefills.HOMES["looks.part"] = queries.home
prefills.NAMES["looks.part"] = _("A look at my own practice")
