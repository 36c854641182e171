"""Words that speak of a child in danger. No suggestion of ours is an answer to them; the page then says whom to tell.

Only the page of the sentence's own teacher asks, each time it is shown; nothing of it is kept, counted or told.
It is meant to speak up once too often rather than once too seldom.
"""

import re

from staffroom.kit.words import fold

_SPEAKS = re.compile("|".join((
    r"\b(suicid\w*|self ?-?harm\w*|wants? to die|bruis\w*|molest\w*|incest|raped?)\b",
    r"\b(kill|hurt|cut|harm|starv|burn)(s|ing|ting|es|e)? (him|her|them)sel(f|ves)\b",
    r"\b(sexual|physical|verbal|drug|child)\w* abus\w*|\babus(ed|ive)\b",
    r"\b(is|was|gets|got|being) (beaten|hit|touched|starved) (at home|by)\b|\bhits? (him|her|them) at home\b",
    r"\b(stopp?ed|stops|refuses|not|never|no longer|doesn.?t|isn.?t) (to )?eat(s|ing)?\b",
    r"\b(afraid|scared|terrified|refuses) (of going|to go) home\b|\btold me \w+ (about|at) home\b|\bsleeps? (in a car|on the street|rough)\b",
    r"\b(autoles\w*|se corta|se hace dano|quiere mor\w*|moreton\w*|maltrat\w*|le pegan|miedo de ir a casa|(dejo de|no) com(er|e))\b",
    r"\babus(o|an|a) de\b",
)))


def may_be(text: str) -> bool:
    """Do these words, in English or Spanish, speak of a child who may be in danger?"""
    return bool(_SPEAKS.search(fold(text)))
