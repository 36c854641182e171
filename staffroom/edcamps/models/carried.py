"""A day that came from another instance."""

from django.db import models

from staffroom.edcamps.models.edcamps import Edcamp
from staffroom.kit.rows import Row
from staffroom.people.models import Account


class Carried(Row):
    """This edcamp came as a file, whose key is `key`, the last time by this person. `names` says which row here each of its rows became; `said` holds
    marks of the values that came last, by which it is seen what was changed here since; `before` is what the last one changed, until it is undone.
    """

    edcamp = models.OneToOneField(Edcamp, on_delete=models.CASCADE, related_name="carried")
    by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    key = models.CharField(max_length=64, unique=True)
    number = models.PositiveIntegerField(default=1)
    names = models.JSONField(default=dict)
    said = models.JSONField(default=dict)
    before = models.JSONField(default=dict)

    known = dict.fromkeys(("edcamp", "by", "number", "code", "made_at"), "members") | dict.fromkeys(("key", "names", "said", "before"), "never")
    on_erase = "keep"  # the day is of many; the name goes
