"""What a person sees of themselves and of others."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import connection
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from staffroom.kit import clock, order
from staffroom.kit.statement import written_once
from staffroom.people import factors, rules
from staffroom.people.models import Account, Profile

# "subjects" and "stages" -> what they are called; rooms above put the vocabularies in: [(code, name), …].
VOCABULARIES: dict[str, Callable[[], list[tuple[str, str]]]] = {}
PUPILS = {  # what classes are like, by the theme that is about it
    "languages": gettext_lazy("many languages in one room"), "mixed": gettext_lazy("many levels in one lesson"),
    "inclusion": gettext_lazy("pupils with special needs")}
LANGUAGES = (
    "ar", "bn", "cs", "cy", "da", "de", "el", "en", "es", "fa", "fi", "fr", "ga", "gu", "ha", "he", "hi", "hmn", "hr", "ht", "hu", "hy", "id", "ig",
    "it", "ja", "ka", "km", "kn", "ko", "lo", "mi", "ml", "mr", "ms", "my", "ne", "nl", "no", "nv", "pa", "pl", "ps", "pt", "ro", "ru", "sm", "so",
    "sq", "sr", "sv", "sw", "ta", "te", "th", "tl", "to", "tr", "uk", "ur", "uz", "vi", "yo", "zh", "zu")


@dataclass(frozen=True)
class Told:
    """One line of a profile: what it is about, and the words for it."""

    field: str
    label: str
    words: str
    is_voice: bool


@dataclass(frozen=True)
class Person:
    """A person as one viewer may know them."""

    code: str
    name: str
    is_demo: bool
    told: tuple[Told, ...]
    looks_like_another: bool


@dataclass(frozen=True)
class Ways:
    """The ways into an account."""

    has_password: bool
    password_is_own: bool
    has_kept_password: bool
    own_from_at: datetime | None
    passkeys: int
    has_codes: bool
    recovery_left: int | None
    addresses: tuple[EmailAddress, ...]
    bodies: tuple[str, ...]
    has_own: bool


def languages() -> list[tuple[str, str]]:
    """Tag and name of each language, named in the reader's own."""
    from babel import Locale
    from django.utils.translation import get_language
    names = Locale.parse(get_language() or "en", sep="-").languages if (get_language() or "en") != "ar-xb" else Locale("en").languages
    return sorted(((tag, names.get(tag, tag)) for tag in LANGUAGES), key=lambda pair: order.key(pair[1]))


def choices(field: str) -> list[tuple[str, str]]:
    """The codes and names of a field that holds codes."""
    if field == "languages":
        return languages()
    if field == "pupils":
        return [(code, str(words)) for code, words in PUPILS.items()]
    return VOCABULARIES[field]() if field in VOCABULARIES else []


def profile_of(account: Account) -> Profile:
    """The profile of an account; one that was never written tells nothing."""
    return Profile.objects.filter(person=account).select_related("person").first() or Profile(person=account)


@written_once
def teaching(*, person: UUID) -> QuerySet[Profile]:
    """What somebody told about their teaching, whoever else may know it: subjects, ages, what classes are like, years. For themselves alone."""
    return Profile.objects.filter(person_id=person).values_list("subjects", "stages", "pupils", "years")


def person_seen(profile: Profile, level: int, viewer: Any) -> Person:
    """A person as somebody at this level may know them (see rules.level_of); names that look alike are marked for this viewer."""
    told = tuple(_told(profile, field) for field in rules.shown_fields(profile, level))
    account = profile.person
    return Person(account.code, str(account), account.is_demo, told, looks_like_another(account, viewer))


def _told(profile: Profile, field: str) -> Told:
    value: Any = getattr(profile, field)
    if field in ("years", "locale"):
        value = getattr(profile, f"get_{field}_display")()
    elif isinstance(value, list):
        names = dict(choices(field))
        value = ", ".join(names.get(code, code) for code in value)
    return Told(field, labels()[field], str(value), field == "about")


def labels() -> dict[str, str]:
    """What each field of a profile is called."""
    return {"about": _("In my words"), "years": _("Years in the classroom"), "subjects": _("Subjects"), "stages": _("Ages of pupils"),
            "pupils": _("My classes"),
            "place": _("Place"), "locale": _("Kind of place"), "languages": _("Languages")}


def alone(*, person: UUID) -> None:
    """Within an act: what it does for this person is done by nobody else meanwhile. SQLite lets one write at a time anyway."""
    if connection.features.has_select_for_update:
        _held(person=person)


