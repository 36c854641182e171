import os
import stat
import subprocess
import sys

from staffroom.kit.secrets import read_or_make


def test_a_key_is_made_once_and_read_by_its_owner_alone(tmp_path):
    path = tmp_path / "data" / "secrets" / "one.key"
    path.parent.parent.mkdir()
    made = read_or_make(path)
    assert len(made) == 64 and read_or_make(path) == made
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert os.listdir(path.parent) == ["one.key"]


def test_without_a_data_folder_it_is_for_this_process_only(tmp_path):
    path = tmp_path / "nowhere" / "secrets" / "one.key"
    assert read_or_make(path) != read_or_make(path)
    assert os.listdir(tmp_path) == []


def test_of_several_processes_one_is_the_first_and_all_read_the_same(tmp_path):
    path = tmp_path / "data" / "secrets" / "one.key"
    path.parent.parent.mkdir()
    code = f"from pathlib import Path; from staffroom.kit.secrets import read_or_make; print(read_or_make(Path({str(path)!r})))"
    asked = [subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) for _ in range(6)]
    assert {one.communicate()[0].strip() for one in asked} == {path.read_text().strip()}
    assert os.listdir(path.parent) == ["one.key"]
