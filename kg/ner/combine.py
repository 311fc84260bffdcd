"""Rules and model together: which names stand, and how sure each one is."""

from __future__ import annotations

import functools
from pathlib import Path

from kg.lexicon.lexicon import Lexicon
from kg.ner.crf import WEIGHTS, CrfRecogniser, ModelSpan
from kg.ner.external import Recogniser
from kg.ner.model import Chunk, NameRef
from kg.ner.names import is_syllable, plausible
from kg.text.tokens import Tokens

# How often a name of each kind is right, on the annotated reports (kg evaluate prints the table).
BOTH, RULES_ONLY, MODEL_ONLY = 0.97, 0.8, 0.85
# How sure the model must be of a name that it alone sees: behind a title or a form of address, and
# elsewhere (where the name still needs a role at a meeting to make an official).
_SURE_ENOUGH, _SURE_ALONE = 0.6, 0.9
_ADDRESS = frozenset({"title", "honour", "rank"})
_NEAR = 3  # tokens
_UNSEEN = frozenset({"word", "place", "country"})  # what a name of the model may stand in place of


@functools.lru_cache(maxsize=4)
def shipped_recogniser(lexicon: Lexicon) -> Recogniser | None:
    """Return the recogniser whose weights the package ships, once a process; None without them.

    Raises:
        KgError: The weights were trained for rules that look at other lists.
    """
    return CrfRecogniser(WEIGHTS, lexicon) if WEIGHTS.exists() else None


def load_recogniser(model: str | Path | None, lexicon: Lexicon) -> Recogniser | None:
    """Return the recogniser a user asks for.

    Args:
        model: None for the shipped one, "none" for rules alone, weights of ``kg train`` (``.crf``)
            or a spaCy pipeline (a folder or an installed package).
        lexicon: The rules it works with.

    Raises:
        KgError: It cannot be loaded, or is not made for these rules.
    """
    from kg.ner.external import SpacyRecogniser

    if model is None:
        return shipped_recogniser(lexicon)
    if str(model) == "none":
        return None
    if str(model).endswith(".crf"):
        return CrfRecogniser(Path(model), lexicon)
    return SpacyRecogniser(model)


class Combination:
    """Chunks after both had their say. `sure` maps a name's tokens (i, j) to its confidence."""

    def __init__(self, tokens: Tokens, chunks: list[Chunk], recogniser: Recogniser | None) -> None:
        self._t = tokens
        self.sure: dict[tuple[int, int], float] = {}
        self.chunks = chunks if recogniser is None else self._combine(chunks, recogniser)

    def _combine(self, chunks: list[Chunk], recogniser: Recogniser) -> list[Chunk]:
        wanted = _may_name(self._t, chunks)
        people = [s for s in recogniser.spans(self._t, wanted) if s.label == "PER"]
        starts = {s.i: s for s in people}
        inside: dict[int, ModelSpan] = {k: s for s in people for k in range(s.i, s.j)}
        out: list[Chunk] = []
        n = 0
        while n < len(chunks):
            chunk = chunks[n]
            before = out[-1] if out else None
            if chunk.kind == "name":
                out += self._judged(chunk, before, inside)
                n += 1
                continue
            span = starts.get(chunk.i)
            if span is not None and self._believed(span, before, chunks, n):
                out.append(self._name(span))
                self.sure[span.i, span.j] = MODEL_ONLY
                while n < len(chunks) and chunks[n].i < span.j:
                    n += 1
                continue
            out.append(chunk)
            n += 1
        return out

    def _judged(
        self, chunk: Chunk, before: Chunk | None, inside: dict[int, ModelSpan]
    ) -> list[Chunk]:
        """Keep a name of the rules, cut it to the model's, or drop what nothing speaks for."""
        name: NameRef = chunk.value
        seen = next((inside[k] for k in range(chunk.i, chunk.j) if k in inside), None)
        if seen is None:
            short = name.short and before is not None and before.kind == "title"
            if short or before is None or before.kind == "word":
                return [Chunk("word", k, k + 1) for k in range(chunk.i, chunk.j)]
            self.sure[chunk.i, chunk.j] = RULES_ONLY
            return [chunk]
        if (seen.i, seen.j) == (chunk.i, chunk.j):
            self.sure[chunk.i, chunk.j] = BOTH
            if name.short and chunk.j - chunk.i > 2 and seen.probability >= _SURE_ALONE:
                # No surname of the lists, but whole: given names alone are two words at most
                return [self._name(seen)]
            return [chunk]
        if name.foreign and chunk.i < seen.i and seen.j == chunk.j:
            # "Interpol | Peter Brown": what stands before the name is not part of it
            self.sure[seen.i, seen.j] = MODEL_ONLY
            return [Chunk("word", k, k + 1) for k in range(chunk.i, seen.i)] + [self._name(seen)]
        self.sure[chunk.i, chunk.j] = RULES_ONLY
        return [chunk]

    def _believed(self, span: ModelSpan, before: Chunk | None, chunks: list[Chunk], n: int) -> bool:
        """Tell whether a name that only the model sees is believed."""
        addressed = (
            before is not None
            and before.kind in _ADDRESS
            and self._t.sent[before.j - 1] == self._t.sent[span.i]
        )
        if span.probability < (_SURE_ENOUGH if addressed else _SURE_ALONE):
            return False
        ends = {c.j for c in chunks[n : n + span.j - span.i + 1]}
        whole = span.j in ends and all(
            c.kind in _UNSEEN for c in chunks[n : n + span.j - span.i] if c.i < span.j
        )
        return whole and span.j - span.i > 1 and plausible(self._t, span.i, span.j)

    def _name(self, span: ModelSpan) -> Chunk:
        foreign = any(not is_syllable(self._t.low[k]) for k in range(span.i, span.j))
        text = self._t.text(span.i, span.j)
        return Chunk("name", span.i, span.j, NameRef(span.i, span.j, text, foreign=foreign))


def _may_name(tokens: Tokens, chunks: list[Chunk]) -> frozenset[int]:
    """Return the sentences where the model's word on names may count: those with a name of the
    rules, and those with a capital behind a form of address or near another one that the rules
    took for nothing else.
    """
    cap, sent = tokens.cap, tokens.sent
    out = set()
    last = -_NEAR  # a token that a name which the rules do not see may begin with or follow
    for chunk in chunks:
        if chunk.kind == "name":
            out.add(sent[chunk.i])
        elif chunk.kind in _UNSEEN:
            for k in range(chunk.i, chunk.j):
                if cap[k]:
                    if k - last < _NEAR and sent[last] == sent[k]:
                        out.add(sent[k])
                    last = k
        elif chunk.kind in _ADDRESS:
            last = chunk.j - 1
    return frozenset(out)
