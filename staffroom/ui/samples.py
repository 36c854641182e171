"""Invented things for the gallery and for the tests of components: one or more cases for each component."""

from datetime import UTC, datetime
from types import SimpleNamespace

from django import forms
from django.core.paginator import Paginator

from staffroom.ui.paper import Act, Bar, Chart, CountsWhere, Facts, Option, Outcome, Stair, working_days

LONG = "Nguyễn Phước Quý Thị Bảo Trân Hoàng Mỹ Duyên Công Tằng Tôn Nữ"
SOMEBODY = SimpleNamespace(account=SimpleNamespace(name="Ruth Adeyemi", is_demo=True), assurance="self", offices=())
THEN = datetime(2026, 11, 14, 16, 30, tzinfo=UTC)

KEEP = Act("keep", "Note how it went", href="#keep", big=True)
PLAN = Act("own", "Plan", href="#plan", label="Plan in my notebook: Exit tickets at the door")
HAND = Act("hand", "Answer Tomás", href="#hand")
UP = Act("up", "Put up a card", href="#up")
THIN = Act("thin", "Show", href="#show")
PLAIN = Act("plain", "Not today", href="#later")
STOP = Act("stop", "Erase for good", name="erase", value="yes")

FACTS = Facts(
    minutes=25,
    minutes_say="10 before a lesson, 15 in it",
    cost="Free",
    watch=4,
    do=15,
    relate=6,
    mix_say="with one colleague",
    tried=41,
    outcomes=(Outcome("Kept it", 23), Outcome("Let it go", 11, soft=True), Outcome("Too early", 7, soft=True)),
    easier="19 yes, 9 somewhat, 6 no",
    made_by="Grace Achterberg (demo)",
    paid_by="Nobody: written in own time",
    follow_up="One question at 3 weeks",
    level="Anyone; nothing to read first",
    asks="No account, no pupil data",
    works="Offline, captions",
    languages="English, Spanish",
    licence="CC BY 4.0",
    looked_at="21 September 2026",
    counts=(CountsWhere("A demo state", "0.4 hours", "As independent study, inside its share."),),
    counts_say="Ask your office before you rely on it.",
)
CHART = Chart(
    title="My time",
    series=("Mine", "Paid", "Release"),
    head="Topic",
    source="Your entries, September to November 2026",
    bars=(
        Bar("Checking for understanding", (420, 180, 60)),
        Bar("Grouping", (95, 60, 0)),
        Bar("Lab safety", (45, 0, 0)),
    ),
)

ROW = {
    "qty": 25,
    "unit": "min",
    "title": "Exit tickets you can sort in four minutes",
    "href": "#offer",
    "text": "Micro-learning by",
    "by": "Grace Achterberg",
    "by_demo": True,
    "bits": ["watch 4, do 15, relate 6", "anyone", "free", "kept by 23 of 41"],
    "tally": 23,
    "reason": "You said “who got it”.",
    "act": PLAN,
}
READERS = [
    SimpleNamespace(name="Tomás Iturbe", is_demo=True, reason="in your circle", until=THEN, take_back="#take-back"),
    SimpleNamespace(name=LONG, is_demo=True, reason="in your circle", until=None, take_back=""),
]
ACCESS = [
    {
        "material": "notebook",
        "name": "In the notebook",
        "rows": [
            {
                "thing": "Reflections",
                "cells": [
                    {"person": "You", "way": "yes"},
                    {"person": "People you name", "way": "copy"},
                    {"person": "Principal", "way": "no"},
                    {"person": "Whoever runs the server", "way": "yes", "words": "could, and would be logged"},
                ],
            },
            {
                "thing": "What you searched",
                "cells": [
                    {"person": "You", "way": "yes"},
                    {"person": "People you name", "way": "no"},
                    {"person": "Principal", "way": "no"},
                    {"person": "Whoever runs the server", "way": "no"},
                ],
            },
        ],
    },
    {
        "material": "handed",
        "name": "Handed over",
        "rows": [
            {
                "thing": "Hours you claim",
                "cells": [
                    {"person": "You", "way": "yes"},
                    {"person": "People you name", "way": "copy"},
                    {"person": "Principal", "way": "no"},
                    {"person": "Whoever runs the server", "way": "yes", "words": "could"},
                ],
            }
        ],
    },
    {"material": "wall", "name": "On the wall", "rows": [{"thing": "Offers", "all": "Anyone who opens the page"}]},
]


