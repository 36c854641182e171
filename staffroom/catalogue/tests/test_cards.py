"""Practice cards: what a teacher tried is written down, adapted, corrected, taken back; and how far it went."""

from uuid import uuid4

import pytest
from django.test import Client

from staffroom.catalogue import actions
from staffroom.catalogue.models import CardEdition, Offer, PracticeCard
from staffroom.catalogue.queries import cards as queries
from staffroom.catalogue.queries import shelf as shelf_memory
from staffroom.catalogue.rules import made_by
from staffroom.exchange.actions import erase
from staffroom.kit import fresh
from staffroom.kit.acts import Refusal
from staffroom.kit.models import SearchDoc
from staffroom.kit.testing import make_account, op_id, sign_in
from staffroom.moderation import actions as moderation
from staffroom.moderation import kinds
from staffroom.orgs import actions as orgs
from staffroom.orgs.models import Organisation
from staffroom.people import actions as people
from staffroom.practice import actions as practice
from staffroom.practice.models import FollowUp, Telling
from staffroom.sharing.rules import can, visible_to
from staffroom.sharing.viewers import NOBODY, ORG, SELF, Viewer

pytestmark = pytest.mark.django_db
WORDS = {"title": "Three piles at the door", "what": "One question as they leave, sorted while the next class comes in.",
         "whom": "Twelve-year-olds after lunch", "steps": "Write one question\nSort into three piles\nBegin with the middle one",
         "watch": "Do not mark them.", "wrong": "I read out a name once.", "credit": "From a colleague down the hall", "minutes": 5, "language": "en"}
SENT = WORDS | {"named": "yes", "no_pupils": "on", "licence": "CC BY 4.0"}


@pytest.fixture
def ann(shelf, monkeypatch):
    monkeypatch.setattr(fresh, "SURE", -1)
    monkeypatch.setattr(shelf_memory, "SURE", -1)
    shelf(title="Something else")
    return make_account("Ann Example")


def says(**more) -> actions.Says:
    return actions.Says(**(WORDS | more))


def written(by, **more) -> PracticeCard:
    facts = {name: more.pop(name) for name in ("is_named", "licence", "came_from", "difference") if name in more}
    return actions.write_card(by=by, says=says(**more), **({"is_named": True} | facts))


def inside(person) -> Client:
    client = Client()
    sign_in(client, person)
    return client


def page(client, path: str) -> str:
    found = client.get(path)
    assert found.status_code == 200, path
    return found.content.decode()


def test_a_card_goes_up_after_it_was_looked_at_and_anyone_reads_whose_it_is(client, ann, django_assert_max_num_queries):
    mine = inside(ann)
    assert "It begins empty" in page(mine, "/find/cards/new/")
    unsure = mine.post("/find/cards/new/", SENT | {"no_pupils": "", "named": "", "op_id": op_id()})
    assert unsure.status_code == 422 and "Sort into three piles" in unsure.content.decode()
    look = mine.post("/find/cards/new/", SENT | {"op_id": op_id()}).content.decode()
    assert "How it would hang" in look and "Ann Example" in look and "<li>Sort into three piles</li>" in look
    assert ">Three piles at the door</h2>" in look and f'dir="auto">{WORDS["what"]}</p>' in look and "to prepare." in look
    assert not PracticeCard.objects.exists()
    again = mine.post("/find/cards/new/", SENT | {"change": "1", "op_id": op_id()}).content.decode()
    assert "Sort into three piles" in again and not PracticeCard.objects.exists()
    there = mine.post("/find/cards/new/", SENT | {"up": "1", "op_id": op_id()})
    card = PracticeCard.objects.get()
    assert there.headers["Location"] == f"/find/{card.offer.code}/"
    client.get("/find/how/")
    with django_assert_max_num_queries(4):  # three, and the topics that are then kept for a minute
        read = page(client, f"/find/{card.offer.code}/")
    for words in ("Practice card", "Ann Example", "CC BY 4.0", "<li>Sort into three piles</li>", "I read out a name once.", "to prepare, said by its author",
                  "Practice wisdom", "How it spread"):
        assert words in read, words
    assert "Adapt it" not in read and "Three piles at the door" in page(client, "/find/?q=piles+door")
    assert "Three piles at the door" in page(client, "/find/?kind=practice")


