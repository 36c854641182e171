"""Who may know what somebody was told."""

from django.utils.translation import gettext_lazy as _

from staffroom.notices.models import Notice, Preference
from staffroom.sharing.rules import Columns, declare, only_owner

COLUMNS = Columns(server=_("Could read it"))


def own(viewer, thing) -> bool:
    return viewer.account is not None and thing.person_id == viewer.pk


for model, words in ((Notice, _("What you were told")), (Preference, _("Quiet hours and mail"))):
    declare(model, words=words, home="notebook", visible=lambda viewer, model=model: model.objects.filter(person_id=viewer.pk),
            verbs={"read": own, "change": own}, readers=lambda thing: [only_owner(thing.person)], columns=COLUMNS, private=True)
