"""Running the worked examples that a pack carries."""

from datetime import date

from staffroom.credit import counting


def wrong(pack, example) -> list[str]:
    """What differs between an example's hand-computed answer and the reckoned one."""
    explained = counting.explain(pack, counting.read(example["record"]), date.fromisoformat(example["as_of"]))
    answer, expect = explained.as_json(), example["expect"]
    entries = {entry["id"]: entry for entry in answer["entries"]}
    found = {
        "counted_minutes": answer["counted_minutes"], "required_minutes": answer["required_minutes"],
        "entries": {name: entries[name]["counted_minutes"] for name in expect.get("entries", ())},
        "rules": {rule["id"]: rule["verdict"] for rule in answer["rules"] if rule["id"] in expect.get("rules", ())},
        "short": {short["id"]: short["minutes"] for short in answer["short"]},
        "reasons": {name: entries[name]["reasons"][0] for name in expect.get("reasons", ())},
    }
    return [f"{name}: {found[name]!r}, by hand {value!r}" for name, value in expect.items() if found[name] != value]
