from django.db import migrations, models

import staffroom.sharing.models


class Migration(migrations.Migration):
    """Copies say in which language they were handed over; of those that lie here already it is not known."""

    dependencies = [("sharing", "0001_initial")]

    operations = [
        migrations.AddField("copy", "language", models.CharField(blank=True, default="", max_length=10)),
        migrations.AlterField("copy", "language", models.CharField(blank=True, default=staffroom.sharing.models.spoken, max_length=10)),
    ]
