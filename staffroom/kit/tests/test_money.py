"""Money is counted in whole minor units, as many as its currency has."""

import pytest

from staffroom.kit import money


@pytest.mark.parametrize(("text", "currency", "minor"), [
    ("12.5", "EUR", 1250), ("0.29", "EUR", 29), ("12", "USD", 1200), ("1200", "JPY", 1200), ("1200.00", "JPY", 1200), ("1200.5", "JPY", None),
    ("1.234", "KWD", 1234), ("1.2345", "KWD", None), ("12.345", "EUR", None), ("12.340", "EUR", 1234), ("0", "EUR", None), ("", "EUR", None),
    ("1\u00b2", "EUR", None), ("\u0663", "EUR", None), ("-1", "EUR", None), ("9999999999", "EUR", None), ("2000000000", "JPY", 2_000_000_000)])  # fmt: skip
def test_an_amount_has_the_digits_of_its_currency_or_is_none(text, currency, minor):
    assert money.minor_of(text, currency) == minor


def test_a_comma_may_stand_for_the_point_and_never_for_thousands():
    assert [money.typed(text, "EUR") for text in ("12,5", "12,50", "12.50", "12", "1,200", "1,200,50", "12,", ",5")] == [1250, 1250, 1250, 1200, None, None, None, None]
    assert money.typed("12,5", "JPY") is None


@pytest.mark.parametrize("currency", ["EUR", "JPY", "KWD", "CLF"])
@pytest.mark.parametrize("minor", [1, 9, 10, 100, 1_000, 123_456, 2_000_000_000])
def test_what_is_written_is_read_as_the_same(currency, minor):
    assert money.minor_of(money.plain(minor, currency), currency) == minor


def test_an_amount_in_words():
    assert [money.in_words(120_050, "EUR"), money.in_words(1_200, "JPY")] == ["EUR 1,200.50", "JPY 1,200"]
