"""What of this room is asked and answered by mail: needs, by whoever may answer them on their page."""

import re
from uuid import UUID

from django.utils.translation import gettext as _

from staffroom.kit.acts import Refusal
from staffroom.needs import actions, queries
from staffroom.needs.forms import AnswerForm
from staffroom.needs.models import Answer, Kind, Need
from staffroom.needs.rules import kinds_for
from staffroom.notices.models import Notice, ReplyCode
from staffroom.notices.replies import Asked, Done, asks, takes
from staffroom.people.models import Account
from staffroom.sharing.rules import can, visible_to
from staffroom.sharing.viewers import Viewer

LINK = re.compile(r"https?://[^\s<>\"]+")
BACK = ("back", "atrás", "atras", "retirar", "take it back", "take back")


@asks(Notice.Kind.NEEDED)
def what_is_missed(viewer: Viewer, notice: Notice) -> Asked | None:
    """A colleague misses something."""
    need = visible_to(viewer, Need).filter(pk=UUID(notice.key.partition(":")[2])).first()
    return _asked(viewer, need, ("need", need.pk if need else None), _("Can you help? %(words)s"), queries.how_many(need) + "." if need else "")


@asks(Notice.Kind.REOPENED)
def what_does_not_fit(viewer: Viewer, notice: Notice) -> Asked | None:
    """An answer does not fit, and why."""
    answer = visible_to(viewer, Answer).filter(pk=UUID(notice.key.partition(":")[2])).first()
    need = visible_to(viewer, Need).filter(pk=answer.need_id).first() if answer else None
    told = answer.unfit_why if answer else ""
    return _asked(viewer, need, ("again", answer.pk if answer else None), _("Your answer does not fit: %(words)s"), told)


def _asked(viewer: Viewer, need: Need | None, about: tuple[str, UUID | None], title: str, more: str) -> Asked | None:
    if need is None or not can(viewer, "read", need) or not need.waits or not can(viewer, "answer", need):
        return None
    words = "\n\n".join(filter(None, (need.words, need.more, more)))
    return Asked(about[0], str(about[1]), title % {"words": need.words}, words, actions.address(need))


@takes("need")
def answered(by: Account, viewer: Viewer, code: ReplyCode, text: str) -> Done:
    """The reply is put up as an answer by the same form and the same act as on the page: its first link leads there, else it is told in words."""
    return _answered(by, viewer, visible_to(viewer, Need).filter(pk=UUID(code.thing)).first(), text)


@takes("again")
def answered_again(by: Account, viewer: Viewer, code: ReplyCode, text: str) -> Done:
    """The reply to a mail that said that the answer before does not fit: a code of its own, for that of the question was used up by it."""
    first = Answer.objects.filter(pk=UUID(code.thing)).values("need")
    return _answered(by, viewer, visible_to(viewer, Need).filter(pk__in=first).first(), text)


def _answered(by: Account, viewer: Viewer, need: Need | None, text: str) -> Done:
    if need is None or not can(viewer, "read", need) or not can(viewer, "answer", need):
        raise Refusal(_("What you answered does not hang on the wall any more, or you cannot answer it by mail. Nothing was put up."))
    link = LINK.search(text)
    address = link.group().rstrip(".,;:!?)") if link else ""
    said = {"kind": Kind.ELSEWHERE if address else Kind.TOLD, "address": address, "words": "" if text == address else text}
    form = AnswerForm(said, kinds=kinds_for(viewer, need), near=())
    if not form.is_valid():
        problems = " ".join(str(error) for errors in form.errors.values() for error in errors)
        raise Refusal(_("Nothing was put up. %(problems)s Your words are still in the mail that you sent.") % {"problems": problems})
    offer = queries.offer_at(viewer, form.offer_code) if form.offer_code else None
    made = actions.answer(by=by, need=need, offer=offer, link=form.link(), **{name: form.cleaned_data[name] for name in ("kind", "words")})
    words = _("Your answer to “%(need)s” is up, under your name. Everybody who shares it is told. Anyone can read:") % {"need": need.words}
    return Done("\n\n".join(filter(None, (words, made.words or address))), actions.address(made.need), ("back", str(made.pk)))


@takes("back")
def taken_back(by: Account, viewer: Viewer, code: ReplyCode, text: str) -> Done:
    """One word takes an answer back; anything else is no answer to anything."""
    if text.split("\n")[0].strip(" .!").lower() not in BACK:
        raise Refusal(_("To take your answer back, answer with one word: back. Anything else is not put up."))
    answer = visible_to(viewer, Answer).filter(pk=UUID(code.thing)).select_related("need").first()
    if answer is None or not can(viewer, "take_back", answer):
        raise Refusal(_("This answer cannot be taken back any more. Nothing was changed."))
    need = actions.take_back_answer(by=by, answer=answer)
    return Done(_("Taken back. It stands there no more."), actions.address(need))
