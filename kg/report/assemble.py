"""Puts what was read together into a `Report`: ids, canonical names, mentions with offsets."""

from __future__ import annotations

from typing import cast

import msgspec

from kg.documents.document import Document
from kg.lexicon.lexicon import Lexicon
from kg.ner.combine import Combination
from kg.ner.model import BodyRef, Territory, TitleRef
from kg.ner.prepare import Prepared
from kg.report.dating import Dating
from kg.report.drafts import MeetingDraft
from kg.report.entries import Entry
from kg.report.model import (
    Body,
    Meeting,
    Membership,
    Mention,
    MentionKind,
    Participation,
    Person,
    Place,
    Post,
    Report,
    Role,
    Site,
    Status,
)
from kg.report.naming import NamedBody, name_body, post_label
from kg.report.people import Coreference, PersonDraft
from kg.report.placing import Placing
from kg.report.scene import RoleDraft
from kg.text.normalise import Normalised


class Assembler:
    """Builds one report; every table gets its rows in the order of the text."""

    def __init__(
        self,
        document: Document,
        normal: Normalised,
        prepared: Prepared,
        combined: Combination,
        lexicon: Lexicon,
        placing: Placing,
    ) -> None:
        self._doc = document
        self._normal = normal
        self._t = prepared.tokens
        self._chunks = combined.chunks
        self._sure = combined.sure
        self._x = lexicon
        self._placing = placing
        self._mentions: dict[tuple[int, int, str, str], int] = {}
        self._rows: list[Mention] = []
        self._places: dict[tuple[str, str], Place] = {}
        self._bodies: dict[str, Body] = {}
        self._posts: dict[str, Post] = {}

    # -- tables
    # --------------------------------------------------------------------------------------

    def mention(self, i: int, j: int, kind: MentionKind, target: str, rule: str) -> int:
        """Return the index of the mention of tokens `i` to `j` (exclusive)."""
        start = self._normal.start(self._t.start[i])
        end = self._normal.end(self._t.end[j - 1])
        key = (start, end, kind, target)
        if key not in self._mentions:
            self._mentions[key] = len(self._rows)
            sure = self._sure.get((i, j), 1.0) if kind == "person" else 1.0
            self._rows.append(Mention(start, end, kind, target, f"rule:{rule}", sure))
        return self._mentions[key]

    def _place(self, territory: Territory) -> Place | None:
        if territory.name is None:
            return None
        key = (territory.name, territory.level if territory.level == "province" else territory.unit)
        if key not in self._places:
            province = territory.provinces[0] if len(territory.provinces) == 1 else None
            if province is None and territory.provinces:
                home = self._placing.home(None)
                province = home if home in territory.provinces else None
            full = f"{territory.unit} {territory.name}"
            self._places[key] = Place(
                f"l{len(self._places) + 1}", territory.name, full, territory.level, province
            )
        return self._places[key]

    def _province(self, name: str) -> Place:
        unit = self._x.province_units[name]
        place = self._place(Territory(0, 0, unit, "province", name, (name,)))
        assert place is not None
        return place

    def _body(self, named: NamedBody) -> Body:
        key = named.label.casefold()
        if key not in self._bodies:
            parent = self._body(named.parent).id if named.parent is not None else None
            self._bodies[key] = Body(
                f"b{len(self._bodies) + 1}",
                named.label,
                named.kind,
                named.level,
                named.province,
                named.placed,
                parent,
                None,
                named.member,
            )
        return self._bodies[key]

    def _post(self, title: TitleRef, named: NamedBody | None) -> Post:
        label = post_label(title, named)
        key = label.casefold()
        if key not in self._posts:
            body = self._body(named) if named is not None else None
            self._posts[key] = Post(
                f"t{len(self._posts) + 1}",
                label,
                title.words,
                body.id if body else None,
                named.placed if named else True,
            )
        return self._posts[key]

    def _named(self, ref: BodyRef, i: int, near: list[TitleRef]) -> NamedBody:
        return name_body(ref, self._t.sent[min(i, len(self._t) - 1)], near, self._placing, self._x)

    def _placed(self, draft: PersonDraft) -> dict[tuple[str, str], set[int]]:
        """Return the words of a person's titles whose body has its place, with one or two of the
        titles each.
        """
        found: dict[tuple[str, str], set[int]] = {}
        for title, entry in draft.titles:
            if title.body is not None:
                same = found.setdefault(_words_of(title, title.body), set())
                near = [t for t in entry.titles if t is not title]
                if len(same) < 2 and self._named(title.body, title.i, near).placed:
                    same.add(id(title))
        return found

    # -- the report
    # ----------------------------------------------------------------------------------

    def report(
        self,
        people: Coreference,
        meetings: list[MeetingDraft],
        roles: list[RoleDraft],
        dating: Dating,
    ) -> Report:
        """Return the finished report."""
        active = {
            r.who.person
            for r in roles
            if isinstance(r.who, Entry) and r.who.person is not None and self._named_as_one(r)
        }
        drafts = [d for d in people.people if self._is_official(d, active)]
        names = {d.id: Person(d.id, _tidy(d.name), d.foreign) for d in drafts}
        memberships = [m for d in drafts for m in self._memberships(d)]
        self._person_mentions(drafts)
        self._place_mentions()
        sites: dict[str, dict[str, Site]] = {}
        participations = self._participations(roles, names, sites)
        rows = [self._meeting(m, dating, sites.get(m.id, {}), roles) for m in meetings]
        used = {p.meeting for p in participations} | {m.id for m in rows if m.organisers}
        rows = [m for m in rows if m.id in used]
        return Report(
            document=self._doc.id,
            digest=self._doc.digest(),
            version=self._x.version,
            issued=dating.issued,
            title=self._doc.title,
            source=self._doc.source,
            mentions=tuple(self._rows),
            people=tuple(names.values()),
            bodies=tuple(self._bodies.values()),
            places=tuple(self._places.values()),
            posts=tuple(self._posts.values()),
            meetings=tuple(rows),
            memberships=tuple(memberships),
            participations=tuple(participations),
        )

    def _named_as_one(self, r: RoleDraft) -> bool:
        """Tell whether a role makes a person of a bare name: words alone, without any form of
        address, do not ("bạn đọc A bày tỏ")."""
        assert isinstance(r.who, Entry)
        return r.role != "speak" or r.who.honour or bool(r.who.titles)

    def _remembered(self, draft: PersonDraft) -> bool:
        """Tell whether the text commemorates a person: "Ngày sinh Chủ tịch A", "cố Thủ tướng A"."""
        for entry in draft.entries:
            i = self._chunks[entry.a].i
            for k in range(max(0, i - 3), i):
                hit = self._x.memorial.longest(self._t.low, k, i)
                if hit is not None and hit[0] == i and self._t.sent[k] == self._t.sent[i]:
                    return True
        return False

    def _is_official(self, draft: PersonDraft, active: set[str]) -> bool:
        if draft.id not in active and self._remembered(draft):
            return False
        titled = any(
            not t.rank.civil
            and (t.body is not None or t.rank.alone or t.country is not None or t.rank.free)
            for t, _ in draft.titles
        )
        return titled or draft.id in active

    def _memberships(self, draft: PersonDraft) -> list[Membership]:
        found: dict[tuple[str, str], tuple[list[str], list[int]]] = {}
        full_ranks = {
            t.rank.rank
            for t, _ in draft.titles
            if t.body is not None or t.country not in (None, "Việt Nam")
        }
        placed: dict[tuple[str, str], set[int]] | None = None
        for title, entry in draft.titles:
            bare = title.body is None and title.country is None
            known = title.rank.rank in full_ranks or title.rank.reference
            if title.rank.head or (bare and (not title.rank.alone or known)):
                continue
            if _country_of(title) == "Việt Nam" and any(
                t.rank is title.rank
                and t.deputy == title.deputy
                and _country_of(t) is None
                and (t.body is None) == (title.body is None)
                for t, _ in draft.titles
            ):
                # the country only tells him from a guest; the title stands without it elsewhere
                continue
            near = [t for t in (*entry.titles, *entry.shared) if t is not title]
            named = self._named(title.body, title.i, near) if title.body is not None else None
            if named is not None and not named.placed and title.body is not None:
                placed = self._placed(draft) if placed is None else placed
                if placed.get(_words_of(title, title.body), set()) - {id(title)}:
                    continue  # the same words say elsewhere which body it is
            post = self._post(title, named)
            if title.body is not None and named is not None:
                self.mention(
                    title.body.i,
                    max(title.body.j, title.body.i + 1),
                    "body",
                    self._body(named).id,
                    "body",
                )
            status = title.status
            printed, mentions = found.setdefault((post.id, status), ([], []))
            words = self._printed(title.i, title.j)
            if words not in printed:
                printed.append(words)
            mentions.append(self.mention(title.i, title.j, "post", post.id, "title"))
            if entry.name is not None:
                rule = "title-before-name" if title.i < entry.name.i else "title-behind-name"
                mentions.append(self.mention(entry.name.i, entry.name.j, "person", draft.id, rule))
        former = {self._label(p) for p, s in found if s == "former"}
        labels = {status: [self._label(p) for p, s in found if s == status] for _, status in found}
        found = {
            (post, status): value
            for (post, status), value in found.items()
            if not any(_says_more(other, self._label(post)) for other in labels[status])
            # "nguyên Bộ trưởng" here, "khi là Bộ trưởng" there: no post of today
            and not (status == "current" and f"nguyên {self._label(post)}" in former)
        }
        return [
            Membership(
                draft.id,
                post,
                cast(Status, status),
                tuple(printed),
                tuple(dict.fromkeys(mentions)),
                self._confidence(mentions),
            )
            for (post, status), (printed, mentions) in found.items()
        ]

    def _confidence(self, mentions: list[int]) -> float:
        """Return how sure a fact is: as sure as its best mention of a person, 1 without one."""
        people = [self._rows[k].confidence for k in mentions if self._rows[k].kind == "person"]
        return max(people, default=1.0)

    def _printed(self, i: int, j: int) -> str:
        """Return the text as read of the tokens `i` to `j`, with single blanks."""
        start = self._normal.start(self._t.start[i])
        return _tidy(self._doc.text[start : self._normal.end(self._t.end[j - 1])])

    def _label(self, post: str) -> str:
        return next(p.label for p in self._posts.values() if p.id == post).casefold()

    def _person_mentions(self, drafts: list[PersonDraft]) -> None:
        for draft in drafts:
            for entry in draft.entries:
                if entry.name is not None:
                    self.mention(entry.name.i, entry.name.j, "person", draft.id, "name")
                elif entry.titles:
                    self.mention(
                        entry.titles[0].i,
                        entry.titles[0].j,
                        "person",
                        draft.id,
                        "title-refers-back",
                    )

    def _place_mentions(self) -> None:
        for chunk in self._chunks:
            territory: Territory | None = None
            if chunk.kind == "place":
                territory = chunk.value
            elif chunk.kind == "body":
                territory = chunk.value.territory
            elif chunk.kind == "title" and chunk.value.body is not None:
                territory = chunk.value.body.territory
            if territory is None or territory.name is None:
                continue
            place = self._place(territory)
            if place is not None and territory.i < territory.j:
                self.mention(territory.i, territory.j, "place", place.id, "gazetteer")
            if territory.level != "province" and self._names_province(territory):
                self.mention(
                    territory.i,
                    territory.j,
                    "place",
                    self._province(territory.provinces[0]).id,
                    "gazetteer",
                )

    def _names_province(self, territory: Territory) -> bool:
        """Tell whether a chain ("quận Đồ Sơn, Hải Phòng") names the province itself."""
        if len(territory.provinces) != 1:
            return False
        words = self._t.text(territory.i, territory.j).lower()
        return territory.provinces[0].lower() in words

    def _meeting(
        self, draft: MeetingDraft, dating: Dating, sites: dict[str, Site], roles: list[RoleDraft]
    ) -> Meeting:
        dated = dating.of(draft)
        mentions = tuple(
            self.mention(i, max(j, i + 1), "meeting", draft.id, "meeting-noun")
            for i, j in dict.fromkeys(draft.mentions)
        )
        organisers: dict[str, None] = {}
        for r in roles:
            if r.meeting is draft and r.role == "organise" and isinstance(r.who, BodyRef):
                organisers[self._body(self._named(r.who, r.who.i, [])).id] = None
        provinces: dict[str, None] = dict.fromkeys(draft.places)
        provinces |= {s.province: None for s in sites.values() if s.province}
        led = organisers | dict.fromkeys(self._chaired_from(draft, roles))
        for body in list(self._bodies.values()):
            if body.id in led and body.province:
                provinces[body.province] = None
        return Meeting(
            draft.id,
            _tidy(draft.label),
            draft.noun,
            dated.date,
            dated.day_month,
            dated.end_date,
            dated.session,
            tuple(provinces),
            tuple(organisers),
            tuple(sites.values()),
            draft.planned,
            mentions,
        )

    def _chaired_from(self, draft: MeetingDraft, roles: list[RoleDraft]) -> list[str]:
        """Return the bodies (local ids) that chair a meeting or whose holders of posts do."""
        out: list[str] = []
        for r in roles:
            if r.meeting is not draft or r.role != "chair":
                continue
            refs = [r.who] if isinstance(r.who, BodyRef) else [t.body for t in r.who.titles]
            out += [self._body(self._named(b, b.i, [])).id for b in refs if b is not None]
        return out

    def _participations(
        self, roles: list[RoleDraft], names: dict[str, Person], sites: dict[str, dict[str, Site]]
    ) -> list[Participation]:
        merged: dict[tuple[str, str, str], Participation] = {}
        shown: dict[tuple[str, str, str], dict[int, None]] = {}
        for r in roles:
            if r.role == "organise":
                continue
            who, spans, acting = self._participant(r, names)
            if who is None:
                continue
            verb = self.mention(
                r.verb[0], max(r.verb[1], r.verb[0] + 1), "role", r.meeting.id, r.rule
            )
            site = self._site(r, sites) if r.site is not None else None
            behalf = None
            if r.behalf is not None:
                body = self._body(self._named(r.behalf, r.behalf.i, []))
                behalf = body.id
                spans.append(self.mention(r.behalf.i, r.behalf.j, "body", body.id, "on-behalf-of"))
            key = (r.meeting.id, who, r.role)
            new = Participation(
                r.meeting.id,
                who,
                cast(Role, r.role),
                site,
                acting,
                behalf,
                r.order,
                (),
                self._confidence(spans),
            )
            old = merged.get(key)
            merged[key] = new if old is None else _merge(old, new)
            shown.setdefault(key, {}).update(dict.fromkeys((*spans, verb)))
        for key, indices in shown.items():
            merged[key] = msgspec.structs.replace(merged[key], mentions=tuple(indices))
        talks = {r.meeting.id for r in roles if r.meeting.kind == "talk"}
        for (m, w, role), p in list(merged.items()):
            if m in talks and role == "speak" and w in names:
                # of a talk between two the speakers are those who take part
                merged.setdefault((m, w, "attend"), msgspec.structs.replace(p, role="attend"))
        chaired = {(m, w) for m, w, role in merged if role == "chair"}
        return [
            p
            for (m, w, role), p in merged.items()
            if role != "attend" or (m, w) not in chaired or self._said_to_attend(p)
        ]

    def _said_to_attend(self, p: Participation) -> bool:
        """Tell whether the text says of one who chairs that he attends, too."""
        return any(self._rows[k].rule == "rule:subject-verb" for k in p.mentions)

    def _participant(
        self, r: RoleDraft, names: dict[str, Person]
    ) -> tuple[str | None, list[int], str | None]:
        if isinstance(r.who, BodyRef):
            body = self._body(self._named(r.who, r.who.i, []))
            return body.id, [self.mention(r.who.i, r.who.j, "body", body.id, r.rule)], None
        entry = r.who
        if entry.person is None or entry.person not in names:
            return None, [], None
        if entry.name is not None:
            span = [self.mention(entry.name.i, entry.name.j, "person", entry.person, "name")]
        elif entry.titles:
            span = [
                self.mention(
                    entry.titles[0].i,
                    entry.titles[0].j,
                    "person",
                    entry.person,
                    "title-refers-back",
                )
            ]
        else:
            span = []
        acting = None
        for title in entry.titles:
            if entry.name is not None and (title.body is not None or title.country is not None):
                near = [t for t in entry.titles if t is not title]
                named = self._named(title.body, title.i, near) if title.body is not None else None
                label = post_label(title, named).casefold()
                if label in self._posts:
                    acting = self._posts[label].id
                    break
        return entry.person, span, acting

    def _site(self, r: RoleDraft, sites: dict[str, dict[str, Site]]) -> str:
        assert r.site is not None
        own = sites.setdefault(r.meeting.id, {})
        if r.site not in own:
            own[r.site] = Site(f"{r.meeting.id}s{len(own) + 1}", f"điểm cầu {r.site}", r.site)
            self._province(r.site)
        return own[r.site].id


def _says_more(label: str, than: str) -> bool:
    """Tell whether a post (in small letters) is another one said more fully.

    "bộ trưởng bộ y tế" than "bộ trưởng", "phó chủ tịch thường trực …" than "phó chủ tịch …".
    """
    return label.startswith(than + " ") or (
        " thường trực " in label and label.replace(" thường trực ", " ", 1) == than
    )


def _words_of(title: TitleRef, body: BodyRef) -> tuple[str, str]:
    return title.words.lower(), body.base.lower()


def _country_of(title: TitleRef) -> str | None:
    return title.country or (title.body.country if title.body is not None else None)


def _merge(old: Participation, new: Participation) -> Participation:
    return Participation(
        old.meeting,
        old.participant,
        old.role,
        old.site or new.site,
        old.acting_as or new.acting_as,
        old.on_behalf_of or new.on_behalf_of,
        old.order or new.order,
        (),  # both's are put together once all is merged
        max(old.confidence, new.confidence),
    )


def _tidy(text: str) -> str:
    return " ".join(text.split())
