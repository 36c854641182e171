"""Which pages there are, and the codes that fill their addresses: every address of the program, or the reason why it is no page."""

from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from staffroom.catalogue.models import Correction, ImportRun, Offer, PracticeCard, Review
from staffroom.certificates.models import Certificate
from staffroom.claims.models import Claim, Ruling
from staffroom.credentials.models import Badge
from staffroom.edcamps.models import Card, Edcamp
from staffroom.events.models import Event, Guest, Planned, Presence, Series
from staffroom.events.tokens import token_of as guest_token
from staffroom.frameworks.models import Framework, OwnFramework
from staffroom.growth.models import Sentence
from staffroom.inquiry.models import Reflection
from staffroom.kit import clock
from staffroom.ledger.models import Posting
from staffroom.looks import seen
from staffroom.looks.models import Look
from staffroom.moderation.models import Decision
from staffroom.needs.models import Need
from staffroom.offered.models import Adoption
from staffroom.orgs.models import Invitation, JoinSheet, Membership, Organisation
from staffroom.orgs.tokens import sheet_code, token_of
from staffroom.people.models import Account
from staffroom.practice.models import FollowUp, Goal, PlanStep, Saved, StudyMember
from staffroom.record.models import Ask, Draft, Entry
from staffroom.required.models import Requirement
from staffroom.sharing.models import Copy
from staffroom.transcripts.models import Transcript

