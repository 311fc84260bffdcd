"""Whether two people of one name can be one person: what their posts say against it.

Everything here argues against joining; what argues for it is in `kg.link.officials`.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Iterator, Sequence, Set
from datetime import date as Date
from typing import NamedTuple

import msgspec

from kg.link.join_rows import ClashKind
from kg.link.model import BodyRow, PostRow
from kg.link.provinces import Provinces
from kg.link.rules import LinkRules
from kg.link.slugs import canonical

# Two leading posts in two provinces within a year are two people's; beyond it, a transfer.
TRANSFER_DAYS = 365
# Nobody heads two ministries, or comes from a commune into the government, within half a year.
RESHUFFLE_DAYS = 180
_LOCAL = ("province", "district", "commune")


class PostView(msgspec.Struct, frozen=True, eq=False):
    """What a post says about its holder. `province` is the short name of where it is held.

    One post in one province is one object, wherever it is met: it is equal to itself alone.

    `title` and `words` are the bare title and the bare label (`LinkRules.bare`). `body_noun` is the
    first word of the body's name ("bộ"), `body_words` are the others. `leading`, `single` and
    `elsewhere` are those of ``rules/linking.yaml``, `sole` its `one_holder`; `beside` says that it
    is held beside another post that may be anywhere; `firm` that its body is one or its board.
    """

    key: str
    title: str
    words: str
    body: str | None
    body_noun: str
    body_words: frozenset[str]
    level: str
    province: str | None
    placed: bool
    leading: bool
    single: bool
    sole: bool
    elsewhere: bool
    beside: bool
    firm: bool

    @property
    def local(self) -> bool:
        """Whether it is held in one province alone."""
        return self.level in _LOCAL and self.province is not None and not self.elsewhere

    @property
    def movable(self) -> bool:
        """Whether its holders are moved from province to province."""
        return self.leading and self.level == "province"

    @property
    def governing(self) -> bool:
        """Whether its holder leads a part of the government, and so no firm."""
        return self.level == "central" and self.leading and not self.beside and not self.firm

    @property
    def prominent(self) -> bool:
        """Whether the whole country's press names its holder."""
        if self.body is None:
            return self.single or (self.leading and self.words != self.title)
        return self.leading and self.level in ("central", "province", "foreign")

    @property
    def telling(self) -> bool:
        """Whether two who hold it under one name are one person: it says where it is held."""
        return self.placed and (self.body is not None or self.single or self.words != self.title)

    @property
    def clue(self) -> str:
        """What is the same of two telling posts that are one; its first word says if only one at a
        time holds it ("sole") or several ("post").
        """
        return f"{'sole' if self.sole else 'post'} {self.words} {self.body}"


class Held(msgspec.Struct, gc=False):
    """A post in somebody's hands: the first and last day seen, whether ever on an unknown day.

    `loose` says that the post was just taken up or given up, which contradicts no other post.
    """

    post: PostView
    loose: bool
    first: int | None
    last: int | None

    def widened(self, other: Held) -> Held:
        """Return the same post over both spans of time."""
        days = [d for d in (self.first, self.last, other.first, other.last) if d is not None]
        return Held(self.post, self.loose, min(days, default=None), max(days, default=None))


Profile = dict[tuple[str, bool], Held]


class Clash(NamedTuple):
    """Two posts (keys) that no one person held, the first of one side, the second of the other."""

    kind: ClashKind
    post: str
    other: str


def view(post: PostRow, body: BodyRow | None, province: str | None, rules: LinkRules) -> PostView:
    """Return what a post says about its holder; `province` is a short name."""
    words = canonical(body.label).split() if body else []
    title, label = rules.bare(post.title), rules.bare(post.label)
    return PostView(
        key=post.key,
        title=title,
        words=label,
        body=post.body,
        body_noun=words[0] if words else "",
        body_words=frozenset(words[1:]),
        level=body.level if body else "",
        province=province,
        placed=post.placed,
        leading=rules.leading(label),
        single=rules.single(label),
        sole=rules.one_holder(title),
        elsewhere=rules.elsewhere(label),
        beside=rules.elsewhere(label) or rules.collective(title),
        firm=body is not None and rules.firm(canonical(body.label)),
    )


@functools.lru_cache(maxsize=1 << 14)
def ordinal(day: str | None) -> int | None:
    """Return the number of a day (ISO 8601), or None for an unknown or impossible one."""
    try:
        return Date.fromisoformat(day).toordinal() if day else None
    except ValueError:
        return None


def merge_profiles(profiles: list[Profile]) -> Profile:
    """Return the posts of all profiles, each over the whole time it was seen."""
    out: Profile = {}
    for profile in profiles:
        for key, held in profile.items():
            out[key] = out[key].widened(held) if key in out else held
    return out


def profiles_contradict(
    a: Profile, b: Profile, together: Set[tuple[str, str]], provinces: Provinces
) -> bool:
    """Say whether nobody can have held the posts of both profiles.

    A post that both hold speaks for one person, and what stands beside it on one side alone is then
    one person's, too: only posts that are on one side each are held against each other, and not
    those that a report tells of one person of this name (`together`, of `pairs_told`).
    """
    return next(clashes(a, b, together, provinces), None) is not None


