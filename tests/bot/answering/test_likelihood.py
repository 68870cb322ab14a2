"""Passages moved by how likely a model finds the question after each; a failure changes nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.answering.likelihood import AROUND, WEIGHT, LikelihoodReranker, shown
from bot.answering.llm import OpenAIModel
from knowledge.search import Candidate
from tests.bot.answering.endpoint import Endpoint, endpoint

FOUND = [
    Candidate("prices of machines and of power", "Costs", (0, 20), 0.52),
    Candidate("how the pool earns its money every week", "Pool", (0, 20), 0.50),
]
QUESTION = "how does the pool earn money"


@pytest.fixture
def server() -> Iterator[Endpoint]:
    """An endpoint that finds words likely which stood before."""
    with endpoint() as state:
        yield state


@pytest.fixture
def reranker(server: Endpoint) -> Iterator[LikelihoodReranker]:
    """Asks that endpoint."""
    model = OpenAIModel("fake", api_key="k", base_url=server.url)
    yield LikelihoodReranker(model, 5.0)
    model.close()


def test_a_likely_question_moves_its_passage_up(reranker: LikelihoodReranker) -> None:
    """The search's own score counts on: each unit of likelihood is worth a tenth of cosine."""
    first, second = reranker(QUESTION, FOUND)
    assert second > first
    assert second < FOUND[1].score
    assert (FOUND[1].score - second) / WEIGHT == pytest.approx((4 * 1.0 + 2 * 8.0) / 6)


def test_only_the_questions_own_tokens_count(reranker: LikelihoodReranker) -> None:
    """An odd passage costs nothing by its oddness."""
    odd = Candidate("xyzzy plugh " * 10 + QUESTION, "Odd", (0, 10), 0.0)
    assert reranker(QUESTION, [odd])[0] == pytest.approx(-WEIGHT)


@pytest.mark.parametrize("fault", ["401", "500", "blank", "broken", "half"])
def test_a_fault_keeps_the_order(reranker: LikelihoodReranker, server: Endpoint, fault: str) -> None:
    """Whatever the endpoint does; `blank` and `half` answer as a chat, without likelihoods."""
    server.fault = fault
    assert reranker(QUESTION, FOUND) == [one.score for one in FOUND]


def test_what_is_private_does_not_leave(reranker: LikelihoodReranker, server: Endpoint) -> None:
    """Neither from the question nor from a passage."""
    reranker("call 13812345678?", [Candidate("mail to ann@example.com", "Pool", (0, 5), 0.1)])
    assert server.asked
    assert "13812345678" not in server.prompts
    assert "ann@example.com" not in server.prompts


def test_what_stands_around_the_best_sentence_is_read() -> None:
    """Not the whole passage: that would take minutes on a small machine."""
    text = "a " * 300 + "THE BEST SENTENCE." + " z" * 300
    at = text.index("THE")
    prompt = shown(Candidate(text, "Pool", (at, at + 18), 0.5))
    assert "THE BEST SENTENCE." in prompt
    assert prompt.startswith("Passage (Pool): ")
    assert len(prompt) < AROUND + 120
