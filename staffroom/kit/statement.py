"""Statements of a fixed shape, written once for each process.

Django writes the SQL of a queryset anew each time it is asked, and for the small statements of a page that costs ten times
as much as the asking. `@written_once` keeps the SQL and, after the first time, only puts other values into it:

    @written_once
    def _steps(*, person: UUID) -> QuerySet[PlanStep]:
        return PlanStep.objects.filter(person_id=person, ended_as="").order_by("planned_on")

    _steps(person=viewer.pk)  # -> a list

The function is called once, with made-up values, so all that differs from one asking to the next must come in as a value
(a key, a day, a moment, a text, or a list of those for `__in`) and nothing may depend on what a value is. A value that the
SQL does not hold, and a day or a moment that did not come in as a value, is an error at the first call. A statement with a
list is written for lists up to 8, 32, 128… long; a shorter one is filled up with its last value. An empty one asks nothing.
"""

import functools
import inspect
import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any, TypeVar
from uuid import UUID, SafeUUID, uuid4

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    AutoField,
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    Field,
    ForeignKey,
    Model,
    PositiveIntegerField,
    PositiveSmallIntegerField,
    QuerySet,
    TextField,
    UUIDField,
)
from django.db.models.base import ModelState
from django.db.models.expressions import Col
from django.db.models.query import FlatValuesListIterable, ModelIterable, RelatedPopulator, ValuesListIterable, get_related_populators
from django.db.models.query_utils import DeferredAttribute
from django.db.models.sql.compiler import SQLCompiler

Made = TypeVar("Made", bound=Model)
_all_kept: list[dict] = []
_LONG_AGO = date(1583, 1, 1)
_new, _set, _SAFE = object.__new__, object.__setattr__, SafeUUID.unknown
_MARK = re.compile(r"(?<!%)%s")


def written_once(build: Callable[..., QuerySet]) -> Callable[..., list]:
    """Decorate a function with keyword-only values that gives a queryset: its SQL is kept, and calling it gives the rows as a list."""
    kept: dict[tuple[int, ...], _Statement] = {}
    _all_kept.append(kept)

    @functools.wraps(build)
    def ask(**values: Any) -> list:
        lists = {name: value for name, value in values.items() if isinstance(value, list)}
        if not all(lists.values()):
            return []
        values |= {name: _filled(value) for name, value in lists.items()}
        shape = tuple(len(values[name]) for name in lists)
        if shape not in kept:
            kept[shape] = _write(build, values)
        return kept[shape].rows(values)

    return ask


@dataclass(frozen=True)
class _Place:
    """Where a value goes: which one, and which of a list."""

    name: str
    index: int | None = None

    def of(self, values: dict[str, Any]) -> Any:
        return values[self.name] if self.index is None else values[self.name][self.index]


@dataclass(frozen=True)
class _Statement:
    """What is kept: the SQL, its values with a _Place for each that comes in, how columns become values, and what a row becomes."""

    sql: str
    lean: str
    places: list
    width: int  # further columns are there to be ordered by
    converters: list[tuple[int, Callable, Any]]
    become: Callable[[Sequence], Any]

    def rows(self, values: dict[str, Any]) -> list:
        here = connections[DEFAULT_DB_ALIAS]
        params = [_stored(place.of(values), here) if isinstance(place, _Place) else place for place in self.places]
        cursor = _execute(here, self.sql, self.lean, params)
        found = [list(row[:self.width]) for row in cursor.fetchall()]
        for column, convert, expression in self.converters:
            for row in found:
                row[column] = convert(row[column], expression, here)
        return [self.become(row) for row in found]


def _filled(values: list) -> list:
    """The list with its last value again, until it is as long as a statement is written for."""
    size = 8
    while size < len(values):
        size *= 4
    return values + values[-1:] * (size - len(values))


def forget() -> None:
    """Every statement is written anew: for tests that change a rule while the process runs."""
    for kept in _all_kept:
        kept.clear()


def _execute(here: BaseDatabaseWrapper, sql: str, lean: str, params: list) -> Any:
    """A cursor that has run a statement. On SQLite, and where nobody listens, without Django's layers: they find out anew what is known of it."""
    if here.connection is None or here.vendor != "sqlite" or here.force_debug_cursor or here.execute_wrappers:
        cursor = here.cursor()
        cursor.execute(sql, params)
        return cursor
    here.validate_no_broken_transaction()
    with here.wrap_database_errors:
        return here.connection.execute(lean, params)


