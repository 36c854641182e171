import pytest
from django.core.exceptions import FieldError
from django.db import connection
from django.utils import timezone

from staffroom.kit import keystore
from staffroom.kit.sealed import Unreadable, open_bytes, seal_bytes
from staffroom.kit.testing import make_account
from staffroom.sharing.models import Copy

pytestmark = pytest.mark.django_db
SECRET = "canary 7f3a: my third period is chaos"


def copy(ann, ben, body=SECRET):
    return Copy.objects.create(person=ann, reader=ben, kind="x", about=ann.pk, body=body, until_on=timezone.now().date())


def test_sealed_text_reads_as_text_and_is_stored_as_bytes_without_it(ann, ben):
    made = copy(ann, ben)
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM sharing_copy")
        stored = bytes(cursor.fetchone()[0])
    assert b"canary" not in stored
    assert Copy.objects.get(pk=made.pk).body == SECRET


def test_an_empty_text_is_stored_empty(ann, ben):
    assert Copy.objects.get(pk=copy(ann, ben, "").pk).body == ""


def test_sealed_text_cannot_be_searched_or_written_by_a_query(ann, ben):
    copy(ann, ben)
    with pytest.raises(FieldError):
        Copy.objects.filter(body="x").exists()
    with pytest.raises(TypeError):
        Copy.objects.update(body="plain")


def test_saving_a_row_that_was_not_opened_keeps_its_words(ann, ben):
    row = Copy.objects.get(pk=copy(ann, ben).pk)
    row.until_on = timezone.now().date()
    row.save()
    assert Copy.objects.get(pk=row.pk).body == SECRET


def test_moving_sealed_bytes_to_another_row_makes_them_unreadable(ann, ben):
    first, second = copy(ann, ben), copy(ann, ben, "other")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE sharing_copy SET body = (SELECT body FROM sharing_copy WHERE code = %s) WHERE code = %s", [first.code, second.code])
    assert isinstance(Copy.objects.get(pk=second.pk).body, Unreadable)


def test_destroying_the_key_makes_every_word_unreadable_and_saving_keeps_the_bytes(ann, ben):
    made = copy(ann, ben)
    keystore.destroy(ann.pk)
    row = Copy.objects.get(pk=made.pk)
    assert isinstance(row.body, Unreadable)
    row.save()
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM sharing_copy")
        assert len(bytes(cursor.fetchone()[0])) > 45


def test_files_are_bound_to_their_label():
    ann = make_account()
    sealed = seal_bytes(ann.pk, "a", b"photo")
    assert open_bytes("a", sealed) == b"photo"
    with pytest.raises(ValueError, match="damaged or moved"):
        open_bytes("b", sealed)
