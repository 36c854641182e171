"""A form that is sent after its session has ended keeps its words: they are there again after signing in.

    @keep_words                    # outermost
    @login_required
    @notebook_only
    @once
    def new(request): …            # request.kept: the words, as a QueryDict, or None

The form carries `{% include "record/_whose.html" with whose=request.whose only %}`: whose form it is, signed. A POST
without a session is then sealed under a key made for this browser (an HttpOnly cookie, one hour) and kept for that
account and that page. Another account on the same device gets nothing, and neither does anybody with the database.
A POST of one account that carries the form of another is refused, and nothing is kept.
"""

import functools
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject

from staffroom.kit import clock
from staffroom.people.models import Account
from staffroom.record import actions
from staffroom.record.models import KeptWords

SECONDS = 3_600
FIELD = "whose"
MOST_BYTES = 200_000
_SALT = "staffroom.record.whose"
_COOKIE_SALT = "staffroom.record.kept"
_NOT_KEPT = {"csrfmiddlewaretoken", "op_id", FIELD, "password"}


def cookie_name() -> str:
    return "__Host-kept" if settings.SECURE else "kept"


def keep_words(view):
    """Decorate a view of a long form: see above."""

    @functools.wraps(view)
    def run(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.method == "POST" and not request.user.is_authenticated:
            return _keep(request)
        request.kept = None
        if request.method == "POST" and _is_somebody_elses(request):
            return render(request, "record/not_yours.html", {"material": "wall"}, status=409)
        if request.user.is_authenticated:
            request.whose = SimpleLazyObject(lambda: whose(request))
            if request.method == "GET" and request.viewer.holds_own_key:
                request.kept = _open(request)
        response = view(request, *args, **kwargs)
        if request.method == "POST" and 300 <= response.status_code < 400 and _key(request):
            actions.forget_words(by=request.user, path=request.path)
        return response

    run.keeps_words = True  # type: ignore[attr-defined]  # a label for the house tests
    return run


def whose(request: HttpRequest) -> str:
    """Whose form this is, signed. A page that shows the form of another address gives this to `_whose.html` itself."""
    return signing.dumps(str(request.user.pk), salt=_SALT, compress=False)


def kept_for(form: type[Form], request: HttpRequest) -> dict:
    """The kept words as first values of a form without prefix or several choices."""
    return {name: request.kept[name] for name in form.base_fields if name in (request.kept or {})}


def _keep(request: HttpRequest) -> HttpResponse:
    response = redirect_to_login(request.get_full_path())
    person = _whose(request.POST.get(FIELD, ""))
    body = {name: request.POST.getlist(name) for name in request.POST if name not in _NOT_KEPT}
    if person is None or len(json.dumps(body)) > MOST_BYTES or len(request.path) > 200:
        return response
    key = _key(request) or AESGCM.generate_key(256)
    actions.keep_words(by=None, person=person, path=request.path, body=body, key=key)
    response.set_signed_cookie(cookie_name(), urlsafe_b64encode(key).decode(), salt=_COOKIE_SALT, max_age=SECONDS, httponly=True, samesite="Lax",
                               secure=settings.SECURE, path="/")
    response.headers["Cache-Control"] = "no-store"
    return response


def _whose(text: str) -> Account | None:
    try:
        return Account.objects.filter(pk=UUID(signing.loads(text, salt=_SALT, max_age=settings.SESSION_COOKIE_AGE))).first()
    except (signing.BadSignature, ValueError):
        return None


def _is_somebody_elses(request: HttpRequest) -> bool:
    """Was this form made for another account? Then two people share a device, and these words go into neither record."""
    try:
        return FIELD in request.POST and signing.loads(request.POST[FIELD], salt=_SALT) != str(request.user.pk)
    except signing.BadSignature:
        return False


def _key(request: HttpRequest) -> bytes | None:
    text = request.get_signed_cookie(cookie_name(), default=None, salt=_COOKIE_SALT, max_age=SECONDS)
    try:
        key = urlsafe_b64decode(text) if text else b""
    except ValueError:
        return None
    return key if len(key) == 32 else None


def _open(request: HttpRequest) -> QueryDict | None:
    key = _key(request)
    row = KeptWords.objects.filter(person=request.user, path=request.path, until_at__gte=clock.now()).first() if key else None
    if row is None:
        return None
    body = bytes(row.body)
    try:
        fields = json.loads(AESGCM(key).decrypt(body[:12], body[12:], f"{request.user.pk}{request.path}".encode()))
    except (InvalidTag, ValueError):
        return None
    words = QueryDict(mutable=True)
    for name, values in fields.items():
        words.setlist(name, values)
    return words
