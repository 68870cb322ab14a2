"""Users, visits and revenue with their period and moment."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.answering.question.figures import figures
from knowledge.records.use import Money

LLAMA_4 = (date(2025, 4, 5),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12M MAU at launch", {"mau_at_release": 12_000_000}),
        ("发布前一个月我们月活1.5亿", {"mau_at_release": 150_000_000}),
        ("about half a million users", {"mau_now": 500_000}),
        ("日活 90 万", {"dau": 900_000}),
        ("每月访问量 150 万", {"visits_per_month": 1_500_000}),
        ("40 GB of traffic, 12 engineers", {}),
        ("we have 20 servers and 3 billion tokens a month", {}),
        ("ARR $2.5M", {"annual_revenue": Money(amount=2_500_000, currency="USD")}),
        ("turns over $25M a month", {"monthly_revenue": Money(amount=25_000_000, currency="USD")}),
        ("集团月收入1800万欧元", {"monthly_revenue": Money(amount=18_000_000, currency="EUR", scope="group")}),
        ("年经常性收入4000万美元", {"annual_revenue": Money(amount=40_000_000, currency="USD")}),
    ],
)
def test_reads_figures_of_the_team(text: str, expected: dict[str, Any]) -> None:
    """Each figure lands in its own slot, and other numbers in none."""
    assert figures(text) == expected


def test_a_count_dated_just_before_the_release_is_the_one_the_licence_tests() -> None:
    """The month before the release counts; the figure of today is kept apart."""
    text = "Our app had 650M monthly active users in March 2025 and now has 900M"
    expected = {"mau_at_release": 650_000_000, "mau_now": 900_000_000}
    assert figures(text, LLAMA_4) == expected
    assert figures("2025年3月月活6.5亿，现在月活9亿", LLAMA_4) == expected


def _usd(amount: int, **more: Any) -> Money:
    return Money(amount=amount, currency="USD", **more)


@pytest.mark.parametrize(
    ("text", "slot", "value"),
    [
        ("revenue is $15-20M", "annual_revenue", _usd(20_000_000)),
        ("80-120M MAU", "mau_now", 120_000_000),
        ("月活 8000 万到 1.3 亿之间", "mau_now", 130_000_000),
        ("年营收 1000 万~3000 万美元", "annual_revenue", _usd(30_000_000)),
    ],
)
def test_a_range_counts_at_its_high_end(text: str, slot: str, value: Any) -> None:
    """It is what the figure may be."""
    assert figures(text) == {slot: value}


@pytest.mark.parametrize(
    ("text", "slot", "value"),
    [
        ("Revenue went from $500k to $5M", "annual_revenue", _usd(5_000_000)),
        ("营收从 80 万美元涨到 400 万美元", "annual_revenue", _usd(4_000_000)),
        ("MAU 从 8000 万涨到 1.3 亿", "mau_now", 130_000_000),
        ("MAU fell from 150M to 80M", "mau_now", 80_000_000),
        ("月活从 1.5 亿跌到 8000 万", "mau_now", 80_000_000),
        ("Revenue is $5M, up from $900k", "annual_revenue", _usd(5_000_000)),
        ("Last year revenue $800k, this year $4M", "annual_revenue", _usd(4_000_000)),
        ("去年营收 300 万美元，今年 50 万美元", "annual_revenue", _usd(500_000)),
        ("revenue was $900k before the merger, $30M now", "annual_revenue", _usd(30_000_000)),
        ("2023年营收500万美元，2024年营收300万美元", "annual_revenue", _usd(3_000_000)),
        ("Monthly actives: 60M (2023), 130M (2024)", "mau_now", 130_000_000),
        ("之前营收 80 万美元，现在 400 万", "annual_revenue", _usd(4_000_000)),
        ("revenue Rs. 120 cr", "annual_revenue", Money(amount=1_200_000_000, currency="INR")),
        ("revenue of 12,5 Mio. €", "annual_revenue", Money(amount=12_500_000, currency="EUR")),
        ("revenue $2M from the app and $7M in all", "annual_revenue", _usd(7_000_000)),
        ("we make $900k and our owner, a fund, has $2B revenue", "annual_revenue", _usd(2 * 10**9, scope="affiliates")),
        ("It cost us $50k to make the product; revenue is $18M", "annual_revenue", _usd(18_000_000)),
        ("成本 5000 万，营收 1800 万美元", "annual_revenue", _usd(18_000_000)),
    ],
)
def test_of_several_figures_the_newer_or_the_largest_counts(text: str, slot: str, value: Any) -> None:
    """The one that stands first has no right of its own."""
    assert figures(text) == {slot: value}


@pytest.mark.parametrize(
    ("text", "slot", "value"),
    [
        ("we make $3M a quarter", "annual_revenue", _usd(12_000_000)),
        ("季度营收 400 万美金", "annual_revenue", _usd(16_000_000)),
        ("每天流水 10 万美金", "annual_revenue", _usd(36_500_000)),
        ("$300k a week in revenue", "annual_revenue", _usd(15_600_000)),
        ("Quarterly revenue was $2M last year, $3M now", "annual_revenue", _usd(12_000_000)),
        ("半年营收 1200 万美元", "annual_revenue", _usd(24_000_000)),
        ("half-year revenue of $12M", "annual_revenue", _usd(24_000_000)),
        ("How much revenue may we make? We are at $900k", "annual_revenue", _usd(900_000)),
        ("今年月收入 2000 万美元", "monthly_revenue", _usd(20_000_000)),
        ("过去 12 个月营收 3000 万美元", "annual_revenue", _usd(30_000_000)),
    ],
)
def test_every_period_is_made_a_year_or_a_month(text: str, slot: str, value: Any) -> None:
    """Four quarters, 52 weeks, 365 days."""
    assert figures(text) == {slot: value}


@pytest.mark.parametrize(
    "text",
    [
        "just crossed a hundred million users",
        "we passed 100 million MAU last month",
        "just topped 100M monthly active users",
        "we hit 100M MAU and growing",
        "we blew past 100M MAU",
        "at least 100M monthly users",
        "nine-figure MAU",
        "月活刚过一亿",
        "月活 1 亿出头",
        "月活破亿",
        "月活突破了 1 亿",
        "月活超 1 亿",
        "月活上亿",
    ],
)
def test_words_of_crossing_a_limit(text: str) -> None:
    """Each says that the figure is exceeded."""
    assert figures(text) == {"mau_now": 100_000_000, "above": ("mau_now",)}


@pytest.mark.parametrize(
    "text",
    ["we have not yet crossed 100M MAU", "almost passed 100M MAU", "月活没过一亿", "月活快破亿了", "月活不过一亿"],
)
def test_a_limit_not_crossed(text: str) -> None:
    """Denied, or still ahead."""
    assert figures(text) == {"mau_now": 100_000_000}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2M DAU and 8M MAU", {"dau": 2_000_000, "mau_now": 8_000_000}),
        ("月活1亿日活500万", {"mau_now": 100_000_000, "dau": 5_000_000}),
        ("5M users sending 2 billion messages a month", {"mau_now": 5_000_000}),
        ("120 million users, 80 million MAU", {"mau_now": 80_000_000}),
        ("a 70B model for 5M users", {"mau_now": 5_000_000}),
        ("80M MAU at release and 120M now", {"mau_at_release": 80_000_000, "mau_now": 120_000_000}),
        ("5M daily active users and $3M revenue", {"dau": 5_000_000, "annual_revenue": _usd(3_000_000)}),
        ("revenue in 2024 was $5M", {"annual_revenue": _usd(5_000_000)}),
        ("120.000 users", {"mau_now": 120_000}),
    ],
)
def test_each_figure_counts_what_stands_nearest(text: str, expected: dict[str, Any]) -> None:
    """Neighbours keep their own measure, and other things are not counted."""
    assert figures(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "we pull in $40M a year",
        "annual bookings of $40M",
        "we do $40M a year",
        "we sold $40M last year",
        "our turnover is $40M",
        "we do $10M a quarter",
        "年入四千万美金",
        "一年做 4000 万美元",
    ],
)
def test_words_for_revenue(text: str) -> None:
    """Nouns and verbs of what comes in."""
    assert figures(text) == {"annual_revenue": _usd(40_000_000)}


@pytest.mark.parametrize("text", ["a seven-figure business", "We're doing 7 figures", "年营收七位数"])
def test_figures_are_their_lowest_number_and_more(text: str) -> None:
    """Seven digits are a million at least."""
    money = figures(text)["annual_revenue"]
    assert (money.amount, figures(text)["above"]) == (1_000_000, ("annual_revenue",))


@pytest.mark.parametrize(
    "text", ["We sell it for $20 a month", "We raised $30M", "do we pay $500 for it?", "we spend $2M on GPUs a year"]
)
def test_prices_and_costs_are_no_revenue(text: str) -> None:
    """What a customer or the team pays."""
    assert not figures(text)


@pytest.mark.parametrize(
    ("text", "users"),
    [
        ("We have 2M MAU. Is there a limit like 700M MAU?", 2_000_000),
        ("Is there a limit like 700M MAU? We have 2M users.", 2_000_000),
        ("许可证写 1 亿月活，我们月活只有 200 万", 2_000_000),
        ("Is the limit 700M MAU? Last year we had 2M MAU", 700_000_000),
        ("We crossed the 100M MAU threshold; we had 80M users", 100_000_000),
    ],
)
def test_a_limit_is_not_the_team_s_own_figure(text: str, users: int) -> None:
    """Unless it was crossed, or nothing is said of now."""
    assert figures(text)["mau_now"] == users


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("竞争对手月活两亿，我们才十万", {"mau_now": 100_000}),
        ("Our competitor has 300 million MAU, we have 20 thousand", {"mau_now": 20_000}),
        ("客户公司年营收 50 亿美元，我们自己 20 万", {"annual_revenue": _usd(200_000)}),
        ("customers with $5M revenue buy from us; our own revenue is $90k", {"annual_revenue": _usd(90_000)}),
        ("竞争对手月活两亿，年营收 50 亿美元，我们年营收才 20 万美元", {"annual_revenue": _usd(200_000)}),
        ("Our biggest rival, a listed company, has 300M MAU. Our app has 20k users", {"mau_now": 20_000}),
    ],
)
def test_what_a_competitor_or_customer_has_is_not_the_team_s(text: str, expected: dict[str, Any]) -> None:
    """Their figures are left out, and the team's own next to them are read."""
    assert figures(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Unlike our competitors we have 120M MAU",
        "We bought a competitor and have 120M MAU",
        "我们和同行一样月活 1.2 亿",
        "客户端月活 1.2 亿",
        "竞争对手也在用。月活 1.2 亿能用吗？",
        "our client app has 120M MAU",
    ],
)
def test_a_competitor_named_in_passing_takes_no_figure(text: str) -> None:
    """Only the subject of a clause owns what it says."""
    assert figures(text) == {"mau_now": 120_000_000}


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("revenue of $3M over the last four quarters", 3_000_000),
        ("revenue: $11 million over the trailing four quarters", 11_000_000),
        ("过去四个季度营收 1100 万美元", 11_000_000),
        ("三年累计营收 2400 万美元", 8_000_000),
        ("revenue was $24M over the last three years", 8_000_000),
        ("annual revenue averaged $8M over the last three years", 8_000_000),
        ("Revenue grew over the last three years to $24M", 24_000_000),
        ("revenue of $3M in the last nine months", 4_000_000),
    ],
)
def test_the_sum_of_several_periods_is_made_a_year(text: str, amount: int) -> None:
    """Four quarters are a year, and three years count a third; averages and growth are left as they are."""
    assert figures(text) == {"annual_revenue": _usd(amount)}


