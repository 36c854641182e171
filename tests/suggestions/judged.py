"""Write docs/suggestions-judged.md anew: what the product answers today, beside the verdicts of who judged.

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


def page(rows: list[dict], answers: list[list], fresh: list[dict], fresh_answers: list[list]) -> str:
    """The page as Markdown."""
    answered = {"at first": [row["at_first"] for row in rows], "now": [[one.key for one in three] for three in answers]}
    columns = (*VERDICTS, "offers shown that are right", "offers shown that are not")
    lines = [*HEAD.splitlines(), *fresh_lines(fresh, fresh_answers), "", *SIXTY.splitlines(), "", "| thirty sentences | when | " + " | ".join(columns) + " |", "|---|---|" + "---|" * len(columns)]
    for half, words in HALVES.items():
        for when, keys in answered.items():
            told, offers = figures(rows, keys), shown(rows, keys)
            counts = [*(told[half, verdict] for verdict in VERDICTS), offers[half, True], offers[half, False]]
            lines.append(f"| {words} | {when} | " + " | ".join(map(str, counts)) + " |")
    lines += ["", "| thirty sentences | clear, of use | clear, beside the point | only near, of use | only near, beside the point |", "|---|---|---|---|---|"]
    clear = clearly(rows, answers)
    for half, words in HALVES.items():
        counts = [clear[half, is_clear, of_use] for is_clear in (True, False) for of_use in (True, False)]
        lines.append(f"| {words} | " + " | ".join(map(str, counts)) + " |")
    for half, words in HALVES.items():
        lines += ["", f"### Thirty that were {words}", ""]
        lines += [_line_of(row, three) for row, three in zip(rows, answers, strict=True) if row["half"] == half]
    return "\n".join(lines) + "\n"


def _line_of(row: dict, three: list) -> str:
    told = verdict_on(row, [one.key for one in three])
    near = " (near)" if three and not three[0].is_clear else ""
    marks = ("right" if one.key in row["right"] else "beside the point" if one.key in row["beside"] else "not judged yet" for one in three)
    return f"- **{row['said']}**{near} " + ("; ".join(f"{one.title}: {mark}" for one, mark in zip(three, marks, strict=True)) or told) + "."


VERDICTS = (FIRST, OTHER, BESIDE, NOTHING, OPEN)
SETS = {"kept apart": "twenty that were kept apart", "looked at": "twenty that were looked at while the sum was changed", "found": "twenty that teachers wrote elsewhere"}
TIMES = {"before": "before", "unseen": "when first seen", "now": "now"}
SHOWN = ("clear", "near", "to pass on")
WORTH = ("of use", "touches it", "beside the point")
HEAD = """# Suggestions, judged

**Who judged.** One person who works on Staffroom, alone, who also wrote the forty sentences, the new pieces and the changed sum. Nobody outside has judged these answers.
[A strict reader from outside](suggestions-outside.md) judged the ones before: one of fourteen that were called clear was of use. Where the two differ, believe that reader.

## Sixty sentences of a stranger, judged by another

**Who wrote, who judged.** A reader who had seen neither code nor catalogue wrote sixty things that teachers type, in many roles, countries and kinds of English and Spanish, each with what was hoped for. Another reader who
had seen neither judged our answers of 30 November 2026, strictly, by title, summary and first step. Neither is the one who wrote the pieces.

**Before.** Thirty of the sixty got nothing though something was hoped for. Ten of sixty got anything that its teacher would use.

| offers shown before | of use | touches it | beside the point |
|---|---|---|---|
| called clear | 7 | 6 | 4 |
| called near | 5 | 9 | 23 |

What was missed most: the matter of subjects and ages; work beside the class (coaches, heads, assistants, librarians, advisers); “does it hold up?”; taking a strength further; Spanish. And a pupil who cuts herself was answered, by likeness of
words, with a page about stolen things: such sentences are now heard first and get only what is for exactly that.

**Method.** The thirty with even numbers were shown, with their verdicts, to the one who changed the sum and wrote some fifty pieces; so whatever is answered to these thirty now is fitted and says nothing. **The thirty with odd numbers were kept
apart**: no word, number or piece was chosen by them, and who wrote the pieces has not read them. Only they can tell.

**Afterwards, the thirty kept apart.** Asked once after all of it, and judged by a third reader who had seen nothing before, as strictly.

| thirty kept apart | clear: of use, touches it, beside the point | near: of use, touches it, beside the point | nothing | got anything of use |
|---|---|---|---|---|
| before | 5, 4, 2 | 2, 5, 6 | 15 | 6 of 30 |
| afterwards | 6, 6, 4 | 2, 7, 1 | 15 | 6 of 30 |

