"""Starts the web side: granian around the shell, one port, any number of worker processes, and a stop within two seconds.

What had to be found out about granian 2.8:
- It binds with SO_REUSEPORT, so a second instance on the same port would silently take half of the visitors: `claim` asks first.
- At a stop it waits for open streams for ever and never tells them. The parent therefore holds a pipe to its workers; when the
  pipe closes (stop, or death of the parent, however violent) each shell ends its streams, and an orphan ends itself.
- Its defaults hold back more than about a thousand open streams: backlog and backpressure are set to 16,384.
- Workers are forks. A thread that was alive in the parent at that moment can leave a lock shut in the worker for ever (seen: the first
  page of a worker never came), so `serve_web` is called in a process without threads, and its own begins after the fork.
- A line to SQLite must not cross that fork either. The worker would believe that it holds the locks which only its parent holds; without the
  parent another process takes the log for left behind and clears it away under a worker that still answers, and what that one acknowledges is lost.
- HTTP/2 does not pass on that a stream was cancelled: HTTP/1 only, to the browser or to the proxy in front.
"""

import gc
import multiprocessing
import os
import resource
import socket
import threading
import time
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

STREAMS = 16_384
APPLICATION = "staffroom.asgi:application"
HEADER_MS = 15_000
KILL_SECONDS = 2
FILES = 65_536


class Taken(Exception):
    """Another program listens on the port."""


def serve_web(host: str = "127.0.0.1", port: int = 8000, workers: int = 1, threads: int = 4, *, papers: tuple[Path, Path] | None = None,
              application: str = APPLICATION, ready: Callable[[], None] | None = None) -> None:
    """Serves until SIGTERM or SIGINT, then returns. Raises Taken when the port is in use.

    `papers` are the files of a certificate and of its key: then it speaks https. `application` is `module:name` of a Shell.
    `ready` is called once, in a thread, when the first connection is accepted.
    """
    claim(host, port)
    raise_file_limit()
    heard, held = multiprocessing.Pipe(duplex=False)
    _import(application)
    _close_databases()
    gc.collect()
    gc.freeze()
    server = _Server(
        application, address=host, port=port, interface=Interfaces.ASGI, workers=workers, http=HTTPModes.http1, websockets=False,
        backlog=STREAMS, backpressure=STREAMS, workers_kill_timeout=KILL_SECONDS, respawn_failed_workers=True,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_MS, max_buffer_size=65_536), log_level=LogLevels.warning,
        ssl_cert=papers[0] if papers else None, ssl_key=papers[1] if papers else None,
    )
    server.held, server.ready = held, ready
    server.serve(target_loader=partial(_in_worker, application, threads, heard, held, os.getpid()), wrap_loader=False)


class _Server(Granian):
    held = None
    ready: Callable[[], None] | None = None

    def startup(self, *args, **kwargs):
        super().startup(*args, **kwargs)
        if self.ready:  # only now: a thread alive during the fork could leave a lock shut in the worker for ever
            threading.Thread(target=_when_open, args=(self.bind_addr, self.bind_port, self.ready), daemon=True).start()

    def signal_handler_interrupt(self, *args, **kwargs):
        self.held.close()
        super().signal_handler_interrupt(*args, **kwargs)


def _in_worker(application: str, threads: int, heard, held, parent_pid: int):
    """Runs in the worker: keeps the listening end of the pipe only, so that it closes with the parent. Its line to SQLite begins here."""
    from .anchor import hold

    held.close()
    hold()
    shell = _import(application)
    shell.threads, shell.parent, shell.parent_pid = threads, heard, parent_pid
    return shell


def _import(application: str):
    module, _, name = application.partition(":")
    return getattr(import_module(module), name)


def _close_databases():
    # A SQLite connection that crosses a fork breaks its locks.
    from django.db import connections

    connections.close_all()


def claim(host: str, port: int, seconds: float = 2.0):
    """Raises Taken unless the port is free, or becomes free in a moment (a worker of an instance that was just killed)."""
    until = time.monotonic() + seconds
    while True:
        try:
            with socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET):
                return
        except OSError as error:
            if time.monotonic() > until:
                raise Taken(f"{host}:{port}: {error.strerror}") from error
        time.sleep(0.1)


def _when_open(host: str, port: int, ready: Callable[[], None], seconds: float = 60.0):
    here = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)  # noqa: S104  # nosec B104 - compared, not bound
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            socket.create_connection((here, port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            ready()
            return


def raise_file_limit():
    """Every stream is an open file; the usual 1,024 would be the end of it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = FILES if hard == resource.RLIM_INFINITY else min(hard, FILES)
    if soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
