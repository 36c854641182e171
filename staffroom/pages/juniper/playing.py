"""Plays the year of the demo world: every line through the act of its room, in the order of its days.

The acts write the moment at which they are done. When all is done, `set_dates` puts each moment within the making of the
world back to the one at which the line says that it happened, and what is asked weeks later is due weeks after that.
Nothing else is written past the acts.
"""

import io
import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.apps import apps
from django.db import models
from django.urls import reverse

from staffroom.catalogue import actions as catalogue
from staffroom.catalogue.carded import EDITION
from staffroom.catalogue.models import Offer
from staffroom.claims import actions as claims
from staffroom.claims.models import Claim
from staffroom.credentials import actions as credentials
from staffroom.credentials import bringing as badges
from staffroom.credentials.openbadges import contexts, proofs
from staffroom.credentials.openbadges.keys import as_multikey
from staffroom.credit import actions as credit
from staffroom.credit.kept import Kept, Told
from staffroom.edcamps import actions as edcamps
from staffroom.edcamps.days import EXPRESS
from staffroom.events import actions as events
from staffroom.events.policy import Policy
from staffroom.events.times import Span
from staffroom.growth import actions as growth
from staffroom.inquiry import actions as inquiry
from staffroom.kit import clock
from staffroom.kit.ids import uuid7
from staffroom.kit.models import ClockRow, OutboxRow, SearchDoc, Sent
from staffroom.ledger.models import Book, Checkpoint, Posting
from staffroom.moderation import actions as moderation
from staffroom.moderation import kinds
from staffroom.needs import actions as needs
from staffroom.notices import actions as notices
from staffroom.notices.models import Notice
from staffroom.offered import actions as offered
from staffroom.offered import things
from staffroom.orgs import actions as orgs
from staffroom.orgs.models import Organisation
from staffroom.pages.juniper.pictures import picture
from staffroom.people import actions as people
from staffroom.people.models import Account
from staffroom.practice import actions as practice
from staffroom.practice.models import FollowUp
from staffroom.record import actions as record
from staffroom.record import shelf
from staffroom.required import actions as required
from staffroom.required.actions import Wanted
from staffroom.required.models import Option
from staffroom.sharing import actions as sharing
from staffroom.topics.models import Topic

Line = dict[str, Any]
FORTNIGHT = timedelta(days=14)  # how long the product gives: to bring back, to accept
AS_THEY_ARE = (OutboxRow, Sent, ClockRow, SearchDoc, Book, Posting, Checkpoint)  # the ledger is never changed, not even here


@dataclass
class Stage:
    """Everything a line can name: people and bodies by their key, and what earlier lines made by their `id`."""

    today: date
    zone: ZoneInfo
    people: dict[str, Account] = field(default_factory=dict)
    bodies: dict[str, Organisation] = field(default_factory=dict)
    made: dict[str, Any] = field(default_factory=dict)
    offers: dict[str, Offer] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    laid_down: list[shelf.BroughtIn] = field(default_factory=list)

    def on(self, day: int) -> date:
        return self.today + timedelta(days=day)

    def planned_for(self, day: int) -> date:
        """A day that is still to come, and no weekend unless it is today."""
        on = self.on(day)
        return on if day == 0 or on.weekday() < 5 else on + timedelta(days=7 - on.weekday())

    def took_place_on(self, line: Line) -> date:
        """The day of a line; what falls on a weekend was done on the Friday before, unless the line says otherwise."""
        on = self.on(line["d"])
        return on if line.get("weekend") or on.weekday() < 5 else on - timedelta(days=on.weekday() - 4)


def _say(stage: Stage, line: Line, by: Account):
    return growth.say(by=by, text=line["text"], mood=line["mood"], minutes=line["min"])


def _plan(stage: Stage, line: Line, by: Account):
    offer = stage.offers.get(line.get("offer", ""))
    said = stage.made.get(line.get("from", ""))
    about = {"about_kind": "offer", "about_id": offer.pk, "link": reverse("catalogue:offer", args=[offer.code])} if offer else {}
    return practice.plan(by=by, title=line.get("title") or (offer.title if offer else line["offer"].replace("-", " ")), why=line.get("why") or (
        f"You said: {said.text}" if said else ""), minutes=line.get("min") or (offer.minutes if offer else None),
        planned_on=stage.planned_for(line["on"]) if "on" in line else None, **about)


