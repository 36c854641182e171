"""Addresses of this room."""

from django.urls import include, path, re_path

from staffroom.practice.views import asked, calendars, goals, later, periods, steps, studies, together
from staffroom.record import prefills

patterns = (
    [
        path("", steps.plan, name="plan"),
        path("new/", steps.new, name="new"),
        path("pace/", steps.pace, name="pace"),
        path("changes/", steps.changes, name="changes"),
        path("asked/", asked.asked, name="asked"),
        path("asked/<slug:code>/", asked.follow_up, name="follow_up"),
        path("asked/<slug:code>/no/", asked.set_aside, name="set_aside"),
        path("asked/<slug:code>/tell/", asked.tell, name="tell"),
        path("asked/<slug:code>/take-back/", asked.take_back, name="take_back"),
        path("goals/", goals.goals, name="goals"),
        path("goals/new/", goals.new_goal, name="new_goal"),
        path("goals/<slug:code>/", goals.goal, name="goal"),
        re_path(r"^goals/(?P<code>[0-9a-z]+)/(?P<how>reached|let-go|again)/$", goals.goal_ending, name="goal_ending"),
        path("periods/", periods.periods, name="periods"),
        path("periods/<slug:code>/remove/", periods.remove_period, name="remove_period"),
        path("calendar/", calendars.my_calendar, name="calendar"),
        re_path(r"^calendar/(?P<how>new|stop)/$", calendars.change_calendar, name="change_calendar"),
        path("calendar/<slug:secret>.ics", calendars.calendar_file, name="calendar_file"),
        path("later/", later.later, name="later"),
        re_path(r"^later/list\.(?P<form>csv|html)$", later.take, name="take_later"),
        path("later/new/<slug:kind>/<slug:code>/", later.save, name="save"),
        path("later/<slug:code>/", later.saved, name="saved"),
        re_path(r"^later/(?P<code>[0-9a-z]+)/(?P<how>keep|try|drop|again)/$", later.ending, name="saved_ending"),
        path("together/join/<slug:door>/", together.join_study, name="join_study"),
        path("together/notes/<slug:code>/take-back/", together.untell, name="untell"),
        path("<slug:code>/", steps.step, name="step"),
        path("<slug:code>/together/", together.together, name="together"),
        path("<slug:code>/together/leave/", together.leave_study_group, name="leave_study_group"),
        path("<slug:code>/study/", studies.study, name="study"),
        re_path(r"^(?P<code>[0-9a-z]+)/study/(?P<how>pause|go-on|less|over)/$", studies.study_change, name="study_change"),
        re_path(r"^(?P<code>[0-9a-z]+)/(?P<how>done|let-go|again|not-today|go-on)/$", steps.ending, name="ending"),
    ],
    "practice",
)
urlpatterns = [path("practice/", include(patterns))]

prefills.HOMES |= {
    "practice.new": steps.home_of_new,
    "practice.step": steps.home_of_step,
    "practice.asked": asked.home_of_answer,
}
