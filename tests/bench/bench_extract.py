"""Speed of extraction beside underthesea.ner, in one run over the same articles.

    python tests/bench/bench_extract.py [--articles 2000] [--peer-articles 60]

Prints characters a second of each, the ratios, the time of one long article against one ten times
as long, and the peak memory. Needs ../shared/corpus and, for the peer, `pip install underthesea`.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import resource
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from kg.documents.document import Document
from kg.report.extract import extract
from kg.text.sentences import sentence_spans

CORPUS = Path(__file__).resolve().parents[3] / "shared/corpus/press.jsonl.gz"


def articles(count: int) -> list[str]:
    """Return the texts of the first articles of the corpus."""
    with gzip.open(CORPUS, "rt", encoding="utf-8") as f:
        return [json.loads(line)["text"] for _, line in zip(range(count), f, strict=False)]


def rate(run: Callable[[str], object], texts: Iterable[str]) -> float:
    """Return characters a second of a function over texts."""
    start, size = time.perf_counter(), 0
    for text in texts:
        run(text)
        size += len(text)
    return size / (time.perf_counter() - start)


def seconds(text: str) -> float:
    """Return how long one text takes."""
    start = time.perf_counter()
    extract(Document(id="long", text=text))
    return time.perf_counter() - start


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--articles", type=int, default=2000)
    options.add_argument("--peer-articles", type=int, default=60)
    given = options.parse_args()
    if not CORPUS.exists():
        raise SystemExit(f"no corpus at {CORPUS}")
    texts = articles(given.articles)
    extract(Document(id="warm", text=texts[0]))
    ours = rate(lambda t: extract(Document(id="a", text=t)), texts)
    print(f"kg extract           {ours:12,.0f} chars/s over {len(texts)} articles")
    rules = rate(lambda t: extract(Document(id="a", text=t), recogniser=None), texts)
    print(f"kg, rules alone      {rules:12,.0f} chars/s")
    if importlib.util.find_spec("underthesea") is not None:
        import underthesea

        def by_sentence(text: str) -> None:
            for i, j in sentence_spans(text):
                underthesea.ner(text[i:j])

        underthesea.ner(texts[0])
        few = texts[:: max(1, len(texts) // given.peer_articles)]
        for label, peer in (
            ("whole articles", rate(underthesea.ner, few)),
            ("by sentence", rate(by_sentence, few)),
        ):
            print(f"underthesea.ner      {peer:12,.0f} chars/s, {label}, {len(few)} of them")
            print(f"ratio                {ours / peer:12.1f}, rules alone {rules / peer:.1f}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory so far   {peak:12,.0f} MB")
    one = "\n".join(texts)[:1_000_000]
    small, large = seconds(one), seconds("\n".join([one] * 10))
    print(f"1 MB article {small:.1f} s, 10 MB article {large:.1f} s, ratio {large / small:.1f}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory with the long article {peak:,.0f} MB")


if __name__ == "__main__":
    main()
