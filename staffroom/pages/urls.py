"""Addresses of the pages made from many rooms."""

from django.urls import path

from staffroom.pages.views import demo, device, office, people, places

urlpatterns = [
    path("", places.landing, name="landing"),
    path("today/", places.today, name="today"),
    path("help/", places.guide, name="help"),
    path("source", places.source, name="source"),
    path("source/staffroom.zip", places.source_archive, name="source_archive"),
    path("offline/", device.offline, name="offline"),
    path("offline/mine.json", device.mine, name="offline_mine"),
    path("me/device/", device.device, name="device"),
    path("worker.js", device.worker, name="worker"),
    path("staffroom.webmanifest", device.manifest, name="manifest"),
    path("demo/", demo.demo, name="demo"),
    path("demo/<slug:code>/", demo.enter, {"how": "self"}, name="demo_enter"),
    path("demo/<slug:code>/school/", demo.enter, {"how": "org"}, name="demo_enter_org"),
    path("people/", people.people, name="people"),
    path("people/roles/<slug:code>/leave/", people.leave, name="people_leave"),
    path("people/invitations/<slug:code>/accept/", people.answer, {"how": "accept"}, name="people_accept"),
    path("people/invitations/<slug:code>/decline/", people.answer, {"how": "decline"}, name="people_decline"),
    path("join/", people.paste, name="join_paste"),
    path("join/sheet/<slug:typed>/", people.by_sheet, name="join_sheet"),
    path("join/<slug:token>/", people.join, name="join"),
    path("office/", office.office, name="office"),
    path("office/<slug:code>/", office.body, name="office_body"),
    path("office/<slug:code>/members/<slug:role>/", office.member, name="office_member"),
    path("office/<slug:code>/members/<slug:role>/end/", office.ending, name="office_end"),
    path("office/<slug:code>/members/<slug:role>/offer/", office.offering, name="office_offer"),
    path("office/<slug:code>/invite/", office.invite, name="office_invite"),
    path("office/<slug:code>/invitations/<slug:invited>/", office.invitation, name="office_invitation"),
    path("office/<slug:code>/invitations/<slug:invited>/withdraw/", office.withdrawing, name="office_withdraw"),
    path("office/<slug:code>/sheets/", office.sheets, name="office_sheets"),
    path("office/<slug:code>/sheets/<slug:sheet>/", office.sheet, name="office_sheet"),
    path("office/<slug:code>/sheets/<slug:sheet>/end/", office.sheet_ending, name="office_sheet_end"),
    path("office/<slug:code>/below/", office.below, name="office_below"),
    path("office/<slug:code>/name/", office.name, name="office_name"),
    path("office/<slug:code>/domains/", office.domains, name="office_domains"),
]
