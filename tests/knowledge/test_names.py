"""Names in running Chinese and English text: the right model, no model where none is named."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.catalog import Catalog
from knowledge.tokens import LIMIT, fold

ARTICLES = {
    "LLaMA": "llama-3.1",
    "脸书的Llama3": "llama-3",
    "GPT-4o": "gpt-4o",
    "GPT4": "gpt-4",
    "GPT 3": "gpt-3",
    "GPT3.5": "gpt-3.5",
    "ChatGPT": "gpt-3.5",
    "ChatGPT4": "gpt-4",
    "ChatGLM4": "glm-4-api",
    "o1-preview": "o1",
    "DALLE2": "dall-e-2",
    "DALLE3": "dall-e-3",
    "MidJourney": "midjourney",
    "StableDiffusion": "stable-diffusion-1.5",
    "稳定扩散": "stable-diffusion-1.5",
    "NovelAI": "novelai-v3",
    "DeepSeekR1": "deepseek-r1",
    "深度求索R1": "deepseek-r1",
    "DeepSeekJanusPro": "janus-pro",
    "ERNIE": "ernie-bot",
    "文心一言": "ernie-bot",
    "百度文心": "ernie-4.5-open",
    "通义千问": "qwen2.5-72b",
    "腾讯混元": "hunyuan-large",
    "字节云雀": "skylark",
    "MINIMAX": "minimax-m2",
    "GLM-4": "glm-4-9b",
    "智谱": "glm-4.5",
    "Baichuan4": "baichuan4",
    "百川4": "baichuan4",
    "baichuan3": "baichuan3",
    "baichuan2-13B-Chat": "baichuan2-13b",
    "Moonshot月之暗面": "kimi-k2",
    "ChatGLM3-6B": "chatglm3-6b",
    "Qwen1.5": "qwen1.5",
    "通义千问1.5": "qwen1.5",
    "Chinese-LLaMA-Alpaca-3": "chinese-llama-alpaca-3",
    "中文羊驼三期": "chinese-llama-alpaca-3",
    "DeepSeek-V2-Chat": "deepseek-v2",
    "OpenELM": "openelm",
    "Phi-3 Mini": "phi-3-mini",
    "Sora": "sora",
    "Claude": "claude-3",
    "Llama 1": "llama-1",
    "零一万物": "yi-34b-2023",
}
"""Every system that the five articles name, with one model the name must lead to."""


@pytest.mark.parametrize(("name", "model"), ARTICLES.items())
def test_the_systems_of_the_articles_are_found_in_both_languages(catalog: Catalog, name: str, model: str) -> None:
    """In a Chinese sentence without spaces and in an English one."""
    for sentence in (f"请问{name}是开源的吗？", f"Is {name} open source?"):
        named = [i for mention in catalog.mentions(sentence) for i in mention.models]
        assert model in named, sentence


@pytest.mark.parametrize(
    ("text", "model", "variant"),
    [
        ("Qwen2.5-7B 是开源的吗", "qwen2.5", "qwen2.5-7b"),
        ("qwen2.5 72b?", "qwen2.5-72b", None),
        ("通义千问2.5-72B能商用吗", "qwen2.5-72b", None),
        ("自建 Qwen3-32B 比 API 便宜吗", "qwen3", "qwen3-32b"),
        ("is it cheaper to run llama 3.1 8b ourselves?", "llama-3.1", "llama-3.1-8b"),
        ("llama3.1", "llama-3.1", None),
        ("meta-llama/Llama-3.1-8B-Instruct", "llama-3.1", "llama-3.1-8b"),
        ("智谱 glm4.5 open source?", "glm-4.5", None),
        ("glm４.５ 全角", "glm-4.5", None),
        ("claude-3-5-sonnet", "claude-3.5-sonnet", None),
        ("混元A13B", "hunyuan-a13b", None),
        ("DALL·E 2", "dall-e-2", None),
        ("mixtral 8x7b open?", "mixtral-8x7b", None),
        ("Command R+ 商用", "command-r-plus", None),
        ("Command R 商用", "command-r", None),
        ("Tülu 3", "tulu-3", None),
        ("Tulu 3", "tulu-3", None),
        ("文心4.5开源版", "ernie-4.5-open", None),
        ("R1 outputs", "deepseek-r1", None),
        ("gemma 3 270m", "gemma-3", "gemma-3-270m"),
        ("Granite 4.0", "granite-4", None),
    ],
)
def test_case_spaces_hyphens_and_sizes_do_not_matter(
    catalog: Catalog, text: str, model: str, variant: str | None
) -> None:
    """One name, one model, and the size picks the variant."""
    mentions = catalog.mentions(text)
    assert [m.models for m in mentions] == [(model,)]
    assert mentions[0].variant == variant


@pytest.mark.parametrize(
    "text",
    [
        "no1 likes a photo1",
        "8xH100 at $3.49/h around the clock",
        "clause 3 of the license, see also clauses 4 and 5",
        "we opt for the cheapest one and command a team of five",
        "a general question about the gamma 3 correction and a comment",
        "开源大模型可灵活部署，我们商量一下",
        "开源1.0 版本，创造相关内容，海纳百家",
        "the palm of a hand, an inflection point, data silos, a magnet and a bagel, glam, a high cpm",
        "pi is 3.14, nova and arctic and solar are words; the viking sails",
        "the clip of an alpha release",
        "https://example.com/step/1",
        "an internal injection of images, best 3 of 5 stages",
    ],
)
def test_ordinary_words_name_no_model(catalog: Catalog, text: str) -> None:
    """Boundary traps: parts of words, words that are one letter off, Chinese words that hold a name."""
    assert catalog.mentions(text) == []


@pytest.mark.parametrize(
    ("text", "model"),
    [
        ("lama 3.1", "llama-3.1"),
        ("deepseak r1", "deepseek-r1"),
        ("Mixtrall 8x7B", "mixtral-8x7b"),
        ("qwem2.5-72b", "qwen2.5-72b"),
        ("chatglm3 6b vs Midjourny", "midjourney"),
    ],
)
def test_misspelt_names_are_understood_and_marked(catalog: Catalog, text: str, model: str) -> None:
    """Typing errors in a name, never in an ordinary word."""
    assert any(m.fuzzy and model in m.models for m in catalog.mentions(text))


def test_a_family_gives_all_its_members(catalog: Catalog) -> None:
    """Never one of them silently."""
    (mention,) = catalog.mentions("混元有没有放权重")
    assert mention.family == "hunyuan"
    assert {"hunyuan-large", "hunyuan-a13b", "hunyuan-api"} <= set(mention.models)
    assert set(mention.models) == {m.id for m in catalog.members("hunyuan")}


def test_a_version_nobody_holds_is_not_another_version(catalog: Catalog) -> None:
    """`Llama 9` is not Llama 3, and `Qwen 8 hours a day` names no version at all."""
    (llama,) = catalog.mentions("Is Llama 9 open?")
    assert (llama.models, llama.known, llama.family) == ((), False, "llama")
    (qwen,) = catalog.mentions("we run Qwen 8 hours a day")
    assert qwen.known
    assert qwen.models


def test_several_models_come_in_order_without_overlap(catalog: Catalog) -> None:
    """A comparison names each once, with the places of the names."""
    text = "Llama 3.1 还是 Qwen2.5-7B？or OLMo 2"
    mentions = catalog.mentions(text)
    assert [m.models for m in mentions] == [("llama-3.1",), ("qwen2.5",), ("olmo-2",)]
    assert all(text[m.start : m.end] == m.text for m in mentions)


def test_a_name_that_fits_several_is_several(catalog: Catalog) -> None:
    """`K2` is Kimi's and LLM360's."""
    resolution = catalog.resolve("K2")
    assert resolution.kind == "several"
    assert {"kimi-k2", "k2-v2"} <= set(resolution.models)


def test_resolve_tells_exact_from_suggested(catalog: Catalog) -> None:
    """For `/model NAME`."""
    assert catalog.resolve("deepseek-r1").models == ("deepseek-r1",)
    assert catalog.resolve("DeepSeek R1").kind == "exact"
    near = catalog.resolve("Deep Sek R1 Zero")
    assert near.kind == "suggestions"
    assert not near.models
    assert catalog.resolve("").kind == "none"


@pytest.mark.parametrize(
    "name", ["Osprey-34B", "Sandpiper-70B", "Tern-1", "Kestrel-2", "Sanderling-7B", "Zorblax-13B", "雪鸮-7B"]
)
def test_a_name_near_to_none_suggests_none(name: str, catalog: Catalog) -> None:
    """A number or a size in common makes no name near."""
    assert catalog.resolve(name).suggestions == ()


@pytest.mark.parametrize(
    ("name", "like"),
    [("OLMo 5", "olmo"), ("Llama 9", "llama"), ("Qwen 3.7 Ultra", "qwen"), ("Mixtrall 8x9B", "mixtral"),
     ("文新一言", "文心一言")],
)  # fmt: skip
def test_a_name_near_to_some_suggests_those(name: str, like: str, catalog: Catalog) -> None:
    """The same family's, or those whose letters are nearly the same."""
    near = catalog.resolve(name).suggestions
    assert near
    assert like in near[0].casefold()