def clashes(
    a: Profile, b: Profile, together: Set[tuple[str, str]], provinces: Provinces
) -> Iterator[Clash]:
    """Give what `profiles_contradict` goes by: each post of `a` that one of `b` excludes."""
    if not a or not b:
        return
    both = {key for key, _ in a} & {key for key, _ in b}
    for x in a.values():
        if x.post.key in both:
            continue
        for y in b.values():
            if y.post.key in both or told_together(x.post, y.post, together):
                continue
            kind = clash(x, y, provinces)
            # A firm beside the government on one side is a post misread sooner than two people.
            if kind == "firms" and _governs(a) and _governs(b):
                continue
            if kind is not None:
                yield Clash(kind, x.post.key, y.post.key)


def _governs(profile: Profile) -> bool:
    return any(held.post.governing for held in profile.values())


def pairs_told(reports: Iterable[Sequence[PostView]]) -> set[tuple[str, str]]:
    """Return what a report tells of one person together: pairs of posts, and of provinces.

    `reports` gives what each says that the person holds; most say the same as another one.
    """
    out, known = set[tuple[str, str]](), set[tuple[str, ...]]()
    for posts in reports:
        keys = tuple(p.key for p in posts)
        if len(keys) > 1 and keys not in known:
            known.add(keys)
            marks = {*keys, *(f"in {p.province}" for p in posts if p.local)}
            out.update((a, b) for a in marks for b in marks if a != b)
    return out


def told_together(a: PostView, b: PostView, together: Set[tuple[str, str]]) -> bool:
    """Say whether a report gives one person both posts, or posts in the provinces of both."""
    if (a.key, b.key) in together:
        return True
    return a.local and b.local and (f"in {a.province}", f"in {b.province}") in together


def posts_contradict(a: Held, b: Held, provinces: Provinces) -> bool:
    """Say whether one person can't have held two posts at the times they were seen."""
    return clash(a, b, provinces) is not None


def clash(a: Held, b: Held, provinces: Provinces) -> ClashKind | None:
    """Return why one person can't have held two posts at the times they were seen; None: can."""
    if a.loose or b.loose or a.post.key == b.post.key:
        return None
    p, q = a.post, b.post
    if not p.placed or not q.placed:
        return None
    if p.local and q.local and not _same_territory(a, b, provinces):
        apart = not (p.movable and q.movable) or near(a, b, TRANSFER_DAYS)
        return "provinces" if apart else None
    for x, y in ((p, q), (q, p)):
        if x.level == "central" and y.level in ("district", "commune") and not x.beside:
            return "levels" if near(a, b, RESHUFFLE_DAYS) else None
        if x.governing and y.firm:
            return "firms" if near(a, b, RESHUFFLE_DAYS) else None
    if p.level == q.level and p.level in ("district", "commune") and p.title == q.title:
        # Nobody heads two districts; but "Ủy ban nhân dân quận" may be short for one of them.
        within = p.body_words <= q.body_words or q.body_words <= p.body_words
        if p.leading and p.body_noun == q.body_noun and not within:
            return "districts" if near(a, b, RESHUFFLE_DAYS) else None
    heads = p.level == q.level == "central" and p.leading and p.title == q.title
    if heads and p.body_noun == q.body_noun and p.body != q.body:
        # Names that share words may be two spellings of one ministry's.
        apart = p.body_words.isdisjoint(q.body_words) and None not in (a.first, b.first)
        return "heads" if apart and near(a, b, RESHUFFLE_DAYS) else None
    return None


def consistent(
    posts: Sequence[Held], together: Set[tuple[str, str]], provinces: Provinces, limit: int
) -> bool:
    """Say whether no two of many posts exclude each other, over the times they were seen.

    Only pairs that could are looked at: two provinces', a central one and one of a district or
    commune, the government's and a firm's, two of one title and kind of body. False, too, if there
    are more than `limit` of them.
    """
    local, central, low = dict[str, list[Held]](), list[Held](), list[Held]()
    governing, firms = list[Held](), list[Held]()
    alike: dict[tuple[str, str, str], list[Held]] = {}
    for held in posts:
        post = held.post
        if held.loose or not post.placed:
            continue
        if post.local:
            local.setdefault(post.province or "", []).append(held)
        if post.level == "central" and not post.beside:
            central.append(held)
        if post.level in ("district", "commune"):
            low.append(held)
        if post.governing:
            governing.append(held)
        if post.firm:
            firms.append(held)
        if post.leading:
            alike.setdefault((post.level, post.title, post.body_noun), []).append(held)
    pairs = itertools.chain(
        itertools.product(central, low),
        itertools.product(governing, firms),
        *(itertools.product(x, y) for x, y in itertools.combinations(local.values(), 2)),
        *(itertools.combinations(found, 2) for found in alike.values()),
    )
    looked_at = list(itertools.islice(pairs, limit + 1))
    return len(looked_at) <= limit and not any(
        posts_contradict(a, b, provinces)
        for a, b in looked_at
        if not told_together(a.post, b.post, together)
    )


def near(a: Held, b: Held, days: int) -> bool:
    """Say whether two posts were seen within a number of days; an unknown day is near to any."""
    if a.first is None or b.first is None or a.last is None or b.last is None:
        return True
    return a.first - b.last <= days and b.first - a.last <= days


def _same_territory(a: Held, b: Held, provinces: Provinces) -> bool:
    x, y = a.post.province or "", b.post.province or ""
    if provinces.at(x, None) == provinces.at(y, None):
        return True
    if provinces.territory(x) != provinces.territory(y):
        return False
    # Two provinces that became one: its officials come from both.
    last = max(d for d in (a.last, b.last, 0) if d is not None)
    day = Date.fromordinal(last).isoformat() if last else None
    return provinces.merged(x, day) or provinces.merged(y, day)
