"""Entries: a name with the titles before and behind it, or a title alone, in the order of the
text.
"""

from __future__ import annotations

from msgspec.structs import replace

from kg.ner.model import Chunk, NameRef, Territory, TitleRef
from kg.text.tokens import Tokens

_APPOSITION = frozenset({",", "-", "–", "—", "("})
_CHAIN_MARKS = frozenset({",", "-", "–", "—", "&", ")"})
_CHAIN_WORDS = frozenset({"và", "kiêm", "đồng", "thời", "là"})


class Entry:
    """One reading of a person: `a` to `b` are chunk indices, `name` is None for a title alone.

    `shared` are titles given once for a list ("các đồng chí Ủy viên Trung ương Đảng: A; B").
    """

    __slots__ = (
        "a",
        "b",
        "honour",
        "name",
        "name_chunk",
        "order",
        "person",
        "plural",
        "shared",
        "titles",
    )

    def __init__(
        self, a: int, b: int, name: NameRef | None, name_chunk: int, titles: list[TitleRef]
    ) -> None:
        self.a = a
        self.b = b
        self.name = name
        self.name_chunk = name_chunk
        self.titles = titles
        self.shared: list[TitleRef] = []
        self.honour = False
        self.plural = False
        self.order = 0
        self.person: str | None = None


