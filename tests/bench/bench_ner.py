"""Recognisers of names side by side: rules, CRF, both, a spaCy CNN on the same silver, underthesea.

    python tests/bench/bench_ner.py                    # rules, the shipped weights, and both
    python tests/bench/bench_ner.py --folds            # five CRFs, each trained without a fifth
    python tests/bench/bench_ner.py --spacy --underthesea   # and the others (minutes)

Names are strict spans. Recall is over the full names of annotated people, once a document;
precision over the names found directly behind a title or an honorific: only these must be in the
annotation. "other" counts full names found elsewhere that are in no annotation (streets, authors,
people of the past: some are rightly names). Speed is in characters a second, one process, one
thread, recognition alone. Needs ../shared beside the checkout; exits at once without it.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import msgspec

from kg.lexicon.lexicon import load_lexicon
from kg.ner.augment import Names
from kg.ner.chunker import Chunker
from kg.ner.crf import WEIGHTS, CrfRecogniser, WeightsInfo, labelled_spans, packed
from kg.ner.external import Recogniser, SpacyRecogniser
from kg.ner.features import Features
from kg.ner.model import Chunk
from kg.ner.prepare import Prepared
from kg.ner.silver import Sample, gather, silver
from kg.text.normalise import normalise
from kg.train import (
    Annotation,
    chosen,
    fit,
    model_tags,
    read_annotations,
    read_corpus,
    training_config,
    with_variations,
)

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
CORPUS = SHARED / "corpus" / "press.jsonl.gz"
GOLD = [
    SHARED / "gold" / "seeds.jsonl",
    SHARED / "gold" / "dev.jsonl",
    ROOT / "tests/gold/train.jsonl",
]
HELD_OUT = [SHARED / "gold" / "dev.jsonl", ROOT / "tests/gold/blind.jsonl"]
FOLDS = 5
LEADS = ("title", "honour", "rank")
X = load_lexicon()

Spans = set[tuple[int, int]]


class Text(msgspec.Struct):
    """An annotated report, prepared; `led`: tokens directly behind a title or an honorific."""

    gold: Annotation
    text: str
    prepared: Prepared
    chunks: list[Chunk]
    led: set[int]


class Score(msgspec.Struct):
    """Counts of one system; they add up over documents."""

    found: int = 0
    gold: int = 0
    right: int = 0
    led: int = 0
    other: int = 0

    def row(self) -> str:
        """Return precision, recall, F1 and the rest as a line of the table."""
        p, r = self.right / max(1, self.led), self.found / max(1, self.gold)
        f = 2 * p * r / max(1e-9, p + r)
        return f"{p:6.3f} {r:6.3f} {f:6.3f} {self.other:6d}"


def texts_of(annotations: Iterable[Annotation], corpus: dict[str, str]) -> list[Text]:
    """Prepare the annotated reports whose text is known."""
    out = []
    for a in annotations:
        text = a.text or corpus.get(a.id)
        if text is None:
            continue
        prepared = Prepared(normalise(text).text, X)
        chunks = Chunker(prepared, X).chunks()
        led = {b.i for c, b in itertools.pairwise(chunks) if c.kind in LEADS}
        out.append(Text(a, text, prepared, chunks, led))
    return out


def add(score: Score, text: Text, spans: Spans) -> None:
    """Count the names that one system found in one report."""
    t = text.prepared.tokens
    gold = {squeezed(name) for name in text.gold.known().people}
    found: dict[str, set[int]] = {}
    for i, j in spans:
        found.setdefault(squeezed(t.text(i, j)), set()).add(i)
    score.gold += len(gold)
    score.found += len(gold & found.keys())
    for name, starts in found.items():
        if " " not in name:
            continue
        right = any(g == name or g.endswith(" " + name) for g in gold)
        if starts & text.led:
            score.led += 1
            score.right += right
        elif not right:
            score.other += 1


def squeezed(name: str) -> str:
    return normalise(" ".join(name.split())).text


def by_rules(text: Text) -> Spans:
    return {(c.i, c.j) for c in text.chunks if c.kind == "name"}


def by_model(model: Recogniser) -> Callable[[Text], Spans]:
    return lambda text: {(s.i, s.j) for s in model.spans(text.prepared.tokens) if s.label == "PER"}


def by_underthesea(text: Text) -> Spans:
    """Names by `underthesea.ner`, sentence by sentence, as tokens of ours."""
    from underthesea import ner

    t = text.prepared.tokens
    first = {s: k for k, s in reversed(list(enumerate(t.start)))}
    last = {e: k + 1 for k, e in enumerate(t.end)}
    out: Spans = set()
    for _, group in itertools.groupby(range(len(t)), key=t.sent.__getitem__):
        ids = list(group)
        begin, end = t.start[ids[0]], t.end[ids[-1]]
        sentence = text.prepared.text[begin:end]
        at, words, tags = 0, [], []
        for word, _, _, tag in ner(sentence):
            spot = sentence.find(word, at)
            if spot >= 0:
                words.append((begin + spot, begin + spot + len(word)))
                tags.append(tag)
                at = spot + len(word)
        for i, j, label in labelled_spans(tags):
            a, b = first.get(words[i][0]), last.get(words[j - 1][1])
            if label == "PER" and a is not None and b is not None:
                out.add((a, b))
    return out


def trained_crf(samples: Sequence[Sample], path: Path) -> CrfRecogniser:
    """Train a CRF on sentences and load it."""
    config = training_config(X.folder)
    features = Features(X)
    info = WeightsInfo(features.version, X.version, config.silver.seed, len(samples), 0)
    path.write_bytes(packed(info, fit(samples, features, config.model)))
    return CrfRecogniser(path, X)


def trained_spacy(samples: Sequence[Sample], path: Path, epochs: int) -> SpacyRecogniser:
    """Train a small CNN (tok2vec and transitions) on sentences and load it."""
    import spacy
    from spacy.tokens import Doc
    from spacy.training import Example
    from spacy.util import fix_random_seed, minibatch

    fix_random_seed(0)
    nlp = spacy.blank("vi", config={"nlp": {"tokenizer": {"use_pyvi": False}}})
    tok2vec = {
        "@architectures": "spacy.HashEmbedCNN.v2",
        "pretrained_vectors": None,
        "width": 96,
        "depth": 4,
        "embed_size": 2000,
        "window_size": 1,
        "maxout_pieces": 3,
        "subword_features": True,
    }
    model = {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "ner",
        "extra_state_tokens": False,
        "hidden_width": 64,
        "maxout_pieces": 2,
        "use_upper": True,
        "nO": None,
        "tok2vec": tok2vec,
    }
    nlp.add_pipe("ner", config={"model": model})
    examples = [
        Example.from_dict(
            Doc(nlp.vocab, words=list(s.words)),
            {"entities": _biluo(model_tags(s))},
        )
        for s in samples
    ]
    optimizer = nlp.initialize(lambda: examples)
    chance = random.Random(0)
    for epoch in range(epochs):
        chance.shuffle(examples)
        losses: dict[str, float] = {}
        for batch in minibatch(examples, 64):
            nlp.update(batch, sgd=optimizer, drop=0.1, losses=losses)
        print(f"  spaCy epoch {epoch + 1}: loss {losses['ner']:.0f}", file=sys.stderr)
    with nlp.use_params(optimizer.averages):
        nlp.to_disk(path)
    return SpacyRecogniser(path)


def _biluo(tags: Sequence[str]) -> list[str]:
    out = list(tags)
    for i, j, label in labelled_spans(out):
        if j - i == 1:
            out[i] = f"U-{label}"
        else:
            out[j - 1] = f"L-{label}"
    return out


def fold_of(id: str) -> int:
    return int.from_bytes(hashlib.blake2b(id.encode(), digest_size=4).digest()) % FOLDS


def combined(text: Text, model: Recogniser) -> Spans:
    """Names of the rules that are led or that the model finds too, and sure ones of the model's."""
    rules = by_rules(text)
    sure = {
        (s.i, s.j): s.probability for s in model.spans(text.prepared.tokens) if s.label == "PER"
    }
    out = {s for s in rules if s[0] in text.led or s in sure or s[1] - s[0] == 1}
    taken = [(c.i, c.j) for c in text.chunks if c.kind not in ("word", "mark", "country")]
    for (i, j), p in sure.items():
        if j - i > 1 and p >= 0.8 and not any(a < j and i < b for a, b in taken):
            out.add((i, j))
    return out


