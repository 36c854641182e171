"""Data for this room's behaviours."""

import json

from django import template
from django.core.serializers.json import DjangoJSONEncoder

from staffroom.people import factors

register = template.Library()


@register.filter
def as_json(value) -> str:
    """What a behaviour reads from a data attribute (escaped there like any other text)."""
    return json.dumps(value, cls=DjangoJSONEncoder)


@register.simple_tag
def has_own(account) -> bool:
    """Has this account a factor of its own?"""
    return factors.has_own(account)
