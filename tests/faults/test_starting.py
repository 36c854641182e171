"""Starting and stopping: refusals in one sentence that says what to do (OP-01, OP-03), and an end within two seconds."""

import os
import signal
import socket
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings

from staffroom.cli import Problem, preflight
from tests.instance import ROOT, Instance, fresh


@pytest.fixture
def instance(tmp_path):
    made = Instance(fresh(tmp_path / "data"))
    yield made
    made.kill()


def refusal(result, *words: str, code: int = 3) -> None:
    """The command ended with this code and one line that holds these words."""
    assert result.returncode == code, result.stdout + result.stderr
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1 and lines[0].startswith("staffroom: "), result.stderr
    assert all(part in lines[0] for part in words), lines[0]


@pytest.mark.parametrize("verb", ["serve", "web", "worker"])
@pytest.mark.parametrize(("settings", "words"), [
    ({"STAFFROOM_DEBUG": "1", "STAFFROOM_BASE_URL": "https://staffroom.example"}, ("STAFFROOM_DEBUG is on", "Switch it off")),
    ({"STAFFROOM_BASE_URL": "http://staffroom.example"}, ("plain http", "Use https")),
    ({"STAFFROOM_BASE_URL": "staffroom.example"}, ("write it like https://",)),
])
def test_an_unsafe_address_or_debugging_is_refused(instance, verb, settings, words):
    refusal(instance.staffroom(verb, **settings), *words)


@pytest.mark.parametrize("verb", ["serve", "web", "worker", "check", "backup"])
def test_a_key_that_others_can_read_or_guess_is_refused(instance, tmp_path, verb):
    more = [str(tmp_path / "kept")] if verb == "backup" else []
    key = instance.data / "secrets" / "django.key"
    key.chmod(0o644)
    refusal(instance.staffroom(verb, *more), "can be read by others", f"chmod 600 {key}")
    key.chmod(0o600)
    key.write_text("secret\n")
    refusal(instance.staffroom(verb, *more), "too short for a key")


def test_the_file_of_each_key_is_looked_at_wherever_it_lies(tmp_path, monkeypatch):
    names = [name for name in dir(settings) if name.endswith("_KEY_FILE") and isinstance(getattr(settings, name), Path)]  # of backups it is a passphrase
    assert len(names) >= 4
    for name in names:
        elsewhere = tmp_path / name
        elsewhere.write_text("x" * 64)
        elsewhere.chmod(0o644)
        with monkeypatch.context() as patch, pytest.raises(Problem, match="can be read by others"):
            patch.setenv(f"STAFFROOM_{name}", str(elsewhere))
            preflight.secrets(tmp_path)


def test_a_network_file_system_is_refused_for_sqlite_and_taken_for_postgresql(tmp_path):
    mounts = f"/dev/sda1 / ext4 rw 0 0\nserver:/export {tmp_path} nfs4 rw 0 0\n"
    with pytest.raises(Problem, match=r"network file system \(nfs4\).*local folder"):
        preflight.folder(tmp_path / "data", sqlite=True, mounts=mounts)
    preflight.folder(tmp_path / "data", sqlite=False, mounts=mounts)
    preflight.folder(tmp_path / "data", sqlite=True, mounts="/dev/sda1 / ext4 rw 0 0\n")


def test_a_folder_that_cannot_be_written_is_named(instance):
    refusal(instance.staffroom("serve", "--data", "/proc/staffroom"), "cannot write in /proc/staffroom", "--data")


def test_a_port_that_is_taken_is_named_and_another_is_offered(instance):
    with socket.create_server(("127.0.0.1", instance.port)):
        refusal(instance.staffroom("serve", "--empty", "--port", str(instance.port)), f"port {instance.port}", f"--port {instance.port + 1}", code=1)
    with pytest.raises(Problem, match="--port 8000"), socket.create_server(("127.0.0.1", 65_535)):
        preflight.port_is_free("127.0.0.1", 65_535, seconds=0)


