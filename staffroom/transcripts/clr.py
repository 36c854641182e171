"""A transcript as a learner record (CLR 2.0) that holds one Open Badges 3.0 credential for each entry. The one proof of the record covers them all.

Each says of itself what it is: what the holder alone noted is issued by the holder; what somebody confirmed or accepted is issued by this place,
with them as its source. Nodes have names of their own, so that putting the graph in order is sorting and no guessing (RDFC-1.0); the holder has
another one in each entry: all entries are one graph, in which what is said of one name could be moved from entry to entry.
"""

from typing import Any

from staffroom.credentials import issuer
from staffroom.credentials.openbadges import contexts
from staffroom.transcripts import frozen
from staffroom.transcripts.frozen import OF_OTHERS, Facts

CONTEXTS = [contexts.V2, contexts.CLR, contexts.OPEN_BADGES]
INSIDE = [contexts.V2, contexts.OPEN_BADGES]


def build(facts: Facts, *, address: str, made_at: str, status: dict) -> dict[str, Any]:
    """The record, not signed yet, in the language that is active. `address` is that of its page, and its name."""
    told, holder = frozen.told(facts), f"{address}#holder"
    names = dict.fromkeys(entry["who"] for entry in facts["entries"] if entry["who"])
    sources = {who: f"{address}#by-{number}" for number, who in enumerate(names, 1)}
    held = [_inside(entry, line, number, facts=facts, address=address, made_at=made_at, sources=sources)
            for number, (entry, line) in enumerate(zip(facts["entries"], told.lines, strict=True), 1)]
    return {
        "@context": CONTEXTS, "id": address, "type": ["VerifiableCredential", "ClrCredential"], "name": f"{told.title}: {told.name}",
        "description": " ".join(told.about), "issuer": issuer.profile(), "validFrom": made_at, "credentialStatus": status,
        "credentialSubject": {"id": holder, "type": ["ClrSubject"], "identifier": _identity(facts), "achievement": [_record(address)],
                              "verifiableCredential": held}}


def _identity(facts: Facts) -> list[dict]:
    """Whose it is: the name, and the hash of a proved address."""
    found = [{"type": "IdentityObject", "hashed": False, "identityHash": facts["name"], "identityType": "name"}]
    if mail := facts["mail"]:
        found.append({"type": "IdentityObject", "hashed": True, "identityHash": mail["hash"], "identityType": "emailAddress", "salt": mail["salt"]})
    return found


def _record(address: str) -> dict:
    """What the results of every entry mean, said once."""
    meanings = {"step": "Step of proof: noted, proof, confirmed or accepted", "minutes": "Minutes noted",
                "covered": "Minutes that the step covers, where others said so"}
    return {"id": f"{address}#record", "type": ["Achievement"], "achievementType": "ext:ProfessionalLearningRecord",
            "name": "Professional learning record", "description": "Entries of a teacher's own record, each with the step of proof that it reached.",
            "criteria": {"id": f"{address}#criteria", "narrative": (
                "An entry is noted by its holder. Steps of proof: noted (the holder's word), proof (the holder keeps evidence), confirmed (a named "
                "person says that it took place), accepted (an office accepts it). Only the step accepted means that an office has accepted it.")},
            "resultDescription": [{"id": f"{address}#{name}", "type": ["ResultDescription"], "name": meaning, "resultType": "Result"}
                                  for name, meaning in meanings.items()]}


def _inside(entry: Facts, line: frozen.Line, number: int, *, facts: Facts, address: str, made_at: str, sources: dict[str, str]) -> dict:
    """One entry as a credential without a proof of its own."""
    by_others = entry["step"] in OF_OTHERS
    results = {"step": entry["step"], "minutes": str(entry["minutes"])} | ({"covered": str(entry["for_minutes"])} if by_others else {})
    whose = {"id": f"{address}#holder", "type": ["Profile"], "name": facts["name"]}
    return {
        "@context": INSIDE, "id": f"{address}#entry-{number}", "type": ["VerifiableCredential", "OpenBadgeCredential"], "name": line.title,
        "issuer": issuer.profile() if by_others else whose, "validFrom": made_at,
        "credentialSubject": {
            "id": f"{address}#holder-{number}", "type": ["AchievementSubject"], "activityStartDate": f"{entry['first_on']}T00:00:00Z",
            "activityEndDate": f"{entry['last_on']}T00:00:00Z", "narrative": " ".join(filter(None, (line.says, line.also, line.badge))),
            **({"source": {"id": sources[entry["who"]], "type": ["Profile"], "name": entry["who"]}} if by_others and entry["who"] else {}),
            "result": [{"id": f"{address}#{name}-{number}", "type": ["Result"], "resultDescription": f"{address}#{name}", "value": value}
                       for name, value in results.items()],
            "achievement": {
                "id": f"{address}#what-{number}", "type": ["Achievement"], "achievementType": "ext:ProfessionalLearning", "name": line.title,
                "description": ", ".join((line.kind, line.time)), "criteria": {"id": f"{address}#criteria"},
                **({"tag": entry["topics"]} if entry["topics"] else {})}}}
