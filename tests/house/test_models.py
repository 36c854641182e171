"""Every stored field says who may know it; every row says whose it is and what becomes of it."""

import time

import pytest
from django.apps import apps
from django.db import models

from staffroom.kit.ids import uuid7
from staffroom.kit.rows import KNOWN, who_may_know
from staffroom.kit.sealed import SealedText

OURS = [model for model in apps.get_models(include_auto_created=True) if model.__module__.startswith("staffroom.")]
NAMES = [model._meta.label for model in OURS]


def own_path(model: type[models.Model]) -> type[models.Model] | None:
    """The model at the end of `owned_by`, or None for a path that leads nowhere."""
    here = model
    for part in model.owned_by.split("__"):
        if part == "pk":
            return here
        try:
            field = here._meta.get_field(part)
        except models.FieldDoesNotExist:
            return None
        here = field.related_model or here
    return here


@pytest.mark.parametrize("model", OURS, ids=NAMES)
def test_every_field_declares_who_may_know_it(model):
    if model._meta.auto_created:
        return
    undeclared = {field.name: who_may_know(model, field.name) for field in model._meta.local_fields if who_may_know(model, field.name) not in KNOWN}
    assert undeclared == {}
    fields = {field.name for field in model._meta.get_fields()}
    assert set(model.known) - fields == set()


@pytest.mark.parametrize("model", OURS, ids=NAMES)
def test_every_row_says_whose_it_is_and_what_erasure_does(model):
    if model._meta.auto_created:
        return
    assert model.on_erase in {"delete", "keep"}
    if model.owned_by is not None:
        assert own_path(model) is apps.get_model("people.Account")


@pytest.mark.parametrize("model", OURS, ids=NAMES)
def test_text_under_a_key_belongs_to_an_account_and_is_never_public(model):
    for field in model._meta.local_fields:
        if isinstance(field, SealedText):
            assert field.owner == "self" or model._meta.get_field(field.owner).related_model is apps.get_model("people.Account")
            assert who_may_know(model, field.name) in {"owner", "members", "never"}


@pytest.mark.parametrize("model", OURS, ids=NAMES)
def test_a_column_that_names_a_stored_file_is_declared(model):
    """Backups, erasure and `staffroom verify` find the files of the rows by `holds_files`; `passing_files` are in no backup."""
    columns = {field.name for field in model._meta.local_fields if field.name == "stored" or isinstance(field, models.FileField)}
    assert set(getattr(model, "holds_files", {})) | set(getattr(model, "passing_files", {})) == columns


@pytest.mark.parametrize("model", OURS, ids=NAMES)
def test_times_counts_and_durations_are_named_for_what_they_are(model):
    for field in model._meta.local_fields:
        assert not isinstance(field, models.FloatField), field.name
        if field.name == "last_login":  # Django's own
            continue
        if isinstance(field, models.DateTimeField):
            assert field.name == "at" or field.name.endswith("_at"), field.name
        elif isinstance(field, models.DateField):
            assert field.name.endswith("_on"), field.name


@pytest.mark.parametrize("model", OURS, ids=NAMES)
def test_a_tie_to_another_room_points_down_and_back_at_nothing(model):
    if model._meta.auto_created:
        return
    for field in model._meta.local_fields:
        if field.is_relation and field.related_model._meta.app_label != model._meta.app_label and field.related_model.__module__.startswith("staffroom."):
            assert field.remote_field.related_name == "+" or field.one_to_one, f"{model._meta.label}.{field.name}"


def test_keys_are_in_the_order_of_time_and_public_codes_are_not():
    from staffroom.kit.ids import new_code
    first = uuid7()
    time.sleep(0.002)  # within one thousandth of a second their order is random
    second = uuid7()
    assert first < second
    codes = {new_code() for _ in range(500)}
    assert len(codes) == 500 and all(len(code) == 12 and set(code) <= set("23456789abcdefghjkmnpqrstvwxyz") for code in codes)
