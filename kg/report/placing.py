"""Which province a body belongs to where its name leaves it out: settled by the text, or left
open.
"""

from __future__ import annotations

from collections import Counter

from kg.lexicon.lexicon import Lexicon
from kg.ner.model import BodyRef, Chunk, Territory, TitleRef
from kg.text.tokens import Tokens

# The home province is named at least so many times as often as any other: less is asked of the
# first one named.
_DOMINANCE, _FIRST_DOMINANCE = 2.0, 1.25


_SPOKEN_OF = 2  # sentences for which a district just named stays the one spoken of
_COMMUNES = ("xã", "phường", "thị trấn", "đặc khu")


class Placing:
    """What the text says of places: province by body, by site, and the province it is all about.

    The decision takes the nearest evidence first: the same entry, the site of the sentence,
    the same
    body named in full elsewhere, the only (or by far most named) province of the text.
    """

    def __init__(self, tokens: Tokens, chunks: list[Chunk], lexicon: Lexicon) -> None:
        self._t = tokens
        self._x = lexicon
        self._counts: Counter[str] = Counter()
        self._by_base: dict[str, Counter[str]] = {}
        self._district: dict[str, Counter[tuple[str, str, str | None]]] = {}
        self._site: dict[int, str] = {}
        self._side: dict[int, str] = {}
        self._seats: list[tuple[int, Territory]] = []  # districts, communes, cities
        self.named: dict[str, Territory] = {}
        for k, chunk in enumerate(chunks):
            if chunk.kind == "place":
                self._see(chunk.value, 2 if tokens.low[chunk.i] in ("tỉnh", "thành") else 1)
                self._site_at(chunks, k)
            elif chunk.kind == "body":
                self._see_body(chunk.value)
                self._site_at(chunks, k)
            elif chunk.kind == "title" and chunk.value.body is not None:
                self._see_body(chunk.value.body)

    def _see(self, place: Territory, weight: int) -> None:
        if place.name is None:
            return
        if len(place.provinces) == 1:
            self._counts[place.provinces[0]] += weight
        if place.i < place.j and self._t.low[place.i - 1] == "phía" and len(place.provinces) == 1:
            self._side.setdefault(self._t.sent[place.i], place.provinces[0])
        if place.i < place.j and (place.level != "province" or place.unit == "thành phố"):
            self._seats.append((self._t.sent[place.i], place))
        if place.level != "province":
            self._district.setdefault(place.unit, Counter())[
                (place.name, place.level, place.provinces[0] if len(place.provinces) == 1 else None)
            ] += 1

    def _see_body(self, body: BodyRef) -> None:
        if body.territory is None or body.territory.name is None:
            return
        self._see(body.territory, 3)
        if body.territory.level == "province":
            ref: BodyRef | None = body
            while ref is not None:
                self._by_base.setdefault(ref.base.lower(), Counter())[
                    body.territory.provinces[0]
                ] += 1
                ref = ref.of

    def _site_at(self, chunks: list[Chunk], k: int) -> None:
        """ "điểm cầu (tại) (Tỉnh ủy) Bình Phước": the sentence speaks of this site."""
        t = self._t
        i = chunks[k].i
        value = chunks[k].value
        place = value if isinstance(value, Territory) else value.territory
        if place is None or len(place.provinces) != 1:
            return
        for back in range(2, 6):
            if i - back >= 0 and self._x.sites.longest(t.low, i - back, i) is not None:
                self._site.setdefault(t.sent[i], place.provinces[0])

    def site(self, sent: int) -> str | None:
        """Return the province of the site that a sentence speaks of."""
        return self._site.get(sent)

    def home(self, unit: str | None) -> str | None:
        """Return the one province that the text is about, of the kind that `unit` asks for; None
        if unsettled.
        """
        fit = [
            (n, p)
            for p, n in self._counts.items()
            if unit is None or self._x.province_units[p] == unit
        ]
        if not fit:
            return None
        fit.sort(reverse=True)
        if len(fit) == 1:
            others = sum(self._counts.values()) - fit[0][0]
            return fit[0][1] if fit[0][0] >= 2 or others == 0 else None
        first = next(p for p in self._counts if unit is None or self._x.province_units[p] == unit)
        needed = _FIRST_DOMINANCE if fit[0][1] == first else _DOMINANCE
        return fit[0][1] if fit[0][0] >= needed * fit[1][0] else None

    def province(self, body: BodyRef, sent: int, near: list[TitleRef]) -> str | None:
        """Return the province of a local body that the text names without one, or None: abstain."""
        unit = body.territory.unit if body.territory is not None else _unit_of(body)
        unit = unit if unit in ("tỉnh", "thành phố") else None
        for title in near:
            other = title.body
            if (
                other is not None
                and other is not body
                and other.territory is not None
                and other.territory.level == "province"
                and other.territory.name
            ) and self._fits(other.territory.name, unit):
                return other.territory.name
        site = self._side.get(sent) or self._site.get(sent)
        if site is not None and self._fits(site, unit):
            return site
        seen = self._by_base.get(body.base.lower())
        if seen is not None and unit is not None:
            seen = Counter({p: n for p, n in seen.items() if self._fits(p, unit)})
        if seen:
            home = self.home(unit)
            if len(seen) == 1:
                named = next(iter(seen))
                elsewhere = home not in (None, named) and seen[named] == 1
                return home if elsewhere else named
            if home in seen:
                return home
            return None
        return self.home(unit)

    def _fits(self, province: str, unit: str | None) -> bool:
        return unit is None or self._x.province_units[province] == unit

    def district(self, unit: str, at: int | None = None) -> tuple[str, str | None] | None:
        """Return (name, province) of the district or commune that a bare noun means.

        It is the only one of that noun that the text names; of several the one named last before
        token `at`, in its sentence or in the two before; None if there is none.
        """
        seen = self._district.get(unit)
        if seen is None:
            return None
        if len({name for name, _, _ in seen}) == 1:
            name, _, province = max(seen, key=lambda key: (key[2] is not None, key))
            return name, province
        spoken_of = self._spoken_of(unit, at) if at is not None else None
        return spoken_of or self._only_named_again(seen)

    def _spoken_of(self, unit: str, at: int) -> tuple[str, str | None] | None:
        """Return the place of that noun named last before token `at`, not too long before."""
        sent = self._t.sent[at]
        for s, place in reversed(self._seats):
            if place.i < at and place.unit == unit and sent - s <= _SPOKEN_OF and place.name:
                return place.name, place.provinces[0] if len(place.provinces) == 1 else None
        return None

    @staticmethod
    def _only_named_again(
        seen: Counter[tuple[str, str, str | None]],
    ) -> tuple[str, str | None] | None:
        """Return the first place named, if it is the only one that the text comes back to."""
        (name, _, province), *others = seen
        again = [key for key in others if key[0] != name and seen[key] > 1]
        times = sum(n for key, n in seen.items() if key[0] == name)
        return (name, province) if times > 1 and not again else None

    def seat(self) -> tuple[str, str, str | None] | None:
        """Return (noun, name, province) of the only district that the text names."""
        found = [(u, self.district(u)) for u in ("huyện", "quận", "thị xã") if u in self._district]
        if len(found) != 1 or found[0][1] is None:
            return None
        return found[0][0], *found[0][1]

    def city(self, at: int) -> Territory | None:
        """Return the city that its sentence named last before token `at`."""
        sent = self._t.sent[at]
        return next(
            (
                place
                for s, place in reversed(self._seats)
                if s == sent and place.i < at and place.unit == "thành phố"
            ),
            None,
        )

    def commune(self) -> tuple[str, str, str | None] | None:
        """Return (noun, name, province) of the only commune or ward that the text names."""
        found = [(u, self.district(u)) for u in _COMMUNES if u in self._district]
        if len(found) != 1 or found[0][1] is None:
            return None
        unit, (name, province) = found[0][0], found[0][1]
        return unit, name, province


def _unit_of(body: BodyRef) -> str | None:
    words = body.base.split()
    for name, unit in (("Tỉnh", "tỉnh"), ("Thành", "thành phố")):
        if name in words:
            return unit
    return None
