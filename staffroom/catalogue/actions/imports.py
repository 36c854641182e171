"""Lists that people bring in: kept as a draft, looked at, put up part by part, taken back."""

import hashlib
from datetime import timedelta

from django.utils.translation import gettext as _

from staffroom.catalogue import lists
from staffroom.catalogue.actions import feeds
from staffroom.catalogue.actions.merging import unmerge
from staffroom.catalogue.actions.shelving import Counts, index, put_back, shelve, take_down
from staffroom.catalogue.described import Described
from staffroom.catalogue.models import Follow, ImportRun, Merge, Offer, Source
from staffroom.kit import clock, outbox
from staffroom.kit import feeds as reading
from staffroom.kit.acts import Refusal, act
from staffroom.people.models import Account

GO_ON = "catalogue.import"
PART = 500
PART_OF_FEEDS = 50  # each feed is an act of several statements
MOST_ERRORS = 1_000


@act("catalogue.draft_import")
def draft_import(*, by: Account | None, name: str, data: bytes) -> ImportRun:
    """The file was read and waits to be looked at; nothing is on the shelf yet. Raises Refusal when it is no list.

    The same file that waits or is being put up already is that one import, not another.
    """
    digest = hashlib.sha256(data).hexdigest()
    source, _new = Source.objects.get_or_create(kind=Source.Kind.FILE, name=name[:200], added_by=by)
    waiting = ImportRun.objects.filter(source=source, by=by, digest=digest, applied_at=None).order_by("-made_at", "-pk").first()
    if waiting is not None:
        return waiting
    try:
        form, rows, columns = lists.draft(data, clock.now())
    except (lists.Unlisted, reading.Unreadable) as problem:
        raise Refusal(_why(problem.code, getattr(problem, "line", 0))) from None
    return ImportRun.objects.create(source=source, by=by, digest=digest, form=form, rows=rows, columns=columns)


def _why(code: str, line: int) -> str:
    words = {
        "size": _("The file is too large. Five million bytes fit; split it into parts."),
        "rows": _("The list is too long. Ten thousand rows fit; split it into parts."),
        "empty": _("There are no rows in it."),
        "silent": _("The page says nothing for machines (JSON-LD), so we cannot tell what it offers. Add it by its address."),
        "repeated": _("Two columns have the same name. Rename one, so that we know which is which."),
        "forbidden": _("The file holds instructions that a list does not need (a document type or an entity), so it was not read."),
        "quote": _("A quotation mark is opened and not closed."),
        "columns": _("It has more columns than a course list has."),
        "nul": _("It holds bytes that no text has. Perhaps it is another kind of file."),
        "cell": _("One cell is longer than a page."),
    }
    told = words.get(code, _("We cannot read this as a list (CSV, JSON, JSON-LD), a calendar, bookmarks, a list of feeds (OPML), a feed or a page "
                             "with JSON-LD."))
    return f"{told} {_('Line %(n)s.') % {'n': line}}" if line else told


@act("catalogue.set_columns")
def set_columns(*, by: Account | None, run: ImportRun, columns: dict) -> ImportRun:
    """The draft takes its facts from these columns; bookmarks, from these folders. An import that was begun stays as it is."""
    if run.begun_at is None:
        run.columns = {"*": run.columns.get("*", "")} | {fact: column for fact, column in columns.items() if column}
        run.save(update_fields=["columns"])
    return run


@act("catalogue.apply_import")
def apply_import(*, by: Account | None, run: ImportRun) -> ImportRun:
    """The first rows of the draft hang on the wall, and the others are promised; what could not be read is named.

    A list of up to five hundred rows hangs whole. Applying it again changes nothing.
    """
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.begun_at:
        return run
    run.begun_at = clock.now()
    read = list(lists.rows_of(run.form, run.rows, run.columns, run.begun_at))
    good = {line for line, found in read if not isinstance(found, str)}
    run.errors = [[line, found] for line, found in read if isinstance(found, str)][:MOST_ERRORS]
    run.rows = [row for row in run.rows if row[0] in good]
    run.good_count = len(run.rows)
    _put_part_up(run)
    if run.applied_at is None:
        outbox.put(GO_ON, str(run.pk), {"run": str(run.pk)})
    return run


@act("catalogue.import_part")
def import_part(*, by: None, run: ImportRun) -> ImportRun:
    """The next rows of an import that was begun hang too. Safe to repeat: it goes on where the last part ended."""
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.begun_at and run.applied_at is None:
        _put_part_up(run)
    return run


def _put_part_up(run: ImportRun) -> None:
    part = run.rows[run.done_count:run.done_count + (PART_OF_FEEDS if run.form == "opml" else PART)]
    read = lists.rows_of(run.form, part, run.columns, run.begun_at)
    rows = [found for _line, found in read if not isinstance(found, str)]
    counts = shelve(run.source, [row for row in rows if not row.feed_url], by=run.by, run=run)
    _take_feeds(run.by, run, [row for row in rows if row.feed_url], counts)
    run.added_count += counts.added
    run.changed_count += counts.changed
    run.same_count += counts.same
    run.before |= counts.before
    run.done_count += len(part)
    if run.done_count >= run.good_count:
        run.rows, run.applied_at = [], clock.now()
        Source.objects.filter(pk=run.source_id).update(read_at=run.applied_at)
    run.save()


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
    return ImportRun.objects.filter(begun_at=None, made_at__lt=clock.now() - timedelta(days=7)).delete()[0]


@act("catalogue.undo_import")
def undo_import(*, by: Account | None, run: ImportRun) -> ImportRun:
    """What the import added is taken down, what it changed says again what it said before, and feeds it followed are let go."""
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.applied_at is None or run.undone_at:
        return run
    for row in Merge.objects.filter(kept__run=run, undone_at=None):
        unmerge(by=by, merge=row)
    take_down(list(Offer.objects.filter(run=run, taken_down_at=None)))
    changed = [pk for pk, was in run.before.items() if "title" in was]
    held = Offer.objects.filter(pk__in=changed, source=run.source).exclude(run=run).order_by("pk").select_for_update(of=("self",))
    index([put_back(offer, run.before[str(offer.pk)]) for offer in held])
    Follow.objects.filter(person=by, source_id__in=[pk for pk, was in run.before.items() if was.get("followed")]).delete()
    run.undone_at = clock.now()
    run.save(update_fields=["undone_at"])
    return run
