"""Reads a page of HTML: its main text, title and day of publication, without what stands around."""

from __future__ import annotations

import codecs
import datetime
import logging
from typing import Any

from kg.documents.document import Document
from kg.documents.encoding import AUTO, decode_bytes
from kg.documents.failure import Unreadable, check_size, missing
from kg.documents.fields import address
from kg.documents.plain import OnNote, read_as
from kg.documents.site import Site, site_of

# Pages of newspapers have some thousand elements with some attributes each; the time that the
# libraries need grows with the square of what stands side by side.
MAX_ELEMENTS = 20_000
MAX_CHILDREN = 4_000
MAX_ATTRIBUTES = 200


def parse_html(
    data: bytes,
    id: str,
    *,
    url: str | None = None,
    charset: str | None = None,
    encoding: str = AUTO,
    sites: tuple[Site, ...] = (),
    on_note: OnNote | None = None,
) -> Document:
    """Return the report that a page is.

    The text has a line a paragraph. The day is one that the page gives as data, not one that
    stands in its text. `url` is the page's address where it is known from elsewhere, else what the
    page says counts; `charset` is what the server said, which counts where the page is no UTF-8 and
    in no old encoding that is sure. `encoding` is what all pages are in, where that is known.
    `on_note` is told the encoding, if it is not UTF-8 and not taken from the page or the server.

    Raises:
        Unreadable: The page is too large, not in the encoding named, nested too deeply, or holds no
            text.
        Missing: The libraries are not installed.
    """
    try:
        import trafilatura
        from trafilatura.metadata import extract_metadata
    except ImportError as e:
        raise missing("HTML", "trafilatura", "html") from e
    check_size(data)
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    tree = _tree(_in_utf8(data, encoding, on_note), charset)
    try:
        # A fixed last day, so that a page is read the same whenever it is.
        days = {"original_date": True, "extensive_search": False, "max_date": "2099-12-31"}
        told = extract_metadata(tree, default_url=url, date_config=days)
        source = address(url) or address(told.url)
        _tidy(tree, site_of(source, sites))
        found = trafilatura.bare_extraction(
            tree, url=url, fast=True, include_comments=False, date_extraction_params=days
        )
    except Unreadable:
        raise
    except Exception as e:  # the libraries fall over pages in ways that they do not name
        raise Unreadable(f"HTML that cannot be read: {type(e).__name__}") from e
    text = getattr(found, "text", None) or ""
    if not text.strip():
        raise Unreadable("no text in this page")
    return Document(
        id=id, text=text, title=told.title or None, issued=_day(told.date), source=source
    )


def _in_utf8(data: bytes, encoding: str, on_note: OnNote | None) -> bytes:
    """Return a page in UTF-8 if its encoding is named or sure, else as it is: the page may say.

    Old encodings have letters in the place of marks that readers of HTML drop.

    Raises:
        Unreadable: The page is not in the encoding named.
    """
    try:
        decoded = decode_bytes(data, encoding)
        page = decoded.text.encode()
    except Unreadable:
        if encoding != AUTO:
            raise
        return data
    if decoded.encoding and on_note is not None:
        on_note(read_as(decoded.encoding))
    return page


def _tree(data: bytes, charset: str | None) -> Any:
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    if not data.strip():
        raise Unreadable("empty file")
    parser = HTMLParser(encoding=_encoding(data, charset), remove_comments=True, remove_pis=True)
    try:
        tree = document_fromstring(data, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as e:
        raise Unreadable("no text in this page") from e
    limits = [e.message for e in parser.error_log if e.type_name == "ERR_RESOURCE_LIMIT"]
    if limits:
        raise Unreadable(
            "HTML nested too deeply" if "depth" in limits[0] else "HTML with a piece above 10 MB"
        )
    for count, element in enumerate(tree.iter(), 1):
        if (
            count > MAX_ELEMENTS
            or len(element) > MAX_CHILDREN
            or len(element.attrib) > MAX_ATTRIBUTES
        ):
            raise Unreadable("HTML of more elements or attributes than any report has")
    return tree


def _encoding(data: bytes, charset: str | None) -> str | None:
    """Return the encoding to read a page by; None for what the page itself says."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return None
    try:
        data.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        pass
    try:
        return codecs.lookup(charset).name if charset else None
    except (LookupError, ValueError):
        return None


def _tidy(tree: Any, site: Site | None) -> None:
    """Drop what is known as furniture, and all outside the report where its place is known."""
    if site is None:
        return
    from lxml.html import HtmlElement

    for path in site.drop:
        for element in _found(tree, path, site):
            if isinstance(element, HtmlElement) and element.getparent() is not None:
                element.drop_tree()
    body = tree.find("body")
    for path in site.body:
        found = [e for e in _found(tree, path, site) if isinstance(e, HtmlElement)]
        if found and body is not None and body not in found:
            for element in found:
                element.tail = None
            article = tree.makeelement("article")
            inner = [e for e in found if not any(a in found for a in e.iterancestors())]
            article.extend(inner)
            body.clear()
            body.append(article)
            return


def _found(tree: Any, path: str, site: Site) -> list[Any]:
    from lxml.etree import XPathError

    try:
        found = tree.xpath(path)
    except XPathError as e:
        raise Unreadable(f"the rules for {site.site} hold no XPath: {path!r}") from e
    return found if isinstance(found, list) else []


def _day(value: str | None) -> str | None:
    try:
        return datetime.date.fromisoformat(value or "").isoformat()
    except ValueError:
        return None