def _end(stage: Stage, line: Line, by: Account):
    return practice.end(by=by, step=stage.made[line["step"]], ended_as=line["as"])


def _note(stage: Stage, line: Line, by: Account):
    step = stage.made.get(line.get("step", ""))
    return record.note(
        by=by, title=line["title"], kind=line["kind"], minutes=line["min"], on_on=stage.took_place_on(line), time_kind=line.get("time", "own"),
        origin=line.get("origin", "chosen"), note=line.get("note", ""), source=line.get("source", ""), contribution=line.get("contribution", ""),
        helped_count=line.get("helped"), outcome=line.get("outcome", ""), topics=[stage.topics[name] for name in line.get("topics", ())],
        from_kind="step" if step else "", from_id=step.pk if step else None)


def _sitting(stage: Stage, line: Line, by: Account):
    return record.add_sitting(by=by, entry=stage.made[line["entry"]], on_on=stage.took_place_on(line), minutes=line["min"])


def _proof(stage: Stage, line: Line, by: Account):
    if "picture" in line:
        data, name, kind = picture(line["picture"]), f"{line['picture']}.png", "image/png"
    else:
        data, name, kind = line["text"].encode(), line["name"], "text/plain"
    file = shelf.bring_in(by.pk, io.BytesIO(data), name, kind)
    stage.laid_down.append(file)
    return record.add_evidence(by=by, entry=stage.made[line["entry"]], file=file, name=line["name"], says_no_pupils=True)


def _badge(stage: Stage, line: Line, by: Account):
    """A badge of an invented issuer, signed with a key that is made for it here and forgotten; brought and kept on a day."""
    key = Ed25519PrivateKey.generate()
    letters = as_multikey(key.public_key())
    awarded = datetime.combine(stage.on(line["awarded"]), time(9), stage.zone).astimezone(UTC).isoformat(timespec="seconds")
    said = {"@context": [contexts.V2, contexts.OPEN_BADGES], "id": f"urn:uuid:{uuid7()}", "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "name": line["title"], "issuer": {"id": f"did:key:{letters}", "type": ["Profile"], "name": line["issuer"]}, "validFrom": awarded,
            "credentialSubject": {"type": ["AchievementSubject"], "achievement": {
                "id": f"urn:uuid:{uuid7()}", "type": ["Achievement"], "name": line["title"], "description": line["about"],
                "criteria": {"narrative": line["took"]}}}}
    signed = proofs.sign(said, key, method=f"did:key:{letters}#{letters}", created=awarded)
    looked = badges.look(by, json.dumps(signed).encode(), "badge.json")
    badge = credentials.bring(by=by, looked=looked)
    file = badges.as_proof(badge)
    stage.laid_down.append(file)
    return credentials.keep(by=by, badge=badge, file=file, kind="course", minutes=line["min"], on_on=stage.took_place_on(line), says_no_pupils=True)


def _ask(stage: Stage, line: Line, by: Account):
    return record.ask_confirmation(by=by, entry=stage.made[line["entry"]], reader=stage.people[line["reader"]], until_on=stage.on(line["until"]),
                                   body=stage.bodies.get(line.get("body", "")))


def _hand(stage: Stage, line: Line, by: Account):
    return sharing.hand(by=by, thing=stage.made[line["entry"]], reader=stage.people[line["reader"]], until_on=stage.on(line["until"]))


def _draft(stage: Stage, line: Line, by: Account):
    body = {name: [words] for name, words in line["fields"].items()} | {"on_on": [stage.took_place_on(line).isoformat()], "time_kind": ["contract"]}
    return record.keep_draft(by=by, mark=record.DraftMark("record.new", 0, ""), body=body, device="a phone")