def _lean(sql: str) -> str:
    """With the marks for values that SQLite knows, as Django's cursor would write it at every asking."""
    return _MARK.sub("?", sql).replace("%%", "%")


def put(row: Model) -> bool:
    """Insert a row by a statement that is written once for its kind; False if one like it is there already. No signals, nothing else saved.

    For the small rows that every act leaves. The row needs its key already, or learns it never.
    """
    came = _insert(type(row), row, True)
    if came:
        row._state.adding = False
    return came


def insert(row: Model) -> None:
    """The same for a row that must not be there yet: IntegrityError for one that is."""
    _insert(type(row), row, False)
    row._state.adding = False


def leave(model: type[Model], **values: Any) -> Any:
    """The same as `put` for a row of which nothing more is asked: no object is made of it. What was put, or None if one like it is there."""
    row = SimpleNamespace(**_kept(model).filled(values))
    return row if _insert(model, row, True) else None


def fresh(model: type[Made], **values: Any) -> Made:
    """A row that is to be inserted, as `model(**values)` makes it, the short way. For models that set nothing up themselves."""
    row = model.__new__(model)
    row._state = ModelState()
    row._state.db = DEFAULT_DB_ALIAS
    leads = {name: value for name, value in values.items() if isinstance(value, Model)}
    keys = {f"{name}_id": value.pk for name, value in leads.items()}
    row.__dict__.update(_kept(model).filled({name: value for name, value in values.items() if name not in leads} | keys))
    row._state.fields_cache.update(leads)
    return row


def change(row: Any, *names: str, known_by: tuple[str, ...], model: type[Model] | None = None) -> None:
    """Keep these fields of a row that is there already and has these values in `known_by`, by a statement that is written once."""
    key = (model or type(row), names, known_by)
    sql, lean, takes = _changes.get(key) or _changes.setdefault(key, _update_of(*key))
    here = connections[DEFAULT_DB_ALIAS]
    _execute(here, sql, lean, [take(row, here) for take in takes])


_changes: dict[tuple, tuple[str, str, list]] = {}


def _update_of(model: type[Model], names: tuple[str, ...], known_by: tuple[str, ...]) -> tuple[str, str, list]:
    fields = [model._meta.get_field(name) for name in (*names, *known_by)]
    sets = [f"{connection.ops.quote_name(str(field.column))} = %s" for field in fields]  # type: ignore[union-attr]  # columns of the table itself
    sql = f"UPDATE {connection.ops.quote_name(model._meta.db_table)} SET {', '.join(sets[:len(names)])} WHERE {' AND '.join(sets[len(names):])}"  # noqa: S608  # names of our own tables
    return sql, _lean(sql), [_taking(field) for field in fields]  # type: ignore[arg-type]  # the same


@dataclass(frozen=True)
class _Kept:
    """What is known of a kind of row: how it is inserted, what each column takes, and what stands, or is made, where nothing is said."""

    sql: str
    lean: str
    takes: list[Callable[[Any, BaseDatabaseWrapper], Any]]
    standing: dict[str, Any]
    made: list[tuple[str, Callable[[], Any]]]

    def filled(self, values: dict[str, Any]) -> dict[str, Any]:
        """The values, and what stands where none is given."""
        return self.standing | {name: make() for name, make in self.made if name not in values} | values


_inserts: dict[type[Model], _Kept] = {}


def _insert(model: type[Model], row: Any, once: bool) -> bool:
    kept, here = _kept(model), connections[DEFAULT_DB_ALIAS]
    end = " ON CONFLICT DO NOTHING" if once else ""
    return _execute(here, kept.sql + end, kept.lean + end, [take(row, here) for take in kept.takes]).rowcount > 0


def _kept(model: type[Model]) -> _Kept:
    return _inserts.get(model) or _inserts.setdefault(model, _insert_into(model))


def _insert_into(model: type[Model]) -> _Kept:
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, AutoField)]
    name = connection.ops.quote_name
    columns, places = ", ".join(name(str(field.column)) for field in fields), ", ".join(["%s"] * len(fields))
    sql = f"INSERT INTO {name(model._meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608  # names of our own tables
    making = [field for field in fields if field.has_default() and callable(field.default)]
    standing = {field.attname: field.get_default() for field in fields if field not in making}
    made = [(field.attname, field.default) for field in making]
    return _Kept(sql, _lean(sql), [_taking(field) for field in fields], standing, made)


