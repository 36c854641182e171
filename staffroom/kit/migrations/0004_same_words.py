"""Both engines see the same words: PostgreSQL gets a configuration without stop words, with the same English endings."""

from django.db import migrations

VECTOR = ("ALTER TABLE kit_searchdoc ADD COLUMN vec tsvector GENERATED ALWAYS AS "
          "(setweight(to_tsvector('{0}', title), 'A') || setweight(to_tsvector('{0}', body), 'D')) STORED")
INDEX = "CREATE INDEX kit_searchdoc_vec ON kit_searchdoc USING gin (vec)"
DROP = "ALTER TABLE kit_searchdoc DROP COLUMN vec"
FORWARDS = (
    "CREATE TEXT SEARCH DICTIONARY staffroom_endings (TEMPLATE = snowball, Language = english)",
    "CREATE TEXT SEARCH CONFIGURATION staffroom (COPY = simple)",
    "ALTER TEXT SEARCH CONFIGURATION staffroom ALTER MAPPING FOR asciiword, word, numword, asciihword, hword, numhword, hword_asciipart, hword_part, "
    "hword_numpart WITH staffroom_endings",
    DROP, VECTOR.format("staffroom"), INDEX,
)
BACKWARDS = (DROP, VECTOR.format("english"), INDEX, "DROP TEXT SEARCH CONFIGURATION staffroom", "DROP TEXT SEARCH DICTIONARY staffroom_endings")


def _run(schema_editor, statements) -> None:
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def make(apps, schema_editor):
    _run(schema_editor, FORWARDS)


def unmake(apps, schema_editor):
    _run(schema_editor, BACKWARDS)


class Migration(migrations.Migration):
    dependencies = [("kit", "0003_search_index")]
    operations = [migrations.RunPython(make, unmake)]