def _became(stage: Stage, line: Line, by: Account):
    """An answer to what became of a step, put up unless the line says otherwise. Without the commons nothing is asked."""
    asked = FollowUp.objects.filter(person=by, from_id=stage.made[line["step"]].pk, after_days=line.get("after", 42)).first()
    if asked is None:
        return None
    practice.answer(by=by, follow_up=asked, easier=line["easier"], still=line.get("still", ""), pupils=line.get("pupils", ""))
    return practice.tell(by=by, follow_up=asked, is_named=line.get("named", False)) if line.get("up", True) else None


def _miss(stage: Stage, line: Line, by: Account):
    return needs.put_up(by=by, words=line["words"], more=line.get("more", ""), is_named=line.get("named", False), level=line.get("level", ""),
                        topics=[stage.topics[name] for name in line["topics"] if name in stage.topics],
                        organisation=stage.bodies.get(line.get("body", "")))


def _card(stage: Stage, line: Line, by: Account):
    says = catalogue.Says(**line["says"], topics=frozenset((topic.kind, topic.slug) for name in line["topics"] if (topic := stage.topics.get(name))))
    return catalogue.write_card(by=by, says=says, is_named=line.get("named", True), came_from=stage.made.get(line.get("from", "")),
                                difference=line.get("difference", ""))


def _correct(stage: Stage, line: Line, by: Account):
    """What is said otherwise now; all else of the card stays as it hung."""
    card = stage.made[line["card"]]
    card.refresh_from_db()
    about = frozenset(card.offer.topics.values_list("kind", "slug"))
    kept = {name: getattr(card.editions.get(number=card.edition), name) for name in EDITION}
    return catalogue.correct_card(by=by, card=card, edition=card.edition, says=catalogue.Says(**kept | line["says"], topics=about),
                                  is_named=card.is_named, why=line["why"])


def _adopt(stage: Stage, line: Line, by: Account):
    """A body asks those who made a card, or an event, whether it may offer it."""
    kind = "card" if "card" in line else "event"
    thing = things.read(kind, stage.made[line[kind]].code)
    return thing and offered.ask(by=by, organisation=stage.bodies[line["body"]], thing=thing, minutes=line["min"], counts_as=line["counts_as"],
                                 words=line["words"])


def _may_offer(stage: Stage, line: Line, by: Account):
    held = stage.made[line["of"]]
    return offered.answer(by=by, adoption=held, thing=things.of(held), says=line["says"], is_named=line.get("named", False))


def _recording(stage: Stage, line: Line, by: Account):
    said = {name: line[name] for name in ("link", "captions", "transcript")}
    return events.put_up_recording(by=by, event=stage.made[line["event"]], **said)


def _reply(stage: Stage, line: Line, by: Account):
    """An answer, and everybody told of it that day. Without the commons there is nothing to lead to."""
    offer = stage.offers.get(line.get("offer", ""))
    if "offer" in line and offer is None:
        return None
    made = needs.answer(by=by, need=stage.made[line["need"]], kind=line["as"], offer=offer, words=line["words"])
    needs.tell(by=None, answer=made)
    return made


def _report(stage: Stage, line: Line, by: Account):
    thing = kinds.by_key("need", stage.made[line["need"]].pk)
    return thing and moderation.report(by=by, kind="need", thing=thing, reason=line["reason"], words=line["words"])


def _unfit(stage: Stage, line: Line, by: Account):
    return needs.reopen(by=by, need=stage.made[line["need"]], why=line["why"]) if stage.offers else None


def _host(stage: Stage, line: Line, by: Account):
    """An event so many days from today at a time by the clock there, past or to come; no weekend."""
    on = stage.planned_for(line["on"]) if line["on"] > 0 else stage.took_place_on({"d": line["on"]})
    starts = datetime.combine(on, time.fromisoformat(line["at"]), stage.zone).astimezone(UTC)
    audience = stage.bodies.get(line.get("for", ""))
    what = events.What(
        kind=line["kind"], title=line["title"], words=line["words"], span=Span(starts, starts + timedelta(minutes=line["min"]), stage.zone.key),
        meal_minutes=line["meal"], place=line["place"], link=line.get("link", ""), access=line.get("access", {}),
        access_words=line.get("access_words", ""), conduct=line.get("conduct", ""), capacity=line.get("capacity"),
        over_count=line.get("over", 0), over_words=line.get("over_words", ""), cover_minutes=line.get("cover"),
        policy=Policy(**line["takes"]).kept() if "takes" in line else {}, quiz=line.get("quiz", []),
        audience="body" if audience else "public", audience_body=audience, organisation=stage.bodies.get(line.get("body", "")))
    return events.put_up(by=by, what=what, edition_of=stage.made.get(line.get("edition_of", "")))


