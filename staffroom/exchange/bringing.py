"""Reading an archive that somebody brings: looked at whole before anything is believed, then turned into rows.

Everything in it is somebody's word. It can only become the bringer's own rows: no share, no role, no visibility comes back,
and what others confirmed says from now on where that was said.
"""

import hashlib
import io
import json
import zipfile
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any, BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from staffroom.catalogue.models import Offer
from staffroom.claims import sent
from staffroom.claims.models import Claim, Ruling
from staffroom.credentials.models import Badge
from staffroom.credit import kept
from staffroom.credit.models import Licence
from staffroom.exchange import belongings, schema
from staffroom.frameworks import case, pins
from staffroom.frameworks.models import OwnFramework
from staffroom.growth.models import Sentence
from staffroom.inquiry.models import Reflection
from staffroom.kit import archives, clock, files
from staffroom.kit.acts import Refusal
from staffroom.kit.ids import new_code
from staffroom.kit.sealed import SealedText
from staffroom.looks import seen
from staffroom.looks.models import Look
from staffroom.notices.models import Preference
from staffroom.people.models import Account, Profile
from staffroom.practice.models import FollowUp, Goal, Pace, Period, PlanStep, Saved, Study
from staffroom.record.facts import said_elsewhere
from staffroom.record.models import Draft, Entry, Evidence, Removal, Rung, Sitting
from staffroom.topics.models import Topic

MOST_ROWS = 50_000
MOST_TEXT = 200_000
MOST_PACKAGE = 20_000_000
# What comes back, in the order in which rows need each other. Everything else stays in the file (docs/using/leaving.md says why).
COMES_BACK: tuple[type[models.Model], ...] = (
    Profile, Preference, Pace, Removal, Sentence, OwnFramework, Goal, Period, PlanStep, FollowUp, Saved,
    Entry, Sitting, Rung, Evidence, Badge, Reflection, Study, Draft, Look, Licence, Claim, Ruling)
FOLLOWS = "catalogue.follow"


class Unfit(Refusal):
    """An archive that cannot be brought in; its words say why."""


@dataclass
class Counts:
    """What was brought, by kind: new rows, rows that were here already, rows that stay in the file; and files."""

    added: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    same: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    left: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    files: int = 0

    @property
    def added_count(self) -> int:
        return sum(self.added.values())

    @property
    def same_count(self) -> int:
        return sum(self.same.values())


@dataclass
class Brought:
    """An archive that was looked through: its manifest, its rows by kind, and its files, opened when asked for."""

    manifest: dict[str, Any]
    rows: dict[str, list[dict[str, Any]]]
    zipped: zipfile.ZipFile

    def read(self, path: str) -> bytes:
        return self.zipped.read(path)


def is_account(stream: BinaryIO) -> bool:
    """Is this the archive of an account? Believes only what it says of itself; `look` decides."""
    try:
        with zipfile.ZipFile(stream) as zipped:
            return json.loads(zipped.read("manifest.json")).get("form", "").startswith("staffroom.account/")
    except (zipfile.BadZipFile, KeyError, ValueError, AttributeError, OSError):
        return False
    finally:
        stream.seek(0)


def look(stream: BinaryIO) -> Brought:
    """Look through the whole archive: every name, every digest, every count. Raises Unfit."""
    try:
        zipped = archives.open_checked(stream, most_files=settings.ACCOUNT_FILES + 500, most_bytes=settings.ACCOUNT_BYTES * 2)
        manifest = json.loads(zipped.read("manifest.json"))
        if manifest["form"] != schema.FORM:
            raise Unfit(_("This archive was made by another version of Staffroom, in a form that is not known here."))
        _same_digests(zipped, manifest)
        rows = {}
        for label, count in manifest["counts"].items():
            found = json.loads(zipped.read(f"data/{label}.json"))["rows"]
            if len(found) != count or count > MOST_ROWS or not all(isinstance(row, dict) for row in found):
                raise Unfit(_("The list in this archive does not fit what is in it. Take a fresh copy of the file."))
            rows[label] = found
    except archives.Unwelcome as unwelcome:
        raise Unfit(unwelcome.sentence()) from None
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, RecursionError, NotImplementedError, RuntimeError, EOFError):
        raise Unfit(_("This is not an archive of a Staffroom account, or it was damaged. Take a fresh copy of the file.")) from None
    return Brought(manifest, rows, zipped)


