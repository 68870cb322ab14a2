"""Nothing from outside pings, links or shows a picture."""

from __future__ import annotations

import pytest

from bot.answering.compose.escape import named, quoted
from knowledge.catalog import Catalog


@pytest.mark.parametrize(
    "text",
    ["<!channel> now", "<@U0EVIL999> urgent", "![x](https://evil.example/p.png)", "[a](https://evil.example)",
     "<https://evil.example|click>", "see evil.example/x", "HTTPS://EVIL.EXAMPLE",
     "请看https://evil.example/x吧", "访问evil.example下载", "见www.evil.example"],
)  # fmt: skip
def test_outside_text_is_harmless(text: str) -> None:
    """Neither in a quote nor in a name."""
    for safe in (quoted(text), named(text)):
        assert "<" not in safe
        assert "](" not in safe
        assert "evil.example" not in safe.lower()


def test_a_name_is_one_short_line() -> None:
    """Marks and line ends are gone."""
    assert named("*bold*\n_x_" + "y" * 500).startswith("bold xy")
    assert len(named("y" * 500)) == 120


def test_only_the_address_goes() -> None:
    """What follows it without a blank stays; an ending nobody listed is known by the path behind it."""
    assert quoted("请看https://evil.example/x吧，谢谢") == "请看…吧，谢谢"
    assert quoted("at bit.ly/abc or evil.de/x.") == "at … or …"
    assert quoted("meta-llama/Llama-3.1-8B, config.json") == "meta-llama/Llama-3.1-8B, config.json"


def test_a_plain_sentence_stays_as_it_is() -> None:
    """Numbers, dots and versions are no addresses."""
    assert quoted("Llama 3.1 costs $3.5 at 40 % load, i.e. 2.5M.") == "Llama 3.1 costs $3.5 at 40 % load, i.e. 2.5M."


@pytest.mark.parametrize("text", ["head of open source at 01.AI.", "x.ai 与 Z.ai 都发布了模型", "H2O.ai and Defog.ai"])
def test_a_maker_whose_name_looks_like_an_address_keeps_it(text: str) -> None:
    """In a quote and in a name."""
    assert quoted(text) == named(text) == text


@pytest.mark.parametrize(
    "text", ["x.ai/evil", "evil.x.ai", "x.ai.evil.com", "https://x.ai/login", "you@x.ai", "01.ai-login.com", "www.x.ai"]
)
def test_what_only_holds_a_makers_name_is_an_address(text: str) -> None:
    """A path, a host below or above it, a mailbox."""
    assert "x.ai" not in quoted(f"see {text} now")
    assert "01.ai" not in quoted(f"见{text}。")


def test_every_maker_of_the_catalog_can_be_quoted(catalog: Catalog) -> None:
    """Whatever dots its name has."""
    for maker in {model.developer for model in catalog.models.values()}:
        assert "…" not in quoted(maker)
