"""How keys and texts are written in an export: IRIs, XML names, and what is legal there."""

from __future__ import annotations

import datetime
import functools
import re
import string
from collections.abc import Sequence
from urllib.parse import quote

DEFAULT_BASE = "https://w3id.org/chutri/id/"

# RFC 3987, without what no IRI may hold: controls, space, <>"{}|\^` and lone surrogates.
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>\"{}|\\^`\x7f-\x9f\ud800-\udfff]+")
_BAD_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_DOT_SEGMENT = re.compile(r"(?<![^/])(\.\.?)(?![^/])")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NOT_IN_ID = re.compile(r"[^A-Za-z0-9\-/]")
_IN_ID = f"{string.ascii_letters}{string.digits}-/".encode()
_IN_PATH = _IN_ID + b"_~"  # a dot may be a segment of its own
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def is_iri(text: str) -> bool:
    """Say whether `text` is an absolute IRI that every RDF syntax can carry."""
    return bool(_IRI.fullmatch(text)) and not _BAD_PERCENT.search(text)


def path_of(key: str) -> str:
    """Return the IRI path of an entity's key, relative to the base.

    All but letters, digits, ``-._~`` and ``/`` is percent-encoded; so are the segments ``.`` and
    ``..``, which resolving a relative reference would eat. Different keys give different paths.
    """
    if _is_of(key, _IN_PATH):
        return key
    path = quote(key, safe="/", errors="replace")
    return _DOT_SEGMENT.sub(lambda m: m[1].replace(".", "%2E"), path)


def node_id(key: str) -> str:
    """Return an NMTOKEN for a key: "official/nguyen-van-a" becomes "official.nguyen-van-a".

    What is no ASCII letter, digit or hyphen is written ``_`` and two hex digits a UTF-8 byte, so
    that different keys give different ids.
    """
    if _is_of(key, _IN_ID):  # as nearly all are
        return key.replace("/", ".")
    encoded = _NOT_IN_ID.sub(
        lambda m: "".join(f"_{b:02X}" for b in m[0].encode("utf-8", "replace")), key
    )
    return encoded.replace("/", ".")


def node_ids(keys: Sequence[str]) -> list[str]:
    """Return the `node_id` of each of many keys, which takes a fraction of one by one."""
    text = "\n".join(keys)
    if _is_of(text, _IN_ID + b"\n"):
        ids = text.replace("/", ".").split("\n")
        if len(ids) == len(keys):  # no key has a line end
            return ids
    return [node_id(key) for key in keys]


def paths_of(keys: Sequence[str]) -> Sequence[str]:
    """Return the `path_of` of each of many keys, which takes a fraction of one by one."""
    return keys if _is_of("".join(keys), _IN_PATH) else [path_of(key) for key in keys]


def _is_of(text: str, characters: bytes) -> bool:
    """Say whether `text` has no other than some ASCII characters."""
    return text.isascii() and not text.encode().translate(None, characters)


def unicode_text(text: str) -> str:
    """Return `text` with each lone surrogate, which no encoding can carry, made U+FFFD."""
    return _SURROGATE.sub("�", text)


def xml_text(text: str) -> str:
    """Return `text` without the characters that XML 1.0 forbids."""
    return _not_xml().sub("", text)


def is_plain(text: str) -> bool:
    """Say whether `xml_escape` would leave `text` as it is."""
    if text.isprintable() and not ("<" in text or "&" in text or ">" in text or '"' in text):
        return True  # said much faster
    return not _not_plain().search(text)


def xml_escape(text: str) -> str:
    """Return `text` ready for XML content or a double-quoted attribute.

    Forbidden characters are dropped. A carriage return is written as a reference, since a parser
    turns a bare one into a line feed, and so are the line ends of XML 1.1, which some turn, too.
    """
    if is_plain(text):
        return text
    text = xml_text(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = text.replace('"', "&quot;").replace("\r", "&#13;")
    return text.replace("\x85", "&#133;").replace("\u2028", "&#8232;")


def xml_attribute(text: str) -> str:
    """Return `text` ready for a double-quoted XML attribute that keeps its line ends and tabs."""
    return xml_escape(text).replace("\n", "&#10;").replace("\t", "&#9;")


def valid_date(text: str | None) -> str | None:
    """Return `text` if it is a day of the calendar, ``YYYY-MM-DD``, else None."""
    if text is None or not _DATE.fullmatch(text):
        return None
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return None
    return text


# These two take 13 ms to compile: a command that writes no XML need not wait for them.


@functools.cache
def _not_xml() -> re.Pattern[str]:
    """What XML cannot hold, not even as a reference (XML 1.0, production 2, Char)."""
    return re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@functools.cache
def _not_plain() -> re.Pattern[str]:
    """What needs care in XML: forbidden, markup, or a line end to some parser."""
    return re.compile(
        "[^\t\n\x20\x21\x23-\x25\x27-;=?-\x84\x86-\u2027\u2029-\ud7ff\ue000-\ufffd"
        "\U00010000-\U0010ffff]"
    )
