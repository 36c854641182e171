"""Documents keep their kind among their words, so that a search for one kind does not read the others."""

from django.db import migrations
from django.db.models import F, TextField, Value
from django.db.models.functions import Concat


def mark(apps, schema_editor):
    apps.get_model("kit", "SearchDoc").objects.update(titled=Concat(Value("zk"), F("kind"), Value(" "), F("titled"), output_field=TextField()))


class Migration(migrations.Migration):
    dependencies = [("kit", "0005_one_order")]
    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
