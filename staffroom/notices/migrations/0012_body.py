"""A notice knows whose doing it tells; those that were told before are matched by their key, where it is still there."""

import django.db.models.deletion
from django.db import migrations, models


def match(apps, schema_editor):
    """The key of a notice about a role or an invitation ends with the code of that row."""
    notices, using = apps.get_model("notices", "Notice"), schema_editor.connection.alias
    for kind, model in (("invited", "Invitation"), ("joined", "Membership"), ("ended", "Membership")):
        rows = notices.objects.using(using).filter(kind=kind, body=None)
        bodies = dict(apps.get_model("orgs", model).objects.using(using).values_list("code", "organisation_id"))
        for notice in rows.iterator():
            notice.body_id = bodies.get(notice.key.partition(":")[2])
            if notice.body_id:
                notice.save(update_fields=["body"])


class Migration(migrations.Migration):
    dependencies = [("notices", "0011_required"), ("orgs", "0003_words")]
    operations = [
        migrations.AddField(model_name="notice", name="body", field=models.ForeignKey(
            null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="orgs.organisation")),
        migrations.RunPython(match, migrations.RunPython.noop),
    ]
