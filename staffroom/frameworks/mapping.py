"""What became of a statement in another version of its framework. No Django in here."""

from dataclasses import dataclass

from staffroom.frameworks.case import Node, Tree

SAME, REWORDED, REPLACED, ENDED, GONE = "same", "reworded", "replaced", "ended", "gone"
BY_NUMBER, BY_WORDS = "number", "words"  # found by its number or its words alone: likely, not certain


@dataclass(frozen=True)
class Became:
    """How a statement stands in the other version: `how` is one of the words above; `node` is None where there is nothing."""

    how: str
    node: Node | None = None


def became(identifier: str, number: str, statement: str, other: Tree) -> Became:
    """What its maker says comes first (replacedBy, the same identifier); after that the number, after that the words."""
    for link in other.links:
        if link.kind == "replacedBy" and link.origin == identifier and link.destination in other.by_id:
            return Became(REPLACED, other.by_id[link.destination])
    held = other.by_id.get(identifier)
    if held is not None:
        return Became(ENDED if held.ended_on else SAME if folded(held.statement) == folded(statement) else REWORDED, held)
    same_words = [node for node in other.nodes if folded(node.statement) == folded(statement)]
    if len(same_words) == 1:
        return Became(BY_WORDS, same_words[0])
    same_number = [node for node in other.nodes if number and node.number == number]
    return Became(BY_NUMBER, same_number[0]) if len(same_number) == 1 else Became(GONE)


def folded(text: str) -> str:
    """Words without case, spaces and the marks around them."""
    return " ".join(text.casefold().replace("’", "'").split()).strip(" .;:")
