"""A page of HTML that needs nothing else, and text put on it: no script, no request."""

from __future__ import annotations

import html
from collections.abc import Iterable

from kg.show.printable import printable


def whole_page(title: str, style: str, parts: Iterable[str]) -> str:
    """Return a whole page in Vietnamese around its parts; `title` is escaped, they are not.

    The page forbids itself scripts and requests.
    """
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="vi">',
            "<head>",
            '<meta charset="utf-8">',
            '<meta http-equiv="Content-Security-Policy"'
            " content=\"default-src 'none'; style-src 'unsafe-inline'\">",
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{safe(title)}</title>",
            f"<style>\n{style}\n</style>",
            "</head>",
            "<body>",
            *parts,
            "</body>",
            "</html>",
            "",
        ]
    )


def safe(text: str) -> str:
    """Return a text of unknown origin as a page may hold it."""
    return html.escape(printable(text))
