"""What the worker does for this room: outside the database it reads feeds and the pages of links, with nothing locked; and it goes on with
long imports, part by part."""

from staffroom.catalogue import actions
from staffroom.catalogue.addresses import NoAddress, key_of
from staffroom.catalogue.models import ImportRun, Offer, Source, Visit
from staffroom.catalogue.pagetitle import facts_of, text_of, title_of
from staffroom.kit import clock, feeds
from staffroom.kit.fetch import PAGE_TYPES, Fetched, Refused, Unreachable, safe_fetch
from staffroom.kit.outbox import handles

ANSWERED = {"kind", "size", "encoding"}  # it answered, with something that we do not read
SHUT = {401, 403, 407, 429, 451, 503}  # it is there, and lets no program in, or not now


@handles("catalogue.feed")
def read_feed(payload: dict) -> None:
    """Read one feed, politely (only when it changed); a failure is noted and tried later, without a word to anybody."""
    source = Source.objects.filter(pk=payload["source"]).first()
    if source is None:
        return
    try:
        answer = safe_fetch(source.url, etag=source.etag or None, last_modified=source.last_modified or None)
    except (Refused, Unreachable) as problem:
        actions.feed_failed(by=None, source=source, why=problem.code)
        return
    if answer.status == 304:
        actions.feed_read(by=None, source=source, feed=None)
    elif answer.status != 200:
        actions.feed_failed(by=None, source=source, why=f"status {answer.status}", gone=answer.status == 410)
    else:
        try:
            feed = feeds.read_feed(answer.body, answer.url, clock.now())
        except feeds.Unreadable as problem:
            actions.feed_failed(by=None, source=source, why=problem.code)
            return
        actions.feed_read(by=None, source=source, feed=feed, etag=answer.etag or "", last_modified=answer.last_modified or "")


@handles("catalogue.complete")
def read_page(payload: dict) -> None:
    """Read the page of a link that was put up: its title, and the facts it tells machines. One that cannot be read leaves all as it is.

    Unreachable is tried again by the outbox, later and later.
    """
    offer = Offer.objects.filter(pk=payload["offer"], taken_down_at=None).first()
    if offer is None:
        return
    try:
        answer = safe_fetch(offer.url, accept=PAGE_TYPES)
    except Refused:
        return
    if answer.status == 200:
        text = text_of(answer.body)
        actions.complete_link(by=None, offer=offer, title=title_of(text), told=facts_of(text, offer.url_key),
                              resolved_key=_resolved(answer, offer))


def _resolved(answer: Fetched, offer: Offer) -> str:
    """The key of the page that an address led to; empty when it led nowhere else, or only to the front door of a site, as dead links do."""
    try:
        key = key_of(answer.url) if answer.hops else ""
    except NoAddress:
        return ""
    return key if key != offer.url_key and "/" in key else ""


@handles("catalogue.import")
def go_on(payload: dict) -> None:
    """Put up the parts of an import that are left, each in a transaction of its own; after a crash the next one goes on."""
    run = ImportRun.objects.filter(pk=payload["run"]).first()
    while run is not None and run.applied_at is None:
        run = actions.import_part(by=None, run=run)


@handles("catalogue.visit")
def visit(payload: dict) -> None:
    """Ask the page of an offer whether it is still there: its head, and the page only where a head is not understood."""
    offer = Offer.objects.filter(pk=payload["offer"], taken_down_at=None).first()
    if offer is None:
        return
    before = Visit.objects.filter(offer=offer).first()
    answer = _ask(offer.url, before, head=True)
    if not _is_there(answer):
        answer = _ask(offer.url, before, head=False)
    held = isinstance(answer, Fetched) and answer.status == 200
    actions.visited(by=None, offer=offer, there=_is_there(answer), etag=(answer.etag or "") if held else before.etag if before else "",
                    last_modified=(answer.last_modified or "") if held else before.last_modified if before else "")


def _ask(url: str, before: Visit | None, *, head: bool) -> Fetched | str:
    """The answer, or the code of why there was none."""
    try:
        return safe_fetch(url, accept=PAGE_TYPES, head=head, etag=before.etag or None if before else None,
                          last_modified=before.last_modified or None if before else None)
    except (Refused, Unreachable) as problem:
        return problem.code


def _is_there(answer: Fetched | str) -> bool:
    return answer in ANSWERED if isinstance(answer, str) else answer.status < 400 or answer.status in SHUT
