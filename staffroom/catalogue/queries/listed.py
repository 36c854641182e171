"""What a search finds as a list to take along: a table with columns that `lists/tables.py` reads, bookmarks, feeds, or a feed of its own."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.db.models import Q
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from staffroom.catalogue.models import Follow, Offer, Source
from staffroom.catalogue.queries import finding, saved
from staffroom.catalogue.wanted import MOST_PAGES, Wanted
from staffroom.kit.listed import Mark
from staffroom.kit.words import outside_line
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import NOBODY, Viewer

MOST = finding.ON_A_PAGE * MOST_PAGES
NEWEST = 50
COLUMNS = {"Title": "title", "Address": "url", "Maker": "maker", "Summary": "summary", "Minutes": "minutes", "Kind": "kind", "Level": "level",
           "Cost": "cost", "Language": "language", "Licence": "licence", "ISBN": "isbn", "First day": "starts_on", "Last day": "ends_on",
           "Deadline": "closes_on", "Place": "place", "Online": "online"}


def offers(viewer: Viewer, asked: Wanted, most: int = MOST) -> list[Offer]:
    """The offers that fit, in order, with all their facts but the text. One statement more than the page of them."""
    order = [offer.pk for offer in finding.found(viewer, replace(asked, page=1), size=most).offers]
    held = {offer.pk: offer for offer in visible_to(viewer, Offer).filter(pk__in=order).defer("body", "body_html")}
    return [held[pk] for pk in order if pk in held]


def table(found: Iterable[Offer]) -> Iterator[Iterable[object]]:
    """A header and a row for each; what is not known is an empty cell."""
    yield COLUMNS
    for offer in found:
        yield [{True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
               for value in (getattr(offer, name) for name in COLUMNS.values())]


def marks(found: Iterable[Offer], page_of) -> list[Mark]:
    """Each as a bookmark of where it is; of what is written here, of its page."""
    return [Mark(offer.title, offer.url or page_of(offer), offer.summary, offer.made_at) for offer in found]


def feeds(found: list[Offer]) -> list[dict[str, str]]:
    """The feeds among them. An address that somebody gave may hold a token of theirs and stays here."""
    return _told(Source.objects.filter(pk__in=[offer.feed_id for offer in found if offer.feed_id], added_by=None))


def followed(viewer: Viewer) -> list[dict[str, str]]:
    """The feeds that this viewer follows; of those that others gave, none."""
    held = visible_to(viewer, Follow).values("source")
    return _told(Source.objects.filter(Q(added_by=None) | Q(added_by=viewer.account), pk__in=held))


def _told(sources) -> list[dict[str, str]]:
    return [{"name": source.name, "url": source.url, "site": source.site} for source in sources.exclude(url="").order_by("name", "pk")]


def rss(asked: Wanted, address: str, link: str, page_of) -> bytes:
    """The newest fifty that anyone finds with this search, as RSS 2.0."""
    title = outside_line(_("Staffroom: %(search)s") % {"search": saved.in_words(asked)}, 300)
    says = _("What is new on the wall and fits this search.")
    feed = Rss201rev2Feed(title=title, link=link, description=says, language=get_language(), feed_url=address)
    for offer in offers(NOBODY, replace(asked, order="new"), NEWEST):
        feed.add_item(title=offer.title, link=page_of(offer), description=offer.summary, unique_id=page_of(offer), unique_id_is_permalink=True,
                      pubdate=offer.made_at, categories=[str(offer.get_kind_display())])
    return feed.writeString("utf-8").encode()
