"""A need is put up, joined and taken back, taken down and put up again."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from staffroom.kit import clock, search
from staffroom.kit.acts import Refusal, act
from staffroom.needs.actions.held import changed, counted, hanging, hold, index, together
from staffroom.needs.actions.merging import ONE, part
from staffroom.needs.models import WAITS, Answer, Backing, Need, NeedMerge
from staffroom.orgs.models import Organisation
from staffroom.orgs.queries import chains_of
from staffroom.people.models import Account
from staffroom.people.queries import alone
from staffroom.topics.models import Topic

MOST_OPEN = 20


@act("needs.put_up")
def put_up(*, by: Account, words: str, more: str = "", is_named: bool = False, level: str = "", topics: Iterable[Topic] = (),
           organisation: Organisation | None = None) -> Need:
    """The need hangs on the wall for anyone, and its author is the first of those who share it: a published act.

    `organisation` is the body that is asked to answer, one to which the author belongs today, or one above it. Raises Refusal.
    """
    alone(person=by.pk)
    if Need.objects.filter(person=by, answered_as__in=WAITS).count() >= MOST_OPEN:
        raise Refusal(_("Twenty needs of yours are open. Take one back, or wait for an answer, before you put up another."))
    if organisation is not None and organisation not in chains_of(by.pk):
        raise Refusal(_("You do not belong to this body today, so it is not asked. Nothing was put up."))
    need = Need.objects.create(person=by, words=words, more=more, is_named=is_named, level=level, organisation=organisation,
                               is_demo=by.is_demo)
    need.topics.set(list(topics))
    Backing.objects.create(need=need, person=by)
    index(need)
    return counted(need)


@act("needs.join")
def join(*, by: Account, need: Need) -> Need:
    """This person shares the need: one more, once, however often it is said. Raises Refusal when it was taken back."""
    held = hanging(need)
    Backing.objects.bulk_create([Backing(need=held, person=by)], ignore_conflicts=True)
    return counted(held)


@act("needs.take_back")
def take_back(*, by: Account, need: Need) -> Need | None:
    """This person shares it no longer, nor what is one with it. What its author takes back goes; where others joined or somebody answered, the
    words stay without the name.

    What was kept of them, or None when that is gone.
    """
    rows = together(need)
    Backing.objects.filter(need__in=rows, person=by).delete()
    stays = None
    for row in reversed(rows):
        stays = _without(row, by)
    return stays


def _without(need: Need, person: Account) -> Need | None:
    """A need after this person left it; None where nobody is left, and it went."""
    if need.person_id == person.pk:
        need.person, need.is_named = None, False
    if need.person_id or Backing.objects.filter(need=need).exists() or Answer.objects.filter(need=need).exists():
        return counted(need, "person", "is_named")
    search.drop("need", [need.pk])
    Need.objects.filter(pk=need.pk).delete()
    return None


def take_down_need(need: Need) -> None:
    """Within an act: it stands on no page and is not found, and what led to it hangs by itself again; who shares it is not touched."""
    held = hold(need)
    if held is None:
        return
    for row in NeedMerge.objects.filter(ONE, kept=held):
        part(row)
    held.taken_down_at = clock.now()
    search.drop("need", [held.pk])
    changed(held, "taken_down_at")


def put_up_need(need: Need) -> None:
    """Within an act: it hangs again as it did."""
    held = hold(need)
    if held is None:
        return
    held.taken_down_at = None
    if held.merged_into_id is None:
        index(held)
    changed(held, "taken_down_at")


def leave(*, account: Account) -> None:
    """Somebody is erased: what others joined or answered stays without the name, the rest goes."""
    for need in Need.objects.filter(person=account):
        take_back(by=account, need=need)
    for backing in Backing.objects.filter(person=account).select_related("need"):
        take_back(by=account, need=backing.need)
