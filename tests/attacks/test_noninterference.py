"""A1: a change to what is Ann's alone is noticed by nobody else, in any answer, header, search or mail."""

from collections.abc import Callable

import pytest
from django.core import mail

from staffroom.kit import outbox
from tests.attacks import crawl
from tests.attacks.changes import CHANGES, Change
from tests.attacks.world import ANN, VIEWERS, World, build, undone

pytestmark = pytest.mark.django_db
OTHERS = [viewer for viewer in VIEWERS if viewer != ANN]
SHARES = 6
FEW_TERMS = 6  # searches in a crawl after a single change; all fifty stand in the crawl after all of them


def test_there_are_enough_kinds_of_change_and_viewers():
    assert len(CHANGES) >= 12
    assert len(OTHERS) >= 6
    assert all(sum(viewer not in change.audience for viewer in OTHERS) >= 6 for change in CHANGES)


@pytest.mark.parametrize("group", [0, *(pytest.param(group, marks=pytest.mark.one_engine) for group in (1, 2, 3))])
def test_all_changes_together_are_noticed_by_nobody_else(world, group):
    """Every kind of change, then a crawl as each viewer who is in the audience of none of them; a difference is traced to its change."""
    asked = crawl.addresses(world)
    noticed = []
    for viewer in OTHERS[group::4]:
        hidden = [change for change in CHANGES if viewer not in change.audience]
        before = crawl.read_untouched(world, viewer, asked)
        with undone():
            _make(world, hidden)
            found = crawl.differences(before, crawl.read(world, viewer, asked))
        if found:
            there = {line.rpartition(": ")[0] for line in found}
            noticed.append(f"{viewer}: {found[:6]} by {_by_whom(world, viewer, hidden, before, [one for one in asked if one[0] in there])}")
    print(f"\n{len(CHANGES)} kinds of change, {len(asked)} addresses for each viewer")
    assert noticed == []


def _make(world: World, changes: list[Change]) -> None:
    for change in changes:
        change.make(world)


def _by_whom(world: World, viewer: str, changes: list[Change], before: dict, asked: crawl.Asked) -> list[str]:
    found = []
    for change in changes:
        with undone():
            change.make(world)
            if crawl.differences({path: before[path] for path, _cut in asked}, crawl.read(world, viewer, asked)):
                found.append(change.name)
    return found


@pytest.mark.either
@pytest.mark.parametrize("part", range(SHARES))
def test_no_single_change_is_noticed(world, part):
    """One change at a time, so that no two hide each other: viewers take turns, and so do the addresses; with --long everybody at all of them."""
    searches = [one for one in crawl.addresses(world) if "/find/?q=" in one[0]]
    asked = [one for one in crawl.addresses(world) if one not in searches[FEW_TERMS:]]
    _one_by_one(world, CHANGES[part::SHARES], asked[part::SHARES], lambda number, viewers: [viewers[number % len(viewers)]])


@pytest.mark.long
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_single_change_is_noticed_by_anybody(db, shelf, frozen, seed):
    """Every change by itself, as every viewer, at every address: each viewer in one of three worlds."""
    world = build(seed)
    _one_by_one(world, CHANGES, crawl.addresses(world), lambda _number, viewers: [one for one in viewers if OTHERS.index(one) % 3 == seed - 1])


def _one_by_one(world: World, changes: list[Change], asked: crawl.Asked, whose_turn: Callable[[int, list[str]], list[str]]) -> None:
    before: dict[str, dict] = {}
    noticed = []
    for number, change in enumerate(changes):
        for viewer in whose_turn(number, [viewer for viewer in OTHERS if viewer not in change.audience]):
            if viewer not in before:
                before[viewer] = crawl.read_untouched(world, viewer, asked)
            with undone():
                change.make(world)
                found = crawl.differences(before[viewer], crawl.read(world, viewer, asked))
            if found:
                noticed.append(f"{change.name} as {viewer}: {found[:4]}")
    assert noticed == []


def test_a_change_sends_mail_to_its_audience_alone(world):
    """What leaves by mail after each change goes to Ann or to those who may notice, and names nothing private."""
    wrong = []
    for change in CHANGES:
        with undone():
            mail.outbox = []
            tokens = set(world.canaries)
            change.make(world)
            while outbox.run_due(100):
                pass
            allowed = {world.people[name].email for name in change.audience if name in world.people}
            mine = set(type(world.people[ANN]).objects.get(pk=world.people[ANN].pk).email.split()) | _addresses(world)
            for letter in mail.outbox:
                text = letter.subject + letter.body + str(letter.extra_headers)
                if not set(letter.to) <= allowed | mine:
                    wrong.append(f"{change.name}: a mail to {letter.to}")
                wrong += [f"{change.name}: {world.canaries[token]} in a mail" for token in tokens if token in text]
    assert wrong == []


def _addresses(world: World) -> set[str]:
    from allauth.account.models import EmailAddress
    return set(EmailAddress.objects.filter(user=world.people[ANN]).values_list("email", flat=True))