@pytest.mark.parametrize("verb", ["serve", "web"])
@pytest.mark.parametrize("port", ["0", "-1", "70000", "99999999999", "http", "\u0663"])
def test_a_port_that_cannot_be_is_refused_before_anything_is_made(instance, verb, port):
    told = instance.staffroom(verb, f"--port={port}")
    assert (told.returncode, told.stderr.strip().splitlines()[-1].partition("--port: ")[2]) == (2, "a port is a number from 1 to 65535, such as 8000")


@pytest.mark.parametrize("words", [("backup", "kept"), ("verify",), ("export", "--account", "x", "--out", "x.zip"), ("import", "list.csv")])
def test_a_folder_that_was_mistyped_is_named_and_left_as_it_is(instance, words):
    (instance.data.parent / "list.csv").write_text("title,url\nA,https://example.org/a\n")
    nowhere = instance.data.parent / "nowhere"
    refusal(instance.staffroom(*words, "--data", str(nowhere)), "there is no Staffroom in", str(nowhere), "--data", code=1)
    assert not nowhere.exists()


def test_what_an_instance_writes_is_for_nobody_else_on_the_machine(tmp_path):
    made = Instance(tmp_path / "data")
    made.done("migrate")
    made.done("backup", str(tmp_path / "kept"))
    paths = [path for folder in (tmp_path / "data", tmp_path / "kept") for path in (folder, *folder.rglob("*"))]
    assert [str(path) for path in paths if path.stat().st_mode & 0o077] == [] and len(paths) > 8


def test_tables_that_are_not_up_to_date_or_newer_are_refused(instance):
    instance.ask("from django.db import connection\ncursor = connection.cursor()\n"
                 "cursor.execute(\"INSERT INTO django_migrations (app, name, applied) VALUES ('record', '9000_tomorrow', '2026-01-01')\")\n")
    for verb in ("web", "worker"):
        refusal(instance.staffroom(verb), "newer Staffroom (record.9000_tomorrow)", "Install that version")
    instance.ask("from django.db import connection\ncursor = connection.cursor()\ncursor.execute(\"DELETE FROM django_migrations WHERE app = 'kit'\")\n")
    for verb in ("web", "worker"):
        refusal(instance.staffroom(verb), "not up to date", "staffroom migrate")


def test_a_wrapping_key_of_another_instance_is_refused(instance):
    instance.ask("from staffroom.kit.testing import make_account\nmake_account()\n")
    (instance.data / "secrets" / "wrapping.key").write_text("y" * 64 + "\n")
    for verb in ("serve", "web", "worker"):
        refusal(instance.staffroom(verb, *(["--empty", "--port", str(instance.port)] if verb == "serve" else [])), "wrapping key does not belong", "STAFFROOM_WRAPPING_KEY_FILE")


def test_a_database_that_is_none_is_refused(instance):
    (instance.data / "staffroom.sqlite3").write_bytes(b"not a database at all" * 500)
    refusal(instance.staffroom("web"), "not fit to serve from")


def test_a_setting_that_makes_no_sense_is_named(instance):
    refusal(instance.staffroom("check", STAFFROOM_THREADS="many"), "STAFFROOM_THREADS")


def test_behind_a_proxy_on_https_it_starts_without_a_complaint_and_every_answer_keeps_browsers_there(instance):
    instance.settings |= {"STAFFROOM_BASE_URL": "https://staffroom.example", "STAFFROOM_PROXIES": "1"}
    instance.start()
    assert "ERROR" not in instance.log_path.read_text() and "Staffroom is at https://staffroom.example/" in instance.log_path.read_text()
    for path in ("/sign-in/", "/trust", "/nothing-here/", "/health"):
        asked = urllib.request.Request(instance.url + path, headers={"Host": "staffroom.example", "X-Forwarded-Proto": "https"})
        try:
            headers = urllib.request.urlopen(asked, timeout=20).headers
        except urllib.error.HTTPError as error:
            headers = error.headers
        assert headers["Strict-Transport-Security"] == "max-age=31536000", path
        for cookie in headers.get_all("Set-Cookie") or ():
            assert cookie.strip().startswith("__Host-") and "; Secure" in cookie and "HttpOnly" in cookie, cookie
    instance.stop()


