"""Fixtures for all tests."""

import gc
import json
import os
from pathlib import Path

import pytest

from staffroom.kit.testing import make_account, sign_in

gc.disable()  # until everything is collected: see `pytest_collection_finish`


@pytest.fixture
def ann(db):
    """A teacher."""
    return make_account("Ann Example")


@pytest.fixture
def ben(db):
    """Another teacher."""
    return make_account("Ben Example")


@pytest.fixture
def as_ann(client, ann):
    """Ann's browser, opened by a factor of her own."""
    return sign_in(client, ann)


@pytest.fixture(autouse=True)
def _remembered():
    """What a process remembers of the shelf and of its words, and the language of its last page, belong to one test alone."""
    from django.utils import translation

    from staffroom.catalogue.queries import shelf
    from staffroom.kit import spelling
    translation.deactivate()
    shelf.forget()
    spelling.forget()


@pytest.fixture(autouse=True)
def _ledger_emptied(request):
    """After a test with transactions of its own all tables are emptied, which the ledger refuses: it is emptied before, past its triggers."""
    mark = request.node.get_closest_marker("django_db")
    if "transactional_db" in request.fixturenames:
        request.getfixturevalue("transactional_db")
    yield
    if "transactional_db" in request.fixturenames or (mark and mark.kwargs.get("transaction")):
        from staffroom.ledger.tests.conftest import empty
        empty()


# What is run, and what may be left out

DATA = Path(__file__).resolve().parent.parent / "shared" / "data"
# All of these ask nearly every address of the world as it was laid (`asking.untouched`): one process asks it once for all of them.
TOGETHER = ("tests/attacks/test_reading.py", "tests/attacks/test_noninterference.py", "tests/attacks/test_canaries.py",
            "tests/attacks/test_headers.py", "tests/attacks/test_statements.py", "tests/trials/test_fo.py", "tests/trials/test_up_rl.py",
            "tests/promise/test_scenarios.py")
# Begin first, so that none of them is left for the end.
LONGEST = (*TOGETHER, "tests/faults/test_backup.py", "tests/attacks/test_writing.py", "tests/faults/", "tests/attacks/", "tests/trials/",
           "tests/mutants/", "staffroom/exchange/tests/test_whole_instance.py", "staffroom/kit/tests/test_first_tables.py",
           "staffroom/pages/tests/test_demo_command.py")
MUST_ALL_RUN = os.environ.get("CI", "").lower() in {"1", "true"}


def pytest_addoption(parser):
    parser.addoption("--long", action="store_true", help="the full numbers of every trial")
    parser.addoption("--database-only", action="store_true", help="only tests that use the database: the second engine needs no others")


def pytest_collection_modifyitems(config, items):
    items.sort(key=lambda item: next((place for place, begin in enumerate(LONGEST) if item.nodeid.startswith(begin)), len(LONGEST)))
    gone = []
    for item in items:
        is_not_for_this_engine = config.option.database_only and not _uses_database(item, long=config.option.long)
        if is_not_for_this_engine or (item.get_closest_marker("long") and not config.option.long):
            gone.append(item)
        elif item.get_closest_marker("postgres") and not os.environ.get("DATABASE_URL"):
            gone.append(item)  # the second engine's turn comes
        elif item.get_closest_marker("data") and not DATA.is_dir():
            item.add_marker(pytest.mark.skip(reason="the shared data are not here"))
    if gone:
        config.hook.pytest_deselected(items=gone)
        items[:] = [item for item in items if item not in set(gone)]


def pytest_collection_finish(session):
    """What was imported and collected stays until the end: nobody looks through it for rubbish again and again, and for what comes later seldom."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    gc.enable()


def pytest_runtest_protocol(item):
    """The process that asks for all of them together has the most to do: while it does, the others leave it a processor of its own."""
    session = item.session
    if os.environ.get("PYTEST_XDIST_WORKER") and not hasattr(session, "is_under_way"):
        session.is_under_way = True
        if not item.nodeid.startswith(TOGETHER):
            os.nice(5)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """A process takes a file at a time, and those that ask the same all together; in the order of `LONGEST`. With --long a test at a time."""
    from xdist.scheduler.loadscope import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            if config.option.long:
                return nodeid
            return "together" if nodeid.startswith(TOGETHER) else nodeid.split("::")[0]

    config.option.loadscopereorder = False
    return ByFile(config, log)


def _uses_database(item, *, long: bool) -> bool:
    if any(item.get_closest_marker(mark) for mark in ("browser", "either", *(() if long else ("one_engine",)))):
        return False
    return bool(item.get_closest_marker("django_db") or {"db", "transactional_db"} & set(getattr(item, "fixturenames", ())))


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    report = (yield).get_result()
    if MUST_ALL_RUN and report.skipped and not hasattr(report, "wasxfail") and not item.get_closest_marker("data"):
        where = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome, report.longrepr = "failed", f"Everything must run here, and this did not: {where}"


def pytest_runtest_logreport(report):
    """Note what passed in the file STAFFROOM_RAN, for the promise to be checked afterwards."""
    if os.environ.get("STAFFROOM_RAN") and not os.environ.get("PYTEST_XDIST_WORKER") and (report.when == "call" or not report.passed):
        with open(os.environ["STAFFROOM_RAN"], "a") as file:
            file.write(json.dumps([report.nodeid, report.outcome]) + "\n")


@pytest.fixture(scope="session")
def long(request) -> bool:
    """Is this a run of the full numbers?"""
    return request.config.option.long