@pytest.mark.parametrize(
    ("text", "slot", "value"),
    [
        ("iOS 月活 6000 万，安卓月活 5000 万", "mau_now", 110_000_000),
        ("iOS 月活 6000 万，安卓 5000 万", "mau_now", 110_000_000),
        ("70M MAU on Android plus 45M MAU on iOS", "mau_now", 115_000_000),
        ("国内月活 6000 万，海外月活 5000 万", "mau_now", 110_000_000),
        ("主 App 月活 6000 万，三个 App 加起来 1.2 亿", "mau_now", 120_000_000),
        ("our two apps have 60M MAU each", "mau_now", 120_000_000),
        ("$6M from licences and $5M from services in revenue", "annual_revenue", _usd(11_000_000)),
        ("EU subsidiary made $6M and the US one $7M", "annual_revenue", _usd(13_000_000)),
        ("两个产品各赚 600 万美元", "annual_revenue", _usd(12_000_000)),
    ],
)
def test_parts_of_a_whole_are_added(text: str, slot: str, value: Any) -> None:
    """Platforms, regions and sources of income next to each other; 各 and each count every one."""
    assert figures(text) == {slot: value}


@pytest.mark.parametrize(
    ("text", "users"),
    [
        ("120M MAU worldwide, of which 70M in the US and 30M in the EU", 120_000_000),
        ("80M MAU worldwide, 60M in the US and 50M in Europe", 80_000_000),
        ("70M MAU in China, 60M MAU in Asia", 70_000_000),
        ("iOS 月活 6000 万，安卓月活 5000 万，去重后一共 9000 万", 90_000_000),
        ("60M MAU on iOS and 5M DAU on Android", 60_000_000),
    ],
)
def test_what_lies_within_another_figure_is_not_added(text: str, users: int) -> None:
    """A stated whole counts by itself, and so does a region within a region."""
    assert figures(text)["mau_now"] == users


