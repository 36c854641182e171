"""What of this room can be reported and taken down: needs and their answers."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from staffroom.moderation.kinds import Kind, Thing, register
from staffroom.needs import actions
from staffroom.needs.models import Answer, Need


def _needs(**which) -> list[Thing]:
    rows = Need.objects.filter(**which).select_related("person")
    return [Thing(row=row, words="\n".join(filter(None, (row.words, row.more))), link=reverse("needs:need", args=[row.code]), author=row.person,
                  down=row.taken_down_at is not None) for row in rows]


def _answers(**which) -> list[Thing]:
    rows = Answer.objects.filter(**which).select_related("by", "need", "offer")
    return [Thing(row=row, words="\n".join(filter(None, (row.get_kind_display(), row.offer.title if row.offer else "", row.words))),
                  link=reverse("needs:need", args=[row.need.code]), author=row.by,
                  down=row.taken_down_at is not None or row.need.taken_down_at is not None) for row in rows]


register("need", Kind(words=_("a need"), there=Need.objects.all, author="person", read=_needs, down=actions.take_down_need, up=actions.put_up_need))
register("answer", Kind(words=_("an answer to a need"), there=Answer.objects.all, author="by", read=_answers,
                        down=actions.take_down_answer, up=actions.put_up_answer))