def test_without_the_name_nobody_reads_it_but_whoever_wrote_it_may_correct_it(client, ann):
    card = written(ann, is_named=False)
    assert "a teacher" in page(client, f"/find/{card.offer.code}/")
    for where in (f"/find/{card.offer.code}/", f"/find/cards/{card.code}/", f"/find/cards/{card.code}/before/", f"/find/{card.offer.code}.json"):
        assert "Ann Example" not in page(client, where) + page(inside(make_account("Ben")), where)
    assert "Correct it" in page(inside(ann), f"/find/{card.offer.code}/")


def test_only_its_author_says_what_stands_on_it(ann):
    card, ben = written(ann), make_account("Ben")
    for viewer in (Viewer(ben, SELF), Viewer(ann, ORG), NOBODY):
        assert not can(viewer, "change", card) and not can(viewer, "correct", card.offer)
    assert not can(Viewer(ann, SELF), "correct", card.offer) and not can(Viewer(ann, SELF), "change", card.offer)
    assert can(Viewer(ben, SELF), "review", card.offer) and made_by(ann, card.offer)
    assert f"/reports/new/offer/{card.offer.code}/" in page(inside(ben), f"/find/{card.offer.code}/")
    other = inside(ben)
    assert other.get(f"/find/cards/{card.code}/correct/").status_code == 404
    assert other.post(f"/find/cards/{card.code}/take-back/", {"op_id": op_id()}).status_code == 404
    assert other.get(f"/find/{card.offer.code}/facts/").status_code == 404


def test_what_is_made_of_a_card_names_it_and_says_what_is_different(client, ann):
    card, ben = written(ann, licence="CC BY-SA 4.0"), make_account("Ben Example")
    path, other = f"/find/cards/{card.code}/adapt/", inside(ben)
    form = page(other, path)
    assert "Sort into three piles" in form and "stays as free" in form and 'name="licence"' not in form
    sent = SENT | {"title": "Four piles", "up": "1", "licence": "CC BY 4.0"}
    assert other.post(path, sent | {"op_id": op_id()}).status_code == 422
    assert other.post(path, sent | {"difference": "One pile more.", "op_id": op_id()}).status_code == 302
    made = PracticeCard.objects.get(came_from=card)
    assert (made.licence, made.family, made.offer.licence, made.difference) == ("CC BY-SA 4.0", card, "CC BY-SA 4.0", "One pile more.")
    assert "Adapted from “Three piles at the door” by Ann Example." in page(client, f"/find/{made.offer.code}/")
    third = written(ann, title="Five piles", came_from=made, difference="And one more.")
    family = queries.spread(NOBODY, third)
    assert [(one.card.offer.title, one.parent and one.parent.offer.title) for one in family.page] == [
        ("Three piles at the door", None), ("Four piles", "Three piles at the door"), ("Five piles", "Four piles")]
    assert "Four piles" in page(client, f"/find/cards/{card.code}/")


