"""What stands fifty times on a page, written without a template for each."""

from collections.abc import Iterable
from html import escape

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString  # house: each value in a row is escaped by the line that writes it
from django.utils.translation import gettext as _

from staffroom.orgs.models import Membership, Organisation
from staffroom.ui.templatetags.ui import demo, when

register = template.Library()


@register.simple_tag
def member_rows(body: Organisation, members: Iterable[Membership]) -> str:
    """Names, roles and dates as rows of a table."""
    here, headings = reverse("office_body", args=[body.code]), (escape(_("Role")), escape(_("From")), escape(_("To")))
    still = f'<span class="quiet">{escape(_("open"))}</span>'
    return SafeString("\n".join(_row(row, here, headings, still) for row in members))


def _row(row: Membership, here: str, headings: tuple[str, str, str], still: str) -> str:
    role, since, until = headings
    return (
        f'<tr><th scope="row"><a href="{here}members/{row.code}/"><bdi>{escape(str(row.person))}</bdi></a>{demo(row.person)}</th>'
        f'<td data-h="{role}">{escape(row.get_role_display())}</td><td class="num" data-h="{since}">{when(row.from_on, "short")}</td>'
        f'<td class="num" data-h="{until}">{when(row.to_on, "short") if row.to_on else still}</td></tr>')