class EntryParser:
    """Groups chunks into entries."""

    def __init__(self, tokens: Tokens, chunks: list[Chunk]) -> None:
        self._t = tokens
        self._c = chunks

    def entries(self) -> list[Entry]:
        """Return all entries of the document in order."""
        out: list[Entry] = []
        shared: list[TitleRef] = []
        k, n = 0, len(self._c)
        last_end = -1
        while k < n:
            chunk = self._c[k]
            if chunk.kind not in ("title", "honour", "rank", "name"):
                if shared and not self._in_list(k):
                    shared = []
                k += 1
                continue
            entry, new_shared = self._entry(k)
            if new_shared is not None:
                shared = new_shared
                k = self._skip_head(k)
                continue
            if entry is None:
                k += 1
                continue
            if (
                entry.honour
                and not entry.plural
                and last_end >= 0
                and shared
                and self._c[k].kind == "honour"
                and last_end < k
            ):
                shared = []
            entry.shared = list(shared)
            if entry.name is not None and any(t.group for t in entry.titles) and not shared:
                shared = [t for t in entry.titles if t.group]
            if (
                entry.name is not None
                and entry.name.foreign
                and entry.titles
                and foreign_country(entry.titles) is None
                and out
            ):
                country = (
                    foreign_country(out[-1].titles)
                    if self._t.sent[self._c[out[-1].a].i] == self._t.sent[self._c[k].i]
                    else None
                )
                if country is not None:
                    entry.titles = [
                        with_country(x, country) if x.rank.implies else x for x in entry.titles
                    ]
            out.append(entry)
            last_end = entry.b
            k = entry.b
        return out

    def _in_list(self, k: int) -> bool:
        """Tell whether a chunk between entries keeps the list going."""
        chunk = self._c[k]
        t = self._t
        if k > 0 and t.sent[chunk.i] != t.sent[self._c[k - 1].i]:
            return False
        if chunk.kind == "mark":
            return chunk.value in ",;-–()"
        return chunk.kind == "word" and t.low[chunk.i] == "và"

    def _same_sentence(self, k: int, sent: int) -> bool:
        return k < len(self._c) and self._t.sent[self._c[k].i] == sent

    def _skip_head(self, k: int) -> int:
        while self._c[k].value != ":":
            k += 1
        return k + 1

    def _entry(self, k: int) -> tuple[Entry | None, list[TitleRef] | None]:
        """Read an entry at chunk `k`; the second value is the shared titles of a list's head."""
        c, t = self._c, self._t
        sent = t.sent[c[k].i]
        titles: list[TitleRef] = []
        first_end = k
        honour = plural = False
        m = k
        while self._same_sentence(m, sent):
            chunk = c[m]
            if chunk.kind == "title":
                titles.append(chunk.value)
                m += 1
                first_end = first_end if len(titles) > 1 else m
                nxt = self._next_title(m, sent)
                if nxt is not None:
                    m = nxt
            elif chunk.kind == "honour":
                honour = True
                plural = plural or chunk.value == "plural"
                m += 1
            elif chunk.kind == "rank":
                m += 1
            elif (
                chunk.kind == "mark"
                and chunk.value == ":"
                and (plural or honour)
                and titles
                and not any(x is None for x in titles)
            ):
                return None, titles
            elif chunk.kind == "mark" and chunk.value == ":" and honour and not titles:
                m += 1
            else:
                break
            if self._same_sentence(m, sent) and c[m].kind == "name":
                break
        if not self._same_sentence(m, sent) or c[m].kind != "name":
            if titles:
                entry = Entry(k, first_end, None, -1, titles[:1])
                entry.honour, entry.plural = honour, plural
                return entry, None
            return None, None
        name: NameRef = c[m].value
        behind, end = self._behind(m, sent, bool(titles))
        entry = Entry(k, end, name, m, _of_one_country(_of_one_body(titles) + _of_one_body(behind)))
        entry.honour, entry.plural = honour, plural
        return entry, None

    def _next_title(self, m: int, sent: int) -> int | None:
        """Return the chunk of the next title of a chain that leads to a name; None where the chain
        ends.
        """
        c, t = self._c, self._t
        j = m
        steps = 0
        while self._same_sentence(j, sent) and steps < 2:
            chunk = c[j]
            word = t.low[chunk.i]
            if (chunk.kind == "mark" and chunk.value in ",-–—&") or (
                chunk.kind == "word" and word in ("và", "kiêm", "là")
            ):
                j += 1
                steps += 1
            else:
                break
        if j == m or not self._same_sentence(j, sent) or c[j].kind != "title":
            return None
        return j if self._reaches_name(j, sent) else None

    def _reaches_name(self, j: int, sent: int) -> bool:
        """Tell whether titles from chunk `j` on, with marks between them, run straight into a
        name.
        """
        c, t = self._c, self._t
        while self._same_sentence(j, sent):
            chunk = c[j]
            if chunk.kind == "name":
                return c[j - 1].kind in ("title", "honour", "rank") or (
                    c[j - 1].value in (",", "-", "–") and c[j - 2].kind == "title" and False
                )
            if (
                chunk.kind in ("title", "honour", "rank")
                or (chunk.kind == "mark" and chunk.value in ",-–—&")
            ) or (chunk.kind == "word" and t.low[chunk.i] in ("và", "kiêm", "là")):
                j += 1
            else:
                return False
        return False

    def _behind(self, m: int, sent: int, has_pre: bool) -> tuple[list[TitleRef], int]:
        """Return the titles in apposition behind the name at chunk `m`, and the entry's end."""
        c, t = self._c, self._t
        j = m + 1
        if not self._same_sentence(j, sent):
            return [], j
        status = "current"
        opened = False
        if c[j].kind == "mark" and c[j].value in _APPOSITION:
            opened = c[j].value == "("
            if opened:
                place = self._delegation(j)
                if place is not None:
                    return [place], j + 3
                behind_note = self._note(j, sent)
                if behind_note is not None and self._same_sentence(behind_note, sent):
                    j, opened = behind_note, False
                    if c[j].kind != "mark" or c[j].value not in _APPOSITION:
                        return [], m + 1
            j += 1
        elif c[j].kind == "word" and t.low[c[j].i] == "là":
            j += 1
        elif (
            c[j].kind == "word"
            and t.low[c[j].i] in ("hiện", "từng", "nguyên")
            and self._same_sentence(j + 1, sent)
            and t.low[c[j + 1].i] == "là"
        ):
            status = "former" if t.low[c[j].i] != "hiện" else "current"
            j += 2
        elif c[j].kind != "title":
            return [], m + 1
        chain: list[tuple[int, str]] = []
        separator = ","
        while self._same_sentence(j, sent):
            chunk = c[j]
            if chunk.kind == "title":
                chain.append((j, separator))
                j += 1
                separator = ""
                while self._same_sentence(j, sent):
                    if c[j].kind == "mark" and c[j].value in _CHAIN_MARKS:
                        separator = c[j].value
                    elif c[j].kind == "word" and t.low[c[j].i] in _CHAIN_WORDS:
                        separator = t.low[c[j].i]
                    else:
                        break
                    j += 1
                if not separator:
                    break
            else:
                break
        if not chain:
            return [], m + 1
        keep = self._split_chain(chain, sent, has_pre)
        if keep == 0:
            return [], m + 1
        titles = [c[k].value for k, _ in chain[:keep]]
        if keep == len(chain) == 1 and self._is_new_subject(chain[0][0], has_pre):
            return [], m + 1
        end = chain[keep - 1][0] + 1
        if opened and self._same_sentence(end, sent) and c[end].value == ")":
            end += 1
        if status == "former":
            titles = [
                TitleRef(x.i, x.j, x.words, x.rank, "former", x.body, x.country, x.deputy, x.group)
                for x in titles
            ]
        return titles, end

    def _split_chain(self, chain: list[tuple[int, str]], sent: int, has_pre: bool) -> int:
        """Return how many titles of a chain belong to the name before it; the rest to the name
        behind it.
        """
        last = chain[-1][0]
        j = last + 1
        while self._same_sentence(j, sent) and self._c[j].kind in ("honour", "rank"):
            j += 1
        if not self._same_sentence(j, sent) or self._c[j].kind != "name":
            return len(chain)
        if j > last + 1 and self._c[last + 1].kind == "honour":
            return len(chain)
        for k in range(len(chain) - 1, -1, -1):
            if (chain[k][1] in ("và", "&") and k > 0) or chain[k][1] == "và":
                return k
        return 0 if has_pre else len(chain) - 1

    def _is_new_subject(self, k: int, has_pre: bool) -> bool:
        """Tell whether a bare rank behind a name and a comma begins a new clause."""
        title: TitleRef = self._c[k].value
        if title.body is not None or title.country is not None:
            return (
                has_pre
                and k + 1 < len(self._c)
                and self._c[k + 1].kind == "role"
                and self._c[k - 1].value == ","
            )
        return k + 1 < len(self._c) and self._c[k + 1].kind == "role"

    def _note(self, j: int, sent: int) -> int | None:
        """Return the chunk behind a short note in brackets: "(trái)", "(thứ hai từ trái sang)"."""
        for k in range(j + 1, min(j + 9, len(self._c))):
            if not self._same_sentence(k, sent) or self._c[k].kind not in ("word", "mark"):
                return None
            if self._c[k].value == ")":
                return k + 1
        return None

    def _delegation(self, j: int) -> TitleRef | None:
        """ "đại biểu Nguyễn Văn An (Hà Tĩnh)": the place is the delegation's."""
        c = self._c
        if j + 2 >= len(c) or c[j + 2].value != ")" or c[j + 1].kind != "place":
            return None
        place = c[j + 1].value
        assert isinstance(place, Territory)
        before = c[j - 2].value if j >= 2 and c[j - 2].kind == "title" else None
        if (
            not isinstance(before, TitleRef)
            or not before.rank.rank.startswith("đại biểu")
            or place.level != "province"
        ):
            return None
        from kg.ner.model import BodyRef

        whole = BodyRef(before.i, before.j, "Quốc hội", "assembly", "central")
        body = BodyRef(
            place.i,
            place.j,
            "Đoàn đại biểu Quốc hội",
            "delegation",
            "province",
            place,
            True,
            whole,
            True,
        )
        return TitleRef(before.i, place.j, "Đại biểu Quốc hội", before.rank, "current", body)


