"""Entries that are never read, because something else is read in their place.

Each entry is put into a short text and the recognisers are asked what they see.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.lexicon.lexicon import Lexicon
from kg.ner.bodies import BodyGrammar
from kg.ner.chunker import Chunker
from kg.ner.model import Chunk
from kg.ner.names import NameGrammar
from kg.ner.prepare import Prepared
from kg.ner.titles import TitleGrammar
from kg.rulecheck.finding import Finding
from kg.rulecheck.rules import Rules, body_key, words
from kg.text.normalise import normalise
from kg.text.tokens import Tokens, scan

_BEFORE, _AFTER = "Theo", "thì"


def check_reach(rules: Rules) -> Iterator[Finding]:
    """Give a finding for each entry that is read as something else, or as nothing."""
    lexicon = rules.lexicon
    if lexicon is None:
        return
    yield from _abbreviations(rules, lexicon)
    yield from _central(rules, lexicon)
    yield from _ranks(rules, lexicon)
    yield from _sectors(rules, lexicon)
    yield from _places(rules, lexicon)
    yield from _chunked(rules, lexicon)


def _tokens(text: str, lexicon: Lexicon) -> Tokens:
    """Return the tokens of words inside a sentence: the first is `_BEFORE`, the last `_AFTER`."""
    return Prepared(normalise(f"{_BEFORE} {text} {_AFTER}").text, lexicon).tokens


def _grammar(tokens: Tokens, lexicon: Lexicon) -> BodyGrammar:
    return BodyGrammar(tokens, lexicon, NameGrammar(tokens, lexicon))


def _abbreviations(rules: Rules, lexicon: Lexicon) -> Iterator[Finding]:
    for entry in rules.entries("abbreviations.yaml"):
        short, full = entry.value["abbr"], entry.value["full"]
        if short == full:
            yield entry.error(f'"{short}" stands for itself')
            continue
        tokens = _tokens(f"{short} Hòa", lexicon).words[1:-2]
        wanted = [w for w, _, _ in scan(normalise(full).text, 0, len(full))]
        if tokens != wanted:
            yield entry.error(f'"{short}" is written out as "{" ".join(tokens)}", not as "{full}"')
        again = _tokens(f"{full} Hòa", lexicon).words[1:-2]
        if again != wanted:
            yield entry.warning(
                f'"{full}" holds an abbreviation, which is not written out in its turn'
            )


def _central(rules: Rules, lexicon: Lexicon) -> Iterator[Finding]:
    for entry in rules.entries("bodies_central.yaml"):
        name = entry.value["name"]
        for said in (name, *entry.value.get("aliases", ())):
            tokens = _tokens(said, lexicon)
            body = _grammar(tokens, lexicon).body(1)
            if body is None:
                what = "the name" if said == name else f'the alias "{said}"'
                yield entry.error(f"{what} of {name} is not read as a body")
            elif body.j < len(tokens) - 1:
                rest = tokens.text(body.j, len(tokens) - 1)
                yield entry.error(f'"{said}" of {name} is read as {body.base}, without "{rest}"')
            elif body_key(body.base) != body_key(name):
                yield entry.warning(f'"{said}" of {name} is read as {body.base}')


def _ranks(rules: Rules, lexicon: Lexicon) -> Iterator[Finding]:
    deputy = min(lexicon.deputies, default="")
    for entry in rules.entries("titles.yaml", "ranks"):
        rank = entry.value["rank"]
        said = f"{deputy} {rank}" if entry.value.get("deputy") == "only" else rank
        tokens = _tokens(said[:1].upper() + said[1:], lexicon)
        bodies = _grammar(tokens, lexicon)
        title = TitleGrammar(tokens, lexicon, bodies, NameGrammar(tokens, lexicon)).title(1)
        if title is None:
            yield entry.error(f'rank "{rank}" is never read')
        elif title.rank.rank != rank and not (title.deputy and rank.endswith(title.rank.rank)):
            yield entry.error(f'rank "{rank}" is read as rank "{title.rank.rank}"')


def _sectors(rules: Rules, lexicon: Lexicon) -> Iterator[Finding]:
    heads = [h for h in rules.entries("bodies.yaml", "heads") if h.value.get("sector")]
    if not heads:
        return
    head = words(heads[0])
    stops = lexicon.body_stops
    for entry in rules.entries("sectors.yaml"):
        for said in (words(entry), words(entry).lower()):
            tokens = _tokens(f"{head} {said}", lexicon)
            body = _grammar(tokens, lexicon).body(1)
            if body is None or body.j < len(tokens) - 1:
                first = said.split()[0]
                why = f' ("{first}" is among the stops)' if first in stops else ""
                yield entry.warning(f'"{head} {said}" is not read whole{why}')
                break


def _places(rules: Rules, lexicon: Lexicon) -> Iterator[Finding]:
    aliases = rules.entries("places/province_aliases.csv")
    led = {e.value["alias"].lower() for e in aliases if e.value["needs_prefix"] == "1"}
    for file, field in (
        ("places/provinces.csv", "name"),
        ("places/former_provinces.csv", "name"),
        ("places/province_aliases.csv", "alias"),
    ):
        for entry in rules.entries(file):
            said, name = entry.value[field], entry.value["name"]
            if said.lower() in led:
                said = f"{lexicon.province_units.get(name, 'tỉnh')} {said}"
            tokens = _tokens(said, lexicon)
            place = _grammar(tokens, lexicon).territory(1)
            if place is None or place.name != name or place.j < len(tokens) - 1:
                read = f"{place.unit} {place.name}" if place is not None else "nothing"
                yield entry.warning(f'"{said}" is read as {read}, not as the province {name}')
    for entry in rules.entries("places/countries.csv"):
        row = entry.value
        for said in (row["name"], *filter(None, row["aliases"].split(";"))):
            tokens = _tokens(said, lexicon)
            found = _grammar(tokens, lexicon).country(1)
            if found is None or found != (len(tokens) - 1, row["name"]):
                read = found[1] if found is not None else "nothing"
                yield entry.warning(f'"{said}" is read as {read}, not as the country {row["name"]}')


# Lists whose entries make a chunk of one kind in a sentence: file, keys, kind, sentence, what the
# chunk then carries (None: anything).
_SENTENCES = (
    *(
        (("roles.yaml", role, "verbs"), "role", "Ông Nguyễn Văn An {} hội nghị", role)
        for role in ("chair", "attend", "speak")
    ),
    (("meetings.yaml", "nouns"), "meeting", "Sáng nay, {} về an toàn giao thông", None),
    (("honorifics.yaml", "honorifics"), "honour", "Theo {} Nguyễn Văn An", None),
    (("honorifics.yaml", "plural"), "honour", "Theo {} Nguyễn Văn An", "plural"),
    (("honorifics.yaml", "ranks"), "rank", "Theo {} Nguyễn Văn An", None),
    (("honorifics.yaml", "degrees"), "rank", "Theo {} Nguyễn Văn An", None),
    (("names/context_not_person.yaml", "phrases"), "-name", "Theo {} thì", None),
)


def _chunked(rules: Rules, lexicon: Lexicon) -> Iterator[Finding]:
    for (file, *steps), kind, sentence, carries in _SENTENCES:
        for entry in rules.entries(file, *steps):
            said = words(entry)
            prepared = Prepared(normalise(sentence.format(said)).text, lexicon)
            chunk = _at(prepared, lexicon, sentence.index("{"))
            if kind.startswith("-"):
                wrong = chunk is not None and chunk.kind == kind[1:]
            else:
                wrong = (
                    chunk is None or chunk.kind != kind or (carries or chunk.value) != chunk.value
                )
            if wrong:
                read = _told(chunk, prepared.tokens)
                yield entry.warning(f'{steps[-1]}: "{said}" is read as {read}')


def _at(prepared: Prepared, lexicon: Lexicon, offset: int) -> Chunk | None:
    """Return the chunk that begins at an offset of the text."""
    starts = prepared.tokens.start
    chunks = Chunker(prepared, lexicon).chunks()
    return next((c for c in chunks if starts[c.i] == offset), None)


def _told(chunk: Chunk | None, tokens: Tokens) -> str:
    if chunk is None:
        return "a part of what stands before it"
    value = f" ({chunk.value})" if isinstance(chunk.value, str) and chunk.kind != "word" else ""
    return f'{chunk.kind} "{tokens.text(chunk.i, chunk.j)}"{value}'
