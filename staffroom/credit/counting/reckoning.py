"""What counts, by the rules of a pack: entry by entry and rule by rule, each with its reason and the datum that was used.

How minutes are found, in this order: what was logged, never more than really passed; only what lies in the time of the licence; only kinds that the
pack counts; provider and approval; without meals; the least an activity takes; rounding; each minute of the clock once; leading; caps. What the pack
or the record does not know is never taken for a yes: it answers `unknown`, and what waits for a provider's approval counts nothing yet.
"""

import heapq
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from staffroom.credit.counting.packs import Pack, Rule
from staffroom.credit.counting.record import Entry, Id, Licence, Record
from staffroom.credit.counting.words import Said

PASS, FAIL, UNKNOWN = "pass", "fail", "unknown"


@dataclass(frozen=True)
class Judged:
    """What became of one entry; `minutes` is None where the pack says nothing at all. `waits`: nothing counts as long as something is not known."""

    id: Id
    minutes: int | None
    reasons: tuple[Said, ...]
    waits: bool = False


@dataclass(frozen=True)
class Verdict:
    """What one rule says of the whole record, why, and from which datum. `missing` are minutes that it lacks, 0 for none; of a rule that answers
    unknown they are what would be missing by what was read."""

    id: str
    verdict: str
    reason: Said
    datum: dict[str, Any]
    missing: int = 0
    rule: Rule | None = None


@dataclass(frozen=True)
class Explained:
    """The answer. `required` and `counted` are None where nothing is known or the pack does not speak on that day."""

    pack: Pack
    as_of: date
    required: int | None
    counted: int | None
    entries: tuple[Judged, ...]
    rules: tuple[Verdict, ...]

    @property
    def short(self) -> tuple[Verdict, ...]:
        return tuple(each for each in self.rules if each.missing)

    def as_json(self, language: str = "en") -> dict[str, Any]:
        """The shape of `staffroom credit explain`."""
        return {
            "pack": self.pack.id, "version": self.pack.version, "reviewed_on": self.pack.reviewed_on,
            "required_minutes": self.required, "counted_minutes": self.counted,
            "entries": [{"id": each.id, "counted_minutes": each.minutes, "reasons": [said.text(language) for said in each.reasons]}
                        for each in self.entries],
            "rules": [{"id": each.id, "verdict": each.verdict, "reason": each.reason.text(language), "datum": each.datum} for each in self.rules],
            "short": [{"id": each.id, "minutes": each.missing, "reason": each.reason.text(language)} for each in self.short],
        }


@dataclass
class _Line:
    """An entry on its way through the rules. `fixed` minutes stand for a whole thing (a growth plan) and lie at no time of the clock."""

    entry: Entry
    minutes: int
    out: bool = False
    fixed: bool = False
    rounded_up: int = 0
    waits: bool = False
    reasons: list[Said] = field(default_factory=list)

    def stop(self, said: Said, *, waits: bool = False) -> None:
        self.out, self.minutes, self.waits = True, 0, waits
        self.reasons.append(said)


@dataclass
class _Work:
    pack: Pack
    licence: Licence
    as_of: date
    lines: list[_Line]
    required: int | None = None

    def alive(self) -> Iterable[_Line]:
        return (line for line in self.lines if not line.out)


def explain(pack: Pack, record: Record, as_of: date) -> Explained:
    """What counts of `record` by `pack`, on the day `as_of`. The order of the entries changes nothing but the order of the answer."""
    if not pack.speaks_on(as_of):
        return _silent(pack, record, as_of)
    work = _Work(pack, record.licence, as_of, [_Line(entry, entry.logged) for entry in record.entries])
    for line in work.lines:
        if line.entry.minutes is not None and line.entry.minutes > line.minutes:
            line.reasons.append(Said("passed", minutes=line.entry.minutes, after=line.minutes))
    found: dict[str, Verdict] = {}
    for does, step in STEPS:
        for rule in pack.of(does) if does else (None,):
            verdict = step(work, rule)
            found[verdict.id] = verdict
    for line in work.lines:
        if not line.out:
            line.reasons.insert(0, _counts(pack, line))
    order = ["period", *(rule.id for rule in pack.rules), "once"]
    entries = tuple(Judged(line.entry.id, line.minutes, tuple(line.reasons), line.waits) for line in work.lines)
    return Explained(pack, as_of, work.required, sum(line.minutes for line in work.lines), entries, tuple(found[name] for name in order))


