"""A sentence in its place: its items, the meetings it names, the one spoken of, its site."""

from __future__ import annotations

import msgspec

from kg.lexicon.lexicon import Lexicon
from kg.lexicon.trie import Trie
from kg.ner.model import BodyRef
from kg.report.drafts import MeetingDraft
from kg.report.entries import Entry
from kg.report.parties import headed, last_before
from kg.report.sentences import Item, SentenceView
from kg.text.tokens import Tokens

_LIST_GAP = frozenset(
    {",", ";", "và", "cùng", "-", "–", "với", ":", "(", ")", "các", "đồng", "chí", "ông", "bà"}
)


_NOT_VERB = frozenset(
    {"bài", "sự", "việc", "những", "các", "ý", "nội", "dung", "bản", "theo", "lời"}
)
_NOT_VERB |= {"một", "số", "công", "tác", "kiến", "của"}
_GREETS = frozenset({"hoa", "thư", "điện", "lẵng"})  # "nhận hoa chúc mừng"
# "trả lời chất vấn của …", "nêu câu hỏi của …": the noun that "của" belongs to is the object.
_TAKES_OBJECT = frozenset({"trả", "nêu", "đặt", "đọc", "có", "tiếp"})
_WORDS = frozenset({",", ":", '"', "rằng"})  # marks behind which a speaker's own words stand
# What a task begins with, not a meeting: "chủ trì | phối hợp", "chủ trì | soạn thảo nghị định".
_TASK = frozenset({
    "phối", "thực", "xây", "tham", "nghiên", "rà", "soạn", "thẩm", "hoàn", "biên", "việc", "thuê",
    "đề", "lập", "triển", "dự", "giải", "thanh", "xác", "chuẩn", "đánh", "sửa", "khảo", "kiểm",
    "quản", "thiết", "chấm", "tuyển", "giám", "vận", "khám", "xử",
})  # fmt: skip
_FAR = 40  # tokens behind a verb of speech among which such a mark is looked for
_WITHIN = 3  # tokens around a verb's word that may make another word of it


class RoleDraft(msgspec.Struct, frozen=True):
    """A role found in a sentence: who (an entry or a body), what, at which meeting.

    `verb` is the span of tokens it was read off, `rule` names the rule, `order` the place in a list
    from 1, `site` the province of the site it is only at, `behalf` the body acted for.
    """

    who: Entry | BodyRef
    role: str
    meeting: MeetingDraft
    verb: tuple[int, int]
    rule: str
    order: int | None = None
    site: str | None = None
    behalf: BodyRef | None = None


