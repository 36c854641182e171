"""Tags that only the gallery needs."""

import re

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

_TIED = re.compile(r'\b(id|for|name|aria-labelledby|aria-describedby)="([^"]+)"')
_NAMED = re.compile(r'(<nav [^>]*aria-label=)"([^"]+)"')


@register.simple_tag(takes_context=True)
def shown(context, name: str, case: dict, side: str) -> str:
    """One case of a component; its ids get the side's name, since the same case stands on both."""
    html = context.template.engine.get_template(name).render(context.new(case))
    apart = _TIED.sub(rf'\1="\2-{side}"', html)
    return format_html("{}", SafeString(_NAMED.sub(rf'\1"\2, {side}"', apart)))


@register.filter
def cut_words(words: str) -> list[int]:
    """ "6 15 40" -> [6, 15, 40]."""
    return [int(word) for word in words.split()]
