"""Training of the statistical recogniser: silver and gold sentences in, a weights file out."""

from __future__ import annotations

import gzip
import hashlib
import io
import random
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from kg.documents import Document, Failure, read
from kg.documents.jsonl import read_jsonl
from kg.errors import KgError
from kg.lexicon.lexicon import Lexicon, load_lexicon
from kg.lexicon.rules import load_yaml
from kg.ner.augment import Augmentation, Names, varied
from kg.ner.crf import WeightsInfo, packed
from kg.ner.features import CONFIG, FeatureConfig, Features
from kg.ner.silver import THING, Evidence, Known, Sample, gather, silver, tokens_of


class Silver(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Section ``silver`` of ``training.yaml``."""

    seed: int
    named: int
    things: int
    unnamed: int
    per_document: int


class Fit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Section ``model`` of ``training.yaml``."""

    c1: float
    c2: float
    iterations: int
    fewest: int


class TrainingConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of ``training.yaml``; see the comments there."""

    features: FeatureConfig
    silver: Silver
    augmentation: Augmentation
    model: Fit


class Annotation(msgspec.Struct, frozen=True):
    """What is used of an annotated report: its people's names, and what looks like one."""

    id: str
    people: dict[str, list[str]] = {}
    not_people: list[str] = []
    text: str | None = None

    def known(self) -> Known:
        """Return the annotation as silver labels want it; "#2" behind a name is cut."""
        people = tuple(name.split("#")[0] for name in self.people)
        return Known(people, tuple(self.not_people))


class Trained(msgspec.Struct, frozen=True):
    """What came out of a training: the weights file's content and what it was made from."""

    content: bytes
    info: WeightsInfo
    documents: int
    annotated: int


def training_config(folder: Path) -> TrainingConfig:
    """Read ``training.yaml`` of a folder of rules.

    Raises:
        KgError: It is missing, or an entry is not of its form.
    """
    path = folder / CONFIG
    try:
        return msgspec.convert(load_yaml(path), TrainingConfig)
    except msgspec.ValidationError as e:
        raise KgError(f"{path}: {e}") from e


def train(
    documents: Iterable[Document],
    annotations: Sequence[Annotation] = (),
    *,
    exclude: Collection[str] = (),
    lexicon: Lexicon | None = None,
    config: TrainingConfig | None = None,
    on_progress: Callable[[str], None] = lambda step: None,
) -> Trained:
    """Train weights; the same input gives the same bytes.

    Args:
        documents: Reports to take sentences from, in any order.
        annotations: Annotated reports; their text is that of the document of the same id where
            they have none. All their sentences are used, with the names as annotated.
        exclude: Ids of documents that nothing is taken from: those that measure the result.
        lexicon: The compiled rules; by default those shipped.
        config: By default ``training.yaml`` of the rules.
        on_progress: Called with what is done next.

    Raises:
        KgError: No sentence was found to train on.
    """
    x = lexicon or load_lexicon()
    c = config or training_config(x.folder)
    known = {a.id: a for a in annotations if a.id not in exclude}
    left_out = {*exclude, *known}
    by_id: dict[str, Document] = {}
    for document in documents:
        by_id.setdefault(document.id, document)
    rest = [d for id, d in sorted(by_id.items()) if id not in left_out]
    on_progress("evidence")
    evidence = gather((d.text for d in rest), x)
    on_progress("silver labels")
    gold = [
        sample
        for id, a in sorted(known.items())
        if (text := a.text or (by_id[id].text if id in by_id else None)) is not None
        for sample in silver(text, x, evidence, a.known())
    ]
    samples = [*gold, *chosen(rest, x, evidence, c.silver)]
    if not samples:
        raise KgError("nothing to train on: no sentence that the rules read without a doubt")
    samples = with_variations(samples, Names(x, c.augmentation), c)
    on_progress("training")
    features = Features(x)
    model = fit(samples, features, c.model)
    info = WeightsInfo(
        features=features.version,
        rules=x.version,
        seed=c.silver.seed,
        sentences=len(samples),
        tokens=sum(len(s.words) for s in samples),
    )
    return Trained(packed(info, model), info, len(rest), len(known))


def chosen(
    documents: Iterable[Document], lexicon: Lexicon, evidence: Evidence, config: Silver
) -> list[Sample]:
    """Return as many sentences as are wanted, each once; the documents are drawn by lot."""
    wanted = {"named": config.named, "things": config.things, "unnamed": config.unnamed}
    taken: dict[str, dict[tuple[str, ...], Sample]] = {kind: {} for kind in wanted}
    for document in sorted(documents, key=lambda d: _lot(config.seed, d.id)):
        if all(len(taken[kind]) >= most for kind, most in wanted.items()):
            break
        here = 0
        for sample in silver(document.text, lexicon, evidence):
            kind = kind_of(sample)
            into = taken[kind]
            if kind == "named" and not sample.telling:
                continue
            if len(into) < wanted[kind] and sample.words not in into and here < config.per_document:
                into[sample.words] = sample
                here += 1
    return [sample for into in taken.values() for sample in into.values()]


def kind_of(sample: Sample) -> str:
    """Return which of the three kinds of sentences the configuration tells apart it is."""
    if f"B-{THING}" in sample.tags:
        return "things"
    return "named" if "B-PER" in sample.tags else "unnamed"


def with_variations(
    samples: Sequence[Sample], names: Names, config: TrainingConfig
) -> list[Sample]:
    """Return the sentences and their changed copies."""
    chance = random.Random(config.silver.seed)
    out: list[Sample] = []
    for sample in samples:
        out.append(sample)
        for _ in range(config.augmentation.copies):
            copy = varied(sample, names, config.augmentation, chance)
            if copy.words != sample.words:
                out.append(copy)
    return out


def fit(samples: Sequence[Sample], features: Features, config: Fit) -> bytes:
    """Train a CRF; return its model as CRFsuite writes it."""
    import pycrfsuite

    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(
        {
            "c1": config.c1,
            "c2": config.c2,
            "max_iterations": config.iterations,
            "feature.minfreq": config.fewest,
        }
    )
    for sample in samples:
        tokens = tokens_of(sample.words)
        trainer.append(features.of(tokens, 0, len(tokens)), model_tags(sample))
    with tempfile.TemporaryDirectory(prefix="kg-") as folder:
        path = Path(folder, "model")
        trainer.train(str(path))
        return path.read_bytes()


def model_tags(sample: Sample) -> list[str]:
    """Return a sentence's tags as the model learns them: what things are called is nothing."""
    return ["O" if tag.endswith(THING) else tag for tag in sample.tags]


def read_corpus(paths: Iterable[Path], on_failure: Callable[[Failure], None]) -> Iterator[Document]:
    """Yield the documents of files, folders and gzipped JSON Lines (``.jsonl.gz``)."""
    for path in paths:
        if path.suffixes[-2:] != [".jsonl", ".gz"]:
            yield from read([path], on_failure)
            continue
        try:
            with gzip.open(path) as stream:
                for _, document in read_jsonl(io.BufferedReader(stream), str(path), on_failure):
                    yield document
        except (OSError, EOFError) as e:
            raise KgError(f"{path}: cannot read: {e}") from e


def read_annotations(path: Path) -> list[Annotation]:
    """Read annotated reports (JSON Lines).

    Raises:
        KgError: The file cannot be read, or a line is not of its form; the message has its number.
    """
    out = []
    try:
        lines = path.read_bytes().splitlines()
    except OSError as e:
        raise KgError(f"{path}: cannot read annotations: {e.strerror}") from e
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                out.append(msgspec.json.decode(line, type=Annotation))
            except msgspec.DecodeError as e:
                raise KgError(f"{path}, line {number}: {e}") from e
    return out


def read_ids(path: Path) -> set[str]:
    """Read ids of documents: one a line, or JSON Lines with a field ``id``.

    Raises:
        KgError: The file cannot be read.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as e:
        raise KgError(f"{path}: cannot read ids: {e.strerror}") from e
    except UnicodeDecodeError as e:
        raise KgError(f"{path}: not UTF-8 at byte {e.start}") from e
    if any(line.lstrip().startswith("{") for line in lines):
        return {a.id for a in read_annotations(path)}
    return {line.strip() for line in lines if line.strip() and not line.startswith("#")}


def _lot(seed: int, id: str) -> tuple[bytes, str]:
    return hashlib.blake2b(f"{seed} {id}".encode(), digest_size=8).digest(), id
