"""Looking at the chunks of a text: what stands where, and what is joined."""

from __future__ import annotations

from kg.ner.model import Chunk
from kg.text.tokens import Tokens

APPOSITION = frozenset({",", "-", "–", "—", "("})
_LONGEST_ASIDE = 12  # chunks of an aside in brackets before a name
LONGEST_CHAIN = 40  # chunks; nobody has so many titles, and hostile texts do not cost their square
CHAIN_WORDS = frozenset({"và", "kiêm", "đồng", "thời", "là"})


class ChunkView:
    """The chunks of a text, and the questions that all grammars of people ask of them."""

    def __init__(self, tokens: Tokens, chunks: list[Chunk]) -> None:
        self._t = tokens
        self._c = chunks

    def _together(self, a: int, b: int) -> bool:
        return self._t.sent[self._c[a].i] == self._t.sent[self._c[b].i]

    def _here(self, k: int, sent: int) -> bool:
        return k < len(self._c) and self._t.sent[self._c[k].i] == sent

    def _word(self, k: int) -> str:
        there = k < len(self._c) and self._c[k].kind == "word"
        return self._t.low[self._c[k].i] if there else ""

    def _word_before(self, k: int) -> str:
        """Return the last word of the words that chunk `k` is: "bản chính thức | của"."""
        return self._t.low[self._c[k].j - 1] if self._c[k].kind == "word" else ""

    def _is_mark(self, k: int, marks: frozenset[str] | str) -> bool:
        return k < len(self._c) and self._c[k].kind == "mark" and self._c[k].value in marks

    def _is_named(self, j: int, sent: int) -> bool:
        """Tell whether one person, named, stands at chunk `j`."""
        if self._here(j, sent) and self._c[j].kind == "honour" and self._c[j].value != "plural":
            j += 1
        return self._here(j, sent) and self._c[j].kind == "name"

    def _past_aside(self, j: int, sent: int) -> int:
        """Return the chunk behind an aside in brackets at chunk `j` if a name is there, else `j`.

        "Phó Thủ tướng A, Bộ trưởng Bộ Nông nghiệp | (NN&PTNT) B": the second title is B's.
        """
        if not self._here(j, sent) or not self._is_mark(j, "("):
            return j
        for k in range(j + 1, min(j + _LONGEST_ASIDE, len(self._c) - 1)):
            if not self._here(k + 1, sent):
                break
            if self._is_mark(k, ")"):
                return k + 1 if self._c[k + 1].kind == "name" else j
        return j

    def _heads_names(self, k: int, sent: int) -> bool:
        """Tell whether the colon at chunk `k` opens a list of bare names: "nguyên Tổng Bí thư |:
        A, B; …"."""
        return (
            self._here(k + 2, sent)
            and self._is_mark(k, ":")
            and self._c[k + 1].kind == "name"
            and (self._is_mark(k + 2, ",;") or self._word(k + 2) == "và")
        )
