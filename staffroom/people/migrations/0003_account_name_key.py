from django.db import migrations, models

from staffroom.kit import order


def fill(apps, schema_editor):
    rows = apps.get_model("people", "Account").objects.exclude(name="").only("pk", "name").iterator(1_000)
    for row in rows:
        type(row).objects.filter(pk=row.pk).update(name_key=order.key(row.name)[:240])


class Migration(migrations.Migration):

    dependencies = [("people", "0002_proofs_and_profiles")]

    operations = [
        migrations.AddField(model_name="account", name="name_key", field=models.CharField(blank=True, max_length=240, default=""), preserve_default=False),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
