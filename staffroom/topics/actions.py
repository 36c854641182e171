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
    for group, rows in json.loads(COMMONS.read_text()).items():
        for position, row in enumerate(rows):
            Topic.objects.update_or_create(kind=KINDS[group], slug=row["code"], defaults={
                "name": row["name"], "mood": row.get("mood", ""), "words": "\n".join([row.get("words", ""), *row.get("phrases", [])]),
                "position": position})
