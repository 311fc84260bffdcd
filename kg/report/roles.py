"""Who did what at a meeting: subjects of verbs, lists of those present, those acted for."""

from __future__ import annotations

import msgspec

from kg.lexicon.lexicon import Lexicon
from kg.ner.model import BodyRef
from kg.report.entries import Entry
from kg.report.meetings import MeetingDraft
from kg.report.people import Coreference
from kg.report.sentences import Item, SentenceView
from kg.text.tokens import Tokens

_LIST_GAP = frozenset(
    {
        ",",
        ";",
        "và",
        "cùng",
        "-",
        "–",
        "với",
        ":",
        "(",
        ")",
        "các",
        "đồng",
        "chí",
        "ông",
        "bà",
        "cùng các",
    }
)
_HAVE = frozenset({"có", "gồm", "là"})


class RoleDraft(msgspec.Struct, frozen=True):
    """A role found in a sentence: who (an entry or a body), what, at which meeting, read off which
    verb.
    """

    who: Entry | BodyRef
    role: str
    meeting: MeetingDraft
    verb: tuple[int, int]
    rule: str
    order: int | None = None
    site: str | None = None
    behalf: BodyRef | None = None


class RoleFinder:
    """Reads roles sentence by sentence."""

    def __init__(self, tokens: Tokens, lexicon: Lexicon, quoted: list[bool]) -> None:
        self._t = tokens
        self._x = lexicon
        self._quoted = quoted
        self._speaker: Entry | None = None
        self._to_reporters: set[str] = set()

    def read(
        self,
        view: SentenceView,
        named: dict[int, MeetingDraft],
        current: MeetingDraft | None,
        site: str | None,
    ) -> list[RoleDraft]:
        """Return the roles of one sentence. `named` is the meeting at each token that names one."""
        out: list[RoleDraft] = []
        people = [
            i
            for i in view.items
            if i.kind == "person" and not self._quoted[i.i] and not _group(i.value)
        ]
        if current is not None and not self._absent(view):
            out += self._present(view, people, named, current, site)
            out += self._led(view, people, named, current, site)
            out += self._parties(view, named)
            done = {(id(r.who), r.role) for r in out}
            out += [
                r
                for r in self._subjects(view, people, named, current, site, done)
                if (id(r.who), r.role) not in done
            ]
            out += self._bodies(view, named, current)
        subject = [p for p in people if p.value.person is not None]
        if subject:
            self._speaker = subject[0].value
        return out

    def _absent(self, view: SentenceView) -> bool:
        t, x = self._t, self._x
        return any(
            x.absent.longest(t.low, k, view.j)
            for k in range(view.i, view.j)
            if x.absent.starts(t.low[k])
        )

    def _meeting_for(
        self, i: int, named: dict[int, MeetingDraft], current: MeetingDraft
    ) -> MeetingDraft:
        """The meeting that a verb at token `i` is about: the one named nearest behind it, else
        before it.
        """
        behind = [k for k in named if k >= i]
        if behind:
            return named[min(behind)]
        before = [k for k in named if k < i]
        return named[max(before)] if before else current

    # -- lists of those present
    # ------------------------------------------------------------------------

    def _present(
        self,
        view: SentenceView,
        people: list[Item],
        named: dict[int, MeetingDraft],
        current: MeetingDraft,
        site: str | None,
    ) -> list[RoleDraft]:
        """ "Dự hội nghị có các đồng chí: …", "Về phía tỉnh có …", "Tại điểm cầu X, có …"."""
        t, x = self._t, self._x
        out: list[RoleDraft] = []
        for k in range(view.i, view.j):
            if (
                t.low[k] not in _HAVE and not (t.words[k] == ":" and k - view.i < 14)
            ) or self._quoted[k]:
                continue
            after = [p for p in people if p.i > k]
            if not after or (after[0].i - k > 9 and not self._represented_between(k, after[0].i)):
                continue
            lo = max([view.i, *(m for m in range(view.i, k) if t.words[m] in ";.")])
            head = " ".join(t.low[lo:k])
            role = None
            for m in range(lo, k):
                if x.present.starts(t.low[m]) and x.present.longest(t.low, m, k):
                    role = "attend"
                    if any(p.j <= m and m - p.j < 6 for p in people) and t.low[k] == "là":
                        role = None
                    break
            if "chủ trì" in head and "dự" not in head[head.rindex("chủ trì") :].split():
                role = "chair"
            if role is None or (any(p.j <= k and p.i >= lo for p in people) and t.low[k] == "là"):
                continue
            if t.words[k] == ":" and not x.present.starts(t.low[lo]) and role != "chair":
                continue
            stop = self._next_clause(after, view)
            meeting = self._meeting_for(lo, named, current)
            for n, p in enumerate([q for q in after if q.i < stop], 1):
                out.append(RoleDraft(p.value, role, meeting, (lo, k + 1), "present-list", n, site))
            break
        return out

    def _represented_between(self, i: int, j: int) -> bool:
        t, x = self._t, self._x
        return any(
            x.represented.longest(t.low, k, j)
            for k in range(i, j)
            if x.represented.starts(t.low[k])
        )

    def _next_clause(self, people: list[Item], view: SentenceView) -> int:
        """A verb right behind a person ends a list of those present only when it is a verb of
        speaking.
        """
        for p in people:
            k = self._skip_adverbs(p.j, view.j)
            hit = self._x.role_verbs.longest(self._t.low, k, view.j) if k < view.j else None
            if hit is not None and hit[1] == "chair" and p is not people[0]:
                return p.i
        return view.j

    # -- "dưới sự chủ trì của …", "với sự tham dự của …"
    # -----------------------------------------------

    def _led(
        self,
        view: SentenceView,
        people: list[Item],
        named: dict[int, MeetingDraft],
        current: MeetingDraft,
        site: str | None,
    ) -> list[RoleDraft]:
        t, x = self._t, self._x
        out: list[RoleDraft] = []
        for k in range(view.i, view.j):
            hit = (
                x.role_before.longest(t.low, k, view.j)
                if x.role_before.starts(t.low[k]) and not self._quoted[k]
                else None
            )
            if hit is None:
                continue
            end, role = hit
            group = self._list_from(end, view, people)
            for n, p in enumerate(group, 1):
                out.append(
                    RoleDraft(
                        p.value,
                        role,
                        self._meeting_for(k, named, current),
                        (k, end),
                        "led-by",
                        n,
                        site,
                    )
                )
            if not group and role == "chair":
                body = next(
                    (b for b in view.items if b.kind == "body" and 0 <= b.i - end <= 4), None
                )
                if body is not None:
                    out.append(
                        RoleDraft(
                            body.value,
                            role,
                            self._meeting_for(k, named, current),
                            (k, end),
                            "led-by",
                            None,
                            site,
                        )
                    )
        return out

    def _list_from(self, start: int, view: SentenceView, people: list[Item]) -> list[Item]:
        """The people listed from token `start` on, with only list words between them."""
        out: list[Item] = []
        at = start
        for p in people:
            if p.i < start:
                continue
            gap = self._t.low[at : p.i]
            headed = not out and ":" in gap[-2:] and len(gap) <= 14
            if (
                not headed
                and (
                    len(gap) > 8
                    or (any(w not in _LIST_GAP for w in gap) and not (not out and len(gap) <= 4))
                )
                and not (out and any(w == ";" for w in gap) and len(gap) < 25)
            ):
                break
            out.append(p)
            at = p.j
        return out

    # -- "A tiếp B"
    # --------------------------------------------------------------------------------------

    def _parties(self, view: SentenceView, named: dict[int, MeetingDraft]) -> list[RoleDraft]:
        out: list[RoleDraft] = []
        for meeting in set(named.values()):
            for party in meeting.parties:
                if view.i <= party.i < view.j and party.kind in ("person", "body"):
                    group = [party.value]
                    if party.kind == "person":
                        group += [p.value for p in self._joined(party, view)]
                    out += [
                        RoleDraft(who, "attend", meeting, meeting.span, "meets")
                        for who in group
                        if not (isinstance(who, Entry) and _group(who))
                    ]
        return out

    def _joined(self, first: Item, view: SentenceView) -> list[Item]:
        people = [p for p in view.items if p.kind == "person" and p.i > first.i]
        return self._list_from(first.j, view, people)

    # -- subjects of verbs
    # -------------------------------------------------------------------------------

    def _subjects(
        self,
        view: SentenceView,
        people: list[Item],
        named: dict[int, MeetingDraft],
        current: MeetingDraft,
        site: str | None,
        done: set[tuple[int, str]],
    ) -> list[RoleDraft]:
        out: list[RoleDraft] = []
        subject: list[Item] = []
        pending: list[Item] = []
        press_until = self._to_press(view)
        if press_until > view.i:
            self._to_reporters |= {
                p.value.person for p in people if p.value.person is not None and p.i < press_until
            }
        used_until = view.i
        for n, item in enumerate(view.items):
            if item.kind != "verb" or self._quoted[item.i]:
                continue
            direct = self._subject_before(item, view, people)
            if direct:
                subject = direct
                for verb in pending:
                    out += self._give(subject, verb, view, named, current, site, press_until, n)
                pending = []
            elif not subject and self._pronoun(item, view) and self._speaker is not None:
                out += self._give_one(self._speaker, item, view, named, current, site, press_until)
                continue
            weak = " ".join(self._t.low[item.i : item.j]) in self._x.weak_verbs
            if direct or (subject and not weak and self._chained(used_until, item, view)):
                if not self._nominal(item, view) and (direct or not self._infinitive(item)):
                    out += self._give(subject, item, view, named, current, site, press_until, n)
                    used_until = item.j
            elif not subject and self._opens(item, view):
                pending.append(item)
        if pending and not subject:
            group = self._after_comma(pending[-1], view, people)
            for verb in pending:
                out += self._give(group, verb, view, named, current, site, press_until, 0)
        out += self._according_to(view, people, named, current, site, press_until)
        return out

    def _opens(self, verb: Item, view: SentenceView) -> bool:
        """Tell whether a verb opens its sentence, so that its subject may stand behind it."""
        before = [i for i in view.items if i.i < verb.i and i.kind in ("meeting", "body", "person")]
        return verb.i - view.i <= 3 and not before and not self._nominal(verb, view)

    def _give(
        self,
        group: list[Item],
        verb: Item,
        view: SentenceView,
        named: dict[int, MeetingDraft],
        current: MeetingDraft,
        site: str | None,
        press: int,
        n: int,
    ) -> list[RoleDraft]:
        out: list[RoleDraft] = []
        for k, p in enumerate(group, 1):
            for r in self._give_one(p.value, verb, view, named, current, site, press):
                out.append(
                    msgspec.structs.replace(
                        r, order=k if len(group) > 1 else None, behalf=self._behalf(p, view)
                    )
                )
        return out

    def _give_one(
        self,
        who: Entry,
        verb: Item,
        view: SentenceView,
        named: dict[int, MeetingDraft],
        current: MeetingDraft,
        site: str | None,
        press: int,
    ) -> list[RoleDraft]:
        role = verb.value
        if role == "speak" and (
            verb.i < press or (who.person in self._to_reporters and not self._at_meeting(view))
        ):
            return []
        if role == "chair" and not self._chairs_meeting(verb, view, named):
            return []
        if role == "attend" and not self._attends_meeting(verb, view, named):
            return []
        place = site if self._at_site(verb, view) else None
        return [
            RoleDraft(
                who,
                role,
                self._meeting_for(verb.i, named, current),
                (verb.i, verb.j),
                "subject-verb",
                None,
                place,
            )
        ]

    def _at_meeting(self, view: SentenceView) -> bool:
        """ "phát biểu tại hội nghị", "kết luận cuộc họp": said in the meeting whatever else was
        said outside.
        """
        return any(m.kind == "meeting" for m in view.items) and self._t.low[view.i] in (
            "phát",
            "kết",
            "tại",
            "khai",
            "chủ",
            "bế",
        )

    def _chairs_meeting(
        self, verb: Item, view: SentenceView, named: dict[int, MeetingDraft]
    ) -> bool:
        """ "chủ trì" of a meeting or a site, not of a task ("giao Bộ X chủ trì, phối hợp")."""
        t = self._t
        behind = t.low[verb.j : min(verb.j + 2, view.j)]
        if behind[:1] == [","] and t.low[verb.j + 1 : verb.j + 2] in (["phối"], ["cùng"], ["tham"]):
            return False
        if behind[:1] in (["phối"], ["thực"], ["xây"], ["tham"], ["nghiên"]):
            return False
        near = any(verb.j <= k <= verb.j + 12 or verb.i - 45 <= k < verb.i for k in named)
        near = near or behind[:1] == ["và"]
        ahead = t.low[verb.j : min(verb.j + 7, view.j)]
        return near or "cầu" in ahead or verb.j >= view.j - 1 or t.words[verb.j] in ".,;:"

    def _attends_meeting(
        self, verb: Item, view: SentenceView, named: dict[int, MeetingDraft]
    ) -> bool:
        word = " ".join(self._t.low[verb.i : verb.j])
        if word in ("làm trưởng đoàn", "dẫn đầu"):
            return True
        if word.endswith("dự") or "dự và" in word or word.startswith("tham dự"):
            near = any(verb.i - 3 <= k <= verb.j + 12 for k in named) or any(
                m.kind == "meeting" and 0 <= m.i - verb.j <= 6 for m in view.items
            )
            return near or verb.j >= view.j - 1 or self._t.words[verb.j] in ".,;"
        return False

    def _at_site(self, verb: Item, view: SentenceView) -> bool:
        t, x = self._t, self._x
        for k in range(verb.j, min(verb.j + 4, view.j)):
            if x.sites.longest(t.low, k, view.j):
                return True
        return any(
            x.sites.longest(t.low, k, view.j) for k in range(view.i, min(view.i + 4, view.j))
        )

    def _skip_adverbs(self, k: int, end: int) -> int:
        t, x = self._t, self._x
        while k < end:
            hit = x.adverbs.longest(t.low, k, end) if x.adverbs.starts(t.low[k]) else None
            if hit is None:
                break
            k = hit[0]
        return k

    def _subject_before(self, verb: Item, view: SentenceView, people: list[Item]) -> list[Item]:
        """The list of people that ends right before a verb, with adverbs, a mark or a short aside
        between.
        """
        last = next((p for p in reversed(people) if p.j <= verb.i), None)
        if last is None:
            return []
        k = self._skip_adverbs(last.j, verb.i)
        gap = self._t.low[k : verb.i]
        if gap and gap[0] in (",", "-", "–", ")", "("):
            k = self._skip_adverbs(k + 1, verb.i)
            gap = self._t.low[k : verb.i]
        between = [
            i for i in view.items if last.j <= i.i < verb.i and i.kind in ("verb", "meeting")
        ]
        if len(gap) > 10 or between or any(w in (";", ":", "rằng", "để", "của", "và") for w in gap):
            return []
        if (
            gap
            and len(gap) > 3
            and any(i.kind == "body" for i in view.items if last.j <= i.i < verb.i)
        ):
            return []
        before = self._t.low[last.i - 1] if last.i > view.i else ""
        if before in ("của", "cho", "với", "về", "giao") and len(gap) > 0:
            return []
        group = [last]
        for p in reversed([q for q in people if q.j <= last.i]):
            between_people = self._t.low[p.j : group[0].i]
            if (
                len(between_people) <= 3
                and all(w in _LIST_GAP for w in between_people)
                and between_people
            ):
                group.insert(0, p)
            else:
                break
        return group

    def _after_comma(self, verb: Item, view: SentenceView, people: list[Item]) -> list[Item]:
        """ "Phát biểu tại hội nghị, A …": the subject stands behind the opening phrase."""
        first = next((p for p in people if p.i >= verb.j), None)
        if first is None:
            return []
        gap = self._t.low[verb.j : first.i]
        if len(gap) > 40 or (not any(w in (",", ":") for w in gap[-12:]) and not (len(gap) <= 1)):
            return []
        return [first]

    def _chained(self, used_until: int, verb: Item, view: SentenceView) -> bool:
        """Tell whether a further verb shares the subject: "…, nhấn mạnh …", "và yêu cầu"."""
        before = self._t.low[max(view.i, verb.i - 2) : verb.i]
        return bool(before) and (
            before[-1] in (",", ";", "và", "thời", "cũng", "khi") or verb.i - used_until <= 2
        )

    def _infinitive(self, verb: Item) -> bool:
        return verb.i > 0 and self._t.low[verb.i - 1] in (
            "để",
            "phải",
            "cần",
            "sẽ",
            "được",
            "bị",
            "việc",
            "sự",
            "đã được",
            "các",
        )

    def _nominal(self, verb: Item, view: SentenceView) -> bool:
        """ "bài phát biểu", "nội dung kết luận", "sự chỉ đạo": a noun, not a verb."""
        return verb.i > view.i and self._t.low[verb.i - 1] in (
            "bài",
            "sự",
            "việc",
            "những",
            "các",
            "ý",
            "nội",
            "dung",
            "bản",
            "theo",
            "lời",
            "một",
            "số",
            "công",
            "tác",
            "kiến",
            "của",
        )

    def _pronoun(self, verb: Item, view: SentenceView) -> bool:
        """ "Ông nói", "Đồng chí nhấn mạnh": an address without a name right before the verb."""
        k = verb.i - 1
        while k > view.i and self._x.adverbs.longest(self._t.low, k, verb.i):
            k -= 1
        words = self._t.low[max(view.i, k - 1) : k + 1]
        return words[-1:] in (["ông"], ["bà"], ["anh"], ["chị"]) or words == ["đồng", "chí"]

    def _to_press(self, view: SentenceView) -> int:
        """Return up to which token the sentence tells of words said to reporters (its start:
        nowhere).
        """
        t, x = self._t, self._x
        for k in range(view.i, view.j):
            if x.press.starts(t.low[k]) and x.press.longest(t.low, k, view.j):
                return next((m for m in range(k, view.j) if t.words[m] == ":"), view.j)
        return view.i

    def _according_to(
        self,
        view: SentenceView,
        people: list[Item],
        named: dict[int, MeetingDraft],
        current: MeetingDraft,
        site: str | None,
        press: int,
    ) -> list[RoleDraft]:
        t = self._t
        for p in people:
            if (
                p.i > view.i
                and p.i - view.i <= 4
                and t.low[p.i - 1] == "theo"
                and p.i >= press
                and p.value.person not in self._to_reporters
            ):
                return [
                    RoleDraft(
                        p.value,
                        "speak",
                        self._meeting_for(p.i, named, current),
                        (p.i - 1, p.i),
                        "according-to",
                    )
                ]
        return []

    def _behalf(self, person: Item, view: SentenceView) -> BodyRef | None:
        """ "thay mặt Ban Thường vụ Tỉnh ủy, A …" or "A, đại diện X, …"."""
        t, x = self._t, self._x
        for k in range(view.i, view.j):
            hit = x.behalf.longest(t.low, k, view.j) if x.behalf.starts(t.low[k]) else None
            if hit is None:
                continue
            body = next(
                (b for b in view.items if b.kind == "body" and 0 <= b.i - hit[0] <= 2), None
            )
            if body is not None and (0 < person.i - body.j <= 6 or 0 <= k - person.j <= 3):
                ref: BodyRef = body.value
                return ref
        return None

    # -- bodies ----------------------------------------------------------------------------
    # --------------

    def _bodies(
        self, view: SentenceView, named: dict[int, MeetingDraft], current: MeetingDraft
    ) -> list[RoleDraft]:
        """Bodies that chair, organise, meet, or are present through people without names."""
        t, x = self._t, self._x
        out: list[RoleDraft] = []
        bodies = [b for b in view.items if b.kind == "body" and not self._quoted[b.i]]
        for item in bodies:
            body: BodyRef = item.value
            k = self._skip_adverbs(item.j, view.j)
            verb = x.role_verbs.longest(t.low, k, view.j) if k < view.j else None
            if (
                verb is not None
                and verb[1] == "chair"
                and any(0 <= m - verb[0] <= 4 for m in named)
            ):
                if not any(r.role == "chair" and isinstance(r.who, Entry) for r in out):
                    out.append(
                        RoleDraft(
                            body,
                            "chair",
                            self._meeting_for(k, named, current),
                            (k, verb[0]),
                            "body-chairs",
                        )
                    )
                continue
            held = self._holds(item, k, view, named)
            if held is not None:
                for joined in self._joined_bodies(item, bodies):
                    out.append(
                        RoleDraft(
                            joined.value, held[1], held[0], (k, min(k + 2, view.j)), "body-holds"
                        )
                    )
            elif k < view.j and t.low[k] == "nghe":
                out.append(
                    RoleDraft(
                        body,
                        "attend",
                        self._meeting_for(k, named, current),
                        (k, k + 1),
                        "body-hears",
                    )
                )
            elif (
                verb is not None
                and verb[1] == "speak"
                and item.i > view.i
                and t.low[item.i - 1] == "nghe"
            ):
                out.append(
                    RoleDraft(
                        body,
                        "speak",
                        self._meeting_for(k, named, current),
                        (k, verb[0]),
                        "body-heard",
                    )
                )
            elif self._meets_itself(item, named):
                out.append(
                    RoleDraft(
                        body,
                        "organise",
                        named[max(m for m in named if m < item.i)],
                        (item.i, item.j),
                        "meeting-of",
                    )
                )
            elif self._party_to(item, view, named):
                out.append(
                    RoleDraft(
                        body,
                        "attend",
                        self._meeting_for(
                            item.i - 1, {m: d for m, d in named.items() if m < item.i}, current
                        ),
                        (item.i - 1, item.i),
                        "met-with",
                    )
                )
            elif self._stands_for(item, view) and (named or self._listed(item, view)):
                out.append(
                    RoleDraft(
                        body,
                        "represented",
                        self._meeting_for(item.i, named, current),
                        (item.i, item.j),
                        "represented",
                    )
                )
        out += self._unnamed_holders(view, named, current)
        return out

    def _joined_bodies(self, item: Item, bodies: list[Item]) -> list[Item]:
        """Bodies that share a verb: "Ban Nội chính Trung ương và Đảng ủy Thanh tra Chính phủ tổ
        chức …".
        """
        out = [item]
        for b in reversed([b for b in bodies if b.j <= item.i]):
            if 0 < out[0].i - b.j <= 3 and all(
                w in (",", "và", "cùng", "với", "phối", "hợp") for w in self._t.low[b.j : out[0].i]
            ):
                out.insert(0, b)
            else:
                break
        return out

    def _meets_itself(self, item: Item, named: dict[int, MeetingDraft]) -> bool:
        """ "cuộc họp Thường trực Chính phủ", "kỳ họp thứ 10 Hội đồng nhân dân tỉnh": whose meeting
        it is.
        """
        t, x = self._t, self._x
        for m in named:
            hit = x.meeting_nouns.longest(t.low, m, item.i) if m < item.i else None
            if hit is None:
                continue
            between = [w for w in t.low[hit[0] : item.i] if not w.isdigit()]
            if len(between) <= 4 and all(
                w in ("lần", "thứ", "của", "toàn", "thể", "nhất", "hai", "ba", "cán", "bộ")
                or _roman(w)
                for w in between
            ):
                return True
        return False

    def _unnamed_holders(
        self, view: SentenceView, named: dict[int, MeetingDraft], current: MeetingDraft
    ) -> list[RoleDraft]:
        """Office-holders without a name: their body is represented, or speaks through them."""
        out: list[RoleDraft] = []
        listed = any(
            self._x.present.longest(self._t.low, k, view.j)
            for k in range(view.i, min(view.i + 6, view.j))
            if self._x.present.starts(self._t.low[k])
        )
        for p in view.items:
            if (
                p.kind != "person"
                or self._quoted[p.i]
                or p.value.name is not None
                or p.value.person is not None
                or not p.value.titles
            ):
                continue
            body = p.value.titles[0].body
            if (
                body is None
                or (p.value.titles[0].group and not listed)
                or "ủy viên" in p.value.titles[0].rank.rank
            ):
                continue  # members of a committee are no representatives of it
            k = self._skip_adverbs(p.j, view.j)
            verb = self._x.role_verbs.longest(self._t.low, k, view.j) if k < view.j else None
            if listed and named:
                out.append(
                    RoleDraft(
                        body,
                        "represented",
                        self._meeting_for(p.i, named, current),
                        (p.i, p.j),
                        "unnamed-holder",
                    )
                )
            elif (
                verb is not None
                and verb[1] == "speak"
                and any(m.kind == "meeting" for m in view.items)
                and self._t.low[p.i - 1 : p.i] in ([","], [])
            ):
                out.append(
                    RoleDraft(
                        body,
                        "speak",
                        self._meeting_for(p.i, named, current),
                        (k, verb[0]),
                        "unnamed-holder",
                    )
                )
        return out

    def _holds(
        self, item: Item, k: int, view: SentenceView, named: dict[int, MeetingDraft]
    ) -> tuple[MeetingDraft, str] | None:
        t = self._t
        if k >= view.j:
            return None
        two = " ".join(t.low[k : k + 2])
        near = [m for m in named if k < m <= k + 14]
        if not near:
            return None
        if two in ("tổ chức", "phối hợp", "khai mạc", "họp để", "và ban", "triệu tập") or t.low[
            k
        ] in ("họp", "mở"):
            return named[min(near)], "organise"
        if two in ("tiến hành", "bế mạc", "kết thúc", "bước vào", "tham dự"):
            return named[min(near)], "attend"
        return None

    def _party_to(self, item: Item, view: SentenceView, named: dict[int, MeetingDraft]) -> bool:
        """ "buổi làm việc với Thành ủy …": the body met with."""
        t = self._t
        lead = " ".join(t.low[max(view.i, item.i - 2) : item.i])
        if not lead.endswith("với"):
            before = [b for b in view.items if b.kind == "body" and b.j <= item.i]
            joined = bool(before) and t.low[before[-1].j : item.i] in (["và"], [","], ["cùng"])
            return joined and self._party_to(before[-1], view, named)
        return any(
            m < item.i and item.i - m <= 7 and named[m].kind in ("session", "talk", "visit")
            for m in named
        )

    def _stands_for(self, item: Item, view: SentenceView) -> bool:
        t, x = self._t, self._x
        for size in range(1, 6):
            k = item.i - size
            if k >= view.i:
                hit = x.represented.longest(t.low, k, item.i)
                if hit is not None and (
                    hit[0] == item.i
                    or (hit[0] == item.i - 1 and t.low[item.i - 1] in ("các", "của"))
                ):
                    return True
        before = [b for b in view.items if b.kind == "body" and b.j <= item.i]
        if before and set(t.low[before[-1].j : item.i]) <= {",", "và"} and before[-1].j < item.i:
            return self._stands_for(before[-1], view)
        return False

    def _listed(self, item: Item, view: SentenceView) -> bool:
        t, x = self._t, self._x
        return any(
            x.present.longest(t.low, k, item.i)
            for k in range(view.i, item.i)
            if x.present.starts(t.low[k])
        )


def present_at_their_appointment(
    appointed: set[str], people: Coreference, meetings: list[MeetingDraft]
) -> list[RoleDraft]:
    """Return roles of those appointed at a meeting that was held to hand over the decisions."""
    out: list[RoleDraft] = []
    meeting = next((m for m in meetings if {"quyet", "dinh"} <= m.words), None)
    for key in sorted(appointed) if meeting is not None else ():
        entry = next((e for e in people.person(key).entries if e.name is not None), None)
        if entry is not None and entry.name is not None and meeting is not None:
            out.append(
                RoleDraft(entry, "attend", meeting, (entry.name.i, entry.name.j), "appointed-at")
            )
    return out


def _roman(word: str) -> bool:
    return bool(word) and set(word) <= set("ivxl")


def _group(entry: Entry) -> bool:
    return entry.name is None and entry.person is None
