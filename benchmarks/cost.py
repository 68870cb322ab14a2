"""How long a cost answer takes once prices and speeds are loaded, without a chart. The goal is 50 ms."""

from __future__ import annotations

from datetime import date

from benchmarks.catalog import seconds
from knowledge.advice import advise, read_constraints
from knowledge.catalog import Catalog
from knowledge.cost.compare import compare
from knowledge.cost.parse import read_cost

TODAY = date(2026, 11, 25)
QUESTIONS = {
    "Llama-3.3-70B": "we do 20B tokens a month, would our own H100s at $3.49 an hour be cheaper?",
    "DeepSeek-V3": "一个月 50 亿 token，自建划算吗？",
    "Qwen3-32B": "2B tokens a month, half of them output",
    "GPT-4o": "5B tokens a month",
}
ADVICE = "data must stay on-prem, 8 H20, which model for contract extraction?"


def main() -> None:
    """Print the figures, one a line."""
    catalog = Catalog.load()
    for name, question in QUESTIONS.items():
        found = catalog.resolve(name)
        model = catalog.model(found.models[0])
        inputs = read_cost(question)
        compare(inputs, model, catalog, TODAY)
        taken = seconds(lambda inputs=inputs, model=model: compare(inputs, model, catalog, TODAY))  # type: ignore[misc]
        print(f"bills of {name:20} {taken * 1000:8.1f} ms  (goal 50)")
    constraints = read_constraints(ADVICE, cost=read_cost(ADVICE))
    advise(constraints, catalog, today=TODAY)
    print(f"{'advice':29} {seconds(lambda: advise(constraints, catalog, today=TODAY)) * 1000:8.1f} ms")


if __name__ == "__main__":
    main()
