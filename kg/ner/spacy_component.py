"""``nlp.add_pipe("kg_officials")``: extraction as a component of anybody's spaCy pipeline."""

from __future__ import annotations

from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.lexicon.lexicon import load_lexicon

LABELS = {
    "person": "OFFICIAL",
    "post": "POST",
    "body": "BODY",
    "place": "PLACE",
    "meeting": "MEETING",
    "role": "ROLE",
}
"""Kind of a mention -> label of its span."""

COLORS = {
    "OFFICIAL": "#f6b26b",
    "POST": "#9fc5e8",
    "BODY": "#b4a7d6",
    "PLACE": "#b6d7a8",
    "MEETING": "#ffe599",
    "ROLE": "#ea9999",
}
"""Colours for displaCy: ``displacy.render(doc, style="span", options=DISPLACY)``."""

DISPLACY = {"spans_key": "kg", "colors": COLORS}


@Language.factory("kg_officials", default_config={"rules": None, "spans_key": "kg"})
def make_kg_officials(nlp: Language, name: str, rules: str | None, spans_key: str) -> KgOfficials:
    """Make the component; `rules` is a folder of rules in place of those shipped."""
    return KgOfficials(Path(rules) if rules is not None else None, spans_key)


class KgOfficials:
    """Fills ``doc.spans[spans_key]`` with the mentions of officials, posts, bodies, places,
    meetings and roles. A span's id is the local id of what it refers to ("p1"), its label one of
    `LABELS`. Spans overlap: a post holds its body and its place.
    """

    def __init__(self, rules: Path | None = None, spans_key: str = "kg") -> None:
        self._lexicon = load_lexicon(rules)
        self._key = spans_key

    def __call__(self, doc: Doc) -> Doc:
        """Read a document; a token that a mention cuts is taken in whole."""
        # Extraction stands above the recognisers; this component stands above both.
        from kg.documents.document import Document
        from kg.report.extract import extract

        spans: list[Span] = []
        seen: set[tuple[int, int, str]] = set()
        if doc.text.strip():
            report = extract(Document(id="doc", text=doc.text), self._lexicon)
            for m in sorted(report.mentions, key=lambda m: (m.start, -m.end, m.kind)):
                span = doc.char_span(
                    m.start,
                    m.end,
                    label=LABELS[m.kind],
                    span_id=m.target,
                    alignment_mode="expand",
                )
                if span is None:
                    continue
                key = (span.start, span.end, span.label_)
                if key not in seen:
                    seen.add(key)
                    spans.append(span)
        doc.spans[self._key] = spans
        return doc
