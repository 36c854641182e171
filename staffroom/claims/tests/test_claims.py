"""What becomes of a claim, act by act: one answer, by somebody else, with its reason; and the way back."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from staffroom.claims import actions, queries, rules
from staffroom.claims import sent as copies
from staffroom.claims.models import Claim, Ruling
from staffroom.claims.tests.conftest import DAY, DESK, again, entry, sent
from staffroom.credit.models import Licence
from staffroom.kit import clock
from staffroom.kit.acts import Refusal
from staffroom.ledger import queries as ledger
from staffroom.ledger.models import Posting
from staffroom.notices.models import Notice
from staffroom.orgs import actions as orgs
from staffroom.record import actions as record
from staffroom.record.models import Entry, Rung
from staffroom.sharing.rules import can, visible_to
from staffroom.sharing.viewers import SELF, Viewer

pytestmark = pytest.mark.django_db


def viewer(person) -> Viewer:
    return Viewer(account=person, assurance=SELF)


def refused(act, *words, **given):
    with pytest.raises(Refusal) as problem:
        act(**given)
    assert all(word in str(problem.value) for word in words), str(problem.value)


def accepted(made) -> Rung | None:
    return Rung.objects.filter(entry=made, step=Rung.Step.ACCEPTED).first()


def test_the_copy_holds_the_facts_and_what_was_ticked_and_nothing_else(world):
    copy = copies.loads(sent(world).body)
    assert (copy.title, copy.minutes, copy.first_on, copy.note, [piece.name for piece in copy.pieces]) == ("Fractions with paper", 60, DAY, "", ["My sheet"])
    assert "Source: A colleague" in copy.facts and "An approved provider" in copy.facts
    assert "Nobody else" not in copies.dumps(copy) and "example.org" not in copies.dumps(copy)
    other = entry(world.tom, "Another")
    held = copies.loads(sent(world, other, with_note=True, pieces=[], remark="The form follows.").body)
    assert (held.note, held.remark, held.pieces) == ("Nobody else reads this line.", "The form follows.", ())
    assert copies.loads(copies.dumps(held)) == held and copies.loads("{}") is None and copies.loads("[1") is None


def test_what_changes_later_does_not_reach_the_copy(world):
    claim = sent(world)
    record.add_sitting(by=world.tom, entry=world.entry, on_on=DAY, minutes=30)
    shown = queries.shown(viewer(world.cora), again(claim))
    assert (shown.copy.minutes, shown.copy.title) == (60, "Fractions with paper")
    assert queries.shown(viewer(world.tom), again(claim)).is_changed_since


def test_the_rules_speak_of_this_entry_alone_and_clean_means_that_all_of_them_are_met(world):
    claim = sent(world)
    said = queries.judged(claim, copies.loads(claim.body))
    assert (said.minutes, said.is_clean, claim.is_clean, claim.counted_minutes) == (60, True, True, 60)
    assert {rule.verdict for rule in said.rules} == {"met"} and not {"hours", "carry-over"} & {rule.title for rule in said.rules}
    bare = sent(world, entry(world.tom, "Without a provider", told=False))
    assert (bare.is_clean, bare.counted_minutes) == (False, 0)
    unproved = sent(world, entry(world.tom, "Without proof"), pieces=[])
    assert (unproved.is_clean, unproved.counted_minutes) == (False, 60)
    open_one = queries.judge(replace(copies.loads(claim.body), minutes=50), "texas", DAY)  # parts of an hour: nothing was read on them
    assert (open_one.minutes, open_one.is_clean) == (45, False)


def test_after_the_days_of_a_pack_nothing_is_clean(world):
    with time_machine.travel(clock.now().replace(year=2099), tick=False):
        claim = sent(world)
        assert (claim.is_clean, claim.counted_minutes) == (False, None)


def test_a_yes_stands_on_the_entry_in_the_name_of_the_office_and_is_told(world):
    claim = actions.approve(by=world.cora, claim=sent(world), minutes=60)
    rung = accepted(world.entry)
    assert (claim.state, claim.granted_minutes, rung.minutes, rung.in_name, rung.by) == ("approved", 60, 60, "Cedar District (Cora Example)", world.cora)
    posting = Posting.objects.get()
    assert (posting.about, posting.op_id, posting.category, posting.earned_on, posting.version) == (claim.pk, Ruling.objects.get().pk, "course", DAY, "1")
    assert ledger.balance(world.tom, office=world.cedar, pack="illinois") == 60
    notice = Notice.objects.get(person=world.tom, kind="accepted")
    assert (notice.name, notice.href) == ("Cedar District", f"/record/claims/{claim.code}/")
    refused(actions.approve, "approved", by=world.sue, claim=claim, minutes=60)
    refused(actions.withdraw, "answered already", by=world.tom, claim=claim)


def test_whoever_decides_is_told_once_a_day_and_nobody_else(world):
    sent(world)
    sent(world, entry(world.tom, "Another"))
    told = Notice.objects.filter(kind="claimed")
    assert sorted(told.values_list("person__name", flat=True)) == ["Cora Example", "Dana Example", "Sue Example"]
    assert set(told.values_list("name", "href")) == {("Cedar District", "/office/claims/")}


def test_an_office_that_takes_none_gets_none(world):
    actions.take_claims(by=world.dana, organisation=world.cedar, **DESK | {"is_open": False})
    refused(sent, "takes no claims", world=world)
    assert queries.desks_for(viewer(world.tom)) == []
    refused(actions.send, "takes no claims", by=world.tom, entry=world.entry, organisation=world.juniper)
    actions.take_claims(by=world.will, organisation=world.alder, **DESK)
    refused(actions.send, "do not belong", by=world.tom, entry=world.entry, organisation=world.alder)


def test_only_who_decides_there_says_how_the_body_takes_claims(world):
    for person in (world.pia, world.audrey, world.will, world.tom):
        refused(actions.take_claims, "no office", by=person, organisation=world.cedar, **DESK)
    for wrong in ({"pack": "atlantis"}, {"answer_days": 0}, {"appeal_days": 6}):
        refused(actions.take_claims, "Choose rules", by=world.dana, organisation=world.cedar, **DESK | wrong)


def test_nobody_decides_but_whoever_decides_in_that_very_body(world):
    claim = sent(world)
    for person in (world.pia, world.audrey, world.will, world.wanda, world.tom):
        for act, more in ((actions.approve, {"minutes": 60}), (actions.decline, {"reason": "So"}), (actions.send_back, {"reason": "So"})):
            refused(act, by=person, claim=claim, **more)
        assert person == world.tom or not visible_to(viewer(person), Claim).exists()
    assert again(claim).state == "submitted" and not Ruling.objects.exists()


def test_nobody_decides_about_themselves_not_even_the_database_lets_them(world):
    orgs.enrol(by=None, person=world.cora, organisation=world.juniper, role="teacher")
    own = entry(world.cora, told=False)
    claim = actions.send(by=world.cora, entry=own, organisation=world.cedar)
    for act, more in ((actions.approve, {"minutes": 60}), (actions.decline, {"reason": "So"}), (actions.send_back, {"reason": "So"})):
        refused(act, "themselves", by=world.cora, claim=claim, **more)
    assert not can(viewer(world.cora), "look", claim) and can(viewer(world.cora), "change", claim)
    assert claim not in queries.queue(viewer(world.cora), show="waiting", body="", number="").object_list
    with pytest.raises(IntegrityError), transaction.atomic():
        Ruling.objects.create(person=world.cora, claim=claim, by=world.cora, what="approved", minutes=60, round=1)
    actions.approve(by=world.sue, claim=claim, minutes=60)
    refused(actions.revoke, "themselves", by=world.cora, claim=claim, code="error", reason="So")


def test_where_nobody_else_decides_nothing_can_be_sent(world):
    orgs.enrol(by=None, person=world.will, organisation=world.willow, role="teacher")
    actions.take_claims(by=world.will, organisation=world.alder, **DESK)
    refused(actions.send, "nobody else", by=world.will, entry=entry(world.will, told=False), organisation=world.alder)
    assert queries.desks_for(viewer(world.will)) == []


def test_where_it_bears_on_pay_two_people_say_yes(world):
    actions.take_claims(by=world.dana, organisation=world.cedar, **DESK | {"needs_two": True})
    claim = actions.approve(by=world.cora, claim=sent(world), minutes=60)
    assert (claim.state, accepted(world.entry)) == ("seconded", None)
    refused(actions.approve, "second person", by=world.cora, claim=claim, minutes=60)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ruling.objects.create(person=world.tom, claim=claim, by=world.cora, what="approved", minutes=60, round=1)
    actions.approve(by=world.sue, claim=claim, minutes=60)
    assert (again(claim).state, accepted(world.entry).by) == ("approved", world.sue)
    other = actions.approve(by=world.cora, claim=sent(world, entry(world.tom, "Another")), minutes=60)
    assert actions.decline(by=world.sue, claim=other, reason="Not in the plan").state == "declined"


def test_what_was_sent_stays_under_what_was_said_then(world):
    claim = sent(world)
    actions.take_claims(by=world.dana, organisation=world.cedar, **DESK | {"needs_two": True, "pack": "texas", "appeal_days": 90})
    claim = actions.approve(by=world.cora, claim=claim, minutes=60)
    assert (claim.state, claim.pack, claim.appeal_days) == ("approved", "illinois", 30)


def test_fewer_minutes_need_a_reason_and_more_than_were_sent_are_refused(world):
    claim = sent(world)
    refused(actions.approve, "fewer", by=world.cora, claim=claim, minutes=45)
    for minutes in (0, 61):
        refused(actions.approve, "at most", by=world.cora, claim=claim, minutes=minutes)
    assert actions.approve(by=world.cora, claim=claim, minutes=45, reason="Lunch was in it").granted_minutes == 45


def test_a_no_and_what_comes_back_say_why(world):
    claim = sent(world)
    refused(actions.decline, "Say why", by=world.cora, claim=claim, reason="")
    refused(actions.send_back, "Say why", by=world.cora, claim=claim, reason="")
    back = actions.send_back(by=world.cora, claim=claim, reason="Whose form is it?")
    assert back.state == "returned" and accepted(world.entry) is None
    record.add_sitting(by=world.tom, entry=world.entry, on_on=DAY, minutes=30)
    sent_again = sent(world, remark="It is the standard form.")
    assert (sent_again.pk, sent_again.state, sent_again.round, sent_again.minutes, Claim.objects.count()) == (claim.pk, "submitted", 2, 90, 1)
    actions.approve(by=world.cora, claim=sent_again, minutes=90)
    assert [ruling.reason for ruling in queries.shown(viewer(world.tom), again(claim)).rulings] == ["Whose form is it?", ""]


def test_one_entry_is_asked_of_one_office_once(world):
    claim = sent(world)
    refused(sent, "has it already", world=world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.create(person=world.tom, entry=world.entry, organisation=world.cedar, minutes=5, on_on=DAY, due_on=DAY, answer_days=1, appeal_days=7)
    actions.decline(by=world.cora, claim=claim, reason="So")
    assert sent(world).pk != claim.pk


def test_withdrawn_it_is_gone_from_the_office_at_once(world):
    claim = actions.withdraw(by=world.tom, claim=sent(world))
    assert claim.state == "withdrawn" and not visible_to(viewer(world.cora), Claim).exists()
    refused(actions.approve, "withdrawn", by=world.cora, claim=claim, minutes=60)
    assert actions.withdraw(by=world.tom, claim=claim).state == "withdrawn"
    refused(actions.withdraw, "not your", by=world.pia, claim=claim)


def test_an_entry_that_is_let_go_takes_back_what_was_not_answered(world):
    open_one, answered = sent(world), sent(world, entry(world.tom, "Another"))
    actions.approve(by=world.cora, claim=answered, minutes=60)
    for claim in (open_one, answered):
        record.let_go(by=world.tom, entry=claim.entry)
    assert (again(open_one).state, again(answered).state) == ("withdrawn", "approved")
    Entry.objects.all().delete()
    kept = again(answered)
    assert (kept.entry, kept.body_name, copies.loads(kept.body).title) == (None, "Cedar District", "Another")
    assert actions.revoke(by=world.cora, claim=kept, code="error", reason="So").state == "revoked"


def test_revoked_or_corrected_the_rung_goes_with_the_reason(world):
    claim = actions.approve(by=world.cora, claim=sent(world), minutes=60)
    corrected = actions.correct(by=world.sue, claim=claim, minutes=45, code="error", reason="A quarter of it was lunch")
    assert (corrected.state, accepted(world.entry).minutes, accepted(world.entry).by) == ("corrected", 45, world.sue)
    refused(actions.correct, "another number", by=world.sue, claim=claim, minutes=45, code="error", reason="So")
    refused(actions.revoke, "Say why", by=world.sue, claim=claim, code="error", reason="")
    gone = actions.revoke(by=world.sue, claim=claim, code="absent", reason="The list says otherwise")
    assert (gone.state, gone.granted_minutes, accepted(world.entry), ledger.balance(world.tom)) == ("revoked", None, None, 0)
    assert list(Posting.objects.order_by("number").values_list("minutes", "reason")) == [(60, ""), (-60, "error"), (45, ""), (-45, "absent")]
    refused(actions.revoke, "Nothing is granted", by=world.sue, claim=claim, code="error", reason="So")
    assert Notice.objects.filter(person=world.tom, kind="accepted").count() == 3


def test_what_another_body_granted_stands_when_one_takes_its_word_back(world):
    orgs.enrol(by=None, person=world.tom, organisation=world.willow, role="teacher")
    actions.take_claims(by=world.will, organisation=world.alder, **DESK)
    first = actions.approve(by=world.cora, claim=sent(world), minutes=60)
    there = actions.send(by=world.tom, entry=world.entry, organisation=world.alder)
    actions.approve(by=world.will, claim=there, minutes=30, reason="Half of it")
    assert accepted(world.entry).in_name.startswith("Cedar")
    actions.revoke(by=world.cora, claim=first, code="error", reason="So")
    assert (accepted(world.entry).in_name, accepted(world.entry).minutes) == ("Alder District (Will Example)", 30)


def test_an_appeal_is_heard_once_by_somebody_else(world):
    claim = actions.decline(by=world.cora, claim=sent(world), reason="Not in the plan")
    refused(actions.appeal, "Say what", by=world.tom, claim=claim, words="")
    appealed = actions.appeal(by=world.tom, claim=claim, words="It is on page two of the plan.")
    assert (appealed.state, appealed.appeal, appealed.round, appealed.shuts_at) == ("appealed", "It is on page two of the plan.", 2, None)
    refused(actions.approve, "somebody else", by=world.cora, claim=claim, minutes=60)
    refused(actions.decline, "somebody else", by=world.cora, claim=claim, reason="So")
    refused(actions.send_back, "yes or no", by=world.sue, claim=claim, reason="So")
    actions.approve(by=world.sue, claim=claim, minutes=60)
    done = again(claim)
    assert (done.state, accepted(world.entry).by, done.is_open(), done.may_be_appealed()) == ("approved", world.sue, False, False)
    refused(actions.appeal, "cannot be appealed", by=world.tom, claim=done, words="Again")


def test_against_fewer_minutes_one_can_appeal_and_what_was_granted_stays_until_then(world):
    claim = actions.approve(by=world.cora, claim=sent(world), minutes=30, reason="Half of it")
    actions.appeal(by=world.tom, claim=claim, words="All of it was the course.")
    assert accepted(world.entry).minutes == 30
    actions.decline(by=world.sue, claim=claim, reason="Half was lunch")
    refused(actions.appeal, "cannot be appealed", by=world.tom, claim=claim, words="Once more")
    assert (again(claim).state, again(claim).granted_minutes, accepted(world.entry).minutes) == ("approved", 30, 30)
    other = actions.approve(by=world.cora, claim=sent(world, entry(world.tom, "Another")), minutes=30, reason="Half of it")
    actions.appeal(by=world.tom, claim=other, words="All of it.")
    actions.approve(by=world.sue, claim=other, minutes=60)
    assert (again(other).granted_minutes, accepted(other.entry).minutes, ledger.balance(world.tom)) == (60, 60, 90)
    assert Posting.objects.get(reverses__isnull=False).reason == "appeal"


def test_an_appeal_taken_back_leaves_what_was_answered(world):
    claim = actions.decline(by=world.cora, claim=sent(world), reason="So")
    actions.appeal(by=world.tom, claim=claim, words="Look again.")
    assert actions.withdraw(by=world.tom, claim=claim).state == "declined"
    assert not visible_to(viewer(world.sue), Claim).exists()


def test_without_somebody_else_an_appeal_says_whom_to_ask(world):
    for person in (world.sue, world.dana):
        orgs.end_membership(by=None, membership=rules.current().get(person=person, organisation=world.cedar))
    claim = actions.decline(by=world.cora, claim=sent(world), reason="So")
    refused(actions.appeal, "Nobody else", by=world.tom, claim=claim, words="Look again.")


def test_after_the_window_the_copy_is_shut_and_nothing_but_the_appeal_opens_it(world):
    claim = actions.approve(by=world.cora, claim=sent(world), minutes=60)
    assert visible_to(viewer(world.cora), Claim).exists()
    with time_machine.travel(clock.now() + timedelta(days=31), tick=False):
        assert not visible_to(viewer(world.cora), Claim).exists() and not can(viewer(world.cora), "look", again(claim))
        assert visible_to(viewer(world.tom), Claim).exists()
        gone = actions.revoke(by=world.sue, claim=claim, code="absent", reason="The list says otherwise")
        assert not visible_to(viewer(world.sue), Claim).exists() and gone.may_be_appealed()
        assert visible_to(viewer(world.sue), Ruling).count() == 2
        actions.appeal(by=world.tom, claim=gone, words="I signed the other list.")
        assert visible_to(viewer(world.dana), Claim).exists()


def test_a_role_that_ended_carries_nothing(world):
    claim = sent(world)
    orgs.end_membership(by=None, membership=rules.current().get(person=world.cora, organisation=world.cedar))
    assert not visible_to(viewer(world.cora), Claim).exists()
    refused(actions.approve, "has ended", by=world.cora, claim=claim, minutes=60)


def test_who_left_keeps_the_claim_and_its_answer_under_the_names_of_then(world):
    claim = sent(world)
    orgs.end_membership(by=None, membership=world.tom_role)
    actions.approve(by=world.cora, claim=claim, minutes=60)
    orgs.rename(by=world.dana, organisation=world.cedar, name="Another name", place="")
    shown = queries.shown(viewer(world.tom), again(claim))
    assert (shown.claim.body_name, shown.last.in_name) == ("Cedar District", "Cedar District (Cora Example)")


def test_in_one_go_only_what_is_clean_and_alone_on_its_day(world):
    clean, dirty = sent(world), sent(world, entry(world.tom, "Without proof", day=DAY - timedelta(days=1)), pieces=[])
    same = sent(world, entry(world.tom, "The same day"))
    came = actions.approve_clean(by=world.cora, claims=[clean, dirty, same])
    assert ([one.pk for one in came.done], [one.pk for one, _why in came.left]) == ([clean.pk], [dirty.pk, same.pk])
    assert queries.clean(viewer(world.cora), [clean.code, dirty.code, same.code]) == []


def test_the_licence_of_the_teacher_is_nothing_that_an_office_learns(world):
    body = sent(world).body
    assert "2029" not in body and "2024" not in body and "teacher" not in body
    Licence.objects.all().delete()
    assert sent(world, entry(world.tom, "Another", told=False)).counted_minutes == 0