# What the database takes as it is; every other value goes through its field.
_PLAIN = {CharField: str, TextField: str, PositiveIntegerField: int, PositiveSmallIntegerField: int, BooleanField: bool}


def _taking(field: Field) -> Callable[[Any, BaseDatabaseWrapper], Any]:
    """How a column gets its value from a row. A plain one, a key, a moment, a day and what is sealed go straight, others through their field."""
    name, kind, sealed = field.attname, type(field), getattr(field, "sealed", None)
    if sealed is not None:
        return lambda row, _here: sealed(row)

    def by_field(row: Any, here: BaseDatabaseWrapper) -> Any:
        return field.get_db_prep_save(field.pre_save(row, True), here)

    fits: type
    straight: Callable[[Any, BaseDatabaseWrapper], Any] | None
    target = field.target_field if isinstance(field, ForeignKey) else field
    if kind in _PLAIN:
        fits, straight = _PLAIN[kind], None
    elif isinstance(field, ForeignKey | UUIDField) and type(target) is UUIDField:
        fits, straight = UUID, _stored_key
    elif kind in {DateTimeField, DateField} and not field.auto_now and not field.auto_now_add:  # type: ignore[attr-defined]  # both have them
        fits, straight = (datetime, _stored_moment) if kind is DateTimeField else (date, _stored)
    else:
        return by_field

    def take(row: Any, here: BaseDatabaseWrapper) -> Any:
        value = getattr(row, name)
        if value is None:
            return None
        if type(value) is not fits:
            return by_field(row, here)
        return value if straight is None else straight(value, here)

    return take


def _write(build: Callable[..., QuerySet], values: dict[str, Any]) -> _Statement:
    made_up = {name: _like(value) for name, value in values.items()}
    rows = build(**made_up)
    compiler = rows.query.get_compiler(connection=connection)
    sql, params = compiler.as_sql()
    names = {_stored(value, connection): place for name, given in made_up.items() for value, place in _placed(name, given)}
    places = [names.get(param, param) for param in params]
    if missing := set(made_up) - {place.name for place in places if isinstance(place, _Place)}:
        raise TypeError(f"{build.__qualname__}: its statement does not hold {', '.join(sorted(missing))}.")
    if any(_is_time(param) for param in places):
        raise TypeError(f"{build.__qualname__}: a day or a moment in it did not come in as a value.")
    found = compiler.get_converters([column[0] for column in compiler.select[:compiler.col_count]])
    converters = [(column, _reader(one), expression) for column, (several, expression) in found.items() for one in several
                  if not _is_read_already(one, expression)]
    return _Statement(sql, _lean(sql), places, compiler.col_count, converters, _become(rows, compiler))


def _is_read_already(convert: Callable, expression: Any) -> bool:
    """SQLite's driver itself makes days and truths of columns that are declared as such."""
    made = convert.__name__ in {"convert_datefield_value", "convert_booleanfield_value"}
    return made and connection.vendor == "sqlite" and isinstance(expression, Col)


def _reader(convert: Callable) -> Callable:
    """How a column is read. SQLite's keys and moments stand in it as Django wrote them: that need not be looked for in every row anew."""
    ours = {"convert_uuidfield_value": _key, "convert_datetimefield_value": _moment}
    return ours.get(convert.__name__, convert) if connection.vendor == "sqlite" and connection.timezone is UTC else convert


def _key(value: str | None, _expression: Any, _here: Any) -> UUID | None:
    return None if value is None else key_of(value)


def key_of(value: str | UUID) -> UUID:
    """A key as the database hands it out: 32 hexadecimal digits on SQLite."""
    if isinstance(value, UUID):
        return value
    key = _new(UUID)
    _set(key, "int", int(value, 16))
    _set(key, "is_safe", _SAFE)
    return key


def _moment(value: Any, _expression: Any, _here: Any) -> datetime | None:
    """A column gives a moment without its zone, what was reckoned from columns gives letters."""
    return None if value is None else (datetime.fromisoformat(value) if isinstance(value, str) else value).replace(tzinfo=UTC)


