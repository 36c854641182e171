"""`staffroom web`: pages and live pages on one port."""

import argparse


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--workers", type=int, default=1, help="processes (more than one needs REDIS_URL)")


def run(options: argparse.Namespace) -> int:
    from staffroom.cli import Problem, preflight, start_django
    preflight.instance()
    start_django()
    from django.conf import settings

    from staffroom.kit.server import serve_web
    if options.workers > 1 and not settings.REDIS_URL:
        raise Problem("several web processes need REDIS_URL, so that live pages reach every reader.", 3)
    preflight.ready()
    serve_web(options.host, options.port, workers=options.workers, threads=settings.WEB_THREADS)
    return 0
