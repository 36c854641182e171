import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from staffroom.catalogue import actions, lists
from staffroom.catalogue.models import Follow, ImportRun, Offer
from staffroom.kit import clock, search
from staffroom.kit.testing import make_account, op_id, sign_in
from tests.instance import Instance, fresh

pytestmark = pytest.mark.django_db
DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
CSV = "Course;Provider;Length;URL\nOne;Ann’s school;90 min;https://example.org/one\nTwo;;6 weeks;\n;nobody;;\nThree;X;1.5 h;not a place\n"
OPML = (
    '<opml version="2.0"><body><outline text="A"><outline title="Blog" xmlUrl="https://example.org/rss" htmlUrl="https://example.org/"/></outline>'
    '<outline title="Own" xmlUrl="file:///etc/passwd"/></body></opml>'
)


def upload(browser, text, name="list.csv"):
    data = text if isinstance(text, bytes) else text.encode()
    return browser.post("/find/add/file/", {"op_id": op_id(), "file-file": SimpleUploadedFile(name, data)})


def press(browser, run, how, **more):
    return browser.post(f"/find/add/{run.code}/{how}/", {"op_id": op_id(), **more})


def bring(by, text, name="list.csv"):
    return actions.apply_import(by=by, run=actions.draft_import(by=by, name=name, data=text.encode()))


def test_a_list_is_looked_at_before_it_hangs_and_can_be_taken_back(as_ann):
    answer = upload(as_ann, CSV)
    run = ImportRun.objects.get()
    assert answer["Location"] == f"/find/add/{run.code}/"
    page = as_ann.get(answer["Location"]).content.decode()
    for words in (
        "2 rows can go on the wall",
        "Row 4: it has no title",
        "Row 5: its address is not that of a web page",
        "Put 2 up",
        "One",
        "Ann’s school",
    ):
        assert words in page
    assert Offer.objects.count() == 0
    assert press(as_ann, run, "apply").status_code == 302
    one, two = Offer.objects.get(title="One"), Offer.objects.get(title="Two")
    assert (one.minutes, one.minutes_from, one.maker, one.url_key, one.kind) == (90, "stated", "Ann’s school", "example.org/one", "course")
    assert (two.minutes, two.maker, two.url) == (None, "", "")
    assert "Take the whole list back" in as_ann.get(f"/find/add/{run.code}/").content.decode()
    press(as_ann, run, "undo")
    assert Offer.objects.filter(taken_down_at=None).count() == 0
    assert search.find("offer", search.parse("one")) == []
    assert "Taken back." in as_ann.get(f"/find/add/{run.code}/").content.decode()


def test_the_same_file_twice_changes_nothing(ann):
    first, second = bring(ann, CSV), bring(ann, CSV)
    assert (first.added_count, second.added_count, second.changed_count, second.same_count) == (2, 0, 0, 2)
    other = bring(make_account("Ben"), CSV)
    assert (other.added_count, other.changed_count, other.same_count) == (0, 0, 2)


def test_rows_in_another_order_or_fewer_of_them_change_nothing(ann):
    """CS-06: a list adds and changes; what it no longer names stays."""
    bring(ann, CSV)
    header, *rows = CSV.splitlines(keepends=True)
    for text in (header + "".join(reversed(rows)), header + rows[1]):
        run = bring(ann, text)
        assert (run.added_count, run.changed_count, Offer.objects.filter(taken_down_at=None).count()) == (0, 0, 2)


def test_a_changed_row_changes_its_offer_and_undoing_brings_the_old_words_back(ann):
    bring(ann, CSV)
    again = bring(ann, CSV.replace("Ann’s school", "Another school").replace("90 min", "95"))
    assert (again.added_count, again.changed_count) == (0, 1)
    actions.undo_import(by=ann, run=again)
    one = Offer.objects.get(title="One")
    assert (one.maker, one.minutes, one.taken_down_at) == ("Ann’s school", 90, None)
    assert len(search.find("offer", search.parse("ann school"))) == 1


def test_what_was_taken_back_can_come_again(ann):
    run = bring(ann, CSV)
    actions.undo_import(by=ann, run=run)
    again = bring(ann, CSV)
    assert (again.added_count, again.same_count) == (2, 0)
    actions.undo_import(by=ann, run=again)
    assert Offer.objects.filter(taken_down_at=None).count() == 0


def test_nobody_changes_an_offer_of_another_source(ann):
    bring(ann, "title,url\nMine,https://example.org/one\n", "mine.csv")
    other = bring(make_account("Ben"), "title,url\nStolen,http://www.example.org/one/?utm_source=b\n", "his.csv")
    assert (other.added_count, other.same_count, Offer.objects.get().title) == (0, 1, "Mine")
    actions.undo_import(by=other.by, run=other)
    assert Offer.objects.get().taken_down_at is None