def foreign_country(titles: list[TitleRef]) -> str | None:
    """Return the foreign country that the titles name, the last one if several."""
    found = [
        c
        for t in titles
        for c in (t.country, t.body.country if t.body is not None else None)
        if c not in (None, "Việt Nam")
    ]
    return found[-1] if found else None


def with_country(title: TitleRef, country: str) -> TitleRef:
    """Return a title that leaves its country out with the country put in."""
    body = title.body
    if title.country is not None or (
        body is not None and (body.country is not None or body.territory is not None)
    ):
        return title
    if body is None:
        return replace(title, country=country)
    return replace(
        title,
        body=replace(
            body, base=f"{body.base} {country}", level="foreign", country=country, local=False
        ),
    )


def _of_one_body(titles: list[TitleRef]) -> list[TitleRef]:
    """Bare ranks before a post are at its body too: "Phó Chủ tịch kiêm Tổng Thư ký Hội …"."""
    out = list(titles)
    for k in range(len(out) - 2, -1, -1):
        bare = out[k].body is None and out[k].country is None and not out[k].rank.alone
        if bare and out[k + 1].body is not None and not out[k + 1].rank.glue:
            out[k] = replace(out[k], body=out[k + 1].body)
    return out


def _of_one_country(titles: list[TitleRef]) -> list[TitleRef]:
    """A chain that ends in a foreign post is all of that country: "Ủy viên Quốc vụ, Bộ trưởng Bộ
    Quốc phòng Trung Quốc".
    """
    country = foreign_country(titles)
    return titles if country is None else [with_country(t, country) for t in titles]
