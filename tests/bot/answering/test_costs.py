"""Cost questions as they are asked: families, no model at all, a choice between named models."""

from __future__ import annotations

import pytest

from bot.answering.answer import Answer, Ask, Turn
from bot.answering.engine import Engine


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Is it cheaper to self-host Llama at 30B tokens a month?", "size"),
        ("Qwen2.5 一个月 50 亿 token，自建划算吗？", "尺寸"),
    ],
)
def test_a_family_gets_a_bill_for_each_member(engine: Engine, question: str, asked: str) -> None:
    """Figures, not only a word; and which one is meant is asked."""
    answer = engine.ask(Ask(question=question))
    bills = [line for line in answer.answer.splitlines() if line.startswith("• ") and ("$" in line or "¥" in line)]
    assert len(bills) > 1
    assert asked in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "we do 2B tokens a month on GPT-4o, would Llama 70B on our own H100s be cheaper?",
        "每月 20 亿 token 用 GPT-4o，换成自己的 H100 跑 Llama 70B 会便宜吗？",
    ],
)
def test_a_family_named_by_its_size_is_judged_in_that_size(engine: Engine, question: str) -> None:
    """Against the API that is paid today; the bill that is the same for all stands there once, whole."""
    answer = engine.ask(Ask(question=question))
    assert "Llama-3.3-70B" in answer.answer
    assert "Llama-3.1-70B" in answer.answer
    assert answer.answer.count("$8,750") == 1


@pytest.mark.parametrize(
    "question",
    ["cheapest model for 1B tokens a month?", "每月 100 亿 token，自建还是 API？", "No ML team. Self-host or API?"],
)
def test_without_a_model_some_are_proposed(engine: Engine, question: str) -> None:
    """Instead of a bill that cannot be made."""
    answer = engine.ask(Ask(question=question))
    assert answer.suggested
    assert not answer.abstained


def test_a_choice_between_models_shows_what_decides_beside_the_licence(engine: Engine) -> None:
    """Size, context and price of each, the price with its source."""
    answer = engine.ask(Ask(question="Should we use DeepSeek-V3 or Qwen2.5-72B for a commercial product?"))
    assert answer.answer.count("per million") == 2
    assert sum(c.title == "API price" for c in answer.citations) == 2


def test_what_was_not_understood_comes_before_what_was_assumed(engine: Engine) -> None:
    """A person sees at once that an amount was left out."""
    text = engine.ask(Ask(question="DeepSeek-V3 一个月 50 亿 token，用 H900 自建划算吗？")).answer
    assert text.index("H900") < text.index("假设")


def _thread(engine: Engine, *questions: str) -> list[Answer]:
    """Each question asked behind those before it and their answers."""
    turns: list[Turn] = []
    answers = []
    for question in questions:
        answers.append(engine.ask(Ask(question=question, thread=tuple(turns))))
        turns += [Turn(role="user", text=question), Turn(role="bot", text=answers[-1].answer)]
    return answers


@pytest.mark.parametrize(
    "questions",
    [
        ("DeepSeek-V3 每月 50 亿 token，自建划算吗？", "500 亿呢？", "人民币多少钱"),
        ("DeepSeek-V3 at 5B tokens a month, self-host?", "and with 50B tokens?", "in RMB?"),
    ],
)
def test_a_follow_up_gives_another_volume_or_currency(engine: Engine, questions: tuple[str, ...]) -> None:
    """The bill is made anew, and the rate that was used stands in the answer."""
    first, more, converted = _thread(engine, *questions)
    assert "$4,450" in first.answer
    assert "$44,500" in more.answer
    assert "¥315,950" in converted.answer
    assert "1 USD = 7.1 CNY" in converted.answer


