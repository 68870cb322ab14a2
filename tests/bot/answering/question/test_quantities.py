"""Numbers with units, in both languages."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.answering.question.quantities import amounts, quantities


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
        ("$12 mln", 12_000_000),
        ("₹120 crore", 1_200_000_000),
        ("Rs 50 lakh", 5_000_000),
        ("120.000.000 MAU", 120_000_000),
        ("1,20,00,000 users", 12_000_000),
        ("120 000 000 users", 120_000_000),
        ("12,5 Mio €", 12_500_000),
        ("1,500 users", 1_500),
        ("1.2 个亿", 120_000_000),
        ("三个亿", 300_000_000),
        ("半个亿", 50_000_000),
        ("月活破亿", 100_000_000),
        ("年流水过亿", 100_000_000),
        ("100 多万用户", 1_000_000),
        ("三千多万美元", 30_000_000),
        ("100+ million users", 100_000_000),
        ("8 figures", 10_000_000),
        ("seven-figure", 1_000_000),
        ("八位数", 10_000_000),
        ("our billion-user app", 1_000_000_000),
        ("two hundred million", 200_000_000),
        ("a hundred and twenty million", 120_000_000),
        ("twenty-five million", 25_000_000),
        ("two and a half million", 2_500_000),
        ("one point two million", 1_200_000),
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


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("$15-20M", 20_000_000, "USD"),
        ("$15M–$20M", 20_000_000, "USD"),
        ("$2 to 3 million", 3_000_000, "USD"),
        ("80-120M MAU", 120_000_000, None),
        ("120 to 150 million users", 150_000_000, None),
        ("between 80 and 120 million", 120_000_000, None),
        ("between $10 million and $20 million", 20_000_000, "USD"),
        ("8000 万到 1.3 亿之间", 130_000_000, None),
        ("1000-3000 万美元", 30_000_000, "USD"),
        ("八到九千万", 90_000_000, None),
        ("八千万到一亿三千万", 130_000_000, None),
    ],
)
def test_a_range_is_its_high_end(text: str, amount: int, currency: str | None) -> None:
    """The unit and the currency of one end count for both."""
    assert [(q.value, q.currency) for q in amounts(text)] == [(Decimal(amount), currency)]


@pytest.mark.parametrize("text", ["fell from 150M to 80M", "从 1.5 亿到 8000 万", "150M and 80M"])
def test_a_fall_or_a_list_is_no_range(text: str) -> None:
    """Two figures stay two."""
    assert len(list(amounts(text))) == 2


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("一点一亿", 110_000_000),
        ("九点五千万", 95_000_000),
        ("零点九亿", 90_000_000),
        ("五点五百万", 5_500_000),
        ("十二点二五亿", 1_225_000_000),
    ],
)
def test_spoken_chinese_decimals(text: str, value: int) -> None:
    """点 stands for the point."""
    assert [one.value for one in amounts(text)] == [value]
