"""V7, the rows that the shell can show: phones on live pages, by `live_load.py` in a process of its own."""

import json
import subprocess
import sys
from pathlib import Path

from bench.row import Row


def phones(clients: int, pushes: int) -> list[Row]:
    command = [sys.executable, str(Path(__file__).with_name("live_load.py")), "--json", "--clients", str(clients), "--pushes", str(pushes)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    got = json.loads(said.splitlines()[-1])
    many = f"{clients:,} phones"
    return [Row("V7", f"{many} connected", got["connected_s"], "s", 8, 8),
            Row("V7", "memory for each", got["client_kb"], "kB", 40, 40, f"server {got['server_mb']:.0f} MB PSS"),
            Row("V7", "publish to phone, p95", got["p95_ms"], "ms", 150, 500, f"p50 {got['p50_ms']:.0f}, most {got['most_ms']:.0f} ms"),
            Row("V7", "publish to phone, p99", got["p99_ms"], "ms", 300, None),
            Row("V7", "delivered", got["delivered"], "%", 100, 100, at_least=True),
            Row("V7", "phones that know all after a 10 % storm", got["know_all"], "%", 100, 100,
                f"{got['heard']:.2f} % of pushes heard at once, {got['told']} phones told to fetch afresh", at_least=True),
            Row("V7", "streams left behind", got["left"], "streams", 0, 0, f"stopped in {got['stop_s']:.2f} s"),
            Row("V13", f"memory with {many} (PSS)", got["server_mb"], "MB", 320, None, "the bare shell alone, without pages and worker")]
