"""Topics come from the commons that ships with Staffroom."""

import json
from pathlib import Path

from staffroom.kit.acts import act
from staffroom.topics.models import Topic

COMMONS = Path(__file__).parent / "commons" / "topics.json"
KINDS = {"themes": Topic.Kind.THEME, "subjects": Topic.Kind.SUBJECT, "stages": Topic.Kind.STAGE}


@act("topics.load")
def load(*, by) -> None:
    """Bring the topics in line with the commons; doing it again changes nothing."""
    said = json.loads(COMMONS.read_text())
    Topic.objects.bulk_create([
        Topic(kind=KINDS[group], slug=row["code"], name=row["name"], mood=row.get("mood", ""), position=position,
              words="\n".join([row.get("words", ""), *row.get("phrases", [])])) for group, rows in said.items() for position, row in enumerate(rows)],
        update_conflicts=True, unique_fields=["kind", "slug"], update_fields=["name", "mood", "words", "position"])
