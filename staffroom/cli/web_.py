"""`staffroom web`: pages and live pages on one port."""

import argparse
from pathlib import Path

from staffroom.cli import preflight


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=preflight.port, default=8000, help="the port to listen on (default 8000)")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default 127.0.0.1: this machine only)")
    parser.add_argument("--workers", type=int, default=1, help="processes (more than one needs REDIS_URL)")


def run(options: argparse.Namespace) -> int:
    from staffroom.cli import start_django
    preflight.instance()
    start_django()
    preflight.ready()
    preflight.port_is_free(options.host, options.port)
    return serve(options.host, options.port, options.workers)


def serve(host: str, port: int, workers: int, papers: tuple[Path, Path] | None = None) -> int:
    """Answer until told to stop. Django is set up, and the instance was found fit."""
    from django.conf import settings

    from staffroom.cli import Problem
    from staffroom.kit.server import Taken, serve_web
    if workers > 1 and not settings.REDIS_URL:
        raise Problem("several web processes need REDIS_URL, so that limits count for all of them together.", 3)
    try:
        serve_web(host, port, workers=workers, threads=settings.WEB_THREADS, papers=papers)
    except Taken as taken:
        raise Problem(f"the port is taken ({taken}). Choose another with --port.", 3) from None
    return 0
