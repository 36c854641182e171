"""By settings alone: two web processes and one worker, each with a folder of its own as on three machines, on PostgreSQL and Redis."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import psycopg
import pytest
import redis

from staffroom.kit.ids import uuid7
from tests import servers
from tests.faults.trial import SESSIONS
from tests.instance import ROOT, Instance, Visitor

pytestmark = [pytest.mark.redis]


class Part(Instance):
    """One process of an instance, on a machine of its own."""

    def begin(self, *words: str) -> None:
        self.log = open(self.log_path, "a+")  # noqa: SIM115  # as long as it runs
        self.process = subprocess.Popen([self.python, "-m", "staffroom", *words], env=self.env, cwd=self.data.parent, stdout=self.log,
                                        stderr=subprocess.STDOUT, start_new_session=True)

    def until_well(self) -> None:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            assert self.process.poll() is None, self.said()
            try:
                if self.get("/health")[0] == 200:
                    return
            except OSError:
                pass
            time.sleep(0.1)
        raise AssertionError(self.said())


@pytest.fixture(scope="module")
def prepared():
    """(the address of a server's database with all tables and nothing of its own, the address of the bus): for copies that need no steps."""
    with ExitStack() as stack:
        try:
            database, bus = stack.enter_context(servers.postgres()), stack.enter_context(servers.redis())
        except servers.Missing as missing:
            pytest.skip(str(missing))
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        Instance(folder / "data", DATABASE_URL=database, KEYS_URL=new_database(database)).done("migrate")
        yield database, bus


def new_database(server: str, *, like: str = "template1") -> str:
    """The address of one more database on that server."""
    name = f"made_{os.urandom(6).hex()}"
    with psycopg.connect(server.rpartition("/")[0] + "/postgres", autocommit=True) as line:
        line.execute(f"CREATE DATABASE {name} TEMPLATE {like}")
    return f"{server.rpartition('/')[0]}/{name}"


@pytest.fixture
def settings(prepared, tmp_path):
    """Those that the machines of one instance have in common."""
    database, bus = prepared
    redis.Redis.from_url(bus).flushall()
    shared = tmp_path / "shared"
    shared.mkdir(mode=0o700)
    for name in ("wrapping.key", "django.key"):
        (shared / name).write_text(os.urandom(40).hex() + "\n")
        (shared / name).chmod(0o600)
    return {"DATABASE_URL": new_database(database, like="staffroom"), "KEYS_URL": new_database(database), "REDIS_URL": bus,
            "STAFFROOM_BASE_URL": "http://127.0.0.1:8000", "STAFFROOM_PROXIES": "1",
            "STAFFROOM_WRAPPING_KEY_FILE": str(shared / "wrapping.key"), "STAFFROOM_SECRET_KEY_FILE": str(shared / "django.key")}


@pytest.fixture
def parts(settings, tmp_path):
    """(web, web, worker)"""
    made = [Part(tmp_path / name, **settings) for name in ("one", "two", "worker")]
    for part in made[:2]:
        part.begin("web", "--port", str(part.port))
    made[2].begin("worker")
    for part in made[:2]:
        part.until_well()
    yield made
    for part in made:
        part.stop()
        part.kill()


def visitor(part: Part, session: dict) -> Visitor:
    made = Visitor(part.url)
    made.opener.addheaders += [("Cookie", f"session={session['key']}; csrf={session['csrf']}"), ("Host", "127.0.0.1:8000")]
    return made


def heard(part: Part, address: str) -> socket.socket:
    """An open stream, after its first bytes."""
    stream = socket.create_connection(("127.0.0.1", part.port), timeout=20)
    stream.sendall(f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1:8000\r\n\r\n".encode())
    assert b" 200 " in stream.recv(4096).split(b"\r\n")[0]
    return stream


def test_a_session_an_act_and_a_live_event_belong_to_all_processes(parts):
    one, two, worker = parts
    session, = one.ask(SESSIONS.format(count=1))
    on_one, on_two = visitor(one, session), visitor(two, session)
    assert on_one.ask("/record/")[0] == 200 and on_two.ask("/record/")[0] == 200

    fields = {"csrfmiddlewaretoken": session["csrf"], "op_id": str(uuid7()), "title": "Seen on both", "kind": "read", "minutes": "20",
              "on_on": date.today().isoformat(), "time_kind": "own", "origin": "chosen"}
    first, second = on_one.post("/record/new/", fields), on_two.post("/record/new/", fields)
    assert first[0] in {302, 303} and (second[0], second[1]["Location"]) == (first[0], first[1]["Location"])
    code = first[1]["Location"].split("/record/")[1].split("/")[0]
    assert "Seen on both" in on_two.ask(f"/record/{code}/")[2]
    assert one.ask("from staffroom.record.models import Entry\nanswer(Entry.objects.count())\n") == 1

    # A draft kept on one machine is heard on the other, by way of the worker's machine.
    account = one.ask("from staffroom.people.models import Account\nanswer(Account.objects.get().code)\n")
    page = on_two.ask("/record/new/")[2]
    import html
    import re
    found = re.search(r"/live/[^\"' ]+", page)
    assert found, "the page of a long form listens for the same form elsewhere"
    stream = heard(two, html.unescape(found[0]))
    kept = on_one.post("/record/drafts/record.new/", {"csrfmiddlewaretoken": session["csrf"], "title": "half a thought", "version": "0", "tab": "elsewhere"})
    assert kept[0] in {200, 302, 303}
    stream.settimeout(20)
    received = b""
    while b"event:" not in received:
        part = stream.recv(4096)
        assert part, received
        received += part
    assert b"half a thought" not in received and account

    assert worker.done("verify").endswith("Everything fits together.\n")


WHEN_DONE = """
import time
from django.db.models import Sum
from staffroom.kit.models import OutboxRow
rows, end = OutboxRow.objects.filter(kind="record.draft_kept"), time.monotonic() + 60
while rows.exclude(state="done").exists() and time.monotonic() < end:
    time.sleep(0.1)
answer({"left": rows.exclude(state="done").count(), "done": rows.filter(state="done").count(), "tries": rows.aggregate(n=Sum("tries_count"))["n"]})
"""


def test_an_effect_is_done_once_by_two_workers(parts):
    one, _two, worker = parts
    session, = one.ask(SESSIONS.format(count=1))
    second = Part(one.data.parent / "second", **{name: value for name, value in one.settings.items() if name != "STAFFROOM_DATA"})
    second.begin("worker")
    try:
        here = visitor(one, session)
        for number in range(30):
            kept = here.post(f"/record/drafts/record.trial:{number}x/", {"csrfmiddlewaretoken": session["csrf"], "title": f"t{number}", "version": "0", "tab": "t"})
            assert kept[0] in {200, 302, 303}
        assert one.ask(WHEN_DONE) == {"left": 0, "done": 30, "tries": 0}
    finally:
        second.stop()
        second.kill()
        assert worker.process.poll() is None


def test_many_processes_may_be_the_first_to_open_the_store_of_keys(settings, tmp_path):
    one = Part(tmp_path / "one", **settings)
    asked = [subprocess.Popen([one.python, "-c", "import os\nos.environ['DJANGO_SETTINGS_MODULE'] = 'staffroom.settings'\nimport threading\n"
                               "from staffroom.kit import keystore\nok = []\n"
                               "lines = [threading.Thread(target=lambda: ok.append(keystore.accounts())) for _ in range(8)]\n"
                               "[line.start() for line in lines]\n[line.join() for line in lines]\nassert len(ok) == 8"], env=one.env, cwd=ROOT) for _ in range(2)]
    assert [process.wait(60) for process in asked] == [0, 0]


def test_a_backup_of_sqlite_goes_into_postgresql_and_back(prepared, tmp_path):
    from tests.faults.test_backup import EVERYTHING, PEOPLE
    from tests.instance import fresh
    small = Instance(fresh(tmp_path / "small"))
    small.ask(PEOPLE)
    small.done("backup", str(tmp_path / "kept"))

    def files(folder):
        keys, = folder.glob("staffroom-keys-*.backup")
        backup, = set(folder.glob("*.backup")) - {keys}
        return str(backup), "--keys", str(keys)

    (tmp_path / "big" / "secrets").mkdir(parents=True, mode=0o700)
    shutil.copy2(small.data / "secrets" / "wrapping.key", tmp_path / "big" / "secrets" / "wrapping.key")
    big = Instance(tmp_path / "big", DATABASE_URL=new_database(prepared[0]), KEYS_URL=new_database(prepared[0]))
    big.done("restore", *files(tmp_path / "kept"))
    assert big.ask(EVERYTHING) == small.ask(EVERYTHING)
    assert "Everything fits together." in big.done("verify")
    refused = big.staffroom("restore", *files(tmp_path / "kept"))
    assert refused.returncode == 3 and "Nothing was touched." in refused.stderr

    big.ask("from staffroom.kit.testing import make_account\nmake_account('Somebody New', email='new@home.example')\n")  # the counters go on
    big.done("backup", str(tmp_path / "again"))
    (tmp_path / "back" / "secrets").mkdir(parents=True, mode=0o700)
    shutil.copy2(small.data / "secrets" / "wrapping.key", tmp_path / "back" / "secrets" / "wrapping.key")
    back = Instance(tmp_path / "back")
    back.done("restore", *files(tmp_path / "again"))
    assert back.ask(EVERYTHING) == big.ask(EVERYTHING)
    assert "Everything fits together." in back.done("verify")
