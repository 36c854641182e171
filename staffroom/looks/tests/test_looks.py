"""A look at one's own practice: kept, drawn over time, handed over as a copy, forgotten; nobody else learns of it."""

import json
from datetime import date

import pytest
import time_machine
from django.db import connection

from staffroom.frameworks import actions as frameworks
from staffroom.frameworks.models import Framework
from staffroom.growth.models import Sentence
from staffroom.kit.testing import make_account, op_id, sign_in
from staffroom.looks import actions, queries, seen
from staffroom.looks.models import Look
from staffroom.notices.models import Notice
from staffroom.record import actions as record
from staffroom.sharing import actions as sharing
from staffroom.sharing.models import Copy
from staffroom.sharing.rules import rule_for, who_can_see
from staffroom.sharing.viewers import SELF, Viewer
from staffroom.topics import actions as topics

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann(db):
    frameworks.load_commons(by=None)
    return make_account("Ann Example")


@pytest.fixture
def as_ann(client, ann):
    return sign_in(client, ann)


@pytest.fixture
def the_map(ann):
    return Framework.objects.get(title="The practice map")


def keep(browser, framework, number=1, **said):
    """Send the form of one part: how_0 is the field how-0."""
    fields = {"-".join(name.rsplit("_", 1)) if name[-1].isdigit() else name: text for name, text in said.items()}
    return browser.post(f"/practice/map/{framework.code}/{number}/", {"op_id": op_id(), **fields})


def answer(how="not_yet", **more) -> seen.Answer:
    return seen.Answer(**{"node": "n1", "number": "A1", "words": "I wait.", "how": how} | more)


def a_look(by, *answers, family="f", area="A room") -> Look:
    return actions.keep(by=by, said=seen.Seen(family, "A map", "1", area, answers or (answer(),)))


def test_one_word_for_one_statement_is_enough(as_ann, the_map):
    page = as_ann.get("/practice/map/").content.decode()
    for words in ("The practice map", "A room where people can learn", "Look at this", "nobody else can read"):
        assert words in page
    form = as_ann.get(f"/practice/map/{the_map.code}/1/").content.decode()
    for words in ("Pupils know what to do when they come in", "Not yet", "It is mine by now", "How does it feel?", "A note to yourself", "Keep as draft"):
        assert words in form
    kept = keep(as_ann, the_map, how_0="now_and_then")
    look = Look.objects.get()
    assert kept["Location"] == f"/practice/looks/{look.code}/?after={the_map.code}n1"
    page = as_ann.get(kept["Location"]).content.decode()
    for words in ("Now and then.", "Find something for this", "Next: Knowing who has got it", "Hand a copy to", "Only you"):
        assert words in page
    assert [one.how for one in seen.loads(look.body).answers] == ["now_and_then"]
    assert "Now and then." in as_ann.get("/practice/map/").content.decode()
    again = as_ann.get(f"/practice/map/{the_map.code}/1/").content.decode()
    assert "Last time" in again


def test_what_was_typed_is_never_lost(as_ann, the_map):
    empty = keep(as_ann, the_map)
    assert (empty.status_code, "Nothing was said yet" in empty.content.decode()) == (422, True)
    half = keep(as_ann, the_map, note_1="I tried it on Tuesday")
    assert half.status_code == 422
    for words in ("Choose a word for it", "I tried it on Tuesday"):
        assert words in half.content.decode()
    odd = keep(as_ann, the_map, how_0="best", how_1="mostly")
    assert odd.status_code == 422
    assert Look.objects.count() == 0
    as_ann.post(f"/record/drafts/looks.part:{the_map.code}n1/", {"note-1": "half a thought", "how-1": "mostly", "tab": "t1"})
    assert f'href="/practice/map/{the_map.code}/1/?draft=1"' in as_ann.get("/record/drafts/").content.decode()
    page = as_ann.get(f"/practice/map/{the_map.code}/1/?draft=1").content.decode()
    assert "half a thought" in page
    assert "We kept what you were writing" in as_ann.get(f"/practice/map/{the_map.code}/1/").content.decode()
    assert keep(as_ann, the_map, how_1="mostly", tab="t1", draft_version="1").status_code == 302
    assert "half a thought" not in as_ann.get("/record/drafts/").content.decode()