def _announce(stage: Stage, line: Line, by: Account):
    """Something without a date yet, and who wants to be told first."""
    made = events.announce(by=by, kind=line["kind"], title=line["title"], words=line["words"], season=line["season"])
    for key in line["asking"]:
        made = events.tell_me_first(by=stage.people[key], planned=made)
    return made


def _edcamp(stage: Stage, line: Line, by: Account):
    """An evening whose programme is made by those who come, with the cards that they put up beforehand; a card with a place stands there already."""
    starts = datetime.combine(stage.planned_for(line["on"]), time.fromisoformat(line["at"]), stage.zone).astimezone(UTC)
    what = events.What(kind="edcamp", title=line["title"], words=line["words"], place=line["place"], capacity=line["capacity"],
                       span=Span(starts, starts + timedelta(minutes=EXPRESS.minutes), stage.zone.key))
    parts = [edcamps.Part(kind=kind, start=start, end=end, title=line["parts"].get(name, "")) for kind, start, end, name in EXPRESS.spans()]
    made = edcamps.put_up(by=by, what=what, rooms=[edcamps.Place(**room) for room in line["rooms"]], parts=parts, named=line["named"])
    slots = [slot["code"] for slot in made.board["slots"] if slot["kind"] == "session"]
    for key in dict.fromkeys(card["by"] for card in line["cards"]):
        events.answer(by=stage.people[key], event=made.event, says="going")
    for card in line["cards"]:
        said = edcamps.Says(kind=card["kind"], title=card["title"], words=card.get("words", ""), format=card.get("format", "discussion"))
        row = edcamps.put_up_card(by=stage.people[card["by"]], edcamp=made, says=said)
        if "at" in card:
            made.refresh_from_db()
            slot, room = made.slots.get(code=slots[card["at"][0]]), made.rooms.get(number=card["at"][1])
            edcamps.place(by=by, card=row, slot=slot, room=room, version=made.version)
    return made


def _go(stage: Stage, line: Line, by: Account):
    """What somebody says to an event that is still to come."""
    return events.answer(by=by, event=stage.made[line["event"]], says=line["says"])


def _was_there(stage: Stage, line: Line, by: Account):
    event = stage.made[line["event"]]
    return events.say_present(by=by, event=event, minutes=event.minutes)


def _will_try(stage: Stage, line: Line, by: Account):
    return events.will_try(by=by, event=stage.made[line["event"]], words=line["words"], planned_on=stage.planned_for(line["on"]))


def _require(stage: Stage, line: Line, by: Account):
    """Without the commons there is less to choose among: what its offers are called."""
    may = [Wanted(offer.title, offer=offer) if offer else Wanted(key.replace("-", " ")) for key in line["may"] for offer in [stage.offers.get(key)]]
    held = required.put_up(
        by=by, organisation=stage.bodies[line["body"]], title=line["title"], reason=line["reason"], minutes=line["min"],
        due_on=stage.planned_for(line["due"]), roles=line["roles"], must=[Wanted(words) for words in line["must"]], may=may,
        choose_count=line["choose"], shown_count=line["shown"])
    required.tell(by=None, requirement=held, kind=Notice.Kind.REQUIRED, mark="up")
    return held


def _plan_required(stage: Stage, line: Line, by: Account):
    offer = stage.offers.get(line["option"])
    return required.plan(by=by, option=Option.objects.get(requirement=stage.made[line["of"]], offer=offer)) if offer else None


def _instead(stage: Stage, line: Line, by: Account):
    """Something else that counts, and everybody told of it that day."""
    offer, held = stage.offers.get(line["offer"]), stage.made[line["of"]]
    made = required.offer_instead(by=by, requirement=held, words=line["words"],
                                  instead=Wanted(offer.title if offer else line["offer"].replace("-", " "), offer=offer))
    required.tell(by=None, requirement=held, kind=Notice.Kind.ALTERED, mark=f"instead:{made.code}")
    return made


