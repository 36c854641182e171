"""The instance that is measured and the yardstick beside it, on copies of the same data."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.instance import Instance

WRITERS, READERS = 16, 120
TURNS = 8  # so often sixteen others write: an account keeps two hundred drafts at most


@dataclass
class Place:
    """Both servers, cookies for everybody, and the addresses that are measured."""

    product: Instance
    yard: Instance
    cookies: dict[str, list[str]]
    pages: dict[str, tuple[str, str]]
    public: dict[str, str]
    writers: list[str]
    looks: dict[str, Any]


@contextmanager
def place(folder: Path, many: int, offers: int) -> Iterator[Place]:
    """Make the data (the demo world, somebody with `many` of everything, `offers` offers) and start both servers on it."""
    product = Instance(folder / "data")
    product.start("--workers", "1")
    held: dict[str, Any] = product.ask(f"from bench.fixture import fill\nanswer(fill({many}, {offers}, {WRITERS * TURNS}, {READERS}))", seconds=600)
    product.stop()
    shutil.copytree(folder / "data", folder / "yard")
    yard = Instance(folder / "yard", DJANGO_SETTINGS_MODULE="bench.settings")
    yard.ask("from django.db import connection\nconnection.cursor().execute('CREATE TABLE bench_bare (id INTEGER PRIMARY KEY, words TEXT NOT NULL)')")
    product.start("--workers", "1")
    try:
        yard.start("--workers", "1")
        yield Place(product, yard, held["cookies"], {name: tuple(page) for name, page in held["pages"].items()}, held["public"], held["writers"],
                    held["looks"])
    finally:
        for instance in (yard, product):
            instance.stop()
            instance.kill()