# People who look. A page is opened by each that is named beside it.
ALL, MINE, LISTS = ("teacher", "nobody"), ("one",), ("teacher", "new", "few", "many")
NO_PAGE = {
    "a form is sent to it": {
        "people/roles/<slug:code>/leave/", "people/invitations/<slug:code>/accept/", "people/invitations/<slug:code>/decline/", "office/<slug:code>/sheets/<slug:sheet>/end/", "buddies/^offers/(?P<code>[0-9a-z]+)/(?P<how>offer|withdraw)/$", "buddies/offers/<slug:code>/ask/", "buddies/^pairs/(?P<code>[0-9a-z]+)/(?P<how>agree|end)/$",
        "office/<slug:code>/members/<slug:role>/end/", "office/<slug:code>/members/<slug:role>/offer/",
        "office/<slug:code>/invitations/<slug:invited>/withdraw/", "practice/start/<slug:code>/forget/",
        "practice/^start/(?P<code>[0-9a-z]+)/(?P<offer>[0-9a-z]+)/(?P<how>plan|aside)/$", "find/add/link/", "find/add/feed/", "find/add/file/",
        "find/add/<slug:code>/columns/", "find/^add/(?P<code>[0-9a-z]+)/(?P<how>apply|undo)/$",
        "practice/together/notes/<slug:code>/take-back/", "practice/<slug:code>/together/leave/",
        "practice/^later/(?P<code>[0-9a-z]+)/(?P<how>keep|try|drop|again)/$", "practice/pace/", "practice/^calendar/(?P<how>new|stop)/$", "practice/periods/<slug:code>/remove/", "practice/^(?P<code>[0-9a-z]+)/study/(?P<how>pause|go-on|less|over)/$", "practice/^goals/(?P<code>[0-9a-z]+)/(?P<how>reached|let-go|again)/$", "find/^saved/(?P<code>[0-9a-z]+)/(?P<how>tell|quiet|forget)/$", "practice/asked/<slug:code>/no/", "practice/asked/<slug:code>/take-back/",
        "events/^door/(?P<door>[\\w-]+)/(?P<how>going|interested|not)/$", "events/^(?P<code>[0-9a-z]+)/(?P<how>going|interested|not)/$",
        "events/<slug:code>/list/<slug:going>/part/", "events/^guest/(?P<token>[\\w-]+)/(?P<how>keep|off|next|no-next|again)/$", "events/guest/<slug:token>/here/", "events/^planned/(?P<code>[0-9a-z]+)/(?P<how>first|no-more)/$",
        "certificates/^wish/(?P<event>[0-9a-z]+)/(?P<how>yes|no)/$", "events/<slug:code>/list/add/", "events/<slug:code>/cover/", "events/<slug:code>/list/codes/",
        "edcamps/^cards/(?P<code>[0-9a-z]+)/(?P<how>lead|dot|no-dot|back)/$", "edcamps/leads/<slug:code>/leave/", "edcamps/<slug:code>/place/",
        "edcamps/<slug:code>/undo/", "edcamps/<slug:code>/merge/", "edcamps/<slug:code>/vote/", "edcamps/<slug:code>/smackdown/mine/", "edcamps/<slug:code>/smackdown/next/",
        "edcamps/^turns/(?P<code>[0-9a-z]+)/(?P<how>later|back)/$", "edcamps/<slug:code>/day/",
        "edcamps/cards/<slug:code>/notes/add/", "edcamps/cards/<slug:code>/notes/versions/<int:number>/undo/", "edcamps/cards/<slug:code>/notes/versions/forget/",
        "find/^(?P<code>[0-9a-z]+)/(?P<how>follow|unfollow)/$", "find/<slug:code>/plan/", "find/needs/^(?P<code>[0-9a-z]+)/(?P<how>join|take-back)/$", "find/needs/answers/<slug:code>/take-back/", "find/needs/^same/(?P<code>[0-9a-z]+)/(?P<how>agree|undo)/$", "reports/^decisions/(?P<code>[0-9a-z]+)/(?P<how>put-back|stays-down)/$", "find/^cards/(?P<code>[0-9a-z]+)/(?P<how>take-back|again)/$", "offered/<slug:code>/answer/", "offered/<slug:code>/end/", "find/facts/<slug:code>/undo/", "find/<slug:code>/reviews/ask/", "find/reviews/<slug:code>/take-back/", "find/add/one/<slug:code>/undo/",
        "practice/^(?P<code>[0-9a-z]+)/(?P<how>done|let-go|again|not-today|go-on)/$", "record/^let-go/(?P<what>entry|proof|draft)/(?P<code>[0-9a-z]+)/$",
        "record/counts/licence/forget/", "record/claims/<slug:code>/withdraw/", "record/claims/<slug:code>/appeal/", "office/claims/approve/",
        "record/drafts/<slug:code>/let-go/", "record/<slug:code>/let-go/", "record/<slug:code>/sittings/",
        "record/<slug:code>/sittings/<slug:sitting>/let-go/", "record/<slug:code>/proof/", "record/<slug:code>/proof/<slug:proof>/let-go/",
        "record/transcript/<slug:code>/end/", "badges/<slug:code>/keep/", "badges/<slug:code>/check/", "badges/<slug:code>/forget/", "notices/read/", "shared/<slug:code>/take-back/", "demo/<slug:code>/", "demo/<slug:code>/school/", "me/erase/undo/",
        "frameworks/^mine/(?P<code>[0-9a-z]+)/(?P<how>keep|drop|put-up)/$", "frameworks/<slug:code>/take-down/", "practice/looks/<slug:code>/forget/", "practice/reflections/<slug:code>/forget/", "practice/reflections/<slug:code>/next/", "practice/responses/<slug:code>/", "practice/responses/<slug:code>/take-back/",
        "practice/looks/<slug:code>/<int:number>/help/", "practice/required/<slug:code>/<slug:option>/plan/",
        "^practice/required/(?P<code>[0-9a-z]+)/(?P<how>done|not-done|for-me)/$"},
    "it is for an account that asked to be erased": {"me/erase/asked/"},
    "it answers with a file or with data": {
        "find/^list\\.(?P<form>csv|html|opml)$", "find/list.rss", "find/feeds.opml", "find/<slug:code>.json", "practice/calendar/<slug:secret>.ics", "events/calendar.ics", "edcamps/<slug:code>/board/", "edcamps/<slug:code>/day.json", "edcamps/<slug:code>/keep/board/", "edcamps/<slug:code>/live/", "edcamps/growth.csv", "edcamps/worker.js", "edcamps/cards/<slug:code>/notes/now/", "events/<slug:code>.ics", "events/door/<slug:door>.ics", "events/guest/<slug:token>.ics", "certificates/<slug:code>.pdf", "certificates/guest/<slug:token>.pdf", "practice/^later/list\\.(?P<form>csv|html)$",
        "source/staffroom.zip", ".well-known/did.json", "credentials/status/<int:number>", "verify/transcript/<slug:code>.json", "record/transcript/^(?P<code>[0-9a-z]+)\\.(?P<form>pdf|csv|json)$", "badges/<slug:code>/picture.webp", "record/counts/counts.csv", "office/claims/<slug:code>/proof/<slug:piece>/", "record/hours/<slug:code>/receipt.txt", "trust/checkpoints.txt", "record/^take/record\\.(?P<form>csv|json|pdf)$", "record/<slug:code>/pieces/", "record/<slug:code>/proof/<slug:proof>/",
        "offline/mine.json", "worker.js", "staffroom.webmanifest", "health", "account/keys/passkeys/sign-in/", "account/keys/recovery/file/", "take/<slug:code>/staffroom.zip",
        "frameworks/mine/<slug:code>/case.json", "frameworks/<slug:code>/case.json", "ims/case/v1p1/CFPackages/<str:identifier>"},
    "it leads on to another page": {"account/", "account/keys/", "account/bodies/<slug:provider_id>/", "account/bodies/<slug:provider_id>/back/"},
    "it is there where mail works, which this instance has not": {"account/code/", "account/code/confirm/"},
    "it needs a letter, a second step or a key that nobody here has": {
        "account/password/reset/<str:token>/", "account/addresses/prove/<str:token>/", "account/keys/codes/off/", "account/keys/recovery/",
        "account/keys/second/", "account/keys/passkeys/<int:pk>/remove/", "account/keys/passkeys/<int:pk>/name/"},
}


