"""The statistical recogniser: a linear-chain CRF over the features of tokens."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Container, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal, cast

import msgspec

from kg.errors import KgError
from kg.lexicon.lexicon import Lexicon, load_lexicon
from kg.ner.features import Features
from kg.text.tokens import Tokens

SpanLabel = Literal["PER", "TITLE", "BODY", "PLACE", "MEETING"]
LABELS: tuple[SpanLabel, ...] = ("PER", "TITLE", "BODY", "PLACE", "MEETING")
WEIGHTS = Path(__file__).resolve().parent / "weights" / "officials.crf"
_MAGIC = b"kg-crf 1 "
_LONGEST = 400  # tokens; a longer sentence (a table, a list) is read in pieces
_OUTSIDE = "O"


class ModelSpan(msgspec.Struct, frozen=True):
    """What a recogniser takes for a name, title, body, place or meeting: tokens `i` to `j`
    (exclusive). `probability` is between 0 and 1.
    """

    i: int
    j: int
    label: SpanLabel
    probability: float


class WeightsInfo(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What weights say of themselves: for which features and from what they were trained."""

    features: str
    rules: str
    seed: int
    sentences: int
    tokens: int


class CrfRecogniser:
    """Finds spans in tokens; read-only after construction.

    Attributes:
        info: What the weights say of themselves.
        version: Hash (12 hex digits) of the weights.
    """

    def __init__(self, path: Path | None = None, lexicon: Lexicon | None = None) -> None:
        """Load weights (default: those shipped) for rules (default: those shipped).

        Raises:
            KgError: The file cannot be read, is no weights file, or was trained for other features
                than these rules have.
        """
        path = path or WEIGHTS
        x = lexicon or load_lexicon()
        try:
            content = path.read_bytes()
        except OSError as e:
            raise KgError(f"{path}: cannot read weights: {e.strerror}") from e
        self.info, model = _unpacked(content, path)
        self._features = Features(x)
        if self.info.features != self._features.version:
            raise KgError(
                f"{path}: trained for features {self.info.features}, the rules in {x.folder}"
                f" have {self._features.version}: train anew with kg train"
            )
        self.version = hashlib.blake2b(content, digest_size=6).hexdigest()
        self._model = model  # the tagger reads it where it lies
        self._tagger = _tagger(model, path)
        self._known = frozenset(self._tagger.labels())

    def spans(self, tokens: Tokens, wanted: Container[int] | None = None) -> list[ModelSpan]:
        """Return the spans, in order and apart, in sentences with a capitalised word inside.

        `wanted`: the numbers of the sentences to read; None for all.
        """
        out: list[ModelSpan] = []
        for i, j in sentences(tokens):
            if (wanted is None or tokens.sent[i] in wanted) and True in tokens.cap[i + 1 : j]:
                for start in range(i, j, _LONGEST):
                    self._read(tokens, start, min(j, start + _LONGEST), out)
        return out

    def _read(self, tokens: Tokens, i: int, j: int, out: list[ModelSpan]) -> None:
        tagger = self._tagger
        labels: list[str] = tagger.tag(self._features.of(tokens, i, j))
        if labels.count(_OUTSIDE) == len(labels):
            return
        marginal = tagger.marginal
        for start, end, label in labelled_spans(labels):
            sure = min(marginal(labels[k], k) for k in range(start, end))
            out.append(ModelSpan(i + start, i + end, cast(SpanLabel, label), min(1.0, sure)))


def sentences(tokens: Tokens) -> Iterator[tuple[int, int]]:
    """Yield the tokens `i` to `j` (exclusive) of each sentence in order."""
    sent, n = tokens.sent, len(tokens)
    i = 0
    while i < n:
        number, j = sent[i], i + 1
        while j < n and sent[j] == number:
            j += 1
        yield i, j
        i = j


def labelled_spans(labels: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and label of the spans that tags ("B-PER", "I-PER", "O") stand for."""
    n = len(labels)
    k = 0
    while k < n:
        tag = labels[k]
        if tag == _OUTSIDE:
            k += 1
            continue
        label, end = tag[2:], k + 1
        inside = f"I-{label}"
        while end < n and labels[end] == inside:
            end += 1
        yield k, end, label
        k = end


def tags_of(spans: Iterable[tuple[int, int, str]], size: int) -> list[str]:
    """Return the tags of `size` tokens for spans that do not overlap."""
    out = [_OUTSIDE] * size
    for i, j, label in spans:
        out[i] = f"B-{label}"
        for k in range(i + 1, j):
            out[k] = f"I-{label}"
    return out


def packed(info: WeightsInfo, model: bytes) -> bytes:
    """Return the content of a weights file."""
    head = msgspec.json.encode(info, order="sorted")
    return _MAGIC + head + b"\n" + zlib.compress(model, 9)


def _unpacked(content: bytes, path: Path) -> tuple[WeightsInfo, bytes]:
    head, _, body = content.partition(b"\n")
    if not head.startswith(_MAGIC):
        raise KgError(f"{path}: not a weights file of kg train")
    try:
        info = msgspec.json.decode(head[len(_MAGIC) :], type=WeightsInfo)
        return info, zlib.decompress(body)
    except (msgspec.DecodeError, zlib.error) as e:
        raise KgError(f"{path}: damaged weights: {e}") from e


def _tagger(model: bytes, path: Path) -> Any:
    import pycrfsuite

    tagger = pycrfsuite.Tagger()
    try:
        tagger.open_inmemory(model)
    except ValueError as e:
        raise KgError(f"{path}: damaged weights: {e}") from e
    return tagger