def test_with_a_card_that_was_taken_back_goes_its_name_everywhere_and_what_was_made_of_it_stays(client, ann):
    card = written(ann)
    made = written(make_account("Ben"), title="Four piles", came_from=card, difference="One pile more.")
    assert "Three piles at the door" in page(client, f"/find/{made.offer.code}/")
    mine = inside(ann)
    mine.post(f"/find/cards/{card.code}/take-back/", {"op_id": op_id()})
    for path in (f"/find/{card.offer.code}/", f"/find/cards/{card.code}/", f"/find/cards/{card.code}/before/", f"/find/{card.offer.code}.json"):
        assert client.get(path).status_code == 404, path
    for path in (f"/find/{made.offer.code}/", f"/find/cards/{made.code}/", "/find/?q=piles"):
        read = page(client, path)
        assert "Four piles" in read and "Three piles" not in read and "Ann Example" not in read, path
    assert "Adapted from a card that its author took back." in page(client, f"/find/{made.offer.code}/")
    with pytest.raises(Refusal):
        written(make_account("Zoe"), came_from=card, difference="None.")
    assert "taken back by you" in page(mine, "/find/cards/") and "Sort into three piles" in page(mine, f"/find/cards/{card.code}/before/")
    mine.post(f"/find/cards/{card.code}/again/", {"op_id": op_id()})
    assert "Adapted from “Three piles" in page(client, f"/find/{made.offer.code}/") and "Three piles" in page(client, "/find/?q=piles")


def test_what_was_taken_down_by_others_comes_back_by_them_alone_and_not_against_its_author(ann):
    card, caretaker = written(ann), make_account("A caretaker")
    moderation.appoint(by=None, person=caretaker)
    thing = kinds.by_code("offer", card.offer.code)
    down = moderation.decide(by=caretaker, kind="offer", thing=thing, takes_down=True, why="It names a pupil.")
    with pytest.raises(Refusal):
        actions.put_card_up_again(by=ann, card=card)
    with pytest.raises(Refusal):
        actions.correct_card(by=ann, card=card, edition=1, says=says(title="Piles"), is_named=True)
    actions.take_card_back(by=ann, card=card)
    moderation.put_back(by=caretaker, decision=down)
    assert not visible_to(NOBODY, Offer).filter(pk=card.offer_id).exists()
    actions.put_card_up_again(by=ann, card=card)
    assert visible_to(NOBODY, Offer).filter(pk=card.offer_id).exists()


def test_what_was_corrected_stays_readable_and_two_corrections_at_once_are_both_shown(client, ann):
    card, mine = written(ann), inside(ann)
    path = f"/find/cards/{card.code}/correct/"
    assert 'name="base" value="1"' in page(mine, path)
    sent = SENT | {"base": "1", "watch": "Do not mark them, ever.", "why": "Somebody did."}
    assert mine.post(path, sent | {"op_id": op_id()}).status_code == 302
    assert "ever" in page(client, f"/find/{card.offer.code}/")
    before = page(client, f"/find/cards/{card.code}/before/")
    assert "<del><p>Do not mark them.</p></del>" in before or "<del>Do not mark them.</del>" in before
    assert '<dd dir="auto">English</dd>' in before
    assert "Somebody did." in before and "Twelve-year-olds" not in before.partition("Put up for the first time")[0]
    late = mine.post(path, sent | {"watch": "Mark none.", "op_id": op_id()})
    assert late.status_code == 409 and "Mark none." in late.content.decode() and "Do not mark them, ever." in late.content.decode()
    assert CardEdition.objects.filter(card=card).count() == 2
    assert mine.post(path, sent | {"watch": "Mark none.", "base": "2", "op_id": op_id()}).status_code == 302
    assert PracticeCard.objects.get().edition == 3
    nothing = SENT | {"watch": "Mark none.", "base": "3", "named": "no"}
    mine.post(path, nothing | {"op_id": op_id()})
    held = PracticeCard.objects.select_related("offer").get()
    assert (held.edition, held.offer.maker) == (3, "a teacher")


def test_a_card_carries_the_name_that_its_author_has_now(client, ann):
    card = written(ann)
    hidden = written(ann, title="Another", is_named=False)
    people.rename(by=ann, name="Anna Sample")
    assert "Anna Sample" in page(client, f"/find/{card.offer.code}/") and "Ann Example" not in page(client, f"/find/{card.offer.code}/")
    assert Offer.objects.get(pk=hidden.offer_id).maker == "a teacher"


