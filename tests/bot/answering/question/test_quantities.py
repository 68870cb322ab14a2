"""Numbers with units, in both languages."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.answering.question.quantities import quantities


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("half a million users", 500_000),
        ("two hundred thousand", 200_000),
        ("12,000,000 MAU", 12_000_000),
        ("1.5 million visits", 1_500_000),
        ("about 700M", 700_000_000),
        ("3bn", 3_000_000_000),
        ("月活 1.2 亿", 120_000_000),
        ("1亿5000万用户", 150_000_000),
        ("一亿五千万月活", 150_000_000),
        ("五百万月活", 5_000_000),
        ("50w日活", 500_000),
        ("七亿", 700_000_000),
        ("２０００万", 20_000_000),
    ],
)
def test_reads_a_number_with_its_unit(text: str, value: int) -> None:
    """Scales of both languages multiply; full-width digits count."""
    import unicodedata

    assert [q.value for q in quantities(unicodedata.normalize("NFKC", text))] == [Decimal(value)]


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("$2.5M", 2_500_000, "USD"),
        ("8000万人民币", 80_000_000, "CNY"),
        ("3000万美元", 30_000_000, "USD"),
        ("€18M", 18_000_000, "EUR"),
        ("2m pounds", 2_000_000, "GBP"),
        ("HK$5m", 5_000_000, "HKD"),
        ("2000万日元", 20_000_000, "JPY"),
    ],
)
def test_reads_money_as_stated(text: str, amount: int, currency: str) -> None:
    """The currency stands before or behind."""
    found = next(iter(quantities(text)))
    money = found.money()
    assert money is not None
    assert (money.amount, money.currency) == (amount, currency)


def test_a_number_without_currency_is_no_money() -> None:
    """Nothing is assumed."""
    assert next(iter(quantities("12 engineers"))).money() is None
