"""The sentences of one text, found again and again."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from kg.text.sentences import sentence_spans


class Sentences:
    """The sentences of a text, cut once."""

    def __init__(self, text: str) -> None:
        self._text = text
        spans = sentence_spans(text)
        self._starts = [start for start, _ in spans]
        self._ends = [end for _, end in spans]

    def around(self, start: int, end: int) -> str:
        """Return the sentence, or the sentences, that a span touches, white space made single.

        Offsets count characters, `end` exclusive. A span that touches none is returned itself.
        """
        first = bisect_right(self._ends, start)
        last = bisect_left(self._starts, end) - 1
        if first <= last:
            start, end = self._starts[first], self._ends[last]
        return " ".join(self._text[start:end].split())