def test_three_looks_make_my_own_line_with_evidence(as_ann, ann, the_map):
    """S1-02: three check-ins, my own line, evidence attached, only me."""
    entry = record.note(by=ann, title="Watched Ben start a lesson", kind="visit", minutes=20, on_on=date(2026, 9, 1))
    for day, how, sure in (("2026-09-01", "not_yet", "shaky"), ("2026-10-01", "now_and_then", ""), ("2026-11-01", "mine", "at_ease")):
        with time_machine.travel(f"{day}T12:00:00Z", tick=False):
            sign_in(as_ann, ann)
            keep(as_ann, the_map, how_0=how, sure_0=sure, entry_0=entry.code, note_0=f"a note of {day}", could_help_0="on" if how == "mine" else "")
    node = queries.parts(queries_edition(ann), [])[0].rows[0].node
    with time_machine.travel("2026-11-02T12:00:00Z", tick=False):
        sign_in(as_ann, ann)
        page = as_ann.get(f"/practice/map/{the_map.code}/line/?of={node.identifier}").content.decode()
    for words in ('points="50,350 492,250 950,50"', "My own line", "Not yet. Shaky.", "It is mine by now. At ease.", "a note of 2026-10-01",
                  f"/record/{entry.code}/", "you could help others with this. Only you know", "Nobody else sees this line"):
        assert words in page, words
    assert page.index("It is mine by now. At ease.") < page.index("Not yet. Shaky.")
    assert "%" not in page.split("<main")[1].split("</main>")[0]


def queries_edition(person):
    from staffroom.frameworks import queries as editions
    return editions.practice_map(Viewer(person, SELF))


def test_a_weak_spot_leads_to_suggestions_and_a_strong_one_to_passing_it_on(as_ann, ann):
    topics.load(by=None)
    look = a_look(ann, answer(words="My class will not settle."), answer("mine", node="n2", words="Talk."))
    for number, mood, words in ((1, "bothering", "My class will not settle."), (2, "good_at", "Talk.")):
        to = as_ann.post(f"/practice/looks/{look.code}/{number}/help/", {"op_id": op_id()})
        said = Sentence.objects.order_by("made_at").last()
        assert (to["Location"], said.mood, said.text) == (f"/practice/start/{said.code}/", mood, words)
    for number in (0, 3):
        assert as_ann.post(f"/practice/looks/{look.code}/{number}/help/", {"op_id": op_id()}).status_code == 404


