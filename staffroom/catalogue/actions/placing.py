"""The places that offers name, as rows by which Find filters: made anew whenever the facts are written."""

from staffroom.catalogue.models import Offer, Where
from staffroom.catalogue.where import LONGEST, as_written, key_of, parts, places

PART = 400


def place(offers: list[Offer]) -> None:
    """Each of these offers is found by the places in its facts, spelt as whoever named one first spelt it."""
    for start in range(0, len(offers), PART):
        part = offers[start:start + PART]
        Where.objects.filter(offer__in=[offer.pk for offer in part]).delete()
        named = [(offer, by, words) for offer in part for by, words in (
            ("place", places(offer.place, offer.online)), ("counts", _counts(offer))) if words]
        if named:
            _write(named)


def _counts(offer: Offer) -> list[str]:
    """Where it counts: what its facts name, and bodies that offer it and say so."""
    return list(dict.fromkeys([*parts(offer.counts_where), *(said["body"][:LONGEST] for said in offer.offered)]))


def _write(named: list[tuple[Offer, str, list[str]]]) -> None:
    folded = {key_of(word) for _offer, _by, words in named for word in words}
    known: dict[str, dict[str, str]] = {"place": {}, "counts": {}}
    for by, key, words in Where.objects.filter(folded__in=folded).order_by("pk").values_list("by", "folded", "words"):
        known[by].setdefault(key, words)
    rows = []
    for offer, by, words in named:
        for word in as_written(words, known[by]):
            known[by].setdefault(key_of(word), word)
            rows.append(Where(offer=offer, by=by, words=word, folded=key_of(word)))
    Where.objects.bulk_create(rows, batch_size=PART)