def inventory() -> set[str]:
    """Every address of the program, as it is written in the tables of the rooms."""
    def walk(resolver: URLResolver, prefix: str):
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern, prefix + str(pattern.pattern))
            elif isinstance(pattern, URLPattern):
                yield prefix + str(pattern.pattern)
    return set(walk(get_resolver(), ""))


def addresses(people: dict[str, Account]) -> dict[str, list[list[str]]]:
    """{address as written: [[who looks, path], …]}"""
    found = {route: [[who, f"/{route}"] for who in who_looks] for route, who_looks in AS_THEY_STAND.items()}
    for route, fill in FILLED.items():
        found[route] = [[who, "/" + path] for who, path in fill(people)]
    return found


AS_THEY_STAND = {
    "": ("nobody",), "today/": ("teacher", "one", "new", "few", "many", "school"), "help/": ALL, "source": ALL, "demo/": ("nobody",),
    "people/": ("one", "new", "few", "many", "coach", "school"), "office/": (), "practice/start/": ("teacher", "new", "few", "many", "school"),
    "practice/how-suggestions-work/": ALL, "edcamps/": ALL, "edcamps/growth/": ALL, "edcamps/new/": ("one", "office"), "edcamps/bring/": ("one",), "events/": ("teacher", "one", "many", "nobody"), "events/new/": ("one", "office"), "events/planned/": ("one", "nobody"), "events/planned/new/": ("one", "office"), "certificates/": ("coach", "new"), "verify/": ALL, "events/mine/": LISTS, "find/": ("teacher", "new", "few", "many", "nobody"), "find/how/": ALL, "reports/": ("one", "new", "coach"), "reports/open/": ("coach",), "find/needs/": ("teacher", "new", "one", "nobody"), "find/needs/new/": ("one", "new"), "find/compare/": ("teacher", "nobody"), "find/saved/": ("one", "new"), "find/feeds/": ("one", "new"), "find/add/": ("one",), "find/cards/": ("one", "new", "many"), "find/cards/new/": ("one", "new"),
    "practice/required/": ("teacher", "one", "new", "few", "many", "school"), "practice/changes/": LISTS, "practice/asked/": LISTS, "practice/later/": ("one", "new", "many"), "practice/goals/": LISTS, "practice/periods/": LISTS, "practice/calendar/": MINE, "practice/goals/new/": MINE, "practice/": ("one", "new", "few", "many"), "practice/new/": MINE, "record/": ("teacher", "one", "new", "few", "many", "school"), "record/new/": ("one", "new"),
    "record/hours/": LISTS, "record/claims/": ("one", "new"), "office/claims/": ("office", "few", "many"), "record/counts/": ("one", "many"), "record/counts/licence/": ("one", "new"), "record/transcript/": ("one", "new"), "badges/": ("one", "new"), "badges/bring/": MINE, "record/time/": LISTS, "record/take/": MINE, "record/let-go/": ("one", "new"), "record/drafts/": ("one", "new"), "record/asked/": ("one", "new", "coach"),
    "buddies/": ("one", "new", "many"), "join/": ("new", "nobody"), "notices/": ("one", "new", "few", "many"), "notices/how/": MINE, "trust": ALL, "trust/check/": MINE, "sign-in/": ("nobody",), "sign-up/": ("nobody",),
    "sign-out/": MINE, "account/stopped/": ("nobody",), "account/again/": MINE, "account/password/reset/": ("nobody",),
    "account/password/reset/sent/": ("nobody",), "account/addresses/": MINE, "account/sessions/": MINE, "account/keys/again/": (),
    "account/keys/codes/on/": MINE, "account/keys/recovery/new/": (), "account/keys/passkeys/": MINE, "account/keys/passkeys/add/": MINE,
    "account/keys/passkeys/again/": (), "account/bodies/": MINE, "account/bodies/cancelled/": ("nobody",), "account/bodies/failed/": ("nobody",),
    "me/": ("one", "few", "many", "school"), "me/name/": ("new",), "me/settings/": MINE, "me/device/": MINE, "me/suggestions/": MINE, "offline/": ("nobody",), "me/profile/": ("one", "few", "many"), "me/access/": ("one", "new", "few", "many"),
    "practice/map/": ("teacher", "one", "new"), "frameworks/": ("one", "new", "nobody"), "frameworks/bring/": MINE, "take/": MINE, "take/bring/": MINE, "me/erase/": MINE,
    "account/password/": MINE, "account/open-notebook/": ("school",), "gallery/": ("nobody",),
}


