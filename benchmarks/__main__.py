"""`make bench`: every benchmark in turn. They measure ratios side by side; nothing here passes or fails."""

from __future__ import annotations

from benchmarks import answer, catalog, cost, ingest, scale, search, slack, throughput

EVERY = {
    "answer": answer.main,
    "catalog": catalog.main,
    "cost": cost.main,
    "ingest": ingest.main,
    "scale": scale.main,
    "search": search.main,
    "slack": slack.main,
    "throughput": throughput.main,
}

if __name__ == "__main__":
    for name, run in EVERY.items():
        print(f"== {name}")
        run()
