"""Who may know an account, a profile and the list of who opened what: the rules of the people room, put into the table."""

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from staffroom.kit.statement import written_once
from staffroom.people import queries, rules
from staffroom.people.models import AccessLine, Account, Profile
from staffroom.sharing.rules import NOTEBOOK, WALL, Columns, Reader, declare, declare_notebook, only_owner
from staffroom.topics.models import Topic

SEEN = {
    Profile.Seen.ME: None,
    Profile.Seen.BODIES: _("Colleagues who share a body with you"),
    Profile.Seen.SIGNED_IN: _("Anyone who is signed in"),
    Profile.Seen.ANYONE: _("Anyone"),
}


def readers_of_profile(profile: Profile) -> list[Reader]:
    circle = SEEN[rules.readers_of_profile(profile)]
    first = only_owner(profile.person)
    return [first, Reader(name=circle, why=_("Only what you chose to tell them, line by line."))] if circle else [first]


def may_read_account(viewer, account: Account) -> bool:
    return rules.visible_accounts(viewer).filter(pk=account.pk).exists()


declare(
    Account,
    words=_("Your addresses, password and keys"),
    home=NOTEBOOK,
    visible=rules.visible_accounts,
    verbs={"read": may_read_account, "change": rules.own_account},
    readers=lambda account: [only_owner(account)],
    columns=Columns(server=_("Addresses: could read them. Passwords are not kept, only a digest")),
    private=True,
)
declare(
    Profile,
    words=_("What you tell about yourself"),
    home=WALL,
    visible=rules.visible_profiles,
    verbs={"read": rules.may_read_profile, "change": rules.may_change_profile},
    readers=readers_of_profile,
    columns=Columns(named=_("What you tell colleagues"), group=_("What you tell colleagues"), principal=_("What you tell colleagues"),
                    office=_("What you tell colleagues"), server=_("Could read it")),
)
declare_notebook(AccessLine, words=_("Who opened what of yours"), columns=Columns(server=_("Could read it")))


@written_once
def _named(*, kind: str) -> QuerySet:
    return Topic.objects.filter(kind=kind).order_by("position").values_list("slug", "name")


def _topics(kind: str) -> list[tuple[str, str]]:
    return [(slug, gettext(name)) for slug, name in _named(kind=str(kind))]


queries.VOCABULARIES["subjects"] = lambda: _topics(Topic.Kind.SUBJECT)
queries.VOCABULARIES["stages"] = lambda: _topics(Topic.Kind.STAGE)
