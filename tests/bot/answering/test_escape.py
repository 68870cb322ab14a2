"""Nothing from outside pings, links or shows a picture."""

from __future__ import annotations

import pytest

from bot.answering.compose.escape import named, quoted


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
