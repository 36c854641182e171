"""Why an offer is suggested, in words."""

import re
from collections.abc import Collection

from django.utils.translation import get_language, get_language_info, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from staffroom.catalogue.queries import shelf
from staffroom.growth import hearing, spanish, suggesting
from staffroom.growth.suggesting import Candidate, Suggested, Wish
from staffroom.kit.words import fold

NAMES = {
    "text": gettext_lazy("your words"),
    "phrase": gettext_lazy("something that you named"),
    "close": gettext_lazy("close in meaning"),
    "theme": gettext_lazy("the themes"),
    "lead": gettext_lazy("what you are good at"),
    "basics": gettext_lazy("only the basics"),
    "kept": gettext_lazy("what teachers told"),
    "minutes": gettext_lazy("the minutes"),
    "known": gettext_lazy("your classes"),
    "elsewhere": gettext_lazy("other classes"),
    "try": gettext_lazy("something to try tomorrow"),
    "language": gettext_lazy("another language"),
}


FOR_THIS = gettext_lazy("It was written for exactly this.")


def as_said(text: str) -> dict[str, str]:
    """Stem to the word, or the few words that mean one thing, as the teacher wrote it."""
    if spanish.is_spanish(text):
        return {stem: said for said, meant in reversed(spanish.in_english(text)) for stem in hearing.stems(meant)}
    found = {hearing.stem(fold(word)): word for word in reversed(re.findall(r"[\w'’]+", text))}
    folded = fold(text)
    for expression, word in hearing.EXPRESSIONS:
        if word.strip() and (together := re.search(expression, folded)):
            found[hearing.stem(word)] = together[0]
    return found


def name_of(term: str) -> str:
    """What a term of a sum is called."""
    return str(NAMES[term])


def _leads(role: str) -> str:
    return {
        "mentor": _("You are good at it: here you would stand by a colleague."),
        "lead": _("You are good at it: here you would lead others."),
        "write": _("You are good at it: here you would write it down for others."),
        "inquire": _("You are good at it: here you would look into it more closely."),
    }[role]


def _close(offer: Candidate) -> str:
    """What of it is close in meaning to what was said."""
    if offer.saying:
        return _("It is for “%(saying)s”, which is close to what you said: %(n)s of 100.") % {"saying": offer.saying, "n": offer.close}
    return _("What it says of itself is close to what you said: %(n)s of 100.") % {"n": offer.close}


def _told(offer: Candidate) -> str:
    """What became of it, whether that speaks for it or against it."""
    numbers = {"kept": offer.kept, "n": offer.told}
    if offer.alike:
        return _("%(kept)s of %(n)s teachers of your subjects or ages who told of it kept it.") % numbers
    return _("%(kept)s of %(n)s teachers who told of it kept it.") % numbers


def _named(slug: str) -> str:
    """A theme, a subject or an age of pupils in the reader's language."""
    return next((topic.said for (_kind, its), topic in shelf.topics().items() if its == slug), slug)


def _language(code: str) -> str:
    """The name of a language as it stands within a sentence: with a capital in English."""
    name = get_language_info(code.split("-")[0])["name_translated"]
    return name if (get_language() or "en").startswith("en") else name.lower()


def _about(themes: list[str]) -> str:
    if len(themes) == 1:
        return _("It is about “%(theme)s”.") % {"theme": _named(themes[0])}
    return _("It is about “%(theme)s” and “%(other)s”.") % {"theme": _named(themes[0]), "other": _named(themes[1])}


def of_language(offer: Candidate, reads: Collection[str]) -> list[str]:
    """That it is in another language than those somebody reads."""
    other = offer.language and offer.language.split("-")[0] not in reads
    return [_("It is in %(language)s.") % {"language": _language(offer.language)}] if other else []


def reasons(one: Suggested, wish: Wish, said: dict[str, str]) -> list[str]:
    """Each positive term as a sentence, strongest first."""
    lines = []
    for term in one.terms:
        if term.name == "kept":
            lines.append(_told(one.candidate))
        elif term.points <= 0:
            continue
        elif term.name == "text":
            lines.append(_("You said “%(words)s”.") % {"words": _("”, “").join(said.get(stem, stem) for stem in term.fact.split(", "))})
        elif term.name == "phrase":
            lines.append(_("You named something that it is for."))
        elif term.name == "close":
            lines.append(_close(one.candidate))
        elif term.name == "theme":
            lines.append(_about(term.fact.split(", ")))
        elif term.name == "minutes":
            fits = ngettext("%(n)s minute fits into your %(have)s.", "%(n)s minutes fit into your %(have)s.", int(term.fact))
            lines.append(fits % {"n": term.fact, "have": wish.minutes})
        elif term.name == "known" and term.fact not in suggesting.ANYTHING:
            lines.append(_("You teach %(what)s.") % {"what": _named(term.fact).lower()})
        elif term.name == "lead":
            lines.append(_leads(term.fact))
        elif term.name == "try":
            lines.append(_("It ends with something to try tomorrow."))
    lines += of_language(one.candidate, wish.languages)
    if one.candidate.minutes is None:
        lines.append(_("How long it takes is not known."))
    return lines
