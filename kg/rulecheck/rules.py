"""What the checks look at: the sound files of a folder, and the lexicon compiled from them."""

from __future__ import annotations

from pathlib import Path

from kg.lexicon.lexicon import Lexicon
from kg.lexicon.trie import phrase_tokens
from kg.rulecheck.source import Entry, Source

_CONNECTORS = frozenset({"và", "-", "–", "&", ","})
# The field of an entry of several by which it is looked up.
FIELDS = ("rank", "name", "noun", "verb", "abbr", "form")


class Rules:
    """The files by name; `lexicon` is None where they do not compile."""

    def __init__(self, folder: Path, sources: dict[str, Source], lexicon: Lexicon | None) -> None:
        self.folder = folder
        self.sources = sources
        self.lexicon = lexicon

    def has(self, *files: str) -> bool:
        """Say whether all these files are there and sound."""
        return all(file in self.sources for file in files)

    def entries(self, file: str, *steps: str) -> list[Entry]:
        """Return the entries of a list; none where the file is missing or not sound."""
        source = self.sources.get(file)
        return source.entries(*steps) if source is not None else []

    def names(self, file: str, *steps: str) -> dict[str, Entry]:
        """Return the entries of a list by their words in lower case, the first of each."""
        found: dict[str, Entry] = {}
        for entry in self.entries(file, *steps):
            found.setdefault(words(entry).casefold(), entry)
        return found


def words(entry: Entry) -> str:
    """Return the words by which an entry is looked up."""
    value = entry.value
    if isinstance(value, dict):
        return str(next((value[f] for f in FIELDS if f in value), ""))
    return str(value)


def key_of(phrase: str) -> tuple[str, ...]:
    """Return what two phrases have in common that are looked up as one."""
    return phrase_tokens(phrase)


def body_key(name: str) -> tuple[str, ...]:
    """Return what two names have in common that are one whichever connectors they are written
    with.
    """
    return tuple("&" if t in _CONNECTORS else t for t in phrase_tokens(name))
