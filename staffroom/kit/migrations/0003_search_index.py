"""The engine's own index beside the table of searchable documents."""

from django.db import migrations

SQLITE = (
    "CREATE VIRTUAL TABLE kit_search_fts USING fts5(title, body, content='kit_searchdoc', content_rowid='id', "
    "tokenize='porter unicode61 remove_diacritics 2')",
    "CREATE TRIGGER kit_search_put AFTER INSERT ON kit_searchdoc BEGIN "
    "INSERT INTO kit_search_fts(rowid, title, body) VALUES (new.id, new.title, new.body); END",
    "CREATE TRIGGER kit_search_drop AFTER DELETE ON kit_searchdoc BEGIN "
    "INSERT INTO kit_search_fts(kit_search_fts, rowid, title, body) VALUES ('delete', old.id, old.title, old.body); END",
    "CREATE TRIGGER kit_search_change AFTER UPDATE ON kit_searchdoc BEGIN "
    "INSERT INTO kit_search_fts(kit_search_fts, rowid, title, body) VALUES ('delete', old.id, old.title, old.body); "
    "INSERT INTO kit_search_fts(rowid, title, body) VALUES (new.id, new.title, new.body); END",
)
POSTGRESQL = (
    "ALTER TABLE kit_searchdoc ADD COLUMN vec tsvector GENERATED ALWAYS AS "
    "(setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', body), 'D')) STORED",
    "CREATE INDEX kit_searchdoc_vec ON kit_searchdoc USING gin (vec)",
)


def make(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
            cursor.execute(statement)


def unmake(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        if schema_editor.connection.vendor == "sqlite":
            for name in ("put", "drop", "change"):
                cursor.execute(f"DROP TRIGGER kit_search_{name}")
            cursor.execute("DROP TABLE kit_search_fts")
        else:
            cursor.execute("ALTER TABLE kit_searchdoc DROP COLUMN vec")


class Migration(migrations.Migration):
    dependencies = [("kit", "0002_search")]
    operations = [migrations.RunPython(make, unmake)]
