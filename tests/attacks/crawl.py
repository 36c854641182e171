"""Everything that one viewer can ask for, as it was answered at one moment."""

from urllib.parse import quote

from tests.attacks import asking
from tests.attacks.routes import ROUTES, Target
from tests.attacks.world import ANN, World

# What a stranger would look for, in words of the wall; the rest of the fifty are words that stand in private things alone.
WORDS = ("starting", "lesson", "talk", "seconds", "minutes", "routine", "visit", "notes", "first minutes of a lesson", "ann", "example", "private",
         "juniper", "confirm", "list of ann", "blog")
TERMS = 50
THE_SAME_FILES = {"gallery/", "gallery/<slug:page>/", "source/staffroom.zip"}  # samples and the program itself: no view of any row
# A fresh secret stands on these two pages each time that they are asked for: only the status is compared.
ANEW_EACH_TIME = {"/account/keys/codes/on/", "/account/keys/passkeys/add/"}
Asked = list[tuple[str, tuple[str, ...]]]


def addresses(world: World) -> Asked:
    """Every address that can be read: as it stands, for things of Ann's, for a code that never was, fifty searches, and a page that is not there."""
    found: Asked = []
    for route, row in ROUTES.items():
        if row.get is None or route in THE_SAME_FILES:
            continue
        targets = row.of(world, "GET")
        for target in [one for one in targets if _matters(one)] or targets[:1]:
            found.append((asking.path_with(route, target), tuple(target.values.values())))
    found += [(f"/find/?q={quote(term)}", ()) for term in terms(world)]
    found += [("/people/?q=example", ()), ("/people/?page=2", ()), ("/find/?page=2", ()), ("/today/?minutes=40", ()), ("/no-such-page/", ()),
              ("/sitemap.xml", ()), ("/robots.txt", ()), ("/record/?year=2026&kind=visit", ()), ("/people/?q=ann", ())]
    return found


def _matters(target: Target) -> bool:
    return ANN in target.words or "never was" in target.words or not target.values or any(name in target.words for name in ("juniper", "north"))


def terms(world: World) -> list[str]:
    """Fifty words to search for: the first ones of the wall, the others out of private things."""
    private = [token for token, canary in world.canaries.items() if canary.owner == ANN]
    return [*WORDS, *private[:TERMS - len(WORDS)]]


def read(world: World, viewer: str, asked: Asked) -> dict[str, asking.Answer]:
    """The answers, by address."""
    return {path: asking.send(world, viewer, "GET", path, cut=cut) for path, cut in asked}


def read_untouched(world: World, viewer: str, asked: Asked) -> dict[str, asking.Answer]:
    """The answers of the world as it was laid."""
    return {path: asking.untouched(world, viewer, path, cut=cut) for path, cut in asked}


def differences(before: dict[str, asking.Answer], after: dict[str, asking.Answer]) -> list[str]:
    """The addresses that were answered otherwise, and how."""
    found = []
    for path, was in before.items():
        now = after[path]
        if was.status != now.status or (path not in ANEW_EACH_TIME and asking.differ(was, now)):
            where = "status" if was.status != now.status else "headers" if was.headers != now.headers else "body" if was.body != now.body else "cookies"
            found.append(f"{path}: {where}")
    return found