Reliability = dict[tuple[str, str], list[int]]


def relied(out: Reliability, text: Text, model: Recogniser) -> None:
    """Count how often full names are right, by who found them and how sure the model was."""
    t = text.prepared.tokens
    gold = {squeezed(name) for name in text.gold.known().people}
    rules = by_rules(text)
    sure = {(s.i, s.j): s.probability for s in model.spans(t) if s.label == "PER"}
    for i, j in rules | sure.keys():
        name = squeezed(t.text(i, j))
        if " " not in name:
            continue
        p = sure.get((i, j), 0.0)
        bin = "p>=0.95" if p >= 0.95 else "p>=0.8" if p >= 0.8 else "p<0.8"
        who = "both" if (i, j) in rules and p else "rule only" if (i, j) in rules else "model only"
        key = (who if who == "rule only" else f"{who}, {bin}", "led" if i in text.led else "other")
        count = out.setdefault(key, [0, 0])
        count[0] += any(g == name or g.endswith(" " + name) for g in gold)
        count[1] += 1


def folds(
    texts: Sequence[Text], base: Sequence[Sample], gold: dict[str, list[Sample]], folder: Path
) -> tuple[dict[str, list[Score]], Reliability]:
    """Score rules and CRF on each fifth of the reports, trained on silver and the other four."""
    config = training_config(X.folder)
    out: dict[str, list[Score]] = {}
    relying: Reliability = {}
    for k in range(FOLDS):
        own = [s for id, ss in sorted(gold.items()) if fold_of(id) != k for s in ss]
        samples = with_variations([*own, *base], Names(X, config.augmentation), config)
        crf = trained_crf(samples, folder / f"fold{k}.crf")
        model = by_model(crf)
        print(f"  fold {k + 1} trained", file=sys.stderr)
        scores = {name: Score() for name in ("rules", "CRF", "either", "both agree", "combined")}
        for text in texts:
            if fold_of(text.gold.id) == k:
                r, m = by_rules(text), model(text)
                for name, spans in zip(
                    scores, (r, m, r | m, r & m, combined(text, crf)), strict=True
                ):
                    add(scores[name], text, spans)
                relied(relying, text, crf)
        for name, score in scores.items():
            out.setdefault(name, []).append(score)
    return out, relying


