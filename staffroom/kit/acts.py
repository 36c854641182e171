"""Acts: the only writers. One transaction, one audit line, `by` first."""

import functools
import inspect
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from django.db import models, transaction

from staffroom.kit.models import AuditLine
from staffroom.kit.statement import leave

P = ParamSpec("P")
R = TypeVar("R")
ACTS: dict[str, Callable[..., Any]] = {}


class Refusal(Exception):
    """An act that may not be done now; its words are for the person who tried."""


def act(name: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a function as the act `name` ("record.note"): keyword-only, `by` first (an account, or None for the clock).

    It runs in one transaction and leaves one audit line that names the row it returns, if it returns one.
    """

    def wrap(function: Callable[P, R]) -> Callable[P, R]:
        parameters = list(inspect.signature(function).parameters.values())
        if not parameters or parameters[0].name != "by" or any(p.kind is not p.KEYWORD_ONLY for p in parameters):
            raise TypeError(f"{name}: an act takes keywords only, `by` first.")

        @functools.wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            with transaction.atomic():
                result = function(*args, **kwargs)
                by: Any = kwargs.get("by")
                row = result if isinstance(result, models.Model) else None
                leave(AuditLine, act=name, by_id=by.pk if by is not None else None, row_kind=row._meta.label if row else "",
                      row_id=row.pk if row is not None and not isinstance(row.pk, int | str) else None)
            return result

        run.act = name  # type: ignore[attr-defined]  # a label for the house tests
        ACTS[name] = run
        return run

    return wrap
