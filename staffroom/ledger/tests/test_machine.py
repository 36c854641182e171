"""The ledger against a model of forty lines: whatever is done in whatever order, both say the same after every step."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, rule, run_state_machine_as_test

from staffroom.exchange.actions import erase
from staffroom.kit import clock
from staffroom.kit.acts import Refusal
from staffroom.kit.testing import make_account
from staffroom.ledger import actions, checking, queries, written
from staffroom.ledger.models import Posting
from staffroom.orgs.models import Organisation

pytestmark = pytest.mark.django_db
MINUTES = st.integers(1, 300)


class Machine(RuleBasedStateMachine):
    """The model is a list of [person, office, pack, minutes, about, stands]; everything else is asked of the ledger."""

    postings = Bundle("postings")

    @initialize()
    def begin(self):
        self.point = transaction.atomic()
        self.point.__enter__()
        self.people = [make_account(name) for name in ("Ann", "Ben", "Cora")]
        self.offices = [Organisation.objects.create(kind="district", name=name) for name in ("Juniper", "Cedar")]
        self.rows, self.gone, self.kept, self.days = [], set(), {}, 0

    def teardown(self):
        if hasattr(self, "point"):
            transaction.set_rollback(True)
            self.point.__exit__(None, None, None)

    def standing(self, person, office=None, pack=None) -> int:
        return sum(row[3] for row in self.rows if row[5] and row[0] == person and office in {None, row[1]} and pack in {None, row[2]})

    def there(self, person) -> bool:
        return person not in self.gone

    @rule(target=postings, person=st.integers(0, 2), office=st.integers(0, 1), pack=st.sampled_from(["texas", "iacet"]), minutes=MINUTES,
          cap=st.none() | st.integers(50, 600), how=st.sampled_from(["anew", "anew", "anew", "again", "twice"]))
    def post(self, person, office, pack, minutes, cap, how):
        if not self.there(person):
            return None
        said = {"by": None, "of": self.people[person], "office": self.offices[office], "pack": pack, "version": "1", "minutes": minutes, "about": uuid4(),
                "op_id": uuid4(), "cap": cap and actions.Cap(cap)}
        fits = cap is None or self.standing(person, office, pack) + minutes <= cap
        try:
            with transaction.atomic():
                posting = actions.post(**said)
            assert fits
        except actions.OverCap as refusal:
            assert not fits and refusal.left == max(cap - self.standing(person, office, pack), 0)
            return None
        self.rows.append([person, office, pack, minutes, said["about"], True])
        if how == "again":
            assert actions.post(**said) == posting
        elif how == "twice":
            with pytest.raises(actions.Standing), transaction.atomic():
                actions.post(**said | {"op_id": uuid4()})
        return posting, len(self.rows) - 1

    @rule(found=postings, same=st.booleans())
    def reverse(self, found, same):
        if found is None:
            return
        posting, place = found
        row, op_id = self.rows[place], uuid4()
        try:
            with transaction.atomic():
                back = actions.reverse(by=None, posting=posting, reason_code="error", op_id=op_id)
            assert row[5]
            row[5] = False
        except actions.TakenBack:
            assert not row[5]
            return
        if same:
            assert actions.reverse(by=None, posting=posting, reason_code="error", op_id=op_id) == back
        with pytest.raises(Refusal), transaction.atomic():
            actions.reverse(by=None, posting=back, reason_code="error", op_id=uuid4())

    @rule(found=consumes(postings), minutes=MINUTES)
    def correct(self, found, minutes):
        """Taken back and accepted anew under the same decision, as a correction is."""
        if found is None or not self.rows[found[1]][5] or not self.there(self.rows[found[1]][0]):
            return
        posting, place = found
        person, office, pack, _minutes, about, _stands = self.rows[place]
        actions.reverse(by=None, posting=posting, reason_code="appeal", op_id=uuid4())
        actions.post(by=None, of=self.people[person], office=self.offices[office], pack=pack, version="2", minutes=minutes, about=about, op_id=uuid4())
        self.rows[place][5] = False
        self.rows.append([person, office, pack, minutes, about, True])

    @rule()
    def a_day_passes(self):
        self.days += 1
        with time_machine.travel(clock.now() + timedelta(days=self.days), tick=False):
            actions.seal(by=None)
        self.kept |= checking.checkpoints_in("".join(written.checkpoints()).split("\n"))

    @rule(person=st.integers(0, 2))
    def erase_somebody(self, person):
        if self.there(person) and len(self.gone) < 2 and self.days > 2:
            erase(by=None, account=self.people[person])
            self.gone.add(person)

    @invariant()
    def both_say_the_same(self):
        if not hasattr(self, "rows"):
            return
        for person, account in enumerate(self.people):
            if self.there(person):
                assert queries.balance(account) == self.standing(person)
                assert queries.balance(account, office=self.offices[0], pack="texas") == self.standing(person, 0, "texas")
        found = written.walk(checking.Whole(kept=self.kept))
        assert found.wrong == [] and found.postings == len(self.rows) + sum(not row[5] for row in self.rows)
        lines = [minutes for row in Posting.objects.select_related("book", "against__organisation", "reverses") for _book, minutes in row.said()["lines"]]
        assert sum(lines) == 0 and sum(found.minutes.values()) == (Posting.objects.aggregate(sum=Sum("minutes"))["sum"] or 0)
        assert sum(found.minutes.values()) == sum(row[3] for row in self.rows if row[5])


def test_whatever_is_done_the_ledger_says_what_the_model_says(long):
    run_state_machine_as_test(Machine, settings=settings(
        max_examples=1_000 if long else 25, stateful_step_count=60 if long else 25, deadline=None, suppress_health_check=list(HealthCheck),
        derandomize=not long, database=None))
