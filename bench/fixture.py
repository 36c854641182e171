"""What the measured instance holds besides the demo world. Runs inside it, asked by `Instance.ask`."""

from typing import Any

from django.db import transaction

from staffroom.catalogue.models import Offer
from staffroom.certificates.models import Certificate
from staffroom.kit import outbox, search
from staffroom.kit.ids import new_code, uuid7
from staffroom.kit.testing import make_account
from staffroom.orgs.models import Membership
from staffroom.pages import demo
from staffroom.people.models import Account
from staffroom.record.models import Entry
from tests.pages.addresses import addresses
from tests.pages.crowd import cookie, cookies, people_of

SAME = ("source", "kind", "summary", "first_step", "minutes", "level", "maker", "language", "made_at", "changed_at")


def fill(many: int, offers: int, writers: int, readers: int) -> dict[str, Any]:
    """Cookies, the pages that are measured as (who, path), public pages, those who write, and every page with those who look at it."""
    people = people_of(many)
    people["beginner"] = Account.objects.get(code=demo.code_of("naomi"))
    with transaction.atomic():
        shelve(offers)
        hands = [cookie(make_account(f"Writer {number}", is_demo=True)) for number in range(writers)]
        crowd = [cookie(make_account(f"Reader {number}", is_demo=True)) for number in range(readers)]
    entry = Entry.objects.filter(person=people["one"], gone=None, evidence__gone=None).exclude(evidence=None).order_by("pk")[0].code
    piece = Offer.objects.filter(kind="piece").order_by("key")[0].code
    office = Membership.objects.get(person=people["many"], role="org_admin").organisation.code
    seats = {name: cookie(held) for name, held in people.items()}
    come_to_rest()
    return {
        "cookies": {**{name: [held] for name, held in seats.items()}, "readers": crowd},
        "pages": {"Today": ("beginner", "/today/"), "Find": ("readers", "/find/"), "Find, words": ("readers", "/find/?q=quiet+pupils&minutes=15"),
                  "offer": ("teacher", f"/find/{piece}/"), "Practice": ("teacher", "/practice/"), "Record": ("many", "/record/"),
                  "entry": ("one", f"/record/{entry}/"), "note something": ("one", "/record/new/"),
                  "profile": ("readers", f"/people/{people['one'].code}/"), "office": ("many", f"/office/{office}/")},
        "public": {"the door": "/", "Find": "/find/", "an offer": f"/find/{piece}/", "who sees what": "/trust",
                   "a certificate": f"/verify/{Certificate.objects.filter(ended_at=None)[0].number}"},
        "writers": hands, "looks": {"cookies": {**seats, **cookies(people)}, "pages": addresses(people)}}


def come_to_rest() -> None:
    """What was promised by all this is done now; the worker would be busy with it for two minutes, beside whatever is measured first."""
    outbox.WAY_SECONDS = 0
    while outbox.run_due():
        pass


def shelve(wanted: int) -> None:
    """Copies of the commons under other titles until there are as many offers as wanted, found by their words like all others."""
    real = list(Offer.objects.filter(taken_down_at=None).exclude(kind="post"))
    made = []
    for number in range(max(wanted - len(real), 0)):
        one = real[number % len(real)]
        same = {name: getattr(one, name) for name in SAME}
        made.append(Offer(id=uuid7(), code=new_code(), key=f"bench-{number}", title=f"{one.title} ({number})", **same))
    Offer.objects.bulk_create(made, batch_size=500)
    search.put("offer", [(one.pk, one.title, one.summary) for one in made])
