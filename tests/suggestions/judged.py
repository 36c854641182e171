"""Write docs/suggestions-judged.md anew: what the product answers today, beside the verdicts of a reader.

    python -m tests.suggestions.judged --write

Verdicts stand with the sentences, by the key of the offer. An offer that nobody has judged for a sentence is shown as "not judged yet".
"""

import os
import sys
import tempfile
from collections import Counter
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "suggestions-judged.md"
FIRST, OTHER, BESIDE, NOTHING, OPEN = "the first is right", "another of the three is right", "beside the point", "honestly nothing", "not judged yet"
HALVES = {"kept": "not looked at while words were mended", "seen": "looked at while words were mended",
          "later": "written afterwards by another reader; no word was mended for them"}


def verdict_on(row: dict, keys: list[str]) -> str:
    """What the answers to a sentence are worth, by the reader's verdicts."""
    if not keys:
        return NOTHING
    if keys[0] in row["right"]:
        return FIRST
    if set(keys) & set(row["right"]):
        return OTHER
    return BESIDE if set(keys) <= set(row["beside"]) else OPEN


def figures(rows: list[dict], answered: list[list[str]]) -> dict[tuple[str, str], int]:
    """(half, verdict) -> how many sentences."""
    return Counter((row["half"], verdict_on(row, keys)) for row, keys in zip(rows, answered, strict=True))


def shown(rows: list[dict], answered: list[list[str]]) -> dict[tuple[str, bool], int]:
    """(half, is it right) -> how many offers were shown."""
    return Counter((row["half"], key in row["right"]) for row, keys in zip(rows, answered, strict=True) for key in keys)


def clearly(rows: list[dict], answers: list[list]) -> dict[tuple[str, bool, bool], int]:
    """(half, does the page show them as clear, is one of the three right) -> how many sentences that were answered."""
    return Counter((row["half"], three[0].is_clear, bool({one.key for one in three} & set(row["right"])))
                   for row, three in zip(rows, answers, strict=True) if three)


def page(rows: list[dict], answers: list[list]) -> str:
    """The page as Markdown."""
    answered = {"at first": [row["at_first"] for row in rows], "now": [[one.key for one in three] for three in answers]}
    columns = (*VERDICTS, "offers shown that are right", "offers shown that are not")
    lines = [*HEAD.splitlines(), "", "| thirty sentences | when | " + " | ".join(columns) + " |", "|---|---|" + "---|" * len(columns)]
    for half, words in HALVES.items():
        for when, keys in answered.items():
            told, offers = figures(rows, keys), shown(rows, keys)
            counts = [*(told[half, verdict] for verdict in VERDICTS), offers[half, True], offers[half, False]]
            lines.append(f"| {words} | {when} | " + " | ".join(map(str, counts)) + " |")
    lines += ["", CLEAR, "", "| thirty sentences | clear, of use | clear, beside the point | only near, of use | only near, beside the point |", "|---|---|---|---|---|"]
    clear = clearly(rows, answers)
    for half, words in HALVES.items():
        counts = [clear[half, is_clear, of_use] for is_clear in (True, False) for of_use in (True, False)]
        lines.append(f"| {words} | " + " | ".join(map(str, counts)) + " |")
    for half, words in HALVES.items():
        lines += ["", f"## Thirty that were {words}"]
        for row, three in zip(rows, answers, strict=True):
            if row["half"] == half:
                lines += ["", *_lines_of(row, three)]
    return "\n".join(lines) + "\n"


def _lines_of(row: dict, three: list) -> list[str]:
    told = verdict_on(row, [one.key for one in three])
    note = f" {row['note']}" if row.get("note") and told != FIRST else ""
    near = " Shown as only near." if three and not three[0].is_clear else ""
    lines = [f"**{row['said']}** {told[0].upper()}{told[1:]}.{near}{note}", ""]
    for one in three:
        mark = "right" if one.key in row["right"] else "beside the point" if one.key in row["beside"] else "not judged yet"
        lines.append(f"- {one.title} ({one.kind.lower()}): {mark}. {' '.join(one.reasons)}")
    return lines if three else lines[:1]


CLEAR = """Where what the sentence says, in words and in meaning, gives the first answer fewer than 400 points, it is called near, or a way to pass on what somebody is good at; below 160 it is not shown. Both
lines were drawn on the sixty first sentences. Of the last thirty six of eleven that are called clear are of use, and eight of fifteen of the others. [A reader from outside](suggestions-outside.md) was stricter."""
VERDICTS = (FIRST, OTHER, BESIDE, NOTHING, OPEN)
HEAD = """# Suggestions, judged

Sixty struggles and curiosities were written as teachers of every age and subject would say them, by a reader who had seen neither the code nor the catalogue. Each was
asked of the starter commons as the page asks it: fifteen minutes, no profile. The verdicts are that reader's, and strict: an offer is right when the teacher who
said this would be glad of it, and not when it is only about something near.

“At first” is what was answered when the sentences came in. Then words, phrases and the arithmetic were mended, looking at the answers to every second sentence only.
The other thirty were meant to be unseen, and are not clean: the same reader wrote them, judged them, and saw their answers before the last words were mended. Take
their figures as the most that can be hoped for; the others are fitted.

Thirty more were written afterwards as ten teachers would say them (nursery, a first year with grade 4, physics, special needs, six grades in one room, PE, a language,
a workshop and evening classes, a head of department, a homeroom), before any of their answers was seen. Their writer knew how the sum works and some of the words it
knows, and judged alone.

“Now” is another sum again: how close in meaning a sentence is to what an offer says or is for counts besides the words ([why](decisions/0015-meaning-of-words.md)), each offer was
given more phrases, and seven short pieces were written for what was missing. Weights of that term and the lines below were drawn on the first sixty sentences; the last
thirty had been read before, also while the new phrases were written. What is answered anew was judged by one person who works on Staffroom, by the same rule, with the
sentence and the answer side by side. So no figure here is a blind one. With the sum before this one 41 of the ninety first answers were right and 31 sentences got something beside the
point; now 52 and 20. Of the offers shown 63 were right and 44 not; now 86 and 47.

`python -m tests.suggestions.judged --write` makes this page again; sentences and verdicts are `tests/suggestions/sentences.json`."""


def main() -> int:
    os.environ["STAFFROOM_DATA"] = tempfile.mkdtemp(prefix="staffroom-judged-")
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django
    django.setup()
    from django.core.management import call_command
    call_command("migrate", verbosity=0)
    from tests.suggestions import asking
    text = page(asking.sentences(), asking.answers())
    if "--write" in sys.argv:
        PAGE.write_text(text)
    else:
        sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