def _of(people: dict[str, Account], who: str, model: type, **more: Any):
    return model.objects.filter(person=people[who], **more).order_by("pk")


def _entry(suffix: str = ""):
    return lambda people: [("one", f"record/{_of(people, 'one', Entry, gone=None)[0].code}/{suffix}")]


def _offers(people: dict[str, Account]):
    plain, piece = Offer.objects.exclude(kind="piece")[0], Offer.objects.filter(kind="piece")[0]
    cards = [(who, f"find/{row.offer.code}/") for row in _of(people, "one", PracticeCard)[1:2] for who in ("one", "coach", "nobody")]
    return [*cards, ("teacher", f"find/{piece.code}/"), ("nobody", f"find/{plain.code}/"), ("nobody", f"find/{piece.code}/"), ("office", "find/zzzzzzzzzzzz/")]


def _adopted(people: dict[str, Account]):
    """What the school offers of theirs, and what it asked."""
    return list(Adoption.objects.filter(consents__person__in=[people["one"], people["coach"]]).order_by("pk"))


def _needs(people: dict[str, Account]):
    """One that the school is asked, one that everybody is, one that was answered."""
    return list(_of(people, "one", Need))[:3]


def _required(suffix: str = "", who: tuple[str, ...] = ("one",)):
    """What the school of one of them requires, in an office; the last one has ended."""
    def fill(people: dict[str, Account]):
        held = Requirement.objects.filter(organisation__name="Windmill Bend Elementary").order_by("pk")
        return [(name, f"office/{row.organisation.code}/required/{row.code}/{suffix}") for name in who for row in (held if not suffix else held[:1])]
    return fill


def _of_district(suffix: str):
    """A page of the office of the district."""
    def fill(people: dict[str, Account]):
        return [("office", f"office/{Organisation.objects.get(name='Juniper Valley School District').code}/{suffix}")]
    return fill


def _required_of(people: dict[str, Account]):
    held = Requirement.objects.filter(organisation__name="Windmill Bend Elementary").order_by("pk")
    return [*(("one", f"practice/required/{row.code}/") for row in held), ("office", f"practice/required/{held[0].code}/"),
            ("teacher", f"practice/required/{Requirement.objects.get(by__is_demo=True, organisation__name='Juniper Valley School District').code}/")]


def _planned(who: tuple[str, ...] = ("one",), suffix: str = ""):
    """What this person announced without a date."""
    return lambda people: [(name, f"events/planned/{row.code}/{suffix}") for row in Planned.objects.filter(host=people["one"]) for name in who]


def _events(suffix: str = "", who: tuple[str, ...] = ("one",)):
    """Those that one of them hosts: by link, past, to come, called off, in a series."""
    return lambda people: [(name, f"events/{row.code}/{suffix}") for row in Event.objects.filter(host=people["one"], series=None).order_by("pk") for name in who]


def _camp(suffix: str):
    who_looks = ("one",) if suffix else ("one", "coach", "nobody")
    return lambda people: [(who, f"edcamps/{Edcamp.objects.get(event__host=people['one']).code}/{suffix}") for who in who_looks]


def _card(suffix: str, who: tuple[str, ...] = ()):
    who_looks = who or (("one",) if suffix else ("one", "nobody"))
    return lambda people: [(who, f"edcamps/cards/{Card.objects.filter(author=people['one'])[0].code}/{suffix}") for who in who_looks]


def _event(suffix: str):
    """The past one, at which others were."""
    return lambda people: [("one", f"events/{Event.objects.get(host=people['one'], title__startswith='Past').code}/{suffix}")]


def _past_of_coach(people: dict[str, Account]) -> Presence:
    return Presence.objects.get(person=people['coach'], event__host=people['one'], event__title__startswith='Past')


def _webinar(suffix: str, who: str):
    return lambda people: [(who, f"attendance/{Event.objects.get(host=people['one'], kind='webinar').code}/{suffix}")]


def _watcher(suffix: str):
    """One of those who watched it together in a room."""
    return lambda people: [("nobody", f"attendance/guest/{guest_token(row.code)}/{suffix}") for row in Guest.objects.filter(event__host=people["one"], event__kind="webinar")[:1]]


def _paper(people: dict[str, Account]) -> Certificate:
    return Certificate.objects.get(person=people["coach"], ended_at=None, event__host=people["one"])


def _two(people: dict[str, Account]):
    entry, = _of(people, "one", Entry, gone=None, from_kind="step")
    return [("one", f"record/{entry.code}/two/?draft={Draft.objects.get(person=people['one'], form=f'record.entry:{entry.code}').code}")]


