"""An offer for machines, in the words of schema.org and LRMI that `lists/lrmi.py` reads again. What is not known is left out."""

from collections.abc import Iterable

from staffroom.catalogue.lists import lrmi
from staffroom.catalogue.models import Offer
from staffroom.kit import money
from staffroom.topics.models import Topic

CONTEXT = ["https://schema.org", {"staffroom": lrmi.OURS}]
TYPES = {Offer.Kind.COURSE: "Course", Offer.Kind.ARTICLE: "Article", Offer.Kind.POST: "BlogPosting", Offer.Kind.VIDEO: "VideoObject",
         Offer.Kind.PODCAST: "PodcastSeries", Offer.Kind.BOOK: "Book", Offer.Kind.TOOL: "WebApplication", Offer.Kind.REPORT: "Report",
         Offer.Kind.EVENT: "EducationEvent", Offer.Kind.CONFERENCE: "EducationEvent", Offer.Kind.WEBINAR: "EducationEvent"}
MODES = "https://schema.org/%sEventAttendanceMode"


def node(offer: Offer, topics: Iterable[Topic], address: str, *, whole: bool = False) -> dict:
    """The offer as a LearningResource with every fact; `whole`: also with the text of one that is written here."""
    other = TYPES.get(Offer.Kind(offer.kind))
    told = {
        "@context": CONTEXT, "@type": ["LearningResource", other] if other else "LearningResource", "@id": address, lrmi.FORM: "1",
        "name": offer.title, "description": offer.summary, "url": offer.url, "learningResourceType": offer.kind, "inLanguage": offer.language,
        "provider": _named("Organization", offer.maker), "funder": _named("Organization", offer.paid_by), "isbn": offer.isbn,
        "license": lrmi.LICENCES.get(offer.licence, offer.licence), "conditionsOfAccess": offer.asks_of_you,
        "staffroom:countsWhere": offer.counts_where, **{term: getattr(offer, name) for name, term in lrmi.USABLE.items()},
        "accessibilityFeature": [feature for name, feature in lrmi.FEATURES.items() if getattr(offer, name)],
        "staffroom:firstStep": offer.first_step, "staffroom:body": offer.body if whole else "", "staffroom:followUp": offer.follow_up,
        "audience": {"@type": "EducationalAudience", "educationalRole": "teacher"}, "dateModified": offer.changed_at.date().isoformat(),
        **_time(offer), **_cost(offer), **_evidence(offer), **_days(offer), **_terms(offer, list(topics))}
    return {name: value for name, value in told.items() if value not in ("", None, [], {})}


def _named(kind: str, name: str) -> dict:
    return {"@type": kind, "name": name} if name else {}


def _length(minutes: int | None) -> str:
    if not minutes:
        return ""
    return f"PT{minutes}M" if minutes < 60 else f"PT{minutes // 60}H{minutes % 60}M"


def _time(offer: Offer) -> dict:
    parts = [{"@type": "LearningResource", "educationalUse": use, "timeRequired": _length(getattr(offer, name))}
             for use, name in lrmi.MIX.items() if getattr(offer, name)]
    return {"timeRequired": _length(offer.minutes), "staffroom:minutesFrom": offer.minutes_from, "hasPart": parts}


def _cost(offer: Offer) -> dict:
    price = {"@type": "Offer", "price": money.plain(offer.cost_minor, offer.currency), "priceCurrency": offer.currency} if offer.cost_minor else {}
    return {"isAccessibleForFree": {Offer.Cost.FREE: True, Offer.Cost.PAID: False}.get(offer.cost), "offers": price}


def _evidence(offer: Offer) -> dict:
    source = {"name": offer.found_in, "url": offer.evidence_url, "description": offer.evidence_note}
    known = {name: words for name, words in source.items() if words}
    return {"staffroom:evidence": offer.evidence, "citation": {"@type": "CreativeWork", **known} if known else {}}


def _days(offer: Offer) -> dict:
    days = {term: day.isoformat() for name, term in lrmi.DAYS.items() if (day := getattr(offer, name))}
    mode = {True: "Mixed" if offer.place else "Online", False: "Offline"}.get(offer.online)
    return days | {"staffroom:zone": offer.zone, "location": _named("Place", offer.place), "eventAttendanceMode": MODES % mode if mode else ""}


def _terms(offer: Offer, topics: list[Topic]) -> dict:
    stages = [_term(topic.kind, topic.slug, topic.name) for topic in topics if topic.kind == Topic.Kind.STAGE]
    level = [_term("level", offer.level, str(offer.get_level_display()))] if offer.level else []
    about = [_term(topic.kind, topic.slug, topic.name) for topic in topics if topic.kind != Topic.Kind.STAGE]
    return {"about": about, "educationalLevel": stages + level}


def _term(kind: str, code: str, name: str) -> dict:
    return {"@type": "DefinedTerm", "inDefinedTermSet": f"{lrmi.OURS}{kind}", "termCode": code, "name": name}
