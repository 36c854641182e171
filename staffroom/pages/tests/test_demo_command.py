"""`staffroom demo`: makes it once, quickly; refuses beside real people, unless told to step aside."""

import pytest

from tests.instance import Instance, fresh

COUNT = """
from staffroom.people.models import Account
answer([Account.objects.filter(is_demo=demo).count() for demo in (True, False)])
"""


@pytest.fixture
def instance(tmp_path):
    return Instance(fresh(tmp_path / "data"))


def test_made_once_within_a_hang_guard_and_then_left_alone(instance):
    assert "26 people" in instance.done("demo")
    assert (instance.data / "demo").exists()
    assert instance.ask(COUNT) == [26, 0]
    assert "nothing was changed" in instance.done("demo")
    (instance.data / "demo").unlink()
    instance.done("demo")
    assert (instance.data / "demo").exists()
    assert instance.ask(COUNT) == [26, 0]
    assert "Everything fits together." in instance.done("verify")


def test_not_beside_real_people(instance):
    instance.ask("from staffroom.kit.testing import make_account\nmake_account('Real Teacher')")
    assert instance.staffroom("demo").returncode == 3
    assert "No demo world" in instance.done("demo", "--if-nobody")
    assert not (instance.data / "demo").exists()
    assert instance.ask(COUNT) == [0, 1]


def test_serving_a_new_folder_beside_real_people_starts_without_a_demo_world(instance):
    instance.ask("from staffroom.kit.testing import make_account\nmake_account('Real Teacher')")
    (instance.data / "made").unlink()
    with instance.running("--host", "127.0.0.1"):
        assert instance.get("/demo/")[0] == 404
    assert instance.ask(COUNT) == [0, 1]
