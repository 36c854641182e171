"""What stands fifty times on a page, written without a template for each."""

from collections.abc import Iterable
from datetime import date
from html import escape

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString  # house: each value in a row is escaped by the line that writes it
from django.utils.translation import gettext as _

from staffroom.orgs.models import Invitation, Membership, Organisation
from staffroom.ui.templatetags.ui import day, demo, picture, when

register = template.Library()


@register.simple_tag
def member_rows(body: Organisation, members: Iterable[Membership]) -> str:
    """Names, roles and dates as rows of a table."""
    here, (role, since, until) = reverse("office_body", args=[body.code]), (escape(_("Role")), escape(_("From")), escape(_("To")))
    said, mark, still = _Said(), demo(True), f'<span class="quiet">{escape(_("open"))}</span>'
    return SafeString("\n".join(
        f'<tr><th scope="row"><a href="{here}members/{row.code}/"><bdi>{escape(str(row.person))}</bdi></a>{mark if row.person.is_demo else ""}</th>'
        f'<td data-h="{role}">{said.role(row)}</td><td class="num" data-h="{since}">{said.day(row.from_on)}</td>'
        f'<td class="num" data-h="{until}">{said.day(row.to_on) if row.to_on else still}</td></tr>' for row in members))


@register.simple_tag
def invited_rows(body: Organisation, invitations: Iterable[Invitation]) -> str:
    """For whom, which role, until when and by whom, each leading to its own page."""
    here, said, nameless, sign = reverse("office_body", args=[body.code]), _Said(), _("Without a name"), picture("link")
    made = []
    for one in invitations:
        name = escape(str(one.to_person or one.to_name or nameless))
        by = f'<li>{escape(_("by %(name)s") % {"name": one.by})}</li>' if one.by else ""
        until = escape(_("until %(day)s") % {"day": day(one.lapses_at, "short")})
        made.append(f'<li><p class="qty">{sign}</p><div><h3><a href="{here}invitations/{one.code}/"><bdi>{name}</bdi></a></h3>'
                    f'<ul class="bits"><li>{said.role(one)}</li><li>{until}</li>{by}</ul></div></li>')
    return SafeString("\n".join(made))


class _Said:
    """What rows of one page say again and again: roles and days, escaped."""

    def __init__(self) -> None:
        self.roles: dict[str, str] = {}
        self.days: dict[date, str] = {}

    def role(self, row: Membership | Invitation) -> str:
        if row.role not in self.roles:
            self.roles[row.role] = escape(row.get_role_display())
        return self.roles[row.role]

    def day(self, on: date) -> str:
        if on not in self.days:
            self.days[on] = when(on, "short")
        return self.days[on]
