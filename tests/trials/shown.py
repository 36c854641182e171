"""Every form of the product, as its pages show it: found by asking every address of the URLconf, not from a list."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from tests.attacks import asking
from tests.attacks.routes import ROUTES, SEEN, expected
from tests.attacks.world import ANN, NOBODY, World

VIEWERS = (ANN, "org_admin", "rosa", NOBODY)
NOT_TYPED = {"csrfmiddlewaretoken", "op_id"}
TEXT = {"text", "search", "url", "email", "tel", "number", "date", "time", "password", "hidden", "textarea"}
CHOSEN = {"radio", "checkbox", "select"}


@dataclass
class Form:
    """One form on a page: where it is sent, how, and what stands in it."""

    page: str
    viewer: str
    action: str
    method: str
    is_multipart: bool = False
    fields: dict[str, str] = field(default_factory=dict)  # as a browser would send it untouched
    kinds: dict[str, str] = field(default_factory=dict)

    @property
    def texts(self) -> list[str]:
        return [name for name, kind in self.kinds.items() if kind in TEXT and name not in NOT_TYPED]

    @property
    def choices(self) -> list[str]:
        return [name for name, kind in self.kinds.items() if kind in CHOSEN]

    @property
    def data(self) -> dict[str, str]:
        return {name: value for name, value in self.fields.items() if name not in NOT_TYPED}


class _Reader(HTMLParser):
    """Collects the forms of one page; a field may name its form by form="id"."""

    def __init__(self, page: str, viewer: str):
        super().__init__()
        self.page, self.viewer = page, viewer
        self.forms: list[Form] = []
        self.by_id: dict[str, Form] = {}
        self.now: Form | None = None
        self.words: tuple[Form, str] | None = None
        self.select: tuple[Form, str] | None = None

    def handle_starttag(self, tag, attrs):
        held = {name: value or "" for name, value in attrs}
        if tag == "form":
            action = urlsplit(urljoin(self.page, held.get("action") or self.page))
            self.now = Form(self.page, self.viewer, action.path + (f"?{action.query}" if action.query else ""), held.get("method", "get").lower(),
                            held.get("enctype", "") == "multipart/form-data")
            self.forms.append(self.now)
            self.by_id[held.get("id", "")] = self.now
            return
        form = self.by_id.get(held["form"]) if "form" in held else self.now
        if form is not None:
            self._field(tag, held, form)

    def _field(self, tag: str, held: dict[str, str], form: Form) -> None:
        name, kind = held.get("name", ""), held.get("type", "text")
        if tag == "option" and self.select:
            form, name = self.select
            if "selected" in held or name not in form.fields:
                form.fields[name] = held.get("value", "")
        elif not name:
            return
        elif tag == "input" and kind in CHOSEN:
            form.kinds.setdefault(name, kind)
            if "checked" in held:
                form.fields[name] = held.get("value", "on")
        elif tag == "input":
            form.kinds.setdefault(name, kind)
            if kind != "file":
                form.fields.setdefault(name, held.get("value", ""))
        elif tag == "textarea":
            form.kinds[name], form.fields[name], self.words = "textarea", "", (form, name)
        elif tag == "select":
            form.kinds[name], self.select = "select", (form, name)

    def handle_data(self, data):
        if self.words:
            self.words[0].fields[self.words[1]] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.now = None
        elif tag == "textarea":
            self.words = None
        elif tag == "select":
            self.select = None


def pages(world: World, viewers=VIEWERS):
    """(viewer, path, answer) of every address that answers this viewer with a page."""
    for viewer in viewers:
        for route, row in ROUTES.items():
            for target in row.of(world, "GET"):
                if expected(row, "GET", viewer, target) == SEEN:
                    path = asking.path_with(route, target)
                    yield viewer, path, asking.untouched(world, viewer, path)


def forms(world: World, viewers=VIEWERS) -> list[Form]:
    """Each form once: the same address with the same fields, seen by several, is one."""
    found: dict[tuple, Form] = {}
    for viewer, path, answer in pages(world, viewers):
        headers = dict(answer.headers)
        if not headers.get("Content-Type", "").startswith("text/html"):
            continue
        reader = _Reader(path.partition("?")[0], viewer)
        reader.feed(answer.plain.decode())
        for form in reader.forms:
            found.setdefault((_shape(world, form.action), form.method, *sorted(form.kinds)), form)
    return list(found.values())


def at(world: World, path: str, viewer: str = ANN) -> Form:
    """The form of a page that is sent to the page itself."""
    reader = _Reader(path, viewer)
    reader.feed(asking.send(world, viewer, "GET", path).plain.decode())
    return next(form for form in reader.forms if form.action == path and form.method == "post")


def _shape(world: World, action: str) -> str:
    """The address without the codes in it."""
    from django.urls import resolve

    match = resolve(action.partition("?")[0])
    return f"{match.route} {match.kwargs.get('how', '')}"


# What scripts send without a form of their own on a page

def scripted(world: World) -> list[Form]:
    """The draft that is kept while one types, and the pieces of a file."""
    from staffroom.record.models import Entry

    entry = world.first(Entry)
    draft = {"title": "A visit", "note": "x", "draft_version": "0", "tab": "tab-one", "base": "1"}
    piece = {"key": "upload-ann-two", "name": "a.txt", "type": "text/plain", "size": "4", "offset": "0"}
    return [Form("/record/new/", ANN, "/record/drafts/record.new/", "post", fields=draft, kinds=dict.fromkeys(draft, "text")),
            Form(f"/record/{entry.code}/", ANN, f"/record/{entry.code}/pieces/", "post", True, fields=piece, kinds=dict.fromkeys(piece, "text"))]


def all_forms(world: World) -> list[Form]:
    return [*forms(world), *scripted(world)]


# Sending what no browser would

def _quoted(value: bytes) -> bytes:
    return b"".join(b"%%%02X" % byte for byte in value)


def raw(world: World, form: Form, changed: dict[str, bytes], *, multipart: bool = False, kind: str = ""):
    """Send a form with these fields as bytes; all others as a browser would send them."""
    from django.core.cache import cache

    from staffroom.kit import fresh
    from staffroom.kit.testing import op_id
    from tests.attacks.world import CSRF

    sent = {name: value.encode() for name, value in (form.data | {"op_id": op_id(), "csrfmiddlewaretoken": CSRF}).items()} | changed
    cache.clear()
    fresh.forget()
    client = world.client(form.viewer)
    if form.method == "get":
        query = b"&".join(name.encode() + b"=" + _quoted(value) for name, value in sent.items() if name not in NOT_TYPED)
        return client.generic("GET", form.action.partition("?")[0], QUERY_STRING=query.decode())
    if multipart:
        body = b"".join(b'--cut\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (name.encode(), value) for name, value in sent.items())
        return client.generic("POST", form.action, body + b"--cut--\r\n", content_type=kind or "multipart/form-data; boundary=cut")
    body = b"&".join(name.encode() + b"=" + _quoted(value) for name, value in sent.items())
    return client.generic("POST", form.action, body, content_type=kind or "application/x-www-form-urlencoded")