def _office(suffix: str = "", who: tuple[str, ...] = ("office",)):
    """A page of an office: of the district, and of the school with very many people."""
    def fill(people: dict[str, Account]):
        bodies = {name: Membership.objects.get(person=people[name], role="org_admin").organisation for name in ("few", "many")}
        bodies["office"] = Organisation.objects.get(name="Juniper Valley School District")
        return [(name, f"office/{bodies[name].code}/{suffix}") for name in who]
    return fill


def _member(people: dict[str, Account]):
    held = Membership.objects.get(person=people["one"])
    return [("office", f"office/{held.organisation.code}/members/{held.code}/")]


def _invitation(people: dict[str, Account]):
    held = Invitation.objects.filter(by=people["many"])[0]
    return [("many", f"office/{held.organisation.code}/invitations/{held.code}/")]


def _joining(people: dict[str, Account]):
    held = Invitation.objects.filter(by=people["many"])[0]
    return [("new", f"join/{token_of(held.code)}/"), ("nobody", f"join/{token_of(held.code)}/"), ("school", f"join/{token_of(held.code)}/")]


def _sheet(people: dict[str, Account]):
    held = JoinSheet.objects.filter(by=people["many"])[0]
    return [("many", f"office/{held.organisation.code}/sheets/{held.code}/")]


def _by_sheet(people: dict[str, Account]):
    held = JoinSheet.objects.filter(by=people["many"])[0]
    return [(who, f"join/sheet/{sheet_code(held.code)}/") for who in ("new", "nobody", "school")]


def _hand(people: dict[str, Account]):
    things = [("entry", _of(people, "one", Entry, gone=None)[0]), ("planstep", _of(people, "one", PlanStep)[0]), ("look", _of(people, "one", Look)[0])]
    return [("one", f"shared/hand/{kind}/{thing.code}/") for kind, thing in things]


def _steps(people: dict[str, Account]):
    return [("one", f"practice/{step.code}/") for step in _of(people, "one", PlanStep)]


def _asked(suffix: str = "", **more: Any):
    return lambda people: [("one", f"practice/asked/{row.code}/{suffix}") for row in _of(people, "one", FollowUp, **more)]


def _own_frameworks(people: dict[str, Account]):
    return [("one", f"frameworks/mine/{own.code}/") for own in OwnFramework.objects.filter(person=people["one"]).order_by("pk")]


def _frameworks(people: dict[str, Account]):
    """The map, and a framework of two versions with very many statements."""
    new, old = Framework.objects.filter(family="large").order_by("-number")
    return [("nobody", f"frameworks/{Framework.objects.exclude(family='large')[0].code}/"), ("nobody", f"frameworks/{new.code}/?since={old.code}"),
            ("one", f"frameworks/{old.code}/")]


def _looking(suffix: str = "", who: tuple[str, ...] = ("one",)):
    """A page about how somebody sees themselves in the map."""
    def fill(people: dict[str, Account]):
        the_map = Framework.objects.exclude(family="large")[0]
        return [(name, f"practice/map/{the_map.code}/{suffix}") for name in who]
    return fill


def _line(people: dict[str, Account]):
    node = seen.loads(_of(people, "one", Look)[0].body).answers[0].node
    return _looking(f"line/?of={node}", ("one", "new"))(people)


