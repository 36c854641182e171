"""An empty database gets its tables at once; whoever came step by step, over years or out of an old backup, has the same ones."""

import secrets
from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from staffroom.kit.backup import restore


@contextmanager
def empty():
    """A database that holds nothing, on the engine of this run, in the place of the one of the tests."""
    first = connections["default"]
    connections["default"] = database = first.copy()
    database.settings_dict["NAME"] = ":memory:"
    if first.vendor == "postgresql":
        database.settings_dict["NAME"] = f"empty_{secrets.token_hex(8)}"
        with first._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{database.settings_dict["NAME"]}"')
    try:
        yield database
    finally:
        database.close()
        connections["default"] = first
        if first.vendor == "postgresql":
            with first._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE "{database.settings_dict["NAME"]}"')


POSTGRESQL = """
SELECT table_name, column_name, udt_name || coalesce(character_maximum_length::text, '') || is_nullable || is_identity || coalesce(column_default, '')
    || coalesce(generation_expression, '') || coalesce(collation_name, '') FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT c.cfgname, m.maptokentype::text, m.mapdict::regdictionary::text FROM pg_ts_config_map m JOIN pg_ts_config c ON c.oid = m.mapcfg
UNION ALL SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 'functions', proname, pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prokind = 'f'
UNION ALL SELECT 'sequences', sequencename, data_type::text FROM pg_sequences WHERE schemaname = 'public'
"""


def shape(connection) -> set[tuple]:
    """Every column, rule, index and trigger, whatever their order."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL)
            return set(cursor.fetchall())
        cursor.execute("SELECT tbl_name, name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        return {(table, name, part) for table, name, sql in cursor.fetchall() for part in parts(sql)}


def parts(sql: str) -> list[str]:
    """What stands between the outer commas of a statement of SQLite."""
    found, depth, part = [], 0, ""
    if not sql.startswith("CREATE TABLE"):
        return [sql]
    for sign in sql[sql.index("(") + 1:sql.rindex(")")]:
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "," and not depth:
            found, part = [*found, part.strip()], ""
        else:
            part += sign
    return [*found, part.strip()]


def rows(connection) -> dict[str, list]:
    """What stands in the tables, without the moments at which steps were taken and the numbers that the engine gave."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if not table.startswith("kit_search_fts_"):
                columns = {line.name for line in connection.introspection.get_table_description(cursor, table)} - {"id", "applied", "content_type_id"}
                cursor.execute(f'SELECT {", ".join(map(connection.ops.quote_name, sorted(columns)))} FROM {connection.ops.quote_name(table)}')
                found[table] = sorted(map(repr, cursor.fetchall()))
    return found


@pytest.mark.django_db
def test_tables_made_at_once_are_those_that_came_step_by_step():
    with empty() as database:
        call_command("migrate", verbosity=0)
        shape_at_once, rows_at_once = shape(database), rows(database)
    assert len(shape_at_once) > 700 and len(rows_at_once["django_migrations"]) > 90
    with empty() as database:
        graph = MigrationLoader(database).graph
        restore._migrate_to([".".join(step) for step in graph.nodes if graph.node_map[step].children])  # as a backup of an older Staffroom does
        assert len(rows(database)) < len(rows_at_once)
        call_command("migrate", verbosity=0)
        assert (shape_at_once - shape(database), shape(database) - shape_at_once) == (set(), set())
        assert rows_at_once == rows(database)