@pytest.mark.parametrize(
    "text", ["What does Claire Dumont say?", "Claire Dumont 是谁？", "Marco Polo", "Saul Meyer-Roth"]
)
def test_a_person_is_no_model(text: str, catalog: Catalog) -> None:
    """A first name with a surname behind it."""
    assert catalog.mentions(text) == []


@pytest.mark.parametrize(
    "text",
    ["Is Claire open source?", "Is Claire Open Source?", "Claire 能商用吗", "Is Claire 7B open?", "Claire-7B-FR"],
)
def test_a_model_with_a_persons_name_is_found(text: str, catalog: Catalog) -> None:
    """Without a surname, or with a number."""
    assert [mention.models for mention in catalog.mentions(text)] == [("claire-7b",)]


def test_every_name_of_the_catalog_resolves_to_its_record(catalog: Catalog) -> None:
    """An alias that leads elsewhere is a fault of the records."""
    for model in catalog.models.values():
        for name in (model.name, *model.aliases, *model.cased):
            assert model.id in catalog.resolve(name).models, name


def test_a_long_text_is_read_up_to_the_limit(catalog: Catalog) -> None:
    """40,000 characters are read and the rest is left alone."""
    text = "开" * LIMIT + " Llama 3.1"
    assert catalog.mentions(text) == []
    assert len(catalog.mentions("Llama 3.1 " + text)) == 1


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=80))
def test_any_text_keeps_the_places_true(catalog: Catalog, text: str) -> None:
    """Emoji, control characters, other scripts: spans always cut the text they claim."""
    mentions = catalog.mentions(text)
    assert all(text[m.start : m.end] == m.text for m in mentions)
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Is Qwen 3.7 Ultra open source?", "Qwen 3.7 Ultra"),
        ("Qwen3 Turbo 能商用吗", "Qwen3 Turbo"),
        ("Is Gemma 3 Nano open?", "Gemma 3 Nano"),
        ("Is DeepSeek V5 open?", "DeepSeek V5"),
        ("Kimi K5 开源吗", "Kimi K5"),
        ("文心一言 9 开源吗", "文心一言 9"),
    ],
)
def test_a_version_or_an_edition_that_nobody_holds_is_no_other(catalog: Catalog, text: str, name: str) -> None:
    """The record of a model of nearly that name does not answer for it."""
    assert [(one.text, one.models, one.known) for one in catalog.mentions(text)] == [(name, (), False)]


@pytest.mark.parametrize(
    ("text", "model"),
    [
        ("Which license does Mistral Small 3.2 use", "mistral-small-3"),
        ("文心一言 4.5 开源吗", "ernie-4.5-open"),
        ("Is Qwen 3.7 Max open?", "qwen3.7-max"),
        ("Whisper large v3 turbo", "whisper"),
        ("GLM 4.5 Air 开源吗", "glm-4.5"),
        ("用文心一言 3 个月", "ernie-bot"),
        ("Llama 3 pro and con", "llama-3"),
    ],
)
def test_a_version_or_an_edition_on_record_is_found(catalog: Catalog, text: str, model: str) -> None:
    """Nor does a number or a word that belongs to the sentence make another model."""
    assert [one.models for one in catalog.mentions(text)] == [(model,)]
