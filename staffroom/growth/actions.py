"""What happens to a sentence: said, answered differently, forgotten. Nothing of it is counted or told."""

from django.utils.translation import gettext as _

from staffroom.growth.models import Sentence
from staffroom.kit.acts import Refusal, act
from staffroom.kit.statement import fresh, insert
from staffroom.people.models import Account

MOST_ASIDE = 200


@act("growth.say")
def say(*, by: Account, text: str, mood: str, minutes: int) -> Sentence:
    """The sentence stands in the notebook."""
    said = fresh(Sentence, person=by, text=text, mood=Sentence.Mood(mood).value, minutes=minutes)
    insert(said)
    return said


@act("growth.set_aside")
def set_aside(*, by: Account, sentence: Sentence, offer_code: str) -> Sentence:
    """This offer is not suggested again for this sentence."""
    held = Sentence.objects.select_for_update().get(pk=sentence.pk, person=by)
    codes = held.set_aside.split()
    if len(codes) >= MOST_ASIDE:
        raise Refusal(_("Two hundred are set aside already. Try other words for it."))
    if offer_code not in codes:
        held.set_aside = " ".join([*codes, offer_code])
        held.save()
    return held


@act("growth.forget")
def forget(*, by: Account, sentence: Sentence) -> None:
    """The sentence is gone."""
    Sentence.objects.filter(pk=sentence.pk, person=by).delete()