@written_once
def _held(*, person: UUID) -> QuerySet[Account]:
    return Account.objects.select_for_update().filter(pk=person).only("pk")


def demo_mark() -> Path:
    """The file by which an instance is known as one that was made with the demo world."""
    return settings.DATA / "demo"


def counted(person: str) -> Q:
    """Rows that count in a figure, by the path to their person: people of the demo world only where the instance is theirs."""
    return Q() if demo_mark().exists() else Q(**{f"{person}__is_demo": False})


def looks_like_another(account: Account, viewer: Any) -> bool:
    """Does somebody older here, whom this viewer may know, have a name that reads like this one?"""
    if not account.name_shape:
        return False
    me = viewer.account
    if me is not None and me.name_shape == account.name_shape and me.made_at < account.made_at:
        return True
    shape, before = account.name_shape, account.made_at
    if viewer.holds_own_key:
        return bool(_alike(viewer=viewer.pk, shape=shape, before=before, day=clock.now().date()))
    return _like(rules.visible_profiles(viewer), shape, before).exists()


def _like(profiles: QuerySet[Profile], shape: str, before: datetime) -> QuerySet:
    """Those of somebody older with such a name. Asked of profiles: "accounts among all whose profile is seen" would read every profile there is."""
    return profiles.filter(person__name_shape=shape, person__made_at__lt=before).values_list("pk")


@written_once
def _alike(*, viewer: UUID, shape: str, before: datetime, day: date) -> QuerySet:
    return _like(rules.visible_profiles(_Holder(viewer), day), shape, before)[:1]


@written_once
def _seen_by_holder(*, viewer: UUID, code: str, day: date) -> QuerySet[Profile]:
    return rules.visible_profiles(_Holder(viewer), day).filter(person__code=code).select_related("person")


def seen(viewer: Any, code: str) -> Profile | None:
    """The profile of the person with this code, if this viewer may know anything of it."""
    if viewer.holds_own_key:
        return next(iter(_seen_by_holder(viewer=viewer.pk, code=code, day=clock.now().date())), None)
    return rules.visible_profiles(viewer).filter(person__code=code).select_related("person").first()


class _Holder:
    """Somebody with a key of their own: what a statement about others is written for."""

    holds_own_key = True

    def __init__(self, pk: UUID):
        self.pk, self.account = pk, Account(pk=pk)


def ways_of(account: Account) -> Ways:
    """Everything that opens this account."""
    keys = list(Authenticator.objects.filter(user=account))
    found = {row.type: row for row in keys}
    recovery = found.get(Authenticator.Type.RECOVERY_CODES)
    return Ways(
        has_password=account.has_usable_password(), password_is_own=account.password_is_own, has_kept_password=bool(account.kept_password),
        own_from_at=account.own_from_at, passkeys=sum(row.type == Authenticator.Type.WEBAUTHN for row in keys),
        has_codes=Authenticator.Type.TOTP in found, recovery_left=len(recovery.wrap().get_unused_codes()) if recovery else None,
        addresses=tuple(EmailAddress.objects.filter(user=account).order_by("-primary", "email")),
        bodies=tuple(body_names(account)), has_own=factors.has_own(account))


def body_names(account: Account) -> list[str]:
    """The bodies whose sign-in opens this account, by name."""
    names = {app.provider_id: app.name for app in get_adapter().list_apps(None)}
    return [names.get(row.provider, row.provider) for row in SocialAccount.objects.filter(user=account).order_by("provider")]


def bodies(request: HttpRequest) -> list[tuple[str, str]]:
    """The bodies by which one can sign in here: (their address, name)."""
    return [(app.provider_id, app.name) for app in get_adapter().list_apps(request)]


def sessions_of(account: Account) -> list[UserSession]:
    """Where the account is signed in, newest first, each with `words` for its device; dead ones are forgotten on the way."""
    found = sorted(UserSession.objects.purge_and_list(account), key=lambda session: session.created_at, reverse=True)
    for session in found:
        session.words = device_words(session.user_agent)
    return found


_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"),
             ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("CrOS", "Chromebook"), ("Windows", "Windows"), ("Mac OS X", "Mac"),
            ("Linux", "Linux"))


def device_words(user_agent: str) -> str:
    """ "Firefox on Android" from what a browser says of itself; it may say anything."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("a device that is not known")
