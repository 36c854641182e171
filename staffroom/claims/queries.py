"""Claims as a teacher sees them, and as the office that was asked does."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.core.paginator import Page
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from staffroom.claims import rules, sent
from staffroom.claims.models import Claim, Desk, Ruling
from staffroom.credit import counting, kept, mapping
from staffroom.credit.counting import vocabulary
from staffroom.credit.counting.reckoning import FAIL, PASS, Verdict
from staffroom.credit.counting.words import PIECES
from staffroom.credit.models import Licence
from staffroom.credit.queries import Ruled, language, title_of
from staffroom.kit import clock
from staffroom.kit.paging import page_of
from staffroom.kit.statement import written_once
from staffroom.kit.where import address
from staffroom.ledger import about
from staffroom.orgs.models import Organisation
from staffroom.orgs.queries import chains_of
from staffroom.people.models import Account
from staffroom.record.facts import facts_text
from staffroom.record.models import Entry, Evidence
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import Viewer
from staffroom.ui import paper

A_PAGE = 25
MOST_BODIES = 20
# Rules that look at one entry; what is required, limits of a kind and shares look at a whole record, which no office is shown.
OF_AN_ENTRY = ("kinds", "excluded", "provider", "preapproval", "plan", "meals", "minimum", "rounding", "leading", "evidence")
# Of these, what touches no entry says nothing about this one.
ONLY_IF_TOUCHED = ("excluded", "meals", "rounding", "leading", "plan")


# What the rules say of a copy


@dataclass(frozen=True)
class Judgement:
    """What the rules say of one copy by itself, in the words of the reckoning. `minutes` is None where they say nothing."""

    pack: counting.Pack
    minutes: int | None
    reasons: tuple[str, ...]
    rules: tuple[Ruled, ...]
    is_clean: bool

    @property
    def title(self) -> str:
        return self.pack.title[language()]

    @property
    def read_on(self) -> str:
        return paper.whole_day(self.pack.sources_read_on)


def judge(copy: sent.Sent, pack_id: str, as_of: date) -> Judgement:
    """Rule by rule what a pack says of this copy on a day. Clean: it counts something, and every rule that is about it is met."""
    pack = counting.load(pack_id)
    explained = sent.reckoned(copy, pack, as_of)
    entry = explained.entries[0]
    about = [verdict for verdict in explained.rules if verdict.rule is not None and _is_about(verdict)]
    ruled = tuple(Ruled(title_of(each), {PASS: "met", FAIL: "short"}.get(each.verdict, "unknown"), each.reason.text(language()),
                        each.rule.source if each.rule else None, False) for each in about)
    is_clean = bool(entry.minutes) and all(each.verdict == PASS for each in about)
    return Judgement(pack, entry.minutes, tuple(said.text(language()) for said in entry.reasons), ruled, is_clean)


def _is_about(verdict: Verdict) -> bool:
    does = verdict.rule.does if verdict.rule else ""
    if does not in OF_AN_ENTRY:
        return False
    return does not in ONLY_IF_TOUCHED or bool(verdict.datum.get("entries") or verdict.datum.get("meal_minutes") or "as_of" in verdict.datum)


def judged(claim: Claim, copy: sent.Sent) -> Judgement:
    """The same of a claim, by the rules of the day on which it was sent."""
    return judge(copy, claim.pack, claim.sent_at.date())


# What goes along


def _told_lines(told: kept.Told) -> list[str]:
    """What the record does not know and its owner told, in words."""
    found = []
    if told.kind:
        found.append(vocabulary.KINDS[told.kind][language()])
    if told.role:
        found.append(vocabulary.ROLES[told.role][language()])
    if told.provider:
        found.append(_("Who gave it: %(words)s") % {"words": vocabulary.PROVIDERS[told.provider][language()]})
    if told.approved is not None:
        found.append(_("An approved provider") if told.approved else _("Not an approved provider"))
    if told.preapproved_on:
        found.append(_("Approved on %(day)s") % {"day": paper.whole_day(told.preapproved_on)})
    found += [vocabulary.TOPICS[topic][language()] for topic in told.topics]
    return [*found, *(PIECES[piece][language()] for piece in told.pieces)]


def told_by(person: UUID, entry: Entry) -> kept.Told:
    """What the owner told of an entry beside their licence; nothing where they never did."""
    row = Licence.objects.filter(person=person).first()
    held = row and kept.loads(row.body)
    return held.told.get(entry.code, kept.Told()) if held else kept.Told()


def copy_of(entry: Entry, evidence: Iterable[Evidence], *, with_note: bool, remark: str) -> sent.Sent:
    """The copy that would go along now: facts, what was told, these pieces of proof, and the note only if it is let."""
    told = told_by(entry.person_id, entry)
    days = [sitting.on_on for sitting in entry.sittings.all()] or [entry.on_on]
    pieces = tuple(sent.Piece(one.code, one.kind, one.name, one.link, one.mime, one.size, one.sha256) for one in evidence)
    return sent.Sent(entry=entry.code, title=entry.title, facts="\n".join([facts_text(entry), *_told_lines(told)]), language=get_language() or "en",
                     kind=entry.kind, contribution=entry.contribution, minutes=entry.minutes, first_on=min(days), last_on=max(days), told=told,
                     note=entry.note if with_note else "", remark=remark, pieces=pieces)


def proof_of(viewer: Viewer, entry: Entry) -> list[Evidence]:
    return list(visible_to(viewer, Evidence).filter(entry=entry, gone=None))


# For a teacher


def desks_for(viewer: Viewer) -> list[Desk]:
    """Whom this viewer can ask: bodies of theirs, and those above them, that take claims and in which somebody else decides. The nearest first."""
    bodies = chains_of(viewer.pk)
    rows = {desk.organisation_id: desk for desk in visible_to(viewer, Desk).filter(is_open=True, organisation__in=[body.pk for body in bodies])}
    able = set(rules.current().filter(organisation__in=list(rows), role__in=rules.DECIDING).exclude(person=viewer.pk)
               .values_list("organisation_id", flat=True))
    return [rows[body.pk] for body in bodies if body.pk in rows and body.pk in able][:MOST_BODIES]


@written_once
def _of_entry(*, person: UUID, entry: UUID) -> QuerySet[Claim]:
    return Claim.objects.filter(person_id=person, entry_id=entry).order_by("-sent_at", "-pk")[:5]


def of_entry(viewer: Viewer, entry: Entry) -> list[Claim]:
    """The claims that were made of an entry, the newest first; for its owner."""
    return list(_of_entry(person=viewer.pk, entry=entry.pk)) if viewer.holds_own_key and entry.person_id == viewer.pk else []


def mine(viewer: Viewer, number: str) -> Page:
    """All claims of the viewer, the newest first: a page of them."""
    return page_of(visible_to(viewer, Claim).filter(person=viewer.pk).order_by("-sent_at", "-pk"), number, A_PAGE)


@dataclass(frozen=True)
class Shown:
    """A claim with its copy, what the rules say of it, and what was answered."""

    claim: Claim
    copy: sent.Sent | None
    judgement: Judgement | None
    rulings: tuple[Ruling, ...]
    files: frozenset[str] = frozenset()

    @property
    def last(self) -> Ruling | None:
        return self.rulings[-1] if self.rulings else None

    @cached_property
    def pieces(self) -> list[tuple[sent.Piece, bool]]:
        """(piece, can it be opened?): what its owner let go since is named and shut."""
        return [(piece, piece.code in self.files) for piece in (self.copy.pieces if self.copy else ())]

    @property
    def is_changed_since(self) -> bool:
        """Did its owner change the entry after they sent the copy?"""
        return self.claim.entry is not None and self.claim.entry.facts_version != self.claim.facts_version


def shown(viewer: Viewer, claim: Claim) -> Shown:
    """A claim for whoever may read it: both see the same copy."""
    copy = sent.loads(claim.body)
    rulings = visible_to(viewer, Ruling).filter(claim=claim).order_by("made_at", "pk")
    codes = [piece.code for piece in copy.pieces] if copy else []
    kept_still = Evidence.objects.filter(person=claim.person_id, code__in=codes, gone=None).values_list("code", flat=True) if codes else ()
    return Shown(claim, copy, judged(claim, copy) if copy else None, tuple(rulings), frozenset(kept_still))


def proof(claim: Claim, code: str) -> Evidence | None:
    """A file that went along with this claim, while its owner keeps it."""
    copy = sent.loads(claim.body)
    if copy is None or copy.piece(code) is None:
        return None
    return Evidence.objects.filter(person=claim.person_id, code=code, gone=None).exclude(kind=Evidence.Kind.LINK).first()


def decided_on(viewer: Viewer, keys: list[UUID]) -> dict[UUID, about.About]:
    """What lines of the ledger were decided on: the viewer's own claims by their keys, in a session of their own."""
    rows = visible_to(viewer, Claim).filter(pk__in=keys, person=viewer.pk)
    return {claim.pk: about.About(title_in_queue(claim) or _("Without a title"), address("claims:one", claim.code)) for claim in rows}


