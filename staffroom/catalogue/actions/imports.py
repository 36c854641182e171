"""Lists that people bring in: kept as a draft, looked at, applied, undone."""

import hashlib
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from staffroom.catalogue import lists
from staffroom.catalogue.actions import feeds
from staffroom.catalogue.actions.shelving import Counts, index, shelve
from staffroom.catalogue.described import FIELDS, Described
from staffroom.catalogue.models import Follow, ImportRun, Offer, Source
from staffroom.kit import clock
from staffroom.kit import feeds as reading
from staffroom.kit.acts import Refusal, act
from staffroom.kit.markdown import to_html
from staffroom.people.models import Account


@act("catalogue.draft_import")
def draft_import(*, by: Account | None, name: str, data: bytes) -> ImportRun:
    """The file was read and waits to be looked at; nothing is on the shelf yet. Raises Refusal when it is no list."""
    form = lists.form_of(data)
    rows, columns = _read(form, data)
    source, _new = Source.objects.get_or_create(kind=Source.Kind.FILE, name=name[:200], added_by=by)
    return ImportRun.objects.create(source=source, by=by, digest=hashlib.sha256(data).hexdigest(), form=form, rows=rows, columns=columns)


def _read(form: str, data: bytes) -> tuple[list, dict]:
    try:
        if len(data) > lists.MOST_BYTES:
            raise lists.Unlisted("size")
        if form == "opml":
            found = reading.read_opml(data)
            return [[n, {"title": one.title, "feed_url": one.feed_url, "site": one.site}] for n, one in enumerate(found, 1)], {}
        if form == "feed":
            feed = reading.read_feed(data, "https://feed.invalid/", clock.now())
            return [[n, {"title": item.title, "url": item.link, "summary": item.summary[:300], "maker": item.author or feed.title}]
                    for n, item in enumerate(feed.items, 1)], {}
        listed = lists.read(data)
        return [list(row) for row in listed.rows], lists.guess(listed.header) | {"*": "\n".join(listed.header)}
    except (lists.Unlisted, reading.Unreadable) as problem:
        raise Refusal(_why(problem.code, getattr(problem, "line", 0))) from None


def _why(code: str, line: int) -> str:
    words = {
        "size": _("The file is too large. Two million bytes fit; split it into parts."),
        "rows": _("The list is too long. Two thousand rows fit; split it into parts."),
        "empty": _("There are no rows in it."),
        "events": _("These are events with days. Staffroom has no place for events yet, so nothing was brought in."),
        "repeated": _("Two columns have the same name. Rename one, so that we know which is which."),
        "forbidden": _("The file holds instructions that a list does not need (a document type or an entity), so it was not read."),
        "quote": _("A quotation mark is opened and not closed."),
        "columns": _("It has more columns than a course list has."),
        "nul": _("It holds bytes that no text has. Perhaps it is another kind of file."),
        "cell": _("One cell is longer than a page."),
    }
    told = words.get(code, _("We cannot read this as a course list (CSV or JSON), a list of feeds (OPML) or a feed."))
    return f"{told} {_('Line %(n)s.') % {'n': line}}" if line else told


@act("catalogue.set_columns")
def set_columns(*, by: Account, run: ImportRun, columns: dict[str, str]) -> ImportRun:
    """The draft takes its facts from these columns."""
    run.columns = {"*": run.columns.get("*", "")} | {fact: column for fact, column in columns.items() if column}
    run.save(update_fields=["columns"])
    return run


@act("catalogue.apply_import")
def apply_import(*, by: Account | None, run: ImportRun) -> ImportRun:
    """The rows of the draft hang on the wall; what could not be read is named. Applying it again changes nothing."""
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.applied_at:
        return run
    good, bad = [], []
    for line, found in lists.rows_of(run.form, run.rows, run.columns):
        (bad if isinstance(found, str) else good).append((line, found))
    counts = shelve(run.source, [found for _line, found in good if not found.feed_url], by=by, run=run)
    _take_feeds(by, run, [found for _line, found in good if found.feed_url], counts)
    run.added_count, run.changed_count, run.same_count, run.before = counts.added, counts.changed, counts.same, counts.before
    run.errors = [[line, words] for line, words in bad][:200]
    run.rows, run.applied_at = [], clock.now()
    run.save()
    Source.objects.filter(pk=run.source_id).update(read_at=run.applied_at)
    return run


def _take_feeds(by: Account | None, run: ImportRun, rows: list[Described], counts: Counts) -> None:
    followed = set(Follow.objects.filter(person=by).values_list("source__url", flat=True)) if by else set()
    for row in rows:
        offer = feeds.add_feed(by=by, feed=row, run=run)
        if offer.run_id == run.pk:
            counts.added += 1
        else:
            counts.same += 1
        if by and row.feed_url not in followed:
            counts.before[str(offer.feed_id)] = {"followed": True}


@act("catalogue.forget_drafts")
def forget_drafts(*, by: None) -> int:
    """Lists that were read and not put up within a week are gone; how many that was."""
    return ImportRun.objects.filter(applied_at=None, made_at__lt=clock.now() - timedelta(days=7)).delete()[0]


@act("catalogue.undo_import")
def undo_import(*, by: Account | None, run: ImportRun) -> ImportRun:
    """What the import added is taken down, what it changed says again what it said before, and feeds it followed are let go."""
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.applied_at is None or run.undone_at:
        return run
    now = clock.now()
    added = list(Offer.objects.filter(run=run, taken_down_at=None))
    Offer.objects.filter(pk__in=[offer.pk for offer in added]).update(taken_down_at=now, changed_at=now)
    for offer in added:
        offer.taken_down_at = now
    changed = [_restored(offer, run.before[str(offer.pk)]) for offer in Offer.objects.filter(pk__in=_pks(run), source=run.source).exclude(run=run)]
    index([*added, *changed])
    Follow.objects.filter(person=by, source_id__in=[pk for pk, was in run.before.items() if was.get("followed")]).delete()
    run.undone_at = now
    run.save(update_fields=["undone_at"])
    return run


def _pks(run: ImportRun) -> list[str]:
    return [pk for pk, was in run.before.items() if "title" in was]


def _restored(offer: Offer, was: dict) -> Offer:
    for name in FIELDS:
        setattr(offer, name, was[name])
    offer.looked_on = date.fromisoformat(was["looked_on"]) if was["looked_on"] else None
    offer.published_at = datetime.fromisoformat(was["published_at"]) if was["published_at"] else None
    offer.body_html, offer.changed_at = str(to_html(offer.body, top=1)) if offer.body else "", clock.now()
    offer.save()
    offer.topics.set(was["topics"])
    return offer
