"""The kinds of files that are read, told by the ends of their names."""

from __future__ import annotations

import msgspec

# By suffix in lower case; the reader of each kind stands in `content.py`.
_SUFFIXES = {
    ".txt": "text",
    ".html": "html",
    ".htm": "html",
    ".jsonl": "jsonl",
    ".csv": "csv",
    ".parquet": "parquet",
    ".warc": "warc",
    ".docx": "docx",
    ".pdf": "pdf",
    ".rss": "feed",
    ".atom": "feed",
    ".xml": "feed",
    ".zip": "zip",
    ".tar": "tar",
}
_PACKED = {".gz": "gzip", ".zst": "zstd"}
# Which kinds are read packed, and with what.
_MAY_BE_PACKED = {
    "jsonl": frozenset({"gzip", "zstd"}),
    "csv": frozenset({"gzip", "zstd"}),
    "warc": frozenset({"gzip"}),
    "tar": frozenset({"gzip"}),
}
_SHORT = {".tgz": ("tar", "gzip")}

ARCHIVES = frozenset({"zip", "tar"})

KNOWN = ".txt, .html, .jsonl, .csv, .parquet, .warc, .docx, .pdf, .rss, .atom, .xml, .zip and .tar"
"""The kinds in words, for messages."""


class Kind(msgspec.Struct, frozen=True):
    """What a file holds, what it is packed with if it is, and the rest of its name."""

    name: str
    packed: str | None
    stem: str


def kind_of(name: str) -> Kind | None:
    """Return the kind of a file by its name, None where it is none that is read.

    `stem` is the name given without the suffixes that tell the kind.
    """
    stem, suffix = _split(name)
    if suffix in _SHORT:
        kind, packed = _SHORT[suffix]
        return Kind(kind, packed, stem)
    if suffix in _PACKED:
        inner, inner_suffix = _split(stem)
        kind = _SUFFIXES.get(inner_suffix, "")
        if _PACKED[suffix] in _MAY_BE_PACKED.get(kind, ()):
            return Kind(kind, _PACKED[suffix], inner)
        return None
    kind = _SUFFIXES.get(suffix, "")
    return Kind(kind, None, stem) if kind else None


def _split(name: str) -> tuple[str, str]:
    """Return a name and its suffix in lower case; a dot that opens the last part is no suffix."""
    stem, dot, suffix = name.rpartition(".")
    if not dot or "/" in suffix or not stem or stem.endswith("/"):
        return name, ""
    return stem, f".{suffix.lower()}"
