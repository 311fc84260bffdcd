"""Reads feeds (RSS, RDF, Atom): one item, one report."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from email.utils import parsedate_to_datetime
from typing import Any

from kg.documents.document import Document
from kg.documents.failure import Failure, Unreadable, check_size
from kg.documents.fields import address, check_id, day_of
from kg.documents.snippet import text_of

_ROOTS = frozenset({"rss", "feed", "rdf"})
_ITEMS = frozenset({"item", "entry"})
# The fields of an item by their names without namespace, the fullest first.
_TEXTS = ("encoded", "content", "description", "summary")
_DAYS = ("pubdate", "published", "date", "updated", "issued")
_KEYS = ("guid", "id")


def read_feed(
    data: bytes, name: str, id: str, on_failure: Callable[[Failure], None]
) -> Iterator[tuple[str, Document]]:
    """Yield place and report of each item; report each that holds no text.

    An item's id is its link, else its own id, else the feed's `id` with a hash of its words. A
    place is "`name`, item N", from 1.

    Raises:
        Unreadable: It is too large, no XML, no feed, or declares entities.
    """
    items = _items(data)
    if not items:
        raise Unreadable("a feed without items")
    for number, item in enumerate(items, 1):
        where = f"{name}, item {number}"
        try:
            yield where, _document(item, id)
        except Unreadable as e:
            on_failure(Failure(where, str(e)))


def _items(data: bytes) -> list[Any]:
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    check_size(data)
    if not data.strip():
        raise Unreadable("empty file")
    try:
        root = fromstring(data)
    except DefusedXmlException as e:
        raise Unreadable("XML that declares entities, refused") from e
    except (ParseError, ValueError, LookupError) as e:
        raise Unreadable(f"not XML: {' '.join(str(e).split())[:100]}") from e
    if _local(root.tag) not in _ROOTS:
        raise Unreadable(f"no feed: its root is {str(root.tag)[-60:]!r}")
    # Items stand below the root or its channel; deeper ones are none, and may be without end.
    return [e for above in (root, *root) for e in above if _local(e.tag) in _ITEMS]


def _document(item: Any, feed: str) -> Document:
    fields: dict[str, str] = {}
    link = None
    for child in item:
        key = _local(child.tag)
        if key == "link":
            link = link or _link(child)
            continue
        words = "".join(child.itertext()).strip()
        # captions of pictures are named "content", too: of several, the longest is the text
        if words and (key not in fields or (key == "content" and len(words) > len(fields[key]))):
            fields[key] = words
    text = next((t for f in _TEXTS if (t := text_of(fields.get(f, "")))), "")
    title = text_of(fields.get("title", "")) or None
    if not text:
        raise Unreadable("no text in this item")
    own = next((fields[f] for f in _KEYS if f in fields), None)
    link = link or address(own)
    id = link or own or f"{feed}/{hashlib.blake2b(f'{title}{text}'.encode()).hexdigest()[:12]}"
    check_id(id)
    return Document(id=id, text=text, title=title, issued=_day(fields), source=link)


def _link(child: Any) -> str | None:
    if child.get("rel", "alternate") != "alternate":
        return None
    return address(child.get("href") or child.text)


def _day(fields: dict[str, str]) -> str | None:
    """Return the day on which an item was published, as its own zone of time has it."""
    for field in _DAYS:
        value = fields.get(field, "")[:60]
        for read in (day_of, lambda v: parsedate_to_datetime(v).date().isoformat()):
            try:
                return read(value)
            except (ValueError, TypeError, IndexError, OverflowError):
                continue
    return None


def _local(tag: object) -> str:
    """Return a name without its namespace, in lower case; of comments and the like nothing."""
    return re.sub(r"^\{[^}]*\}", "", tag).lower() if isinstance(tag, str) else ""
