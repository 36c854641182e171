"""Counting what somebody did by the rules of an office. Pure reckoning: no Django, the standard library alone.

    load(id) -> Pack, shipped() -> packs        rules as data, with their sources and dates; KeyError for an id that is not shipped
    read(data) -> Record                        from plain data; BadRecord(field, sentence) where they cannot be understood
    explain(pack, record, as_of) -> Explained   entry by entry and rule by rule, each with its reason; as_json(language)

Minutes are whole numbers, times are aware, days are days of the entry's own time zone. What is not known is not taken for a yes.
"""

from staffroom.credit.counting.packs import IDS, BadPack, Pack, load, shipped
from staffroom.credit.counting.reckoning import Explained, Judged, Verdict, explain
from staffroom.credit.counting.record import BadRecord, Entry, Licence, Record, read

__all__ = ["IDS", "BadPack", "BadRecord", "Entry", "Explained", "Judged", "Licence", "Pack", "Record", "Verdict", "explain", "load", "read",
           "shipped"]
