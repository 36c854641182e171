"""Addresses of this room."""

from django.urls import include, path

from staffroom.claims.views import mine, office

patterns = ([
    path("record/claims/", mine.all_of_mine, name="mine"),
    path("record/claims/<slug:code>/", mine.one, name="one"),
    path("record/claims/<slug:code>/withdraw/", mine.withdraw, name="withdraw"),
    path("record/claims/<slug:code>/appeal/", mine.appeal, name="appeal"),
    path("record/<slug:code>/claim/", mine.make, name="make"),
    path("office/claims/", office.queue, name="queue"),
    path("office/claims/approve/", office.approve, name="approve"),
    path("office/claims/decisions/<slug:code>/", office.change, name="change"),
    path("office/claims/<slug:code>/", office.claim, name="claim"),
    path("office/claims/<slug:code>/proof/<slug:piece>/", office.proof, name="proof"),
    path("office/<slug:code>/claims/", office.desk, name="desk"),
    path("office/<slug:code>/claims/decisions/", office.decisions, name="decisions"),
], "claims")
urlpatterns = [path("", include(patterns))]
