"""V5: how much longer a page takes when there is a hundred times more of everything around it.

    python bench/growth.py [--offers 100000] [--people 20000] [--postgresql]

One person and their pages stay as they are, while offers (copies of the commons under other titles, found by their words and topics like all
others) and people (in schools of a hundred, with a profile and ten entries each) grow around them. Each page is asked in one process, without a
network; the figure is the least time with much beside the least with little, on the same engine in the same run. The last rows ask Find just
after an offer changed, when everything that is remembered of the shelf is made anew, and bring a list in.
"""

import argparse
import os
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
LITTLE_OFFERS, LITTLE_PEOPLE, SCHOOL, ENTRIES, PART = 2_000, 200, 100, 10, 5_000
ROUNDS = 15


def grow_offers(start: int, wanted: int) -> None:
    """Copies of the commons until there are `wanted`; `start` are there."""
    from django.db import transaction

    from staffroom.catalogue.models import Offer
    from staffroom.kit import search
    from staffroom.kit.ids import new_code, uuid7
    through = Offer.topics.through
    real = list(Offer.objects.filter(taken_down_at=None).exclude(kind="post").exclude(key__startswith="bench-"))
    topics: dict = {}
    for offer, topic in through.objects.filter(offer__in=real).values_list("offer_id", "topic_id"):
        topics.setdefault(offer, []).append(topic)
    same = ("source", "kind", "summary", "first_step", "minutes", "level", "maker", "cost", "language", "made_at", "changed_at")
    for first in range(start, wanted, PART):
        made, links = [], []
        for number in range(first, min(first + PART, wanted)):
            one = real[number % len(real)]
            held = {name: getattr(one, name) for name in same}
            made.append(Offer(id=uuid7(), code=new_code(), key=f"bench-{number}", title=f"{one.title} ({number})", **held))
            links += [through(offer_id=made[-1].pk, topic_id=topic) for topic in topics.get(one.pk, ())]
        with transaction.atomic():
            Offer.objects.bulk_create(made, batch_size=500)
            through.objects.bulk_create(links, batch_size=2_000)
            search.put("offer", [(one.pk, one.title, one.summary) for one in made])


def grow_people(start: int, wanted: int) -> None:
    """Teachers in schools of a hundred, each with a profile and a few entries."""
    from django.db import transaction

    from staffroom.kit import clock, keystore
    from staffroom.orgs.models import Membership, Organisation
    from staffroom.people.models import Account, Profile
    from staffroom.record.models import Entry, Rung, Sitting
    today = clock.now().date()
    above = Organisation.objects.filter(kind="district").order_by("pk")[0]
    for first in range(start, wanted, SCHOOL):
        school = Organisation(kind="school", name=f"School {first}", parent=above)
        numbers = range(first, min(first + SCHOOL, wanted))
        crowd = [Account(name=f"Grown {number} Person {number * 7919 % 1000}", zone="UTC", is_demo=True) for number in numbers]
        for person in crowd:
            keystore.make(person.pk)
        days = [today - timedelta(days=number * 30) for number in range(ENTRIES)]
        read = {"kind": "read", "minutes": 15, "time_kind": "own"}
        entries = [Entry(person=person, title=f"Read on {day}", on_on=day, **read) for person in crowd for day in days]
        rungs = [Rung(person=entry.person, entry=entry, step="noted", by=entry.person, in_name="", minutes=15) for entry in entries]
        told = [Profile(person=person, in_directory=True, widest=Profile.Seen.SIGNED_IN, subjects=["science"]) for person in crowd]
        with transaction.atomic():
            school.save()
            Account.objects.bulk_create(crowd)
            Profile.objects.bulk_create(told)
            Membership.objects.bulk_create([Membership(person=person, organisation=school, role="teacher", from_on=today) for person in crowd])
            Entry.objects.bulk_create(entries)
            Sitting.objects.bulk_create([Sitting(person=entry.person, entry=entry, on_on=entry.on_on, minutes=15) for entry in entries])
            Rung.objects.bulk_create(rungs)


def settle() -> None:
    from django.db import connection

    from staffroom.kit import spelling
    spelling.count_words(by=None)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")


def pages(held: dict) -> dict[str, tuple[str, str]]:
    """What is asked: the name of a page -> (who, path)."""
    more = {"Find, a subject": "/find/?subject=science", "Find, shortest": "/find/?sort=minutes", "Find, rare words": "/find/?q=exit+ticket+physics",
            "Find, many facets": "/find/?subject=science&minutes=15&cost=free", "People": "/people/", "People, a name": "/people/?q=person+77",
            "Needs": "/find/needs/"}
    return {**held["pages"], **{name: ("teacher", path) for name, path in more.items()}}


