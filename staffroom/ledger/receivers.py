"""What this room lends to rooms below."""

from staffroom.kit.backup import verify
from staffroom.ledger import checking, written


def look(found: verify.Found) -> None:
    """`staffroom verify` looks at the chain, the checkpoints and the sums as well."""
    checked = written.walk(checking.Whole())
    found.facts["hours accepted (postings)"] = checked.postings
    found.problems += [f"The ledger: {one}." for one in checked.wrong]


if look not in verify.MORE:
    verify.MORE.append(look)
