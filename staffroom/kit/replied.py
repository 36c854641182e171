"""What somebody wrote in a reply, without what their mail program put around it: quotes, the old mail, signatures. Pure."""

import re

MARK = "=-=-="  # in the line of a mail above which people write
_OLD = re.compile(
    r"-{2,}\s*(original message|mensaje original|forwarded message|mensaje reenviado)\s*-{2,}|_{20,}|"
    r"\*?(from|de|von)\s*:\*?\s.*[@<\[].*", re.IGNORECASE)
_WROTE = re.compile(r".{0,300}(wrote|escribió|schrieb|a écrit)\s*:", re.IGNORECASE)
_ON = re.compile(r"(on|el|am|le)\b", re.IGNORECASE)
_SENT_BY = re.compile(r"(sent from (my|mail|outlook|yahoo)|get outlook for|enviado desde (mi|correo)|obtener outlook para)\b.{0,60}", re.IGNORECASE)


def own_words(text: str) -> str:
    """The words of the reply itself, also where they stand below or between what was quoted."""
    kept: list[str] = []
    for line in _cut(text.replace("\r\n", "\n").split("\n")):
        if line.lstrip().startswith(">"):
            _drop_attribution(kept)
        else:
            kept.append(line.rstrip())
    _drop_attribution(kept)
    while kept and (not kept[-1] or _SENT_BY.fullmatch(kept[-1].strip())):
        kept.pop()
    return "\n".join(kept).strip()


def _cut(lines: list[str]) -> list[str]:
    """Up to the signature, the line above which people write, or the head of the old mail."""
    for at, line in enumerate(lines):
        plain = line.strip()
        if line.rstrip("\n") in {"-- ", "--"} or (MARK in line and not line.lstrip().startswith(">")) or _OLD.fullmatch(plain):
            return lines[:at]
    return lines


def _drop_attribution(kept: list[str]) -> None:
    """ "On Monday Ann wrote:" goes, on one line or two or three."""
    end = len(kept)
    while end and not kept[end - 1]:
        end -= 1
    for many, head in ((1, True), (2, True), (3, True), (1, False)):
        said = " ".join(line.strip() for line in kept[max(0, end - many):end])
        if end >= many and all(kept[end - many:end]) and _WROTE.fullmatch(said) and (not head or _ON.match(said)):
            del kept[end - many:]
            return
