"""Being erased: asked for, undone, done."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.db import connection, models
from django.utils import translation
from django.utils.translation import gettext as _

from staffroom.catalogue import actions as catalogue
from staffroom.catalogue.models import Follow, Source
from staffroom.edcamps import actions as edcamps
from staffroom.events import actions as events
from staffroom.exchange import erasing
from staffroom.exchange.models import ErasureAsked, Export
from staffroom.kit import clock, outbox
from staffroom.kit.acts import Refusal, act
from staffroom.kit.models import OutboxRow, Sent
from staffroom.kit.sealed import Unreadable
from staffroom.moderation import actions as moderation
from staffroom.needs import actions as needs
from staffroom.offered import actions as offered
from staffroom.orgs.actions import end_sheet, withdraw
from staffroom.orgs.models import Invitation, JoinSheet
from staffroom.people.actions import end_sessions
from staffroom.people.models import Account
from staffroom.practice.actions import close_calendar
from staffroom.record.models import Rung

UNDO_DAYS = 14


@act("exchange.ask_erasure")
def ask_erasure(*, by: Account) -> ErasureAsked:
    """In 14 days everything of mine is destroyed. Every session ends now, and nobody reads my calendar; signing in before then can undo it."""
    if by.is_demo:
        raise Refusal(_("This is somebody of the demo world, and everybody who looks round needs them. Open an account of your own to try this."))
    asked, _new = ErasureAsked.objects.get_or_create(person=by, defaults={"due_at": clock.now() + timedelta(days=UNDO_DAYS)})
    end_sessions(by=by)
    close_calendar(by=by)
    return asked


@act("exchange.undo_erasure")
def undo_erasure(*, by: Account) -> None:
    """Nothing happens; everything is as it was."""
    ErasureAsked.objects.filter(person=by).delete()


@act("exchange.erase")
def erase(*, by: None, account: Account) -> None:
    """Everything of this account is destroyed, in rows and files, and then its key, so that no backup can be read either.

    What a colleague or a body relies on (that something was confirmed, an invitation, the audit) stays without the name.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete=ON")  # house: a switch of SQLite, no query; what is deleted is written over, not only let go
    account = Account.objects.select_for_update().get(pk=account.pk)
    key = str(account.pk)
    addresses = dict(EmailAddress.objects.filter(user=account).values_list("pk", "email"))
    emails = {email for email in (*addresses.values(), account.email) if email}
    _without_name(account)
    OutboxRow.objects.filter(pk__in=list(erasing.promises_of(erasing.keys_of(account), set(addresses)))).delete()
    Session.objects.filter(pk__in=list(erasing.sessions_of(account, emails))).delete()
    Sent.objects.filter(who=key).delete()
    _promise_to_remove_files(account)
    for model, rows in erasing.owned(account):
        if model._meta.get_field(str(model.owned_by)).remote_field.on_delete is not models.CASCADE:
            rows.delete()
    account.delete()
    outbox.put("exchange.destroy_key", key, {"account": key})


def _promise_to_remove_files(account: Account) -> None:
    for _folder, name in erasing.stored_by(account):
        outbox.put("record.unshelve", name, {"stored": name})
    for name in Export.objects.filter(person=account).exclude(stored="").values_list("stored", flat=True):
        outbox.put("exchange.unshelve", name, {"stored": name})


def _without_name(account: Account) -> None:
    """What others keep goes on without the name."""
    for rung in erasing.rungs_by(account).select_related("person"):
        if not isinstance(rung.in_name, Unreadable):
            nobody = _nobody(rung.person.language)
            rung.in_name = f"{rung.in_name.rpartition(' (')[0]} ({nobody})" if rung.step == Rung.Step.ACCEPTED else nobody
            rung.save(update_fields=["in_name"])
    for ruling in erasing.rulings_by(account).select_related("person"):
        if not isinstance(ruling.in_name, Unreadable):
            ruling.in_name = f"{ruling.in_name.rpartition(' (')[0]} ({_nobody(ruling.person.language)})"
            ruling.save(update_fields=["in_name"])
    for line in erasing.looks_by(account).select_related("person"):
        office = "".join(line.by_name.rpartition(" (")[1:]) if line.by_name.endswith(")") else ""
        line.by_name = _nobody(line.person.language) + office
        line.save(update_fields=["by_name"])
    erasing.notices_of_what_goes(account).delete()
    for notice in erasing.notices_naming(account).select_related("person"):
        notice.name = _nobody(notice.person.language)
        notice.save(update_fields=["name"])
    catalogue.leave(account=account)
    offered.leave(by=None, account=account)
    needs.leave(account=account)
    edcamps.leave(by=None, account=account)
    events.leave(by=None, account=account)
    moderation.leave(by=None, account=account)
    for invitation in Invitation.objects.filter(by=account).select_related("organisation"):
        withdraw(by=None, invitation=invitation)
    Invitation.objects.filter(by=account).update(by=None)
    for sheet in JoinSheet.objects.filter(by=account).select_related("organisation"):
        end_sheet(by=None, sheet=sheet)
    JoinSheet.objects.filter(by=account).update(by=None)
    followed = Follow.objects.exclude(person=account).values("source")
    Source.objects.filter(added_by=account, kind=Source.Kind.FEED).exclude(pk__in=followed).update(url="", due_at=None)


def _nobody(language: str) -> str:
    """"removed account", in the reader's language."""
    with translation.override(language):
        return _("removed account")


@act("exchange.erase_due")
def erase_due(*, by: None) -> int:
    """Everybody whose 14 days are over is erased; how many that was."""
    due = list(Account.objects.filter(pk__in=ErasureAsked.objects.filter(due_at__lte=clock.now()).values("person"))[:20])
    for account in due:
        erase(by=None, account=account)
    return len(due)
