"""The database itself refuses to change or delete what stands in the ledger, on both engines.

On SQLite a table that a later step makes anew loses its triggers: that step makes them again. A posting and a checkpoint: never. The head: only forward, by one. A book: only that its person is no more. An empty table may be emptied (a restore begins so).
"""

from django.db import migrations

SHUT = {"ledger_posting": ("UPDATE", "DELETE"), "ledger_checkpoint": ("UPDATE", "DELETE"), "ledger_book": ("DELETE",), "ledger_head": ("DELETE",)}
WORDS = "the ledger is never changed"
# What may become of a row, where something may: with the words of SQLite and of PostgreSQL for "is the same".
BOOK = "NEW.person_id IS NULL AND NEW.id = OLD.id AND NEW.code = OLD.code AND NEW.made_at = OLD.made_at AND NEW.organisation_id {same} OLD.organisation_id"
HEAD = "NEW.id = OLD.id AND NEW.number = OLD.number + 1"
MAY = {"ledger_book": BOOK, "ledger_head": HEAD}


def _sqlite():
    for table, acts in SHUT.items():
        for act in acts:
            yield f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
    for table, may in MAY.items():
        yield (f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} WHEN NOT ({may.format(same='IS')}) "
               f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END")


def _postgresql():
    yield (f"CREATE FUNCTION ledger_never() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{WORDS}' "
           "USING ERRCODE = 'restrict_violation'; END $$")
    yield ("CREATE FUNCTION ledger_not_emptied() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE there boolean; BEGIN "
           "EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I)', TG_TABLE_NAME) INTO there; "
           f"IF there THEN RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL; END $$")
    for table, acts in SHUT.items():
        for act in acts:
            yield f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION ledger_never()"
        yield f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION ledger_not_emptied()"
    for table, may in MAY.items():
        yield (f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} FOR EACH ROW "
               f"WHEN (NOT ({may.format(same='IS NOT DISTINCT FROM')})) EXECUTE FUNCTION ledger_never()")


def make(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        for statement in _sqlite() if schema_editor.connection.vendor == "sqlite" else _postgresql():
            cursor.execute(statement)


def unmake(apps, schema_editor):
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    with schema_editor.connection.cursor() as cursor:
        for table in SHUT:
            for act in ("update", "delete", *(() if is_sqlite else ("truncate",))):
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{act}" + ("" if is_sqlite else f" ON {table}"))
        if not is_sqlite:
            cursor.execute("DROP FUNCTION IF EXISTS ledger_never(), ledger_not_emptied()")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunPython(make, unmake)]
    at_once = staticmethod(make)  # an empty database gets its tables without their steps (see kit's migrate)