def _become(rows: QuerySet, compiler: SQLCompiler) -> Callable[[Sequence], Any]:
    """What the queryset makes of a row: what Django finds out anew at every asking."""
    asked: Any = rows  # its types leave out how it becomes rows
    if asked._iterable_class is FlatValuesListIterable:
        return lambda row: row[0]
    if asked._iterable_class is ValuesListIterable:
        return tuple
    if asked._iterable_class is not ModelIterable or asked._prefetch_related_lookups or asked._known_related_objects:
        raise TypeError("A statement that is written once gives rows, or columns of rows.")
    info: Any = compiler.klass_info
    model, first, last = info["model"], info["select_fields"][0], info["select_fields"][-1] + 1
    fields = [column[0].target.attname for column in compiler.select[first:last]]
    make = _maker(model, fields)
    joined = [_joined(one) for one in get_related_populators(info, compiler.select, DEFAULT_DB_ALIAS)]  # type: ignore[call-arg]  # its types know a later Django
    more = list((compiler.annotation_col_map or {}).items())

    def become(row: Sequence) -> Model:
        made = make(row[first:last])
        for add in joined:
            add(row, made)
        for name, column in more:
            setattr(made, name, row[column])
        return made

    return become


def _joined(other: RelatedPopulator) -> Callable[[Sequence, Model], None]:
    """Puts the row that was read along into the one that it belongs to, and what was read along with it."""
    if other.reorder_for_init:
        return other.populate
    make, key, first, last = _maker(other.model_cls, other.init_list), other.pk_idx, other.cols_start, other.cols_end
    more = [_joined(one) for one in other.related_populators]
    local, remote = other.local_setter, other.remote_setter

    def add(row: Sequence, to: Model) -> None:
        if row[first + key] is None:
            local(to, None)
            return
        made = make(row[first:last])
        for one in more:
            one(row, made)
        local(to, made)
        remote(made, to)

    return add


def _maker(model: type[Model], fields: list[str]) -> Callable[[Sequence], Model]:
    """Makes a stored row of values in the order of `fields`; what is not among them is read when it is asked for.

    Django goes through every field of the model, and through those that were not read twice. A model that reads rows in a way of its own, or has a
    field that wants to be told of its value, is left to Django.
    """
    there = [inspect.getattr_static(model, name) for name in fields]
    own = any(name in vars(kind) for kind in model.__mro__[:model.__mro__.index(Model)] for name in ("from_db", "__init__"))
    if own or not all(isinstance(one, DeferredAttribute) for one in there):
        return lambda values: model.from_db(DEFAULT_DB_ALIAS, fields, values)

    def make(values: Sequence) -> Model:
        made = model.__new__(model)
        made._state = ModelState()
        made._state.adding, made._state.db = False, DEFAULT_DB_ALIAS
        made.__dict__.update(zip(fields, values, strict=True))
        return made

    return make


def _placed(name: str, given: Any) -> list[tuple[Any, _Place]]:
    if isinstance(given, list):
        return [(value, _Place(name, index)) for index, value in enumerate(given)]
    return [(given, _Place(name))]


def _like(value: Any) -> Any:
    """A value of the same kind that nobody has."""
    if isinstance(value, list):
        return [_like(one) for one in value]
    by = timedelta(days=secrets.randbelow(50_000))
    if isinstance(value, datetime):
        return datetime(_LONG_AGO.year, 1, 1, 3, 4, 5, tzinfo=UTC) + by
    if isinstance(value, date):
        return _LONG_AGO + by
    if isinstance(value, UUID):
        return uuid4()
    if isinstance(value, str):
        return secrets.token_hex(16)
    raise TypeError(f"{value!r} is no key, day, moment or text.")


def _stored(value: Any, here: Any) -> Any:
    """As the database takes it."""
    if isinstance(value, UUID):
        return _stored_key(value, here)
    if isinstance(value, datetime):
        return _stored_moment(value, here)
    return here.ops.adapt_datefield_value(value) if isinstance(value, date) else value


def _stored_key(value: Any, here: Any) -> Any:
    return value if here.features.has_native_uuid_field else value.hex


def _stored_moment(value: Any, here: Any) -> Any:
    if value.tzinfo is UTC and here.vendor == "sqlite" and here.timezone is UTC:
        return str(value.replace(tzinfo=None))
    return here.ops.adapt_datetimefield_value(value)


def _is_time(param: Any) -> bool:
    if isinstance(param, str):
        try:
            datetime.fromisoformat(param)
        except ValueError:
            return False
        return True
    return isinstance(param, date)