def _same_digests(zipped: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
    names = {name for name in zipped.namelist() if name != "manifest.json"}
    said = manifest["files"]
    if names != set(said) or any(hashlib.sha256(zipped.read(name)).hexdigest() != said[name]["sha256"] for name in names):
        raise Unfit(_("Something in this archive was changed or is missing, so nothing was brought in. Take a fresh copy of the file."))


class Reader:
    """Turns the rows of an archive into unsaved rows of one person; knows what earlier ones became."""

    def __init__(self, by: Account, brought: Brought, counts: Counts):
        self.by, self.brought, self.counts = by, brought, counts
        self.became: dict[tuple[type[models.Model], str], Any] = {}
        self.taken: set[tuple[type[models.Model], str]] = set()
        self.topics = {f"{topic.kind}:{topic.slug}": topic for topic in Topic.objects.all()}

    def of(self, model: type[models.Model]) -> list[tuple[models.Model, dict[str, Any]]]:
        """The rows of a kind that are new here, each with what the archive says of it. Raises Unfit."""
        label = model._meta.label_lower
        found = self.brought.rows.get(label, [])
        if {"code"} <= {field.name for field in model._meta.fields}:
            self._held(model, [str(row.get("code")) for row in found])
        new = []
        for row in found:
            made = self._one(model, row)
            if made is not None:
                new.append((made, row))
        if isinstance(model._meta.pk, models.UUIDField):  # keys made within one millisecond are in no order; theirs is that of the archive
            for (made, _row), key in zip(new, sorted(made.pk for made, _row in new), strict=True):
                made.pk = key
        return new

    def _held(self, model: type[models.Model], codes: list[str]) -> None:
        for start in range(0, len(codes), 500):
            for row in model._base_manager.filter(code__in=codes[start:start + 500]):
                self.taken.add((model, row.code))
                if row.person_id == self.by.pk:
                    self.became[model, row.code] = row

    def _one(self, model: type[models.Model], row: dict[str, Any]) -> Any:
        label = model._meta.label_lower
        code = str(row.get("code", ""))
        only_one = model in {Profile, Preference, Pace, Licence}
        if (model, code) in self.became or (only_one and model._base_manager.filter(person=self.by).exists()):
            self.counts.same[label] += 1
            return None
        made = model(person=self.by)
        for column in belongings.columns(model):
            if column.many_to_many or (model, column.name) in SPECIAL:
                continue
            if column.name not in row:
                raise Unfit(_("A row of this archive lacks a field (%(kind)s, %(field)s).") % {"kind": label, "field": column.name})
            setattr(made, column.attname, self._value(model, column, row[column.name]))
        for (kind, _name), become in SPECIAL.items():
            if kind is model:
                become(self, made, row)
        if (model, code) in self.taken or (code and not code.isalnum()):
            made.code = new_code()
        self._check(made)
        if code:
            self.became[model, code] = made
        return made

    def _value(self, model: type[models.Model], column: models.Field, said: Any) -> Any:
        """A value for a column; a key for a row that came before it."""
        if isinstance(column, models.ForeignKey):
            if said is None:
                return None
            other = self.became.get((column.related_model, str(said)))
            if other is None:
                raise Unfit(_("The rows of this archive do not fit together (%(kind)s).") % {"kind": model._meta.label_lower})
            return other.pk
        if isinstance(column, SealedText) and said is None:
            return ""
        return _parsed(model, column, said)

    def _check(self, made: models.Model) -> None:
        unseen = [column.name for column in made._meta.fields if isinstance(column, models.ForeignKey | models.BinaryField) or (
            column.null and getattr(made, column.attname) is None)]
        try:
            made.clean_fields(exclude=unseen)
        except ValidationError as problem:
            raise Unfit(_("A row of this archive cannot be so (%(kind)s, %(field)s).") % {
                "kind": made._meta.label_lower, "field": ", ".join(problem.message_dict)}) from None


def _parsed(model: type[models.Model], column: models.Field, said: Any) -> Any:
    try:
        if said is None:
            if column.null:
                return None
            raise ValueError
        match column:
            case models.DateTimeField():
                moment = datetime.fromisoformat(said)
                if moment.tzinfo is None:
                    raise ValueError
                return moment if column.name in {"until_at", "due_at", "shuts_at", "final_at"} else min(moment, clock.now())
            case models.DateField():
                return date.fromisoformat(said)
            case models.TimeField():
                return time.fromisoformat(said)
            case models.BooleanField():
                return _typed(said, bool)
            case models.IntegerField():
                return _typed(said, int)
            case models.JSONField():
                return said if len(json.dumps(said)) <= MOST_TEXT else _typed(said, type(None))
        return _text(said)
    except (ValueError, TypeError):
        raise Unfit(_("A row of this archive cannot be so (%(kind)s, %(field)s).") % {
            "kind": model._meta.label_lower, "field": column.name}) from None


def moment(said: Any) -> datetime:
    """A moment that an archive names, never after now. Raises Unfit."""
    return _parsed(Entry, Entry._meta.get_field("made_at"), said)


def _typed(said: Any, kind: type) -> Any:
    if type(said) is not kind:
        raise TypeError
    return said


def _text(said: Any, most: int = MOST_TEXT) -> str:
    _typed(said, str)
    if "\x00" in said or len(said) > most or any("\ud800" <= letter <= "\udfff" for letter in said):
        raise ValueError
    return said


# What is not taken as it stands


def _offer(said: Any) -> Offer | None:
    """The same offer of the commons, where it hangs here too."""
    if not isinstance(said, dict):
        return None
    key, url = str(said.get("key") or ""), str(said.get("url") or "")
    return (Offer.objects.filter(key=key).first() if key else None) or (Offer.objects.filter(url=url).first() if url else None)


def _asked_about(reader: Reader, asked: FollowUp, row: dict[str, Any]) -> None:
    offer = _offer(row.get("about_id"))
    asked.about_kind, asked.about_id = (asked.about_kind, offer.pk) if offer else ("", None)


def _saved_about(reader: Reader, saved: Saved, row: dict[str, Any]) -> None:
    """The same offer, unless it waits in the list already."""
    offer = _offer(row.get("about_id"))
    waits = offer is not None and not saved.became and Saved.objects.filter(person=reader.by, became="", about_id=offer.pk).exists()
    saved.about_kind, saved.about_id = (saved.about_kind, offer.pk) if offer and not waits else ("", None)


def _about(reader: Reader, step: PlanStep, row: dict[str, Any]) -> None:
    """The same offer, unless an open step is about it."""
    offer = _offer(row.get("about_id"))
    is_open = PlanStep.objects.filter(person=reader.by, ended_as="", about_id=offer.pk).exists() if offer else False
    step.about_id = offer.pk if offer and not (is_open and not step.ended_as) else None
    if step.about_id is None:
        step.about_kind = ""


def _in_name(reader: Reader, rung: Rung, row: dict[str, Any]) -> None:
    """A rung of others is in nobody's name here, and says where it was said; one of mine is mine."""
    name = _text(row.get("in_name") or "")
    mine = rung.step in {Rung.Step.NOTED, Rung.Step.PROOF}
    rung.by = reader.by if mine else None
    rung.in_name = name if mine else _from_a_file(name)


def _draft(reader: Reader, draft: Draft, row: dict[str, Any]) -> None:
    """Words under way come beside what is being written here."""
    live = Draft.objects.filter(person=reader.by, form=draft.form, beside=False, gone=None).exists()
    draft.beside = draft.beside or (live and draft.gone_id is None)
    draft.tab = f"brought-{row['code']}"[:40] if draft.beside else ""


def _package(reader: Reader, own: OwnFramework, row: dict[str, Any]) -> None:
    """A framework that can be read as one."""
    try:
        own.package = _text(row.get("package"), MOST_PACKAGE)
        case.opened(own.package)
    except (ValueError, TypeError):
        raise Unfit(_("A framework in this archive cannot be read, so nothing was brought in.")) from None


def _look(reader: Reader, look: Look, row: dict[str, Any]) -> None:
    """What was said, with its entries under the codes that they have here."""
    said = seen.loads(_structured(row.get("body")))
    found = {answer.entry: reader.became.get((Entry, answer.entry)) for answer in said.answers if answer.entry}
    answers = tuple(replace(answer, entry=found[answer.entry].code if found.get(answer.entry) else "") for answer in said.answers)
    look.body = seen.dumps(replace(said, answers=answers))


def _licence(reader: Reader, licence: Licence, row: dict[str, Any]) -> None:
    """What was chosen and told, with its entries under the codes that they have here. Raises Unfit."""
    if row.get("body") is None:
        return
    held = kept.loads(_structured(row["body"]))
    if held is None:
        raise Unfit(_("The licence in this archive cannot be read, so nothing was brought in."))
    found = {reader.became.get((Entry, code)): told for code, told in held.told.items()}
    licence.body = kept.dumps(replace(held, told={entry.code: told for entry, told in found.items() if entry is not None}))


def _copy(reader: Reader, claim: Claim, row: dict[str, Any]) -> None:
    """The copy that was sent, with its entry and proof under the codes that they have here. Raises Unfit."""
    if row.get("body") is None:
        return
    copy = sent.loads(_structured(row["body"]))
    if copy is None:
        raise Unfit(_("A claim in this archive cannot be read, so nothing was brought in."))
    entry = reader.became.get((Entry, copy.entry))
    pieces = {code: made.code for (kind, code), made in reader.became.items() if kind is Evidence}
    claim.body = sent.dumps(sent.under(copy, entry.code if entry else "", pieces))


def _asked_elsewhere(reader: Reader, claim: Claim, row: dict[str, Any]) -> None:
    """The name of a body elsewhere: no office here can read or answer it."""
    claim.body_name = _from_a_file(_text(row.get("body_name") or ""))


def _answered_elsewhere(reader: Reader, ruling: Ruling, row: dict[str, Any]) -> None:
    ruling.in_name = _from_a_file(_text(row.get("in_name") or ""))


def _from_a_file(name: str) -> str:
    """A name that says where it was said, so that it is never taken for something said here."""
    return name if said_elsewhere(name) else f"{name} [{_('from a file')}]"


def _found(reader: Reader, badge: Badge, row: dict[str, Any]) -> None:
    """What was found elsewhere, said to be from there: it counts for nothing before it is checked here."""
    found = row.get("found")
    found = found if isinstance(found, dict) else {}
    badge.found = _structured(found | {"place": str(found.get("place") or _("a file"))[:200]})


def _tags(reader: Reader, thing: Entry | PlanStep | Goal, row: dict[str, Any]) -> None:
    thing.tags = pins.dumps(pins.loads(_structured(row.get("tags"))))


def _structured(said: Any) -> str:
    """Something with an order of its own as text, for whoever knows it. Raises Unfit."""
    try:
        text = _text(json.dumps(said, ensure_ascii=False))
        return text if "\\u0000" not in text else _typed(text, type(None))
    except (ValueError, TypeError, RecursionError):
        raise Unfit(_("Some words of this archive cannot be kept, so nothing was brought in.")) from None


def _as_new(reader: Reader, made: models.Model, row: dict[str, Any]) -> None:
    """Whatever the archive says, this is as it is in a new row: a profile is known to nobody."""


SPECIAL: dict[tuple[type[models.Model], str], Callable[[Reader, Any, dict[str, Any]], None]] = {
    (Profile, "seen"): _as_new, (Profile, "in_directory"): _as_new, (PlanStep, "about_id"): _about,
    (FollowUp, "about_id"): _asked_about, (Saved, "about_id"): _saved_about, (Rung, "in_name"): _in_name,
    (Rung, "by"): _as_new, (Draft, "tab"): _draft, (OwnFramework, "package"): _package,
    (Look, "body"): _look, (Licence, "body"): _licence, (Badge, "found"): _found,
    (Claim, "body"): _copy, (Claim, "body_name"): _asked_elsewhere, (Claim, "organisation"): _as_new,
    (Ruling, "in_name"): _answered_elsewhere, (Ruling, "by"): _as_new,
    (Entry, "tags"): _tags, (PlanStep, "tags"): _tags, (Goal, "tags"): _tags}


def add_up(entries: list[Entry], sittings: list[Sitting]) -> None:
    """Raise Unfit unless the minutes of each new entry are those of its sittings."""
    sums: dict[Any, int] = defaultdict(int)
    for sitting in sittings:
        sums[sitting.entry_id] += sitting.minutes
    if any(sums[entry.pk] != entry.minutes for entry in entries):
        raise Unfit(_("The minutes in this archive do not add up, so nothing was brought in."))


def plain_file(brought: Brought, evidence: Evidence, row: dict[str, Any]) -> bytes | None:
    """The bytes of a piece of proof, looked at like any file that comes in; None for a link, or for one that was missing already.

    Raises Unfit for bytes that are not the ones that the row names, or that would not be taken from anybody.
    """
    if evidence.kind == Evidence.Kind.LINK:
        return None
    path = str(row.get("file", ""))
    if path not in brought.manifest["files"]:
        return None
    data = brought.read(path)
    if hashlib.sha256(data).hexdigest() != evidence.sha256 or len(data) != evidence.size:
        raise Unfit(_("A file in this archive is not the one that its row names, so nothing was brought in."))
    try:
        found = files.inspect(io.BytesIO(data), path, evidence.mime)
    except files.Unwelcome as unwelcome:
        raise Unfit(unwelcome.sentence()) from None
    if found.mime != evidence.mime:
        raise Unfit(_("A file in this archive is not the one that its row names, so nothing was brought in."))
    return data
