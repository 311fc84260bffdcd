"""Training of the statistical recogniser: silver and gold sentences in, a weights file out."""

from __future__ import annotations

import gzip
import hashlib
import io
import random
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

import msgspec

from kg.documents import Document, Failure, read
from kg.documents.jsonl import read_jsonl
from kg.errors import KgError
from kg.lexicon.lexicon import Lexicon, load_lexicon
from kg.lexicon.rules import load_yaml
from kg.ner.augment import Augmentation, Names, varied
from kg.ner.crf import WeightsInfo, packed
from kg.ner.features import CONFIG, FeatureConfig, Features
from kg.ner.silver import Known, Sample, silver, tokens_of


class Silver(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Section ``silver`` of ``training.yaml``."""

    seed: int
    named: int
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


class Step(Protocol):
    """Called with what is being done and how many of it are done."""

    def __call__(self, what: str, done: int) -> None: ...


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
