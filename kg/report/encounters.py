"""Meetings told by a verb: "A tiếp B", "A hội đàm với B", "A thăm và làm việc tại C"."""

from __future__ import annotations

import bisect

from kg.lexicon.entries import MeetingNoun
from kg.lexicon.lexicon import Lexicon
from kg.report.drafts import MeetingDraft, content
from kg.report.entries import Entry
from kg.report.namings import ASKING, NamingFinder
from kg.report.parties import PartyFinder, keys_of, last_before
from kg.report.register import NEAR, MeetingRegister, dated, told_above
from kg.report.sentences import Item, SentenceView
from kg.text.tokens import Tokens

_BETWEEN = frozenset({"talk", "banquet"})  # kinds of meeting that their two parties make
_ASIDE = 18  # tokens of time and place between a subject that opens its sentence and a verb
# Last words of nouns that a weak verb belongs to: "đoàn kiểm tra", "kết quả giám sát".
_OF_NOUNS = frozenset({"công", "đoàn", "quả", "cáo", "việc", "hoạch", "động", "đợt", "sự", "ban"})
_GOES = frozenset({"đi", "đến", "tới"})  # "các thành viên trong đoàn | đi khảo sát"
_ORDER = frozenset({"sau", "ngay", "trước", "tiếp", "cùng"})
_CHARGES = frozenset({"giao", "yêu", "nghị", "cử", "phân", "lệnh"})
_GROUP_WORDS = 20  # tokens that the words for a group may take before those of it are listed
_BEFORE_ASKED = 3  # tokens before a person in which an invitation stands: "mời đồng chí A"
_OPENING = 7  # tokens of a time before a verb that opens its sentence
_CLAUSE = 16  # tokens from whom one meets to the subject of the clause behind
_NEAR_ITEMS = 40  # items of a sentence among which the second party of a verb is looked for


def _start(item: Item) -> int:
    return item.i


