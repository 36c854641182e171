"""Bringing an archive into an account."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO
from zoneinfo import available_timezones

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from staffroom.catalogue.actions import follow
from staffroom.catalogue.models import Follow, Source
from staffroom.credentials.models import Badge
from staffroom.exchange import bringing
from staffroom.exchange.bringing import Brought, Counts, Reader
from staffroom.kit.acts import Refusal, act
from staffroom.people.actions import choose, rename, switch_suggestions
from staffroom.people.models import Account
from staffroom.record import shelf
from staffroom.record.actions.evidence import check_room
from staffroom.record.models import Entry, Evidence, Sitting


@act("exchange.bring")
def bring(*, by: Account, archive: "Path | BinaryIO") -> Counts:
    """Everything of an archive that is the bringer's own stands in this account: same words, days, codes and digests.

    What is here already stays. No share, role or visibility comes back. Nothing is brought in unless all of it can be.
    Raises Refusal.
    """
    if isinstance(archive, Path):
        with archive.open("rb") as stream:
            return _bring(by, bringing.look(stream))
    return _bring(by, bringing.look(archive))


def _bring(by: Account, brought: Brought) -> Counts:
    counts, laid_down = Counts(), []
    reader = Reader(by, brought, counts)
    try:
        with transaction.atomic():
            for model in bringing.COMES_BACK:
                _write(reader, model, laid_down)
            _follow(by, brought.rows.get(bringing.FOLLOWS, []), counts)
            _settings(by, brought.rows.get("people.account", []))
    except (IntegrityError, OverflowError) as problem:
        _put_back(laid_down)
        raise Refusal(_("The rows of this archive do not fit together, so nothing was brought in.")) from problem
    except BaseException:
        _put_back(laid_down)
        raise
    back = {model._meta.label_lower for model in bringing.COMES_BACK} | {bringing.FOLLOWS, "people.account"}
    for label, rows in brought.rows.items():
        if label not in back and rows:
            counts.left[label] = len(rows)
    return counts


def _put_back(laid_down: Iterable[str]) -> None:
    for name in laid_down:
        shelf.remove(name)


def _write(reader: Reader, model: type[models.Model], laid_down: list[str]) -> None:
    label, new = model._meta.label_lower, reader.of(model)
    if model is Evidence:
        new = [(made, row) for made, row in new if _with_file(reader, made, row, laid_down)]
    if model is Badge:  # one that was not kept, or whose file was missing, stays in the file
        there = set(Evidence.objects.filter(pk__in=[made.evidence_id for made, _row in new]).values_list("pk", flat=True))
        kept = [(made, row) for made, row in new if made.evidence_id in there]
        if len(kept) < len(new):
            reader.counts.left[label] += len(new) - len(kept)
        new = kept
    model._base_manager.bulk_create([made for made, _row in new], batch_size=200)
    if model is Entry:
        _topics(reader, new)
    if model is Sitting:
        entries = [made for (kind, _code), made in reader.became.items() if kind is Entry and made.pk in {one.entry_id for one, _row in new}]
        fresh = [entry for entry in entries if not Sitting.objects.filter(entry=entry).exclude(pk__in=[one.pk for one, _row in new]).exists()]
        bringing.add_up(fresh, [made for made, _row in new])
    reader.counts.added[label] += len(new)


def _with_file(reader: Reader, made: Evidence, row: dict[str, Any], laid_down: list[str]) -> bool:
    data = bringing.plain_file(reader.brought, made, row)
    if data is None:
        if made.kind != Evidence.Kind.LINK:
            reader.counts.left["record.evidence"] += 1
        return made.kind == Evidence.Kind.LINK
    check_room(reader.by, len(data))
    made.stored = shelf.put(reader.by.pk, shelf.evidence_label(made.pk), data)
    laid_down.append(made.stored)
    reader.counts.files += 1
    return True


def _topics(reader: Reader, new: list[tuple[Entry, dict[str, Any]]]) -> None:
    link = Entry.topics.through
    link.objects.bulk_create([link(entry_id=made.pk, topic_id=reader.topics[name].pk) for made, row in new
                              for name in dict.fromkeys(map(str, row.get("topics") or ())) if name in reader.topics], batch_size=400)


def _follow(by: Account, rows: list[dict[str, Any]], counts: Counts) -> None:
    """Feeds that are known here are followed again; others stand in follows.opml, which can be brought in under Find."""
    for row in rows:
        said = row.get("source") if isinstance(row.get("source"), dict) else {}
        url = str(said.get("url") or "")
        source = Source.objects.filter(kind=Source.Kind.FEED, url=url).first() if url else None
        if source is None:
            counts.left[bringing.FOLLOWS] += 1
        elif Follow.objects.filter(person=by, source=source).exists():
            counts.same[bringing.FOLLOWS] += 1
        else:
            made, code = follow(by=by, source=source), str(row.get("code", ""))
            if code.isalnum() and not Follow.objects.filter(code=code).exists():
                Follow.objects.filter(pk=made.pk).update(code=code[:16], made_at=bringing.moment(row.get("made_at")))
            counts.added[bringing.FOLLOWS] += 1


def _settings(by: Account, rows: list[dict[str, Any]]) -> None:
    """How pages looked and what I am called, where nothing was chosen here yet."""
    said = rows[0] if rows else {}
    name, zone = said.get("name"), said.get("zone")
    if not by.name and isinstance(name, str):
        rename(by=by, name=name[:120])
    if said.get("suggestions_off") is True:
        switch_suggestions(by=by, on=False)
    if by.zone == "UTC" and isinstance(zone, str) and zone in available_timezones():
        theme = said.get("theme") if said.get("theme") in Account.Theme.values else ""
        choose(by=by, zone=zone, language=by.language, theme=theme, keys_off=said.get("keys_off") is True)
