"""`make bench`: every benchmark in turn. They measure ratios side by side; nothing here passes or fails."""

from __future__ import annotations

from benchmarks import catalog, ingest, scale, throughput

if __name__ == "__main__":
    every = ("catalog", catalog.main), ("ingest", ingest.main), ("scale", scale.main), ("throughput", throughput.main)
    for name, run in every:
        print(f"== {name}")
        run()
