"""Bookmarks of a browser: only the folders that somebody chooses hang, and nothing else of them is known to anybody."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from staffroom.catalogue import actions, lists
from staffroom.catalogue.lists import bookmarks
from staffroom.catalogue.models import ImportRun, Offer
from staffroom.kit import clock
from staffroom.kit.testing import op_id

pytestmark = pytest.mark.django_db
FILE = """<!DOCTYPE NETSCAPE-Bookmark-file-1>
<!-- This is an automatically generated file. -->
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<TITLE>Bookmarks</TITLE>
<H1>Bookmarks</H1>
<DL><p>
    <DT><A HREF="https://loose.example/" ADD_DATE="1700000000" ICON="data:image/png;base64,AAAA">Loose &amp; free</A>
    <DT><H3 ADD_DATE="1700000000">Teaching</H3>
    <DL><p>
        <DT><A HREF="https://www.reading.example/a?utm_source=x">Reading <b>aloud</b></A>
        <DD>For the last lesson on Friday
        <DT><H3>Fractions</H3>
        <DL><p>
            <DT><A HREF="https://fractions.example/">Halves &lt;script&gt;</A>
            <DT><A HREF="javascript:alert(1)">A bookmarklet</A>
            <DT><A HREF="https://untitled.example/page"></A>
            <DT><A HREF="https://reading.example/a">The same page</A>
        </DL><p>
    </DL><p>
    <DT><H3>My divorce</H3>
    <DL><p>
        <DT><A HREF="https://lawyer.example/">A secret</A>
        <DT><A HREF="place:sort=8">Recent</A>
    </DL><p>
</DL><p>
"""


def draft(browser) -> ImportRun:
    answer = browser.post("/find/add/file/", {"op_id": op_id(), "file-file": SimpleUploadedFile("bookmarks.html", FILE.encode())})
    assert answer.status_code == 302
    return ImportRun.objects.get()


def test_no_folder_is_chosen_beforehand_and_only_chosen_ones_hang(as_ann, client):
    run = draft(as_ann)
    page = as_ann.get(f"/find/add/{run.code}/").content.decode()
    assert "0 rows can go on the wall" in page and "Which folders may hang" in page
    assert re.findall(r'name="folders" value="([^"]*)"', page) == ["", "Teaching", "Teaching / Fractions", "My divorce"]
    assert "checked" not in page.split("<main")[1].split("</main>")[0]
    chosen = {"op_id": op_id(), "folders": ["Teaching", "Teaching / Fractions"]}
    assert as_ann.post(f"/find/add/{run.code}/columns/", chosen).status_code == 302
    page = as_ann.get(f"/find/add/{run.code}/").content.decode()
    assert "3 rows can go on the wall" in page and "Row 15: its address is not that of a web page." in page and "Row 17: it stands in row 10 already." in page
    as_ann.post(f"/find/add/{run.code}/apply/", {"op_id": op_id()})
    assert sorted(Offer.objects.values_list("title", "kind", "url_key", "summary")) == [
        ("Halves <script>", "page", "fractions.example", ""),
        ("Reading aloud", "page", "reading.example/a", "For the last lesson on Friday"),
        ("untitled.example/page", "page", "untitled.example/page", "")]  # fmt: skip
    run.refresh_from_db()
    assert run.rows == [] and "secret" not in str(run.errors)


def test_a_folder_that_is_not_in_the_file_is_refused(as_ann):
    run = draft(as_ann)
    assert as_ann.post(f"/find/add/{run.code}/columns/", {"op_id": op_id(), "folders": ["Another"]}).status_code == 422


def test_the_same_bookmarks_twice_change_nothing(ann):
    for added, same in ((1, 0), (0, 1)):
        run = actions.draft_import(by=ann, name="b.html", data=FILE.encode())
        actions.set_columns(by=ann, run=run, columns={"folders": [""]})
        done = actions.apply_import(by=ann, run=run)
        assert (done.added_count, done.changed_count, done.same_count) == (added, 0, same)


BROKEN = {
    "never closed": b"<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><DT><H3>A<DL><DT><A HREF='https://a.example/'>B",
    "closed too often": b"<!DOCTYPE NETSCAPE-Bookmark-file-1></DL></DL></DL><DT><A HREF='https://a.example/'>B</A>",
    "very deep": b"<!DOCTYPE NETSCAPE-Bookmark-file-1>" + b"<DL><DT><H3>x</H3>" * 20_000 + b"<A HREF='https://a.example/'>B</A>",
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_read_as_far_as_it_makes_sense(name):
    form, rows, columns = lists.draft(BROKEN[name], clock.now())
    assert (form, [row["url"] for _line, row in rows]) == ("marks", ["https://a.example/"])
    assert len(columns["*"]) < 10_000


def test_an_empty_file_is_told(as_ann):
    answer = as_ann.post("/find/add/file/", {"op_id": op_id(), "file-file": SimpleUploadedFile("b.html", b"<!DOCTYPE NETSCAPE-Bookmark-file-1><DL></DL>")})
    assert "There are no rows in it." in answer.content.decode()
    assert bookmarks.folders([]) == []