FILLED = {
    "events/<slug:code>/": lambda people: [*_events()(people), *(("nobody", f"events/{row.code}/") for row in Event.objects.filter(host=people["one"], audience="public")[:2]),
                                           *(("coach", f"events/{row.code}/") for row in Event.objects.filter(host=people["one"], audience="public"))],
    **{f"edcamps/<slug:code>/{suffix}": _camp(suffix) for suffix in ("", "card/", "cards/", "dots/", "keep/", "there/", "proposal/", "print/", "join/", "carry/", "smackdown/", "archive/", "numbers/", "thanks/", "rooms/", "times/", "name/")},
    "edcamps/cards/<slug:code>/": _card(""), "edcamps/cards/<slug:code>/notes/": _card("notes/", ("one", "nobody")),
    "edcamps/cards/<slug:code>/notes/versions/": _card("notes/versions/"), "edcamps/cards/<slug:code>/change/": _card("change/"),
    "events/<slug:code>/change/": _event("change/"), "events/<slug:code>/off/": _event("off/"), "events/<slug:code>/again/": _event("again/"),
    "events/<slug:code>/door/": _event("door/"), "events/<slug:code>/here/": _event("here/"), "events/<slug:code>/list/": _event("list/"),
    "events/<slug:code>/try/": _event("try/"),
    "events/planned/<slug:code>/": _planned(("one", "coach", "nobody")), "events/planned/<slug:code>/change/": _planned(suffix="change/"),
    "events/planned/<slug:code>/off/": _planned(suffix="off/"),
    "events/series/<slug:code>/": lambda people: [(who, f"events/series/{Series.objects.get(host=people['one']).code}/") for who in ("one", "nobody")],
    "events/door/<slug:door>/": lambda people: [(who, f"events/door/{Event.objects.get(host=people['one'], audience='link').door}/") for who in ("new", "nobody")],
    **{f"attendance/<slug:code>/{suffix}": _webinar(suffix, who) for suffix, who in (
        ("", "coach"), ("quiz/", "coach"), ("questions/", "coach"), ("room/", "coach"), ("word/", "one"), ("people/", "one"), ("recording/", "one"))},
    **{f"attendance/guest/<slug:token>/{suffix}": _watcher(suffix) for suffix in ("", "quiz/", "questions/")},
    "certificates/new/<slug:presence>/": lambda people: [("coach", f"certificates/new/{_past_of_coach(people).code}/")],
    "certificates/of/<slug:event>/": lambda people: [("one", f"certificates/of/{Event.objects.get(host=people['one'], title__startswith='Past').code}/")],
    "certificates/guest/<slug:token>/": lambda people: [
        ("nobody", f"certificates/guest/{guest_token(row.code)}/") for row in Guest.objects.filter(event__host=people["one"], event__title__startswith="Past")],
    "certificates/<slug:code>/": lambda people: [(who, f"certificates/{_paper(people).code}/") for who in ("coach", "one")],
    "certificates/<slug:code>/anew/": lambda people: [("coach", f"certificates/{_paper(people).code}/anew/")],
    "certificates/<slug:code>/revoke/": lambda people: [("one", f"certificates/{_paper(people).code}/revoke/")],
    "verify/<slug:code>": lambda people: [("nobody", f"verify/{row.number}") for row in Certificate.objects.filter(event__host=people["one"])],
    "events/<slug:code>/guest/": lambda people: [("nobody", f"events/{row.code}/guest/") for row in Event.objects.filter(host=people["one"], audience="public", cancelled_at=None)[:2]],
    "events/door/<slug:door>/guest/": lambda people: [("nobody", f"events/door/{Event.objects.get(host=people['one'], audience='link').door}/guest/")],
    "events/guest/<slug:token>/": lambda people: [("nobody", f"events/guest/{guest_token(row.code)}/") for row in Guest.objects.filter(event__host=people["one"])],
    "events/guest/<slug:token>/mine/": lambda people: [("coach", f"events/guest/{guest_token(row.code)}/mine/") for row in Guest.objects.filter(event__host=people["one"])[:1]],
    "events/<slug:code>/list/guests/<slug:guest>/": lambda people: [
        ("one", f"events/{row.event.code}/list/guests/{row.code}/") for row in Guest.objects.filter(event__host=people["one"])[:1]],
    "events/presence/<slug:code>/": lambda people: [("one", f"events/presence/{_past_of_coach(people).code}/")],
    "events/presence/<slug:code>/take/": lambda people: [("coach", f"events/presence/{_past_of_coach(people).code}/take/")],
    "practice/^tag/(?P<kind>entry|step|goal)/(?P<code>[0-9a-z]+)/$": lambda people: [
        ("one", f"practice/tag/entry/{_of(people, 'one', Entry, gone=None)[0].code}/"), ("one", f"practice/tag/step/{_of(people, 'one', PlanStep)[0].code}/")],
    "practice/map/<slug:code>/": _looking(who=("one", "new")), "practice/map/<slug:code>/picture/": _looking("picture/", ("one", "new")), "practice/map/<slug:code>/line/": _line,
    "practice/map/<slug:code>/<int:number>/": _looking("1/", ("one", "many")),
    "practice/reflections/<slug:code>/": lambda people: [("one", f"practice/reflections/{one.entry.code}/") for one in _of(people, "one", Reflection)] + [("many", f"practice/reflections/{_of(people, 'many', Entry, gone=None)[0].code}/")],
    "practice/looks/<slug:code>/": lambda people: [("one", f"practice/looks/{look.code}/") for look in _of(people, "one", Look)],
    "frameworks/mine/<slug:code>/": _own_frameworks, "frameworks/<slug:code>/": _frameworks,
    "people/<slug:code>/": lambda people: [("nobody", f"people/{people['one'].code}/"), ("coach", f"people/{people['one'].code}/"),
                                           ("one", f"people/{people['one'].code}/"), ("one", f"people/{people['many'].code}/")],
    "office/<slug:code>/": _office(who=("office", "few", "many")),
    "office/<slug:code>/members/<slug:role>/": _member,
    "office/<slug:code>/invite/": _office("invite/"),
    "office/<slug:code>/invitations/<slug:invited>/": _invitation,
    "office/<slug:code>/below/": _office("below/"),
    "office/<slug:code>/name/": _office("name/", ("many",)),
    "office/<slug:code>/domains/": _office("domains/"),
    "join/<slug:token>/": _joining, "join/sheet/<slug:typed>/": _by_sheet,
    "office/<slug:code>/sheets/": _office("sheets/", ("office", "many")), "office/<slug:code>/sheets/<slug:sheet>/": _sheet,
    "practice/start/<slug:code>/": lambda people: [("one", f"practice/start/{_of(people, 'one', Sentence)[0].code}/")],
    "find/add/<slug:code>/": lambda people: [("one", f"find/add/{ImportRun.objects.filter(by=people['one'])[0].code}/")],
    "find/needs/<slug:code>/": lambda people: [(who, f"find/needs/{row.code}/") for row in _needs(people) for who in ("one", "nobody")],
    "find/needs/<slug:code>/answer/": lambda people: [("office", f"find/needs/{_needs(people)[0].code}/answer/"), ("coach", f"find/needs/{_needs(people)[1].code}/answer/")],
    "find/needs/<slug:code>/same/": lambda people: [("one", f"find/needs/{_needs(people)[0].code}/same/"), ("one", f"find/needs/{_needs(people)[1].code}/same/")],
    "find/needs/<slug:code>/reopen/": lambda people: [("one", f"find/needs/{_needs(people)[2].code}/reopen/")],
    "reports/new/<slug:kind>/<slug:code>/": lambda people: [("new", f"reports/new/review/{Review.objects.filter(person=people['one'])[0].code}/"),
                                                            ("coach", f"reports/new/need/{_needs(people)[0].code}/")],
    "reports/open/<slug:kind>/<slug:code>/": lambda people: [("coach", f"reports/open/need/{_needs(people)[0].code}/")],
    "reports/decisions/<slug:code>/": lambda people: [(who, f"reports/decisions/{row.code}/") for row in _of(people, "one", Decision) for who in ("one", "coach")],
    "office/<slug:code>/required/": _office("required/", ("office", "few", "many")),
    "office/<slug:code>/required/new/": _office("required/new/"),
    "office/<slug:code>/required/<slug:required>/": _required(who=("office",)),
    "office/<slug:code>/required/<slug:required>/change/": _required("change/", ("office",)),
    "office/<slug:code>/required/<slug:required>/end/": _required("end/", ("office",)),
    "office/<slug:code>/required/<slug:required>/instead/": _required("instead/", ("office",)),
    "practice/required/<slug:code>/": _required_of,
    "practice/required/<slug:code>/not-for-me/": lambda people: [("one", f"practice/required/{Requirement.objects.filter(organisation__name='Windmill Bend Elementary').order_by('pk')[0].code}/not-for-me/")],
    "find/<slug:code>/": _offers,
    "office/<slug:code>/offered/": _office("offered/", ("office", "few", "many")),
    "offered/ask/<slug:kind>/<slug:code>/": lambda people: [("office", f"offered/ask/card/{_of(people, 'one', PracticeCard)[0].code}/")],
    "offered/<slug:code>/": lambda people: [
        (who, f"offered/{row.code}/") for row, seen_by in zip(_adopted(people), (("one", "office", "nobody"), ("coach", "office")), strict=True) for who in seen_by],
    "find/cards/<slug:code>/": lambda people: [(who, f"find/cards/{row.code}/") for row in _of(people, "one", PracticeCard)[:2] for who in ("one", "nobody")]
    + [("nobody", f"find/cards/{row.code}/") for row in _of(people, "many", PracticeCard)[:1]],
    "find/cards/<slug:code>/before/": lambda people: [(who, f"find/cards/{_of(people, 'one', PracticeCard)[0].code}/before/") for who in ("one", "nobody")],
    "find/cards/<slug:code>/adapt/": lambda people: [("coach", f"find/cards/{_of(people, 'one', PracticeCard)[0].code}/adapt/")],
    "find/cards/<slug:code>/correct/": lambda people: [("one", f"find/cards/{_of(people, 'one', PracticeCard)[0].code}/correct/")],
    "find/<slug:code>/reviews/": lambda people: [(who, f"find/{Review.objects.filter(person=people['one'])[0].offer.code}/reviews/") for who in ("one", "nobody")]
    + [("new", f"find/{Offer.objects.filter(kind='piece')[0].code}/reviews/")],
    "find/<slug:code>/reviews/mine/": lambda people: [("one", f"find/{Review.objects.filter(person=people['one'])[0].offer.code}/reviews/mine/"),
                                                      ("new", f"find/{Offer.objects.filter(kind='piece')[0].code}/reviews/mine/")],
    "find/<slug:code>/facts/": lambda people: [("one", f"find/{Correction.objects.filter(by=people['one'])[0].offer.code}/facts/"),
                                               ("new", f"find/{Offer.objects.filter(kind='piece')[0].code}/facts/")],
    "find/<slug:code>/same/": lambda people: [("one", f"find/{Offer.objects.filter(added_by=people['one'])[0].code}/same/")],
    "practice/<slug:code>/": _steps,
    "practice/<slug:code>/together/": lambda people: [("one", f"practice/{step.code}/together/") for step in _of(people, "one", PlanStep)],
    "practice/together/join/<slug:door>/": lambda people: [("new", f"practice/together/join/{_of(people, 'one', StudyMember)[0].door}/")],
    "practice/<slug:code>/study/": lambda people: [("one", f"practice/{step.code}/study/") for step in _of(people, "one", PlanStep)],
    "practice/goals/<slug:code>/": lambda people: [(who, f"practice/goals/{goal.code}/") for who in ("one", "few", "many") for goal in _of(people, who, Goal)[:2]],
    "practice/asked/<slug:code>/": _asked(),
    "practice/later/<slug:code>/": lambda people: [("one", f"practice/later/{row.code}/") for row in _of(people, "one", Saved)],
    "practice/later/new/<slug:kind>/<slug:code>/": lambda people: [("one", f"practice/later/new/offer/{Offer.objects.filter(kind='piece')[0].code}/")],
    "practice/asked/<slug:code>/tell/": _asked("tell/", answered_at__isnull=False),
    "record/drafts/<str:key>/": lambda people: [("one", f"record/drafts/{_of(people, 'one', Draft, beside=False)[0].code}/")],
    "record/drafts/<slug:code>/two/": lambda people: [("one", f"record/drafts/{_of(people, 'one', Draft, beside=True)[0].code}/two/")],
    "record/transcript/new/": lambda people: [("new", "record/transcript/new/"), *(
        (who, f"record/transcript/new/?first_on={today.year - 1}-01-01&last_on={today.isoformat()}") for who in ("one", "many") for today in [clock.now().date()])],
    "record/transcript/<slug:code>/": lambda people: [("one", f"record/transcript/{row.code}/") for row in _of(people, "one", Transcript)],
    "verify/transcript/<slug:code>": lambda people: [("nobody", f"verify/transcript/{row.number}") for row in _of(people, "one", Transcript)],
    "badges/<slug:code>/": lambda people: [("one", f"badges/{row.code}/") for row in _of(people, "one", Badge)],
    "record/asked/<slug:code>/": lambda people: [("one", f"record/asked/{Ask.objects.filter(copy__reader=people['one'])[0].code}/")],
    "receipts/<slug:code>/": lambda people: [("nobody", f"receipts/{row.code}/") for row in Posting.objects.filter(book__person=people["one"])],
    "record/claims/<slug:code>/": lambda people: [("one", f"record/claims/{row.code}/") for row in _of(people, "one", Claim)],
    "record/<slug:code>/claim/": lambda people: [(name, f"record/{_of(people, name, Entry, gone=None)[0].code}/claim/") for name in ("one", "teacher", "many")],
    "office/claims/<slug:code>/": lambda people: [("office", f"office/claims/{row.code}/") for row in _of(people, "one", Claim) if row.is_open()],
    "office/claims/decisions/<slug:code>/": lambda people: [("office", f"office/claims/decisions/{row.code}/") for row in _of(people, "one", Ruling)[:3]],
    "office/<slug:code>/claims/": _of_district("claims/"), "office/<slug:code>/claims/decisions/": _of_district("claims/decisions/"),
    "record/counts/<slug:code>/": lambda people: [("one", f"record/counts/{_of(people, 'one', Entry, gone=None)[0].code}/")],
    "record/<slug:code>/": lambda people: [*_entry()(people), ("teacher", f"record/{_of(people, 'teacher', Entry, gone=None)[0].code}/")],
    "record/<slug:code>/edit/": _entry("edit/"),
    "record/<slug:code>/two/": _two,
    "record/<slug:code>/ask/": _entry("ask/"),
    "shared/hand/<slug:kind>/<slug:code>/": _hand,
    "shared/<slug:code>/": lambda people: [("one", f"shared/{Copy.objects.filter(reader=people['one'])[0].code}/"),
                                           ("one", f"shared/{Copy.objects.filter(person=people['one'])[0].code}/")],
    "trust/eyes/": lambda people: [("one", "trust/eyes/?path=/record/")],
    "me/profile/as/<slug:who>/": lambda people: [("one", "me/profile/as/anyone/"), ("new", "me/profile/as/colleague/")],
    "account/addresses/<int:pk>/main/": lambda people: [], "account/addresses/<int:pk>/remove/": lambda people: [],
    "account/addresses/<int:pk>/letter/": lambda people: [],
    "gallery/<slug:page>/": lambda people: [("nobody", f"gallery/{page}/") for page in ("today", "find", "offer", "note", "record", "round")],
}
WORDS = {route: why for why, routes in NO_PAGE.items() for route in routes}
