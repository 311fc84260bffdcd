"""Reports made by hand, for tests of what stands behind extraction."""

from __future__ import annotations

from kg.report.model import (
    Body,
    Level,
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


class Maker:
    """Collects statements of one report; every method returns the local id."""

    def __init__(self, id: str, issued: str | None = None) -> None:
        self.id, self.issued = id, issued
        self.text = ""
        self.mentions: list[Mention] = []
        self.people: list[Person] = []
        self.bodies: list[Body] = []
        self.places: list[Place] = []
        self.posts: list[Post] = []
        self.meetings: list[Meeting] = []
        self.memberships: list[Membership] = []
        self.participations: list[Participation] = []

    def say(self, words: str, kind: MentionKind, target: str) -> int:
        start = len(self.text)
        self.text += words + ". "
        self.mentions.append(Mention(start, start + len(words), kind, target, "test"))
        return len(self.mentions) - 1

    def place(self, name: str, province: str | None = None, level: Level = "province") -> str:
        id = f"l{len(self.places) + 1}"
        self.places.append(Place(id, name, name, level, province))
        self.say(name, "place", id)
        return id

    def body(
        self,
        label: str,
        level: Level = "province",
        province: str | None = None,
        kind: str = "other",
        parent: str | None = None,
    ) -> str:
        for b in self.bodies:
            if (b.label, b.province) == (label, province):
                return b.id
        id = f"b{len(self.bodies) + 1}"
        placed = province is not None or level not in ("province", "district", "commune")
        self.bodies.append(Body(id, label, kind, level, province, placed, parent))
        self.say(label, "body", id)
        return id

    def person(self, name: str, *posts: str, foreign: bool = False) -> str:
        """Add a person with posts written "Title @ body / level / province" or "Title + country".

        "former:", "appointed:" or "acting:" stands before.
        """
        id = f"p{len(self.people) + 1}"
        self.people.append(Person(id, name, foreign))
        named = self.say(name, "person", id)
        for text in posts:
            self.hold(id, text, named)
        return id

    def hold(self, person: str, text: str, named: int) -> None:
        status: Status = "current"
        for prefix in ("former", "appointed", "acting"):
            if text.startswith(prefix + ":"):
                status, text = prefix, text.removeprefix(prefix + ":").strip()  # type: ignore[assignment]
        title, _, where = (part.strip() for part in text.partition("@"))
        title, _, country = (part.strip() for part in title.partition("+"))
        body, placed, label = None, True, f"{title} {country}".strip()
        if where:
            name, level, province, *_ = (*(w.strip() for w in where.split("/")), "", "")
            body = self.body(name, level or "central", province or None)  # type: ignore[arg-type]
            placed = next(b.placed for b in self.bodies if b.id == body)
            label = f"{title} {name}"
        post = next((p.id for p in self.posts if (p.label, p.body) == (label, body)), None)
        if post is None:
            post = f"t{len(self.posts) + 1}"
            self.posts.append(Post(post, label, title, body, placed))
        said = self.say(label, "post", post)
        self.memberships.append(Membership(person, post, status, (label,), (said, named)))

    def meeting(
        self,
        label: str,
        *roles: tuple[str, Role] | tuple[str, Role, str],
        date: str | None = None,
        kind: str = "session",
        provinces: tuple[str, ...] = (),
        day_month: str | None = None,
        end_date: str | None = None,
        session: str | None = None,
        sites: tuple[str, ...] = (),
        organisers: tuple[str, ...] = (),
    ) -> str:
        """Add a meeting; a role is (participant's id, role) or (…, …, province of the site)."""
        id = f"m{len(self.meetings) + 1}"
        rooms = {s: Site(f"{id}s{i}", f"điểm cầu {s}", s) for i, s in enumerate(sites)}
        said = self.say(label, "meeting", id)
        self.meetings.append(
            Meeting(
                id,
                label,
                kind,
                date,
                day_month,
                end_date,
                session,
                provinces,
                organisers,
                tuple(rooms.values()),
                mentions=(said,),
            )
        )
        for i, (who, role, *site) in enumerate(roles, 1):
            verb = self.say(role, "role", id)
            self.participations.append(
                Participation(
                    id,
                    who,
                    role,
                    rooms[site[0]].id if site else None,
                    order=i,
                    mentions=(*self._naming(who), verb),
                )
            )
        return id

    def _naming(self, who: str) -> tuple[int, ...]:
        return tuple(i for i, m in enumerate(self.mentions) if m.target == who)[:1]

    def report(self) -> Report:
        return Report(
            document=self.id,
            digest=f"digest-{self.id}",
            version="test",
            issued=self.issued,
            mentions=tuple(self.mentions),
            people=tuple(self.people),
            bodies=tuple(self.bodies),
            places=tuple(self.places),
            posts=tuple(self.posts),
            meetings=tuple(self.meetings),
            memberships=tuple(self.memberships),
            participations=tuple(self.participations),
        )
