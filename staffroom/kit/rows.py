"""What every stored thing has: a key that is never shown, a random public code, and an answer to "who may know this"."""

from collections.abc import Callable
from typing import Any

from django.db import DEFAULT_DB_ALIAS, models
from django.db.models.fields.related_lookups import RelatedIsNull

from staffroom.kit import clock
from staffroom.kit.ids import new_code, uuid7
from staffroom.kit.statement import insert


class Derived(models.CharField):
    """A column reckoned from another one of its row whenever the row is kept: `by(value)`, cut to the column."""

    def __init__(self, *args, of: str = "", by: Callable[[str], str] = str, **kwargs):
        super().__init__(*args, **kwargs)
        self.of, self.by = of, by

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value = self.by(getattr(model_instance, self.of))[:self.max_length]
        setattr(model_instance, self.attname, value)
        return value

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


@models.OneToOneField.register_lookup
class _Nobody(RelatedIsNull):
    """`gone=None` of a one-to-one field. SQLite takes an index that is unique to find one row at most, and would read every row of the table that has
    nobody there before any index of the owner; the plus keeps it from that index (https://www.sqlite.org/optoverview.html#disqualifying_where_clause_terms_using_unary_).
    """

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        sql, params = self.as_sql(compiler, connection)
        return (f"+{sql}", params) if self.rhs else (sql, params)


KNOWN = ("owner", "members", "public", "never")


class Row(models.Model):
    """Base of all models.

    `known` says for each own field who may know it: its owner, the members of the group or body it belongs to,
    anyone, or nobody outside ("never leaves": secrets and hashes). `owned_by` is the path to the account that owns
    the row (None: nobody). `on_erase` says what happens when that account is erased: "delete", or "keep" where a
    colleague or a body relies on it. Export, erasure and the access matrix are derived from these three.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    made_at = models.DateTimeField(default=clock.now, editable=False)

    known: dict[str, str] = {}
    owned_by: str | None = None
    on_erase = "delete"

    class Meta:
        abstract = True

    def _do_insert(self, manager, using, fields, returning_fields, raw):
        """The insert of `save`, by a statement that is written once for each kind: half of what an insert costs is writing it."""
        if raw or returning_fields or using != DEFAULT_DB_ALIAS:
            return super()._do_insert(manager, using, fields, returning_fields, raw)  # type: ignore[misc]  # a hook of Django that its types leave out
        insert(self)
        return []

    def _get_FIELD_display(self, field: models.Field) -> Any:
        """The word for a choice. Django's own translates every choice of the field each time; a list of forty rows then costs as much as its page."""
        value = getattr(self, field.attname)
        words = dict(field.flatchoices).get(value, value)
        return words if words is None else str(words)


BASE_KNOWN = {"id": "never", "code": "owner", "made_at": "owner"}


def who_may_know(model: type[models.Model], field: str) -> str | None:
    """One of KNOWN, or None when the model does not say (a house test refuses that)."""
    return getattr(model, "known", {}).get(field) or BASE_KNOWN.get(field)
