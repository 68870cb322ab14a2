"""A model may order passages; it cannot lose, add or change one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from bot.answering import opening
from bot.answering.engine import Engine
from bot.answering.likelihood import LikelihoodReranker
from bot.answering.model import Message, Reply, Shape
from bot.answering.rerank import ModelReranker, make_reranker
from bot.settings import Settings
from knowledge.errors import ModelError
from knowledge.search import Candidate

TEXTS = ["prices of machines", "where the money comes from", "how a licence ends"]


class Ordering:
    """A model with an order of its own, or none."""

    name = "orders"

    def __init__(self, best: list[int] | None, context: int = 8192) -> None:
        self.best, self.context, self.shown = best, context, ""

    def write(self, messages: Any, *, limit: int, until: float) -> Reply:
        raise NotImplementedError

    def parse(self, messages: Sequence[Message], shape: type[Shape], *, limit: int, until: float) -> Shape:
        self.shown = messages[-1].content
        if self.best is None:
            raise ModelError("out of order")
        return shape.model_validate({"best": self.best})


def candidates(texts: Sequence[str]) -> list[Candidate]:
    return [Candidate(text, "Money", (0, len(text)), -float(at)) for at, text in enumerate(texts)]


def _order(best: list[int] | None) -> list[int]:
    scores = ModelReranker(Ordering(best))("挣钱靠什么？", candidates(TEXTS))
    return sorted(range(1, len(TEXTS) + 1), key=lambda number: -scores[number - 1])


@pytest.mark.parametrize(
    ("best", "order"),
    [
        ([2], [2, 1, 3]),
        ([3, 1], [3, 1, 2]),
        ([], [1, 2, 3]),
        ([9, 0, -1, 2, 2], [2, 1, 3]),
        (None, [1, 2, 3]),
    ],
)
def test_named_passages_come_first_and_the_rest_keeps_its_order(best: list[int] | None, order: list[int]) -> None:
    """Numbers that do not exist count for nothing; a failure changes nothing."""
    assert _order(best) == order


def test_what_is_private_is_not_shown_and_a_small_context_gets_fewer_passages() -> None:
    """As everywhere before a text leaves the machine."""
    model = Ordering([1], context=1024)
    ModelReranker(model)("我的电话 13812345678，预算多少？", candidates(["长文" * 400] * 15))
    assert "13812345678" not in model.shown
    assert "[1]" in model.shown
    assert "[15]" not in model.shown


def test_nothing_is_reranked_unless_asked_for() -> None:
    """It costs a call."""
    assert make_reranker(Settings(_env_file=None)) is None  # type: ignore[call-arg]
    assert make_reranker(Settings(_env_file=None, APERTURE_LLM_MODEL="m")) is None  # type: ignore[call-arg]
    settings = Settings(_env_file=None, APERTURE_LLM_MODEL="m", APERTURE_LLM_RERANK=True)  # type: ignore[call-arg]
    assert isinstance(make_reranker(settings), ModelReranker)


@pytest.mark.parametrize(
    ("said", "way"), [("order", ModelReranker), ("likelihood", LikelihoodReranker), ("false", type(None))]
)
def test_the_way_of_reranking_is_set(said: str, way: type) -> None:
    """By name; a plain yes is the way that every endpoint can."""
    settings = Settings(_env_file=None, APERTURE_LLM_MODEL="m", APERTURE_LLM_RERANK=said, OPENAI_API_KEY="k")  # type: ignore[call-arg]
    assert isinstance(make_reranker(settings), way)


def test_an_engine_searches_with_the_reranker_that_is_set(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The setting reaches the search: the model's order is the order of the passages."""
    settings = Settings(_env_file=None, APERTURE_LLM_MODEL="m", APERTURE_LLM_RERANK=True)  # type: ignore[call-arg]
    monkeypatch.setattr("bot.answering.rerank.ModelReranker.__call__", _last_first)
    opened = opening._made(Engine, settings, engine.catalog, engine.texts, engine.store, engine.store.encoder)
    found, usual = (one.search.find("How soon are tickets answered?", top=3) for one in (opened, engine))
    assert found.passages[0].text != usual.passages[0].text


def _last_first(_: object, query: str, candidates: Sequence[Candidate]) -> list[float]:
    return [float(at) for at in range(len(candidates))]
