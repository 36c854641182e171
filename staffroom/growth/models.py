"""What is on a teacher's mind: one sentence at a time, for nobody else."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from staffroom.kit.rows import Row
from staffroom.kit.sealed import SealedText
from staffroom.people.models import Account


class Sentence(Row):
    """One private sentence, and the minutes there are for it. It leads to suggestions and is never counted."""

    class Mood(models.TextChoices):
        BOTHERING = "bothering", _("What is bothering you?")
        CURIOUS = "curious", _("What are you curious about?")
        GOOD_AT = "good_at", _("What are you good at?")

    person = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", db_index=False)  # an index below begins with it
    mood = models.CharField(max_length=10, choices=Mood, default=Mood.BOTHERING)
    text = SealedText()
    minutes = models.PositiveIntegerField(default=15)
    set_aside = SealedText()  # codes of offers that the teacher did not want, separated by spaces

    known = dict.fromkeys(("person", "mood", "text", "minutes", "set_aside"), "owner")
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        indexes = [models.Index(fields=["person", "-made_at"], name="sentence_person")]
