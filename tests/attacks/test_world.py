"""The world itself: nothing private is without a canary."""

import json
import shutil

import pytest
from django.core.files.storage import default_storage

from staffroom.kit.rows import who_may_know
from staffroom.record import shelf as record_shelf
from tests import laid
from tests.attacks import asking
from tests.attacks.makers import MAKERS, NO_WORDS, private_models, word_fields
from tests.attacks.world import OWNERS, build, undone

pytestmark = pytest.mark.django_db


def test_every_private_kind_of_thing_has_a_maker():
    without = [model._meta.label for model in private_models() if model not in MAKERS]
    assert without == []


def test_every_exception_names_a_field_that_exists():
    from django.apps import apps

    for path in NO_WORDS:
        label, _dot, name = path.rpartition(".")
        model = apps.get_model(label)
        assert model._meta.get_field(name) and who_may_know(model, name), path


def test_every_private_field_of_words_holds_a_canary(world):
    without = []
    for model in private_models():
        for owner in OWNERS:
            rows = [model._default_manager.get(pk=thing.row.pk) for thing in world.things[model] if thing.owner == owner and thing.state == "there"]
            rows += list(model._default_manager.filter(entry=rows[0].entry)) if model.__name__ == "Evidence" else []
            for name in word_fields(model):
                held = " ".join(_words(row, name) for row in rows)
                if not any(token in held for token, canary in world.canaries.items() if (canary.model, canary.owner, canary.field) == (model._meta.label, owner, name)):
                    without.append(f"{model._meta.label}.{name} of {owner}")
    assert without == []


def _words(row, name: str) -> str:
    if name in getattr(row, "holds_files", {}):
        stored = getattr(row, name)
        assert not stored or default_storage.exists(f"{row.holds_files[name]}/{stored}")
        label = record_shelf.evidence_label(row.pk) if type(row).__name__ == "Evidence" else getattr(row, "label", "")
        return record_shelf.get(stored, label).decode() if stored else ""
    value = getattr(row, name)
    return value if isinstance(value, str) else json.dumps(value, default=str)


def test_a_world_that_is_laid_out_again_is_the_one_that_was_built(db, shelf, frozen):
    laid.forget(build)
    seen = []
    for _built_then_laid_out in range(2):
        with undone():
            world = laid.laid(build, shelf)
            files = {path.relative_to(shelf): path.read_bytes() for path in shelf.rglob("*") if path.is_file()}
            seen.append((asking.rows_digest(but=()), files, set(world.canaries), {name: held.pk for name, held in world.people.items()}))
        shutil.rmtree(shelf)
    assert seen[0] == seen[1] and len(seen[0][1]) > 3
