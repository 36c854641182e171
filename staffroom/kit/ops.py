"""One effect per form: a double click, a retry and a reload get the same answer.

Every form carries an operation id made when it was shown (or offline, which is as good). The first time it is sent, the
id is stored in the same transaction as the effect; after that the stored answer is given. The same id with other words
is refused (409), and nothing changes.
"""

import functools
import hashlib
import hmac
from collections.abc import Iterator
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from staffroom.kit.ids import uuid7
from staffroom.kit.models import Sent
from staffroom.kit.statement import change, leave

FIELD = "op_id"


def new_op_id() -> str:
    """An operation id for a form that is being shown."""
    return str(uuid7())


def new_op_ids() -> Iterator[str]:
    """Operation ids for the buttons of one list: all but their ends are alike, so that they weigh little."""
    start = new_op_id()[:-4]
    return (f"{start}{number:04x}" for number in range(0x10000))


def _who(request: HttpRequest) -> str:
    user = getattr(request, "user", None)
    return str(user.pk) if user is not None and user.is_authenticated else "nobody"


def _digest(request: HttpRequest) -> str:
    hasher = hmac.new(settings.SECRET_KEY.encode(), request.path.encode(), hashlib.sha256)  # keyed: the form may hold a password or a note
    for name in sorted(request.POST):
        if name not in {FIELD, "csrfmiddlewaretoken"}:
            for value in request.POST.getlist(name):
                hasher.update(f"\x00{name}\x01{value}".encode("utf8", "surrogatepass"))
    for name in sorted(request.FILES):
        for file in request.FILES.getlist(name):
            hasher.update(f"\x00{name}\x02{file.name}\x03{file.size}".encode("utf8", "surrogatepass"))
    return hasher.hexdigest()


def _again(request: HttpRequest, who: str, op_id: UUID, digest: str) -> HttpResponse:
    sent = Sent.objects.get(who=who, op_id=op_id)
    if sent.digest != digest:
        return render(request, "409.html", status=409)
    return HttpResponseRedirect(sent.location, status=sent.status or 303)


def once(view):
    """Decorate a view: its POST has one effect per operation id. Only an answer that redirects counts as done."""

    @functools.wraps(view)
    def run(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        try:
            op_id = UUID(request.POST.get(FIELD, ""))
        except ValueError:
            return render(request, "400.html", status=400)
        who, digest = _who(request), _digest(request)
        try:
            with transaction.atomic():
                sent = leave(Sent, who=who, op_id=op_id, digest=digest)
                if sent is None:
                    return _again(request, who, op_id, digest)
                response = view(request, *args, **kwargs)
                if 300 <= response.status_code < 400:
                    sent.status, sent.location = response.status_code, response.headers["Location"][:500]
                    change(sent, "status", "location", known_by=("who", "op_id"), model=Sent)
                else:
                    transaction.set_rollback(True)
                return response
        except Sent.DoesNotExist:
            return render(request, "409.html", status=409)

    run.once = True  # type: ignore[attr-defined]  # a label for the house tests
    return run
