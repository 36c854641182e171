"""Who may know what is on a teacher's mind: nobody else."""

from django.utils.translation import gettext_lazy as _

from staffroom.growth.models import Sentence
from staffroom.sharing.rules import declare_notebook

declare_notebook(Sentence, words=_("What is on your mind, and what was suggested"))
