"""JSON-LD: one node a line, compacted with the context of ``rules/context.jsonld``."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urljoin

from pyoxigraph import Literal, NamedNode, Triple

from kg.errors import KgError
from kg.export.rdf import triples
from kg.export.source import Source
from kg.export.vocabulary import NAMESPACES, compact, term
from kg.lexicon.rules import rules_dir

_STRING = term("xsd:string").value
_NATIVE = {term("xsd:integer").value: int, term("xsd:nonNegativeInteger").value: int}
_BOOLEAN = term("xsd:boolean").value


def write(source: Source, stream: BinaryIO, base: str) -> None:
    """Write the graph to `stream` as a JSON-LD 1.1 document (UTF-8) that carries its context.

    Raises:
        KgError: ``rules/context.jsonld`` is missing or does not parse.
    """
    write_nodes(triples(source, base), stream, base)


def write_nodes(found: Iterable[Triple], stream: BinaryIO, base: str) -> None:
    """Write triples, those of a subject together, as `write` does those of the graph.

    Raises:
        KgError: ``rules/context.jsonld`` is missing or does not parse.
    """
    context = load_context(rules_dir() / "context.jsonld") | {"@base": base}
    compactor = _Compactor(context, base)
    stream.write(f'{{"@context": {_json(context)},\n"@graph": ['.encode())
    separator = "\n"
    for _, facts in groupby(found, key=lambda t: t.subject):
        stream.write((separator + _json(compactor.node(list(facts)))).encode())
        separator = ",\n"
    stream.write(b"\n]}\n")


def load_context(path: Path) -> dict[str, Any]:
    """Return the ``@context`` of a file.

    Raises:
        KgError: The file is missing, is not JSON, or holds no context.
    """
    try:
        context = json.loads(path.read_text(encoding="utf-8"))["@context"]
    except OSError as e:
        raise KgError(f"{path}: cannot read the context: {e.strerror or e}") from e
    except (ValueError, KeyError, TypeError) as e:
        raise KgError(f"{path}: no JSON-LD context: {e}") from e
    if not isinstance(context, dict):
        raise KgError(f"{path}: no JSON-LD context: not an object")
    return context


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


class _Compactor:
    """Applies the context's terms; whatever a term's coercion does not say is written out."""

    def __init__(self, context: dict[str, Any], base: str) -> None:
        # Where resolving is not the same as joining (a base with a query), IRIs stay absolute.
        self._base = base if urljoin(base, "a/b") == base + "a/b" else None
        self._terms: dict[str, tuple[str, str | None, str | None]] = {}
        for name, definition in context.items():
            if isinstance(definition, dict) and ":" in definition.get("@id", ""):
                self._terms[definition["@id"]] = (
                    name,
                    definition.get("@type"),
                    definition.get("@language"),
                )

    def node(self, facts: list[Triple]) -> dict[str, Any]:
        subject = facts[0].subject
        assert isinstance(subject, NamedNode)
        values: dict[str, list[Any]] = {}
        for fact in facts:
            name, value = self._member(fact)
            values.setdefault(name, []).append(value)
        members = {k: v[0] if len(v) == 1 else v for k, v in values.items()}
        return {"id": self._reference(subject.value), **members}

    def _member(self, fact: Triple) -> tuple[str, Any]:
        value, predicate = fact.object, compact(fact.predicate.value) or fact.predicate.value
        if isinstance(value, NamedNode):
            if predicate == "rdf:type":
                return "type", compact(value.value) or value.value
            name, coercion, _ = self._terms.get(predicate, (predicate, None, None))
            reference = self._reference(value.value)
            return name, reference if coercion == "@id" else {"id": reference}
        assert isinstance(value, Literal)
        return self._literal(predicate, value)

    def _literal(self, predicate: str, value: Literal) -> tuple[str, Any]:
        name, coercion, language = self._terms.get(predicate, (predicate, None, None))
        datatype = value.datatype.value
        if value.language:
            if value.language == language:
                return name, value.value
            return name, {"@value": value.value, "@language": value.language}
        if datatype == _STRING:
            plain = coercion is None and language is None
            return name, value.value if plain else {"@value": value.value}
        if coercion and _expand(coercion) == datatype:
            if datatype == _BOOLEAN:
                return name, value.value == "true"
            return name, _NATIVE.get(datatype, str)(value.value)
        return name, {"@value": value.value, "@type": datatype}

    def _reference(self, iri: str) -> str:
        if self._base and iri.startswith(self._base):
            return iri[len(self._base) :]
        return compact(iri) or iri


def _expand(name: str) -> str:
    prefix, _, local = name.partition(":")
    return NAMESPACES.get(prefix, prefix + ":") + local
