"""What a document is, and what it says: read from its plain JSON, cut to lengths that a page can show. Nothing here is checked."""

from typing import Any

from staffroom.credentials.openbadges import keys

MOST_INSIDE, MOST_TOLD = 500, 50
KINDS_3 = (("ClrCredential", "clr"), ("EndorsementCredential", "endorsement3"), ("OpenBadgeCredential", "badge3"),
           ("AchievementCredential", "badge3"),
           ("BitstringStatusListCredential", "status"))
KINDS_2 = (("Assertion", "badge2"), ("BadgeClass", "class2"), ("Issuer", "issuer2"), ("Profile", "issuer2"), ("Endorsement", "endorsement2"),
           ("RevocationList", "revoked2"), ("CryptographicKey", "key2"), ("AlignmentObject", "alignment2"))
CREDENTIALS = {"badge3", "clr", "endorsement3", "status", "credential"}
TO_KEEP = {"badge2", "badge3", "clr", "endorsement3", "credential"}  # what says something of somebody


def kind(document: Any) -> str:
    """badge3, clr, endorsement3, status, credential (another one), badge2, class2, issuer2, endorsement2, revoked2, key2, alignment2, criteria2,
    other (a thing with a kind of its own), or "" for what is none of these.
    """
    if not isinstance(document, dict):
        return ""
    types = {str(one).removeprefix("obi:").rpartition("#")[2] for one in several(document.get("type", document.get("@type")))}
    if "VerifiableCredential" in types:
        return next((found for name, found in KINDS_3 if name in types), "credential")
    found = next((found for name, found in KINDS_2 if name in types), "")
    if found:
        return found
    if document.keys() <= {"narrative", "id", "type", "@context"} and isinstance(document.get("narrative"), str):
        return "criteria2"
    return "other" if types and "@context" in document else ""


def several(value: Any) -> list:
    return value if isinstance(value, list) else [] if value is None else [value]


def id_of(value: Any) -> str:
    """The identifier of a thing that is either named or written out."""
    found = value.get("id") if isinstance(value, dict) else value
    return found if isinstance(found, str) else ""


def words(value: Any, most: int = 300) -> str:
    """A text of the document as one line; of one in several languages, the first."""
    for one in several(value):
        said = one.get("@value") if isinstance(one, dict) else one
        if isinstance(said, str) and said.strip():
            return " ".join(said.split())[:most]
    return ""


def subject_of(document: dict) -> dict:
    """The first subject of a credential."""
    return next((one for one in several(document.get("credentialSubject")) if isinstance(one, dict)), {})


def inside(document: dict) -> list[dict | str]:
    """What a CLR holds: credentials written out, and signed as tokens."""
    return [one for one in several(subject_of(document).get("verifiableCredential")) if isinstance(one, dict | str)]


def told(document: Any, which: str, at_hand: keys.AtHand) -> dict:
    """What it says of itself: {title, about, issuer, issuer_id, awarded_on, until_on, credits, inside: [titles], criteria, picture}."""
    if not isinstance(document, dict):
        return _told()
    return _told_2(document, which, at_hand) if which.endswith("2") or which == "other" else _told_3(document)


def _told(**said: Any) -> dict:
    return {"title": "", "about": "", "issuer": "", "issuer_id": "", "awarded_on": "", "until_on": "", "credits": "", "inside": [], "criteria": "",
            "picture": ""} | said


def _told_3(document: dict) -> dict:
    subject, issuer = subject_of(document), document.get("issuer")
    achievement = next((one for one in several(subject.get("achievement")) if isinstance(one, dict)), {})
    criteria = achievement.get("criteria") if isinstance(achievement.get("criteria"), dict) else {}
    earned = subject.get("creditsEarned")
    pictures = [subject.get("image"), achievement.get("image"), document.get("image")]
    held = inside(document)
    return _told(
        title=words(document.get("name")) or words(achievement.get("name")), about=words(achievement.get("description"), 1_000),
        issuer=words(issuer.get("name")) if isinstance(issuer, dict) else "", issuer_id=id_of(issuer)[:300],
        awarded_on=day(document, "awardedDate", "validFrom", "issuanceDate"), until_on=day(document, "validUntil", "expirationDate"),
        credits=f"{earned:g}" if isinstance(earned, int | float) and not isinstance(earned, bool) else "",
        inside=[_told_3(one)["title"] for one in held if isinstance(one, dict)][:MOST_TOLD], criteria=words(criteria.get("narrative"), 1_000),
        picture=next((one for one in map(_data_picture, pictures) if one), ""))


def _told_2(document: dict, which: str, at_hand: keys.AtHand) -> dict:
    badge = _thing(document.get("badge"), at_hand) if which == "badge2" else document
    issuer = _thing(badge.get("issuer"), at_hand)
    criteria = badge.get("criteria")
    return _told(
        title=words(badge.get("name")), about=words(badge.get("description"), 1_000), issuer=words(issuer.get("name")),
        issuer_id=(issuer.get("id") if isinstance(issuer.get("id"), str) else id_of(badge.get("badge")) or id_of(badge))[:300],
        awarded_on=day(document, "issuedOn"), until_on=day(document, "expires"),
        criteria=words(criteria.get("narrative"), 1_000) if isinstance(criteria, dict) else "",
        picture=next((one for one in map(_data_picture, (document.get("image"), badge.get("image"))) if one), ""))


def _thing(value: Any, at_hand: keys.AtHand) -> dict:
    """A part that is written out, or at hand under its name; otherwise its name alone."""
    if isinstance(value, dict):
        return value
    found = at_hand.get(value) if isinstance(value, str) else None
    return found if isinstance(found, dict) else {"id": value}


def day(document: dict, *names: str) -> str:
    """The first of these that is a moment, as a day of ISO 8601."""
    found = next((moment for name in names if (moment := keys.moment(document.get(name)))), None)
    return found.date().isoformat() if found else ""


def _data_picture(value: Any) -> str:
    """A picture that is written into the document itself; one that lies elsewhere is never fetched."""
    said = id_of(value)
    return said if said.startswith("data:image/") and len(said) < 1_000_000 else ""
