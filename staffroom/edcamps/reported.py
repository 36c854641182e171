"""What of this room can be reported and taken down: cards, and the notes of a session."""

from django.utils.translation import gettext_lazy as _

from staffroom.edcamps import actions
from staffroom.edcamps.models import Card, Notes
from staffroom.moderation.kinds import Kind, Thing, register


def _there():
    """Cards that hang for anyone, and those that were taken down."""
    return Card.objects.filter(edcamp__event__audience="public").exclude(state=Card.State.GONE)


def _cards(**which) -> list[Thing]:
    return [Thing(row=row, words=f"{row.title}\n{row.words}".strip(), link=f"/edcamps/cards/{row.code}/", author=row.author,
                  down=row.taken_down_at is not None) for row in _there().filter(**which).select_related("author")]


register("card", Kind(words=_("a card of an edcamp"), there=_there, author="author", read=_cards, down=actions.take_down_card,
                      up=actions.hang_card_again))


def _noted():
    """Notes of cards that hang for anyone."""
    return Notes.objects.filter(card__edcamp__event__audience="public", card__taken_down_at=None).exclude(card__state=Card.State.GONE)


def _notes(**which) -> list[Thing]:
    """Many wrote them: nobody is their author."""
    return [Thing(row=row, words=f"{row.card.title}\n{row.text}".strip(), link=row.href, down=row.taken_down_at is not None)
            for row in _noted().filter(**which).select_related("card")]


register("notes", Kind(words=_("notes of a session"), there=_noted, author="versions__by", read=_notes, down=actions.take_down_notes,
                       up=actions.hang_notes_again))
