"""`staffroom worker`: effects that were promised, and work by the clock."""

import argparse
import signal
import time


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="do what is due now, then end")


def run(options: argparse.Namespace) -> int:
    from staffroom.cli import preflight, start_django
    preflight.instance()
    start_django()
    from django.db import OperationalError, close_old_connections, connection

    from staffroom.kit import outbox
    from staffroom.schedule import run_due
    preflight.ready()
    stopping: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda received, _frame: stopping.append(received))
    while not stopping:
        try:
            close_old_connections()
            run_due()
            done = outbox.run_due()
        except OperationalError as problem:
            connection.close()
            print(f"The database did not answer ({type(problem).__name__}); trying again.", flush=True)
            done = 0
        if options.once and not done:
            break
        if not done:
            time.sleep(0.3)
    return 0