@pytest.mark.parametrize(
    "questions",
    [
        (
            "5B tokens a month on GPT-4o: would Llama 3.3 70B on our own H100s be cheaper?",
            "staff is 5000 a month",
            "and with 50B tokens?",
            "what if we pay $2 per H100 hour?",
        ),
        (
            "每月 50 亿 token 用 GPT-4o，换成自己的 H100 跑 Llama 3.3 70B 会便宜吗？",
            "人力每月 5000 美元",
            "500 亿呢？",
            "H100 每小时 2 美元呢？",
        ),
    ],
)
def test_a_follow_up_keeps_what_is_compared(engine: Engine, questions: tuple[str, ...]) -> None:
    """GPT-4o's API against own Llama throughout, each new figure laid over the rest."""
    _, staff, volume, rent = (answer.verdict or {} for answer in _thread(engine, *questions))
    assert (staff["api_month"], volume["api_month"], rent["api_month"]) == (21875, 218750, 218750)
    assert rent["self_month"] < volume["self_month"]
    assert {one["value"] for one in (staff, volume, rent)} == {"self-host"}


def test_a_size_in_a_follow_up_is_no_volume(engine: Engine) -> None:
    """`The 32B` is a model, whatever comes after."""
    *_, last = _thread(engine, "Should we self-host Qwen2.5-72B at 5B tokens a month?", "and the 32B?", "in euros?")
    assert last.cost["tokens_per_month"] == 5_000_000_000


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("GPT-5 and DeepSeek V3.2: which is cheaper?", "DeepSeek-V3.2 is cheaper"),
        ("gpt-5 价格多少，跟 deepseek v3.2 比哪个便宜", "DeepSeek-V3.2 更便宜"),
        ("Which is cheaper, DeepSeek-V3 or GPT-4o, at 200M tokens a month?", "a month: DeepSeek-V3 $"),
        ("用 DeepSeek-V3 还是 GPT-4o，每月 2 亿 token 哪个便宜？", "从低到高：DeepSeek-V3 $"),
    ],
)
def test_prices_side_by_side_come_with_a_conclusion(engine: Engine, question: str, said: str) -> None:
    """It stands before them."""
    answer = engine.ask(Ask(question=question)).answer
    assert said in answer.splitlines()[0]


@pytest.mark.parametrize(
    ("question", "why", "staff"),
    [
        (
            "5B tokens a month on GPT-4o: would Llama 3.3 70B on our own H100s be cheaper?",
            "turns on staff",
            "a quarter of an engineer looks after it ($3,750 a month)",
        ),
        (
            "每月 50 亿 token 用 GPT-4o，换成自己的 H100 跑 Llama 3.3 70B 会便宜吗？",
            "取决于人力",
            "由四分之一名工程师维护（每月 $3,750）",
        ),
    ],
)
def test_it_depends_says_on_what(engine: Engine, question: str, why: str, staff: str) -> None:
    """And people who are in the bill are among what was assumed."""
    answer = engine.ask(Ask(question=question)).answer
    assert why in answer
    assert staff in answer


@pytest.mark.parametrize(
    ("question", "cards", "month"),
    [
        ("自建一套 Qwen3-235B 要几张卡，一个月多少钱", "4×H100-SXM", "自建每月至少 $"),
        (
            "How many GPUs does it take to self-host Qwen3-235B and how much is that a month?",
            "4×H100-SXM",
            "a month at",
        ),
    ],
)
def test_cards_and_their_price_are_told_together(engine: Engine, question: str, cards: str, month: str) -> None:
    """Both were asked for."""
    answer = engine.ask(Ask(question=question)).answer
    assert cards in answer
    assert month in answer


@pytest.mark.parametrize(
    "question",
    ["API 还是自建？我们一天 300 万 token，用 Qwen3-32B", "Should we self-host? We do 3M tokens a day with Qwen3-32B."],
)
def test_api_or_own_is_answered_for_the_model_in_use(engine: Engine, question: str) -> None:
    """That model's bill alone, and no list of others."""
    answer = engine.ask(Ask(question=question))
    assert answer.answer.startswith("*Qwen3-32B")
    assert answer.suggested == ()
    assert (answer.verdict or {})["value"] == "api"