def test_applying_or_undoing_twice_has_one_effect(as_ann, ann):
    run = actions.draft_import(by=ann, name="list.csv", data=CSV.encode())
    for how in ("apply", "apply", "undo"):
        assert press(as_ann, run, how).status_code == 302
    assert press(as_ann, run, "undo").status_code == 404
    run.refresh_from_db()
    assert (run.added_count, run.undone_at is not None) == (2, True)


def test_an_import_is_its_owners_alone(client, ann):
    run = actions.draft_import(by=ann, name="list.csv", data=CSV.encode())
    assert client.get(f"/find/add/{run.code}/").status_code == 302
    ben = sign_in(client, make_account("Ben"))
    for answer in (ben.get(f"/find/add/{run.code}/"), press(ben, run, "apply"), press(ben, run, "undo"), press(ben, run, "columns", title="URL")):
        assert answer.status_code == 404
    sign_in(client, ann, assurance="org")
    assert client.get(f"/find/add/{run.code}/").status_code == 403


def test_columns_are_chosen_by_a_person_and_nothing_else_is_believed(as_ann, ann):
    """FO-10: a choice that is not in the list is a field error and changes nothing."""
    run = actions.draft_import(by=ann, name="x.csv", data=b"a,b\nFirst,https://example.org/1\n")
    assert run.columns == {"*": "a\nb"}
    assert "0 rows can go on the wall" in as_ann.get(f"/find/add/{run.code}/").content.decode()
    for bad in ({"title": "no-such"}, {"title": ""}, {"title": "a", "url": "a"}, {"title": "*"}, {"title": "a", "url": ["b", "id; drop"]}):
        assert press(as_ann, run, "columns", **bad).status_code == 422
    assert press(as_ann, run, "columns", title="a", url="b", source="other", by="1").status_code == 302
    press(as_ann, run, "apply")
    assert Offer.objects.get().url == "https://example.org/1"


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("\ufefftitle,url\nÜber,\n", ["Über"]),
        ("title\tmaker\r\nÜber\tX\r\n", ["Über"]),
        ("TITLE , Provider\nÜber,X\n", ["Über"]),
        ('title,maker\n"Two\nlines",X\n', ["Two lines"]),
        ('[{"name": "Über", "id": 7}]', ["Über"]),
        ('{"courses": [{"title": "Über"}]}', ["Über"]),
    ],
)
def test_a_list_is_read_however_it_was_saved(ann, text, titles):
    """CS-01: marks, separators, line ends, quoted lines; and JSON."""
    bring(ann, text)
    assert list(Offer.objects.values_list("title", flat=True)) == titles


def test_other_alphabets_of_bytes_are_read(ann):
    for name, data in {"a.csv": "title\nÜber\n".encode("utf-16"), "b.csv": "title\nÜber\n".encode("cp1252")}.items():
        run = actions.apply_import(by=ann, run=actions.draft_import(by=ann, name=name, data=data))
        assert run.added_count + run.same_count == 1
    assert Offer.objects.get().title == "Über"


