from django.db import migrations

from staffroom.catalogue.where import key_of, parts, places

PART = 500


def fill(apps, schema_editor):
    """The places that offers name already."""
    offers, where = apps.get_model("catalogue", "Offer"), apps.get_model("catalogue", "Where")
    known: dict = {}
    rows = []
    found = offers.objects.exclude(place="", counts_where="", online=None).order_by("made_at")
    for pk, place, online, counts in found.values_list("pk", "place", "online", "counts_where").iterator():
        for by, words in (("place", places(place, online)), ("counts", parts(counts))):
            for word in words:
                spelt = known.setdefault((by, key_of(word)), word)
                rows.append(where(offer_id=pk, by=by, words=spelt, folded=key_of(word)))
    where.objects.bulk_create(rows, batch_size=PART)


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0008_where'),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
