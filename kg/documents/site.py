"""What is known of the pages of a site: where the report stands, and what is not part of it."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

import msgspec


class Site(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A host with all below it (``baochinhphu.vn`` is ``xaydung.baochinhphu.vn`` too).

    `body` and `drop` are XPaths: what holds the report, the first that finds anything counts, and
    what is dropped before the text is taken.
    """

    site: str
    body: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()


def site_of(url: str | None, sites: Sequence[Site]) -> Site | None:
    """Return the site that a page is of, of several the one with the longest name."""
    try:
        host = (urlsplit(url or "").hostname or "").rstrip(".")
    except ValueError:
        return None
    fitting = [s for s in sites if host == s.site or host.endswith(f".{s.site}")]
    return max(fitting, key=lambda s: len(s.site), default=None)