def _silent(pack: Pack, record: Record, as_of: date) -> Explained:
    """Before and after its dates a pack says nothing of anything."""
    said = Said("silent", day=as_of, first=pack.effective_from, last=pack.effective_to)
    datum = {"as_of": as_of.isoformat(), "effective_from": pack.effective_from.isoformat(), "effective_to": pack.effective_to.isoformat()}
    rules = [Verdict("period", UNKNOWN, said, datum), *(Verdict(rule.id, UNKNOWN, said, datum, rule=rule) for rule in pack.rules),
             Verdict("once", UNKNOWN, said, datum)]
    return Explained(pack, as_of, None, None, tuple(Judged(entry.id, None, (said,), waits=True) for entry in record.entries), tuple(rules))


def _counts(pack: Pack, line: _Line) -> Said:
    if pack.unit_minutes == 60:
        return Said("counts", minutes=line.minutes)
    return Said("counts_units", minutes=line.minutes, tenths=line.minutes * 10 // pack.unit_minutes, unit=pack.unit)


def _verdict(rule: Rule, verdict: str, reason: Said, datum: dict[str, Any], missing: int = 0) -> Verdict:
    """What a rule says; one that was not read at the law or at the body that decides says what it found, and answers unknown."""
    if not rule.known and rule.does != "told":
        where = rule.source.title if rule.source else ""
        return Verdict(rule.id, UNKNOWN, Said("not_read" if not where else "read_elsewhere", said=reason, where=where), datum, missing, rule)
    return Verdict(rule.id, verdict, reason, datum, missing, rule)


def _ids(lines: Sequence[_Line]) -> list[Id]:
    return sorted((line.entry.id for line in lines), key=str)


def _three(rule: Rule, failed: Sequence[_Line], open_: Sequence[_Line], words: tuple[str, str, str], **told: Any) -> Verdict:
    """Fail where some failed, else unknown where some are open, else pass; the datum names the entries."""
    datum: dict[str, Any] = dict(told)
    if failed:
        return _verdict(rule, FAIL, Said(words[1], n=len(failed), **told), datum | {"entries": _ids(failed)})
    if open_:
        return _verdict(rule, UNKNOWN, Said(words[2], n=len(open_), **told), datum | {"entries": _ids(open_)})
    return _verdict(rule, PASS, Said(words[0], **told), datum | {"entries": []})


# ------------------------------------------------------------------------------------------------------------- the steps

def _period(work: _Work, _rule: None) -> Verdict:
    """Days of the entry, in its own time zone, against the days of the licence."""
    first, last = work.licence.first_on, work.licence.last_on
    outside, across, without = [], [], []
    for line in work.lines:
        begins, ends = line.entry.first_on, line.entry.last_on
        if begins is None or ends is None:
            without.append(line)
            line.stop(Said("no_day"), waits=True)
        elif ends < first or begins > last:
            outside.append(line)
            line.stop(Said("outside", day=begins if begins > last else ends, first=first, last=last))
        elif begins < first or ends > last:
            across.append(line)
            line.stop(Said("across", begins=begins, ends=ends, first=first, last=last), waits=True)
    datum = {"from": first.isoformat(), "to": last.isoformat()}
    if outside:
        return Verdict("period", FAIL, Said("period_fail", n=len(outside)), datum | {"entries": _ids(outside)})
    if across or without:
        return Verdict("period", UNKNOWN, Said("period_unknown", n=len(across) + len(without)), datum | {"entries": _ids(across + without)})
    return Verdict("period", PASS, Said("period_pass"), datum | {"entries": []})


def _carried(work: _Work, rule: Rule) -> Verdict:
    """Hours of the last weeks before the period may have come over from the one before; whether they did, nobody here knows."""
    start = work.licence.first_on
    first, last = (date(start.year, *map(int, rule[name].split("-"))) for name in ("from", "to"))
    if last >= start:
        first, last = (date(start.year - 1, each.month, each.day) for each in (first, last))
    near = last == start - timedelta(days=1)
    lines = [line for line in work.lines if near and line.entry.last_on and first <= line.entry.last_on <= last]
    for line in lines:
        line.reasons.append(Said("carried"))
    return _three(rule, [], lines, ("carried_none", "carried_none", "carried_some"))


def _excluded(work: _Work, rule: Rule) -> Verdict:
    lines = [line for line in work.alive() if line.entry.kind in rule["kinds"]]
    for line in lines:
        line.stop(Said("excluded", kind=line.entry.kind))
    return _three(rule, lines, [], ("excluded_none", "excluded_some", ""))


def _kinds(work: _Work, rule: Rule) -> Verdict:
    failed, open_ = [], []
    for line in work.alive():
        entry = line.entry
        if entry.kind in (rule["preapproved"] or ()):
            if entry.preapproved_on is None:
                open_.append(line)
                line.stop(Said("needs_preapproval", kind=entry.kind), waits=True)
            elif entry.preapproved_on > entry.first_on:
                failed.append(line)
                line.stop(Said("kind_late", kind=entry.kind, day=entry.preapproved_on))
        elif entry.kind not in rule["counted"]:
            open_.append(line)
            line.stop(Said("kind_unknown", kind=entry.kind), waits=True)
    return _three(rule, failed, open_, ("kinds_pass", "kinds_fail", "kinds_unknown"))


def _provider(work: _Work, rule: Rule) -> Verdict:
    failed, open_ = [], []
    for line in work.alive():
        if line.entry.kind not in rule["kinds"] or line.entry.role in (rule["except_roles"] or ()):
            continue
        if line.entry.approved is None:
            open_.append(line)
            line.stop(Said("provider_unknown", minutes=max(0, line.minutes - line.entry.meal_minutes)), waits=True)
        elif not line.entry.approved:
            failed.append(line)
            line.stop(Said("provider_not"))
    return _three(rule, failed, open_, ("provider_pass", "provider_fail", "provider_open"))


def _preapproval(work: _Work, rule: Rule) -> Verdict:
    failed, open_ = [], []
    for line in work.alive():
        entry = line.entry
        if entry.kind in (rule["except_kinds"] or ()):
            continue
        if entry.preapproved_on is not None and entry.preapproved_on > entry.first_on:
            failed.append(line)
            line.stop(Said("late", day=entry.preapproved_on, began=entry.first_on))
        elif entry.preapproved_on is None or entry.preapproved_on == entry.first_on:
            open_.append(line)
            line.reasons.append(Said("approval_day_unknown" if entry.preapproved_on is None else "approval_same_day"))
    return _three(rule, failed, open_, ("approval_pass", "approval_fail", "approval_open"))


def _plan(work: _Work, rule: Rule) -> Verdict:
    """A growth plan is a claim of its own: plan, evidence and completion stand for whole hours, whatever was logged."""
    failed = []
    for line in work.alive():
        if line.entry.kind != rule["kind"]:
            continue
        missing = [each for each in rule["needs"] if each not in line.entry.evidence]
        if missing:
            failed.append(line)
            line.stop(Said("plan_lacks", missing=missing))
        else:
            line.minutes, line.fixed = rule["minutes"], True
            line.reasons.append(Said("plan_counts", minutes=rule["minutes"]))
    return _three(rule, failed, [], ("plan_pass", "plan_fail", ""))


def _meals(work: _Work, rule: Rule) -> Verdict:
    lines = [line for line in work.alive() if line.entry.meal_minutes and not line.fixed] if rule["excluded"] else []
    for line in lines:
        line.minutes = max(0, line.minutes - line.entry.meal_minutes)
        line.reasons.append(Said("meals", minutes=line.entry.meal_minutes))
        if not line.minutes:
            line.stop(Said("nothing_left"))
    taken = sum(line.entry.meal_minutes for line in lines)
    return _verdict(rule, PASS, Said("meals_taken" if taken else "meals_none", minutes=taken), {"meal_minutes": taken})


def _minimum(work: _Work, rule: Rule) -> Verdict:
    lines = [line for line in work.alive() if not line.fixed and line.minutes < rule["minutes"]]
    for line in lines:
        line.stop(Said("too_short", minutes=line.minutes, least=rule["minutes"]))
    return _three(rule, lines, [], ("minimum_pass", "minimum_fail", ""), minutes=rule["minutes"])


def _rounding(work: _Work, rule: Rule) -> Verdict:
    step, changed = rule["increment"], 0
    for line in work.alive():
        if line.fixed:
            continue
        before = line.minutes
        line.minutes = (before + (step // 2 if rule["mode"] == "nearest" else 0)) // step * step
        if line.minutes == before:
            continue
        changed += 1
        line.rounded_up = max(0, line.minutes - before)
        line.reasons.append(Said("rounded", before=before, after=line.minutes, step=step))
        if not line.minutes:
            line.stop(Said("nothing_left"))
    return _verdict(rule, PASS, Said(f"rounding_{rule['mode']}", step=step), {"increment": step, "mode": rule["mode"], "entries": changed})


def _once(work: _Work, _rule: None) -> Verdict:
    """Each minute of the clock counts once. Served by the earliest end, as many minutes as possible find a place (Glover 1967)."""
    timed = [line for line in work.alive() if not line.fixed and line.entry.elapsed is not None]
    served = _served([(_minute(line.entry.started_at), _minute(line.entry.started_at) + line.entry.elapsed, repr(line.entry.id),
                       line.minutes - line.rounded_up) for line in timed])
    cut = []
    for line, got in zip(timed, served, strict=True):
        lost = line.minutes - line.rounded_up - got
        if lost:
            cut.append(line)
            line.minutes = got
            line.reasons.append(Said("twice", minutes=lost))
            if not got:
                line.stop(Said("nothing_left"))
    without = [line for line in work.alive() if not line.fixed and line.entry.elapsed is None]
    if cut:
        return Verdict("once", FAIL, Said("once_fail", n=len(cut)), {"entries": _ids(cut)})
    if without and len(work.lines) > 1:
        return Verdict("once", UNKNOWN, Said("once_unknown", n=len(without)), {"entries": _ids(without)})
    return Verdict("once", PASS, Said("once_pass"), {"entries": []})


def _minute(moment) -> int:
    return int(moment.timestamp() // 60)


def _served(wanted: Sequence[tuple[int, int, str, int]]) -> list[int]:
    """(begin, end, name, minutes) each -> how many of its minutes find a minute of the clock of their own between begin and end."""
    served, left = [0] * len(wanted), [each[3] for each in wanted]
    order = sorted(range(len(wanted)), key=lambda number: (wanted[number][0], wanted[number][1], wanted[number][2]))
    waiting: list[tuple[int, str, int]] = []
    at, now = 0, min((each[0] for each in wanted), default=0)
    while at < len(order) or waiting:
        if not waiting:
            now = max(now, wanted[order[at]][0])
        while at < len(order) and wanted[order[at]][0] <= now:
            heapq.heappush(waiting, (wanted[order[at]][1], wanted[order[at]][2], order[at]))
            at += 1
        ends, _name, number = waiting[0]
        until = min(ends, wanted[order[at]][0]) if at < len(order) else ends
        some = max(0, min(left[number], until - now))
        served[number] += some
        left[number] -= some
        now += some
        if not left[number] or ends <= now:
            heapq.heappop(waiting)
    return served


def _leading(work: _Work, rule: Rule) -> Verdict:
    """Hours for leading count more, or less, than hours of taking part."""
    times, over = rule["times"]
    lines = [line for line in work.alive() if line.entry.role in rule["roles"] and not line.fixed]
    for line in lines:
        line.minutes = line.minutes * times // over
        line.reasons.append(Said("leading", times=times, over=over))
    return _verdict(rule, PASS, Said("leading_rule", times=times, over=over), {"times": [times, over], "entries": _ids(lines)})


def _cap(work: _Work, rule: Rule) -> Verdict:
    """A group of kinds and roles counts up to so many minutes, or so much of what is required. What ended first is counted first."""
    most = rule["minutes"] if rule["minutes"] is not None else None if work.required is None else work.required * rule["percent"] // 100
    lines = [line for line in work.alive() if line.entry.kind in (rule["kinds"] or ()) or line.entry.role in (rule["roles"] or ())]
    there = sum(line.minutes for line in lines)
    if most is None:
        return _verdict(rule, UNKNOWN, Said("cap_unknown"), {"minutes": there})
    left = most
    for line in sorted(lines, key=lambda line: (line.entry.last_on, line.entry.first_on, repr(line.entry.id))):
        if line.minutes > left:
            line.reasons.append(Said("capped", most=most, percent=rule["percent"], title=rule.title))
            line.minutes = left
            if not left:
                line.out = True
        left -= line.minutes
    datum = {"minutes": there, "cap_minutes": most}
    if there > most:
        return _verdict(rule, FAIL, Said("cap_over", minutes=there, most=most), datum)
    return _verdict(rule, PASS, Said("cap_within", minutes=there, most=most), datum)


def _needed(work: _Work) -> int | None:
    """How many minutes are required: the most that any certificate asks for, less where one lowers it, nothing where one stands in for the hours."""
    rules = work.pack.of("required")
    if not rules or rules[0]["minutes"] is None:
        return None
    rule, held = rules[0], work.licence.certificates
    if held & set(rule["instead"] or ()):
        return 0
    own = rule["certificates"] or {}
    minutes = max((own.get(each, rule["minutes"]) for each in held if each in own or each == "teacher"), default=rule["minutes"])
    minutes = min([minutes, *(less for each, less in (rule["lowered"] or {}).items() if each in held)])
    return minutes * (years(work.licence) if rule["per"] == "year" else 1)


def years(licence: Licence) -> int:
    """How many years the licence runs, to the nearest whole one, and at least one."""
    days = (licence.last_on - licence.first_on).days + 1
    return max(1, (days + 182) // 365)


def _required(work: _Work, rule: Rule) -> Verdict:
    counted, needed = sum(line.minutes for line in work.lines), work.required
    datum: dict[str, Any] = {"counted_minutes": counted, "required_minutes": needed, "certificates": sorted(work.licence.certificates)}
    if needed is None:
        return _verdict(rule, UNKNOWN, Said("required_unknown"), datum)
    if work.licence.certificates & set(rule["instead"] or ()):
        return _verdict(rule, PASS, Said("required_instead"), datum)
    if rule["per"] == "cycle" and years(work.licence) != rule["years"]:
        return _verdict(rule, UNKNOWN, Said("required_cycle", years=rule["years"], minutes=needed, counted=counted),
                        datum | {"years": rule["years"]}, max(0, needed - counted))
    if counted >= needed:
        return _verdict(rule, PASS, Said("required_pass", counted=counted, needed=needed), datum)
    return _verdict(rule, FAIL, Said("required_short", counted=counted, needed=needed, missing=needed - counted), datum, needed - counted)


def _share(work: _Work, rule: Rule) -> Verdict:
    """So much of what is required must be about a topic, for whoever renews certain certificates."""
    held, of = work.licence.certificates, set(rule["certificates"] or ())
    there = [line for line in work.alive() if rule["topic"] in line.entry.topics]
    open_ = []
    if rule["providers"]:
        open_ = [line for line in there if line.entry.provider is None]
        wrong = [line for line in there if line.entry.provider is not None and line.entry.provider not in rule["providers"]]
        there = [line for line in there if line.entry.provider in rule["providers"]]
        for line in (*open_, *wrong):
            line.reasons.append(Said("share_provider", topic=rule["topic"]))
    minutes = sum(line.minutes for line in there)
    datum: dict[str, Any] = {"topic": rule["topic"], "minutes": minutes}
    if of and not held:
        return _verdict(rule, UNKNOWN, Said("share_no_certificate", topic=rule["topic"]), datum)
    if (of and not held & of) or held & set(rule["unless"] or ()):
        return _verdict(rule, PASS, Said("share_not_yours"), datum | {"certificates": sorted(held)})
    if work.required is None:
        return _verdict(rule, UNKNOWN, Said("cap_unknown"), datum)
    needed = rule["minutes"] if rule["minutes"] is not None else -(-work.required * rule["percent"] // 100)
    if not work.required:
        needed = 0
    datum |= {"needed_minutes": needed}
    if minutes >= needed:
        return _verdict(rule, PASS, Said("share_pass", topic=rule["topic"], minutes=minutes, needed=needed), datum)
    said = {"topic": rule["topic"], "minutes": minutes, "needed": needed, "missing": needed - minutes}
    if open_:
        return _verdict(rule, UNKNOWN, Said("share_open", **said), datum)
    return _verdict(rule, FAIL, Said("share_short", **said), datum, needed - minutes)


def _evidence(work: _Work, rule: Rule) -> Verdict:
    lines = [line for line in work.alive() if rule["needed"] and not line.entry.evidence]
    for line in lines:
        line.reasons.append(Said("no_proof"))
    return _three(rule, lines, [], ("proof_pass", "proof_fail", ""))


def _told(_work: _Work, rule: Rule) -> Verdict:
    """Something to know that a record cannot show: it stays unknown, and says what to do."""
    return Verdict(rule.id, UNKNOWN, Said("told", says=rule["says"]), {}, 0, rule)


def _begin(work: _Work, rule: Rule | None) -> Verdict:
    work.required = _needed(work)
    return _period(work, None)


Step = Callable[[_Work, Any], Verdict]
STEPS: tuple[tuple[str, Step], ...] = (
    ("", _begin), ("carried", _carried), ("excluded", _excluded), ("kinds", _kinds), ("provider", _provider), ("preapproval", _preapproval),
    ("plan", _plan), ("meals", _meals), ("minimum", _minimum), ("rounding", _rounding), ("", _once), ("leading", _leading), ("cap", _cap),
    ("required", _required), ("share", _share), ("evidence", _evidence), ("told", _told),
)