class EncounterFinder:
    """Finds the meetings of verbs between two parties."""

    def __init__(
        self,
        tokens: Tokens,
        lexicon: Lexicon,
        quoted: list[bool],
        told: MeetingRegister,
        namings: NamingFinder,
    ) -> None:
        self._t = tokens
        self._x = lexicon
        self._quoted = quoted
        self._told = told
        self._namings = namings
        self._parties = PartyFinder(tokens, lexicon)
        self._person: Entry | None = None

    def read(self, view: SentenceView, other: bool) -> list[MeetingDraft]:
        """ "A tiếp B", "A hội kiến B", "A thăm và làm việc với X": meetings without a noun, one
        for each verb.
        """
        t, x = self._t, self._x
        out: list[MeetingDraft] = []
        people = view.of("person")
        said = self._namings.said_from(view)
        subject: list[Item] = []
        until = view.i
        for n, item in enumerate(view.items):
            if (
                not until <= item.i < said
                or item.kind not in ("verb", "word", "meeting")
                or self._quoted[item.i]
                or not x.meeting_verbs.starts(t.low[item.i])
            ):
                continue
            hit = x.meeting_verbs.longest(t.low, item.i, view.j)
            if hit is None or (
                t.low[item.i - 1] in ("cuộc", "buổi", "lễ", "chuyến", "phiên") and item.i > view.i
            ):
                continue
            end, verb = hit
            if x.not_verbs.longest(t.low, item.i, view.j) is not None:
                continue
            if x.press.longest(t.low, item.i, view.j) is not None:
                continue  # "làm việc với phóng viên báo A"
            led = self._delegation_goes(item.i, view)
            of_noun = t.low[item.i - 1] in _OF_NOUNS and t.low[item.i] not in _GOES
            if verb.weak and of_noun and item.i > view.i and not led:
                continue  # "Đoàn kiểm tra", "kết quả giám sát"
            if self._parties.unreal(item.i, view) or self._heads_list(item.i, view):
                continue
            target = self._target(view.items[n + 1 : n + _NEAR_ITEMS], end, verb)
            if target is None and verb.kind == "session":
                target = self._listed_target(end, view)
            if not out or "." in t.words[max(out[-1].mentions[-1][0], item.i - 60) : item.i]:
                subject = self._subject(item.i, view)
            if not subject and verb.kind != "visit" and target is not None:
                subject = self._body_subject(item.i, view)
            opens = item.i - view.i <= 1 or (
                item.i - view.i <= _OPENING and t.low[item.i - 1] == "," and dated(view, t)
            )  # "Chiều 16/6, làm việc với …, ông A cho rằng"
            if not subject and target is not None and opens:
                subject = self._subject_behind(target.j, view)
            alone = verb.kind == "session" and verb.alone and dated(view, self._t)
            if not subject and target is None and alone and item.i - view.i <= _OPENING:
                past = self._namings.end_of_phrase(item.i, end, view)
                subject = self._subject_behind(past, view)
            unnamed = alone and not subject and self._unnamed(item.i, view)
            if not subject and not unnamed and not (item.i - view.i <= 4 and people):
                continue
            near = bool(out) or bool(self._parties.before(item.i, view))
            group = target is None and near and self._group(verb, end, view)
            if target is None and not ((verb.alone or group) and (subject or unnamed)):
                continue
            worked = target is None and verb.noun.startswith("làm việc") and end < view.j
            if worked and (t.low[end][0].isdigit() or t.low[item.i - 1] == "trình"):
                continue  # "chương trình làm việc với 30 …"
            if subject and self._asked(subject[0].i, view):
                continue
            if verb.weak and not (
                (verb.kind == "visit" or alone)
                and (out or led or dated(view, self._t) or self._follows(view))
                and (
                    verb.alone
                    or (target is not None and target.kind in ("place", "country", "body"))
                )
            ):
                continue
            if out and verb.kind == "visit" and out[-1].kind == "visit":
                # "đến thăm A và dâng hương tại B": one round
                out[-1].mentions.append((item.i, end))
                if target is not None and target.kind == "person":
                    out[-1].meet([target], keys_of([target], t))
                continue
            if out and verb.kind == "visit" and t.low[item.i - 1] not in (",", "và"):
                continue  # "tiếp Đoàn … sang thăm, làm việc": what the guests came for
            told = self._meetings_of(item, target, subject, verb, view, other)
            out += told
            if told:
                until = target.j if target is not None else end
        return out

    def _asked(self, i: int, view: SentenceView) -> bool:
        """Tell whether the person at token `i` is only asked to go: "mời Chủ tịch A sang thăm",
        "giao Giám đốc A làm việc với Sở B"."""
        low = self._t.low[max(view.i, i - _BEFORE_ASKED) : i]
        return "mời" in low or low[-1:] == ["giao"] or tuple(low[-2:]) in ASKING

    def _delegation_goes(self, i: int, view: SentenceView) -> bool:
        """Tell whether a delegation with a leader does what a verb at token `i` tells: "Đoàn do A
        làm trưởng đoàn | đến thăm …"."""
        low = self._t.low
        k = i - 1 if low[i - 1] in ("đã", "đến", "đi", "tới") else i
        leads = low[k - 3 : k] == ["làm", "trưởng", "đoàn"] or low[k - 2 : k] == ["dẫn", "đầu"]
        return leads and "do" in low[view.i : k]

    def _follows(self, view: SentenceView) -> bool:
        """Tell whether a sentence begins with the order of events: "Sau đó", "Ngay sau lễ"."""
        hit = self._x.another.longest(self._t.low, view.i, view.j)
        return hit is not None and self._t.low[view.i] in _ORDER

    def _heads_list(self, i: int, view: SentenceView) -> bool:
        """Tell whether a verb heads a list of those present: "Cùng tiếp đoàn có …"."""
        low = self._t.low
        first = next((p.i for p in view.of("person")), view.j)
        return i - view.i <= 2 and i < first and "có" in low[i : min(first, i + 16)]

    def _target(self, items: tuple[Item, ...], end: int, verb: MeetingNoun) -> Item | None:
        """Return whom or what a verb of meeting that ends before token `end` is about."""
        kinds = (
            ("person", "body") if verb.kind in _BETWEEN else ("person", "body", "place", "country")
        )
        led = self._delegation(items, end)
        if led is not None:
            return led
        for item in items:
            if item.i - end > 6:
                return None
            if item.i >= end and item.kind in ("person", "body", "place", "country"):
                visited = verb.kind == "visit" and item.i - end <= 1
                if item.kind == "body" and self._stays_at(item) and not visited:
                    return None  # where it is, not whom it is with
                if {"liệt", "niệm"} & set(self._t.low[max(0, item.i - 3) : item.i]):
                    return None  # "gia đình liệt sĩ A", "Khu lưu niệm đồng chí A"
                return item if item.kind in kinds else None
        return None

    def _stays_at(self, item: Item) -> bool:
        """Tell whether an item is only where something happens: "làm việc tại | Bệnh viện A"."""
        return item.i > 0 and self._t.low[item.i - 1] in ("tại", "ở")

    def _unnamed(self, i: int, view: SentenceView) -> bool:
        """Tell whether leaders without a name are the subject: "Sáng 7/3, lãnh đạo tỉnh A | làm
        việc với …"."""
        low = self._t.low
        k = next((k for k in range(view.i, i) if low[k : k + 2] == ["lãnh", "đạo"]), None)
        near = k is not None and i - k <= _CLAUSE and not {",", ":"} & set(low[k:i])
        return near and not any(p.i < i for p in view.of("person"))

    def _group(self, verb: MeetingNoun, end: int, view: SentenceView) -> bool:
        """Tell whether a verb is about a group without a name: "tiếp | lãnh đạo các tập đoàn"."""
        if verb.kind != "talk" or verb.weak or end >= view.j:
            return False
        counted = verb.noun != "gặp" and self._t.low[end].isdigit()  # "gặp mặt 63 điển hình"
        return counted or self._x.groups.longest(self._t.low, end, view.j) is not None

    def _listed_target(self, end: int, view: SentenceView) -> Item | None:
        """Return the first of the bodies that a group's words head: "làm việc với một số đơn vị,
        gồm: Viện A, Viện B"."""
        low = self._t.low
        if low[end : end + 1] not in (["các"], ["một"], ["lãnh"]):
            return None
        near = (b for b in view.of("body") if 0 < b.i - end <= _GROUP_WORDS)
        return next((b for b in near if low[b.i - 1] in ("gồm", ":", "như")), None)

    def _delegation(self, items: tuple[Item, ...], end: int) -> Item | None:
        """Return who leads the delegation met: "tiếp Đoàn … do đồng chí B làm trưởng đoàn"."""
        low = self._t.low
        if low[end : end + 1] != ["đoàn"]:
            return None
        for item in items:
            if item.i - end > 30:
                return None
            if item.kind == "person" and "do" in low[max(end, item.i - 2) : item.i]:
                return item
        return None

    def _subject(self, i: int, view: SentenceView) -> list[Item]:
        """Return who meets: the people before a verb at token `i`, or whom "ông" means."""
        near = self._with_others(last_before(view.of("person"), i), view)
        before = self._parties.before(i, view)
        if before:
            return before if len(before) > 1 or near is None else [near]
        body = last_before(view.of("body"), i)
        leads = near is not None and self._leads_delegation(near, i)
        along = near is not None and self._t.low[near.j : near.j + 1] == ["cùng"]
        if (
            near is not None
            and body is not None
            and near.j <= body.i
            and body.j == i
            and not (leads or along)
        ):
            return []  # "A giao Sở B | làm việc với …"
        if near is not None and self._charged(self._t.low[near.j : i]):
            return []  # "A giao 9 cơ quan | kiểm tra", "do A chủ trì, | kiểm tra"
        if near is not None and (i - near.j <= 9 or leads):
            return [near]
        if near is not None and i - near.j <= _ASIDE and near.i - view.i <= 1:
            # "A trong hai ngày 6 và 7/3 đã hội kiến …": only a time or a place stands between
            between = {x.kind for x in view.items if near.j <= x.i < i}
            if not between & {"person", "verb", "meeting", "body"}:
                return [near]
        k = i - 1
        while k > view.i and self._x.adverbs.longest(self._t.low, k, i):
            k -= 1
        if self._person is not None and self._t.low[k] in ("ông", "bà") and k >= view.i:
            return [Item("person", k, k + 1, self._person)]
        return []

    def _with_others(self, near: Item | None, view: SentenceView) -> Item | None:
        """Return who is named before a group without names: "A cùng các thành viên trong đoàn"."""
        if near is None or near.value.name is not None:
            return near
        named = last_before(view.of("person"), near.i)
        joint = self._t.low[named.j : near.i] if named is not None else []
        return named if joint in (["cùng"], ["cùng", "các"]) else near

    def _charged(self, gap: list[str]) -> bool:
        """Tell whether the words between a person and a verb charge others with it."""
        return bool(_CHARGES & set(gap)) or ("trì" in gap and "," in gap)

    def _subject_behind(self, end: int, view: SentenceView) -> list[Item]:
        """Return who meets, named behind the phrase up to token `end` that opens the sentence:
        "Làm việc với Sở A chiều 7/3, | Bí thư B yêu cầu …"."""
        people = view.of("person")
        n = bisect.bisect_left(people, end, key=_start)
        if n == len(people):
            return []
        gap = self._t.low[end : people[n].i]
        return [people[n]] if len(gap) <= _CLAUSE and gap[-1:] == [","] else []

    def _body_subject(self, i: int, view: SentenceView) -> list[Item]:
        """Return the body that meets: "Ban Thường vụ Thành ủy A | làm việc với …"."""
        if view.of("person") and view.of("person")[0].i < i:
            return []
        k = i
        while k > view.i and self._x.adverbs.longest(self._t.low, k - 1, i) is not None:
            k -= 1
        return [b for b in view.of("body") if b.j == k]

    def _leads_delegation(self, person: Item, i: int) -> bool:
        """ "Đoàn công tác do đồng chí A làm trưởng đoàn đã đến …": A is the subject."""
        low = self._t.low[person.j : min(i, person.j + 8)]
        return low[:3] == ["làm", "trưởng", "đoàn"] or low[:2] == ["dẫn", "đầu"]

    def _meetings_of(
        self,
        item: Item,
        target: Item | None,
        subject: list[Item],
        verb: MeetingNoun,
        view: SentenceView,
        other: bool,
    ) -> list[MeetingDraft]:
        """Return the meetings of a verb and its parties: told before, or new ones."""
        t = self._t
        targets = [target] if target is not None else []
        if target is not None and target.kind == "person":
            targets = self._parties.listed(target, view)
        elif target is not None and target.kind == "body":
            targets = self._parties.joined(target, view)
        end = target.j if target is not None else self._namings.end_of_phrase(item.i, item.j, view)
        label = t.text(item.i, min(targets[-1].j if targets else end, item.i + 30))
        span = (item.i, end)
        own = keys_of(subject, t)
        if verb.kind not in _BETWEEN:
            words = content(label)
            for meeting in self._told.of_these_days(view):
                common = len(meeting.words & words) / max(1, len(words))
                others = subject and meeting.visitors and not own & meeting.visitors
                again = common >= 0.5 or (own and told_above(meeting, view))
                if meeting.kind == verb.kind and again and not others:
                    meeting.mentions.append(span)
                    meeting.meet([*subject, *targets], keys_of([*subject, *targets], t))
                    return [meeting]
        opened = any(m.kind in ("talk", "visit", "ceremony") for m in self._told.meetings)
        known = any(m.kind in (verb.kind, "session") for m in self._told.meetings)
        free = not known or other or dated(view, self._t) or (verb.kind in _BETWEEN and opened)
        groups = [[x] for x in targets] if self._parties.apart(verb.noun, targets) else [targets]
        out = []
        for group in groups:
            worked_with = verb.kind != "visit" or "làm việc" in verb.noun
            group = [
                x for x in group if x.kind != "body" or (worked_with and not self._stays_at(x))
            ]
            parties = [*subject, *group]
            unnamed = verb.kind in _BETWEEN and not (group or verb.alone)
            found = None
            if unnamed:
                found = self._again(verb, label)
            elif verb.kind in _BETWEEN:
                found = self._told.met(verb, parties, view)
            if found is None:
                if not free:
                    continue
                found = self._told.add(verb, label, view, span, max(view.i, span[0] - NEAR))
                found.specific = True
            else:
                found.mentions.append(span)
            found.meet(parties, keys_of(parties, t) | ({label.casefold()} if unnamed else set()))
            found.visitors |= own
            out.append(found)
        return out

    def _again(self, verb: MeetingNoun, label: str) -> MeetingDraft | None:
        """Return the meeting told before with the same group without a name."""
        words = content(label)
        same = (m for m in self._told.recent() if m.kind == verb.kind and m.words == words)
        return next(same, None)

    def remember(self, view: SentenceView) -> None:
        """Take note of whom "ông" of the next sentence means: the first person of this one."""
        known = [p for p in view.of("person") if p.value.person is not None]
        if known:
            self._person = known[0].value
