"""What the repository may not hold, and what every room must: read from the files that git knows."""

import re
import subprocess

import pytest

from staffroom.urls import ROOMS
from tests.house.rules import PACKAGE, ROOT

TEXT = {".py", ".html", ".css", ".js", ".mjs", ".md", ".txt", ".toml", ".json", ".svg", ".po", ".csv", ".sh", ""}
THIS = "tests/house/test_source.py"
QUOTED = {"tests/suggestions/sentences.json", "docs/suggestions-judged.md"}  # what teachers say, word for word
FORBIDDEN = re.compile(
    r"/work/(main|shared)|/root/|/home/[a-z]|/tmp/b/|C:\\\\Users|registry\.npmjs|files\.pythonhosted|pypi\.org/simple|//localhost:\d+/simple"
    r"|\b(claude|anthropic|openai|chatgpt|copilot)\b|co-authored-by|\b((?-i:TODO)|FIXME|XXX|HACK)\b|[#/]\s*todo\b|raise NotImplementedError|lorem ipsum", re.IGNORECASE)


def known_files() -> list[str]:
    """Files that are in the repository or about to be; outside a checkout there are none."""
    try:
        done = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, text=True, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return [str(path.relative_to(ROOT)) for path in [*PACKAGE.rglob("*"), *(ROOT / "docs").rglob("*"), *(ROOT / "tests").rglob("*")]
                if path.is_file() and "__pycache__" not in path.parts and "static_built" not in path.parts]
    return [name for name in done.stdout.splitlines() if (ROOT / name).is_file()]


def read(name: str) -> str:
    try:
        return (ROOT / name).read_text()
    except UnicodeDecodeError:
        return ""


def test_nothing_names_a_machine_a_registry_or_unfinished_work():
    found = []
    for name in known_files():
        if name not in {THIS, *QUOTED} and "/commons/" not in name and "/thirdparty/" not in name and (ROOT / name).suffix in TEXT:
            found += [f"{name}:{number}: {match[0]}" for number, line in enumerate(read(name).splitlines(), 1) if (match := FORBIDDEN.search(line))]
    assert found == []


def test_locks_carry_hashes_and_no_host():
    for name in ("requirements/run.txt", "requirements/dev.txt"):
        text = read(name)
        assert "://" not in text and "--index" not in text
        for block in re.split(r"\n(?=[a-z0-9])", text):
            if re.match(r"[a-z0-9][\w.\-\[\]]*==", block):
                assert "--hash=sha256:" in block, block.split("\n")[0]
    for name in known_files():
        if name.endswith("package-lock.json"):
            assert '"resolved"' not in read(name), name


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_says_on_one_screen_what_it_is_for(room):
    text = read(f"staffroom/{room}/README.md")
    assert text.startswith("# "), f"{room} has no README.md"
    assert 5 <= len(text.splitlines()) <= 60


TEMPLATES = sorted(str(path.relative_to(ROOT)) for path in PACKAGE.rglob("*.html"))


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_has_nothing_inline_and_trusts_nothing(name):
    text = read(name)
    mail = "/mail/" in name
    assert not re.search(r"<style\b", text)
    assert mail or not re.search(r"<[^>]*\sstyle=", text)
    assert not re.search(r"<[a-z][^>]*\son[a-z]+=", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)(?! type=\"application/ld\+json\")", text)  # JSON-LD is data and is not run
    assert not re.search(r"\|\s*safe\b|\{%\s*autoescape\s+off|javascript:", text)
    assert not re.search(r'(src|href|action|srcset)="https?://(?!\{)', text), "a page loads nothing from elsewhere"


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_form_that_is_sent_carries_its_token_and_its_operation(name):
    for form in re.findall(r"<form\b[^>]*>.*?</form>", read(name), re.S | re.I):
        if re.search(r'method="?post', form, re.I):
            assert re.search(r"\{%\s*(form_head|csrf_token|op_id)|form_head|\{%\s*block head", form), form[:120]


def test_suppressions_carry_their_reason():
    found = []
    for name in known_files():
        if name.endswith(".py") and "/migrations/" not in name:
            for number, line in enumerate(read(name).splitlines(), 1):
                mark = re.search(r"#\s*(noqa|type: ignore|nosec|pragma: no cover)[^#]*(#.*)?$", line)
                if mark and "tests/" not in name and not (mark[2] or re.search(r"(noqa|ignore|nosec)[^#]*( - |  )\w", line)):
                    found.append(f"{name}:{number}: {line.strip()[-80:]}")
    assert found == []


def test_there_is_no_admin_and_no_drawer_for_odds_and_ends():
    names = {"services", "utils", "helpers", "managers", "mixins", "tasks", "constants", "enums", "common", "admin"}
    assert [str(path.relative_to(ROOT)) for path in PACKAGE.rglob("*.py") if path.stem in names] == []
    assert [str(path.relative_to(ROOT)) for path in PACKAGE.rglob("*") if path.is_dir() and path.name in names] == []


def test_every_check_of_the_framework_passes_with_the_settings_of_a_real_instance(tmp_path):
    from tests.instance import Instance
    instance = Instance(tmp_path / "data", STAFFROOM_BASE_URL="https://staffroom.example", STAFFROOM_PROXIES="1")
    instance.done("migrate")
    assert "journal_mode" in instance.done("check", "--deploy")


@pytest.mark.django_db
def test_the_tables_are_the_models():
    from django.core.management import call_command
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
