"""The shell around the real pages: one process tree, one port, a data folder of its own."""

import os
import signal
import subprocess
import sys
import time

from staffroom.kit.tests.live_client import GUARD, Served, free_port

START = """
import sys, django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from staffroom.kit.server import serve_web
serve_web(port=int(sys.argv[1]), ready=lambda: print("ready", flush=True))
"""


def test_pages_streams_and_uploads_share_one_port_and_stop_at_once(tmp_path):
    site = Served(tmp_path)
    site.port = free_port()
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "staffroom.settings", "STAFFROOM_DATA": str(tmp_path)}
    process = subprocess.Popen([sys.executable, "-c", START, str(site.port)], env=env, stdout=subprocess.PIPE, start_new_session=True)
    try:
        assert process.stdout.readline() == b"ready\n"
        form = b"Content-Type: application/x-www-form-urlencoded\r\n"
        assert site.ask("/health")[0] == 200
        assert site.ask("/live/account:ann?ticket=x")[0] == 404
        assert site.ask("/", b"a=" + b"b" * 300_000, "POST", form)[0] == 403
        started = time.monotonic()
        process.terminate()
        assert process.wait(GUARD) == 0
        assert time.monotonic() - started < 2 * 10
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(GUARD)
        process.stdout.close()