def ask(held: dict, asked: dict[str, tuple[str, str]], before=lambda: None) -> dict[str, float]:
    """Milliseconds for each page: the least of so many, for the machine is shared."""
    from django.conf import settings
    from django.test import Client
    found = {}
    for name, (who, path) in asked.items():
        client = Client(HTTP_HOST="127.0.0.1:8000")
        client.cookies[settings.SESSION_COOKIE_NAME] = held["cookies"][who][0]
        took = []
        for turn in range(ROUNDS + 3):
            before()
            began = time.perf_counter()
            answer = client.get(path)
            if turn >= 3:
                took.append((time.perf_counter() - began) * 1000)
            assert answer.status_code == 200, (path, answer.status_code)
        found[name] = min(took)
    return found


def changed() -> None:
    """An offer changes, as when a feed brings a post."""
    from staffroom.catalogue.models import Offer
    from staffroom.catalogue.queries import shelf
    from staffroom.kit import clock
    Offer.objects.filter(pk__in=Offer.objects.values("pk")[:1]).update(changed_at=clock.now())
    shelf.forget()


def bring(rows: int = 10_000) -> None:
    """V11, as far as a list goes: so many rows (1 % broken, 5 % twice) read, put up, and brought again."""
    import resource

    from staffroom.catalogue import actions
    from staffroom.kit.testing import make_account
    by = make_account("Brings a list")
    lines = ["Title,Link,Minutes,Provider"]
    for number in range(rows):
        same = number - 1 if number % 20 == 19 else number
        lines.append(f"A course {same},https://list.example/{same},{'soon' if number % 100 == 7 else 30},A college")
    data = "\n".join(lines).encode()

    def whole(data: bytes) -> tuple[float, float, Any]:
        began = time.perf_counter()
        run = actions.draft_import(by=by, name="a list.csv", data=data)
        read = time.perf_counter()
        run = actions.apply_import(by=by, run=run)
        while run.applied_at is None:
            run = actions.import_part(by=None, run=run)
        return read - began, time.perf_counter() - read, run

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    read, kept, run = whole(data)
    _again_read, again, second = whole(data)
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"  a list of {rows} rows: read in {read:.1f} s, put up in {kept:.1f} s ({run.added_count} added, {len(run.errors)} broken), brought "
          f"again in {again:.1f} s ({second.added_count} added, {second.changed_count} changed); {more:.0f} MB more")


def measure(offers: int, people: int) -> None:
    from bench.fixture import fill
    held = fill(1_000, 0, 1, 1)
    asked = pages(held)
    grow_offers(0, LITTLE_OFFERS)
    grow_people(0, LITTLE_PEOPLE)
    settle()
    little, anew = ask(held, asked), ask(held, {"Find": asked["Find"]}, changed)
    began = time.perf_counter()
    grow_offers(LITTLE_OFFERS, offers)
    middle = time.perf_counter()
    grow_people(LITTLE_PEOPLE, people)
    print(f"{offers} offers put in {middle - began:.0f} s, {people} people in {time.perf_counter() - middle:.0f} s")
    settle()
    much = ask(held, asked)
    for name in asked:
        print(f"  {name:<20} {much[name] / little[name]:5.2f} ×   {little[name]:7.1f} -> {much[name]:7.1f} ms")
    anew_much = ask(held, {"Find": asked["Find"]}, changed)
    print(f"  {'Find, just changed':<20} {anew_much['Find'] / anew['Find']:5.2f} ×   {anew['Find']:7.1f} -> {anew_much['Find']:7.1f} ms")
    bring()


def main() -> None:
    read = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    read.add_argument("--offers", type=int, default=100_000)
    read.add_argument("--people", type=int, default=20_000)
    read.add_argument("--postgresql", action="store_true")
    options = read.parse_args()
    with ExitStack() as stack:
        os.environ["STAFFROOM_DATA"] = stack.enter_context(tempfile.TemporaryDirectory(prefix="staffroom-growth-"))
        os.environ["DJANGO_SETTINGS_MODULE"] = "staffroom.settings"
        if options.postgresql:
            from tests.servers import postgres
            os.environ["DATABASE_URL"] = stack.enter_context(postgres("shared_buffers=256MB", "maintenance_work_mem=128MB", "jit=off"))
        from staffroom.cli import main as staffroom
        for words in (["migrate"], ["demo"]):
            staffroom(words)
        import django
        django.setup()
        measure(options.offers, options.people)


if __name__ == "__main__":
    main()
