"""What learning is about: themes (struggles and joys), subjects, and the ages of pupils."""

from django.db import models
from django.utils.translation import gettext

from staffroom.kit.rows import Row


class Topic(Row):
    """A theme, a subject or a stage; `slug` is its stable name in data files, `words` are what people also call it,
    then one phrase a line that they use for it."""

    class Kind(models.TextChoices):
        THEME = "theme"
        SUBJECT = "subject"
        STAGE = "stage"

    kind = models.CharField(max_length=8, choices=Kind)
    slug = models.SlugField(max_length=40)
    name = models.CharField(max_length=80)
    mood = models.CharField(max_length=10, blank=True)
    words = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    known = {"kind": "public", "slug": "public", "name": "public", "mood": "public", "words": "public", "position": "public", "code": "public",
             "made_at": "public"}
    on_erase = "keep"

    class Meta:
        ordering = ["kind", "position"]
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="topic_once")]

    def __str__(self) -> str:
        return self.said

    @property
    def said(self) -> str:
        """Its name in the reader's language; `name` is what stands in the commons."""
        return gettext(self.name)
