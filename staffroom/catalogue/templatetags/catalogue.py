"""What stands twenty-five times on a page, written without a template for each."""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString  # house: each value in a row is escaped by the line that writes it
from django.utils.translation import gettext as _

from staffroom.catalogue.queries.rows import Row
from staffroom.kit.ops import new_op_ids
from staffroom.kit.where import address
from staffroom.ui.templatetags.ui import picture

register = template.Library()


@register.simple_tag
def offer_rows(rows: Iterable[Row], can_plan: bool) -> str:
    """Offers as rows of a list; with `can_plan` each has its ways into the plan, by the form `find-plan` of the page."""
    here, unknown, acts = address("catalogue:find"), picture("unknown"), _Acts() if can_plan else None
    words, made = _("You said “%(words)s”."), []
    for row in rows:
        offer = row.offer
        said = escape(words % {"words": row.said}) + " " if row.said else ""
        lang = ' lang="en"' if offer.language == "en" else ""
        summary = f'<p class="small quiet">{said}<bdi{lang}>{escape(offer.summary)}</bdi></p>' if offer.summary or said else ""
        fits = f'<p class="small">{escape(row.fits)}</p>' if row.fits else ""
        made.append(f'<li><p class="qty">{escape(str(row.qty)) if row.qty else unknown}<small>{escape(str(row.unit))}</small></p>'
                    f'<div>{row.facts}{fits}{summary}</div>{acts.of(here, row) if acts else ""}</li>')
    return SafeString("\n".join(made))


class _Acts:
    """The words of what one may do with a row, said once for a page."""

    def __init__(self) -> None:
        self.plan, self.later, self.sign = escape(_("Plan")), escape(_("Later")), picture("notebook")
        self.plan_words, self.later_words = escape(_("Plan in my notebook:")), escape(_("Go back later to:"))
        self.op_ids = new_op_ids()
        self.later_at = address("practice:save", "offer", "code").removesuffix("code/")

    def of(self, here: str, row: Row) -> str:
        code, title = row.offer.code, escape(row.offer.title)
        return (
            f'<p class="acts"><button class="btn thin own" form="find-plan" formaction="{here}{code}/plan/" name="op_id" value="{next(self.op_ids)}" '
            f'aria-label="{self.plan_words} {title}">{self.sign}{self.plan}</button>'
            f'<a class="btn plain" href="{self.later_at}{code}/" aria-label="{self.later_words} {title}">{self.later}</a></p>')
