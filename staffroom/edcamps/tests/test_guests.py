"""Guests take part by their own link: cards, leading, dots; what becomes of it when they take it into an account or are forgotten."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from staffroom.edcamps import actions, queries
from staffroom.edcamps.models import Card, Dot, Lead, Thanks, Turn
from staffroom.edcamps.tests.conftest import make_camp
from staffroom.edcamps.tests.test_after import on_the_day
from staffroom.edcamps.tests.test_pages import send, words_of
from staffroom.events import actions as events
from staffroom.events import codes
from staffroom.events.models import Guest
from staffroom.events.tokens import token_of
from staffroom.kit.acts import Refusal
from staffroom.kit.testing import sign_in
from staffroom.notices.models import Notice
from staffroom.sharing.viewers import NOBODY, SELF, Viewer

pytestmark = pytest.mark.django_db


def come(camp, name: str = "Gus Guest") -> Guest:
    return events.come_as_guest(by=None, event=camp.edcamp.event, name=name, code=codes.for_guests(camp.edcamp.event.door_key))


def opened(guest: Guest) -> Client:
    browser = Client()
    browser.get(f"/events/guest/{token_of(guest.code)}/")
    return browser


def hung(camp) -> dict[str, list[str]]:
    return {card["title"]: card["leads"] for card in camp.again().board["cards"]}


def test_a_guest_puts_up_leads_and_takes_back_by_pages():
    camp = make_camp(audience="link")
    theirs, gus = camp.card(camp.ann, "Of Ann", kind="learn"), opened(come(camp))
    wall = words_of(gus.get(camp.edcamp.href))
    assert "Put up a card" in wall and "Come as a guest" not in wall
    assert send(gus, f"{camp.edcamp.href}card/", kind="lead", title="Chalk", name="Gus").headers["Location"] == camp.edcamp.href
    assert send(gus, f"/edcamps/cards/{theirs.code}/lead/", name="Gus G").status_code == 302
    assert hung(camp) == {"Of Ann": ["Gus G"], "Chalk": ["Gus"]}
    mine = Card.objects.get(title="Chalk")
    page = words_of(gus.get(f"/edcamps/cards/{mine.code}/"))
    assert "Change the card" in page and "Leads no longer" in page and "Take the card back" in page
    assert send(gus, f"/edcamps/cards/{mine.code}/change/", kind="lead", title="Chalk talk", version=str(camp.version)).status_code == 302
    assert send(gus, f"/edcamps/leads/{Lead.objects.get(card=theirs).code}/leave/").status_code == 302
    assert hung(camp) == {"Of Ann": [], "Chalk talk": ["Gus"]}
    send(gus, f"/edcamps/cards/{mine.code}/back/")
    assert hung(camp) == {"Of Ann": []}
    assert gus.get(f"{camp.edcamp.href}card/").headers["Cache-Control"] == "no-store"


def test_a_guest_touches_nothing_of_others_and_nothing_elsewhere():
    camp, other = make_camp(), make_camp()
    theirs, elsewhere = camp.card(camp.ann, "Of Ann"), other.card(other.ann, "Elsewhere")
    guest, second = come(camp), come(camp, "Gil")
    gus, stranger = opened(guest), Client()
    made = actions.put_up_card(by=None, guest=second, edcamp=camp.edcamp, says=actions.Says(kind="lead", title="Of Gil"))
    before = hung(camp)
    for path in (f"/edcamps/cards/{theirs.code}/back/", f"/edcamps/cards/{made.code}/back/"):
        assert send(gus, path).status_code == 302
    for card in (theirs, made):
        assert gus.get(f"/edcamps/cards/{card.code}/change/").headers["Location"].startswith("/sign-in/")
        assert send(gus, f"/edcamps/leads/{Lead.objects.get(card=card).code}/leave/").headers["Location"].startswith("/sign-in/")
    for browser, path in ((gus, f"/edcamps/cards/{elsewhere.code}/lead/"), (gus, f"{other.edcamp.href}card/"), (stranger, f"{camp.edcamp.href}card/")):
        assert send(browser, path, kind="lead", title="No", name="No").headers["Location"].startswith("/sign-in/")
    assert hung(camp) == before and set(hung(other)) == {"Elsewhere"}
    for act in (lambda: actions.take_back(by=None, guest=guest, card=made), lambda: actions.lead_no_more(by=None, guest=guest, lead=made.leads.get()),
                lambda: actions.change_card(by=None, guest=guest, card=theirs, says=actions.Says(kind="lead", title="x"), version=camp.version)):
        with pytest.raises(Refusal, match="Somebody else"):
            act()
    for card in (elsewhere, theirs):
        with pytest.raises(Refusal, match="not on the list"):
            actions.lead(by=None, card=card, guest=guest if card is elsewhere else None)


def test_whoever_came_by_mail_opens_their_letter_first(settings):
    settings.MAIL_WORKS = True
    camp = make_camp()
    guest = events.come_as_guest(by=None, event=camp.edcamp.event, name="May", address="may@home.example")
    with pytest.raises(Refusal, match="Open the link in your letter"):
        actions.put_up_card(by=None, guest=guest, edcamp=camp.edcamp, says=actions.Says(kind="lead", title="x"))
    events.prove_guest(by=None, guest=guest)
    assert actions.put_up_card(by=None, guest=guest, edcamp=camp.edcamp, says=actions.Says(kind="lead", title="x")).guest == guest


def test_dots_of_guests_count_as_those_of_all_others_and_no_more_than_theirs():
    camp = make_camp()
    cards = [camp.card(camp.ann, f"N{n}") for n in range(5)]
    guest, second = come(camp), come(camp, "Gil")
    gus = opened(guest)
    actions.vote(by=camp.dana, edcamp=camp.edcamp, says="open")
    for card in cards:
        send(gus, f"/edcamps/cards/{card.code}/dot/", list="1")
    assert "0 of 4 dots" in words_of(gus.get(f"{camp.edcamp.href}dots/"))
    send(gus, f"/edcamps/cards/{cards[2].code}/no-dot/")
    assert queries.mine_of_guest(guest, camp.again()).dots == {cards[0].code, cards[1].code, cards[3].code}
    actions.dot(by=None, guest=second, card=cards[0])
    actions.dot(by=camp.ben, card=cards[0])
    data = queries.proposal.data_of(camp.again(), queries.wall(camp.again()))
    assert sum(one["session"] == cards[0].code for one in data["interest"]) == 3
    actions.vote(by=camp.dana, edcamp=camp.edcamp, says="closed")
    assert [card["want"] for card in camp.again().board["cards"]] == [3, 1, 0, 1, 0]
    for more in ({"card": cards[0], "number": 3}, {"card": cards[4], "number": 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Dot.objects.create(edcamp=camp.edcamp, guest=guest, **more)
    assert "wants" not in words_of(Client().get(f"{camp.edcamp.href}dots/"))


def test_what_a_guest_did_is_the_accounts_when_they_take_it_over():
    camp = make_camp()
    guest = come(camp)
    ours, mine = camp.card(camp.ann, "Ours", kind="learn"), actions.put_up_card(
        by=None, guest=guest, edcamp=camp.edcamp, says=actions.Says(kind="lead", title="Mine"))
    actions.lead(by=None, guest=guest, card=ours, name="Gus")
    actions.lead(by=camp.ben, card=ours, name="Ben")
    actions.vote(by=camp.dana, edcamp=camp.edcamp, says="open")
    extra = [camp.card(camp.ann, f"N{n}") for n in range(3)]
    for card in (ours, extra[0]):
        actions.dot(by=camp.ben, card=card)
    for card in (ours, mine, extra[1], extra[2]):
        actions.dot(by=None, guest=guest, card=card)
    events.claim(by=camp.ben, guest=guest)
    mine.refresh_from_db()
    assert mine.author == camp.ben and not Guest.objects.exists()
    assert {(lead.card.title, lead.name, lead.person) for lead in Lead.objects.filter(card__in=[ours, mine])} == {
        ("Ours", "Gus", None), ("Ours", "Ben", camp.ben), ("Mine", "Gus Guest", camp.ben)}
    assert sorted(Dot.objects.filter(person=camp.ben).values_list("card__title", flat=True)) == ["Mine", "N0", "N1", "Ours"]
    assert Dot.objects.count() == 4


def test_of_a_guest_who_is_forgotten_no_name_hangs():
    camp = make_camp()
    guest = come(camp)
    made = actions.put_up_card(by=None, guest=guest, edcamp=camp.edcamp, says=actions.Says(kind="lead", title="Mine"))
    actions.vote(by=camp.dana, edcamp=camp.edcamp, says="open")
    actions.dot(by=None, guest=guest, card=made)
    assert "Gus Guest" in words_of(sign_in(Client(), camp.ann).get(camp.edcamp.href))
    events.forget_guest(by=None, guest=guest)
    assert hung(camp) == {"Mine": []} and not Dot.objects.exists() and not Lead.objects.exists()


def test_somebody_without_an_account_is_shown_how_to_come_and_no_page_of_a_guest_is_kept_for_them():
    camp = make_camp()
    gus, anybody = opened(come(camp)), Client()
    for _twice in range(2):
        assert "Come as a guest" in words_of(anybody.get(camp.edcamp.href))
        assert "Come as a guest" not in words_of(gus.get(camp.edcamp.href))


def queue(camp) -> list[tuple[str, str]]:
    return [(turn.title, turn.name) for turn in queries.turns(camp.again()).waits]


def test_a_guest_has_a_turn_in_the_smackdown_and_takes_back_their_own_alone():
    camp = make_camp()
    guest, second = come(camp), come(camp, "Gil")
    gus, here = opened(guest), f"{camp.edcamp.href}smackdown/"
    actions.queue_up(by=camp.ann, edcamp=camp.edcamp, title="Of Ann")
    actions.queue_up(by=None, guest=second, edcamp=camp.edcamp, title="Of Gil")
    page = gus.get(here)
    assert "Into the queue" in words_of(page) and page.headers["Cache-Control"] == "no-store" and "Take it back" not in words_of(page)
    for number in range(4):
        answer = send(gus, f"{here}mine/", title=f"Timer {number}", link="https://example.org/timer")
        assert answer.status_code == (302 if number < 3 else 422)
    assert "Three turns of yours wait already" in words_of(answer)
    names = [("Of Ann", "Ann Example"), ("Of Gil", "Gil"), *((f"Timer {number}", "Gus Guest") for number in range(3))]
    assert queue(camp) == names and words_of(gus.get(here)).count("Take it back") == 3
    mine, theirs = Turn.objects.get(title="Timer 1"), Turn.objects.exclude(guest=guest)
    assert send(gus, f"/edcamps/turns/{mine.code}/back/").status_code == 302 and queue(camp) == [*names[:3], names[4]]
    for turn in theirs:
        assert send(gus, f"/edcamps/turns/{turn.code}/back/").headers["Location"].startswith("/sign-in/")
        with pytest.raises(Refusal, match="somebody else’s"):
            actions.take_turn_back(by=None, guest=guest, turn=turn)
    assert send(gus, f"/edcamps/turns/{Turn.objects.get(title='Timer 0').code}/later/").status_code == 404
    assert send(Client(), f"{here}mine/", title="No").headers["Location"].startswith("/sign-in/")
    with pytest.raises(Refusal, match="not on the list"):
        actions.queue_up(by=None, guest=come(make_camp()), edcamp=camp.edcamp, title="No")
    assert queue(camp) == [*names[:3], names[4]]


def test_guests_thank_and_are_thanked_and_nobody_reads_who():
    camp = make_camp()
    guest, second = come(camp), come(camp, "Gil")
    gus, gil = opened(guest), opened(second)
    of_ann = camp.card(camp.ann, "Of Ann")
    of_gil = actions.put_up_card(by=None, guest=second, edcamp=camp.edcamp, says=actions.Says(kind="lead", title="Of Gil"))
    for room, card in enumerate((of_ann, of_gil)):
        camp.place(card, room=room)
    here = f"{camp.edcamp.href}thanks/"
    assert send(gus, here, card="").status_code == 302 and not Thanks.objects.exists(), "not before it has begun"
    on_the_day(camp)
    for card in ("", of_ann.code, of_gil.code, of_ann.code):
        assert send(gus, here, card=card).headers["Location"] == f"{camp.edcamp.href}archive/"
    actions.thank(by=camp.ben, edcamp=camp.again(), card=of_gil)
    assert Thanks.objects.filter(guest=guest).count() == 3
    assert queries.thanks_of(Viewer(camp.ann, SELF), camp.again()) == [("Of Ann", 1)] and queries.thanks_of(Viewer(camp.dana, SELF), camp.again()) == [("", 1)]
    assert queries.thanks_of(NOBODY, camp.again(), second) == [("Of Gil", 2)]
    assert set(Notice.objects.filter(kind="thanks").values_list("person", flat=True)) == {camp.ann.pk, camp.dana.pk, camp.hugo.pk}
    page = words_of(gus.get(f"{camp.edcamp.href}archive/"))
    assert page.count("You thanked") == 3 and "Thanks for you" not in page and "I will try" not in page
    theirs = words_of(gil.get(f"{camp.edcamp.href}archive/"))
    assert "Thanks for you" in theirs and "You thanked" not in theirs and "2 people thank you" in words_of(gil.get(here))
    assert "Nobody has tapped" in words_of(gus.get(here)) and "Gus" not in words_of(gil.get(here))
    send(gus, here, card=of_gil.code, back="1")
    assert queries.thanks_of(NOBODY, camp.again(), second) == [("Of Gil", 1)]
    with pytest.raises(Refusal, match="nobody here to tell"):
        actions.thank(by=None, guest=second, edcamp=camp.again(), card=of_gil)
    for more in ({"card": of_ann}, {"card": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Thanks.objects.create(edcamp=camp.edcamp, guest=guest, **more)
    assert send(gus, f"{make_camp().edcamp.href}thanks/", card="").headers["Location"].startswith("/sign-in/")


def test_turns_and_thanks_of_a_guest_go_into_the_account_or_go_with_them():
    camp = make_camp()
    guest, second = come(camp), come(camp, "Gil")
    card = camp.card(camp.ann, "Of Ann")
    on_the_day(camp)
    for who in (guest, second):
        actions.queue_up(by=None, guest=who, edcamp=camp.edcamp, title=f"Of {who}")
        for thanked in (card, None):
            actions.thank(by=None, guest=who, edcamp=camp.again(), card=thanked)
    actions.thank(by=camp.ben, edcamp=camp.again(), card=card)
    events.claim(by=camp.ben, guest=guest)
    assert Turn.objects.get(title="Of Gus Guest").person == camp.ben
    assert Thanks.objects.filter(person=camp.ben).count() == 2 and Thanks.objects.count() == 4
    events.forget_guest(by=None, guest=second)
    assert queue(camp) == [("Of Gus Guest", "Gus Guest")] and Thanks.objects.count() == 2
