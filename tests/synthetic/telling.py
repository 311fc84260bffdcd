"""One paper's report of meetings: what it leaves out, words otherwise or gets wrong."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import Random
from typing import NamedTuple

from kg.report import model as m
from synthetic.careers import Careers
from synthetic.events import Event, Present
from synthetic.names import new_tones, printed
from synthetic.offices import Body, Office, Post
from synthetic.wording import worded

# Shares of the press corpus: people without any post, with a former one, meetings whose part of the
# day is named. The corpus gives whole days to 24 of 100 meetings, day and month to 36, none to 40,
# but its articles have no days of issue, with which a day and month is a whole day; so there:
WITHOUT_POST, FORMER, SESSION_NAMED = 0.076, 0.03, 0.28
DATED, DATED_WITHOUT_ISSUE, DAY_MONTH_WITHOUT_ISSUE = 0.85, 0.25, 0.36
# Guesses: of posts, how many are printed without their place, are the last one's, another's; of a
# title's "Thường trực", how many are kept; of days, how many are wrong by one; of chairs, how many
# are named, and how likely a paper names one more of those present.
UNPLACED, STALE, MIXED_UP, KEPT_STANDING = 0.03, 0.01, 0.003, 0.7
WRONG_DAY, CHAIR_NAMED, ONE_MORE, STALE_DAYS = 0.005, 0.94, 0.62, 60
SIDE_POSTS, NAMED_TWICE, BODY_THERE = 0.45, 0.4, 0.15


class Outlet(NamedTuple):
    """A paper; `home` is its province ("" for the whole country)."""

    name: str
    home: str
    dated: bool
    new_tones: bool


class Labelled(NamedTuple):
    """A report with the truth beside it: who its people and which its meetings are, by number.

    `text` is what its mentions point into: the words said, one sentence each.
    """

    report: m.Report
    people: dict[str, int]
    meetings: dict[str, int]
    text: str


class Telling:
    """Collects the statements of one report."""

    def __init__(self, id: str, outlet: Outlet, issued: int, careers: Careers, rng: Random) -> None:
        self._id, self._outlet, self._issued = id, outlet, issued
        self._careers, self._rng = careers, rng
        self._at = 0
        self._words: list[str] = []
        self._mentions: list[m.Mention] = []
        self._people: list[m.Person] = []
        self._bodies: dict[tuple[Body, bool], m.Body] = {}
        self._posts: dict[tuple[str, bool], m.Post] = {}
        self._meetings: list[m.Meeting] = []
        self._memberships: list[m.Membership] = []
        self._participations: list[m.Participation] = []
        self._who: dict[int, str] = {}
        self._named: dict[str, int] = {}  # person -> its first mention
        self._acting: dict[str, str] = {}
        self.people: dict[str, int] = {}
        self.meetings: dict[str, int] = {}

    def labelled(self) -> Labelled:
        """Return the report and its truth."""
        issued = date.fromordinal(self._issued).isoformat() if self._outlet.dated else None
        report = m.Report(
            document=self._id,
            digest=self._id,
            version="synthetic",
            issued=issued,
            source=None,
            mentions=tuple(self._mentions),
            people=tuple(self._people),
            bodies=tuple(self._bodies.values()),
            posts=tuple(self._posts.values()),
            meetings=tuple(self._meetings),
            memberships=tuple(self._memberships),
            participations=tuple(self._participations),
        )
        text = "".join(f"{words}. " for words in self._words)
        return Labelled(report, self.people, self.meetings, text)

    def tell(self, event: Event) -> None:
        """Add a meeting as this paper has it."""
        rng = self._rng
        id = f"m{len(self._meetings) + 1}"
        label, kind = worded(event.topic, event.holder.label, rng)
        said = self._say(label, "meeting", id)
        day, end, day_month = self._day(event)
        session = rng.choice(event.sessions) if rng.random() < SESSION_NAMED else None
        rooms = self._rooms(event, id)
        chosen = self._listed(event.present, {r.province for r in rooms})
        province = event.home.partition("/")[0]
        holder = ()
        if rng.random() < 0.2:
            holder = (self._body(event.holder, True).id,)
        self._meetings.append(
            m.Meeting(
                id=id,
                label=label,
                kind=kind,
                date=day,
                day_month=day_month,
                end_date=end,
                session=session,
                provinces=(province,) if province and rng.random() < 0.6 else (),
                organisers=holder,
                sites=tuple(rooms),
                mentions=(said,),
            )
        )
        self.meetings[id] = event.id
        held = {r.province: r.id for r in rooms}
        for order, here in enumerate(chosen, 1):
            person = self._person(here, event.day, chosen)
            self._take_part(
                id, person, here.role, order, held.get(here.room) if here.room else None
            )
            if here.speaks:
                self._take_part(id, person, "speak", None, None)
        if rng.random() < BODY_THERE:
            self._take_part(id, self._body(event.holder, True).id, "represented", None, None)

    def appoint(self, person: int, old: Office, new: Office) -> None:
        """Tell that somebody gives up one office for another."""
        who = self._add(person)
        for office, status in ((new, "appointed"), (old, "former")):
            self._hold(who, office.posts[0], status, True)  # type: ignore[arg-type]

    def _say(self, words: str, kind: m.MentionKind, target: str) -> int:
        start = self._at
        self._at += len(words) + 2
        self._words.append(words)
        self._mentions.append(m.Mention(start, start + len(words), kind, target, "synthetic"))
        return len(self._mentions) - 1

    def _day(self, event: Event) -> tuple[str | None, str | None, str | None]:
        """Return the first and the last day of a meeting, and its day and month, as far as told."""
        rng = self._rng
        chance = rng.random()
        shift = rng.choice((-1, 1)) if rng.random() < WRONG_DAY else 0
        first = date.fromordinal(event.day + shift)
        last = date.fromordinal(event.day + shift + event.days - 1)
        if event.days > 1 and rng.random() < 0.4:  # that day of it which the paper was there
            first = last = date.fromordinal(event.day + rng.randrange(event.days))
        if chance < (DATED if self._outlet.dated else DATED_WITHOUT_ISSUE):
            return first.isoformat(), last.isoformat() if last > first else None, None
        if not self._outlet.dated and chance < DATED_WITHOUT_ISSUE + DAY_MONTH_WITHOUT_ISSUE:
            return None, None, f"--{first.isoformat()[5:]}"
        return None, None, None

    def _rooms(self, event: Event, id: str) -> list[m.Site]:
        """Return the rooms that this paper tells of: its own, or some."""
        home, rng = self._outlet.home, self._rng
        told = [r for r in event.rooms if r == home or (not home and rng.random() < 0.3)]
        return [m.Site(f"{id}s{i}", f"điểm cầu {r}", r) for i, r in enumerate(told, 1)]

    def _listed(self, present: Sequence[Present], rooms: set[str | None]) -> list[Present]:
        """Return those whom the paper names: the chair, then by rank until it has enough."""
        rng = self._rng
        out = []
        for here in present:
            if here.role == "chair":
                if rng.random() < CHAIR_NAMED:
                    out.append(here)
            elif here.room is not None:
                if here.room in rooms:
                    out.append(here)
            elif rng.random() < ONE_MORE * (0.85 ** len(out)):
                out.append(here)
        return out or list(present[:1])

    def _add(self, person: int) -> str:
        rng = self._rng
        name = printed(self._careers.names[person], rng)
        if self._outlet.new_tones:
            name = new_tones(name)
        id = f"p{len(self._people) + 1}"
        self._people.append(m.Person(id, name))
        self._who[person] = id
        self.people[id] = person
        self._named[id] = self._say(name, "person", id)
        if rng.random() < NAMED_TWICE:
            self._say(name, "person", id)
        return id

    def _person(self, here: Present, day: int, others: Sequence[Present]) -> str:
        """Return the id of somebody present, with the posts that the paper prints."""
        known = self._who.get(here.person)
        if known is not None:
            return known
        rng = self._rng
        id = self._add(here.person)
        if rng.random() < WITHOUT_POST:
            return id
        posts = here.office.posts
        before = self._careers.before(here.person, day)
        if before and rng.random() < FORMER:
            self._hold(id, self._careers.office(before.office).posts[0], "former", True)
        now = self._careers.since(here.person, day)
        if before and day - now < STALE_DAYS and rng.random() < STALE * 10:
            posts = self._careers.office(before.office).posts
        elif rng.random() < MIXED_UP:
            posts = rng.choice(others).office.posts
        placed = rng.random() >= UNPLACED
        mine = [posts[0]] + [p for p in posts[1:] if rng.random() < SIDE_POSTS]
        if len(posts) > 1 and rng.random() < 0.08:
            mine = list(posts[1:2])
        for post in mine:
            self._hold(id, post, "current", placed)
        return id

    def _hold(self, person: str, post: Post, status: m.Status, placed: bool) -> None:
        label, title = post.label, post.title
        if title.endswith(" Thường trực") and self._rng.random() > KEPT_STANDING:
            title = title.removesuffix(" Thường trực")
            label = label.replace(" Thường trực", "", 1)
        body = post.body
        # What stands without its place is known to one document alone.
        placed = placed or body is None or body.province is None
        if not placed and body is not None:
            label = title if body.parent else f"{title} {_noun(body)}"
        if (label, placed) not in self._posts:
            at = self._body(body, placed).id if body is not None else None
            id = f"t{len(self._posts) + 1}"
            self._posts[label, placed] = m.Post(id, label, title, at, placed)
        made = self._posts[label, placed]
        said = self._say(label, "post", made.id)
        mentions = (said, self._named[person])
        self._memberships.append(m.Membership(person, made.id, status, (label,), mentions))
        self._acting.setdefault(person, made.id)

    def _body(self, body: Body, placed: bool) -> m.Body:
        placed = placed or body.province is None
        if (body, placed) not in self._bodies:
            parent = self._body(body.parent, placed).id if body.parent else None
            id = f"b{len(self._bodies) + 1}"
            label = body.label if placed else _noun(body)
            province = body.province if placed else None
            self._bodies[body, placed] = m.Body(
                id, label, body.kind, body.level, province, placed, parent
            )
            self._say(label, "body", id)
        return self._bodies[body, placed]

    def _take_part(
        self, meeting: str, who: str, role: m.Role, order: int | None, site: str | None
    ) -> None:
        verb = self._say(role, "role", meeting)
        named = (self._named[who], verb) if who in self._named else (verb,)
        self._participations.append(
            m.Participation(meeting, who, role, site, self._acting.get(who), None, order, named)
        )

    @property
    def participations(self) -> int:
        """How many participations the report has so far."""
        return len(self._participations)


def _noun(body: Body) -> str:
    """Return a body's name without its place: "Sở Nội vụ", "Tỉnh ủy"."""
    words = body.label
    for noun in (" tỉnh ", " thành phố ", " huyện ", " quận ", " thị xã ", " xã ", " phường "):
        words = words.partition(noun)[0]
    return words.removesuffix(f" {body.province}")
