"""What happens in the ledger: hours are posted, taken back, and sealed by the clock. Nothing is ever changed; the only writers of this room."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Sum
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from staffroom.kit import clock
from staffroom.kit.acts import Refusal, act
from staffroom.kit.ids import new_code, uuid7
from staffroom.ledger import chain, keys, written
from staffroom.ledger.models import MOST_MINUTES, Book, Checkpoint, Head, Posting
from staffroom.orgs.models import Organisation
from staffroom.people.models import Account


class OverCap(Refusal):
    """More than there is room for under a cap; `left` minutes would fit."""

    def __init__(self, words: str, left: int):
        super().__init__(words)
        self.left = left


class Standing(Refusal):
    """What this is about is accepted already, by `posting`."""

    def __init__(self, words: str, posting: Posting):
        super().__init__(words)
        self.posting = posting


class TakenBack(Refusal):
    """These hours were taken back already, by `posting`."""

    def __init__(self, words: str, posting: Posting):
        super().__init__(words)
        self.posting = posting


class OtherOperation(Refusal):
    """This operation id did something else before."""


@dataclass(frozen=True)
class Cap:
    """At most so many minutes of one person, from one office, by one pack; of one category, and earned in these days, where they are told."""

    minutes: int
    category: str = ""
    first_on: date | None = None
    last_on: date | None = None


@act("ledger.post")
def post(*, by: Account | None, of: Account, minutes: int, office: Organisation, pack: str, version: str, about: UUID, op_id: UUID,
         category: str = "", earned_on: date | None = None, cap: Cap | None = None) -> Posting:
    """`minutes` (1 to 60,000) of `of` are accepted by `office` under a version of a pack.

    One effect for each op_id; the same asked again gives the same row. What an office decided on (`about`, with its category and pack) stands once
    at a time. Call it last in an act: the ledger is held until that ends. Raises Standing, OverCap, OtherOperation, ValueError.
    """
    if type(minutes) is not int or not 0 < minutes <= MOST_MINUTES:
        raise ValueError(f"minutes are whole, from 1 to {MOST_MINUTES}")
    head = _held()
    book, against = _book(person=of), _book(organisation=office)
    before = Posting.objects.filter(op_id=op_id).first()
    if before is not None:
        same = (before.book_id, before.against_id, before.minutes, before.pack, before.version, before.about, before.category, before.earned_on)
        return _again(before, same == (book.pk, against.pk, minutes, pack, version, about, category, earned_on))
    stands = Posting.objects.filter(about=about, pack=pack, category=category, reverses=None, reversal=None).first()
    if stands is not None:
        raise Standing(_("These hours were accepted already, on %(day)s. Nothing was changed.") % {"day": _day(stands)}, stands)
    if cap is not None:
        _check_cap(book, against, pack, cap, minutes)
    return _write(head, Posting(book=book, against=against, minutes=minutes, office_name=office.name[:160], pack=pack, version=version,
                                category=category, earned_on=earned_on, about=about, op_id=op_id))


@act("ledger.reverse")
def reverse(*, by: Account | None, posting: Posting, reason_code: str, op_id: UUID) -> Posting:
    """Exactly these minutes go back, once. What should stand instead is posted anew.

    Raises TakenBack, Refusal (it is a reversal itself), OtherOperation, ValueError.
    """
    if reason_code not in Posting.Reason.values:
        raise ValueError(f"no reason is called {reason_code!r}")
    head = _held()
    before = Posting.objects.filter(op_id=op_id).first()
    if before is not None:
        return _again(before, before.reverses_id == posting.pk and before.reason == reason_code)
    posting = Posting.objects.select_related("book", "against__organisation").get(pk=posting.pk)
    if posting.reverses_id is not None:
        raise Refusal(_("This takes hours back itself, and cannot be taken back. Accept the hours anew. Nothing was changed."))
    taken = Posting.objects.filter(reverses=posting).first()
    if taken is not None:
        raise TakenBack(_("These hours were taken back already, on %(day)s. Nothing was changed.") % {"day": _day(taken)}, taken)
    return _write(head, Posting(book=posting.book, against=posting.against, minutes=-posting.minutes, office_name=posting.office_name,
                                pack=posting.pack, version=posting.version, category=posting.category, earned_on=posting.earned_on,
                                about=posting.about, op_id=op_id, reverses=posting, reason=reason_code))


def _day(posting: Posting) -> str:
    return date_format(posting.made_at, "DATE_FORMAT")


def _held() -> Head:
    """The end of the ledger, held until the act is over: whoever else posts waits here, and reads after that what was posted."""
    Head.objects.get_or_create(pk=1)
    return Head.objects.select_for_update().get(pk=1)


def _book(**whose: Any) -> Book:
    return Book.objects.get_or_create(**whose)[0]


def _again(before: Posting, is_same: bool) -> Posting:
    if not is_same:
        raise OtherOperation(_("This form was sent before with other words. What it did then stands, and nothing was changed."))
    return before


def _check_cap(book: Book, against: Book, pack: str, cap: Cap, minutes: int) -> None:
    rows = Posting.objects.filter(book=book, against=against, pack=pack)
    for told, lookup in ((cap.category, "category"), (cap.first_on, "earned_on__gte"), (cap.last_on, "earned_on__lte")):
        rows = rows.filter(**{lookup: told}) if told else rows
    left = max(cap.minutes - (rows.aggregate(sum=Sum("minutes"))["sum"] or 0), 0)
    if minutes > left:
        raise OverCap(ngettext("There is room for %(left)s more minute under this cap. Nothing was changed.",
                               "There is room for %(left)s more minutes under this cap. Nothing was changed.", left) % {"left": left}, left)


def _write(head: Head, posting: Posting) -> Posting:
    """One more posting at the end, in the transaction of the act: it is there whole, with the end moved on, or not at all."""
    posting.id, posting.code, posting.made_at, posting.number = uuid7(), new_code(), clock.now(), head.number + 1
    posting.leaf = chain.leaf_of(posting.said())
    posting.chain = chain.chained(head.chain, posting.leaf)
    posting.save(force_insert=True)
    head.number, head.chain = posting.number, posting.chain
    head.save(update_fields=["number", "chain"])
    return posting


@act("ledger.seal")
def seal(*, by: None) -> None:
    """What was posted since the last checkpoint is sealed by one more, signed, once on a day of the clock in UTC; nothing where nothing is new."""
    head, now = _held(), clock.now()
    last = Checkpoint.objects.order_by("-number").first()
    if head.number == (last.last if last else 0) or (last and last.on_on >= now.date()):
        return
    first, key = (last.last if last else 0) + 1, keys.signing()
    leaves = list(Posting.objects.filter(number__range=(first, head.number)).order_by("number").values_list("leaf", flat=True))
    row = Checkpoint(number=(last.number if last else 0) + 1, on_on=now.date(), at=now, first=first, last=head.number, tree=chain.root_of(leaves),
                     chain=head.chain, before=chain.hash_of_checkpoint(last.said()) if last else chain.ZERO,
                     place=written.place(), key=chain.public_of(key))
    row.signature = chain.sign(key, row.said())
    row.save(force_insert=True)