@pytest.mark.parametrize(
    ("question", "paid"),
    [
        ("We spend $12k a month on the OpenAI API. Should we self-host?", "$12,000"),
        ("Should we self-host or use the API? Our OpenAI bill is $12k a month.", "$12,000"),
        ("我们每月在 OpenAI API 上花 8 万元，要不要自建？", "¥80,000"),
    ],
)
def test_what_is_paid_today_is_the_bill(engine: Engine, question: str, paid: str) -> None:
    """Nothing of a small volume: the models and the volume are asked for."""
    answer = engine.ask(Ask(question=question))
    assert paid in answer.answer
    assert answer.suggested == ()
    assert {m.key for m in answer.missing} == {"api_model", "model", "tokens_per_month"}


@pytest.mark.parametrize(
    "question",
    [
        "We spend $12k a month on GPT-4o. Should we self-host Llama 3.3 70B instead?",
        "每月 GPT-4o 花 12000 美元，换成自建 Llama 3.3 70B 划算吗？",
    ],
)
def test_a_bill_for_a_model_that_is_named_tells_the_volume(engine: Engine, question: str) -> None:
    """By its prices on record, which is said as assumed."""
    answer = engine.ask(Ask(question=question))
    assert (answer.verdict or {})["api_month"] == pytest.approx(12000, rel=1e-6)
    assert "2.74B" in answer.answer or "27.4 亿" in answer.answer


@pytest.mark.parametrize(
    ("question", "license_id"),
    [
        ("which model should we pick for a RAG chatbot? must be Apache-2.0, one 24 GB GPU", "apache-2.0"),
        ("推荐一个 Apache 2.0 的模型，显存 24GB", "apache-2.0"),
        ("Which model for coding must be Apache licensed, single 24GB GPU?", "apache-2.0"),
        ("which Apache-2.0 model fits on one RTX 4090 for a chatbot?", "apache-2.0"),
        ("只考虑 MIT 许可证的模型，两张 H100", "mit"),
    ],
)
def test_a_licence_and_a_card_are_hard_limits(engine: Engine, question: str, license_id: str) -> None:
    """Every model proposed is under that licence, and to be run on those cards."""
    answer = engine.ask(Ask(question=question))
    assert answer.kind == "advice"
    assert len(answer.suggested) == 3
    assert {engine.catalog.model(one).license for one in answer.suggested} == {license_id}
    assert ("×H100" in answer.answer or "张 H100" in answer.answer) == ("H100" in question)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("recommend a model under GPL that runs on one RTX 4090", "the licence that leaves none"),
        ("推荐一个 GPL 许可证的模型，显存 24GB", "卡在许可证"),
    ],
)
def test_limits_that_leave_nothing_are_said(engine: Engine, question: str, said: str) -> None:
    """And nothing is proposed instead."""
    answer = engine.ask(Ask(question=question))
    assert said in answer.answer
    assert answer.suggested == ()


def test_limits_hold_over_a_thread(engine: Engine) -> None:
    """A follow-up lays its own over those before."""
    *_, last = _thread(engine, "推荐一个模型，显存 24GB", "只要 MIT 的")
    assert {engine.catalog.model(one).license for one in last.suggested} == {"mit"}
    assert "24 GB" in last.answer
    *_, card = _thread(engine, "Which model should we use? Data must stay in house.", "one L40S")
    assert card.suggested
    assert "1×L40S" in card.answer


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Is it OK to use MIT licensed models on H100 GPUs commercially?", "permission"),
        ("We spend $12k a month on engineers. Should we self-host?", "advice"),
        ("MIT-licensed models, two H100s", "advice"),
    ],
)
def test_what_only_looks_like_limits_or_a_bill_is_neither(engine: Engine, question: str, kind: str) -> None:
    """A permission is asked for, and engineers are no API."""
    assert engine.ask(Ask(question=question)).kind == kind
