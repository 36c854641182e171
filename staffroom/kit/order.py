"""The order of names, as readers look them up: capitals and accents make no difference, ñ stands after n; the same on every engine."""

import unicodedata

from django.db.backends.signals import connection_created
from django.db.models import F, Func, TextField
from django.db.models.expressions import OrderBy

AFTER_N = "n~"  # behind every letter that may follow an n
_LATIN = {char: base.lower() for char in map(chr, range(0xC0, 0x180))
          if (base := unicodedata.normalize("NFD", char)[0]) != char and base.isascii() and char not in "ñÑ"}
_PLAIN = str.maketrans(_LATIN | {"ñ": AFTER_N, "Ñ": AFTER_N})


def key(name: str) -> str:
    """What a name is sorted by: "Núñez" -> "nun~ez"."""
    return (name if name.isascii() else name.translate(_PLAIN)).lower()


class _Key(Func):
    """The same, reckoned by the database."""

    function = "kit_order_key"
    output_field = TextField()

    def as_postgresql(self, compiler, connection, **context):
        pairs = {"from": "".join(_LATIN), "to": "".join(_LATIN.values()), "n": AFTER_N}
        template = "replace(replace(lower(translate(%(expressions)s, '{from}', '{to}')), 'ñ', '{n}'), 'Ñ', '{n}') COLLATE \"C\"".format(**pairs)
        return self.as_sql(compiler, connection, template=template, **context)


def by_name(field: str) -> OrderBy:
    """For `order_by`: rows in the order of this column of names."""
    return _Key(F(field)).asc()


class _Stored(Func):
    """A column of keys, compared letter by letter on every engine."""

    template = "%(expressions)s"
    output_field = TextField()

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, template='%(expressions)s COLLATE "C"', **context)


def by_key(field: str) -> OrderBy:
    """The same by a column that keeps the keys: for lists that may be long, where reckoning each row would cost more than the page."""
    return _Stored(F(field)).asc()


def teach(sender, connection, **rest) -> None:
    """Tell SQLite how."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("kit_order_key", 1, lambda name: None if name is None else key(name), deterministic=True)


connection_created.connect(teach, dispatch_uid="kit.order")