# For an office


SHOWS = ("waiting", "clean", "late", "appeals", "returned", "answered")


def _beside() -> Exists:
    """Was something else of the same person and day granted here?"""
    return Exists(Claim.objects.filter(organisation=OuterRef("organisation"), person=OuterRef("person"), on_on=OuterRef("on_on"),
                                       state__in=Claim.GRANTED).exclude(pk=OuterRef("pk")))


def queue(viewer: Viewer, *, show: str, body: str, number: str) -> Page:
    """Claims in bodies in which the viewer decides, those that wait longest first: a page of them, each with `has_beside`."""
    rows = visible_to(viewer, Claim).exclude(person=viewer.pk)
    rows = rows.filter(organisation__code=body) if body else rows
    waiting = Q(state__in=Claim.PENDING)
    which = {"clean": waiting & Q(is_clean=True) & ~Q(state=Claim.State.APPEALED), "late": waiting & Q(due_on__lt=_today(viewer)),
             "appeals": Q(state=Claim.State.APPEALED), "returned": Q(state=Claim.State.RETURNED),
             "answered": Q(state__in=(*Claim.GRANTED, Claim.State.DECLINED, Claim.State.REVOKED))}.get(show, waiting)
    order = ("-shuts_at", "-pk") if show == "answered" else ("sent_at", "pk")
    return page_of(rows.filter(which).annotate(has_beside=_beside()).order_by(*order), number, A_PAGE)


