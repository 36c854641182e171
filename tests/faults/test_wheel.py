"""The built package, installed from its lock into a place of its own: one command that does the same outside a checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.instance import ROOT, Instance


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    built = subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], cwd=ROOT, text=True, capture_output=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    found, = folder.glob("*.whl")
    return found


def test_the_wheel_holds_what_is_needed_and_nothing_else(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert any(name.endswith("static_built/staticfiles.json") for name in names)
    assert any("static_built/ui/app." in name and name.endswith(".css.br") for name in names)
    assert any(name.startswith("staffroom/catalogue/commons/") for name in names)
    assert [name for name in names if "/tests/" in name or "/data/" in name or name.endswith((".sqlite3", ".key"))] == []
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {"staffroom"}


def test_installed_with_its_lock_the_command_serves_outside_a_checkout(wheel, tmp_path):
    venv = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], check=True)
    pip = [sys.executable, "-m", "pip", "--python", str(venv / "bin" / "python"), "install", "-qq", "--no-input", "--disable-pip-version-check", "--no-deps",
           "--no-compile"]  # what is not used here need not be compiled
    done = subprocess.run([*pip, "--require-hashes", "-r", str(ROOT / "requirements" / "run.txt")], text=True, capture_output=True, check=False)
    if done.returncode:
        pytest.skip(f"the packages cannot be fetched here: {done.stderr[-200:]}")
    subprocess.run([*pip, str(wheel)], check=True)
    home = tmp_path / "home"
    home.mkdir()

    class Installed(Instance):
        @property
        def env(self):
            return {name: value for name, value in super().env.items() if name != "PYTHONPATH"}

    instance = Installed(home / "data", python=str(venv / "bin" / "python"))
    command = venv / "bin" / "staffroom"
    told = subprocess.run([str(command), "--help"], cwd=home, text=True, capture_output=True, env={"PATH": os.environ["PATH"]}, check=False)
    assert told.returncode == 0 and "backup" in told.stdout
    where = subprocess.run([instance.python, "-c", "import staffroom; print(staffroom.__file__)"], cwd=home, text=True, capture_output=True,
                           env=instance.env, check=True)
    assert Path(where.stdout.strip()).is_relative_to(venv)
    with instance.running():
        assert instance.get("/health")[0] == 200
        status, page = instance.get("/")
        assert status == 200 and "/static/ui/app." in page
        sheet = page.split('href="/static/ui/app.')[1].split('"')[0]
        assert instance.get(f"/static/ui/app.{sheet}")[0] == 200
        assert instance.get("/find/")[0] == 200
        instance.done("backup", str(home / "kept"))
    assert "Everything fits together." in instance.done("verify")