class Note(forms.Form):
    """The form that the gallery shows."""

    title = forms.CharField(label="What was it?", initial="Watched Luz start a lab with the tidy-up")
    kind = forms.ChoiceField(
        label="Kind",
        widget=forms.RadioSelect,
        initial="visit",
        choices=[
            ("visit", "Visit"),
            ("talk", "Talk"),
            ("read", "Book or article"),
            ("course", "Course"),
            ("else", "Something else"),
        ],
    )
    went = forms.ChoiceField(
        label="How did it go?",
        widget=forms.RadioSelect,
        initial="mixed",
        choices=[
            ("worked", Option("Worked", icon="tick")),
            ("mixed", Option("Mixed", icon="mixed")),
            ("did_not", Option("Did not", icon="dash")),
            ("not_done", Option("Not done", icon="waits")),
        ],
    )
    spent = forms.IntegerField(label="Minutes", min_value=1, max_value=1440, initial=45)
    day = forms.DateField(label="Day", widget=forms.DateInput(attrs={"type": "date"}), initial="2026-11-18")
    line = forms.CharField(
        label="One line, for yourself",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="No pupil names, please.",
        initial="Tidy-up first means nobody runs at the bell. Try Monday.",
    )
    sure = forms.BooleanField(label="Include my takeaway", required=False)


def page() -> dict:
    """What the example pages show."""
    wrong = Note(
        {"title": "Lab tidy-up", "kind": "visit", "went": "mixed", "spent": "-5", "day": "", "line": ""},
        auto_id="wrong_%s",
    )
    return {
        "form": Note(),
        "wrong": wrong,
        "facts": FACTS,
        "chart": CHART,
        "row": ROW,
        "long": LONG,
        "then": THEN,
        "readers": READERS,
        "plan": PLAN,
        "answer": [HAND],
        "note": [KEEP, PLAIN],
        "rows": [
            ROW,
            {**ROW, "qty": 5, "title": "Cold call without the cold", "tally": 5, "by": LONG},
            {**ROW, "qty": 9, "title": "What a small whiteboard tells you", "tally": 0, "reason": ""},
        ],
    }


