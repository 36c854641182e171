"""A shell around a small WSGI application, served by the real server in a process of its own.

    python -m staffroom.kit.tests.live_server PORT WORKERS
"""

import hashlib
import json
import os
import sys
import time
from pathlib import Path

import django
from django.conf import settings

if not settings.configured:
    settings.configure(SECRET_KEY="for-tests-only", DATA=Path(os.environ["LIVE_DATA"]), REDIS_URL=os.environ.get("LIVE_REDIS", ""),  # noqa: S106
                       UPLOAD_BYTES=25_000_000, DATA_UPLOAD_MAX_MEMORY_SIZE=2_000_000, LANGUAGE_CODE="en", USE_I18N=True, DATABASES={})
    django.setup()

from staffroom.kit import live  # noqa: E402 - needs the settings above
from staffroom.kit.server import serve_web  # noqa: E402
from staffroom.kit.shell import Shell  # noqa: E402
from staffroom.kit.spool import Limits  # noqa: E402


def pages(environ, start_response):
    """What the tests ask for: what arrived, how many streams are open, something slow, something large, a push."""
    path, query = environ["PATH_INFO"], environ["QUERY_STRING"]
    out, status = b"hello", "200 OK"
    if path == "/echo":
        body = environ["wsgi.input"].read()
        out = json.dumps([len(body), hashlib.sha256(body).hexdigest(), environ["CONTENT_LENGTH"]]).encode()
    elif path == "/environ":
        out = json.dumps({key: value for key, value in environ.items() if isinstance(value, str)}).encode()
    elif path == "/streams":
        out = json.dumps([len(application.hub.streams), len(application.hub.by_account), len(application.hub.by_channel), os.getpid()]).encode()
    elif path == "/slow":
        time.sleep(float(query))
    elif path == "/large":
        start_response(status, [("Content-Type", "application/octet-stream")])
        return (b"x" * 1_000_000 for _ in range(int(query)))
    elif path == "/push":
        channel, event, code = query.split(",")
        out = str(live.publish(channel, event, {"code": code})).encode()
    elif path == "/break":
        raise RuntimeError("on purpose")
    start_response(status, [("Content-Type", "text/plain")])
    return [out]


application = Shell(pages, Limits(body_seconds=float(os.environ.get("LIVE_BODY_SECONDS", "30"))))

if __name__ == "__main__":
    serve_web(port=int(sys.argv[1]), workers=int(sys.argv[2]), application="staffroom.kit.tests.live_server:application",
              ready=lambda: print("ready", flush=True))
