"""Who may know of an export or of a wish to be erased: the person alone, by a key of their own."""

from django.utils.translation import gettext_lazy as _

from staffroom.exchange.models import ErasureAsked, Export
from staffroom.kit import clock
from staffroom.sharing.rules import Columns, declare_notebook


def is_ready(viewer, export: Export) -> bool:
    """The file is there and its day is not over."""
    return export.state == Export.State.READY and export.until_at is not None and export.until_at > clock.now()


declare_notebook(Export, words=_("Everything of mine as one file, for a day"), verbs={"fetch": is_ready})
declare_notebook(ErasureAsked, words=_("The wish to be erased"), columns=Columns(server=_("Could read it")))
