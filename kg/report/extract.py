"""Extraction: one document -> its `Report`; a pure function of text, rules and model."""

from __future__ import annotations

from typing import Literal

from kg.documents.document import Document
from kg.lexicon.lexicon import Lexicon, load_lexicon
from kg.ner.chunker import Chunker
from kg.ner.combine import Combination, shipped_recogniser
from kg.ner.external import Recogniser
from kg.ner.prepare import Prepared
from kg.report.appointments import read_appointments
from kg.report.assemble import Assembler
from kg.report.dating import Dating
from kg.report.meetings import MeetingFinder, note_places
from kg.report.model import Report
from kg.report.people import Coreference
from kg.report.placing import Placing
from kg.report.present import present_at_their_appointment, told_only_by_pictures
from kg.report.roles import RoleFinder
from kg.report.scene import RoleDraft
from kg.report.sentences import sentence_views
from kg.report.sharing import read_entries
from kg.report.spellings import spell_alike
from kg.text.normalise import normalise


def extract(
    document: Document,
    lexicon: Lexicon | None = None,
    recogniser: Recogniser | Literal["shipped"] | None = "shipped",
) -> Report:
    """Return what one document says.

    Args:
        document: The document as read.
        lexicon: The compiled rules; by default those shipped with the package.
        recogniser: The statistical recogniser beside the rules; None for rules alone.

    Returns:
        A report whose mentions give offsets into ``document.text``.
    """
    x = lexicon or load_lexicon()
    model = shipped_recogniser(x) if recogniser == "shipped" else recogniser
    normal = normalise(document.text)
    prepared = Prepared(normal.text, x)
    combined = Combination(prepared.tokens, Chunker(prepared, x).chunks(), model)
    chunks = combined.chunks
    entries = read_entries(prepared.tokens, chunks)
    people = Coreference(entries)
    bodies = [c.value for c in chunks if c.kind == "body"]
    people.place_deputies(bodies)
    people.place_heads(bodies)
    people.place_by_nouns(bodies)
    people.place_under_heads(bodies)
    people.place_members(bodies)
    abroad = [b.country for b in bodies if b.country is not None]
    people.place_guests([*abroad, *(c.value for c in chunks if c.kind == "country")])
    for draft in people.people:
        spell_alike(draft)
    placing = Placing(prepared.tokens, chunks, x)
    finder = MeetingFinder(prepared.tokens, x, prepared.quoted)
    roles = RoleFinder(prepared.tokens, x, prepared.quoted)
    dating = Dating(document, normal.text, prepared, x)
    found: list[RoleDraft] = []
    views = list(sentence_views(prepared.tokens, chunks, entries))
    appointed = read_appointments(views, prepared.tokens, x, people)
    for view in views:
        named = finder.read(view)
        note_places(view, named, prepared.tokens)
        dating.read(view, named)
        found += roles.read(view, named, finder.current, placing.site(view.number))
    found += present_at_their_appointment(appointed, people, finder.meetings)
    assembler = Assembler(document, normal, prepared, combined, x, placing)
    return assembler.report(people, finder.meetings, told_only_by_pictures(found), dating)
