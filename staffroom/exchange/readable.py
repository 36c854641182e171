"""The page inside the archive, for people: everything in it in plain words, without scripts, readable in thirty years."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import models
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from staffroom.claims.models import Claim
from staffroom.exchange.belongings import ME, columns
from staffroom.looks.models import Look
from staffroom.people.models import Account
from staffroom.practice.models import Goal, Period, PlanStep
from staffroom.record.models import Entry
from staffroom.sharing.rules import RULES
from staffroom.ui import paper

FIRST = ("record.entry", "record.evidence", "inquiry.reflection", "growth.sentence", "looks.look", "practice.goal", "practice.planstep",
         "record.draft", "people.profile")
LABELS = {
    "on_on": gettext_lazy("day"), "from_on": gettext_lazy("from"), "to_on": gettext_lazy("to"), "until_on": gettext_lazy("until"),
    "made_at": gettext_lazy("written"), "by_on": gettext_lazy("by"),
    "in_name": gettext_lazy("said by"), "time_kind": gettext_lazy("whose time"), "origin": gettext_lazy("who chose it"),
    "about_id": gettext_lazy("from the offer"),
    "body": gettext_lazy("words"), "gone": gettext_lazy("let go"), "helped_count": gettext_lazy("for how many people"), "at": gettext_lazy("when"),
    "tags": gettext_lazy("statements it is about"), "kept_at": gettext_lazy("kept"),
    "seen": gettext_lazy("who may know it"), "stages": gettext_lazy("ages of pupils"), "pupils": gettext_lazy("what classes are like")}
WORDS = {"kit.auditline": gettext_lazy("What you did here, act by act"), "record.keptwords": gettext_lazy("Words sent after a session had ended"),
         "people.proof": gettext_lazy("Addresses that were proved")}
NOT_SAID = {"code", "version", "facts_version", "base", "beside", "sha256", "from_kind", "about_kind", "stored", "family", "package", "leaf",
            "chain", "round", "is_clean"}


def _label(field: models.Field) -> str:
    return str(LABELS.get(field.name) or field.name.removesuffix("_at").removesuffix("_on").removesuffix("_count").replace("_", " "))


def _answer(one: dict[str, Any]) -> str:
    words = [dict(choices).get(one[name], "") for name, choices in (("how", Look.How.choices), ("sure", Look.Sure.choices))]
    return " ".join([one["words"], *(f"{word}." for word in words if word), one["note"]])


SAID: dict[str, Callable[[Any], str]] = {
    "claims.claim.body": lambda said: "\n".join([
        said["title"], said["facts"], said["note"], said["remark"], *(piece["name"] for piece in said["pieces"])]),
    "credit.licence.body": lambda said: "; ".join([f"{said['pack']}, {said['from']}, {said['to']}", *said["certificates"], *(
        f"{code}: {', '.join(f'{name} {value}' for name, value in told.items())}" for code, told in said["told"].items())]),
    "looks.look.body": lambda said: "\n".join([f"{said['title']}, {said['area']}", *map(_answer, said["answers"])]),
    "record.entry.tags": lambda tags: "; ".join(f"{pin['number']} {pin['words']}".strip() for pin in tags)}
SAID["practice.planstep.tags"] = SAID["practice.goal.tags"] = SAID["record.entry.tags"]


def _words(field: models.Field, found: Any) -> str:
    """A value of the data in words."""
    said = SAID.get(f"{field.model._meta.label_lower}.{field.name}")
    if said:
        return said(found)
    if found is True or found is False:
        return _("yes") if found else _("no")
    if isinstance(found, dict):
        return str(found.get("name") or found.get("title") or "; ".join(f"{key}: {value}" for key, value in found.items()))
    if isinstance(found, list):
        return ", ".join(str(one).partition(":")[2] or str(one) for one in found)
    if isinstance(field, models.DateTimeField):
        moment = datetime.fromisoformat(found)
        return f"{paper.whole_day(moment)}, {moment:%H:%M} UTC"
    if isinstance(field, models.DateField):
        return paper.whole_day(date.fromisoformat(found))
    return str(dict(field.flatchoices).get(found, found)) if field.choices else (_("you") if found == ME else str(found))


def _row(model: type[models.Model], row: dict[str, Any], titles: dict[str, str]) -> dict[str, Any]:
    """A row for the page: its heading, its lines, its file."""
    title = next((row[name] for name in ("title", "text", "name") if row.get(name)), "")
    lines = []
    for field in columns(model):
        found = row[field.name]
        if found in (None, "", [], {}) or found == title or field.name in NOT_SAID:
            continue
        words = titles.get(found, str(found)) if field.name in {"entry", "goal", "period", "step", "claim"} else _words(field, found)
        lines.append({"label": _label(field), "words": words, "link": words if words.startswith(("https://", "http://")) else ""})
    return {"title": title, "lines": lines, "file": row.get("file", ""), "is_picture": str(row.get("mime", "")).startswith("image/")}


def words_for(model: type[models.Model]) -> str:
    """What a kind of thing is called: as in the table of trust, if it stands there."""
    return str(RULES[model].words if model in RULES else WORDS.get(model._meta.label_lower, model._meta.verbose_name_plural))


def page(account: Account, found: dict[type[models.Model], list[dict[str, Any]]], library: dict[str, list[dict[str, Any]]]) -> bytes:
    """index.html, in the person's language."""
    with translation.override(account.language):
        titles = {row["code"]: row["title"] or "" for model in (Entry, Goal, PlanStep) for row in found.get(model, ())}
        titles |= {row["code"]: (row["body"] or {}).get("title", "") for row in found.get(Claim, ())}
        days = dict(Period.Weekday.choices)
        titles |= {row["code"]: f"{days[row['weekday']]} {row['starts_at'][:5]}" for row in found.get(Period, ())}
        place = {label: number for number, label in enumerate(FIRST)}
        kinds = []
        for model in sorted(found, key=lambda model: place.get(model._meta.label_lower, len(FIRST))):
            kinds.append({"label": model._meta.label_lower, "words": words_for(model), "rows": [_row(model, row, titles) for row in found[model]]})
        context = {"name": str(account), "language": account.language, "kinds": [kind for kind in kinds if kind["rows"]],
                   "none": [kind for kind in kinds if not kind["rows"]], "library": {key: rows for key, rows in library.items() if rows}}
        return render_to_string("exchange/index.html", context).encode()


def style() -> bytes:
    return (Path(__file__).parent / "archive.css").read_bytes()
