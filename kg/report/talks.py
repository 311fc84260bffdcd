"""Talks, visits and welcomes told by a noun with those who meet: "cuộc gặp giữa A và B"."""

from __future__ import annotations

from itertools import pairwise

from kg.lexicon.lexicon import Lexicon
from kg.report.drafts import MeetingDraft, occasion
from kg.report.namings import MeetingNoticed
from kg.report.pairs import PairMemory
from kg.report.parties import PartyFinder, key_of, keys_of
from kg.report.register import NEAR, MeetingRegister
from kg.report.sentences import Item, SentenceView
from kg.report.visits import of_clause, visitors
from kg.text.tokens import Tokens


class TalkFinder:
    """Finds the talks and visits of nouns that name their parties."""

    def __init__(
        self, tokens: Tokens, lexicon: Lexicon, told: MeetingRegister, pairs: PairMemory
    ) -> None:
        self._t = tokens
        self._x = lexicon
        self._told = told
        self._parties = PartyFinder(tokens, lexicon)
        self._pairs = pairs

    def read(
        self, noticed: MeetingNoticed, view: SentenceView, other: bool
    ) -> list[MeetingDraft] | None:
        """Return the talks or the visit that a noun with its parties names; None: none are told.

        "cuộc gặp giữa A và B", "A đã có các cuộc gặp với B, C và D", "chuyến thăm của A".
        """
        if noticed.noun.kind not in ("talk", "visit"):
            return None
        low = self._t.low
        if noticed.noun.kind == "visit":
            subject, targets = visitors(noticed, view, self._parties, self._t), list[Item]()
        else:
            subject = self._parties.before(noticed.i, view)
            targets = self._parties.behind(noticed.item.j, view.j, view)
            if targets and not subject:
                met = keys_of(targets, self._t)
                opened = of_clause(noticed, targets[-1].j, view, self._t)
                subject = [p for p in opened if key_of(p, self._t) not in met]
            if not subject and not targets:
                subject = self.of_both(noticed, view)
            pair = self._pairs.holding(noticed.i, noticed.item.j, view)
            if pair and all(pair[0].i <= p.i < pair[0].j for p in (*subject, *targets)):
                subject, targets = pair, []  # "Thủ tướng" alone would be one of the two
        if not subject and not targets:
            return None
        if self._remembered_event(noticed, view, subject):
            return []
        parties = [*subject, *targets]
        for meeting in reversed(self._told.recent()):
            # "trong cuộc gặp": the session of which both were told before
            if (
                noticed.noun.kind == "talk"
                and not (noticed.specific or occasion(noticed.noun.noun))
                and meeting.kind == "session"
                and keys_of(parties, self._t) <= meeting.seen
            ):
                meeting.mentions.append((noticed.i, noticed.j))
                return [meeting]
        several = low[noticed.i - 1] in ("các", "những", "loạt", "nhiều") and noticed.i > view.i
        one_by_one = several or self._parties.apart(noticed.noun.noun, targets)
        groups = [[t] for t in targets] if one_by_one and len(targets) > 1 else [targets]
        out = []
        for group in groups:
            parties = [*subject, *group]
            span = (noticed.i, noticed.j)
            told = self._told.met(noticed.noun, parties, view)
            if told is None:
                label = self._t.text(noticed.i, max(noticed.j, group[-1].j if group else 0))
                told = self._told.add(noticed.noun, label, view, span, max(view.i, span[0] - NEAR))
                told.specific = True
            else:
                told.mentions.append(span)
            told.meet(parties, keys_of(parties, self._t))
            out.append(told)
        return out

    def of_both(self, noticed: MeetingNoticed, view: SentenceView) -> list[Item]:
        """Return the two whose talks, not told of before, are named by what came after: "A và B ra
        tuyên bố chung sau cuộc hội đàm"; empty where it is no such naming.
        """
        if noticed.noun.kind != "talk" or self._t.low[noticed.i - 1] != "sau":
            return []
        before = [p for p in view.of("person") if p.j <= noticed.i]
        told = any(m.kind == "talk" for m in self._told.recent())
        return before if not told and len(before) == 2 and self._pairs.joined(*before) else []

    def _remembered_event(
        self, noticed: MeetingNoticed, view: SentenceView, subject: list[Item]
    ) -> bool:
        """Tell whether a talk or a visit is one of the past, or any of its kind, named in passing.

        "chuyến thăm của A vào tháng 8", "duy trì các chuyến thăm".
        """
        low = self._t.low
        if low[noticed.i - 1] in ("các", "những") and noticed.i > view.i and not subject:
            return True
        first = view.i + (low[view.i] in ("hồi", "vào", "từ"))
        if low[first : first + 1] in (["tháng"], ["năm"], ["cuối"], ["đầu"]):
            return True  # "Tháng 11/2007, trong chuyến thăm Lào, A …", "Hồi tháng 7, …"
        behind = low[noticed.item.j : min(view.j, noticed.item.j + 16)]
        return any(
            a in ("vào", "hồi") and b in ("tháng", "năm", "đầu", "cuối")
            for a, b in pairwise(behind)
        ) and not self._x.planned.longest(low, noticed.i - 1, noticed.i)

    def guests(self, meeting: MeetingDraft, noticed: MeetingNoticed, view: SentenceView) -> None:
        """Note whom a naming says to be there: people inside the noun phrase ("lễ đón Chủ tịch A"),
        two who meet the press together.
        """
        if noticed.noun.kind == "press":
            hosts = self._parties.before(noticed.i, view)
            if len(hosts) < 2:
                hosts = self._pairs.holding(noticed.i, noticed.item.j, view)
            meeting.meet(hosts, keys_of(hosts, self._t))
            return
        between = self._t.low[noticed.item.j : noticed.j]
        if noticed.noun.kind == "session" and "giữa" in between:
            k = noticed.item.j + between.index("giữa")
            two = self._parties.behind(k, noticed.j, view)
            if len(two) == 2:  # "buổi làm việc giữa A và B"
                meeting.meet(two, keys_of(two, self._t))
            return
        if noticed.noun.kind == "session" and between[:1] == ["của"]:
            two = self._of_one_with_another(noticed, view)
            meeting.meet(two, keys_of(two, self._t))
            return
        if noticed.noun.kind != "banquet" and not noticed.noun.noun.startswith(
            ("lễ đón", "lễ trao")
        ):
            return
        guests = [
            p
            for p in view.of("person")
            if noticed.item.j <= p.i < noticed.j and self._t.low[p.i - 1] != "của"
        ]
        meeting.meet(guests, keys_of(guests, self._t))

    def _of_one_with_another(self, noticed: MeetingNoticed, view: SentenceView) -> list[Item]:
        """Return both sides of "buổi làm việc của A với B"; empty where it names no two."""
        host = self._parties.behind(noticed.item.j, view.j, view)[:1]
        for guest in (*view.of("person"), *view.of("body")):
            if host and guest.i == host[0].j + 1 and self._t.low[host[0].j] == "với":
                return [*host, guest]
        return []
