"""Telling people things: in the inbox at once; by mail only if they wish, outside their quiet hours, without private words. And taking replies."""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from staffroom.kit import clock, outbox
from staffroom.kit.acts import Refusal, act
from staffroom.kit.incoming import Incoming
from staffroom.kit.models import OutboxRow, Sent
from staffroom.kit.replied import own_words
from staffroom.kit.statement import leave
from staffroom.notices import letters
from staffroom.notices.codes import hash_of, token_of
from staffroom.notices.models import Notice, Preference, ReplyCode
from staffroom.notices.queries import mailbox_of, speaker
from staffroom.notices.quiet import next_loud
from staffroom.notices.replies import ASKS, TAKES, Asked
from staffroom.orgs.models import Organisation
from staffroom.people.models import Account

CODE_LASTS = timedelta(days=30)
MOST_BACK = 6
SHORT = 80
STOP = ("stop", "unsubscribe", "basta")


@act("notices.tell")
def tell(*, by, person: Account, kind: str, key: str, name: str = "", href: str = "", body: Organisation | None = None,
         until_at: datetime | None = None) -> Notice:
    """The person is told once for each `key`; `body` is whose doing it tells.

    With mail wished for, a mail follows when it is not quiet where they live; none from `until_at` on.
    """
    said = {"kind": Notice.Kind(kind), "name": name[:160], "href": href, "body": body}
    notice, new = Notice.objects.get_or_create(person=person, key=key, defaults=said)
    wished = Q(by_mail=True) | Q(is_asked=True) if kind == Notice.Kind.NEEDED else Q(by_mail=True)
    wish = Preference.objects.filter(wished, person=person).first() if new and settings.MAIL_WORKS else None
    if wish:
        due = next_loud(clock.now(), person.zone, wish.quiet_from, wish.quiet_to)
        if until_at is None or due < until_at:
            outbox.put("notices.mail", f"notice:{notice.pk}", {"notice": str(notice.pk)}, due_at=due)
    return notice


@act("notices.read")
def read(*, by: Account, shown: Iterable[UUID]) -> None:
    """What was shown counts as read."""
    Notice.objects.filter(person=by, pk__in=list(shown), read_at=None).update(read_at=clock.now())


@act("notices.prefer")
def prefer(*, by: Account, by_mail: bool, quiet_from: int, quiet_to: int, reminds: str = Preference.Reminds.MORNING,
           is_asked: bool = False) -> Preference:
    """How this person wants to be told from now on."""
    said = {"by_mail": by_mail, "is_asked": is_asked, "quiet_from": quiet_from, "quiet_to": quiet_to, "reminds": Preference.Reminds(reminds)}
    wish, _new = Preference.objects.update_or_create(person=by, defaults=said)
    return wish


@outbox.handles("notices.mail")
def mail_notice(payload: dict) -> None:
    """One mail that says how many things wait, and where. A repeat carries the same Message-ID."""
    notice = Notice.objects.select_related("person").filter(pk=UUID(payload["notice"]), read_at=None).first()
    if notice is None or not notice.person.email or not notice.person.is_active:
        return
    asked = _asked(notice)
    if asked is not None:
        letters.ask(notice, asked, open_code(by=notice.person, asked=asked))
    if asked is not None or notice.kind == Notice.Kind.NEEDED:  # whoever only wished to be asked gets no mail about what was answered meanwhile
        return
    with translation.override(notice.person.language):
        waiting = Notice.objects.filter(person=notice.person, read_at=None).count()
        text = translation.ngettext("One thing waits for you at %(site)s.", "%(n)s things wait for you at %(site)s.", waiting) % {
            "n": waiting, "site": settings.SITE_NAME}
        change = _("Change or stop these mails: %(url)s") % {"url": f"{settings.BASE_URL}/notices/how/"}
        words = f"{text}\n\n{settings.BASE_URL}/notices/\n\n{change}"
        EmailMessage(text, words, settings.DEFAULT_FROM_EMAIL, [notice.person.email],
                     headers={"Message-ID": f"<{notice.pk}@{settings.BASE_URL.split('/')[2].split(':')[0]}>"}).send()




# Replies


def _asked(notice: Notice) -> Asked | None:
    """What this notice asks, where its person may answer it from the mailbox to which the mail goes; None for every other one."""
    if not settings.REPLIES_WORK or notice.kind not in ASKS:
        return None
    viewer = mailbox_of(notice.person)
    with translation.override(notice.person.language):
        return ASKS[notice.kind](viewer, notice) if viewer else None