BAD_FILES = {
    "empty": (b"", "empty"),
    "only a header": (b"title,url\n", "no rows"),
    "nul": (b"title\nx\x00\n", "bytes that no text has"),
    "open quote": (b'title\n"never closed\n' + b"x\n" * 10, "quotation mark"),
    "columns": (b",".join(b"c%d" % n for n in range(100_000)), "columns"),
    "one long line": (b"title\n" + b"x" * 1_900_000, ""),
    "too large": (b"title\n" + b"x\n" * 2_600_000, "too large"),
    "too long": (b"title\n" + b"".join(b"x%d\n" % n for n in range(10_001)), "too long"),
    "repeated": (b"Title,title\na,b\n", "same name"),
    "not json": (b"[1, 2", "cannot read"),
    "deep json": (b"[" * 100_000, "cannot read"),
    "json of words": (b'["a", "b"]', "cannot read"),
    "number": (b"7", ""),
    "yaml": (b"---\nmodule-4:\n  title: Four\n", "cannot read"),
    "no rows": (b"[]", "no rows"),
    "laughs": (b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]><opml><body>&lol2;</body></opml>', "not read"),
    "entity": (b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><title>&e;</title></channel></rss>', "not read"),
    "include": (b'<opml xmlns:xi="http://www.w3.org/2001/XInclude"><body><xi:include href="/etc/passwd"/></body></opml>', "not read"),
    "deep opml": (b"<opml><body>" + b'<outline text="a">' * 200 + b"</outline>" * 200 + b"</body></opml>", "cannot read"),
    "page": (b"<html><body>No feed</body></html>", "says nothing for machines"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(100), ""),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_file_that_is_no_list_is_refused_with_a_reason(as_ann, name):
    """CS-02, FE-05: bounded, no 5xx, nothing changes, and the words say what to do."""
    data, words = BAD_FILES[name]
    answer = upload(as_ann, data, f"{name}.csv")
    if words:
        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert ImportRun.objects.count() == 0
    else:
        assert answer.status_code in {302, 422}
    assert Offer.objects.count() == 0


def test_a_list_of_feeds_hangs_without_saying_who_follows_them(as_ann, ann, client):
    upload(as_ann, OPML, "feeds.opml")
    run = ImportRun.objects.get()
    press(as_ann, run, "apply")
    offer = Offer.objects.get()
    assert (offer.kind, offer.title, offer.url, offer.feed.url) == ("feed", "Blog", "https://example.org/", "https://example.org/rss")
    assert Follow.objects.get().person == ann
    ben = sign_in(client, make_account("Ben"))
    for page in (ben.get(f"/find/{offer.code}/"), ben.get("/find/feeds/"), ben.get("/find/?kind=feed")):
        assert "Ann Example" not in page.content.decode()
        assert "example.org/rss" not in page.content.decode()
    actions.undo_import(by=ann, run=run)
    assert (Follow.objects.count(), Offer.objects.filter(taken_down_at=None).count()) == (0, 0)


def test_a_list_includes_itself_and_nothing_happens(ann):
    run = bring(ann, '<opml><body><outline type="include" url="https://example.org/me.opml"/></body></opml>', "me.opml")
    assert (run.added_count, Offer.objects.count()) == (0, 0)


def test_drafts_that_nobody_put_up_are_forgotten(ann):
    run = actions.draft_import(by=ann, name="x.csv", data=CSV.encode())
    assert actions.forget_drafts(by=None) == 0
    ImportRun.objects.filter(pk=run.pk).update(made_at=clock.now() - timedelta(days=8))
    assert actions.forget_drafts(by=None) == 1


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("90", 90),
        ("90 min", 90),
        ("5 Minutes", 5),
        ("1.5 hours", 90),
        ("1,5 h", 90),
        ("2h", 120),
        ("1 h 30", 90),
        ("1 hr 15 min", 75),
        ("0", None),
        ("6 weeks", None),
        ("3 hours/week", None),
        ("", None),
        ("-5", None),
        ("1e5", None),
        ("٣٠", 30),
        ("12345678", None),
        ("about 5", None),
    ],
)
def test_only_a_certain_length_is_a_length(text, minutes):
    assert lists.minutes_in(text) == minutes


@pytest.mark.data
@pytest.mark.parametrize(
    ("name", "added"),
    [
        ("pd_catalogue/dfe_npq_courses.json", 12),
        ("pd_catalogue/dfe_npq_course_providers.csv", 69),
        ("pd_catalogue/dfe_npq_course_providers_spring2026.csv", 16),
        ("pd_catalogue/dfe_itt_providers_2025.csv", 170),
        ("pd_catalogue/p2pu_courses_seed.json", 6),
        ("feeds/k12_educator_feeds.opml", 32),
        ("feeds/k12_educator_feeds.csv", 32),
    ],
)
def test_real_lists_come_in_whole_and_only_once(ann, name, added):
    path = DATA / name
    if not path.exists():
        pytest.skip("the folder shared/data is not here")
    rows = [actions.apply_import(by=ann, run=actions.draft_import(by=ann, name=path.name, data=path.read_bytes())) for _n in range(2)]
    assert [(run.added_count, run.changed_count, run.same_count, run.errors) for run in rows] == [(added, 0, 0, []), (0, 0, added, [])]


def test_the_command_brings_a_list_in_and_says_what_it_did(tmp_path):
    here, path = Instance(fresh(tmp_path / "data")), tmp_path / "list.json"
    path.write_text(json.dumps([{"title": "One of a list"}, {"title": ""}]))
    for look, said in ((["--look"], "1 would be new"), ([], "1 new"), ([], "1 as they were")):
        assert said in here.done("import", *look, str(path))
    assert here.ask("from staffroom.catalogue.models import Offer\nanswer([offer.source.added_by_id for offer in Offer.objects.filter(title='One of a list')])") == [None]
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")
    for name, words in (("x.csv", "no column"), ("none.csv", "no file")):
        refused = here.staffroom("import", str(tmp_path / name))
        assert refused.returncode and words in refused.stderr