def _alter(stage: Stage, line: Line, by: Account):
    held = stage.made[line["of"]]
    changed = required.change(by=by, requirement=held, version=held.version, title=held.title, reason=held.reason, minutes=line["min"],
                              due_on=held.due_on, why=line["why"])
    required.tell(by=None, requirement=held, kind=Notice.Kind.ALTERED, mark=f"v{changed.version}")
    return changed


def _invite(stage: Stage, line: Line, by: Account):
    return orgs.invite(by=by, organisation=stage.bodies[line["body"]], role=line["role"], to_name=line.get("name", ""),
                       to_person=stage.people.get(line.get("person", "")))


def _enrol(stage: Stage, line: Line, by: Account):
    return orgs.enrol(by=None, person=by, organisation=stage.bodies[line["body"]], role=line["role"], from_on=stage.on(line["from"]),
                      to_on=stage.on(line["to"]) if "to" in line else None)


def _tell(stage: Stage, line: Line, by: Account):
    return people.tell(by=by, told=line["told"], seen=line["seen"], in_directory=line["in_directory"])


def _looked(stage: Stage, line: Line, by: Account):
    return people.log_access(by=by, person=stage.people[line["person"]], what=line["what"], how="page", by_name=f"{by} (auditor)")


def _look_back(stage: Stage, line: Line, by: Account):
    return inquiry.look_back(by=by, entry=stage.made[line["entry"]], answers=line["answers"])


def _respond(stage: Stage, line: Line, by: Account):
    return inquiry.respond(by=by, copy=stage.made[line["copy"]], kind=line["kind"], text=line["text"])


def _licence(stage: Stage, line: Line, by: Account):
    return credit.choose(by=by, chosen=Kept(line["pack"], stage.on(line["first"]), stage.on(line["last"]), tuple(line["certificates"])))


def _take_claims(stage: Stage, line: Line, by: Account):
    return claims.take_claims(by=by, organisation=stage.bodies[line["body"]], pack=line["pack"], answer_days=line["answer"],
                              appeal_days=FORTNIGHT.days, needs_two=False, is_open=True)


def _claim(stage: Stage, line: Line, by: Account):
    entry = stage.made[line["entry"]]
    proof = [one.code for one in entry.evidence.all()] if line.get("proof") else []
    made = claims.send(by=by, entry=entry, organisation=stage.bodies[line["body"]], pieces=proof, remark=line.get("remark", ""))
    Claim.objects.filter(pk=made.pk).update(due_on=stage.on(line["d"] + made.answer_days))  # a day, so `set_dates` leaves it alone
    return made


def _told(stage: Stage, line: Line, by: Account):
    return credit.tell(by=by, entry=stage.made[line["entry"]], told=Told(provider=line["provider"], approved=line["approved"]))


