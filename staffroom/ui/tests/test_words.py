import re
from datetime import UTC, date, datetime

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils import timezone

from staffroom.ui import paper
from staffroom.ui.templatetags import ui


def said(source: str, **given) -> str:
    return Template(source).render(Context(given))


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (1, "1 min"),
        (45, "45 min"),
        (59, "59 min"),
        (60, "1 h"),
        (90, "1 h 30 min"),
        (75, "1 h 15 min"),
        (66, "1 h 6 min"),
        (85, "1 h 25 min"),
        (1440, "24 h"),
        (0, "0 min"),
    ],
)
def test_hours_are_exact_words(minutes, words):
    assert paper.hours_in_words(minutes) == words


@pytest.mark.parametrize(
    ("minutes", "number"),
    [(0, "0.0"), (45, "0.75"), (60, "1.0"), (90, "1.5"), (100, "1.66"), (3120, "52.0"), (6000, "100.0"), (61, "1.01"), (63, "1.05")],
)
def test_clock_hours_are_a_number_never_rounded_up(minutes, number):
    assert paper.clock_hours(minutes) == number


def test_what_nobody_knows_is_said():
    assert said("{% hours x %}|{{ x|minutes }}|{{ x|day }}|{% when x %}", x=None) == "|".join(["not known"] * 4)


def test_a_day_is_in_words_with_its_year_only_when_it_is_another():
    this = timezone.localtime().year
    assert ui.day(date(this, 11, 12)) == f"{date(this, 11, 12):%A} 12 November"
    assert ui.day(date(2019, 11, 12)) == "Tuesday 12 November 2019"
    assert ui.day(date(2019, 11, 12), "short") == "12 Nov 2019"


def test_a_moment_is_shown_in_the_readers_zone_and_kept_for_machines():
    with timezone.override("America/Los_Angeles"):
        html = ui.when(datetime(2019, 11, 12, 3, 5, tzinfo=UTC))
    assert html == '<time datetime="2019-11-12T03:05+00:00">Monday 11 November 2019, 19:05</time>'
    assert ui.when(date(2019, 11, 12)) == '<time datetime="2019-11-12">Tuesday 12 November 2019</time>'


def test_a_form_head_carries_the_token_and_a_fresh_id():
    context = {"request": RequestFactory().get("/")}
    one, other = said("{% form_head %}", **context), said("{% form_head %}", **context)
    assert 'name="csrfmiddlewaretoken"' in one
    assert 'name="op_id"' in one
    assert one.split('op_id" value="')[1] != other.split('op_id" value="')[1]


def test_a_tally_has_one_stroke_for_each_and_none_when_they_cannot_be_counted_by_eye():
    assert [ui.tally(count).count("M") for count in (1, 5, 23, 60)] == [1, 5, 23, 60]
    assert [ui.tally(count).count("l19-12") for count in (4, 5, 23)] == [0, 1, 4]
    assert (ui.tally(0), ui.tally(61)) == ("", "")


def test_a_picture_that_is_not_there_is_found_when_the_template_is_read():
    with pytest.raises(TemplateSyntaxError, match="nothing-such"):
        Template('{% icon "nothing-such" %}')
    with pytest.raises(TemplateSyntaxError):
        said("{% icon x %}", x="nothing-such")
    assert said("{% icon x %}", x="") == ""


def test_a_picture_with_a_direction_turns_with_the_page():
    assert 'class="i flip"' in ui.picture("again")
    assert 'class="i"' in ui.picture("tick")


def test_an_invented_person_is_marked():
    assert "demo" in said("{% demo p %}", p=True)
    assert said("{% demo p %}", p=None) == ""


def test_a_label_with_nothing_known_guesses_nothing():
    facts = paper.Facts()
    assert facts.mix == []
    assert {words for _, words in facts.rows} == {None}
    assert not facts.too_few
    assert paper.Facts(tried=4).too_few
    assert not paper.Facts(tried=5).too_few


def test_a_mix_fills_its_bar():
    assert [(css, x, width, minutes) for css, x, width, _, _, minutes in paper.Facts(watch=4, do=15, relate=6).mix] == [
        ("watch", "0.0%", "16.0%", 4),
        ("do", "16.0%", "60.0%", 15),
        ("relate", "76.0%", "24.0%", 6),
    ]
    assert [part[0] for part in paper.Facts(watch=0, do=5, relate=0).mix] == ["do"]


def test_a_chart_draws_what_its_table_says():
    chart = paper.Chart("My time", ("Mine", "Paid"), (paper.Bar("A", (60, 60)), paper.Bar("B", (30, 0))), "Your entries")
    assert chart.drawn == [
        ("A", [("p1", "0.0%", "50.0%"), ("p2", "50.0%", "50.0%")], "2 h", [("Mine", "1 h"), ("Paid", "1 h")]),
        ("B", [("p1", "0.0%", "25.0%")], "30 min", [("Mine", "30 min"), ("Paid", "0 min")]),
    ]


def test_a_clock_of_days_shows_gone_today_promised_and_late():
    assert [day.css for day in paper.working_days(4)] == ["gone", "gone", "gone due", "today", "", "", "", "", "", "due"]
    assert [day.css for day in paper.working_days(12)][-3:] == ["gone due", "late", "late"]
    assert [day.css for day in paper.working_days(2, done=True)][:3] == ["gone", "gone", "due"]


def test_a_pager_shows_the_pages_around_the_one_that_is_read():
    made = Template("{% pages_of page query %}").render(Context({"page": Paginator(range(400), 10).page(20), "query": "?q=a&page="}))
    assert re.findall(r">([^<]+)<", made) == ["1", "2", "…", "17", "18", "19", "20", "21", "22", "23", "…", "39", "40"]
    assert '<b aria-current="page">20</b>' in made and '<a href="?q=a&amp;page=21">21</a>' in made


def test_forms_of_one_answer_carry_one_token():
    request = RequestFactory().get("/")
    made = Template("{% csrf_token %}{% form_head %}").render(Context({"request": request}))
    assert len(set(re.findall(r'csrfmiddlewaretoken" value="([^"]{20,})"', made))) == 1 and made.count("csrfmiddlewaretoken") == 2
