"""Words are freed of their endings by kit.search itself, in four fields, so that every engine is given the same and orders the same."""

from django.db import migrations, models

FTS = ("CREATE VIRTUAL TABLE kit_search_fts USING fts5({columns}, content='kit_searchdoc', content_rowid='id', tokenize=\"{tokens}\")")
TRIGGERS = (
    "CREATE TRIGGER kit_search_put AFTER INSERT ON kit_searchdoc BEGIN "
    "INSERT INTO kit_search_fts(rowid, {columns}) VALUES (new.id, {new}); END",
    "CREATE TRIGGER kit_search_drop AFTER DELETE ON kit_searchdoc BEGIN "
    "INSERT INTO kit_search_fts(kit_search_fts, rowid, {columns}) VALUES ('delete', old.id, {old}); END",
    "CREATE TRIGGER kit_search_change AFTER UPDATE ON kit_searchdoc BEGIN "
    "INSERT INTO kit_search_fts(kit_search_fts, rowid, {columns}) VALUES ('delete', old.id, {old}); "
    "INSERT INTO kit_search_fts(rowid, {columns}) VALUES (new.id, {new}); END",
)
NOW = ("title", "maker", "body", "about", "titled")
BEFORE = ("title", "body")
VEC = ("ALTER TABLE kit_searchdoc ADD COLUMN vec tsvector GENERATED ALWAYS AS ({0}) STORED")
PARTS = " || ".join(f"setweight(to_tsvector('staffroom', {name} || ' zq'), '{weight}')" for name, weight in zip(NOW, "ABCDD", strict=True))
PARTS_BEFORE = "setweight(to_tsvector('staffroom', title), 'A') || setweight(to_tsvector('staffroom', body), 'D')"
INDEX = "CREATE INDEX kit_searchdoc_vec ON kit_searchdoc USING gin (vec) WITH (fastupdate = off)"
KINDS = "asciiword, word, numword, asciihword, hword, numhword, hword_asciipart, hword_part, hword_numpart"
MAPPING = "ALTER TEXT SEARCH CONFIGURATION staffroom ALTER MAPPING FOR " + KINDS + " WITH {0}"


def _run(schema_editor, sqlite, postgresql) -> None:
    with schema_editor.connection.cursor() as cursor:
        for statement in sqlite if schema_editor.connection.vendor == "sqlite" else postgresql:
            cursor.execute(statement)


def unmake(apps, schema_editor):
    """The engine's index is taken away."""
    _run(schema_editor, [*(f"DROP TRIGGER IF EXISTS kit_search_{name}" for name in ("put", "drop", "change")), "DROP TABLE IF EXISTS kit_search_fts"],
         ["ALTER TABLE kit_searchdoc DROP COLUMN IF EXISTS vec"])


def _sqlite(columns, tokens):
    words = {"columns": ", ".join(columns), "new": ", ".join(f"new.{name}" for name in columns), "old": ", ".join(f"old.{name}" for name in columns)}
    return [FTS.format(tokens=tokens, **words), *(trigger.format(**words) for trigger in TRIGGERS),
            "INSERT INTO kit_search_fts(kit_search_fts) VALUES ('rebuild')"]


def make(apps, schema_editor):
    _run(schema_editor, _sqlite(NOW, "unicode61 remove_diacritics 0 categories 'L* N* M* Co'"),
         [MAPPING.format("simple"), VEC.format(PARTS), INDEX])


def make_before(apps, schema_editor):
    _run(schema_editor, _sqlite(BEFORE, "porter unicode61 remove_diacritics 2"), [MAPPING.format("staffroom_endings"), VEC.format(PARTS_BEFORE), INDEX])


def put_again(apps, schema_editor):
    """Documents that were put before lose their endings; their maker and what they are about stay among the words of the body until they change."""
    from staffroom.kit.questions import IN_TITLE, stems_of
    model, words = apps.get_model("kit", "SearchDoc"), apps.get_model("kit", "SearchWord")
    shown: dict = {}
    for row in model.objects.iterator(chunk_size=500):
        title, body = stems_of(row.title, shown), stems_of(row.body, shown)
        row.title, row.body, row.titled = f" {' '.join(title)} ", f" {' '.join(body)} ", " ".join(IN_TITLE + word for word in title)
        row.save()
    words.objects.bulk_create([words(word=word, shown=whole[:40], head=word[:2], tail=word[-2:], length=len(word)) for word, whole in shown.items()
                               if len(word) <= 40], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("kit", "0004_same_words")]
    operations = [
        migrations.RunPython(unmake, make_before),
        *(migrations.AddField("searchdoc", name, models.TextField(default="")) for name in ("maker", "about", "titled")),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("word", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("shown", models.CharField(max_length=40)),
                ("head", models.CharField(max_length=2)),
                ("tail", models.CharField(max_length=2)),
                ("length", models.PositiveSmallIntegerField(default=0)),
                ("documents_count", models.PositiveIntegerField(default=1)),
            ],
            options={"indexes": [models.Index(fields=["head", "length"], name="searchword_head"),
                                 models.Index(fields=["tail", "length"], name="searchword_tail")]},
        ),
        migrations.RunPython(put_again, migrations.RunPython.noop),
        migrations.RunPython(make, unmake),
    ]
