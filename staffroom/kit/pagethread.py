"""One request as WSGI sees it, run in a page thread: the environ out of the ASGI scope, and the answer collected into a file."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO
from urllib.parse import unquote_to_bytes

from .spool import IN_MEMORY


@dataclass(slots=True)
class Answer:
    """Status, headers and body of a page."""

    status: int = 500
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: Any = None


def environ_of(scope, body: BinaryIO, length: int) -> dict[str, Any]:
    """PEP 3333: the path as bytes in Latin-1, headers as HTTP_*, the body as a file that ends by itself.

    A header whose name has an underscore is dropped: `X_Forwarded_For` would otherwise pass for `X-Forwarded-For`.
    """
    host, port = scope.get("server") or ("127.0.0.1", 80)
    client = scope.get("client") or ("", 0)
    environ = {
        "REQUEST_METHOD": scope["method"], "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}", "SERVER_NAME": host, "SERVER_PORT": str(port or 0),
        "REMOTE_ADDR": client[0], "CONTENT_LENGTH": str(length),
        "wsgi.version": (1, 0), "wsgi.url_scheme": scope.get("scheme", "http"), "wsgi.input": body, "wsgi.errors": sys.stderr,
        "wsgi.multithread": True, "wsgi.multiprocess": True, "wsgi.run_once": False,
    }
    for raw_name, raw_value in scope["headers"]:
        name = raw_name.decode("latin-1")
        if name == "content-length" or "_" in name:
            continue
        key = "CONTENT_TYPE" if name == "content-type" else "HTTP_" + name.upper().replace("-", "_")
        value, joint = raw_value.decode("latin-1"), "; " if name == "cookie" else ","
        environ[key] = f"{environ[key]}{joint}{value}" if key in environ else value
    return environ


def run(pages: Callable, environ: dict[str, Any]) -> Answer:
    """Asks the pages for an answer and takes all of it, so that the thread is free before the first byte is sent."""
    answer = Answer(body=SpooledTemporaryFile(max_size=IN_MEMORY))  # noqa: SIM115 - the shell closes it when it is sent

    def start_response(status, headers, exc_info=None):
        answer.status = int(status.split(" ", 1)[0])
        answer.headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        return answer.body.write

    chunks = pages(environ, start_response)
    try:
        for chunk in chunks:
            answer.body.write(chunk)
    except BaseException:
        answer.body.close()
        raise
    finally:
        getattr(chunks, "close", lambda: None)()
    return answer
