"""What stands forty times on a page, written without a template for each."""

from html import escape

from django import template
from django.utils.safestring import SafeString  # house: each value in a line is escaped by the line that writes it
from django.utils.translation import gettext as _

from staffroom.record.queries.lines import Line, Month
from staffroom.ui.templatetags.ui import picture

register = template.Library()
CUTS = {"handed": "torn ", "wall": "sheet "}


@register.simple_tag
def lines_of(month: Month) -> str:
    """The entries of a month as lines of the leaf."""
    time, copy = escape(_("Time:")), _("A copy: <bdi>%(names)s</bdi>")
    return SafeString("".join(_line(line, time, copy) for line in month.lines))


@register.simple_tag
def ways_to(months: tuple[tuple[str, str], ...]) -> str:
    """The way to each of these months."""
    return SafeString(", ".join(f'<a href="{escape(href)}">{escape(name)}</a>' for name, href in months))


def _line(line: Line, time: str, copy: str) -> str:
    held_by = ". " + copy % {"names": escape(line.held_by)} if line.held_by else ""
    return (
        f'<li class="line"><span class="mark">{picture(line.icon)}<br>{line.day}</span><div class="{CUTS.get(line.material, "")}entry">'
        f'<h3><a href="{escape(line.href)}">{escape(line.title)}</a></h3><p class="hrs"><span class="vh">{time} </span>{escape(line.hours)}</p>'
        f'<p class="small quiet more">{escape(line.about)}</p><p class="rung more">{picture(f"rung{line.rung}", "r")}'
        f'<span><b>{escape(line.step)}</b> {escape(line.says)}{held_by}</span></p></div></li>')
