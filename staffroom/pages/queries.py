"""What the pages made from many rooms show."""

import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext as _

from staffroom.catalogue.models import Offer
from staffroom.catalogue.queries import shelf
from staffroom.events.queries import coming as coming_events
from staffroom.kit import clock
from staffroom.practice.models import Easier, FollowUp, PlanStep, Saved
from staffroom.practice.queries import due, fitting, open_steps, three, waiting
from staffroom.record.queries import drafts_of
from staffroom.required.models import Requirement
from staffroom.required.queries import waiting as waiting_required
from staffroom.sharing.models import Copy
from staffroom.sharing.queries import handed_to
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import NOBODY, Viewer
from staffroom.ui.paper import Stair

MINUTES = (6, 15, 30)


@dataclass(frozen=True)
class Today:
    """One screen: the step for now, one question, three to go back to, drafts, what is coming, what was handed to me,
    what is required of me, a piece from the wall.

    `saved` comes before `back`, what else is planned: three together.
    """

    minutes: int
    step: PlanStep | None
    saved: list[Saved]
    back: list[PlanStep]
    drafts: list
    handed: list[Copy]
    asked: FollowUp | None
    piece: Offer | None
    required: list[Requirement]
    events: list
    answers: Sequence = tuple(Easier.choices)


def today(viewer: Viewer, minutes: int) -> Today:
    """Today for this viewer and the minutes there are. Nothing endless: three, three, three and one."""
    day = clock.today_in(viewer.account.zone)
    step, back = fitting(open_steps(viewer, 60), minutes, day)
    saved = three(waiting(viewer), day)
    return Today(
        minutes=minutes,
        step=step,
        saved=saved,
        back=back[: 3 - len(saved)],
        drafts=drafts_of(viewer, 3),
        handed=handed_to(viewer)[:3],
        asked=due(viewer),
        piece=piece_of_the_day(viewer, minutes, day.toordinal()),
        required=waiting_required(viewer),
        events=coming_events(viewer),
    )


def piece_of_the_day(viewer: Viewer, minutes: int, day: int) -> Offer | None:
    """A piece from the commons that fits the minutes; another one each day, the same for everybody, remembered for a minute."""
    place = f"piece-{minutes}-{day}"
    found = cache.get(place)
    if found is None:
        pieces = visible_to(viewer, Offer).filter(kind=Offer.Kind.PIECE, minutes__lte=max(minutes, 6)).order_by("key")
        count = pieces.count()
        found = pieces.only("code", "title", "summary", "minutes", "kind", "language")[day % count] if count else None
        cache.set(place, found, 60)
    return found


def wall_version() -> str:
    """Changes whenever an offer does."""
    return shelf.version()


def pieces_for_the_door() -> list[Offer]:
    """Four short pieces that anybody may read, another four each day."""
    keys = list(visible_to(NOBODY, Offer).filter(kind=Offer.Kind.PIECE).order_by("key").values_list("pk", flat=True))
    first = clock.now().date().toordinal() * 4 % len(keys) if keys else 0
    chosen = (keys + keys)[first : first + 4]
    rows = Offer.objects.only("code", "title", "summary", "minutes", "kind", "language").in_bulk(chosen)
    return [rows[key] for key in chosen if key in rows]


def stairs() -> dict[str, Stair]:
    """The proof ladder, told to somebody who has never seen it."""
    return {
        "noted": Stair(_("Noted"), _("One line in your notebook, in under a minute."), True),
        "proof": Stair(_("Proof"), _("A photo, a link or a file. Still only yours."), True),
        "confirmed": Stair(_("Confirmed"), _("A colleague to whom you handed a copy says: yes, it took place."), True),
        "accepted": Stair(_("Accepted"), _("By the people who decide, with the rule they used."), True),
    }


@lru_cache(maxsize=1)
def source_archive() -> Path:
    """The files of the running package as one zip, made once per process; nothing of the instance's data."""
    target = Path(tempfile.mkdtemp(prefix="staffroom-source-")) / "staffroom.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(settings.PACKAGE.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts and "static_built" not in path.parts:
                archive.write(path, Path("staffroom") / path.relative_to(settings.PACKAGE))
    return target
