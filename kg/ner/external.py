"""Anybody's spaCy pipeline in place of the statistical recogniser."""

from __future__ import annotations

import hashlib
from collections.abc import Container
from pathlib import Path
from typing import Any, Protocol

from kg.errors import KgError
from kg.ner.crf import ModelSpan, SpanLabel, sentences
from kg.text.tokens import Tokens

# Entity labels of the usual schemes (OntoNotes, CoNLL, VLSP, Wikipedia) and what they are here.
_LABELS: dict[str, SpanLabel] = {
    "PERSON": "PER",
    "PER": "PER",
    "TITLE": "TITLE",
    "ORG": "BODY",
    "ORGANIZATION": "BODY",
    "BODY": "BODY",
    "NORP": "BODY",
    "GPE": "PLACE",
    "LOC": "PLACE",
    "LOCATION": "PLACE",
    "PLACE": "PLACE",
    "EVENT": "MEETING",
    "MEETING": "MEETING",
}
_PROBABILITY = 0.9  # spaCy's entity recogniser gives none
_BATCH = 256  # sentences


class Recogniser(Protocol):
    """What extraction asks of a recogniser. `version` changes whenever its spans may."""

    version: str

    def spans(self, tokens: Tokens, wanted: Container[int] | None = None) -> list[ModelSpan]:
        """Return the spans in order and apart, of the sentences numbered in `wanted`, or of all."""
        ...


class SpacyRecogniser:
    """A spaCy pipeline with PERSON, ORG and GPE-like labels; it sees our tokens and sentences."""

    def __init__(self, name: str | Path) -> None:
        """Load a pipeline: a folder, or the name of an installed package.

        Raises:
            KgError: spaCy is not installed, the pipeline does not load, or it has no labels of use.
        """
        try:
            import spacy
        except ImportError as e:
            raise KgError(
                f"{name}: a spaCy pipeline needs spaCy: pip install chutri-kg[spacy]"
            ) from e
        try:
            self._nlp = spacy.load(name)
        except (OSError, ValueError, ImportError) as e:
            raise KgError(f"{name}: spaCy cannot load it: {_line(e)}") from e
        labels = {label for pipe in self._nlp.pipe_labels.values() for label in pipe}
        if not labels & _LABELS.keys():
            raise KgError(f"{name}: no label of its is known (PERSON, ORG, GPE, …)")
        self.version = "spacy-" + _digest(self._nlp)

    def spans(self, tokens: Tokens, wanted: Container[int] | None = None) -> list[ModelSpan]:
        """Return the pipeline's entities whose labels are known, in order and apart."""
        from spacy.tokens import Doc

        out: list[ModelSpan] = []
        spans = [s for s in sentences(tokens) if wanted is None or tokens.sent[s[0]] in wanted]
        docs = (Doc(self._nlp.vocab, tokens.words[i:j], _spaces(tokens, i, j)) for i, j in spans)
        for (i, _), doc in zip(spans, self._nlp.pipe(docs, batch_size=_BATCH), strict=True):
            for entity in doc.ents:
                label = _LABELS.get(entity.label_)
                if label is not None:
                    out.append(ModelSpan(i + entity.start, i + entity.end, label, _PROBABILITY))
        return out


def _spaces(tokens: Tokens, i: int, j: int) -> list[bool]:
    """Tell of each token whether a blank follows it."""
    return [not glued for glued in tokens.glued[i + 1 : j]] + [False]


def _digest(nlp: Any) -> str:
    return hashlib.blake2b(nlp.to_bytes(), digest_size=6).hexdigest()


def _line(e: Exception) -> str:
    return " ".join(str(e).split())[:200]
