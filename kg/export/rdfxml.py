"""RDF/XML, for tools that read nothing else.

Written here and not by a library: pyoxigraph's writer lets characters through that XML forbids and
does not protect carriage returns.
"""

from __future__ import annotations

from itertools import groupby
from typing import BinaryIO

from pyoxigraph import Literal, NamedNode, Triple

from kg.export.names import xml_escape
from kg.export.rdf import triples
from kg.export.source import Source
from kg.export.vocabulary import NAMESPACES, compact, term

_STRING = term("xsd:string")
_LANGUAGE = term("rdf:langString")


def write(source: Source, stream: BinaryIO, base: str) -> None:
    """Write the graph to `stream` as RDF/XML (UTF-8), without characters that XML 1.0 forbids."""
    declarations = "".join(f'\n  xmlns:{prefix}="{iri}"' for prefix, iri in NAMESPACES.items())
    stream.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{declarations}>\n'.encode())
    for subject, facts in groupby(triples(source, base), key=lambda t: t.subject):
        assert isinstance(subject, NamedNode)
        lines = [f'<rdf:Description rdf:about="{xml_escape(subject.value)}">']
        lines += [_property(fact) for fact in facts]
        stream.write(("\n  ".join(lines) + "\n</rdf:Description>\n").encode())
    stream.write(b"</rdf:RDF>\n")


def _property(fact: Triple) -> str:
    name, value = compact(fact.predicate.value), fact.object
    assert name is not None, fact.predicate
    if not isinstance(value, Literal):
        assert isinstance(value, NamedNode)
        return f'<{name} rdf:resource="{xml_escape(value.value)}"/>'
    attribute = ""
    if value.language:
        attribute = f' xml:lang="{value.language}"'
    elif value.datatype not in (_STRING, _LANGUAGE):
        attribute = f' rdf:datatype="{xml_escape(value.datatype.value)}"'
    return f"<{name}{attribute}>{xml_escape(value.value)}</{name}>"
