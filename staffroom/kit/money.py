"""Money in whole minor units, as many to one unit as its currency has (ISO 4217): a hundred for most, one for the yen, a thousand for some dinars."""

import re

from django.utils.formats import number_format

MOST = 2_000_000_000  # what a column holds
_TOLD = {0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF", 3: "BHD IQD JOD KWD LYD OMR TND", 4: "CLF UYW"}
DIGITS = {currency: digits for digits, currencies in _TOLD.items() for currency in currencies.split()}


def digits_of(currency: str) -> int:
    """How many digits stand behind the point."""
    return DIGITS.get(currency, 2)


def minor_of(text: str, currency: str) -> int | None:
    """ "12.5" in EUR is 1250, "1200" in JPY is 1200; None for more digits than the currency has, for nothing, and for what is no amount."""
    digits = digits_of(currency)
    found = re.fullmatch(r"([0-9]{1,10})(?:\.([0-9]{1,4}))?", text)
    if not found or len((found[2] or "").rstrip("0")) > digits:
        return None
    minor = int(found[1]) * 10**digits + int((found[2] or "")[:digits].ljust(digits, "0") or 0)
    return minor if 0 < minor <= MOST else None


def typed(text: str, currency: str) -> int | None:
    """The same as people type it, "12,5" too. A comma before three digits may part thousands, so that is no amount."""
    return minor_of(re.sub(r",(?=[0-9]{1,2}$)", ".", text), currency)


def plain(minor: int, currency: str) -> str:
    """The amount as machines write it: "12.50"."""
    digits = digits_of(currency)
    whole, rest = divmod(minor, 10**digits)
    return f"{whole}.{rest:0{digits}d}" if digits else str(whole)


def in_words(minor: int, currency: str) -> str:
    """The amount as the reader writes numbers: "EUR 1,200.50"."""
    whole, _point, rest = plain(minor, currency).partition(".")
    return f"{currency} {number_format(f'{whole}.{rest}' if rest else whole, force_grouping=True)}"
