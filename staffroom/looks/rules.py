"""Who may know how somebody sees their own practice: nobody else, and whoever was handed a copy of one look."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from staffroom.looks import seen
from staffroom.looks.models import Look
from staffroom.sharing.queries import copies_of, reader_of
from staffroom.sharing.rules import Columns, Reader, declare_notebook, only_owner
from staffroom.ui import paper


def readers(look: Look) -> list[Reader]:
    return [only_owner(look.person), *(reader_of(copy, _("You handed over a copy.")) for copy in copies_of(look))]


def frozen(look: Look) -> tuple[str, str]:
    """Title and text of a copy: the statements and the words that were chosen. Never the notes, nor who could help with what."""
    said = seen.loads(look.body)
    lines = [f"{answer.words}\n{in_words(answer)}" for answer in said.answers]
    return _("How I see it: %(area)s, %(day)s") % {"area": said.area, "day": paper.whole_day(look.on_on)}, "\n\n".join(lines)


def in_words(answer: seen.Answer) -> str:
    """ "Mostly. At ease."""
    words = [Look.How(answer.how).label, Look.Sure(answer.sure).label if answer.sure else ""]
    return " ".join(f"{word}." for word in words if word)


declare_notebook(
    Look,
    words=gettext_lazy("How you see your own practice"),
    columns=Columns(named=gettext_lazy("A copy that you hand over")),
    readers=readers,
    frozen=frozen,
)
