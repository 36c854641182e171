"""What this room lends to rooms below."""

from django.utils.translation import gettext_lazy

from staffroom.events import reported as _reported  # noqa: F401  what can be reported, told to the room below
from staffroom.events.queries import mine_dated
from staffroom.practice import dated

dated.register(gettext_lazy("events to which you go, for which you wait or in which you are interested; with titles, how to join"))(mine_dated)
