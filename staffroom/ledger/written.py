"""The ledger as lines of text: the whole of it, one person's part, a receipt, the list of checkpoints (see `checking` for the form)."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from staffroom.ledger import chain, checking
from staffroom.ledger.models import Checkpoint, Head, Posting
from staffroom.ui import paper

AT_ONCE = 500


def place() -> str:
    """How this instance is called elsewhere."""
    return settings.BASE_URL.partition("://")[2][:200]


def line(thing: dict[str, Any]) -> str:
    return json.dumps(thing, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


def _begin(*, whole: bool) -> str:
    return line({"form": checking.FORM, "whole": whole, "place": place()})


Said = tuple[dict[str, Any], str, str]


def _of(row: Posting) -> Said:
    return row.said(), row.leaf, row.chain


def _postings() -> Iterator[Said]:
    """(what is said, leaf, chain) of all postings in their order, a few hundred at a time. Of one that cannot even be read any more, its number."""
    rows, last = Posting.objects.select_related("book", "against__organisation", "reverses").order_by("number"), 0
    while numbers := list(Posting.objects.filter(number__gt=last).order_by("number").values_list("number", flat=True)[:AT_ONCE]):
        try:
            yield from [_of(row) for row in rows.filter(number__range=(numbers[0], numbers[-1]))]
        except (ValueError, TypeError, AttributeError, OverflowError):
            for number in numbers:
                yield _one(rows, number)
        last = numbers[-1]


def _one(rows: QuerySet[Posting], number: int) -> Said:
    try:
        return next(map(_of, rows.filter(number=number)), ({"number": number}, "", ""))
    except (ValueError, TypeError, AttributeError, OverflowError):
        return {"number": number}, "", ""


def _points() -> dict[int, dict[str, Any]]:
    """Every checkpoint by the number of its last posting, in their order."""
    found = {}
    for number, last in Checkpoint.objects.order_by("number").values_list("number", "last"):
        try:
            found[last] = Checkpoint.objects.get(number=number).said()
        except (ValueError, TypeError, AttributeError, OverflowError):
            found[last] = {"number": number}
    return found


def walk(checker: checking.Whole) -> checking.Checked:
    """Take the whole ledger of this instance through a checker, read in one view by whoever calls."""
    points = _points()
    for said, leaf, link in _postings():
        checker.posting(said, leaf, link)
        if said["number"] in points:
            checker.checkpoint(points.pop(said["number"]))
    for point in points.values():
        checker.checkpoint(point)
    head = Head.objects.filter(pk=1).first()
    return checker.finish((head.number, head.chain) if head else (0, chain.ZERO))


def whole() -> Iterator[str]:
    """Every posting and every checkpoint after what it seals: for whoever audits the place."""
    yield _begin(whole=True)
    points = _points()
    for said, leaf, link in _postings():
        yield line({"posting": said, "leaf": leaf, "chain": link})
        if said["number"] in points:
            yield line({"checkpoint": points[said["number"]]})


def checkpoints() -> Iterator[str]:
    """Every checkpoint, the oldest first: what anybody may keep, so that history cannot be written anew."""
    yield _begin(whole=False)
    for row in Checkpoint.objects.order_by("number").iterator(chunk_size=AT_ONCE):
        yield line({"checkpoint": row.said()})


def part(rows: Iterable[Posting]) -> Iterator[str]:
    """Postings with what proves them: those checkpoints, and the way up from each to what was signed. A statement for each day."""
    rows = sorted(rows, key=lambda row: row.number)
    points = _sealing(rows)
    yield _begin(whole=False)
    tree: list[list[str]] = []
    said: Checkpoint | None = None
    for row in rows:
        point = points.get(row.number)
        if point is None:
            yield line({"posting": row.said()})
            continue
        if point is not said:
            said = point
            leaves = Posting.objects.filter(number__range=(point.first, point.last)).order_by("number").values_list("leaf", flat=True)
            tree = chain.tree_of(list(leaves))
            yield line({"checkpoint": point.said()})
        yield line({"posting": row.said(), "sealed_by": point.number, "path": chain.path_of(tree, row.number - point.first)})


def _sealing(rows: list[Posting]) -> dict[int, Checkpoint]:
    """By number of posting, the checkpoint that sealed it."""
    if not rows:
        return {}
    found, points = {}, list(Checkpoint.objects.filter(last__gte=rows[0].number, first__lte=rows[-1].number).order_by("number"))
    for row in rows:
        while points and points[0].last < row.number:
            points.pop(0)
        if points and points[0].first <= row.number:
            found[row.number] = points[0]
    return found


def receipt(row: Posting, address: str) -> str:
    """A small text to keep: what was accepted in words, and the lines that prove it. `address`: where anybody sees how it stands."""
    lines = list(part([row]))
    sealed = len(lines) > 2
    values = {"office": row.office_name, "day": date_format(row.made_at, "DATE_FORMAT"), "span": paper.hours_in_words(abs(row.minutes)),
              "number": row.number, "pack": f"{row.pack} {row.version}", "address": address}
    words = [
        _("Receipt %(number)s: %(span)s taken back by %(office)s, %(day)s.") % values if row.minutes < 0
        else _("Receipt %(number)s: %(span)s accepted by %(office)s, %(day)s.") % values,
        _("By the rules %(pack)s.") % values,
        _("How it stands today: %(address)s") % values,
        _("To check it without asking anybody: staffroom ledger verify FILE") if sealed
        else _("It is sealed with the checkpoint of the coming day. Fetch it again tomorrow, then it proves itself."),
        _("Only the lines below are proof. The words up here are for you."),
    ]
    return "".join([*(f"# {' '.join(one.split())}\n" for one in words), *lines])
