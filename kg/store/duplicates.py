"""Documents that print one text: found among those of a store, and listed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import msgspec

from kg.link.copy_row import Reprint
from kg.store.packed import unpacked_text
from kg.store.store import Store

_LONGEST_TITLE = 120


class Print(msgspec.Struct, frozen=True):
    """One document of a group: `title` is its headline, or the first line of its text.

    `similarity` (0 to 1) is how like it is to the first document of the group.
    """

    document: str
    title: str
    issued: str | None
    source: str | None
    similarity: float


class Duplicates(msgspec.Struct, frozen=True):
    """A document and those that reprint it, the likest first; `document` is its id."""

    document: str
    title: str
    issued: str | None
    source: str | None
    copies: tuple[Print, ...]


class _Issued(msgspec.Struct):
    """What of a report is looked at here; nothing else of it is decoded."""

    issued: str | None


_ISSUED = msgspec.json.Decoder(_Issued)


def find_copies(store: Store, digests: Mapping[str, str]) -> dict[str, Reprint]:
    """Return which documents (ids) reprint another one; texts that were not yet, are signed.

    `digests` gives the digest of each document by its id; their reports are in the store.
    Signatures are kept, so that only the texts of documents that are new, or may be copies, are
    read.

    Raises:
        KgError: The file cannot be written.
    """
    # Not above: what only reads a store needs neither the library behind these nor its rules.
    from kg.link.reprints import Paper, reprints

    if not digests:
        return {}
    signed = _signed(store)
    papers = [
        Paper(id, _ISSUED.decode(store.report_json(digest)).issued, signed[digest])
        for id, digest in digests.items()
        if digest in signed
    ]
    return reprints(papers, lambda id: _text(store, digests[id]))


def known_copies(store: Store) -> dict[str, Reprint]:
    """Return which documents (ids) of a store's graph reprint another one."""
    ids = {d.key: d.id for d in store.documents()}
    return {ids[c.document]: Reprint(ids[c.original], c.similarity) for c in store.copies()}


def duplicates(store: Store) -> list[Duplicates]:
    """Return all groups of documents that print one text, by the day and the id of the first."""
    rows = {d.key: d for d in store.documents()}
    found: dict[str, list[Print]] = defaultdict(list)
    for copy in store.copies():
        row = rows[copy.document]
        title = row.title or _first_line(store, row.key)
        found[copy.original].append(Print(row.id, title, row.issued, row.source, copy.similarity))
    groups = []
    for key, copies in found.items():
        row = rows[key]
        copies.sort(key=lambda c: (-c.similarity, c.document))
        title = row.title or _first_line(store, key)
        groups.append(Duplicates(row.id, title, row.issued, row.source, tuple(copies)))
    return sorted(groups, key=lambda g: (g.issued is None, g.issued or "", g.document))


def _signed(store: Store) -> dict[str, bytes]:
    """Return the signatures of all texts in a store by digest, having made those not there yet."""
    from kg.text.shingles import METHOD, shingles, signatures

    con = store.connection
    unsigned = [
        digest
        for (digest,) in con.execute(
            "SELECT digest FROM reports WHERE digest NOT IN "
            "(SELECT digest FROM signatures WHERE method = ?) ORDER BY rowid",
            (METHOD,),
        )
    ]
    if unsigned:
        made = signatures(shingles(_text(store, digest)) for digest in unsigned)
        with store.transaction():
            con.executemany(
                "INSERT OR REPLACE INTO signatures VALUES (?, ?, ?)",
                ((d, METHOD, s) for d, s in zip(unsigned, made, strict=True)),
            )
    return dict(con.execute("SELECT digest, signature FROM signatures"))


def _text(store: Store, digest: str) -> str:
    found = store.connection.execute("SELECT text FROM reports WHERE digest = ?", (digest,))
    return unpacked_text(found.fetchone()[0])


def _first_line(store: Store, document: str) -> str:
    lines = (" ".join(line.split()) for line in store.text(document).splitlines())
    first = next((line for line in lines if line), "")
    return first if len(first) <= _LONGEST_TITLE else first[: _LONGEST_TITLE - 1] + "…"