class Scene:
    """One sentence for the rules of roles; `people` are those that words in quotes do not name."""

    def __init__(
        self,
        view: SentenceView,
        tokens: Tokens,
        lexicon: Lexicon,
        quoted: list[bool],
        named: dict[int, MeetingDraft],
        current: MeetingDraft,
        site: str | None,
        before: MeetingDraft | None = None,
    ) -> None:
        self.view = view
        self.tokens = tokens
        self.low = tokens.low
        self.lexicon = lexicon
        self.quoted = quoted
        self.named = named
        self.current = current
        self.before = before
        self.site = site
        absent = self._absent()
        self.people = [
            p
            for p in view.of("person")
            if not quoted[p.i]
            and (p.value.name is not None or p.value.person is not None)
            and not any(a <= p.i < b for a, b in absent)
        ]
        self.bodies = [
            b
            for b in view.of("body")
            if not quoted[b.i] and not any(a <= b.i < z for a, z in absent)
        ]

    def _absent(self) -> list[tuple[int, int]]:
        """Return the clauses (token spans between semicolons) that tell of absence."""
        spans = []
        for k, _, _ in self.hits(self.lexicon.absent):
            marks = [m for m in range(self.view.i, self.view.j) if self.tokens.words[m] == ";"]
            before = [m for m in marks if m < k]
            after = [m for m in marks if m > k]
            spans.append(
                (before[-1] if before else self.view.i, after[0] if after else self.view.j)
            )
        return spans

    # -- looking around --------------------------------------------------------------------------

    def hits(
        self, trie: Trie[str], i: int | None = None, j: int | None = None
    ) -> list[tuple[int, int, str]]:
        """Return (start, end, value) of each phrase of a trie between tokens `i` and `j`."""
        lo = self.view.i if i is None else max(i, self.view.i)
        hi = self.view.j if j is None else min(j, self.view.j)
        out: list[tuple[int, int, str]] = []
        if not trie.may_hit(self.view.words):
            return out
        for k in range(lo, hi):
            hit = trie.longest(self.low, k, hi) if trie.starts(self.low[k]) else None
            if hit is not None:
                out.append((k, *hit))
        return out

    def verb_at(self, k: int) -> tuple[int, str] | None:
        """Return (end, role) of the verb at token `k`."""
        return (
            self.lexicon.role_verbs.longest(self.low, k, self.view.j) if k < self.view.j else None
        )

    def is_noun(self, verb: Item) -> bool:
        """ "bài phát biểu", "kết luận của": a noun; "kể từ", "ngoại giao": neither."""
        if self.low[verb.j : verb.j + 1] == ["của"] and self.low[verb.i] not in _TAKES_OBJECT:
            return True
        named = verb.i - 1 > self.view.i and self.tokens.cap[verb.i - 1]  # "Nhật Bản | dự"
        before = self.low[verb.i - 1] if verb.i > self.view.i and not named else ""
        if before in _NOT_VERB and self._ends_subject(verb.i):
            return False  # "Trưởng Ban Chuyển đổi số | chủ trì hội nghị"
        if before in _NOT_VERB or (before in _GREETS and self.low[verb.i] == "chúc"):
            return True
        hits = self.hits(self.lexicon.not_role_verbs, verb.i - _WITHIN, verb.j + _WITHIN)
        return any(k <= verb.i and verb.j <= end for k, end, _ in hits)

    def _ends_subject(self, i: int) -> bool:
        """Tell whether a person with his posts, or a body, ends right before token `i`."""
        nearest = (last_before(self.view.of(kind), i) for kind in ("person", "body"))
        return any(item is not None and item.j == i for item in nearest)

    def is_task(self, k: int) -> bool:
        """Tell whether a task, and no meeting, is led by a verb of chairing before token `k`."""
        behind = self.low[k : min(k + 2, self.view.j)]
        return bool(behind) and (behind[0] in _TASK or (behind[0] == "," and behind[-1] in _TASK))

    def skip_adverbs(self, k: int, end: int | None = None) -> int:
        """Return the token behind the adverbs that begin at `k`."""
        adverbs = self.lexicon.adverbs
        end = self.view.j if end is None else end
        while k < end:
            hit = adverbs.longest(self.low, k, end) if adverbs.starts(self.low[k]) else None
            if hit is None:
                break
            k = hit[0]
        return k

    def meeting_for(self, i: int) -> MeetingDraft:
        """Return the meeting a verb at token `i` is about: named nearest behind, else before."""
        behind = [k for k in self.named if k >= i]
        if behind:
            return self.named[min(behind)]
        before = [k for k in self.named if k < i]
        return self.named[max(before)] if before else self.current

    def meeting_of_words(self, verb: Item) -> MeetingDraft | None:
        """Return the meeting at which a verb of speech says something; None if it is said at none.

        "A cho biết, tại hội nghị B …": words about another meeting are said at the one spoken of.
        """
        behind = min((k for k in self.named if k >= verb.j), default=None)
        if behind is None or not _WORDS & set(self.low[verb.j : min(behind, verb.j + _FAR)]):
            return self.meeting_for(verb.i)
        if " ".join(self.low[verb.i : verb.j]) not in self.lexicon.reporting:
            return self.meeting_for(verb.i)
        earlier = [k for k in self.named if k < verb.i]
        return self.named[max(earlier)] if earlier else self.before

    def list_from(self, start: int) -> list[Item]:
        """Return the people listed from token `start` on, with only list words between them."""
        out: list[Item] = []
        at = start
        for p in self.people:
            if p.j <= start:
                continue
            gap = self.low[at : p.i]
            if not self._goes_on(gap, bool(out)) and not (out and headed(self.low, at, p)):
                break
            out.append(p)
            at = p.j
        return out

    def _goes_on(self, gap: list[str], begun: bool) -> bool:
        """Tell whether the words between two names, or before the first, keep a list together."""
        if not begun:
            if ":" in gap[-2:] and len(gap) <= 14:
                return True
            return len(gap) <= 4 or (len(gap) <= 8 and set(gap) <= _LIST_GAP)
        return (len(gap) <= 8 and set(gap) <= _LIST_GAP) or (";" in gap and len(gap) < 25)

    def only_list_words(self, i: int, j: int) -> bool:
        """Tell whether nothing but words of a list stands between tokens `i` and `j`."""
        gap = self.low[i:j]
        return 0 < len(gap) <= 3 and set(gap) <= _LIST_GAP

    def behalf(self, person: Item) -> BodyRef | None:
        """Return the body a person acts for: "thay mặt X, A …", "A, đại diện X, …"."""
        for k, end, _ in self.hits(self.lexicon.behalf):
            body = next((b for b in self.bodies if 0 <= b.i - end <= 2), None)
            if body is not None and (0 < person.i - body.j <= 6 or 0 <= k - person.j <= 3):
                ref: BodyRef = body.value
                return ref
        return None
