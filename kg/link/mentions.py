"""Mentions of all reports, each with a key of its own and the key of what it refers to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter

from kg.link.model import MentionRow
from kg.link.sources import Keys, Source
from kg.report.model import Mention

_Place = tuple[int, int, str, str]
_key = attrgetter("key")


class Mentions:
    """Rows of mentions, by key, and the keys of those that a statement rests on.

    Two rules that read the same words as the same entity make one mention, of the better of them.
    """

    def __init__(self, sources: Sequence[Source], entities: Keys) -> None:
        self._keys: dict[str, list[str | None]] = {}  # by document, in the order of its mentions
        rows: list[MentionRow] = []
        for source in sources:
            # Each report's in order: all of them are next to sorted then.
            rows += sorted(self._of(source, entities.of(source)), key=_key)
        rows.sort(key=_key)
        self.rows = tuple(rows)

    def keys(self, source: Source, indices: Iterable[int]) -> list[str]:
        """Return the keys of a report's mentions, by their indices in it."""
        known = self._keys[source.id]
        found = (known[i] for i in indices if 0 <= i < len(known))
        return [key for key in found if key is not None]

    def _of(self, source: Source, entities: Mapping[str, str]) -> list[MentionRow]:
        found: dict[_Place, list[tuple[int, Mention]]] = {}
        for i, m in enumerate(source.report.mentions):
            target = entities.get(m.target)
            if target is not None:
                found.setdefault((m.start, m.end, m.kind, target), []).append((i, m))
        rows, used = list[MentionRow](), dict[str, int]()
        keys: list[str | None] = [None] * len(source.report.mentions)
        self._keys[source.id] = keys
        for place in sorted(found):
            start, end, kind, target = place
            key = f"mention/{source.slug}-{start}-{end}-{kind}"
            used[key] = used.get(key, 0) + 1
            if used[key] > 1:
                key += f"-{used[key]}"
            _, best = min(found[place], key=lambda m: (-m[1].confidence, m[1].rule))
            rows.append(
                MentionRow(
                    key, source.key, start, end, best.kind, target, best.rule, best.confidence
                )
            )
            for i, _ in found[place]:
                keys[i] = key
        return rows