def test_ctrl_c_stops_everything_within_two_seconds_with_streams_open(instance):
    instance.start()
    ticket = instance.ask("from staffroom.kit.live import tickets\nanswer(tickets.address('a2b3c4d5e6f7', ['drafts:a2b3c4d5e6f7']))\n")
    streams = []
    for _ in range(10):
        stream = socket.create_connection(("127.0.0.1", instance.port), timeout=10)
        stream.sendall(f"GET {ticket} HTTP/1.1\r\nHost: 127.0.0.1:{instance.port}\r\n\r\n".encode())
        assert b"200" in stream.recv(4096).split(b"\r\n")[0]
        streams.append(stream)
    assert instance.stop() < 2.5
    assert instance.pids() == []
    assert "Everything is saved." in instance.said()


@pytest.mark.parametrize("round_number", range(3))
def test_after_a_kill_of_the_parent_nothing_is_left_and_it_starts_again_by_itself(instance, round_number):
    instance.start()
    assert len(instance.pids()) >= 3
    os.kill(instance.process.pid, signal.SIGKILL)
    instance.process.wait()
    began = time.monotonic()
    instance.start()
    assert time.monotonic() - began < 10
    assert instance.get("/health")[0] == 200
    assert len(instance.pids()) == 4
    instance.stop()


def test_a_process_that_dies_is_started_again(instance):
    instance.start()
    before = set(instance.pids())
    for pid in before - {instance.process.pid}:
        os.kill(pid, signal.SIGKILL)
    end = time.monotonic() + 20
    while time.monotonic() < end:
        try:
            if instance.get("/health")[0] == 200 and len(instance.pids()) == len(before):
                break
        except OSError:
            pass
        time.sleep(0.1)
    assert instance.get("/health")[0] == 200
    assert "process ended" in instance.said()
    instance.stop()


def test_a_migration_that_was_killed_goes_on_at_the_next_start(tmp_path, long):
    """OP-03: wherever it stood, nothing has to be mended by hand."""
    import subprocess
    for number, seconds in enumerate((0.8, 1.4, 2.0, 2.8, 3.6) if long else (1.4, 2.4)):
        half = Instance(tmp_path / f"half{number}")
        half.data.mkdir()
        begun = subprocess.Popen([half.python, "-m", "staffroom", "migrate"], env=half.env, cwd=tmp_path, stdout=subprocess.DEVNULL)
        time.sleep(seconds)
        begun.kill()
        begun.wait()
        half.start()
        assert half.get("/health")[0] == 200
        half.stop()
        assert "Everything fits together." in half.done("verify")


def test_several_web_processes_without_redis_are_refused(instance):
    refusal(instance.staffroom("web", "--workers", "2", "--port", str(instance.port)), "REDIS_URL")


def test_exit_codes_and_help_of_every_verb(instance):
    from staffroom.cli import VERBS
    assert instance.staffroom("--help").returncode == 0
    assert instance.staffroom("dance").returncode == 2
    assert instance.staffroom().returncode == 2
    for verb, words in VERBS.items():
        told = instance.staffroom(verb, "--help")
        assert told.returncode == 0 and words[1:30] in " ".join(told.stdout.split()), verb


def test_the_script_says_in_one_sentence_what_is_missing(tmp_path):
    import subprocess
    def serve(*words, **more):
        return subprocess.run(["bash", str(ROOT / "script" / "serve"), *words], env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), **more},
                              text=True, capture_output=True, timeout=60, check=False)
    none = serve(STAFFROOM_PYTHON="no-such-python", STAFFROOM_VENV=str(tmp_path / "venv"))
    assert none.returncode == 1 and none.stderr.startswith("Staffroom: Python 3.11 or newer was not found")
    fixed = tmp_path / "python-without-venv"
    fixed.write_text('#!/bin/bash\n[[ "$*" == *"import venv"* ]] && exit 1\nexec python3 "$@"\n')
    fixed.chmod(0o755)
    without = serve(STAFFROOM_PYTHON=str(fixed), STAFFROOM_VENV=str(tmp_path / "venv"))
    assert without.returncode == 1 and "apt install python3-venv" in without.stderr
    unwritable = serve(STAFFROOM_VENV="/proc/venv")
    assert unwritable.returncode == 1 and "cannot write in /proc/venv" in unwritable.stderr
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "something").write_text("")
    foreign = serve(STAFFROOM_VENV=str(tmp_path / "mine"))
    assert foreign.returncode == 1 and "was not made by this script" in foreign.stderr
    for told in (none, without, unwritable, foreign):
        assert len(told.stderr.strip().splitlines()) == 1


