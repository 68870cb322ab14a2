"""Words of both languages, and the bridge between them."""

from __future__ import annotations

from knowledge.glossary import other_side
from knowledge.lexical import Lexical, cover, tokens


def test_words_of_both_languages() -> None:
    """Full-width letters are plain, plurals lose their s, stop words go, Chinese is cut."""
    assert tokens("The Ｌｉｃｅｎｓｅｓ of models") == ["license", "model"]
    assert "许可" in "".join(tokens("许可协议的条款"))


def test_a_run_that_holds_the_words_wins() -> None:
    """And a word nobody knows scores nothing."""
    lexical = Lexical([tokens("ducks swim"), tokens("trains run")])
    typed, _ = lexical.scores("a duck")
    assert typed[0] > typed[1]
    assert not Lexical([]).scores("duck")[0].any()


def test_the_glossary_bridges_the_languages() -> None:
    """A Chinese question scores an English text that shares no letter with it."""
    assert "break-even" in other_side("盈亏平衡在哪里")
    _, bridged = Lexical([tokens("the vendor lock-in risk"), tokens("trains run")]).scores("供应商锁定")
    assert bridged[0] > bridged[1]
    assert cover("商用 许可", "commercial use needs a license") == 1
