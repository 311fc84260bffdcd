"""The graph view of `kg serve` in headless Chromium: first paint, layout, search, keys.

    python tests/bench/bench_graph_view.py                  # a made-up store, built first
    python tests/bench/bench_graph_view.py --store big.db   # a store that is there

Milliseconds from the request of the page to the frame that shows the graph (nodes, edges, labels),
the layout's time after it, and how long the page takes to answer a search and a key; the median of
five visits, each in a browser context of its own, after a first one that starts the browser's
drawing. Chromium draws in software here (SwiftShader), as it does on a machine without a screen.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

sys.path[:0] = [str(Path(__file__).resolve().parents[n]) for n in (1, 2)]

from browser import chromium, serving, watched  # noqa: E402
from synthetic.stored import make_store  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PARTICIPATIONS = 20_000
SIZES = (500, 2_000, 10_000)
VISITS = 5


def visit(browser: Browser, origin: str, limit: int) -> dict[str, float]:
    """Look at the graph of the latest meetings once; all times in milliseconds."""
    with watched(browser, origin) as page:
        page.goto(f"/graph?limit={limit}")
        page.locator("#graph[data-state=ready]").wait_for()
        marks = page.evaluate(
            "Object.fromEntries("
            "performance.getEntriesByType('mark').map(m => [m.name, m.startTime]))"
        )
        begun = time.perf_counter()
        page.locator("#graph[data-layout=done]").wait_for(timeout=300_000)
        laid = time.perf_counter() - begun
        box = page.get_by_role("listbox", name="Nodes")
        nodes = int(page.locator(".graph-row").first.get_attribute("aria-setsize") or 0)
        box.focus()
        begun = time.perf_counter()
        for _ in range(20):
            page.keyboard.press("ArrowDown")
        key = (time.perf_counter() - begun) / 20
        return {
            "nodes": nodes,
            "data": marks["graph-data"],
            "paint": marks["graph-first-paint"],
            "layout": laid * 1000,
            "key": key * 1000,
        }


def measure(store: Path) -> None:
    """Print a row for each size."""
    print(f"{'nodes':>7} {'data':>7} {'first paint':>12} {'layout':>8} {'key':>6}")
    with serving(store, "--no-log") as origin, chromium() as browser:
        visit(browser, origin, 100)
        for limit in SIZES:
            visits = [visit(browser, origin, limit) for _ in range(VISITS)]
            row = {name: statistics.median(v[name] for v in visits) for name in visits[0]}
            print(
                f"{row['nodes']:>7.0f} {row['data']:>7.0f} {row['paint']:>12.0f} "
                f"{row['layout']:>8.0f} {row['key']:>6.0f}",
                flush=True,
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--store", type=Path)
    store: Path | None = parser.parse_args().store
    if store:
        measure(store)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "graph.db"
        make_store(PARTICIPATIONS, path).close()
        measure(path)


if __name__ == "__main__":
    main()
