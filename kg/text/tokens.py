"""Tokens with offsets: words, numbers and single marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W_]+(?:'[^\W_]+)*|\S")


class Tokens:
    """A text's tokens as parallel lists, so that grammars index them without objects in between.

    `words` as written, `low` in lower case, `start` and `end` offsets in the text the tokens
    were made
    of (end exclusive), `cap` whether a word begins with a capital letter, `sent` the number of the
    sentence, `glued` whether no blank stands before the token. Several tokens may share one span:
    the words of an abbreviation that was written out.
    """

    __slots__ = ("cap", "end", "glued", "low", "sent", "start", "words")

    def __init__(self) -> None:
        self.words: list[str] = []
        self.low: list[str] = []
        self.start: list[int] = []
        self.end: list[int] = []
        self.cap: list[bool] = []
        self.sent: list[int] = []
        self.glued: list[bool] = []

    def __len__(self) -> int:
        return len(self.words)

    def add(self, word: str, start: int, end: int, sent: int, glued: bool) -> None:
        """Append one token."""
        self.words.append(word)
        self.low.append(word.lower())
        self.start.append(start)
        self.end.append(end)
        self.cap.append(word[0].isupper())
        self.sent.append(sent)
        self.glued.append(glued)

    def text(self, i: int, j: int) -> str:
        """Return the words of the tokens `i` to `j` (exclusive) with single blanks, marks closed
        up.
        """
        out: list[str] = []
        for k in range(i, j):
            if out and not (self.glued[k] and k > i) and self.words[k] not in ",;:.)":
                out.append(" ")
            out.append(self.words[k])
        return "".join(out)


def scan(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Yield (word, start, end) of each token of a stretch of text."""
    for m in _TOKEN.finditer(text, start, end):
        yield m[0], m.start(), m.end()