def size_of(path: Path) -> int:
    if path.is_file():
        return path.stat().st_size
    return sum(p.stat().st_size for p in path.rglob("*") if p.is_file())


def timed(texts: Sequence[Text], system: Callable[[Text], Spans]) -> float:
    """Return characters a second over all reports."""
    begin = time.perf_counter()
    for text in texts:
        system(text)
    return sum(len(t.text) for t in texts) / (time.perf_counter() - begin)


def rules_anew(text: Text) -> Spans:
    """The rules' names with all their work, for the clock."""
    prepared = Prepared(normalise(text.text).text, X)
    return {(c.i, c.j) for c in Chunker(prepared, X).chunks() if c.kind == "name"}


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folds", action="store_true")
    parser.add_argument("--spacy", action="store_true")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--underthesea", action="store_true")
    options = parser.parse_args()
    if not SHARED.is_dir():
        print(f"skipped: {SHARED} is not there")
        return
    annotations = [a for path in GOLD if path.exists() for a in read_annotations(path)]
    held_out = {a.id for path in HELD_OUT if path.exists() for a in read_annotations(path)}
    documents = {d.id: d for d in read_corpus([CORPUS], lambda f: None)}
    texts = texts_of(annotations, {id: d.text for id, d in documents.items()})
    samples: list[Sample] = []
    gold: dict[str, list[Sample]] = {}
    if options.folds or options.spacy:
        config = training_config(X.folder)
        known = {a.id for a in annotations} | held_out
        rest = [d for id, d in sorted(documents.items()) if id not in known]
        evidence = gather((d.text for d in rest), X)
        samples = chosen(rest, X, evidence, config.silver)
        gold = {t.gold.id: [*silver(t.text, X, evidence, t.gold.known())] for t in texts}
    with tempfile.TemporaryDirectory(prefix="kg-bench-") as name:
        folder = Path(name)
        systems: list[tuple[str, Callable[[Text], Spans], Callable[[Text], Spans], int]] = []
        crf = by_model(CrfRecogniser(WEIGHTS, X))
        systems.append(("rules", by_rules, rules_anew, 0))
        systems.append(("CRF, shipped", crf, crf, size_of(WEIGHTS)))
        if options.spacy:
            varied = with_variations(samples, Names(X, config.augmentation), config)
            only = by_model(trained_crf(varied, folder / "silver.crf"))
            systems.append(("CRF, silver only", only, only, size_of(folder / "silver.crf")))
            cnn = by_model(trained_spacy(varied, folder / "spacy", options.epochs))
            systems.append(("spaCy CNN, silver only", cnn, cnn, size_of(folder / "spacy")))
        if options.underthesea:
            systems.append(("underthesea ner", by_underthesea, by_underthesea, 0))
        print(f"{len(texts)} reports, {sum(len(t.text) for t in texts)} characters")
        print(f"{'system':24} {'P':>6} {'R':>6} {'F1':>6} {'other':>6} {'kB':>7} {'chars/s':>9}")
        for label, system, clock, size in systems:
            score = Score()
            for text in texts:
                add(score, text, system(text))
            print(f"{label:24} {score.row()} {size / 1e3:7.0f} {timed(texts, clock):9.0f}")
        if options.folds:
            print("\nEach fifth by a CRF trained on silver and the annotations of the other four")
            table, relying = folds(texts, samples, gold, folder)
            for label, scores in table.items():
                whole = Score(
                    *(sum(getattr(s, f) for s in scores) for f in Score.__struct_fields__)
                )
                each = " ".join(f"{s.found}/{s.gold}" for s in scores)
                print(f"{label:24} {whole.row()}   found in each: {each}")
            print("\nFull names that are right, by who found them (mentions; led or elsewhere)")
            for who in sorted({key[0] for key in relying}):
                parts = [
                    f"{place} {right}/{total}"
                    for place in ("led", "other")
                    for right, total in [relying.get((who, place), [0, 0])]
                ]
                print(f"{who:24} {'   '.join(parts)}")


if __name__ == "__main__":
    main()