@pytest.mark.parametrize(
    "text",
    [
        "80M MAU when Llama 3.1 was published",
        "80M MAU when Llama 3.1 came out",
        "面世前一个月我们月活 8000 万",
        "模型开源的时候我们月活 8000 万",
    ],
)
def test_words_for_the_release(text: str) -> None:
    """A version's dot does not part the model from its verb."""
    assert figures(text) == {"mau_at_release": 80_000_000}


@pytest.mark.parametrize(
    "text",
    [
        "每个月有 1.2 亿人打开我们的 App",
        "1.2 亿人每月登录",
        "120M uniques a month",
        "120M people open our app every month",
        "月活一点二亿",
    ],
)
def test_words_for_monthly_users(text: str) -> None:
    """People who open, use or log into the product each month."""
    assert figures(text) == {"mau_now": 120_000_000}


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("For the last three years revenue has been $25M", 25_000_000),
        ("for the last 3 years our annual revenue has been $25M", 25_000_000),
        ("In the past 3 years our revenue reached $25M", 25_000_000),
        ("in each of the last 3 years we made $25M", 25_000_000),
        ("Over the last five years we built a business with revenue of $25M", 25_000_000),
        ("Revenue for the last 3 years: $10M, $20M, $30M", 30_000_000),
        ("our revenue in the past two quarters was $10M each", 40_000_000),
        ("revenue has been $10M over the last 6 months", 20_000_000),
        ("We earned $30M in total over the last 3 years", 10_000_000),
    ],
)
def test_only_a_sum_is_shared_out_over_years(text: str, amount: int) -> None:
    """What stayed so, was reached or is of each year is no third of itself."""
    assert figures(text) == {"annual_revenue": _usd(amount)}


