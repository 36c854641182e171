"""`staffroom worker`: effects that were promised, and work by the clock."""

import argparse
import signal
import time

AT_ONCE = 20


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="do what is due now, then end")


def run(options: argparse.Namespace) -> int:
    from staffroom.cli import preflight, start_django
    preflight.instance()
    start_django()
    preflight.ready()
    return work(once=options.once)


def work(*, once: bool) -> int:
    """Do what is due, again and again. Django is set up, and the instance was found fit."""
    from django.db import Error, close_old_connections, connection

    from staffroom.cli import say
    from staffroom.kit import outbox
    from staffroom.schedule import run_due
    stopping: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda received, _frame: stopping.append(received))
    while not stopping:
        try:
            close_old_connections()
            run_due()
            done = outbox.run_due(AT_ONCE)
        except Error as problem:
            connection.close()
            say(f"The database did not answer the worker ({type(problem).__name__}); trying again.")
            done = 0
            time.sleep(1)
        if once and not done:
            break
        if done < AT_ONCE and not once:
            time.sleep(0.1 if done else 0.3)  # what comes in meanwhile is done together: each round costs two commits
    return 0
