"""F02: the power goes while clients write. Database and files lie on a disk of their own that forgets everything it was not made to keep.

The processes are stopped first: a write that is on its way to the disk could otherwise return well while the disk is already gone, which no real
power cut does. The ioctl is the one with which file systems test themselves.
"""

import fcntl
import os
import random
import signal
import struct
import subprocess
import time
from pathlib import Path

import pytest

from tests.faults.test_killed import up_again
from tests.faults.trial import Load, note_figures
from tests.instance import Instance, fresh

SHUTDOWN = 0x8004587D  # EXT4_IOC_SHUTDOWN
WITHOUT_FLUSHING = 2
pytestmark = [pytest.mark.long]


class Disk:
    """An ext4 on a loop device, at `folder`."""

    def __init__(self, folder: Path):
        self.folder, self.image = folder, folder.with_suffix(".image")
        folder.mkdir()

    def make(self) -> None:
        if os.geteuid() != 0:
            pytest.skip("a disk that forgets needs root")
        subprocess.run(["truncate", "-s", "600M", str(self.image)], check=True)
        subprocess.run(["mkfs.ext4", "-q", "-F", str(self.image)], check=True)
        self.mount()

    def mount(self) -> None:
        made = subprocess.run(["mount", "-o", "loop", str(self.image), str(self.folder)], capture_output=True, text=True, check=False)
        if made.returncode:
            pytest.skip(f"loop devices do not work here: {made.stderr.strip()}")

    def unmount(self) -> None:
        for _ in range(100):
            if subprocess.run(["umount", str(self.folder)], capture_output=True, check=False).returncode == 0:
                return
            time.sleep(0.1)
        raise AssertionError("the disk is still in use")

    def lose_power(self) -> None:
        handle = os.open(self.folder, os.O_RDONLY)
        try:
            fcntl.ioctl(handle, SHUTDOWN, struct.pack("I", WITHOUT_FLUSHING))
        finally:
            os.close(handle)


def cut(instance: Instance, disk: Disk) -> None:
    """Stop every process where it is, take the power, end the processes, and read the disk again as after a cold start."""
    for pid in instance.pids():
        os.kill(pid, signal.SIGSTOP)
    disk.lose_power()
    instance.kill()
    disk.unmount()
    disk.mount()


def test_a_power_cut_loses_nothing_that_was_acknowledged(tmp_path, request):
    trials = int(os.environ.get("STAFFROOM_CUTS") or 100)
    dice, disk = random.Random(20261123), Disk(tmp_path / "disk")
    disk.make()
    instance = Instance(fresh(disk.folder / "data"), STAFFROOM_PROXIES="1")
    os.sync()  # what was copied there stands before the first cut
    instance.log_path = tmp_path / "log"
    load, seconds = Load(instance, tmp_path / "oracle", 8), []
    try:
        instance.start()
        with load.running():
            for _trial in range(trials):
                before, end = load.acked(), time.monotonic() + 60
                while load.acked() < before + 5 and time.monotonic() < end:
                    time.sleep(0.02)
                time.sleep(dice.uniform(0.05, 2))
                cut(instance, disk)
                seconds.append(up_again(instance))
        outcome = load.compare()
        assert outcome.lost == [] and outcome.doubled == [] and outcome.unasked == [] and outcome.odd == []
        assert outcome.acked >= trials * 5
        assert "Everything fits together." in instance.done("verify")
    finally:
        instance.kill()
        disk.unmount()
    note_figures("F02", trials, outcome, f"restart {sorted(seconds)[len(seconds) // 2]:.1f} s at the median and {max(seconds):.1f} s at most")