@act("notices.open_code")
def open_code(*, by: Account, asked: Asked) -> ReplyCode:
    """The mail that goes to the main address of `by` can be answered for thirty days, once. The same for a mail that is sent again."""
    address = EmailAddress.objects.get(user=by, primary=True)
    row = ReplyCode.objects.filter(person=by, kind=asked.kind, thing=asked.thing, address=address).first()
    if row is not None and (row.epoch != by.epoch or row.has_lapsed()):  # that mail can be answered no more, this one can
        row.delete()
        row = None
    if row is None:
        row = ReplyCode(person=by, kind=asked.kind, thing=asked.thing, address=address, epoch=by.epoch, lapses_at=clock.now() + CODE_LASTS)
        row.token_hash = hash_of(token_of(row.code))
        row.save()
    return row


@act("notices.take_reply")
def take_reply(*, by: Account, code: ReplyCode, letter: Incoming) -> ReplyCode | None:
    """What this reply says is done, as its page would do it, and whoever wrote it is told by mail; the same message come twice is one.

    A code does one thing. What could not be done leaves it good, so that another reply can do it.
    """
    row = ReplyCode.objects.select_for_update(of=("self",)).select_related("person", "address").get(pk=code.pk)
    op_id = uuid5(NAMESPACE_URL, f"{row.code} {letter.mark}")
    if not row.is_good() or leave(Sent, who=str(by.pk), op_id=op_id, digest=hashlib.sha256(letter.text.encode()).hexdigest()) is None:
        return None
    text = own_words(letter.text)
    if _first_word(text or letter.subject) in STOP:
        Preference.objects.filter(person=by).update(is_asked=False)
        return _tell_back(row, op_id, _("You are asked by mail no more. You can turn it on again on your page of mails."), "/notices/how/")
    try:
        _may_be_done(row, letter, text)
        done = TAKES[row.kind](by, speaker(by, row.address), row, text)
    except Refusal as refusal:
        return _tell_back(row, op_id, str(refusal), "")
    row.used_at = clock.now()
    row.save(update_fields=["used_at"])
    back = open_code(by=by, asked=Asked(*done.back, title="", words="", href="")) if done.back else None
    left = _("What hung on your mail was left out; only words go up.") if letter.attachments_count else ""
    return _tell_back(row, op_id, "\n\n".join(filter(None, (done.words, left))), done.href, back)


def _first_word(text: str) -> str:
    """The first line of a few words; a longer text begins with no command."""
    return text.split("\n")[0].strip(" .!").lower() if len(text) < SHORT else ""


def _may_be_done(row: ReplyCode, letter: Incoming, text: str) -> None:
    if row.used_at:
        raise Refusal(_("This mail was answered before, and each can be answered once. Nothing was changed."))
    if row.has_lapsed():
        raise Refusal(_("This mail could be answered for thirty days, and they are over. Nothing was put up."))
    if letter.is_large:
        raise Refusal(_("Your mail is too large. Nothing was put up. Send the words alone, without pictures or files."))
    if not text:
        raise Refusal(_("We found no words of yours in it. Nothing was put up. Write your answer above the old mail, and leave files out."))


def _tell_back(row: ReplyCode, op_id: UUID, words: str, href: str, back: ReplyCode | None = None) -> ReplyCode:
    """Promise a mail to the address of the account, never to whoever says that they wrote: a few for each code, so that nothing goes in circles."""
    if OutboxRow.objects.filter(kind="notices.back", key__startswith=f"{row.code}:").count() < MOST_BACK:
        outbox.put("notices.back", f"{row.code}:{op_id}", {"code": str(row.pk), "words": words, "href": href, "mark": str(op_id),
                                                                  "back": str(back.pk) if back else ""})
    return row


@outbox.handles("notices.back")
def mail_back(payload: dict) -> None:
    """One mail that says what became of a reply. A repeat carries the same Message-ID."""
    rows = ReplyCode.objects.select_related("person", "address")
    code = rows.filter(pk=UUID(payload["code"])).first()
    if code is None or not code.is_good():
        return
    back = rows.filter(pk=UUID(payload["back"])).first() if payload["back"] else None
    letters.tell_back(code, payload["words"], payload["href"], back, mark=payload["mark"])


@act("notices.forget_codes")
def forget_codes(*, by: None) -> None:
    """Codes go thirty days after they lapsed: until then whoever answers late is told so (asked by the clock)."""
    ReplyCode.objects.filter(lapses_at__lt=clock.now() - CODE_LASTS).delete()