def certificate(folder, name="board.example", days=1):
    """A certificate of one's own for a name, and its key, as files."""
    from datetime import UTC, datetime, timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    key, now, who = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC), x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    made = x509.CertificateBuilder().subject_name(who).issuer_name(who).public_key(key.public_key()).serial_number(1).not_valid_before(
        now - timedelta(days=2)).not_valid_after(now + timedelta(days=days))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), False).sign(key, hashes.SHA256())
    folder.mkdir(exist_ok=True)
    (folder / "made.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "made.key").write_bytes(key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    (folder / "made.key").chmod(0o600)
    return folder / "made.pem", folder / "made.key"


def test_a_certificate_that_does_not_fit_or_hold_is_refused_in_one_sentence(tmp_path):
    good, old, other = (certificate(tmp_path / name, days=days) for name, days in (("good", 1), ("old", -1), ("other", 1)))
    assert (preflight.papers(None, None), preflight.papers(*good)) == ("", "board.example")
    for papers, words, code in (((good[0], None), "belong together", 2), ((good[0], tmp_path / "none"), "there is no file", 2),
                                ((good[0], other[1]), "no certificate and key that belong together", 3), (old, "does not hold today", 3),
                                (certificate(tmp_path / "all", "*.example"), "for many names", 3)):
        with pytest.raises(Problem, match=words) as told:
            preflight.papers(*papers)
        assert told.value.code == code
    good[1].chmod(0o644)
    with pytest.raises(Problem, match="chmod 600"):
        preflight.papers(*good)


def test_a_room_without_internet_is_served_over_plain_http_or_with_a_certificate(tmp_path):
    import ssl
    room = Instance(fresh(tmp_path / "data"))

    def status(path, host, *, tls=None):
        asked = urllib.request.Request(f"{'https' if tls else 'http'}://127.0.0.1:{room.port}{path}", headers={"Host": f"{host}:{room.port}"})
        try:
            return urllib.request.urlopen(asked, timeout=20, context=tls).status
        except urllib.error.HTTPError as error:
            return error.code
    room.settings["STAFFROOM_BASE_URL"] = f"http://board.example:{room.port}"
    with room.running("--empty", "--lan"):
        assert [status(path, "board.example") for path in ("/", "/trust", "/sign-in/")] == [200, 200, 403]
        assert (status("/sign-in/", "localhost"), status("/", "other.example")) == (200, 400)
        assert all(words in room.said() for words in ("▄▄▄▄▄", f"http://localhost:{room.port}/", "plain http", "no passkeys", "--certificate FILE"))
    said = len(room.said())
    del room.settings["STAFFROOM_BASE_URL"]
    papers = certificate(tmp_path / "papers")
    with room.running("--empty", "--lan", "--certificate", str(papers[0]), "--key", str(papers[1])):
        assert status("/sign-in/", "board.example", tls=ssl._create_unverified_context()) == 200
        assert f"Staffroom is at https://board.example:{room.port}/" in room.said()[said:] and "plain http" not in room.said()[said:]


@pytest.mark.skipif(not Path("/proc/locks").exists(), reason="only Linux tells who holds which lock")
def test_each_process_that_has_the_database_open_holds_its_locks_itself(instance):
    """A line that crossed a fork holds none, though SQLite believes it: then others clear its log away while it still answers."""
    instance.start()
    assert instance.get("/")[0] == 200
    log = instance.data / "staffroom.sqlite3-shm"
    open_in = [pid for pid in instance.pids() if any(os.path.realpath(one) == str(log) for one in Path(f"/proc/{pid}/fd").iterdir())]
    held = [line.split() for line in Path("/proc/locks").read_text().splitlines()]
    lasting = {int(line[4]) for line in held if line[5].endswith(f":{log.stat().st_ino}") and line[3] == "READ" and line[6] == "128"}
    assert len(open_in) >= 2 and set(open_in) == lasting, (open_in, lasting)