def components() -> dict[str, list[dict]]:
    """Cases for each component, by the name of its template."""
    given = page()
    form, wrong = given["form"], given["wrong"]
    both = {
        "mine": {"name": "This computer", "at": THEN, "text": "Nobody runs at the bell. Try Monday."},
        "theirs": {"name": "Your phone", "at": THEN, "text": "Nobody runs at the bell. Ask Luz."},
    }
    return {
        "ground": [{"material": material} for material in ("notebook", "handed", "wall")],
        "act": [{"act": act} for act in (KEEP, PLAN, HAND, UP, THIN, PLAIN, STOP, Act("keep", "Keep", post="#post"))],
        "acts": [{"acts": [KEEP, PLAIN]}],
        "sheet": [
            {
                "kind": "Edcamp",
                "when": THEN,
                "title": "Cascade Edcamp",
                "href": "#camp",
                "text": "You are coming, with 86 others.",
                "say": "Will count 3.0 hours if it is approved before Saturday.",
            },
            {
                "kind": "Kept, third round",
                "voice": "“Four minutes is true from the second week.”",
                "by": LONG,
                "by_demo": True,
                "by_says": "grade 7",
            },
        ],
        "row": [ROW],
        "line": [
            {
                "mark": "6 min",
                "title": "Exit tickets at the door",
                "href": "#e",
                "text": "You said: for planning time.",
                "acts": [PLAIN],
            },
            {"icon": "visit", "mark": "12", "title": "Watched Tomás sort at the door", "href": "#v", "hrs": "0.75"},
        ],
        "torn": [
            {
                "name": "Handed to you",
                "says": "You and Tomás can see this.",
                "voice": "“Did the middle pile get smaller, or did it just move?”",
                "by": "Tomás Iturbe",
                "by_demo": True,
                "by_says": "yesterday",
                "acts": [HAND],
            }
        ],
        "who": [
            {"material": "notebook", "words": "Only you"},
            {
                "material": "handed",
                "words": "Tomás and one more",
                "readers": READERS,
                "view_as": "#as",
                "says": "They see title, date and takeaway. Not your notes.",
            },
            {"material": "wall", "words": "Everyone here"},
        ],
        "rung": [
            {"rung": rung, "words": words, "says": "by you"}
            for rung, words in enumerate(("noted", "proof", "confirmed", "accepted"), 1)
        ],
        "ladder": [
            {
                "noted": Stair("Noted", "You, 24 October", True),
                "proof": Stair("Proof", "Three slot codes", True),
                "confirmed": Stair("Confirmed", "The hosts’ roster", True),
                "accepted": Stair("Accepted", "With the office since 26 October", False),
            }
        ],
        "facts": [
            {"facts": FACTS, "id": "facts-1"},
            {"facts": Facts(), "id": "facts-2"},
            {"facts": Facts(minutes=5, tried=3), "id": "facts-3"},
        ],
        "tally": [{"outcomes": FACTS.outcomes}],
        "verdict": [
            {"verdict": v, "datum": "Your entries." if v == "met" else ""}
            for v in ("met", "short", "unknown", "no", "waits", "mixed")
        ],
        "field": [
            {"field": form["title"]},
            {"field": form["line"]},
            {"field": wrong["spent"], "yes": Act("thin", "60 minutes", name="spent", value="60")},
        ],
        "summary": [{"form": wrong}],
        "chips": [{"field": form["kind"]}],
        "pick": [{"field": form["went"]}],
        "tick": [{"field": form["sure"]}],
        "minutes": [
            {"options": [6, 15, 40], "chosen": 6, "label": "I have", "href": "?m="},
            {"options": [6, 15, 40], "chosen": 15, "label": "Minutes at most", "name": "most"},
        ],
        "autosave": [
            {"state": state, "at": "12:44"} for state in ("", "saving", "saved", "offline", "failed", "elsewhere")
        ],
        "conflict": [both],
        "kept": [{}],
        "fold": [{"words": "Filters", "more": "middle, free", "icon": "plus", "items": ["middle", "free"]}],
        "note": [
            {"strong": "We kept what you were writing.", "text": "From Tuesday 19:12.", "acts": [THIN]},
            {"strong": "Two things before this can be kept.", "bad": True},
            {"strong": "Saved elsewhere.", "live": "saved"},
        ],
        "pager": [{"page": Paginator(range(1000), 25).page(2)}, {"page": Paginator(range(3), 25).page(1), "label": "Pages of a short list"}],
        "empty": [
            {
                "title": "A record starts with anything",
                "text": "A book, a talk over lunch.",
                "acts": [KEEP],
                "leaf": True,
            },
            {"title": "Twenty empty places", "text": "The first card is the hardest.", "acts": [UP]},
        ],
        "datum": [{"text": "Your certificate: 1 July 2023 to 30 June 2028."}],
        "days": [
            {"days": working_days(4), "strong": "Day 4 of 10.", "says": "Read on day 1."},
            {"days": working_days(12), "strong": "2 working days overdue."},
            {"days": working_days(6, done=True), "done": True, "strong": "Answered on working day 6 of 10."},
        ],
        "log": [{"lines": [{"at": THEN.date(), "words": "Put up by Ruth"}, {"at": THEN, "words": "Answered"}]}],
        "chart": [
            {"chart": CHART, "id": "chart-1"},
            {
                "chart": Chart(
                    "Nothing yet", ("Hours",), (), "Your entries", empty="The first entry draws the first bar."
                ),
                "id": "chart-2",
                "level": 3,
            },
        ],
        "access": [{"people": ["You", "People you name", "Principal", "Whoever runs the server"], "groups": ACCESS}],
        "hours": [
            {
                "accepted": 3120,
                "confirmed": 390,
                "proof": 150,
                "goal": 6000,
                "label": "of 100 clock hours accepted",
                "says": "Until 30 June 2028.",
            }
        ],
    }