def test_who_is_erased_leaves_words_only_where_others_built_on_them_and_no_name(client, ann):
    kept, gone, hidden = written(ann), written(ann, title="Nobody made anything of it", what="Zinnia"), written(ann, title="Taken back", what="Begonia")
    made = written(make_account("Ben"), title="Four piles", came_from=kept, difference="One more.")
    written(make_account("Zoe"), title="Of what was hidden", came_from=hidden, difference="One more.")
    actions.take_card_back(by=ann, card=hidden)
    erase(by=None, account=ann)
    read = page(client, f"/find/{kept.offer.code}/")
    assert "Sort into three piles" in read and "a teacher" in read and "Ann Example" not in read
    assert "by a teacher." in page(client, f"/find/{made.offer.code}/")
    assert client.get(f"/find/{gone.offer.code}/").status_code == 404
    left = [str(row) for model in (Offer, CardEdition, SearchDoc) for row in model.objects.values()]
    assert not [row for row in left if "Zinnia" in row or "Begonia" in row or "Ann Example" in row]
    assert PracticeCard.objects.filter(person=None).count() == 2


def told(card, still, school=None, name="Teacher", person=None):
    person = person or make_account(name)
    if school:
        orgs.enrol(by=None, person=person, organisation=school, role="teacher")
    practice.ask_later(by=person, title="x", about_kind="offer", about_id=card.offer_id, from_id=uuid4())
    row = FollowUp.objects.filter(person=person, about_id=card.offer_id)[0]
    practice.answer(by=person, follow_up=row, easier="yes" if still else "not_done", still=still)
    practice.tell(by=person, follow_up=row, school=school)
    return person


def test_how_far_it_went_is_counted_from_five_on_each_once_and_schools_in_fives(client, ann):
    card = written(ann)
    made = written(ann, title="Four piles", came_from=card, difference="One more.")
    schools = [Organisation.objects.create(kind="school", name=f"School {number}") for number in range(7)]
    first = [told(card, "kept", school) for school in schools[:4]]
    told(made, "", schools[6])
    told(made, "let_go", person=first[0])
    assert (queries.spread(NOBODY, card).tried, queries.spread(NOBODY, card).schools) == (0, "")
    told(made, "let_go", schools[4])
    found = queries.spread(NOBODY, card)
    assert (found.tried, found.kept, found.schools) == (5, 0, "Tried in 5 schools or more.")
    read = page(client, f"/find/cards/{made.code}/")
    assert "5 teachers told that they tried it" in read and "Fewer than five told that they kept it." in read and "School 0" not in read
    told(card, "changed", schools[5])
    found = queries.spread(NOBODY, card)
    assert (found.tried, found.kept, found.schools) == (6, 5, "Tried in 5 schools or more.")
    assert "Tried in 5 schools or more." in page(client, f"/find/{card.offer.code}/")
    assert "schools" not in page(client, f"/find/{made.offer.code}/").partition("What became of it")[2].partition("</div>")[0]


def test_only_a_school_of_ones_own_counts_and_only_where_one_says_so(ann):
    card, other = written(ann), Organisation.objects.create(kind="school", name="Another school")
    own = Organisation.objects.create(kind="school", name="My school")
    with pytest.raises(Refusal):
        practice.ask_later(by=ann, title="x", about_kind="offer", about_id=card.offer_id, from_id=uuid4())
        row = FollowUp.objects.filter(person=ann)[0]
        practice.answer(by=ann, follow_up=row, easier="yes", still="kept")
        practice.tell(by=ann, follow_up=row, school=other)
    orgs.enrol(by=None, person=ann, organisation=own, role="teacher")
    mine = inside(ann)
    form = page(mine, f"/practice/asked/{row.code}/tell/")
    assert "My school" in form and "Another school" not in form
    mine.post(f"/practice/asked/{row.code}/tell/", {"op_id": op_id()})
    assert practice_school(ann) is None
    mine.post(f"/practice/asked/{row.code}/tell/", {"school": own.code, "op_id": op_id()})
    assert practice_school(ann) == own.pk


def practice_school(person):
    return Telling.objects.get(person=person).school_id
