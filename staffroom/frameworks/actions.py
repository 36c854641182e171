"""How a framework comes in: onto the wall, or for one teacher alone; and how it goes again."""

from datetime import timedelta
from pathlib import Path

from django.db.models import Max
from django.utils.translation import gettext as _

from staffroom.frameworks import case, listed
from staffroom.frameworks.models import Framework, OwnFramework
from staffroom.kit import clock
from staffroom.kit.acts import Refusal, act
from staffroom.orgs.models import Organisation
from staffroom.people.models import Account

COMMONS = Path(__file__).parent / "commons"
MOST_OWN = 30
DRAFT_DAYS = 7


def read(name: str, data: bytes) -> dict:
    """The package in a file of any form that we know. Raises Refusal."""
    if len(data) > listed.MOST_BYTES:
        raise Refusal(_("The file is too large. Five million bytes fit."))
    try:
        return listed.read(data, name)
    except case.Unfit as problem:
        raise Refusal(_why(problem.code, problem.line)) from None


def _why(code: str, line: int) -> str:
    words = {
        "title": _("It does not say what the framework is called."),
        "items": _("It holds more statements than fit here: twenty thousand."),
        "size": _("It holds more statements than fit here: twenty thousand."),
        "column": _("No column holds the statements. Call it fullStatement, statement or text."),
        "repeated": _("Two columns have the same name. Rename one, so that we know which is which."),
        "empty": _("There are no rows in it."),
        "damaged": _("The spreadsheet is damaged, or it is something else. Save it again as .xlsx or as CSV."),
        "quote": _("A quotation mark is opened and not closed."),
        "columns": _("It has more columns than a framework has."),
        "rows": _("It has more rows than fit here."),
        "cell": _("One cell is longer than a page."),
        "nul": _("It holds bytes that no text has. Perhaps it is another kind of file."),
    }
    told = words.get(code, _("We cannot read this as a framework: a CASE package (JSON), a table (CSV) or a spreadsheet (xlsx)."))
    return f"{told} {_('Line %(n)s.') % {'n': line}}" if line else told


@act("frameworks.put_up")
def put_up(*, by: Account | None, package: dict, body: Organisation | None = None, family: str = "") -> Framework:
    """This version of a framework hangs on the wall. The same package again is the one that hangs there: nothing changes.

    It is a new version of the framework of `family`, or of the one that carries its identifier; otherwise it is a new framework.
    """
    text = case.stored(package)
    held = Framework.objects.select_for_update().filter(digest=case.digest(text)).first()
    if held is not None:
        if held.taken_down_at is not None:
            held.taken_down_at, held.body = None, body
            held.save(update_fields=["taken_down_at", "body"])
        return held
    found = case.tree(package)
    known = Framework.objects.filter(family=family).first() if family else Framework.objects.filter(identifier=found.identifier[:200]).first()
    family = known.family if known else found.identifier[:200]
    number = (Framework.objects.filter(family=family).aggregate(last=Max("number"))["last"] or 0) + 1
    return Framework.objects.create(
        family=family, number=number, identifier=found.identifier[:200], title=found.title[:300], creator=found.creator[:300],
        label=case.label(found, number), language=found.language[:40], licence=found.licence[:300], source=found.source[:500],
        statements_count=len(found.leaves), digest=case.digest(text), package=text, body=body)


@act("frameworks.take_down")
def take_down(*, by: Account | None, framework: Framework) -> Framework:
    """It hangs no longer. What was tagged or looked at with it keeps its words."""
    Framework.objects.filter(pk=framework.pk, taken_down_at=None).update(taken_down_at=clock.now())
    framework.refresh_from_db()
    return framework


@act("frameworks.bring")
def bring(*, by: Account, name: str, data: bytes) -> OwnFramework:
    """The file was read and waits to be looked at. The same framework again is the one that is there. Raises Refusal."""
    package = read(name, data)
    text = case.stored(package)
    mine = list(OwnFramework.objects.filter(person=by))
    for held in mine:
        if held.package == text:
            return held
    if len(mine) >= MOST_OWN:
        raise Refusal(_("You brought in 30 frameworks. Take one out first; nothing was added."))
    found = case.tree(package)
    return OwnFramework.objects.create(person=by, title=found.title[:300], family=found.identifier[:200], package=text)


@act("frameworks.keep")
def keep(*, by: Account, own: OwnFramework, family: str = "") -> OwnFramework:
    """It is hers, as a version of the framework of `family` if she says so. Keeping it twice changes nothing."""
    held = OwnFramework.objects.select_for_update().get(pk=own.pk, person=by)
    if held.kept_at is None:
        held.kept_at, held.family = clock.now(), family or held.family
        held.save()
    return held


@act("frameworks.drop")
def drop(*, by: Account, own: OwnFramework) -> None:
    """It is gone. What was tagged or looked at with it keeps its words."""
    OwnFramework.objects.filter(pk=own.pk, person=by).delete()


@act("frameworks.forget_drafts")
def forget_drafts(*, by: None) -> int:
    """What was read and not kept within a week is gone; how many that was."""
    return OwnFramework.objects.filter(kept_at=None, made_at__lt=clock.now() - timedelta(days=DRAFT_DAYS)).delete()[0]


@act("frameworks.load_commons")
def load_commons(*, by: None) -> None:
    """Our own frameworks hang on the wall, in every version that came with Staffroom; doing it again changes nothing."""
    for path in sorted(COMMONS.glob("*.json")):
        put_up(by=None, package=listed.read(path.read_bytes(), path.name))
