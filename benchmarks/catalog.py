"""How long the catalog takes: loading beside a bare PyYAML load of the same files, and one question of each kind.

Run: `python benchmarks/catalog.py`. The goals are 0.5 s for a load, 2 ms for a verdict, 5 ms for a sentence.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import yaml

from knowledge.catalog import FACTS, Catalog
from knowledge.openness import judge_openness
from knowledge.permission import judge_permission
from knowledge.records.use import Use

SENTENCES = (
    "Is Llama 3.1 open source?",
    "Qwen2.5-7B 是开源的吗？那 72B 呢？",
    "我们日活两百万，用混元A13B 做客服商用行不行，还是用 DeepSeek R1 自己部署",
    "what is the cheapest way to serve a million tokens a day without any model in mind",
)


def seconds(work: Callable[[], object], times: int = 5) -> float:
    """The median of several runs."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def bare(loader: type) -> None:
    """The floor: parse the same files and do nothing with them."""
    for path in (*FACTS.glob("*.yaml"), *FACTS.parent.glob("licenses/*.yaml")):
        yaml.load(path.read_bytes(), Loader=loader)


def main() -> None:
    """Print the figures, one a line."""
    with tempfile.TemporaryDirectory() as folder:
        cold = seconds(lambda: Catalog.load(cache=Path(folder) / str(time.perf_counter_ns())), 3)
        warm = seconds(lambda: Catalog.load(cache=Path(folder)))
        catalog = Catalog.load(cache=Path(folder))
    models = list(catalog.models.values())
    judged = seconds(lambda: [judge_openness(model, None, catalog) for model in models], 3) / len(models)
    use = Use(commercial=True, mau_now=500_000, territory="DE")
    allowed = seconds(lambda: [judge_permission(use, model, None, catalog) for model in models], 3) / len(models)
    named = seconds(lambda: [catalog.mentions(sentence) for sentence in SENTENCES]) / len(SENTENCES)
    long = seconds(lambda: catalog.mentions(SENTENCES[2] * 1_000), 3)
    print(f"{len(models)} models, {len(catalog.licenses)} licences")
    print(f"load, nothing cached        {cold:8.3f} s   (goal 0.5)")
    print(f"load, parsed YAML cached    {warm:8.3f} s   (goal 0.5)")
    print(f"bare yaml.CSafeLoader       {seconds(lambda: bare(yaml.CSafeLoader), 3):8.3f} s")
    print(f"bare yaml.SafeLoader        {seconds(lambda: bare(yaml.SafeLoader), 1):8.3f} s")
    print(f"one openness verdict        {judged * 1000:8.3f} ms  (goal 2)")
    print(f"one permission verdict      {allowed * 1000:8.3f} ms  (goal 2)")
    print(f"names in one sentence       {named * 1000:8.3f} ms  (goal 5)")
    print(f"names in 40,000 characters  {long * 1000:8.1f} ms")


if __name__ == "__main__":
    main()
