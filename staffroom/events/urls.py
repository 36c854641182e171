"""Addresses of this room."""

from django.urls import include, path, re_path

from staffroom.events.views import calendars, guests, hosting, planned, presence, wall
from staffroom.record import prefills

patterns = ([
    path("", wall.events, name="events"),
    path("new/", hosting.new, name="new"),
    path("mine/", wall.mine, name="mine"),
    path("calendar.ics", calendars.for_anyone, name="calendar"),
    path("series/<slug:code>/", wall.series, name="series"),
    re_path(r"^door/(?P<door>[\w-]+)/(?P<how>going|interested|not)/$", wall.answer_at_door, name="answer_at_door"),
    path("door/<slug:door>/", wall.door, name="by_link"),
    path("door/<slug:door>.ics", calendars.file_by_link, name="file_by_link"),
    path("door/<slug:door>/guest/", guests.come_by_link, name="come_by_link"),
    path("guest/<slug:token>/", guests.guest, name="guest"),
    path("guest/<slug:token>.ics", guests.file, name="guest_file"),
    re_path(r"^guest/(?P<token>[\w-]+)/(?P<how>keep|off|next|no-next|again)/$", guests.say, name="guest_says"),
    path("guest/<slug:token>/here/", guests.here, name="guest_here"),
    path("guest/<slug:token>/mine/", guests.mine, name="guest_mine"),
    path("planned/", planned.waiting, name="waiting"),
    path("planned/new/", planned.new, name="announce"),
    path("planned/<slug:code>/", planned.planned, name="planned"),
    re_path(r"^planned/(?P<code>[0-9a-z]+)/(?P<how>first|no-more)/$", planned.ask, name="ask_first"),
    path("planned/<slug:code>/change/", planned.change, name="reword"),
    path("planned/<slug:code>/off/", planned.off, name="give_up"),
    path("presence/<slug:code>/", presence.correct, name="correct"),
    path("presence/<slug:code>/take/", presence.take, name="take"),
    path("<slug:code>/", wall.event, name="event"),
    path("<slug:code>.ics", calendars.file, name="file"),
    re_path(r"^(?P<code>[0-9a-z]+)/(?P<how>going|interested|not)/$", wall.answer, name="answer"),
    path("<slug:code>/change/", hosting.change, name="change"),
    path("<slug:code>/off/", hosting.off, name="off"),
    path("<slug:code>/again/", hosting.again, name="again"),
    path("<slug:code>/door/", presence.door, name="door"),
    path("<slug:code>/here/", presence.here, name="here"),
    path("<slug:code>/list/", presence.kept_list, name="list"),
    path("<slug:code>/guest/", guests.come, name="come"),
    path("<slug:code>/list/add/", guests.put_on_list, name="put_on_list"),
    path("<slug:code>/list/codes/", guests.codes, name="codes"),
    path("<slug:code>/list/guests/<slug:guest>/", guests.slip, name="slip"),
    path("<slug:code>/list/<slug:going>/part/", presence.part, name="part"),
    path("<slug:code>/try/", presence.will_try, name="try"),
    path("<slug:code>/cover/", presence.plan_cover, name="plan_cover"),
], "events")
urlpatterns = [path("events/", include(patterns))]
prefills.HOMES["events.new"] = hosting.home_of_new
prefills.HOMES["events.change"] = hosting.home_of_change
prefills.HOMES["events.dated"] = hosting.home_of_dated
