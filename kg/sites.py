"""What the rules know of single sites' pages, for the readers of HTML."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

from kg.documents.encoding import AUTO
from kg.documents.failure import Failure
from kg.documents.fields import USUAL, Fields
from kg.documents.options import Options
from kg.documents.site import Site
from kg.lexicon.rules import load_yaml, rules_dir

FILE = Path("sites", "press.yaml")


def load_sites(rules: Path | None = None) -> tuple[Site, ...]:
    """Return the sites of a folder of rules (default: the one in use); none where it has no file.

    Raises:
        KgError: The file is not of its form.
    """
    path = (rules or rules_dir()) / FILE
    if rules is not None and not path.exists():
        return ()
    return msgspec.convert(load_yaml(path), tuple[Site, ...])


def reading(
    rules: Path | None = None,
    fields: Fields = USUAL,
    encoding: str = AUTO,
    on_note: Callable[[Failure], None] | None = None,
) -> Options:
    """Return how inputs are read: what the rules know of sites, the names of fields, the encoding,
    and who is told of what was read from another one than UTF-8."""
    return Options(fields, load_sites(rules), encoding, on_note)