def test_nobody_else_can_read_it_and_its_words_are_sealed(client, ann, the_map):
    """S0-13: no office, no colleague, no session of a body; nothing in the tables."""
    look = a_look(ann, answer(note="a secret note"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM looks_look")
        kept = repr([[bytes(one) if isinstance(one, memoryview) else one for one in row] for row in cursor.fetchall()])
    for words in ("not_yet", "I wait", "secret", '"n1"', "A room"):
        assert words not in kept
    assert [reader.account for reader in who_can_see(look)] == [ann]
    ben = sign_in(client, make_account("Ben"))
    paths = [f"/practice/looks/{look.code}/", f"/shared/hand/look/{look.code}/"]
    assert [ben.get(path).status_code for path in paths] == [404, 404]
    assert [ben.post(f"/practice/looks/{look.code}/{verb}/", {"op_id": op_id()}).status_code for verb in ("forget", "1/help")] == [404, 404]
    assert b"Last time" not in ben.get(f"/practice/map/{the_map.code}/1/").content
    sign_in(client, ann, assurance="org")
    assert [client.get(path).status_code for path in (*paths, "/practice/map/", f"/practice/map/{the_map.code}/1/")] == [403] * 4
    client.logout()
    assert client.get("/practice/map/").status_code == 302
    assert Notice.objects.count() == 0


def test_my_line_is_drawn_from_my_own_looks_alone(ann):
    mine, theirs = a_look(ann), a_look(make_account("Ben Example"), answer("mine"))
    assert [look for look, _said in queries.looks(Viewer(ann, SELF))] == [mine] and Look.objects.filter(pk=theirs.pk).exists()


def test_a_copy_holds_the_words_and_never_the_notes(ann):
    ben = make_account("Ben")
    look = a_look(ann, answer("mostly", sure="at_ease", note="a secret note", could_help=True, entry="abc", about="A visit"), answer("mine", words="I ask."))
    title, body = rule_for(look).frozen(look)
    assert (title.partition(",")[0], body) == ("How I see it: A room", "I wait.\nMostly. At ease.\n\nI ask.\nIt is mine by now.")
    copy = sharing.hand(by=ann, thing=look, reader=ben, until_on=look.on_on)
    actions.forget(by=ann, look=look)
    assert Copy.objects.get(pk=copy.pk).body == body
    assert [reader.account for reader in who_can_see(copy)] == [ann, ben]


def test_it_is_forgotten_for_good(as_ann, ann):
    look = a_look(ann)
    assert as_ann.post(f"/practice/looks/{look.code}/forget/", {"op_id": op_id()}).status_code == 302
    assert Look.objects.count() == 0
    assert as_ann.get(f"/practice/looks/{look.code}/").status_code == 404


def test_it_can_be_read_without_its_framework_and_whatever_a_file_says(as_ann, ann):
    look = a_look(ann, family="gone")
    assert "I wait." in as_ann.get(f"/practice/looks/{look.code}/").content.decode()
    for body in ("", "{", "[]", '{"answers": 7}', '{"answers": [7, {"node": 1}, {"node": "x", "how": "best"}]}', "[" * 9_999):
        look.body = body
        look.save()
        assert as_ann.get(f"/practice/looks/{look.code}/").status_code == 200
        assert as_ann.get("/practice/map/").status_code == 200
    said = seen.Seen("f", "A map", "1", "A", (answer(note="n", sure="shaky", could_help=True),))
    assert seen.loads(seen.dumps(said)) == said
    assert seen.loads(json.dumps({"answers": [{"node": "x", "how": "mine", "sure": "very"}]})).answers == (seen.Answer("x", "", "", "mine"),)


def test_any_framework_can_be_looked_at_also_one_of_my_own(as_ann, ann, client):
    rows = "".join(f"1.{n},Statement {n}\n" for n in range(1, 20))
    own = frameworks.bring(by=ann, name="ours.csv", data=f"number,statement\n1,Area\n{rows}".encode())
    assert as_ann.get(f"/practice/map/{own.code}/").status_code == 404
    frameworks.keep(by=ann, own=own)
    page = as_ann.get(f"/practice/map/{own.code}/").content.decode()
    assert all(words in page for words in ("Area (1–8)", "Area (9–16)", "Area (17–19)"))
    assert keep(as_ann, own, 3, how_0="mostly").status_code == 302
    assert seen.loads(Look.objects.get().body).answers[0].words == "Statement 17"
    for number in ("0", "4", "99999"):
        assert as_ann.get(f"/practice/map/{own.code}/{number}/").status_code == 404
    assert as_ann.get(f"/practice/map/{own.code}/line/?of=nothing").status_code == 404
    assert sign_in(client, make_account("Ben")).get(f"/practice/map/{own.code}/").status_code == 404


def test_the_line_lies_as_the_days_do():
    def point(day, how, sure=""):
        return seen.Point(date(2026, 1, day), answer(how, sure=sure), "x")
    drawn = seen.drawn([point(1, "not_yet"), point(11, "mine", "shaky"), point(21, "mostly", "at_ease")])
    assert (drawn.how, drawn.sure, drawn.how_path) == (((50, 350), (500, 50), (950, 150)), ((500, 334), (950, 67)), "50,350 500,50 950,150")
    assert seen.drawn([point(1, "mine")]).how == ((500, 50),)
    assert [x for x, _y in seen.drawn([point(1, "mine"), point(1, "mine"), point(1, "not_yet")]).how] == [50, 500, 950]


def test_pages_cost_the_same_however_many_looks_there_are(as_ann, ann, the_map, django_assert_max_num_queries):
    for n in range(40):
        a_look(ann, answer(), family=the_map.family)
        record.note(by=ann, title=f"Entry {n}", kind="read", minutes=5, on_on=date(2026, 1, 1))
    node = queries.parts(queries_edition(ann), [])[0].rows[0].node
    look = Look.objects.first()
    for path in ("/practice/map/", f"/practice/map/{the_map.code}/", f"/practice/map/{the_map.code}/1/", f"/practice/looks/{look.code}/?after={the_map.code}n1",
                 f"/practice/map/{the_map.code}/line/?of={node.identifier}"):
        with django_assert_max_num_queries(8):
            assert as_ann.get(path).status_code == 200
