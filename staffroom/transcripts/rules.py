"""Who may know what of transcripts: its owner; and whoever has the number reads what is on one that stands."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from staffroom.sharing.rules import Columns, Reader, declare_notebook, only_owner
from staffroom.sharing.viewers import Viewer
from staffroom.transcripts.models import Transcript


def stands(viewer: Viewer, transcript: Transcript) -> bool:
    return transcript.ended_at is None


def readers(transcript: Transcript) -> list[Reader]:
    own = [only_owner(transcript.person)]
    if transcript.ended_at is not None:
        return own
    why = _("You give the number to whom you like; it opens a page with what is on it, until you end it.")
    return [*own, Reader(name=_("Whoever has its number"), why=why)]


declare_notebook(Transcript, words=gettext_lazy("Transcripts that you made of your record"), readers=readers, verbs={"end": stands},
                 columns=Columns(named=gettext_lazy("Whoever has its number, until you end it")))
