"""`make bench`: every benchmark in turn. They measure ratios side by side; nothing here passes or fails."""

from __future__ import annotations

from benchmarks import catalog, ingest, throughput

if __name__ == "__main__":
    for name, run in (("catalog", catalog.main), ("ingest", ingest.main), ("throughput", throughput.main)):
        print(f"== {name}")
        run()
