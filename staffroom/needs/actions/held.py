"""A need, held while something happens to it, so that counts are exact."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from staffroom.kit import clock, search
from staffroom.kit.acts import Refusal
from staffroom.needs.models import Backing, Need
from staffroom.people.queries import counted as counts


def together(need: Need) -> list[Need]:
    """A need with all that are one with it, as they are now, held: the one that is kept comes first, so that whoever holds it waits for one alone."""
    leads = Need.objects.filter(pk=need.pk).values_list("merged_into", flat=True).first()
    kept = Need.objects.select_for_update().filter(pk=leads or need.pk).first()
    if kept is None:
        return []
    rows = [kept, *Need.objects.select_for_update().filter(merged_into=kept).order_by("pk")]
    return rows if need in rows and kept.merged_into_id is None else together(need)


def hold(need: Need) -> Need | None:
    """A need as it is now, held with all that are one with it; None when it is gone."""
    return next((row for row in together(need) if row == need), None)


def hanging(need: Need) -> Need:
    """The need that people join and answer, held: what this one leads to, or itself. Raises Refusal when it hangs no more."""
    rows = together(need)
    if not rows:
        raise Refusal(_("This need was taken back a moment ago. Nothing was put up."))
    if any(row.taken_down_at for row in rows if row in (need, rows[0])):
        raise Refusal(_("This need was taken down. Nothing was put up."))
    return rows[0]


def counted(need: Need, *fields: str) -> Need:
    """Count anew who shares it, and keep these of its fields as well."""
    need.backers_count = Backing.objects.filter(Q() if need.is_demo else counts("person"), need=need).count()
    return changed(need, "backers_count", *fields)


def changed(need: Need, *fields: str) -> Need:
    """Keep these of its fields, and no other: what somebody else changed meanwhile stays."""
    need.changed_at = clock.now()
    need.save(update_fields=[*fields, "changed_at"])
    return need


def index(need: Need) -> None:
    search.put("need", [(need.pk, need.words, need.more, "", " ".join(topic.name for topic in need.topics.all()))])


def address(need: Need) -> str:
    return reverse("needs:need", args=[need.code])