PLAYED: dict[str, Callable[[Stage, Line, Account], Any]] = {
    "say": _say, "plan": _plan, "end": _end, "note": _note, "sitting": _sitting, "proof": _proof, "ask": _ask, "hand": _hand, "draft": _draft,
    "became": _became, "miss": _miss, "card": _card, "correct": _correct, "adopt": _adopt, "may_offer": _may_offer, "recording": _recording,
    "reply": _reply, "unfit": _unfit, "report": _report,
    "look_after": lambda stage, line, by: moderation.appoint(by=None, person=by),
    "me_too": lambda stage, line, by: needs.join(by=by, need=stage.made[line["need"]]),
    "require": _require, "plan_required": _plan_required, "instead": _instead, "alter": _alter,
    "say_done": lambda stage, line, by: required.say_done(by=by, requirement=stage.made[line["of"]]),
    "not_for_me": lambda stage, line, by: required.not_for_me(by=by, requirement=stage.made[line["of"]], why=line["why"]),
    "host": _host, "announce": _announce, "edcamp": _edcamp, "go": _go, "was_there": _was_there, "will_try": _will_try,
    "on_list": lambda stage, line, by: events.confirm(by=by, event=stage.made[line["event"]], people=[stage.people[key] for key in line["people"]]),
    "into_record": lambda stage, line, by: events.take(by=by, presence=stage.made[line["presence"]]),
    "licence": _licence, "told": _told, "take_claims": _take_claims, "claim": _claim,
    "grant": lambda stage, line, by: claims.approve(by=by, claim=stage.made[line["claim"]], minutes=line["min"], reason=line.get("reason", "")),
    "send_back": lambda stage, line, by: claims.send_back(by=by, claim=stage.made[line["claim"]], reason=line["reason"]),
    "look_back": _look_back, "respond": _respond,
    "badge": _badge, "invite": _invite, "enrol": _enrol, "tell": _tell, "looked": _looked,
    "confirm": lambda stage, line, by: record.confirm(by=by, ask=stage.made[line["ask"]]),
    "accept": lambda stage, line, by: record.accept(by=by, ask=stage.made[line["ask"]]),
    "decline": lambda stage, line, by: record.decline(by=by, ask=stage.made[line["ask"]]),
    "take_back": lambda stage, line, by: sharing.take_back(by=by, copy=stage.made[line["copy"]]),
    "let_go": lambda stage, line, by: record.let_go(by=by, entry=stage.made[line["entry"]]),
    "join": lambda stage, line, by: orgs.accept(by=by, invitation=stage.made[line["invitation"]]),
    "read": lambda stage, line, by: notices.read(by=by, shown=Notice.objects.filter(person=by).values_list("pk", flat=True)),
}


def play(stage: Stage, lines: list[Line], began: datetime) -> None:
    """Do all lines, then date what they made. Call it inside a transaction; `began` is when the making of the world began."""
    ordered = sorted(lines, key=lambda line: (stage.took_place_on(line), line["d"]))
    moments, before, day = [], None, 0
    for line in ordered:
        on = stage.took_place_on(line)
        day = day + 1 if on == before else 0
        before = on
        moments.append((clock.now(), _moment(stage, on, day)))
        row = PLAYED[line["do"]](stage, line, stage.people[line["by"]])
        if "id" in line:
            stage.made[line["id"]] = row
    set_dates(began, moments)
    for asked in FollowUp.objects.all():
        day = asked.made_at.astimezone(stage.zone).date() + timedelta(days=asked.after_days)
        FollowUp.objects.filter(pk=asked.pk).update(due_at=datetime.combine(day, practice.MORNING, stage.zone))


def _moment(stage: Stage, on: date, number: int) -> datetime:
    """The time of the day of the n-th thing that day: from twenty past seven on, eleven minutes apart, never after now."""
    begins = datetime.combine(on, time(7, 20), stage.zone) + timedelta(minutes=min(number * 11, 900), seconds=number)
    return min(begins, clock.now() - timedelta(minutes=1))


def set_dates(began: datetime, moments: list[tuple[datetime, datetime]]) -> None:
    """Every moment that an act wrote since `began` becomes the one at which its line says that it took place.

    `moments` holds for each line when it was begun to be done and when it took place. A moment that lies a fortnight ahead
    (what can be brought back or accepted until then) moves along. What the product still has to do keeps its time.
    """
    begun = [began, *(done for done, _took_place in moments)]
    said = [moments[0][1], *(took_place for _done, took_place in moments)]
    for model in apps.get_models():
        if not model.__module__.startswith("staffroom.") or model in AS_THEY_ARE:
            continue
        for column in (column.attname for column in model._meta.concrete_fields if isinstance(column, models.DateTimeField)):
            for ahead in (timedelta(0), FORTNIGHT):
                _move(model, column, ahead, begun, said)


def _move(model: type[models.Model], column: str, ahead: timedelta, begun: list[datetime], said: list[datetime]) -> None:
    rows = model._base_manager.filter(**{f"{column}__gte": begun[0] + ahead, f"{column}__lte": clock.now() + ahead})
    moved = defaultdict(list)
    for pk, written in rows.values_list("pk", column):
        moved[said[bisect_right(begun, written - ahead) - 1] + ahead].append(pk)
    for moment, keys in moved.items():
        model._base_manager.filter(pk__in=keys).update(**{column: moment})
