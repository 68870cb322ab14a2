"""Which model outputs train, and that what is asked about is the model whose outputs they are."""

from __future__ import annotations

import pytest

from bot.answering.answer import Ask
from bot.answering.question import understand
from knowledge.catalog import Catalog
from knowledge.records.use import Use


def use_of(question: str, catalog: Catalog) -> Use:
    return understand(Ask(question=question), catalog).intents[0].use


@pytest.mark.parametrize(
    ("question", "target"),
    [
        ("Use Llama 2 outputs to improve another Llama 2 derivative?", "same-family"),
        ("用 Hunyuan-Large 的输出微调 Hunyuan-Large 自己可以吗", "same-family"),
        ("May we use Llama 2 outputs to train Vicuna 13B?", "same-family"),
        ("Llama 2 outputs to train Llama 3?", "llm"),
        ("拿 Llama-3-70B 生成的数据微调 Qwen，行不行？", "llm"),
        ("Use GPT-4o outputs to train GPT-4o competitors", "competing"),
        ("Hunyuan-Large 的输出训练图像模型", "other-ai"),
    ],
)
def test_the_model_itself_is_told_from_another(question: str, target: str, catalog: Catalog) -> None:
    """A licence exempts its own model and what is made from it; a sibling under other terms is another model."""
    assert use_of(question, catalog).output_training_target == target


@pytest.mark.parametrize(
    "question",
    [
        "Do we own Gemini 2.5 Pro outputs, and may we train a competing LLM on them?",
        "We collect GPT-4o outputs. Can we train an LLM on them?",
    ],
)
def test_outputs_named_before_are_trained_on_as_them(question: str, catalog: Catalog) -> None:
    """Outputs in one sentence, `train on them` in the next."""
    assert use_of(question, catalog).output_training is True


def test_fine_tuning_beside_outputs_is_not_training_on_them(catalog: Catalog) -> None:
    """Two plans side by side stay two."""
    assert use_of("We sell Llama 3.1 outputs. May we fine-tune the model too?", catalog).output_training is None


def test_where_a_company_sits_is_a_fact_of_a_use(catalog: Catalog) -> None:
    """A company and a model, and no verb of permission: its use is asked about."""
    found = understand(Ask(question="A Swiss company building on Llama 4 Maverick?"), catalog).intents[0]
    assert (found.kind, found.use.territory) == ("permission", "CH")


def test_the_first_llama_is_one_model(catalog: Catalog) -> None:
    """`第一代 LLaMA` names a generation, not the family."""
    assert understand(Ask(question="第一代 LLaMA 可以商用吗？"), catalog).models == ("llama-1",)


@pytest.mark.parametrize(
    ("question", "models"),
    [
        ("蒸馏 Llama 3 70B 到 Qwen3-8B 可以吗", ("llama-3",)),
        ("Can we distil Llama 3 70B into Qwen3-8B?", ("llama-3",)),
        ("Can we distill Qwen3-8B from Llama 3 70B?", ("llama-3",)),
        ("用 Llama 3 70B 蒸馏 Qwen3-8B 可以吗", ("llama-3",)),
        ("把 Llama 3 70B 蒸馏到 Qwen3-8B，行吗", ("llama-3",)),
    ],
)
def test_the_teacher_is_asked_about_not_the_pupil(question: str, models: tuple[str, ...], catalog: Catalog) -> None:
    """Distilling one model into another: the terms that count are those of the one distilled."""
    assert understand(Ask(question=question), catalog).models == models
