"""Posts given once behind several names: "các ông A, B, Phó Chủ tịch UBND tỉnh".

Each of them holds the post, not the last alone: where the words say that it is of several ("đều là
Phó Chủ tịch", "các Phó Chủ tịch"), or where it is one that several hold at a time and the names
before it would have none.
"""

from __future__ import annotations

from msgspec.structs import replace

from kg.ner.model import Chunk, TitleRef
from kg.report.entries import Entry, EntryParser
from kg.text.tokens import Tokens

_LINKS = frozenset({"các", "đều", "là"})
_MEMBERS = ("ủy viên", "thành viên", "đại biểu")
_LONGEST_LINK = 3  # chunks between the last name and a post of several


def read_entries(tokens: Tokens, chunks: list[Chunk]) -> list[Entry]:
    """Return all entries of a document in order, with the posts that several of them share."""
    return SharedPosts(tokens, chunks).give(EntryParser(tokens, chunks).entries())


class SharedPosts:
    """Gives posts behind several names to all of them."""

    def __init__(self, tokens: Tokens, chunks: list[Chunk]) -> None:
        self._t = tokens
        self._c = chunks

    def give(self, entries: list[Entry]) -> list[Entry]:
        """Return the entries of a document, in order, those of shared posts with their titles."""
        out: list[Entry] = []
        run: list[Entry] = []  # names without a post that follow each other, up to the last entry
        for entry in entries:
            if self._of_several(entry, run):
                title = replace(entry.titles[0], group=False)
                for named in run:
                    named.titles = [title]
                run[-1].b = entry.b
                run = []
                continue
            if run and not self._goes_on(run[-1], entry):
                run = []
            if self._of_each(entry, run):
                for named in run:
                    named.titles = list(entry.titles)
            bare = entry.name is not None and not entry.titles and not entry.shared
            run = [*run, entry] if bare else []
            out.append(entry)
        return out

    def _of_several(self, entry: Entry, run: list[Entry]) -> bool:
        """Tell whether an entry is a post of several that stands behind names."""
        if entry.name is not None or len(run) < 2 or len(entry.titles) != 1:
            return False
        between = self._c[run[-1].b : entry.a]
        marked = bool(between) and between[0].kind == "mark" and between[0].value in ",-–"
        if not marked or len(between) > _LONGEST_LINK or entry.sent != run[-1].sent:
            return False
        words = [word for c in between[1:] for word in self._t.low[c.i : c.j]]
        return (entry.titles[0].group or words[:1] == ["đều"]) and set(words) <= _LINKS

    def _of_each(self, entry: Entry, run: list[Entry]) -> bool:
        """Tell whether the post behind a name is also of the bare names right before it."""
        if not run or entry.led or len(entry.titles) != 1 or not _held_by_several(entry.titles[0]):
            return False
        first = run[0].a
        listed = first > 0 and self._c[first - 1].kind == "mark" and self._c[first - 1].value == ";"
        return run[0].plural or listed

    def _goes_on(self, last: Entry, entry: Entry) -> bool:
        """Tell whether a name follows another one with nothing but a comma or "và" between."""
        between = self._c[last.b : entry.a]
        return (
            last.sent == entry.sent
            and len(between) == 1
            and (
                (between[0].kind == "mark" and between[0].value == ",")
                or self._t.low[between[0].i : between[0].j] == ["và"]
            )
        )


def _held_by_several(title: TitleRef) -> bool:
    return title.deputy or title.rank.rank.startswith(_MEMBERS)
