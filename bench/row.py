"""One figure with its budget; the table of all of them; the line that each leaves in `history.csv`."""

import csv
import os
import platform
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

HISTORY = Path(__file__).resolve().parent / "history.csv"
COLUMNS = ("at", "commit", "machine", "load", "rounds", "row", "what", "figure", "unit", "goal", "floor", "verdict", "context")
GOAL, FLOOR, BELOW, NONE = "goal", "floor", "BELOW", ""


@dataclass(frozen=True)
class Row:
    """A figure in its unit. `goal` and `floor` are the most it may be (with `at_least`: the least); `context` is no figure, only words."""

    row: str
    what: str
    figure: float
    unit: str
    goal: float | None = None
    floor: float | None = None
    context: str = ""
    at_least: bool = False

    @property
    def verdict(self) -> str:
        """"goal", "floor" or "BELOW"; nothing for a row that has no budget."""
        if self.goal is None:
            return NONE
        budgets = (self.goal, self.goal if self.floor is None else self.floor)
        met = [self.figure >= budget if self.at_least else self.figure <= budget for budget in budgets]
        return GOAL if met[0] else FLOOR if met[1] else BELOW


def number(value: float | None) -> str:
    """Three digits that count, and none for show."""
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3g}"


def table(rows: list[Row]) -> str:
    """All rows as one Markdown table."""
    lines = ["| row | what | figure | goal | floor | verdict | context |", "|---|---|---|---|---|---|---|"]
    for row in rows:
        sign = "≥ " if row.at_least else "≤ "
        budgets = [sign + number(budget) if budget is not None else "" for budget in (row.goal, row.floor)]
        lines.append(f"| {row.row} | {row.what} | {number(row.figure)} {row.unit} | {' | '.join(budgets)} | {row.verdict} | {row.context} |")
    return "\n".join(lines)


def machine() -> str:
    """What this ran on, without its name."""
    model = next((line.partition(":")[2].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")), "")
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    system = f"Linux {platform.release().split('-')[0]}, Python {platform.python_version()}"
    return f"{os.cpu_count()} cores {model or platform.machine()}, {memory:.0f} GB, {system}"


def commit() -> str:
    """The commit, with a + where files differ from it."""
    def git(*words: str) -> str:
        return subprocess.run(["git", *words], capture_output=True, text=True, check=False, cwd=HISTORY.parent).stdout.strip()
    return git("rev-parse", "--short", "HEAD") + ("+" if git("status", "--porcelain", "--untracked-files=no", "--", ":!bench") else "")


def keep(rows: list[Row], rounds: int) -> None:
    """Add one line for each row to the history."""
    new = not HISTORY.exists()
    facts = [datetime.now(UTC).isoformat(timespec="seconds"), commit(), machine(), f"{os.getloadavg()[0]:.1f}", rounds]
    with HISTORY.open("a", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        if new:
            out.writerow(COLUMNS)
        for row in rows:
            out.writerow([*facts, row.row, row.what, f"{row.figure:.4g}", row.unit, row.goal, row.floor, row.verdict, row.context])