So what was written for one half did **not** help the other: a sentence that nobody had in view is as likely as before to get nothing, and a third of what is called clear is of use. A child in danger is heard now, a pupil in grief gets three pages that are of use, and
what is near is seldom beside the point any more. Of thirteen offers to those who wrote in Spanish eleven were English. Where nothing speaks clearly, the page now shows what teachers bring most often, each one tap away.

## Sixty fresh sentences

Forty were written, in the voices of very different teachers, before anything was changed, and are in the history of this repository from that day. Twenty of them were kept apart: no word
and no number was chosen by them until they were asked, once, and judged without a mark of which sum had answered (“when first seen”); but who wrote the new pieces knows them. But the list of common struggles for which new pieces were written is by the same
hand, and fourteen of the twenty speak of something on it; so they say more of how well a piece is found than of how much of teaching the shelf holds. What was changed after that look makes “now” a fitted figure; so do the pieces that were written since, two of which answer sentences below that their writer had read here.

Twenty more are lines that teachers wrote to others on public pages, found after the forty had been judged, by searching for teachers who ask. They tell of something in passing, and there the sum is weak: it has
mostly nothing to say. After them the line below which nothing is shown was drawn higher, by what the ninety and the looked-at twenty taught: what was only near had been beside the point ten times of twelve.

Of use: I would open it, it is about my matter. Touches it: near, not my question. Each sentence was asked with its minutes, without a profile, and whoever writes Spanish reads Spanish."""
SIXTY = """## Ninety older sentences

They were in view while the sum, its lines and its phrases were made, this time too: what they show is that nothing broke. An offer is right when the teacher who said this would be glad of it. “At first” is
what was answered when the sentences came in. How they came about: thirty looked at, thirty not looked at in the first round, thirty written afterwards as ten teachers would say them.

`python -m tests.suggestions.judged --write` makes this page again; sentences and verdicts stand in `tests/suggestions/`."""


def worth_of(row: dict, key: str) -> str:
    """What a fresh sentence's first answer is worth; "" for one that nobody has judged."""
    return next((word for word, name in zip(WORTH, ("use", "part", "beside"), strict=True) if key in row[name]), "")


def firsts(rows: list[dict], answered: list[tuple[list[str], bool]]) -> Counter:
    """(set, how it is shown, what the first is worth) -> how many; (set, "nothing", "fair" or "hoped for something")."""
    counted: Counter = Counter()
    for row, (keys, is_clear) in zip(rows, answered, strict=True):
        shown = "clear" if is_clear else "to pass on" if row["mood"] == "good_at" else "near"
        counted[(row["half"], shown, worth_of(row, keys[0])) if keys else (row["half"], "nothing", row["nothing"])] += 1
    return counted


def fresh_lines(rows: list[dict], answers: list[list]) -> list[str]:
    """The tables of the fresh sentences, and each with its answers now."""
    answered = {when: [(row[when], row[f"{when}_clear"]) for row in rows] for when in ("before", "unseen")}
    answered["now"] = [([one.key for one in three], bool(three) and three[0].is_clear) for three in answers]
    lines = ["", "| first answer | when | " + " | ".join(f"{shown}: of use, touches it, beside the point" for shown in SHOWN) + " | nothing: fair, hoped for something |", "|---|---|---|---|---|---|"]
    for half, words in SETS.items():
        for when, told in TIMES.items():
            counted = firsts(rows, answered[when])
            cells = [", ".join(str(counted[half, shown, worth]) for worth in WORTH) for shown in SHOWN]
            lines.append(f"| {words} | {told} | " + " | ".join(cells) + f" | {counted[half, 'nothing', 'fair']}, {counted[half, 'nothing', 'hoped']} |")
    for half, words in SETS.items():
        lines += ["", f"### {words[0].upper()}{words[1:]}", ""]
        for row, three in zip(rows, answers, strict=True):
            if row["half"] == half:
                shown = "; ".join(f"{one.title}: {worth_of(row, one.key) or 'not judged yet'}" for one in three) or ("nothing, fairly" if row["nothing"] == "fair" else "nothing, and something hoped for")
                near = "" if not three or three[0].is_clear else " (to pass on)" if row["mood"] == "good_at" else " (near)"
                lines.append(f"- **{row['said']}**{near} {shown}." + (f" (`{row['from']}`)" if "from" in row else ""))
    return lines


def main() -> int:
    os.environ["STAFFROOM_DATA"] = tempfile.mkdtemp(prefix="staffroom-judged-")
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django
    django.setup()
    from django.core.management import call_command
    call_command("migrate", verbosity=0)
    from tests.suggestions import asking
    rows, fresh = asking.sentences(), asking.fresh()
    found = asking.answers([*rows, *fresh])
    text = page(rows, found[: len(rows)], fresh, found[len(rows) :])
    if "--write" in sys.argv:
        PAGE.write_text(text)
    else:
        sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
