"""What a form takes a column keeps, in every script and on both engines."""

import pytest
from django.test import Client

from staffroom.catalogue.models import Source
from staffroom.kit.testing import make_account, op_id, sign_in
from staffroom.record.models import Entry

pytestmark = pytest.mark.django_db
SYLLABLE = "ស្ត្រី"  # two characters of six code points


@pytest.mark.parametrize("letter", ["q\u0303", "\U0001f1eb\U0001f1f7", SYLLABLE], ids=["marks", "flags", "Khmer"])
def test_a_column_counts_no_code_points(letter):
    words = letter * 200
    source = Source.objects.create(kind=Source.Kind.COMMONS, name=words)
    assert Source.objects.get(pk=source.pk).name == words


def test_a_name_of_many_code_points_goes_through_its_page():
    ann = make_account("Ann Example")
    browser = sign_in(Client(), ann)
    assert browser.post("/me/name/", {"name": SYLLABLE * 18, "op_id": op_id()}).status_code == 302
    sent = {"title": "q\u0303" * 200, "kind": "visit", "minutes": "30", "on_on": "2026-01-07", "time_kind": "own", "origin": "chosen", "op_id": op_id()}
    assert browser.post("/record/new/", sent).status_code == 302
    assert Entry.objects.get().title == "q\u0303" * 200
