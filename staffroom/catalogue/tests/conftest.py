import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.cache import cache

from staffroom.catalogue.actions.shelving import shelve
from staffroom.catalogue.described import described
from staffroom.catalogue.models import Offer, Source
from staffroom.catalogue.queries import shelf as shelf_memory
from staffroom.kit import fresh, spelling
from staffroom.topics import actions as topics

THEMES = ("talk", "load", "checking")
LEVELS = ("rookie", "practised", "anyone", "")


@pytest.fixture(autouse=True)
def nothing_remembered():
    """Each test begins without kept pages, versions and counts."""
    cache.clear()
    fresh.forget()
    shelf_memory.forget()
    spelling.forget()


@pytest.fixture
def shelf(db):
    """`shelf(n)` puts n varied offers up; `shelf(title=…, …)` one."""
    topics.load(by=None)
    source = Source.objects.create(kind=Source.Kind.FILE, name="A list")

    def put(count=None, **facts):
        rows = [described(**({"title": "Exit tickets", "kind": "article"} | facts))] if count is None else [_varied(n) for n in range(count)]
        shelve(source, rows)
        return Offer.objects.filter(source=source).order_by("made_at").last()

    return put


def _varied(n: int):
    minutes = (5, 15, 40, None)[n % 4]
    about = [("theme", THEMES[n % 3]), ("stage", ("any-stage", "middle", "primary")[n % 3])]
    return described(
        title=f"Exit ticket number {n}",
        kind=("article", "video", "post")[n % 3],
        url=f"https://example.org/{n}",
        minutes=minutes,
        watch_minutes=(5, None)[n % 2],
        do_minutes=(None, 10, None)[n % 3],
        summary="One question at the door.",
        level=LEVELS[n % 4],
        cost=("free", "paid", "")[n % 3],
        language=("en", "fr")[n % 2],
        topics=about,
    )


class Site:
    """A small site: what each path answers, and which requests came."""

    def __init__(self):
        self.answers, self.asked, self.heads = {}, [], False
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):  # noqa: N802  the library's name
                site.asked.append((self.path, dict(self.headers)))
                site.answers[self.path](self)

            def do_HEAD(self):  # noqa: N802  the library's name
                if not site.heads:
                    return self.send_error(405)
                site.asked.append((f"HEAD {self.path}", dict(self.headers)))
                return site.answers[self.path](self)

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.at = f"127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def says(self, path, body=b"", status=200, kind="application/rss+xml", **headers):
        def answer(handler):
            handler.send_response(status)
            for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
                handler.send_header(name.replace("_", "-"), value)
            handler.end_headers()
            handler.wfile.write(body)

        self.answers[path] = answer


@pytest.fixture
def site(settings):
    site = Site()
    settings.FETCH_ALSO_ALLOWED = (site.at,)
    yield site
    site.server.shutdown()
    site.server.server_close()
