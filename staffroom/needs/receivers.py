"""What this room lends to rooms below."""

from django.urls import reverse

from staffroom.catalogue import beside
from staffroom.needs import queries
from staffroom.needs import replied as _replied  # noqa: F401  what is asked and answered by mail, told to the room below
from staffroom.needs import reported as _reported  # noqa: F401  what can be reported, told to the room below


@beside.register
def needs(viewer, query) -> list[beside.Thing]:
    """What others miss, near these words, beside the results of Find."""
    return [beside.Thing(words=need.words, says=queries.how_many(need), link=reverse("needs:need", args=[need.code]))
            for need in queries.near(viewer, query, beside.MOST)]