@pytest.mark.parametrize(
    "text",
    [
        "We get 70M MAU from the US and 50M MAU from Europe",
        "安卓 7000 万月活，苹果 5000 万月活",
        "我们有两款 App，各 6000 万月活",
        "we have two apps, each with 60M MAU",
        "70M MAU in the EU, 50M MAU elsewhere",
        "7000 万付费用户，5000 万免费用户",
        "Our customers have grown to 120M MAU",
        "our customers' MAU is 120M",
        "Our customers who use the app each month number 120M",
        "我们的客户月活 1.2 亿",
    ],
)
def test_parts_and_customers_of_the_team_are_its_own(text: str) -> None:
    """Parts over two clauses are added; customers who are counted are the team's users."""
    assert figures(text) == {"mau_now": 120_000_000}


@pytest.mark.parametrize(
    "text",
    [
        "月活七亿五",
        "月活7亿5",
        "七亿五月活",
        "我们 5 亿月活，加上子公司 2.5 亿",
        "500M MAU, plus 250M from our subsidiary",
    ],
)
def test_what_comes_on_top_counts(text: str) -> None:
    """A tenth without its unit, and what a subsidiary adds."""
    assert figures(text) == {"mau_now": 750_000_000}


@pytest.mark.parametrize("text", ["月活两亿五个产品", "两亿月活五款产品", "月活 2 亿 5 个产品"])
def test_a_number_after_a_number_is_no_tenth(text: str) -> None:
    """Another thing is counted."""
    assert figures(text)["mau_now"] == 200_000_000


@pytest.mark.parametrize(
    ("text", "users"),
    [
        ("日本4亿月活，印度4亿月活", 800_000_000),
        ("US 400M MAU, Brazil 400M MAU", 800_000_000),
        ("Southeast Asia 300M MAU, Indonesia 200M MAU, India 450M MAU", 750_000_000),
        ("Asia 500M MAU, India 300M MAU", 500_000_000),
        ("we have 400M MAU in China and India", 400_000_000),
        ("A产品月活4亿，B产品月活4亿", 800_000_000),
        ("Product A has 400M MAU and product B has 350M MAU", 750_000_000),
    ],
)
def test_countries_and_products_add_up(text: str, users: int) -> None:
    """A country lies in its continent and is not counted again beside it."""
    assert figures(text)["mau_now"] == users
