"""Who may know a plan: its owner, by a key of their own."""

from django.utils.translation import gettext_lazy as _

from staffroom.practice.models import PlanStep
from staffroom.sharing.rules import Columns, declare_notebook

declare_notebook(PlanStep, words=_("Plan: what you mean to do"), columns=Columns())
