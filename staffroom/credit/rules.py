"""Who may know which licence somebody looks at, and what they told of it: nobody else."""

from django.utils.translation import gettext_lazy

from staffroom.credit.models import Licence
from staffroom.sharing.rules import declare_notebook

declare_notebook(Licence, words=gettext_lazy("Your licence, and what counts for it"))
