import random

import pytest

from staffroom.kit import order
from staffroom.kit.testing import make_account
from staffroom.people.models import Account

NAMES = ["Ana Zúñiga", "andrés Pérez", "Ángela Díaz", "Bea Nuñez", "Bea Núñez", "Bea Nuzo", "Bea Ñandú", "Bea Oliva", "Çelik", "Émile", "İpek", "Œuvre", "Ольга", "王芳"]


def test_names_stand_where_a_reader_looks_for_them():
    mixed = random.Random(1).sample(NAMES, len(NAMES))  # noqa: S311  # an order to be undone
    assert sorted(mixed, key=lambda name: (order.key(name), name)) == [
        "Ana Zúñiga", "andrés Pérez", "Ángela Díaz", "Bea Nuñez", "Bea Núñez", "Bea Nuzo", "Bea Ñandú", "Bea Oliva", "Çelik", "Émile", "İpek",
        "Œuvre", "Ольга", "王芳"]


@pytest.mark.django_db
def test_the_database_has_the_same_order():
    for name in random.Random(2).sample(NAMES, len(NAMES)):
        make_account(name)
    assert list(Account.objects.order_by(order.by_name("name"), "name").values_list("name", flat=True)) == sorted(
        NAMES, key=lambda name: (order.key(name), name))
    assert list(Account.objects.order_by(order.by_key("name_key"), "name").values_list("name", flat=True)) == sorted(
        NAMES, key=lambda name: (order.key(name), name))