def _today(viewer: Viewer) -> date:
    return clock.today_in(viewer.account.zone)


def title_in_queue(claim: Claim) -> str:
    copy = sent.loads(claim.body)
    return copy.title if copy else ""


def in_one_go(claim: Any) -> bool:
    """Can this claim of the queue be approved together with others: clean, waiting for a first or second yes, nothing else of that day granted?"""
    return claim.is_clean and not claim.has_beside and claim.state in {Claim.State.SUBMITTED, Claim.State.SECONDED}


def clean(viewer: Viewer, codes: list[str]) -> list[Claim]:
    """Of these claims those that can be approved in one go."""
    rows = visible_to(viewer, Claim).exclude(person=viewer.pk).filter(code__in=codes[:A_PAGE])
    return [claim for claim in rows.annotate(has_beside=_beside()).order_by("sent_at", "pk") if in_one_go(claim)]


def same_day(claim: Claim) -> list[Claim]:
    """Other claims of the same person and day that this body granted: their minutes alone, not what they say."""
    rows = Claim.objects.filter(organisation=claim.organisation_id, person=claim.person_id, on_on=claim.on_on, state__in=Claim.GRANTED)
    return list(rows.exclude(pk=claim.pk).only("granted_minutes", "on_on")[:5])


def decisions(viewer: Viewer, body: Organisation, number: str) -> Page:
    """What this body answered, the newest first: who, how many minutes, when. Not the copies."""
    return page_of(visible_to(viewer, Ruling).filter(claim__organisation=body).exclude(person=viewer.pk).order_by("-made_at", "-pk"), number, A_PAGE)


def seats(viewer: Viewer) -> list[Organisation]:
    """The bodies in which this viewer decides, by name."""
    found = rules.seats(viewer)
    return sorted(Organisation.objects.filter(pk__in=found), key=lambda body: body.name.casefold()) if found else []


def desk_of(viewer: Viewer, body: Organisation) -> Desk | None:
    return visible_to(viewer, Desk).filter(organisation=body).first()


def answered(claim: Claim) -> set[UUID]:
    """Who answered this claim in any round, by key. Somebody else hears its appeal."""
    return {key for key in Ruling.objects.filter(claim=claim).values_list("by_id", flat=True) if key}


def said_first(claim: Claim, person: Account) -> bool:
    """Did this person say the first of two yeses in this round?"""
    return Ruling.objects.filter(claim=claim, by=person, round=claim.round, what=Ruling.What.FIRST).exists()


def category(claim: Claim) -> str:
    """What kind of learning it was, in the word of the packs."""
    copy = sent.loads(claim.body)
    return (copy.told.kind or mapping.KINDS[copy.kind]) if copy else ""


def beside(claim: Claim, person: Account) -> dict[str, Any]:
    """What stands beside the answer of this person: other minutes of that day, and whether somebody else has to answer."""
    return {"same_day": same_day(claim), "first_was_mine": claim.state == Claim.State.SECONDED and said_first(claim, person),
            "heard_before": claim.state == Claim.State.APPEALED and person.pk in answered(claim)}


def was_withdrawn(viewer: Viewer, code: str) -> bool:
    """Was a claim that this viewer's body was asked withdrawn? Nothing else of it can be known."""
    return Claim.objects.filter(code=code, state=Claim.State.WITHDRAWN, organisation__in=rules.seats(viewer)).exclude(person=viewer.pk).exists()


def is_there(viewer: Viewer, claim: Claim) -> bool:
    return visible_to(viewer, Claim).filter(pk=claim.pk).exists()
